//! What a handler answers.

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
    /// Go there.
    See(String),
    /// Go there, holding this secret from now on (`None`: holding none).
    Enter(Option<String>, String),
    /// Go there, keeping a choice of language.
    Language(&'static str, String),
    /// A file.
    File(Download),
    /// Plain text for machines.
    Text(String),
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self::Page(page)
    }
}
