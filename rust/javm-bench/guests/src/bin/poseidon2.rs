#![no_std]
#![no_main]

javm_guests::program!(poseidon2, stack: 16 << 10);
