#![no_std]
#![no_main]

javm_guests::program!(goldilocks_mul, stack: 8 << 10);
