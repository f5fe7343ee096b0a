#![no_std]
#![no_main]

javm_guests::program!(mini_verifier, stack: 32 << 10);
