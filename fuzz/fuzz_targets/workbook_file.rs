//! Fuzzes `workbook_file` (see `src/lib.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::workbook_file(data));
