#![no_std]
#![no_main]

javm_guests::program!(sieve, stack: 128 << 10);
