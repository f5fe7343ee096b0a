#![no_std]
#![no_main]

javm_guests::program!(keccak, stack: 16 << 10);
