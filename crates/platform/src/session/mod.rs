//! Sessions: signing in with back-off, staying signed in, signing out.
//!
//! The browser holds a random token; the table holds its SM3, so that a copy of the table opens no
//! door. Start at [`sign_in`] and [`resume`].

mod actions;
pub(crate) mod store;

pub use actions::{
    Entrance, Visitor, confirm, end, end_everywhere, end_others, end_own, list, resume, sign_in,
    sign_on, sign_out,
};
pub use store::Session;

#[cfg(test)]
mod tests;
