//! The binary `doudi`.
fn main() {}
