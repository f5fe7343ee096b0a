    add_imm_64 r7, r7, 0x1
    jump_ind r0, 0x0
