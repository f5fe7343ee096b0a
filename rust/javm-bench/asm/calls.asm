.jump_table 4
.entries @back
@loop:
    load_imm_jump r2, 0x2, @function
@back:
    add_imm_64 r7, r7, -0x1
    branch_ne_imm r7, 0x0, @loop
    move_reg r7, r9
    jump_ind r0, 0x0
@function:
    add_64 r9, r9, r7
    jump_ind r2, 0x0
