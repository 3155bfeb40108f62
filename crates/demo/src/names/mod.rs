//! Personal names as they are given in the region, and what clerks make of them.
//!
//! Start at [`words`], the tables.

pub mod words;
