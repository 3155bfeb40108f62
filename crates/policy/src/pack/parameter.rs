//! Values of the law with their dates. Must not know: how they are written in files. Start at
//! [`Parameter::on`].

use super::{Citation, Label};
use crate::cel::{Datum, Record, Type};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A value of the law, with its dates.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name in expressions (`param.NAME`, or `param.NAME[KEY]` of a table).
    pub id: String,
    /// Label.
    pub label: Label,
    /// Type of all its values.
    pub of: Type,
    /// Labels of the keys of a table, as far as given.
    pub key_labels: Vec<(String, Label)>,
    /// Values in the order of their dates, without overlap.
    pub values: Vec<Dated>,
    /// Times in which the law has no value.
    pub gaps: Vec<Gap>,
    /// Place of the layer that declares it.
    pub layer: usize,
}

/// A value in force between two days.
#[derive(Debug, Clone)]
pub struct Dated {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
    /// The value.
    pub value: Datum,
    /// Where it stands.
    pub cite: Citation,
    /// Place of the layer that gives it.
    pub layer: usize,
    /// What it takes the place of, as the layers above have it.
    pub over: Vec<Dated>,
}

/// A time in which the law has no value.
#[derive(Debug, Clone)]
pub struct Gap {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where that can be seen.
    pub cite: Citation,
}

impl Dated {
    fn meets(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

impl Parameter {
    /// The value in force on a day.
    pub fn on(&self, day: Date) -> Option<&Dated> {
        self.values
            .iter()
            .find(|v| v.from <= day && v.to.is_none_or(|to| day <= to))
    }

    /// The days on which another value, or none, comes into force.
    pub fn changes(&self) -> BTreeSet<Date> {
        let ends = self.values.iter().filter_map(|v| v.to?.tomorrow().ok());
        self.values.iter().map(|v| v.from).chain(ends).collect()
    }

    /// Values that were not read in the text of the law.
    pub fn unverified(&self) -> impl Iterator<Item = &Dated> {
        self.values.iter().filter(|v| !v.cite.verified)
    }

    /// Puts values in force in the place of those that stand there: what was there before and
    /// after them stays.
    pub fn put(&mut self, values: Vec<Dated>) {
        for mut new in values {
            let mut kept = Vec::new();
            for old in std::mem::take(&mut self.values) {
                if !old.meets(&new) {
                    kept.push(old);
                    continue;
                }
                let before = new.from.yesterday().ok();
                if old.from < new.from {
                    kept.push(Dated {
                        to: before,
                        ..old.clone()
                    });
                }
                let after = new.to.and_then(|to| to.tomorrow().ok());
                if let Some(after) = after
                    && old.to.is_none_or(|to| after <= to)
                {
                    kept.push(Dated {
                        from: after,
                        ..old.clone()
                    });
                }
                new.over.push(old);
            }
            kept.push(new);
            kept.sort_by_key(|v| v.from);
            self.values = kept;
        }
    }
}

/// The values in force on a day, in the order of the parameters; missing where there is none.
pub fn values_on(parameters: &[Parameter], day: Date) -> Record {
    parameters
        .iter()
        .map(|p| p.on(day).map_or(Datum::Missing, |v| v.value.clone()))
        .collect()
}
