@loop:
    move_reg r3, r3
    add_imm_64 r8, r8, 0x1
    add_imm_64 r7, r7, -0x1
    branch_ne_imm r7, 0x0, @loop
    move_reg r7, r8
    jump_ind r0, 0x0
