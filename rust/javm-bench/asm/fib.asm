@loop:
    add_64 r10, r8, r9
    move_reg r8, r9
    move_reg r9, r10
    add_imm_64 r7, r7, -0x1
    branch_ne_imm r7, 0x0, @loop
    move_reg r7, r9
    jump_ind r0, 0x0
