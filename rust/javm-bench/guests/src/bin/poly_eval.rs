#![no_std]
#![no_main]

javm_guests::program!(poly_eval, stack: 64 << 10);
