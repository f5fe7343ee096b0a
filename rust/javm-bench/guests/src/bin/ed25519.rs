#![no_std]
#![no_main]

javm_guests::program!(ed25519, stack: 64 << 10);
