//! Cases read, and cases that say where they are wrong.
