//! What a handler answers.

use crate::html::Html;
use crate::page::Page;
use base::Fault;

/// An answer, or why there is none.
pub type Answer = Result<Reply, Fault>;

/// A file to keep.
#[derive(Debug, Clone)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub media_type: &'static str,
    /// Its content.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A page.
    Page(Page),
    /// A form again, with what is wrong in it.
    Again(Page),
    /// A page for a change that met another's (409): see [`crate::kit::Conflict`].
    Conflict(Page),
    /// A part of a page, for htmx.
    Part(Html),
    /// Go there.
    See(String),
    /// Go there, holding this secret from now on (`None`: holding none).
    Enter(Option<String>, String),
    /// A page, holding this secret from now on; its forms carry [`crate::Form::of_secret`].
    EnterPage(String, Page),
    /// The session has ended: sign in again (401).
    SignedOut(Page),
    /// Go there, keeping a choice of language.
    Language(&'static str, String),
    /// A file.
    File(Download),
    /// What a script of ours fetches, such as the shapes of a map: its kind and content.
    Data(&'static str, Vec<u8>),
    /// Plain text for machines.
    Text(String),
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}
