//! What names a record in the output: the column asked for, else a recognised key without gaps and
//! repetitions, else the row of the file. Held as small as it can be, part by part of the ledger.
//!
//! Must not know what is done with the names. Start at [`Naming`].

use arrow_array::{Array, StringViewArray};
use base::column::ColumnRole;
use rayon::prelude::*;
use sheet::{RowNumbers, SheetError, Table, Values};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The names of all records of a ledger.
pub(crate) struct Naming {
    records: u32,
    /// The rows of the file: first record of each stretch.
    rows: Vec<(u32, RowNumbers)>,
    /// The column that may name the records, with its place in the table.
    column: Option<(usize, Column)>,
}

/// A column of keys.
struct Column {
    header: String,
    /// Asked for by the user, and then taken as it is.
    asked: bool,
    /// First record of each stretch.
    keys: Vec<(u32, Keys)>,
    missing: usize,
}

/// The keys of consecutive records.
enum Keys {
    /// Whole numbers as they are usually written.
    Numbers(Vec<u64>),
    /// Where each key ends in the text of all; a missing one is empty.
    Text { text: String, ends: Vec<u32> },
}

impl Naming {
    /// Decides by the columns of a ledger's first part.
    pub(crate) fn of(table: &Table, asked: Option<&String>) -> Result<Self, SheetError> {
        let place = match asked {
            Some(header) => Some(asked_for(table, header)?),
            None => {
                let role = Some(ColumnRole::RecordId);
                table.columns.iter().position(|c| c.role == role)
            }
        };
        let column = place.and_then(|at| {
            let header = table.columns.get(at)?.header.clone();
            let (asked, keys, missing) = (asked.is_some(), Vec::new(), 0);
            let column = Column {
                header,
                asked,
                keys,
                missing,
            };
            Some((at, column))
        });
        Ok(Self {
            records: 0,
            rows: Vec::new(),
            column,
        })
    }

    /// Takes the records of the ledger's next part.
    pub(crate) fn take(&mut self, part: &Table) {
        let first = self.records;
        if let Some((at, column)) = &mut self.column
            && let Some(own) = part.columns.get(*at)
        {
            column.missing += own.values.null_count();
            column.keys.push((first, Keys::of(&own.values)));
        }
        let goes_on = self.rows.last().is_some_and(|(from, rows)| {
            let next = rows.row((first - from) as usize);
            matches!(rows, RowNumbers::From(_)) && part.rows == RowNumbers::From(next)
        });
        if !goes_on {
            self.rows.push((first, part.rows.clone()));
        }
        let records = u32::try_from(part.len()).unwrap_or(u32::MAX);
        self.records = first.saturating_add(records);
    }

    /// When all parts are taken: a column nobody asked for must have no gaps and no repetitions.
    pub(crate) fn settle(&mut self) {
        let unfit = |column: &Column| column.missing > 0 || column.repeats();
        if self
            .column
            .as_ref()
            .is_some_and(|(_, c)| !c.asked && unfit(c))
        {
            self.column = None;
        }
    }

    /// How many records there are.
    pub(crate) fn records(&self) -> usize {
        self.records as usize
    }

    /// Whether a column names the records, not the rows of the file.
    pub(crate) fn is_by_key(&self) -> bool {
        self.column.is_some()
    }

    /// The column that names the records, when some of them have none there: header and count.
    pub(crate) fn gaps(&self) -> Option<(&str, usize)> {
        let (_, column) = self.column.as_ref()?;
        (column.missing > 0).then_some((column.header.as_str(), column.missing))
    }

    /// The name of one record.
    pub(crate) fn shown(&self, record: u32) -> String {
        match &self.column {
            Some((_, column)) => column.key(record).unwrap_or_default(),
            None => self.row(record).to_string(),
        }
    }

    /// The names of some records.
    pub(crate) fn values(&self, records: impl Iterator<Item = u32>) -> Values {
        match &self.column {
            Some((_, column)) => Values::Text(records.map(|r| column.key(r)).collect()),
            None => Values::Whole(records.map(|r| self.row(r)).collect()),
        }
    }

    fn row(&self, record: u32) -> u32 {
        stretch(&self.rows, record).map_or(0, |(at, rows)| rows.row(at))
    }
}

/// The stretch that holds a record, and the record's place in it.
fn stretch<T>(all: &[(u32, T)], record: u32) -> Option<(usize, &T)> {
    let after = all.partition_point(|(first, _)| *first <= record);
    let (first, own) = all.get(after.checked_sub(1)?)?;
    Some(((record - first) as usize, own))
}

impl Column {
    fn key(&self, record: u32) -> Option<String> {
        let (at, keys) = stretch(&self.keys, record)?;
        match keys {
            Keys::Numbers(numbers) => numbers.get(at).map(u64::to_string),
            Keys::Text { text, ends } => {
                let key = piece(text, ends, at);
                (!key.is_empty()).then(|| key.to_owned())
            }
        }
    }

    /// Whether a key stands twice.
    fn repeats(&self) -> bool {
        let hash = |key: &str| {
            let mut hasher = DefaultHasher::new();
            key.hash(&mut hasher);
            hasher.finish()
        };
        let own = |(_, keys): &(u32, Keys)| -> Vec<u64> {
            match keys {
                Keys::Numbers(numbers) => numbers.iter().map(|n| hash(&n.to_string())).collect(),
                Keys::Text { text, ends } => (0..ends.len())
                    .map(|at| hash(piece(text, ends, at)))
                    .collect(),
            }
        };
        let mut hashes: Vec<u64> = self.keys.par_iter().flat_map_iter(own).collect();
        hashes.par_sort_unstable();
        hashes.windows(2).any(|pair| pair.first() == pair.last())
    }
}

fn piece<'a>(text: &'a str, ends: &[u32], at: usize) -> &'a str {
    let from = at.checked_sub(1).and_then(|before| ends.get(before));
    let from = from.copied().unwrap_or_default() as usize;
    let to = ends.get(at).copied().unwrap_or_default() as usize;
    text.get(from..to).unwrap_or_default()
}

impl Keys {
    fn of(values: &StringViewArray) -> Self {
        let numbers: Option<Vec<u64>> = values.iter().map(|v| v.and_then(number)).collect();
        if let Some(numbers) = numbers {
            return Self::Numbers(numbers);
        }
        let mut text = String::new();
        let mut ends = Vec::with_capacity(values.len());
        for value in values {
            text.push_str(value.unwrap_or_default());
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        text.shrink_to_fit();
        Self::Text { text, ends }
    }
}

/// A whole number that is written as numbers are: no sign, no zeros before it.
fn number(key: &str) -> Option<u64> {
    let plain = key.bytes().all(|b| b.is_ascii_digit()) && (key == "0" || !key.starts_with('0'));
    plain.then(|| key.parse().ok()).flatten()
}

fn asked_for(table: &Table, header: &str) -> Result<usize, SheetError> {
    let exact = table.columns.iter().position(|c| c.header == *header);
    let plain = sheet::columns::plain;
    let alike = |c: &sheet::Column| plain(&c.header) == plain(header);
    let found = exact.or_else(|| table.columns.iter().position(alike));
    found.ok_or_else(|| {
        let present = table.columns.iter().map(|c| c.header.as_str());
        SheetError::NoSuchColumn {
            file: table.file.clone(),
            header: header.to_owned(),
            present: present.collect::<Vec<_>>().join("、"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a ledger of one column.
    fn named(parts: &[&str], asked: Option<&String>) -> Naming {
        let mut naming: Option<Naming> = None;
        for (at, part) in (0u32..).zip(parts) {
            let name = "册.csv".to_owned();
            let bytes = format!("编号,姓名\n{part}").into_bytes();
            let source = sheet::Source::Bytes { name, bytes };
            let mut table = sheet::read(source, &sheet::ReadOptions::default()).unwrap();
            table.rows = RowNumbers::From(2 + at * 2);
            let naming = naming.get_or_insert_with(|| Naming::of(&table, asked).unwrap());
            naming.take(&table);
        }
        let mut naming = naming.unwrap();
        naming.settle();
        naming
    }

    fn all(naming: &Naming) -> Vec<String> {
        (0..naming.records).map(|r| naming.shown(r)).collect()
    }

    #[test]
    fn keys_come_out_as_they_were_written() {
        let naming = named(&["7,甲\n12,乙\n", "A01,丙\n003,丁\n"], None);
        assert_eq!(all(&naming), ["7", "12", "A01", "003"]);
    }

    #[test]
    fn a_key_with_gaps_or_repetitions_gives_way_to_rows_unless_asked_for() {
        for parts in [
            ["1,甲\n2,乙\n", "2,丙\n3,丁\n"],
            ["1,甲\n,乙\n", "3,丙\n4,丁\n"],
        ] {
            assert_eq!(all(&named(&parts, None)), ["2", "3", "4", "5"]);
        }
        let header = "编号".to_owned();
        let asked = named(&["1,甲\n,乙\n", "1,丙\n4,丁\n"], Some(&header));
        assert_eq!(all(&asked), ["1", "", "1", "4"]);
        assert_eq!(asked.gaps(), Some(("编号", 1)));
    }
}
