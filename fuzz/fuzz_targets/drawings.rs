#![no_main]
brochure_fuzz::fuzz!(drawings);
