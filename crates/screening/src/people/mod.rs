//! Who is who across all ledgers, and how sure that is.
//!
//! First by ID number: records with the same number are one person, and the name says how sure
//! that is (`exact`). Records without a right number, and those whose number must be somebody
//! else's, are then held against these people by name, birth date, address and the rest, and by
//! whom they live with (`likely`).

mod exact;
mod likely;
mod name;
mod near;

pub use name::{Agreement, agreement};

use crate::error::Error;
use crate::ledger::Ledger;
use hashbrown::HashMap;
use linkage::{Explainer, Progress, Waterfall};
use policy::pack::Pack;

/// Why a record is taken for a person's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Link {
    /// The same ID number; how the names agree.
    Id(Agreement),
    /// The ID number within the number of a certificate; how the names agree.
    Certificate(Agreement),
    /// No right number: name, birth date and the rest speak for it.
    Likely {
        /// The probability that it is this person.
        probability: f64,
        /// Someone whom the record lives with is of the person's household elsewhere.
        household: bool,
        /// Rows of the evidence, for [`People::waterfall`].
        rows: (u32, u32),
    },
    /// Nobody else's record was found to be of this person.
    Alone,
}

impl Link {
    /// How sure it is, from 0 to 1.
    pub fn certainty(self) -> f64 {
        match self {
            Self::Id(Agreement::Same) | Self::Alone => 1.0,
            Self::Id(Agreement::Near) => 0.99,
            Self::Id(Agreement::Absent) => 0.98,
            Self::Id(Agreement::Different) => 0.85,
            Self::Certificate(Agreement::Different) => 0.6,
            Self::Certificate(_) => 0.97,
            Self::Likely { probability, .. } => probability,
        }
    }
}

/// A record that was not taken for a person's, and may be it all the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Maybe {
    /// Place of the ledger.
    pub ledger: usize,
    /// Place of the record in it.
    pub record: u32,
    /// The person.
    pub person: u32,
    /// The probability that the record is that person's.
    pub probability: f64,
}

/// People of all ledgers.
#[derive(Debug)]
pub struct People {
    /// For each ledger, for each record, the person, numbered from 0.
    pub of: Vec<Vec<u32>>,
    /// How many people there are.
    pub count: usize,
    /// Links other than the plain one by number and name.
    links: Vec<HashMap<u32, Link>>,
    /// Records whose likeliest person is too doubtful to be taken: ledger, record, probability.
    pub doubtful: Vec<(usize, u32, f64)>,
    /// Whose records may be besides, or instead: what a screen misses may stand there.
    pub maybe: Vec<Maybe>,
    /// Records that were linked without a right number.
    pub likely: usize,
    explainer: Option<Explainer>,
}

impl People {
    /// Finds the people of all ledgers. `households` gives the household of each record.
    ///
    /// # Errors
    /// [`Error::Linkage`].
    pub fn find(
        pack: &Pack,
        ledgers: &[Ledger],
        households: &[Vec<Option<u32>>],
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let by_number = exact::people(pack, ledgers);
        likely::join(pack, ledgers, households, by_number, progress)
    }

    /// Why a record is taken for its person's.
    pub fn link(&self, ledger: usize, record: usize) -> Link {
        let record = u32::try_from(record).unwrap_or(u32::MAX);
        let found = self.links.get(ledger).and_then(|l| l.get(&record));
        found.copied().unwrap_or(Link::Id(Agreement::Same))
    }

    /// The evidence of a likely link, field by field.
    pub fn waterfall(&self, link: Link) -> Option<Waterfall> {
        match link {
            Link::Likely { rows, .. } => self.explainer.as_ref()?.explain(rows.0, rows.1).ok(),
            _ => None,
        }
    }
}
