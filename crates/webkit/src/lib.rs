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
mod html;
pub mod kit;
pub mod list;
mod multipart;
mod page;
mod reply;
mod request;
mod route;
mod server;
mod shelf;
mod story;

pub use assets::{ASSETS, Asset};
pub use entry::{Offered, Out, Raw, Site};
pub use form::Form;
pub use html::{Html, escape};
pub use multipart::Upload;
pub use page::{Crumb, Page, Say};
pub use reply::{Answer, Download, Reply};
pub use request::{Fields, Request, encoded};
pub use route::{Finder, Found, Handler, Menu, Method, Module, Nav, Route, Tile, Tiles};
pub use server::{Running, serve};
pub use shelf::Shelf;
pub use story::{Section, Subject, Told, told};

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
    "list-from",
    "list-until",
    "list-none",
    "list-none-help",
    "list-range",
    "list-range-open",
    "list-first",
    "list-count",
    "job-queued",
    "job-running",
    "job-done",
    "job-failed",
];
