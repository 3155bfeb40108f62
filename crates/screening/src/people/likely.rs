//! Records without a right number against the people whom numbers tell apart.

use super::exact::{ByNumber, NOBODY};
use super::name::Agreement;
use super::{Link, People};
use crate::error::Error;
use crate::ledger::Ledger;
use arrow_array::StringViewArray;
use base::column::ColumnRole;
use hashbrown::{HashMap, HashSet};
use linkage::{ModelSource, Pairs, Progress, Records, Settings};
use policy::pack::Pack;

/// What people are compared by.
const COMPARED: [ColumnRole; 7] = [
    ColumnRole::Name,
    ColumnRole::IdNumber,
    ColumnRole::BirthDate,
    ColumnRole::Sex,
    ColumnRole::Phone,
    ColumnRole::Address,
    ColumnRole::BankAccount,
];

/// Living with somebody of the person's household speaks for it, in bits; an interpretation: one
/// in some hundred people of the same name and age would live there by chance.
const HOUSEHOLD_BITS: f64 = 7.0;

/// Living only with others speaks against it.
const STRANGERS_BITS: f64 = 1.0;

/// From this probability on a record is taken for the person's; the screens ask for more.
const TAKEN: f64 = 0.5;

/// Among records that are nobody's, only sure pairs are joined.
const AMONG_OPEN: f64 = 0.9;

/// Where a value stands.
type Place = (u32, u32);

/// Gives every open record its likeliest person, or makes it a person of its own.
pub(super) fn join(
    pack: &Pack,
    ledgers: &[Ledger],
    households: &[Vec<Option<u32>>],
    mut found: ByNumber,
    progress: &dyn Progress,
) -> Result<People, Error> {
    let mut people = People {
        of: Vec::new(),
        count: 0,
        links: Vec::new(),
        doubtful: Vec::new(),
        likely: 0,
        explainer: None,
    };
    let open = std::mem::take(&mut found.open);
    let mut left: Vec<(usize, u32, u32)> = Vec::new();
    if open.is_empty() || found.first.is_empty() {
        left.clone_from(&open);
    } else {
        let known = Known::new(pack, ledgers, &found)?;
        let own: Vec<Place> = open.iter().map(|(l, r, _)| (*l as u32, *r)).collect();
        let settings = Settings {
            threshold: TAKEN,
            near_miss_from: 0.002,
            near_miss_max: 200_000,
            ..Settings::default()
        };
        let records = records(pack, ledgers, &own)?;
        let outcome = linkage::link(
            &records,
            &known.records,
            &ModelSource::BuiltIn,
            &settings,
            progress,
        )?;
        let near = Near::new(ledgers, households, &found.of);
        let offset = u32::try_from(own.len()).unwrap_or(u32::MAX);
        let choices = choices(&outcome.pairs, &outcome.near_misses, &known.person);
        for (at, (ledger, record, bearer)) in (0u32..).zip(&open) {
            let home = households[*ledger][*record as usize];
            let mut best: Vec<(f64, bool, u32, u32)> = Vec::new();
            for (person, probability, row) in choices.get(&at).into_iter().flatten() {
                // The number that can hardly be theirs speaks for its bearer only by mistake.
                if *person == *bearer {
                    continue;
                }
                let (shared, bits) = near.speaks(home, *person);
                best.push((shift(*probability, bits), shared, *person, *row));
            }
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
            let Some((first, shared, person, row)) = best.first().copied() else {
                left.push((*ledger, *record, *bearer));
                continue;
            };
            // Two people who fit alike: neither is sure.
            let others: f64 = best.iter().skip(1).map(|b| odds(b.0)).sum();
            let probability = odds(first) / (1.0 + odds(first) + others);
            if probability < TAKEN {
                people.doubtful.push((*ledger, *record, probability));
                left.push((*ledger, *record, *bearer));
                continue;
            }
            people.likely += 1;
            found.of[*ledger][*record as usize] = person;
            let link = Link::Likely {
                probability,
                household: shared,
                rows: (at, offset + row),
            };
            found.links[*ledger].insert(*record, link);
        }
        people.explainer = Some(outcome.explainer);
    }
    let mut count = u32::try_from(found.first.len()).unwrap_or(NOBODY);
    alone(pack, ledgers, &left, &mut found, &mut count, progress)?;
    people.of = found.of;
    people.links = found.links;
    people.count = count as usize;
    Ok(people)
}

fn odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    p / (1.0 - p)
}

fn shift(probability: f64, bits: f64) -> f64 {
    let odds = odds(probability) * bits.exp2();
    odds / (1.0 + odds)
}

/// For each open record its possible people with probability and row among the known, one row a
/// person.
fn choices(links: &Pairs, near: &Pairs, person: &[u32]) -> HashMap<u32, Vec<(u32, f64, u32)>> {
    let mut all: HashMap<u32, Vec<(u32, f64, u32)>> = HashMap::new();
    for pairs in [links, near] {
        let rows = pairs.left.iter().zip(&pairs.right).zip(&pairs.probability);
        for ((left, right), probability) in rows {
            let who = person.get(*right as usize).copied().unwrap_or(NOBODY);
            let probability = f64::from(*probability);
            let list = all.entry(*left).or_default();
            match list.iter_mut().find(|(p, ..)| *p == who) {
                Some(known) if known.1 < probability => *known = (who, probability, *right),
                Some(_) => {}
                None => list.push((who, probability, *right)),
            }
        }
    }
    all
}

/// Records that are nobody's: those that are surely one person among themselves are joined, or
/// stay with the bearer of the number they have.
fn alone(
    pack: &Pack,
    ledgers: &[Ledger],
    left: &[(usize, u32, u32)],
    found: &mut ByNumber,
    count: &mut u32,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut own: Vec<Place> = Vec::new();
    for (ledger, record, bearer) in left {
        if *bearer == NOBODY {
            own.push((*ledger as u32, *record));
        } else {
            found.of[*ledger][*record as usize] = *bearer;
            found.links[*ledger].insert(*record, Link::Id(Agreement::Different));
        }
    }
    let clusters = if own.len() > 1 {
        let settings = Settings {
            threshold: AMONG_OPEN,
            ..Settings::default()
        };
        let records = records(pack, ledgers, &own)?;
        linkage::dedupe(&records, &ModelSource::BuiltIn, &settings, progress)?.cluster
    } else {
        vec![0; own.len()]
    };
    let first = *count;
    for ((ledger, record), cluster) in own.iter().zip(clusters) {
        let person = first + cluster;
        found.of[*ledger as usize][*record as usize] = person;
        found.links[*ledger as usize].insert(*record, Link::Alone);
        *count = (*count).max(person + 1);
    }
    Ok(())
}

/// The columns of some records, as linkage takes them.
fn records(pack: &Pack, ledgers: &[Ledger], places: &[Place]) -> Result<Records, Error> {
    let columns = COMPARED.iter().map(|role| {
        let values = places.iter().map(|(ledger, record)| {
            ledgers
                .get(*ledger as usize)?
                .text(pack, *record as usize, *role)
        });
        (*role, values.collect::<StringViewArray>())
    });
    Ok(Records::new(columns.collect())?)
}

/// The people known by number: a row for each, and another for each further name of theirs.
struct Known {
    records: Records,
    person: Vec<u32>,
}

impl Known {
    fn new(pack: &Pack, ledgers: &[Ledger], found: &ByNumber) -> Result<Self, Error> {
        const NONE: Place = (u32::MAX, u32::MAX);
        let people = found.first.len();
        let mut places = vec![[NONE; COMPARED.len()]; people];
        let mut further: Vec<(u32, Place)> = Vec::new();
        for at in &found.order {
            let ledger = &ledgers[*at];
            let Some(declared) = pack.roles.get(ledger.role) else {
                continue;
            };
            let columns = COMPARED.map(|role| ledger.column_of(declared, role));
            for (record, person) in (0u32..).zip(&found.of[*at]) {
                if *person == NOBODY {
                    continue;
                }
                let own = &mut places[*person as usize];
                for (slot, column) in own.iter_mut().zip(columns) {
                    let there = column.and_then(|c| ledger.table.value(c, record as usize));
                    if *slot == NONE && there.is_some_and(|t| !t.trim().is_empty()) {
                        *slot = (*at as u32, record);
                    }
                }
                let named = found.links[*at].get(&record);
                if let Some(Link::Id(Agreement::Near | Agreement::Different)) = named {
                    further.push((*person, (*at as u32, record)));
                }
            }
        }
        let person: Vec<u32> = (0..u32::try_from(people).unwrap_or(NOBODY))
            .chain(further.iter().map(|(person, _)| *person))
            .collect();
        let columns = COMPARED.iter().enumerate().map(|(column, role)| {
            let text = |place: Place| {
                let ledger = ledgers.get(place.0 as usize)?;
                ledger.text(pack, place.1 as usize, *role)
            };
            let plain = places.iter().map(|own| own[column]);
            let others = further.iter().map(|(person, place)| {
                let own = places[*person as usize][column];
                if *role == ColumnRole::Name {
                    *place
                } else {
                    own
                }
            });
            let values: StringViewArray = plain.chain(others).map(text).collect();
            (*role, values)
        });
        let records = Records::new(columns.collect())?;
        Ok(Self { records, person })
    }
}

/// Who shares a household with whom, by number.
struct Near {
    /// People of each household.
    members: HashMap<u32, Vec<u32>>,
    /// Households of each person who lives with an open record.
    of: HashMap<u32, Vec<u32>>,
}

impl Near {
    fn new(ledgers: &[Ledger], households: &[Vec<Option<u32>>], of: &[Vec<u32>]) -> Self {
        let rows = || (0..ledgers.len()).flat_map(|at| households[at].iter().zip(&of[at]));
        // Only households with an open record, and the other households of their people.
        let asked: HashSet<u32> = rows()
            .filter(|(_, person)| **person == NOBODY)
            .filter_map(|(home, _)| *home)
            .collect();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut people: HashSet<u32> = HashSet::new();
        for (home, person) in rows() {
            if let Some(home) = home
                && *person != NOBODY
                && asked.contains(home)
            {
                members.entry(*home).or_default().push(*person);
                people.insert(*person);
            }
        }
        let mut of: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut theirs: HashSet<u32> = HashSet::new();
        for (home, person) in rows() {
            if let Some(home) = home
                && people.contains(person)
            {
                of.entry(*person).or_default().push(*home);
                theirs.insert(*home);
            }
        }
        for (home, person) in rows() {
            if let Some(home) = home
                && *person != NOBODY
                && theirs.contains(home)
                && !asked.contains(home)
            {
                members.entry(*home).or_default().push(*person);
            }
        }
        Self { members, of }
    }

    /// Whether a person lives with the people of a household, and what that says in bits.
    fn speaks(&self, home: Option<u32>, person: u32) -> (bool, f64) {
        let Some(with) = home.and_then(|home| self.members.get(&home)) else {
            return (false, 0.0);
        };
        let near = with.iter().filter(|p| **p != person).any(|other| {
            let homes = self.of.get(other).into_iter().flatten();
            homes.into_iter().any(|h| {
                Some(*h) != home && self.members.get(h).is_some_and(|m| m.contains(&person))
            })
        });
        if near {
            (true, HOUSEHOLD_BITS)
        } else if with.is_empty() {
            (false, 0.0)
        } else {
            (false, -STRANGERS_BITS)
        }
    }
}
