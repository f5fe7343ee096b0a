    load_imm r9, -0x61c8864f
    move_reg r10, r8
    move_reg r11, r7
    load_imm r12, 0x0
    fallthrough
@fill:
    mul_64 r5, r12, r9
    store_ind_u32 r5, r10, 0x0
    add_imm_64 r10, r10, 0x4
    add_imm_64 r12, r12, 0x1
    branch_lt_u r12, r11, @fill
    add_imm_64 r11, r11, -0x1
    fallthrough
@outer:
    move_reg r10, r8
    move_reg r12, r11
    fallthrough
@inner:
    load_ind_u32 r5, r10, 0x0
    load_ind_u32 r6, r10, 0x4
    branch_ge_u r6, r5, @sorted
    store_ind_u32 r6, r10, 0x0
    store_ind_u32 r5, r10, 0x4
    fallthrough
@sorted:
    add_imm_64 r10, r10, 0x4
    add_imm_64 r12, r12, -0x1
    branch_ne_imm r12, 0x0, @inner
    add_imm_64 r11, r11, -0x1
    branch_ne_imm r11, 0x0, @outer
    load_imm r5, 0x0
    load_imm r12, 0x0
    move_reg r10, r8
    fallthrough
@sum:
    load_ind_u32 r6, r10, 0x0
    rot_r_64_imm r5, r5, 0x7
    add_64 r5, r5, r6
    add_imm_64 r10, r10, 0x4
    add_imm_64 r12, r12, 0x1
    branch_lt_u r12, r7, @sum
    move_reg r7, r5
    jump_ind r0, 0x0
