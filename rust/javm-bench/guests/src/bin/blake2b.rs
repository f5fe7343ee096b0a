#![no_std]
#![no_main]

javm_guests::program!(blake2b, stack: 16 << 10);
