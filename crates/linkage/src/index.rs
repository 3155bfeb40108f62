//! "Who is this person?" for one record at a time: a ledger kept ready for look-up, to which
//! records can be added and from which they can be taken.
//!
//! The rows are sorted once under each blocking rule; a question finds its few candidates by binary
//! search and weighs them as a run would. Questions need `&self` only, so many may ask at once.

use crate::block::{Chosen, Rule, Span, choose, short_key};
use crate::compare::Comparer;
use crate::encode::{Encoded, Intake};
use crate::error::Error;
use crate::explain::Waterfall;
use crate::model::Model;
use crate::radix::by_upper_half;
use crate::records::{Record, Records};
use crate::run::{people_bits, waterfall};
use crate::score::{Scorer, bits, home_bits, probability};
use crate::settings::{ModelSource, Settings};
use crate::train;
use arrow_array::StringViewArray;
use hashbrown::{HashMap, HashSet};

/// Blocking rules kept ready.
const RULES_MAX: usize = 10;

/// Candidates that a record may have on average.
const CANDIDATES_MEAN: u64 = 64;

/// Larger blocks say too little to be looked through.
const BLOCK_MAX: usize = 5_000;

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The row, counted from 0 in the ledger the index was made of; added ones follow.
    pub row: u32,
    /// Probability that it is the person asked for.
    pub probability: f64,
    /// Why: the evidence field by field, the person asked for on the left.
    pub evidence: Waterfall,
}

/// Rows under the keys of one rule.
struct Keyed {
    rule: Rule,
    /// Key and row of the ledger, sorted.
    sorted: Vec<u64>,
    /// Rows added later.
    added: HashMap<u32, Vec<u32>>,
}

/// A ledger ready for look-up.
pub struct Index {
    encoded: Encoded,
    scorer: Scorer,
    keyed: Vec<Keyed>,
    gone: HashSet<u32>,
    settings: Settings,
    prior_bits: f64,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("rows", &self.encoded.rows())
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Makes a ledger ready. `source` may be [`ModelSource::Saved`]; otherwise the built-in
    /// agreement holds, with chance agreement and term frequencies taken from the ledger.
    ///
    /// # Errors
    /// [`Error::NothingToCompare`], [`Error::TooManyRows`].
    pub fn new(
        records: &Records,
        source: &ModelSource,
        settings: &Settings,
    ) -> Result<Self, Error> {
        Ok(Self::of(Intake::whole(&[records])?, source, settings))
    }

    /// As [`Self::new`], for a ledger that was taken in part by part.
    pub fn of(intake: Intake, source: &ModelSource, settings: &Settings) -> Self {
        let encoded = intake.laid_out(true);
        let span = Span::Within;
        let comparer = Comparer::new(&encoded, &settings.nicknames);
        let model = if let ModelSource::Saved(saved) = source {
            Model::adapted(saved, &encoded.fields)
        } else {
            let mut model = Model::built_in(&encoded.fields);
            let effort = train::ADAPT;
            train::chance(&encoded, &comparer, span, effort, settings.seed, &mut model);
            train::personal_numbers(people_bits(&encoded, span), &mut model);
            model
        };
        let home = home_bits(&encoded, &comparer, span, &model);
        let scorer = Scorer::new(&encoded, &model, home, 1.0);
        let rows = encoded.rows() as u64;
        let budget = rows * CANDIDATES_MEAN + 4_000_000;
        let keyed = choose(&encoded, span, Some(budget), RULES_MAX, 0)
            .into_iter()
            .map(Keyed::new)
            .collect();
        Self {
            prior_bits: bits(0.5 / (rows as f64 + 1.0)),
            encoded,
            scorer,
            keyed,
            gone: HashSet::new(),
            settings: settings.clone(),
        }
    }

    /// Rows there are, those taken out included.
    pub fn rows(&self) -> usize {
        self.encoded.rows()
    }

    /// The people who could be meant, the likeliest first, at most `most` of them; only those at
    /// least as likely as [`Settings::near_miss_from`].
    ///
    /// # Errors
    /// [`Error::ColumnRepeated`] when the record gives a role twice.
    pub fn who(&self, record: &Record, most: usize) -> Result<Vec<Candidate>, Error> {
        let asked = self.asked(record)?;
        let words = self.encoded.translated(&asked);
        let comparer = Comparer::with_extra(&self.encoded, &self.settings.nicknames, &asked);
        let floor = (bits(self.settings.near_miss_from.clamp(1e-6, 0.5)) - self.prior_bits) as f32;
        let mut found: Vec<(u32, f32)> = self
            .candidates(&words, &asked)
            .into_iter()
            .filter_map(|row| {
                let other = self.encoded.row(row);
                let sum = self
                    .scorer
                    .evidence(&self.encoded, &comparer, &words, other, floor)?;
                Some((row, sum))
            })
            .collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(most);
        let explained = found.into_iter().map(|(row, sum)| Candidate {
            row,
            probability: probability(sum, self.prior_bits),
            evidence: waterfall(
                (&self.encoded, &self.scorer, &comparer, self.prior_bits),
                (0, &words, &asked, asked.row(0)),
                (row, self.encoded.row(row)),
            ),
        });
        Ok(explained.collect())
    }

    /// Adds a record and answers its row.
    ///
    /// # Errors
    /// As [`Self::who`], and [`Error::TooManyRows`].
    pub fn add(&mut self, record: &Record) -> Result<u32, Error> {
        let asked = self.asked(record)?;
        let row = self.encoded.append(&asked)?;
        for keyed in &mut self.keyed {
            let words = self.encoded.row(row);
            let key = keyed.rule.keyer(&self.encoded, None).key(words);
            if key != 0 {
                keyed.added.entry(short_key(key)).or_default().push(row);
            }
        }
        Ok(row)
    }

    /// Takes a row out; it is found no more.
    pub fn remove(&mut self, row: u32) {
        self.gone.insert(row);
    }

    /// The record as a ledger of one row with the fields of the index.
    fn asked(&self, record: &Record) -> Result<Encoded, Error> {
        let mut columns: Vec<_> = record
            .values()
            .iter()
            .map(|(role, value)| {
                let value = Some(value.as_str()).filter(|v| !v.trim().is_empty());
                (*role, StringViewArray::from_iter([value]))
            })
            .collect();
        for field in &self.encoded.fields {
            let given = columns.iter().filter(|(r, _)| *r == field.role).count();
            if given <= field.nth {
                columns.push((field.role, StringViewArray::from_iter([None::<&str>])));
            }
        }
        let records = Records::new(columns)?;
        Encoded::with_fields(&[&records], self.encoded.fields.clone())
    }

    fn candidates(&self, words: &[u32], asked: &Encoded) -> Vec<u32> {
        let mut found = Vec::new();
        for keyed in &self.keyed {
            let key = keyed.rule.keyer(&self.encoded, Some(asked)).key(words);
            if key != 0 {
                keyed.find(short_key(key), &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|row| !self.gone.contains(row));
        found
    }
}

impl Keyed {
    fn new(Chosen { rule, keys }: Chosen) -> Self {
        let keyed = keys.into_iter().zip(0u32..).filter(|(key, _)| *key != 0);
        let entries = keyed.map(|(key, row)| u64::from(key) << 32 | u64::from(row));
        Self {
            rule,
            sorted: by_upper_half(entries.collect()),
            added: HashMap::new(),
        }
    }

    fn find(&self, key: u32, found: &mut Vec<u32>) {
        let from = self.sorted.partition_point(|e| ((e >> 32) as u32) < key);
        let to = from + self.sorted[from..].partition_point(|e| ((e >> 32) as u32) <= key);
        if to - from <= BLOCK_MAX {
            found.extend(self.sorted[from..to].iter().map(|e| *e as u32));
        }
        found.extend(self.added.get(&key).into_iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::column::ColumnRole;

    fn register() -> Index {
        let people = [
            ("王小明", "500153190001010013", "1951-04-03"),
            ("王晓红", "", "1951-04-03"),
            ("李四", "", "1960-01-02"),
        ];
        let column = |at: usize| {
            StringViewArray::from_iter(people.iter().map(|p| {
                let value = [p.0, p.1, p.2][at];
                (!value.is_empty()).then_some(value)
            }))
        };
        let records = Records::new(vec![
            (ColumnRole::Name, column(0)),
            (ColumnRole::IdNumber, column(1)),
            (ColumnRole::BirthDate, column(2)),
        ])
        .unwrap();
        Index::new(&records, &ModelSource::BuiltIn, &Settings::default()).unwrap()
    }

    fn record(name: &str, born: &str) -> Record {
        Record::new()
            .with(ColumnRole::Name, name)
            .with(ColumnRole::BirthDate, born)
    }

    #[test]
    fn a_person_is_found_despite_an_error_and_explained() {
        let found = register()
            .who(&record("王晓明", "1951年4月3日"), 5)
            .unwrap();
        assert_eq!(found[0].row, 0);
        assert!(found[0].probability > 0.5, "{found:?}");
        let given = &found[0].evidence.steps[1];
        assert_eq!(
            (given.left.as_str(), given.level.as_str()),
            ("晓明", "same_sound")
        );
        assert_eq!(given.right, "小明");
    }

    #[test]
    fn nobody_is_found_for_a_stranger() {
        assert_eq!(register().who(&record("赵六", "1988-08-08"), 5), Ok(vec![]));
        assert_eq!(register().who(&Record::new(), 5), Ok(vec![]));
    }

    #[test]
    fn added_people_are_found_and_removed_ones_are_not() {
        let mut index = register();
        let row = index.add(&record("欧阳锋", "1948-12-24")).unwrap();
        assert_eq!((row, index.rows()), (3, 4));
        let found = index.who(&record("欧阳峰", "1948-12-24"), 1).unwrap();
        assert_eq!(found[0].row, 3);
        index.remove(3);
        assert_eq!(index.who(&record("欧阳锋", "1948-12-24"), 1), Ok(vec![]));
    }

    #[test]
    fn people_who_share_nothing_with_anyone_are_found_by_any_rule() {
        let column = |values: [&str; 3]| {
            StringViewArray::from_iter(values.iter().map(|v| (!v.is_empty()).then_some(*v)))
        };
        // Two ID numbers of one place make a pair; nothing else in the ledger does.
        let records = Records::new(vec![
            (ColumnRole::Name, column(["王小明", "李四", "孙大圣"])),
            (
                ColumnRole::IdNumber,
                column(["500153190001010013", "", "500153190001010021"]),
            ),
            (
                ColumnRole::BirthDate,
                column(["1900-01-01", "1960-01-02", "1900-01-01"]),
            ),
        ])
        .unwrap();
        let index = Index::new(&records, &ModelSource::BuiltIn, &Settings::default()).unwrap();
        let found = index.who(&record("李肆", "1960-01-02"), 1).unwrap();
        assert_eq!(found.first().map(|c| c.row), Some(1));
    }

    #[test]
    fn asking_changes_nothing() {
        let index = register();
        let first = index.who(&record("李四", "1960-01-02"), 3);
        index.who(&record("从未见过", "1960-01-02"), 3).unwrap();
        assert_eq!(index.who(&record("李四", "1960-01-02"), 3), first);
    }
}
