//! Fuzzes `amount` (see `src/lib.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::amount(data));
