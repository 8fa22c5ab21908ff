#![no_main]
brochure_fuzz::fuzz!(fonts);
