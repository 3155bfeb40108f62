//! Synthetic registries: files to link or to deduplicate, with the truth in a file of its own.
//!
//! [`generate`] writes the files of one [`Kind`]. The same kind, size and seed give the same bytes
//! on every machine. Rows are made one by one, so a million take seconds and no memory.

mod chinese;
mod chinese_errors;

mod latin;
mod latin_names;

pub use chinese_errors::ChineseErrors;

use crate::random::{Random, Shuffle};
use crate::table::TableWriter;
use chinese::Population;
use latin::Style;
use std::io;
use std::path::Path;

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two Chinese ledgers, the right one with usual errors; 7 of 10 people stand in both.
    Chinese,
    /// The same, with the left in good order too.
    ChineseLight,
    /// The same, both typed in a hurry.
    ChineseHeavy,
    /// The same as [`Kind::Chinese`], but no ID numbers on the right.
    ChineseNoId,
    /// Villages of three surnames, few given names, many twins.
    ChineseVillage,
    /// Two Chinese ledgers of different people.
    ChineseApart,
    /// One Chinese ledger where every record stands twice with errors.
    ChineseTwice,
    /// One Latin-script file: first name, surname, birth date, city, email; 1 to 8 records a person.
    Contacts,
    /// One Latin-script file: whole and split names, birth date and place, post code, sex,
    /// occupation; 1 to 20 records a person.
    Historical,
    /// As [`Kind::Historical`], with whole names only.
    HistoricalWhole,
    /// One file of Australian-style addresses, 1 to 6 records a person.
    Addresses,
    /// Two files of Australian-style addresses, every person in both.
    AddressesLink,
}

impl Kind {
    /// Every kind with its name on the command line.
    pub const ALL: &'static [(&'static str, Kind)] = &[
        ("chinese", Kind::Chinese),
        ("chinese-light", Kind::ChineseLight),
        ("chinese-heavy", Kind::ChineseHeavy),
        ("chinese-no-id", Kind::ChineseNoId),
        ("chinese-village", Kind::ChineseVillage),
        ("chinese-apart", Kind::ChineseApart),
        ("chinese-twice", Kind::ChineseTwice),
        ("contacts", Kind::Contacts),
        ("historical", Kind::Historical),
        ("historical-whole", Kind::HistoricalWhole),
        ("addresses", Kind::Addresses),
        ("addresses-link", Kind::AddressesLink),
    ];

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Kind> {
        Self::ALL
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, kind)| *kind)
    }

    /// Whether two files are to be linked (`left`, `right`), or one (`file`) deduplicated.
    pub fn is_link(self) -> bool {
        use Kind::{Addresses, ChineseTwice, Contacts, Historical, HistoricalWhole};
        !matches!(
            self,
            ChineseTwice | Contacts | Addresses | Historical | HistoricalWhole
        )
    }
}

/// Writes the files of a kind into a folder: `left.csv`, `right.csv`, `left-truth.csv`,
/// `right-truth.csv`, or `file.csv` and `file-truth.csv`. `rows` counts the rows of each file.
///
/// # Errors
/// What the file system says.
pub fn generate(kind: Kind, rows: usize, seed: u64, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let usual = (ChineseErrors::LIGHT, ChineseErrors::USUAL);
    match kind {
        Kind::Chinese => chinese_pair(folder, rows, seed, Population::District, usual, 0.7),
        Kind::ChineseLight => {
            let light = (ChineseErrors::LIGHT, ChineseErrors::LIGHT);
            chinese_pair(folder, rows, seed, Population::District, light, 0.7)
        }
        Kind::ChineseHeavy => {
            let heavy = (ChineseErrors::USUAL, ChineseErrors::HEAVY);
            chinese_pair(folder, rows, seed, Population::District, heavy, 0.7)
        }
        Kind::ChineseNoId => {
            let bare = ChineseErrors {
                id_missing: 1.0,
                ..ChineseErrors::USUAL
            };
            chinese_pair(
                folder,
                rows,
                seed,
                Population::District,
                (usual.0, bare),
                0.7,
            )
        }
        Kind::ChineseVillage => chinese_pair(folder, rows, seed, Population::Clan, usual, 0.7),
        Kind::ChineseApart => chinese_pair(folder, rows, seed, Population::District, usual, 0.0),
        Kind::ChineseTwice => chinese_twice(folder, rows, seed),
        Kind::Contacts => latin_file(folder, rows, seed, Style::Contacts, &[]),
        Kind::Historical => latin_file(folder, rows, seed, Style::Historical, &[]),
        Kind::HistoricalWhole => latin_file(folder, rows, seed, Style::Historical, &[1, 2]),
        Kind::Addresses => latin_file(folder, rows, seed, Style::Addresses, &[]),
        Kind::AddressesLink => addresses_pair(folder, rows, seed),
    }
}

/// A data file and its truth, filled together.
struct Ledger {
    data: TableWriter,
    truth: TableWriter,
    prefix: char,
    rows: usize,
}

impl Ledger {
    fn create(folder: &Path, name: &str, prefix: char, columns: &[&str]) -> io::Result<Self> {
        let header: Vec<&str> = std::iter::once("id")
            .chain(columns.iter().copied())
            .collect();
        let data = TableWriter::create(&folder.join(format!("{name}.csv")), &header)?;
        let truth_path = folder.join(format!("{name}-truth.csv"));
        let truth = TableWriter::create(&truth_path, &["id", "entity"])?;
        Ok(Self {
            data,
            truth,
            prefix,
            rows: 0,
        })
    }

    fn add(&mut self, entity: usize, mut fields: Vec<String>) -> io::Result<()> {
        let id = format!("{}{}", self.prefix, self.rows);
        self.rows += 1;
        self.truth.row(&[id.as_str(), &entity.to_string()])?;
        fields.insert(0, id);
        self.data.row(&fields)
    }

    fn finish(self) -> io::Result<()> {
        self.data.finish()?;
        self.truth.finish()
    }
}

fn chinese_pair(
    folder: &Path,
    rows: usize,
    seed: u64,
    population: Population,
    errors: (ChineseErrors, ChineseErrors),
    overlap: f64,
) -> io::Result<()> {
    let shift = rows - (rows as f64 * overlap).round() as usize;
    let sides = [("left", 'L', 0, errors.0), ("right", 'R', shift, errors.1)];
    for (side, (name, prefix, first, errors)) in sides.into_iter().enumerate() {
        let mut ledger = Ledger::create(folder, name, prefix, chinese_errors::HEADER)?;
        let order = Shuffle::new(rows, seed ^ (side as u64 + 1));
        for r in 0..rows {
            let n = first + order.at(r);
            ledger.add(n, chinese_row(seed, population, n, side as u64, &errors))?;
        }
        ledger.finish()?;
    }
    Ok(())
}

fn chinese_row(
    seed: u64,
    population: Population,
    n: usize,
    copy: u64,
    errors: &ChineseErrors,
) -> Vec<String> {
    let mut random = Random::new(seed, &[20, n as u64, copy]);
    let person = chinese::person(seed, population, n);
    // Someone else, whose address, phone or name may replace this person's.
    let other = chinese::person(seed ^ 0xABCD, population, n.wrapping_mul(7) % 1_000_003);
    chinese_errors::row(&person, &other, errors, &mut random)
}

fn chinese_twice(folder: &Path, rows: usize, seed: u64) -> io::Result<()> {
    let mut ledger = Ledger::create(folder, "file", 'F', chinese_errors::HEADER)?;
    let order = Shuffle::new(rows, seed);
    for r in 0..rows {
        let at = order.at(r);
        let (n, copy) = (at / 2, at as u64 % 2);
        let row = chinese_row(seed, Population::District, n, copy, &ChineseErrors::USUAL);
        ledger.add(n, row)?;
    }
    ledger.finish()
}

fn latin_file(
    folder: &Path,
    rows: usize,
    seed: u64,
    style: Style,
    without: &[usize],
) -> io::Result<()> {
    let keep = |i: &usize| !without.contains(i);
    let columns: Vec<&str> = (0..latin::header(style).len())
        .filter(keep)
        .map(|i| latin::header(style)[i])
        .collect();
    // Which person each record belongs to: people one after another until the rows are full.
    let mut owners: Vec<(u32, u8)> = Vec::with_capacity(rows);
    for n in 0.. {
        if owners.len() >= rows {
            break;
        }
        let copies = latin::copies(seed, style, n).min(rows - owners.len());
        owners.extend((0..copies).map(|copy| (n as u32, copy as u8)));
    }
    let order = Shuffle::new(rows, seed);
    let mut ledger = Ledger::create(folder, "file", 'F', &columns)?;
    for r in 0..rows {
        let (n, copy) = owners[order.at(r)];
        let faults = if copy == 0 { 0.3 } else { 1.0 };
        let row = latin_row(seed, style, n as usize, u64::from(copy), faults);
        let row = row
            .into_iter()
            .enumerate()
            .filter(|(i, _)| keep(i))
            .map(|(_, v)| v)
            .collect();
        ledger.add(n as usize, row)?;
    }
    ledger.finish()
}

fn addresses_pair(folder: &Path, rows: usize, seed: u64) -> io::Result<()> {
    for (side, (name, prefix, faults)) in [("left", 'L', 0.2), ("right", 'R', 1.5)]
        .into_iter()
        .enumerate()
    {
        let mut ledger = Ledger::create(folder, name, prefix, latin::header(Style::Addresses))?;
        let order = Shuffle::new(rows, seed ^ (side as u64 + 1));
        for r in 0..rows {
            let n = order.at(r);
            ledger.add(n, latin_row(seed, Style::Addresses, n, side as u64, faults))?;
        }
        ledger.finish()?;
    }
    Ok(())
}

fn latin_row(seed: u64, style: Style, n: usize, copy: u64, faults: f64) -> Vec<String> {
    let mut random = Random::new(seed, &[21, n as u64, copy]);
    let person = latin::person(seed, style, n);
    let other = latin::person(seed ^ 0xABCD, style, n * 64 + copy as usize);
    latin::row(&person, &other, style, faults, &mut random)
}

#[cfg(test)]
mod tests;
