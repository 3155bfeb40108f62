//! Fuzzes `person_name` (see `src/lib.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::person_name(data));
