//! Synthetic registries: files to link or to deduplicate, with the truth in a file of its own.
//!
//! [`generate`] writes the files of one [`Kind`]. The same kind, size and seed give the same bytes
//! on every machine. Rows are made one by one, so a million take seconds and no memory.

mod chinese;
mod chinese_errors;
mod families;

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
    /// As [`Kind::Contacts`], with twice the faults.
    ContactsHeavy,
    /// Two censuses of households, 8 of 10 people in both, birth dates in three columns.
    Census,
    /// Two rolls of voters: names, suburb and post code.
    Voters,
    /// One file of names and birth dates in seven columns; one person in ten stands twice.
    NamesOnly,
    /// One file of patients in families, 1 to 5 records a person.
    Patients,
    /// One file of public figures, 1 to 20 records a person.
    Figures,
    /// Two Chinese ledgers of name, sex, birth date and town.
    ChineseBare,
    /// Two Chinese ledgers of name, phone and address.
    ChinesePhone,
    /// A Chinese ledger with ID numbers and no birth dates, and one with birth dates alone.
    ChineseSplit,
    /// Two Chinese ledgers of name and village.
    ChineseNames,
    /// Two Chinese ledgers of name, sex, town and year of birth.
    ChineseYear,
    /// Two Chinese ledgers written by ear: homophones and variants everywhere, half of the ID
    /// numbers missing, many of 15 digits.
    ChineseByEar,
    /// One file of members of a society, 1 to 20 records a person.
    Members,
    /// Two parish books with years of birth.
    Parish,
    /// As [`Kind::Addresses`], with three times the faults.
    AddressesHeavy,
    /// One Chinese ledger, typed in a hurry, 1 to 20 records a person.
    ChineseMany,
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
        ("contacts-heavy", Kind::ContactsHeavy),
        ("census", Kind::Census),
        ("voters", Kind::Voters),
        ("names-only", Kind::NamesOnly),
        ("patients", Kind::Patients),
        ("figures", Kind::Figures),
        ("chinese-bare", Kind::ChineseBare),
        ("chinese-phone", Kind::ChinesePhone),
        ("chinese-split", Kind::ChineseSplit),
        ("chinese-many", Kind::ChineseMany),
        ("chinese-names", Kind::ChineseNames),
        ("chinese-year", Kind::ChineseYear),
        ("chinese-by-ear", Kind::ChineseByEar),
        ("members", Kind::Members),
        ("parish", Kind::Parish),
        ("addresses-heavy", Kind::AddressesHeavy),
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
        use Kind::{
            Addresses, AddressesHeavy, ChineseMany, ChineseTwice, Contacts, ContactsHeavy, Figures,
            Historical, HistoricalWhole, Members, NamesOnly, Patients,
        };
        !matches!(
            self,
            ChineseTwice
                | ChineseMany
                | Contacts
                | ContactsHeavy
                | Addresses
                | AddressesHeavy
                | Members
                | Historical
                | HistoricalWhole
                | NamesOnly
                | Patients
                | Figures
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
    let (light, usual, heavy) = (
        ChineseErrors::LIGHT,
        ChineseErrors::USUAL,
        ChineseErrors::HEAVY,
    );
    let bare = ChineseErrors {
        id_missing: 1.0,
        ..usual
    };
    let (all, district) = (&[0, 1, 2, 3, 4, 5, 6, 7][..], Population::District);
    let mut pair = Pair {
        rows,
        seed,
        population: district,
        errors: (light, usual),
        overlap: 0.7,
        columns: (all, all),
        year_alone: false,
    };
    match kind {
        Kind::Chinese => {}
        Kind::ChineseLight => pair.errors = (light, light),
        Kind::ChineseHeavy => pair.errors = (usual, heavy),
        Kind::ChineseNoId => pair.errors = (light, bare),
        Kind::ChineseVillage => pair.population = Population::Clan,
        Kind::ChineseApart => pair.overlap = 0.0,
        Kind::ChineseBare => pair.columns = (&[0, 2, 3, 6], &[0, 2, 3, 6]),
        Kind::ChinesePhone => pair.columns = (&[0, 4, 5], &[0, 4, 5]),
        Kind::ChineseSplit => pair.columns = (&[0, 1, 5], &[0, 2, 3, 5]),
        Kind::ChineseNames => pair.columns = (&[0, 5], &[0, 5]),
        Kind::ChineseYear => {
            pair.columns = (&[0, 2, 3, 6], &[0, 2, 3, 6]);
            pair.year_alone = true;
        }
        Kind::ChineseByEar => {
            pair.errors.1 = ChineseErrors {
                id_missing: 0.5,
                id_old: 0.15,
                name_sound: 0.2,
                name_shape: 0.08,
                name_variant: 0.15,
                ..usual
            };
        }
        Kind::ChineseTwice => return chinese_file(folder, rows, seed, &usual, |_| 2),
        Kind::ChineseMany => return chinese_file(folder, rows, seed, &heavy, many),
        Kind::Contacts => return latin_file(folder, rows, seed, Style::Contacts, 1.0, &[]),
        Kind::ContactsHeavy => return latin_file(folder, rows, seed, Style::Contacts, 2.0, &[]),
        Kind::Historical => return latin_file(folder, rows, seed, Style::Historical, 1.0, &[]),
        Kind::HistoricalWhole => {
            return latin_file(folder, rows, seed, Style::Historical, 1.0, &[1, 2]);
        }
        Kind::AddressesHeavy => return latin_file(folder, rows, seed, Style::Addresses, 3.0, &[]),
        Kind::Parish => return households_pair(folder, rows, seed, families::Style::Parish),
        Kind::Members => return households_file(folder, rows, seed, families::Style::Members),
        Kind::Addresses => return latin_file(folder, rows, seed, Style::Addresses, 1.0, &[]),
        Kind::AddressesLink => return addresses_pair(folder, rows, seed),
        Kind::Census => return households_pair(folder, rows, seed, families::Style::Census),
        Kind::Voters => return households_pair(folder, rows, seed, families::Style::Voters),
        Kind::NamesOnly => return households_file(folder, rows, seed, families::Style::NamesOnly),
        Kind::Patients => return households_file(folder, rows, seed, families::Style::Patients),
        Kind::Figures => return households_file(folder, rows, seed, families::Style::Figures),
    }
    chinese_pair(folder, &pair)
}

/// Two Chinese ledgers.
struct Pair<'a> {
    rows: usize,
    seed: u64,
    population: Population,
    errors: (ChineseErrors, ChineseErrors),
    /// Share of people in both.
    overlap: f64,
    /// Which columns each side has.
    columns: (&'a [usize], &'a [usize]),
    /// Of birth dates only the year is written.
    year_alone: bool,
}

/// 1 to 20 records a person, few of most.
fn many(n: usize) -> usize {
    let mut random = Random::new(33, &[n as u64]);
    1 + random.below(20).min(random.below(20))
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

fn chinese_pair(folder: &Path, pair: &Pair<'_>) -> io::Result<()> {
    let Pair { rows, seed, .. } = *pair;
    let shift = rows - (rows as f64 * pair.overlap).round() as usize;
    let sides = [
        ("left", 'L', 0, &pair.errors.0, pair.columns.0),
        ("right", 'R', shift, &pair.errors.1, pair.columns.1),
    ];
    for (side, (name, prefix, first, errors, columns)) in sides.into_iter().enumerate() {
        let header: Vec<&str> = columns.iter().map(|c| chinese_errors::HEADER[*c]).collect();
        let mut ledger = Ledger::create(folder, name, prefix, &header)?;
        let order = Shuffle::new(rows, seed ^ (side as u64 + 1));
        for r in 0..rows {
            let n = first + order.at(r);
            let mut row = chinese_row(seed, pair.population, n, side as u64, errors);
            if pair.year_alone {
                row[2] = row[2].chars().take(4).collect();
            }
            let kept = columns.iter().map(|c| std::mem::take(&mut row[*c]));
            ledger.add(n, kept.collect())?;
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

fn chinese_file(
    folder: &Path,
    rows: usize,
    seed: u64,
    errors: &ChineseErrors,
    copies: impl Fn(usize) -> usize,
) -> io::Result<()> {
    let mut ledger = Ledger::create(folder, "file", 'F', chinese_errors::HEADER)?;
    let owners = owners(rows, copies);
    let order = Shuffle::new(rows, seed);
    for r in 0..rows {
        let (n, copy) = owners[order.at(r)];
        let row = chinese_row(seed, Population::District, n as usize, copy.into(), errors);
        ledger.add(n as usize, row)?;
    }
    ledger.finish()
}

/// Which person each record belongs to: people one after another until the rows are full.
fn owners(rows: usize, copies: impl Fn(usize) -> usize) -> Vec<(u32, u8)> {
    let mut owners: Vec<(u32, u8)> = Vec::with_capacity(rows);
    for n in 0.. {
        if owners.len() >= rows {
            break;
        }
        let copies = copies(n).min(rows - owners.len());
        owners.extend((0..copies).map(|copy| (n as u32, copy as u8)));
    }
    owners
}

fn households_file(
    folder: &Path,
    rows: usize,
    seed: u64,
    style: families::Style,
) -> io::Result<()> {
    let mut ledger = Ledger::create(folder, "file", 'F', families::header(style))?;
    let owners = owners(rows, |n| families::copies(seed, style, n));
    let order = Shuffle::new(rows, seed);
    for r in 0..rows {
        let (n, copy) = owners[order.at(r)];
        let faults = if copy == 0 { 0.3 } else { 1.0 };
        let row = household_row(seed, style, n as usize, copy.into(), faults);
        ledger.add(n as usize, row)?;
    }
    ledger.finish()
}

fn households_pair(
    folder: &Path,
    rows: usize,
    seed: u64,
    style: families::Style,
) -> io::Result<()> {
    let shift = rows / 5;
    for (side, (name, prefix, faults)) in [("left", 'L', 0.5), ("right", 'R', 1.2)]
        .into_iter()
        .enumerate()
    {
        let mut ledger = Ledger::create(folder, name, prefix, families::header(style))?;
        let order = Shuffle::new(rows, seed ^ (side as u64 + 1));
        for r in 0..rows {
            let n = side * shift + order.at(r);
            ledger.add(n, household_row(seed, style, n, side as u64, faults))?;
        }
        ledger.finish()?;
    }
    Ok(())
}

fn household_row(
    seed: u64,
    style: families::Style,
    n: usize,
    copy: u64,
    faults: f64,
) -> Vec<String> {
    let mut random = Random::new(seed, &[34, n as u64, copy]);
    let person = families::person(seed, style, n);
    let other = families::person(seed ^ 0xABCD, style, n * 64 + copy as usize);
    families::row(&person, &other, style, faults, &mut random)
}

fn latin_file(
    folder: &Path,
    rows: usize,
    seed: u64,
    style: Style,
    scale: f64,
    without: &[usize],
) -> io::Result<()> {
    let keep = |i: &usize| !without.contains(i);
    let columns: Vec<&str> = (0..latin::header(style).len())
        .filter(keep)
        .map(|i| latin::header(style)[i])
        .collect();
    let owners = owners(rows, |n| latin::copies(seed, style, n));
    let order = Shuffle::new(rows, seed);
    let mut ledger = Ledger::create(folder, "file", 'F', &columns)?;
    for r in 0..rows {
        let (n, copy) = owners[order.at(r)];
        let faults = scale * if copy == 0 { 0.3 } else { 1.0 };
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
