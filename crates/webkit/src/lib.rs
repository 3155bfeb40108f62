//! The web house: what every page has, so that a slice writes only what is its own.
//!
//! A slice hands over a [`Module`]: a table of routes, each with the right it needs, entries of the
//! navigation and jobs. A handler is a plain function from a [`Request`] to a [`Reply`]; it runs on
//! a thread of its own, after who asks, the right, and the origin of a form were checked. Must not
//! know: what any slice is about.
//!
//! Start at [`Route`], then [`Page`]; the server itself is [`serve`].

mod assets;
mod entry;
mod form;
mod page;
mod reply;
mod request;
mod route;
mod server;

pub use assets::{ASSETS, Asset};
pub use entry::Site;
pub use form::{Form, escape};
pub use page::{Crumb, Page, Say};
pub use reply::{Answer, Download, Reply};
pub use request::{Fields, Request};
pub use route::{Handler, Method, Module, Nav, Route};
pub use server::{Running, serve};

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "fault-not-found",
    "fault-forbidden",
    "fault-stale",
    "fault-internal",
    "fault-origin",
    "fault-large",
    "fault-not-found-help",
    "fault-forbidden-help",
    "fault-stale-help",
    "fault-internal-help",
    "fault-origin-help",
    "fault-large-help",
    "fault-refused-help",
    "fault-refused",
];
