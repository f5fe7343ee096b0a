#![no_std]
#![no_main]

javm_guests::program!(sort, stack: 16 << 10);
