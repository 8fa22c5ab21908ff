#![no_main]
brochure_fuzz::fuzz!(requests);
