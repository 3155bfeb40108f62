//! One comparison run: from ledgers and people to findings.

use crate::case::{self, Case};
use crate::error::Error;
use crate::household::households;
use crate::ledger::{Ledger, Unread};
use crate::people::People;
use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use linkage::Progress;
use policy::pack::Pack;
use policy::screen::{self, Findings, Population, PopulationBuilder, Row};
use rayon::prelude::*;

/// What a run is made of.
#[derive(Debug)]
pub struct Given<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The ledgers.
    pub ledgers: Vec<Ledger>,
    /// The day of the comparison.
    pub on: Date,
}

/// What a run gives.
#[derive(Debug)]
pub struct Run<'a> {
    /// What it was made of.
    pub given: Given<'a>,
    /// Who is who.
    pub people: People,
    /// Hits, open conditions and what could not be looked at, as the screens give them.
    pub findings: Findings,
    /// The hits put together by person or household, in the order of the screens and names.
    pub cases: Vec<Case>,
    /// For each ledger, the values that their fields do not take.
    pub unread: Vec<Vec<Unread>>,
    /// The household of each record of each ledger.
    pub households: Vec<Vec<Option<u32>>>,
    /// Where the records of each role of the population stand: ledger and record.
    pub places: Vec<Vec<(u32, u32)>>,
    /// The people and records that the screens saw.
    pub population: Population,
}

/// Unread values that are kept for each ledger.
const UNREAD_MAX: usize = 10_000;

/// Compares ledgers: finds the people, runs every screen, puts the hits together.
///
/// # Errors
/// [`Error::Linkage`].
pub fn run<'a>(given: Given<'a>, progress: &dyn Progress) -> Result<Run<'a>, Error> {
    let (pack, ledgers) = (given.pack, &given.ledgers);
    let households = households(pack, ledgers);
    let people = People::find(pack, ledgers, &households, progress)?;
    let kept = of_interest(&given, &people, &households);
    let mut maybe: HashMap<(usize, u32), Vec<(u32, f64)>> = HashMap::new();
    for doubt in people.maybe.iter().filter(|m| kept.contains(&m.person)) {
        let of = maybe.entry((doubt.ledger, doubt.record)).or_default();
        of.push((doubt.person, doubt.probability));
    }
    let mut builder = PopulationBuilder::new(&pack.roles);
    let mut places: Vec<Vec<(u32, u32)>> = vec![Vec::new(); pack.roles.len()];
    let mut unread = Vec::with_capacity(ledgers.len());
    for (at, ledger) in ledgers.iter().enumerate() {
        builder.given(ledger.role, &ledger.has());
        let Some(declared) = pack.roles.get(ledger.role) else {
            continue;
        };
        let rows: Vec<(u32, Row, Vec<Unread>)> = (0..ledger.table.len())
            .into_par_iter()
            .with_min_len(512)
            .filter(|record| {
                let place = (at, u32::try_from(*record).unwrap_or(u32::MAX));
                kept.contains(&people.of[at][*record]) || maybe.contains_key(&place)
            })
            .map(|record| {
                let mut wrong = Vec::new();
                let row = Row {
                    fields: ledger.record(declared, record, &mut wrong),
                    person: people.of[at][record],
                    household: households[at][record],
                    file: ledger.name.clone(),
                    row: ledger.row(record),
                    certainty: people.link(at, record).certainty(),
                };
                (u32::try_from(record).unwrap_or(u32::MAX), row, wrong)
            })
            .collect();
        let mut wrong = Vec::new();
        for (record, row, found) in rows {
            builder.add(ledger.role, row);
            for (person, probability) in maybe.get(&(at, record)).into_iter().flatten() {
                builder.doubt(ledger.role, *person, *probability);
            }
            places[ledger.role].push((u32::try_from(at).unwrap_or(u32::MAX), record));
            wrong.extend(found);
        }
        wrong.truncate(UNREAD_MAX);
        unread.push(wrong);
    }
    let population = builder.build(people.count);
    let findings = screen::run(pack, &population, given.on);
    let mut run = Run {
        given,
        people,
        findings,
        cases: Vec::new(),
        unread,
        households,
        places,
        population,
    };
    run.cases = case::cases(&run);
    Ok(run)
}

/// The people whom a screen can reach: those in a ledger that some screen looks at, and whoever
/// shares a household with one of them. A register of the whole population shrinks to these.
fn of_interest(
    given: &Given<'_>,
    people: &People,
    households: &[Vec<Option<u32>>],
) -> HashSet<u32> {
    let subjects: HashSet<usize> = given
        .pack
        .screens
        .iter()
        .flat_map(|s| s.subjects.iter().map(|subject| subject.role))
        .collect();
    let mut kept: HashSet<u32> = HashSet::new();
    for (at, ledger) in given.ledgers.iter().enumerate() {
        if subjects.contains(&ledger.role) {
            kept.extend(people.of[at].iter().copied());
            let maybe = people.maybe.iter().filter(|m| m.ledger == at);
            kept.extend(maybe.map(|m| m.person));
        }
    }
    let rows = || (0..given.ledgers.len()).flat_map(|at| people.of[at].iter().zip(&households[at]));
    let homes: HashSet<u32> = rows()
        .filter(|(person, _)| kept.contains(*person))
        .filter_map(|(_, home)| *home)
        .collect();
    let near: Vec<u32> = rows()
        .filter(|(_, home)| home.is_some_and(|home| homes.contains(&home)))
        .map(|(person, _)| *person)
        .collect();
    kept.extend(near);
    kept
}
