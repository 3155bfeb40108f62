//! Findings as people work them off: all hits of a screen on one person, or on one household, are
//! one case, with the rows it rests on and a name that stays the same from run to run.

use crate::ledger::Ledger;
use crate::people::Link;
use crate::population::Run;
use base::calendar::working_days_after;
use base::column::ColumnRole;
use hashbrown::HashMap;
use jiff::civil::Date;
use policy::pack::Per;
use policy::screen::Finding;

/// Whether a case is to be worked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// To be verified.
    Finding,
    /// An exemption is true: listed for the record. The place of the exemption in the screen.
    Exempt(usize),
}

/// One row that a case rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Place of the ledger in the run.
    pub ledger: usize,
    /// Place of the record in the ledger.
    pub record: usize,
    /// Whether the screen looked at this row, or found it beside.
    pub subject: bool,
    /// The person of the row.
    pub person: u32,
    /// Why the row is taken for that person's.
    pub link: Link,
}

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Name that stays the same from run to run for one person and screen.
    pub id: String,
    /// Place of the screen in the pack.
    pub screen: usize,
    /// Whether it is to be worked off.
    pub standing: Standing,
    /// The person, or the head of the household as far as known.
    pub name: String,
    /// That person's ID number as the ledger has it.
    pub id_number: String,
    /// Where the person lives, as the ledgers say.
    pub town: String,
    /// Number of the household, when the case is one of a household.
    pub household: String,
    /// How sure it is that all rows are of the same people.
    pub certainty: f64,
    /// The sentence in Chinese and English.
    pub message: [String; 2],
    /// The rows, those that the screen looked at first.
    pub evidence: Vec<Evidence>,
    /// When it should be done; `None` when no holiday notice of that year is known.
    pub due: Option<Date>,
}

/// What a case is put together by.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Person(usize, u32),
    Household(usize, u32),
}

/// All cases of a run.
pub(crate) fn cases(run: &Run<'_>) -> Vec<Case> {
    let towns = Towns::new(run);
    let mut order: Vec<Vec<&Finding>> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    for finding in &run.findings.found {
        let per = run.given.pack.screens.get(finding.screen).map(|s| s.per);
        let (ledger, record) = place(run, finding.role, finding.record);
        let home = run
            .households
            .get(ledger)
            .and_then(|h| h.get(record).copied().flatten());
        let key = match (per, home) {
            (Some(Per::Household), Some(home)) => Key::Household(finding.screen, home),
            _ => Key::Person(finding.screen, finding.person),
        };
        let at = *places.entry(key).or_insert(order.len());
        if at == order.len() {
            order.push(Vec::new());
        }
        if let Some(group) = order.get_mut(at) {
            group.push(finding);
        }
    }
    let mut cases: Vec<Case> = order.iter().filter_map(|g| case(run, &towns, g)).collect();
    cases.sort_by(|a, b| {
        let key = |c: &Case| (c.screen, c.standing, c.town.clone(), c.id.clone());
        key(a).cmp(&key(b))
    });
    cases
}

fn place(run: &Run<'_>, role: usize, record: usize) -> (usize, usize) {
    let found = run.places.get(role).and_then(|p| p.get(record));
    found.map_or((usize::MAX, usize::MAX), |(l, r)| {
        (*l as usize, *r as usize)
    })
}

fn case(run: &Run<'_>, towns: &Towns, hits: &[&Finding]) -> Option<Case> {
    let pack = run.given.pack;
    // A hit that is to be worked off speaks for the whole; of those the surest, then the first.
    let mut sorted = hits.to_vec();
    sorted.sort_by(|a, b| {
        (a.exempt.is_some(), b.certainty)
            .partial_cmp(&(b.exempt.is_some(), a.certainty))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let first = *sorted.first()?;
    let screen = pack.screens.get(first.screen)?;
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut add = |role, record, subject| {
        let (ledger, row) = place(run, role, record);
        let known = evidence
            .iter()
            .position(|e| (e.ledger, e.record) == (ledger, row));
        match known {
            Some(at) => evidence[at].subject |= subject,
            None if ledger != usize::MAX => evidence.push(Evidence {
                ledger,
                record: row,
                subject,
                person: run.people.of[ledger][row],
                link: run.people.link(ledger, row),
            }),
            None => {}
        }
    };
    for hit in &sorted {
        add(hit.role, hit.record, true);
    }
    for hit in &sorted {
        for (role, record) in &hit.rests_on {
            add(*role, *record, false);
        }
    }
    let own = evidence.first()?.clone();
    let ledger = run.given.ledgers.get(own.ledger)?;
    let text = |role| {
        ledger
            .text(pack, own.record, role)
            .unwrap_or_default()
            .to_owned()
    };
    let head = text(ColumnRole::HouseholdHead);
    let (name, household) = match screen.per {
        Per::Household => {
            let head = if head.is_empty() {
                text(ColumnRole::Name)
            } else {
                head
            };
            (head, text(ColumnRole::HouseholdId))
        }
        Per::Person => (text(ColumnRole::Name), String::new()),
    };
    let id_number = text(ColumnRole::IdNumber);
    let whom = match (screen.per, household.is_empty(), id_number.is_empty()) {
        (Per::Household, false, _) => format!("{}\u{1}{household}", pack.roles[ledger.role].id),
        (_, _, false) => id_number.clone(),
        _ => format!("{name}\u{1}{}\u{1}{}", ledger.name, ledger.row(own.record)),
    };
    Some(Case {
        id: stable(&screen.id, &whom),
        screen: first.screen,
        standing: first.exempt.map_or(Standing::Finding, Standing::Exempt),
        name,
        id_number,
        town: towns.of(run, &own),
        household,
        certainty: first.certainty,
        message: first.message.clone(),
        evidence,
        due: working_days_after(run.given.on, screen.days).ok(),
    })
}

/// FNV-1a of screen and person: short, and the same in every run.
fn stable(screen: &str, whom: &str) -> String {
    let bytes = screen.bytes().chain([0]).chain(whom.bytes());
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{screen}-{:08x}", (hash >> 32) ^ (hash & 0xFFFF_FFFF))
}

/// Where people live, by the first of their rows that says so.
struct Towns {
    of: HashMap<u32, String>,
    /// Shorter forms and what they stand for.
    long: HashMap<String, String>,
}

impl Towns {
    fn new(run: &Run<'_>) -> Self {
        let mut wanted: HashMap<u32, String> = HashMap::new();
        let (pack, ledgers) = (run.given.pack, &run.given.ledgers);
        for finding in &run.findings.found {
            wanted.entry(finding.person).or_default();
        }
        let mut all: HashMap<String, usize> = HashMap::new();
        // The bureau's own rolls are the smaller ledgers; a register speaks last.
        let mut order: Vec<usize> = (0..ledgers.len()).collect();
        order.sort_by_key(|at| ledgers[*at].table.len());
        for at in order {
            let ledger: &Ledger = &ledgers[at];
            let Some(declared) = pack.roles.get(ledger.role) else {
                continue;
            };
            let Some(column) = ledger.column_of(declared, ColumnRole::Division) else {
                continue;
            };
            for (record, person) in run.people.of[at].iter().enumerate() {
                let Some(town) = wanted.get_mut(person).filter(|t| t.is_empty()) else {
                    continue;
                };
                if let Some(text) = ledger.table.value(column, record) {
                    text.trim().clone_into(town);
                    *all.entry(town.clone()).or_default() += 1;
                }
            }
        }
        let mut long = HashMap::new();
        for short in all.keys() {
            let mut longer = all
                .keys()
                .filter(|l| l.len() > short.len() && l.starts_with(short.as_str()));
            if let (Some(one), None) = (longer.next(), longer.next())
                && short.chars().count() >= 2
            {
                long.insert(short.clone(), one.clone());
            }
        }
        Self { of: wanted, long }
    }

    fn of(&self, run: &Run<'_>, own: &Evidence) -> String {
        let ledger = run.given.ledgers.get(own.ledger);
        let written = ledger.and_then(|l| l.text(run.given.pack, own.record, ColumnRole::Division));
        let town = match written {
            Some(town) if !town.is_empty() => town,
            _ => self.of.get(&own.person).map_or("", String::as_str),
        };
        self.long
            .get(town)
            .cloned()
            .unwrap_or_else(|| town.to_owned())
    }
}
