#![no_std]
#![no_main]

javm_guests::program!(emulator, stack: 160 << 10);
