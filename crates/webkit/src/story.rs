//! What slices tell on the page of a person or of a household: applications, awards, visits,
//! findings. The page belongs to the slice that keeps people, which knows none of the others: each
//! brings a [`Section`] in its [`crate::Module`], and [`told`] asks those whose right the reader has.

use crate::html::Html;
use crate::kit::{Event, Span};
use crate::request::Request;
use crate::route::Menu;
use base::Fault;
use base::id::{HouseholdId, PersonId};
use platform::Act;

/// Whose page it is. Whoever reads it may see them: the page has asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person, and where they live now.
    Person(PersonId, Option<HouseholdId>),
    /// A household, and who lives in it now.
    Household(HouseholdId, Vec<PersonId>),
}

impl Subject {
    /// The person, or everybody who lives in the household now.
    #[must_use]
    pub fn people(&self) -> &[PersonId] {
        match self {
            Self::Person(id, _) => std::slice::from_ref(id),
            Self::Household(_, people) => people,
        }
    }

    /// The household, or where the person lives now.
    #[must_use]
    pub fn household(&self) -> Option<HouseholdId> {
        match self {
            Self::Person(_, household) => *household,
            Self::Household(id, _) => Some(*id),
        }
    }
}

/// What a slice has to tell of a person or household.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its place on the page, in the order of the work.
    pub menu: Menu,
    /// The right that it needs; without it the slice is not asked.
    pub act: Act,
    /// Tells. Nothing to tell is `Told::default()`.
    pub tell: fn(&Request<'_>, &Subject) -> Result<Told, Fault>,
}

/// What a slice told, in the reader's language.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Heading of its part of the page.
    pub title: String,
    /// How many things there are, beside the heading.
    pub count: Option<i64>,
    /// Its part of the page: a table, facts. Empty: the slice has no part of its own.
    pub body: Html,
    /// What lasts or lasted, for the bars at the top: an award, a time in a register.
    pub spans: Vec<Span>,
    /// What happened, for the one course of events. [`Event::when`] begins with the date as
    /// `2020-05-31`, so that events of all slices stand in order.
    pub events: Vec<Event>,
    /// What can be begun from here: path and text of a button beside the page's title.
    pub ways: Vec<(String, String)>,
}

/// What all slices tell of somebody, in the order of the work.
pub fn told(request: &Request<'_>, subject: &Subject) -> Result<Vec<Told>, Fault> {
    let all = request.site.modules.iter().flat_map(|m| m.sections);
    let mut mine: Vec<&Section> = all.filter(|s| request.who.can(s.act)).collect();
    mine.sort_by_key(|section| section.menu);
    let tell = |section: &Section| (section.tell)(request, subject);
    mine.into_iter().map(tell).collect()
}
