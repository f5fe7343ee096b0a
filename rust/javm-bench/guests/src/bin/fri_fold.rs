#![no_std]
#![no_main]

javm_guests::program!(fri_fold, stack: 16 << 10);
