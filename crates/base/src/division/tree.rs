//! The divisions of a region with their names, and names that they had or are mistaken for.

use std::collections::BTreeMap;

use super::code::{DivisionCode, DivisionCodeError};
use crate::date::Date;
use crate::message::{Message, Speak};

/// Another name of a division: a former one, or a usual misspelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The division.
    pub code: DivisionCode,
    /// The other name.
    pub name: String,
    /// First day on which it was the name; `None` if that is not known.
    pub from: Option<Date>,
    /// Last day; `None` while it is in use, or if that is not known.
    pub to: Option<Date>,
}

/// A division found by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The division.
    pub code: DivisionCode,
    /// It was found by another name than its own.
    pub by_alias: bool,
}

/// Why rows make no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionsError {
    /// A code is wrong.
    #[error("row {row}: {why}")]
    Code {
        /// The row, from 1.
        row: usize,
        /// What is wrong with it.
        why: DivisionCodeError,
    },
    /// A code stands twice.
    #[error("row {row}: {code} stands twice")]
    Repeated {
        /// The second row, from 1.
        row: usize,
        /// The code.
        code: DivisionCode,
    },
    /// A name is missing.
    #[error("row {row}: {code} has no name")]
    Nameless {
        /// The row, from 1.
        row: usize,
        /// The code.
        code: DivisionCode,
    },
    /// An alias of a division that is not in the tree.
    #[error("no division {code}")]
    Unknown {
        /// The code.
        code: DivisionCode,
    },
}

impl Speak for DivisionsError {
    fn message(&self) -> Message {
        match self {
            Self::Code { row, why } => Message::new("base-division-row")
                .with("row", *row)
                .with("why", why.message()),
            Self::Repeated { row, code } => Message::new("base-division-repeated")
                .with("row", *row)
                .with("code", code.to_string()),
            Self::Nameless { row, code } => Message::new("base-division-nameless")
                .with("row", *row)
                .with("code", code.to_string()),
            Self::Unknown { code } => {
                Message::new("base-division-unknown").with("code", code.to_string())
            }
        }
    }
}

/// The divisions of a region.
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    names: BTreeMap<DivisionCode, String>,
    aliases: Vec<Alias>,
}

impl Divisions {
    /// Takes rows of code and name, in any order. The tops of the tree need nothing above them.
    ///
    /// # Errors
    /// The first row that is wrong.
    pub fn load<'a>(
        rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, DivisionsError> {
        let mut names = BTreeMap::new();
        for (row, (code, name)) in (1..).zip(rows) {
            let code =
                DivisionCode::parse(code).map_err(|why| DivisionsError::Code { row, why })?;
            let name = name.trim();
            if name.is_empty() {
                return Err(DivisionsError::Nameless { row, code });
            }
            if names.insert(code, name.to_owned()).is_some() {
                return Err(DivisionsError::Repeated { row, code });
            }
        }
        Ok(Self {
            names,
            aliases: Vec::new(),
        })
    }

    /// Adds another name.
    ///
    /// # Errors
    /// [`DivisionsError::Unknown`].
    pub fn add_alias(&mut self, alias: Alias) -> Result<(), DivisionsError> {
        if !self.names.contains_key(&alias.code) {
            return Err(DivisionsError::Unknown { code: alias.code });
        }
        self.aliases.push(alias);
        Ok(())
    }

    /// The name of a division.
    pub fn name(&self, code: DivisionCode) -> Option<&str> {
        self.names.get(&code).map(String::as_str)
    }

    /// Names from the top of the tree down to a division, with nothing between.
    pub fn full_name(&self, code: DivisionCode) -> String {
        let mut path: Vec<&str> = Vec::new();
        let mut at = Some(code);
        while let Some(code) = at {
            path.extend(self.name(code));
            at = code.parent();
        }
        path.iter().rev().copied().collect()
    }

    /// A division with all that lies in it, in order.
    pub fn within(&self, code: DivisionCode) -> impl Iterator<Item = (DivisionCode, &str)> {
        let from = self.names.range(code..);
        from.take_while(move |(c, _)| code.contains(**c))
            .map(|(c, name)| (*c, name.as_str()))
    }

    /// What lies directly below a division.
    pub fn children(&self, code: DivisionCode) -> impl Iterator<Item = (DivisionCode, &str)> {
        self.within(code)
            .filter(move |(c, _)| c.parent() == Some(code))
    }

    /// Every division of a name: its own, or one that it had on a day (on any, when none is given).
    /// More than one means that the name alone does not tell.
    pub fn find(&self, name: &str, on: Option<Date>) -> Vec<Named> {
        let name = name.trim();
        let own = self.names.iter().filter(|(_, n)| *n == name);
        let mut found: Vec<Named> = own
            .map(|(code, _)| Named {
                code: *code,
                by_alias: false,
            })
            .collect();
        let held = |alias: &&Alias| {
            on.is_none_or(|day| {
                alias.from.is_none_or(|from| from <= day) && alias.to.is_none_or(|to| day <= to)
            })
        };
        for alias in self.aliases.iter().filter(|a| a.name == name).filter(held) {
            if !found.iter().any(|f| f.code == alias.code) {
                found.push(Named {
                    code: alias.code,
                    by_alias: true,
                });
            }
        }
        found
    }

    /// How many divisions there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
