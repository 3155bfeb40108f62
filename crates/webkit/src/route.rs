//! Routes as data: method, path, right, handler. The matrix of rights, the navigation and the
//! server all read the same table.

use crate::reply::Answer;
use crate::request::Request;
use platform::{Act, job};

/// How a page is asked for. Reading never changes anything; changing is always a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
}

/// What answers a request.
pub type Handler = fn(&Request<'_>) -> Answer;

/// A path that can be asked for. There is no way to write one without its right.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Path with `{name}` for its variable parts.
    pub path: &'static str,
    /// The right that it needs.
    pub act: Act,
    /// What answers.
    pub handler: Handler,
}

impl Route {
    /// A page.
    #[must_use]
    pub const fn get(path: &'static str, act: Act, handler: Handler) -> Self {
        Self {
            method: Method::Get,
            path,
            act,
            handler,
        }
    }

    /// A form.
    #[must_use]
    pub const fn post(path: &'static str, act: Act, handler: Handler) -> Self {
        Self {
            method: Method::Post,
            path,
            act,
            handler,
        }
    }
}

/// An entry of the navigation; whoever lacks the right does not see it.
#[derive(Debug, Clone, Copy)]
pub struct Nav {
    /// Where it leads.
    pub path: &'static str,
    /// Message code of its name.
    pub label: &'static str,
    /// A sign from `icons.svg`.
    pub icon: &'static str,
    /// The right that shows it.
    pub act: Act,
    /// Also in the bottom bar of a phone.
    pub bottom: bool,
}

/// What a slice brings.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// Its routes.
    pub routes: &'static [Route],
    /// Its entries in the navigation.
    pub nav: &'static [Nav],
    /// Its jobs.
    pub jobs: &'static [(&'static str, job::Handler)],
}
