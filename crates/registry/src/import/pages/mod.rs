//! Pages of an import: the files of a register, the columns of one, what it would do, who is meant.
//! Each file has one address; what stands there follows from how far it is.

mod columns;
mod decide;
mod files;
mod preview;
mod rejects;

pub(crate) use columns::{columns_form, tell};
pub(crate) use decide::{choose, decide};
pub(crate) use files::{bring, files};
pub(crate) use preview::{again, apply, leave, show, undo};
pub use rejects::rejected;
pub(crate) use rejects::rejects;

use super::Batch;
use crate::register::Declared;
use base::Fault;
use base::id::BatchId;
use policy::register::Register;
use webkit::kit::{Tone, badge};
use webkit::{Html, Page, Request, Say};

/// What an address names.
struct Named {
    declared: &'static Declared,
    register: &'static Register,
    id: BatchId,
    path: String,
}

impl Named {
    fn of(request: &Request<'_>) -> Result<Self, Fault> {
        let (declared, register) = crate::register::pages::named(request)?;
        let id: BatchId = request.param("id")?;
        Ok(Self {
            declared,
            register,
            id,
            path: format!("/registers/{}/import/{id}", register.id),
        })
    }

    fn batch(&self, request: &Request<'_>) -> Result<Batch, Fault> {
        let batch = request.read(|ctx| super::batch(ctx, self.declared, self.id))?;
        match batch.register == self.register.id {
            true => Ok(batch),
            false => Err(Fault::NotFound),
        }
    }
}

/// The version that a form was made from.
fn version(request: &Request<'_>) -> i64 {
    request.form.get("version").parse().unwrap_or(0)
}

/// Under the register and its files.
fn under(page: Page, request: &Request<'_>, register: &Register) -> Page {
    let list = format!("/registers/{}", register.id);
    let title = register.label.of(request.language.tag());
    page.under(request, "registers", "/registers")
        .under(request, title, &list)
        .under(request, "import", &format!("{list}/import"))
}

/// How far a file is, as a badge.
fn state(t: Say<'_>, batch: &Batch) -> Html {
    use super::State;
    let (tone, code) = match batch.state {
        State::Uploaded => (Tone::Active, "import-state-uploaded"),
        State::Checking => (Tone::Active, "import-state-checking"),
        State::Read => (Tone::Warn, "import-state-read"),
        State::Applying => (Tone::Active, "import-state-applying"),
        State::Applied => (Tone::Good, "import-state-applied"),
        State::Undoing => (Tone::Active, "import-state-undoing"),
        State::Undone => (Tone::Plain, "import-state-undone"),
        State::Left => (Tone::Plain, "import-state-left"),
    };
    badge(tone, &t.text(code))
}

/// A value of a file as a page shows it: a number hides its middle, and so does that of a
/// certificate, which begins with its holder's.
fn masked(text: &str) -> String {
    let holder = text.trim().get(..18).unwrap_or(text);
    match base::CitizenId::parse(text).or_else(|_| base::CitizenId::parse(holder)) {
        Ok(_) => base::mask::mask_id(text),
        Err(_) => text.to_owned(),
    }
}
