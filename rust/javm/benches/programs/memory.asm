@loop:
    load_ind_u64 r2, r1, 0x8
    store_ind_u64 r2, r1, 0x10
    load_ind_u32 r3, r1, 0x18
    store_ind_u32 r3, r1, 0x1000
    load_ind_u8 r4, r1, 0x21
    store_ind_u8 r4, r1, 0x31
    load_ind_i16 r5, r1, 0x2042
    store_ind_u16 r5, r1, 0x2052
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0
