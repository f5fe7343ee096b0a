#![no_std]
#![no_main]

javm_guests::program!(fib, stack: 8 << 10);
