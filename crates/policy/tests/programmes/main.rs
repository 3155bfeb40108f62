//! Programmes of a small pack: the worked examples of the field, properties of every decision.

mod pack;
mod parts;
mod properties;
mod worked;
