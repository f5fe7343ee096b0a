@loop:
    add_64 r1, r2, r3
    xor r2, r1, r4
    shlo_l_imm_64 r3, r2, 0x7
    add_imm_64 r4, r3, 0x11
    sub_64 r5, r4, r1
    or r6, r5, r2
    rot_r_64_imm r7, r6, 0xd
    and r8, r7, r3
    mul_64 r9, r8, r7
    add_imm_32 r10, r9, 0x5
    set_lt_u r11, r10, r9
    xor r1, r1, r10
    add_64 r2, r2, r11
    shlo_r_imm_64 r6, r2, 0x3
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0
