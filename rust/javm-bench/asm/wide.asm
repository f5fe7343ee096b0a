@loop:
    mul_64 r3, r8, r9
    mul_upper_u_u r4, r8, r9
    add_64 r5, r5, r3
    set_lt_u r6, r5, r3
    add_64 r4, r4, r6
    add_64 r10, r10, r4
    set_lt_u r11, r10, r4
    add_64 r12, r12, r11
    xor r9, r9, r5
    add_imm_64 r7, r7, -0x1
    branch_ne_imm r7, 0x0, @loop
    xor r7, r10, r12
    jump_ind r0, 0x0
