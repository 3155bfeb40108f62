//! The right answer to every screen, computed from what is true and from what was written down, by
//! the words of `packs/rongchang-2020/screens/README.md`.
//!
//! Must not know: the expressions of the screens, or linkage. Who is whose is known here, not
//! guessed. Start at [`hits`]; `rolls`, `means`, `needs` and `written` hold the screens.

mod index;
mod means;
mod needs;
mod rolls;
mod written;

use crate::ledger;
use crate::world::World;
use index::Index;
use sheet::{Cell, Page, PageText, SheetError};
use std::path::Path;

/// A row for which a screen's condition is true.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The screen.
    pub screen: &'static str,
    /// Role of the subject ledger.
    pub role: &'static str,
    /// Row within the ledger, from 0.
    pub row: usize,
    /// Whose row it is.
    pub person: u32,
    /// Household of the row's ledger, 0 where there is none.
    pub household: u32,
    /// What is shown as one finding.
    pub group: String,
    /// An exemption holds: the row is no finding.
    pub exempt: bool,
}

/// Direction and grouping of the screens: exit, entry, adjust or check; per household or person.
pub const SCREENS: &[(&str, &str, bool)] = &[
    ("M01", "exit", false),
    ("M02", "exit", false),
    ("M03a", "check", false),
    ("M03b", "check", false),
    ("M03c", "check", false),
    ("M03d", "check", false),
    ("M04a", "adjust", false),
    ("M04b", "entry", false),
    ("M05", "exit", true),
    ("M06a", "exit", true),
    ("M06b", "exit", true),
    ("M07", "exit", true),
    ("M08", "exit", true),
    ("M09a", "exit", true),
    ("M09b", "exit", true),
    ("M10", "exit", true),
    ("M11", "exit", true),
    ("M12", "exit", true),
    ("M13a", "check", false),
    ("M13b", "check", false),
    ("M14a", "entry", false),
    ("M14b", "entry", false),
    ("M14c", "exit", false),
    ("M14d", "exit", false),
    ("M14e", "adjust", false),
    ("M14f", "exit", false),
    ("M15a", "entry", true),
    ("M15b", "entry", false),
    ("M15c", "entry", false),
    ("M15d", "entry", false),
    ("M16", "entry", false),
    ("M17a", "adjust", false),
    ("M17b", "adjust", false),
    ("M17c", "exit", false),
    ("M18", "adjust", false),
    ("M19a", "check", false),
    ("M19b", "check", false),
    ("M20a", "adjust", false),
    ("M20b", "entry", false),
    ("M21", "entry", false),
    ("M22a", "exit", false),
    ("M22b", "exit", false),
    ("M22c", "exit", false),
    ("M22d", "adjust", false),
    ("M22e", "exit", false),
    ("M22f", "exit", false),
    ("M22g", "adjust", false),
    ("M22h", "exit", false),
    ("M23a", "exit", false),
    ("M23b", "exit", false),
    ("M24a", "check", true),
    ("M24b", "check", true),
    ("N01", "entry", false),
    ("N02", "entry", false),
    ("N03", "entry", false),
    ("D01", "check", false),
    ("D02", "check", false),
    ("D03", "check", false),
    ("D04", "check", false),
    ("D05", "check", false),
    ("D06", "check", false),
];

/// Collects hits.
struct Hits {
    found: Vec<Hit>,
}

impl Hits {
    /// Notes a row; `household` counts only for screens that are told by household.
    fn add(&mut self, screen: &'static str, row: Row, exempt: bool) {
        let by_household = SCREENS
            .iter()
            .any(|(id, _, household)| *id == screen && *household);
        let group = if by_household && row.household > 0 {
            format!("{screen}:{}:{}", row.role, row.household)
        } else {
            format!("{screen}:p{}", row.person)
        };
        let Row {
            role,
            at,
            person,
            household,
        } = row;
        self.found.push(Hit {
            screen,
            role,
            row: at,
            person,
            household,
            group,
            exempt,
        });
    }
}

/// A row of a subject ledger.
#[derive(Debug, Clone, Copy)]
struct Row {
    role: &'static str,
    at: usize,
    person: u32,
    household: u32,
}

/// Every hit of every screen; `errors` is the scale with which the ledgers were written.
pub fn hits(world: &World, errors: f64) -> Vec<Hit> {
    let index = Index::new(world);
    let mut hits = Hits { found: Vec::new() };
    rolls::find(&index, &mut hits);
    means::find(&index, &mut hits);
    needs::find(&index, &mut hits);
    written::find(&index, errors, &mut hits);
    hits.found.sort();
    hits.found.dedup();
    hits.found
}

/// Writes `truth.csv`.
///
/// # Errors
/// What the file system says.
pub fn write(world: &World, hits: &[Hit], path: &Path) -> Result<(), SheetError> {
    let header = [
        "screen",
        "direction",
        "finding",
        "person",
        "ledger",
        "file",
        "row",
        "household",
        "should_be_found",
        "name",
    ];
    let page = Page {
        header: header.map(str::to_owned).to_vec(),
        ..Page::default()
    };
    let ledgers = ledger::all();
    let rows = hits.iter().map(|hit| {
        let direction = SCREENS
            .iter()
            .find(|(id, ..)| *id == hit.screen)
            .map_or("", |(_, d, _)| *d);
        let ledger = ledgers.iter().find(|l| l.role == hit.role);
        vec![
            Cell::from(hit.screen),
            Cell::from(direction),
            Cell::from(hit.group.as_str()),
            Cell::Number(f64::from(hit.person)),
            Cell::from(hit.role),
            Cell::from(ledger.map_or(String::new(), |l| l.file_name())),
            Cell::Number(f64::from(ledger.map_or(0, |l| l.file_row(hit.row)))),
            if hit.household == 0 {
                Cell::Empty
            } else {
                Cell::Number(f64::from(hit.household))
            },
            Cell::from(if hit.exempt { "exempt" } else { "yes" }),
            Cell::from(world.person(hit.person).name.to_string()),
        ]
    });
    sheet::write_page_text(path, &page, PageText::Utf8Marked, rows)
}
