#![no_std]
#![no_main]

javm_guests::program!(ecrecover, stack: 64 << 10);
