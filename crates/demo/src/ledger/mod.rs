//! The ledgers as bureaux send them: each with its own title, header, order of columns, way of
//! writing dates and kind of file.
//!
//! A [`Ledger`] is a table of functions over the [`World`]; rows are made one at a time, so the
//! largest ledgers stream. Start at [`all`] and `write`.

mod duty;
mod need;
mod people;
mod rolls;
mod wealth;
pub mod written;

use crate::world::{NOBODY, World};
use base::date::Date;
use sheet::{Cell, Page, PageText, SheetError};
use std::path::Path;
use written::{Quality, Written, written};

/// Kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// Workbook.
    Xlsx,
    /// Comma-separated text in GB18030.
    Gbk,
    /// Comma-separated text in UTF-8 with its mark.
    Utf8,
}

/// One ledger.
#[derive(Debug)]
pub struct Ledger {
    /// Role of the pack, and how the ledger is named on the command line.
    pub role: &'static str,
    /// Name of the file, without its ending.
    pub file: &'static str,
    /// Kind of file.
    pub dress: Dress,
    /// How well it is kept.
    pub quality: Quality,
    /// Rows above the header.
    titles: &'static [&'static str],
    /// Group names over the header.
    groups: &'static [(&'static str, u16, u16)],
    /// The header.
    header: &'static [&'static str],
    /// Rows below the records.
    notes: &'static [&'static str],
    /// Number of rows.
    len: fn(&World) -> usize,
    /// Whose row it is.
    person: fn(&World, usize) -> u32,
    /// Whose ID number stands there, if another's.
    id_of: fn(&World, usize) -> u32,
    /// The cells of a row.
    cells: fn(&World, usize, Written) -> Vec<Cell>,
}

/// Every ledger, in the order of the catalogue.
pub fn all() -> Vec<&'static Ledger> {
    [
        rolls::LEDGERS,
        people::LEDGERS,
        wealth::LEDGERS,
        duty::LEDGERS,
        need::LEDGERS,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The number of a ledger, by which its mistakes are drawn.
pub(crate) fn number(role: &str) -> u64 {
    role.bytes()
        .fold(7u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b)))
}

impl Ledger {
    /// Number of rows.
    pub fn len(&self, world: &World) -> usize {
        (self.len)(world)
    }

    /// Whether the district has no such row.
    pub fn is_empty(&self, world: &World) -> bool {
        self.len(world) == 0
    }

    /// Whose row it is.
    pub fn person(&self, world: &World, row: usize) -> u32 {
        (self.person)(world, row)
    }

    /// The identity columns of a row; `errors` scales the mistakes.
    pub fn written(&self, world: &World, row: usize, errors: f64) -> Written {
        let person = self.person(world, row);
        let id_of = (self.id_of)(world, row);
        written(
            world,
            (number(self.role), row),
            person,
            id_of,
            &self.quality,
            errors,
        )
    }

    /// The name of the file.
    pub fn file_name(&self) -> String {
        let ending = match self.dress {
            Dress::Xlsx => "xlsx",
            Dress::Gbk | Dress::Utf8 => "csv",
        };
        format!("{}.{ending}", self.file)
    }

    /// The row of the file, as a spreadsheet numbers it, on which a record stands.
    pub fn file_row(&self, row: usize) -> u32 {
        self.page().first_row() + row as u32
    }

    fn page(&self) -> Page {
        let texts = |list: &[&str]| {
            list.iter()
                .map(|t| (*t).to_owned())
                .collect::<Vec<String>>()
        };
        let groups = self
            .groups
            .iter()
            .map(|(name, from, to)| ((*name).to_owned(), *from, *to));
        Page {
            sheet: "Sheet1".to_owned(),
            titles: texts(self.titles),
            groups: groups.collect(),
            header: texts(self.header),
            notes: texts(self.notes),
        }
    }
}

/// Writes a ledger into a folder.
///
/// # Errors
/// What the file system says.
pub fn write(world: &World, ledger: &Ledger, errors: f64, folder: &Path) -> Result<(), SheetError> {
    let path = folder.join(ledger.file_name());
    let page = ledger.page();
    let rows = (0..ledger.len(world)).map(|row| {
        let written = ledger.written(world, row, errors);
        (ledger.cells)(world, row, written)
    });
    match ledger.dress {
        Dress::Xlsx => sheet::write_page_xlsx(&path, &page, rows),
        Dress::Gbk => sheet::write_page_text(&path, &page, PageText::Gb18030, rows),
        Dress::Utf8 => sheet::write_page_text(&path, &page, PageText::Utf8Marked, rows),
    }
}

/// Whose number a certificate bears that is not its holder's.
pub(crate) fn certificate_holder(world: &World, person: u32) -> u32 {
    (person + 7) % world.people.len() as u32
}

/// Nobody else's number.
fn own(_: &World, _: usize) -> u32 {
    NOBODY
}

/// The ID number: text, or what a spreadsheet made of it.
fn id_cell(written: &Written) -> Cell {
    match written.damaged {
        Some(number) => Cell::Number(number),
        None => Cell::from(written.id.as_str()),
    }
}

/// The same in a text file, where a spreadsheet saved it.
fn id_text(written: &Written) -> Cell {
    match written.damaged {
        Some(number) => Cell::from(scientific(number)),
        None => Cell::from(written.id.as_str()),
    }
}

/// `5.10231E+17`, as a spreadsheet shows and saves long numbers.
fn scientific(number: f64) -> String {
    let power = number.abs().log10().floor().max(0.0);
    format!("{:.5}E+{power:.0}", number / 10f64.powf(power))
}

fn text(value: impl Into<Cell>) -> Cell {
    value.into()
}

fn whole(value: impl Into<f64>) -> Cell {
    Cell::Number(value.into())
}

fn yuan(fen: i64) -> Cell {
    Cell::Number(fen as f64 / 100.0)
}

fn name_of(world: &World, person: u32) -> Cell {
    if person == NOBODY {
        Cell::Empty
    } else {
        Cell::from(world.person(person).name.to_string())
    }
}

fn id_of(world: &World, person: u32) -> Cell {
    if person == NOBODY {
        Cell::Empty
    } else {
        Cell::from(world.person(person).id.to_string())
    }
}

fn day(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, Cell::Day)
}

/// `2020-03-08`.
fn iso(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, |d| Cell::from(d.to_string()))
}

/// `2020.3.8`.
fn dotted(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, |d| {
        Cell::from(format!("{}.{}.{}", d.year(), d.month(), d.day()))
    })
}

/// `2020年3月8日`.
fn worded(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, |d| {
        Cell::from(format!("{}年{}月{}日", d.year(), d.month(), d.day()))
    })
}

/// `20200308`.
fn compact(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, |d| {
        Cell::from(format!("{:04}{:02}{:02}", d.year(), d.month(), d.day()))
    })
}

fn town(world: &World, person: u32) -> Cell {
    Cell::from(world.places.town_name(world.home(person).address.village))
}

fn village(world: &World, person: u32) -> Cell {
    Cell::from(
        world
            .places
            .village(world.home(person).address.village)
            .name,
    )
}

/// An address without the district.
fn short(address: &str) -> Cell {
    Cell::from(
        address
            .strip_prefix(crate::places::DISTRICT)
            .unwrap_or(address),
    )
}
