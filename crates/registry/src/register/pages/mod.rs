//! Pages made from the declaration: all registers, one register's list, a record, its form, its
//! past, and what goes out to a spreadsheet.

mod export;
mod form;
mod index;
mod list;
mod section;
mod show;

pub use export::exported;
pub(crate) use export::{export, file};
pub(crate) use form::{add, change, edit_form, needs, new_form};
pub(crate) use index::{index, tiles};
pub(crate) use list::list;
pub(crate) use section::section;
pub(crate) use show::{confirm, end, restore, show, unmask};

use super::{Declared, declared};
use base::Fault;
use base::id::RecordId;
use policy::register::Register;
use webkit::Request;

/// The register and the record that an address names.
pub(crate) fn named(
    request: &Request<'_>,
) -> Result<(&'static Declared, &'static Register), Fault> {
    let declared = declared()?;
    let code: String = request.param("register")?;
    Ok((declared, declared.register(&code)?))
}

pub(crate) fn record_id(request: &Request<'_>) -> Result<RecordId, Fault> {
    request.param("id")
}

/// The names of divisions, by their codes, as far as they are known.
pub(crate) struct Places(std::collections::HashMap<String, String>);

impl Places {
    pub(crate) fn of(request: &Request<'_>) -> Result<Self, Fault> {
        request.read(Self::read)
    }

    /// All divisions, in a transaction that is open.
    pub(crate) fn read(ctx: &platform::Ctx<'_>) -> Result<Self, Fault> {
        let all = crate::place::all(ctx.tx())?;
        Ok(Self(
            all.into_iter()
                .map(|p| (p.division.code().to_owned(), p.name))
                .collect(),
        ))
    }

    /// Town and village of a code, as a clerk says it.
    pub(crate) fn name(&self, code: &str) -> String {
        let part = |length: usize| code.get(..length).and_then(|c| self.0.get(c));
        let names: Vec<&str> = [9, 12]
            .into_iter()
            .filter_map(part)
            .map(String::as_str)
            .collect();
        match (names.is_empty(), self.0.get(code)) {
            (false, _) => names.join(" "),
            (true, Some(name)) => name.clone(),
            (true, None) => code.to_owned(),
        }
    }

    /// Towns with their codes, in order.
    pub(crate) fn towns(&self) -> Vec<(String, String)> {
        let mut towns: Vec<(String, String)> = self
            .0
            .iter()
            .filter(|(code, _)| code.len() == 9)
            .map(|(code, name)| (code.clone(), name.clone()))
            .collect();
        towns.sort();
        towns
    }

    /// Villages with their codes, under the names of their towns.
    pub(crate) fn villages(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = self
            .0
            .keys()
            .filter(|code| code.len() >= 9)
            .map(|code| (code.clone(), self.name(code)))
            .collect();
        all.sort();
        all
    }
}
