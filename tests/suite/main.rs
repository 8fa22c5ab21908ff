//! Tests of the whole program, a module for each subject: one binary, which links once.

mod common;

mod bad_input;
mod booklet;
mod charts;
mod cli;
mod codes;
mod conformance;
mod docs;
mod elements;
mod emptiness;
mod extraction;
mod german;
mod growth;
mod handout;
mod languages;
mod large_print;
mod layering;
mod pages;
mod pdf;
mod preflight;
mod print;
mod print_marks;
mod random;
mod read_again;
mod references;
mod reproducible;
mod saver;
mod separation;
mod smoke;
mod strangers;
mod tags;
mod themes;
mod values;
mod words;
mod workspace;
