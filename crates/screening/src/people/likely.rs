//! Records without a right number against the people whom numbers tell apart.

use super::exact::{ByNumber, NOBODY, Unknown};
use super::name::{Agreement, agreement};
use super::near::Near;
use super::{Link, Maybe, People};
use crate::error::Error;
use crate::ledger::Ledger;
use arrow_array::StringViewArray;
use base::CitizenId;
use base::column::ColumnRole;
use base::date::parse_date;
use hashbrown::HashMap;
use linkage::{ModelSource, Pairs, Progress, Records, Settings};
use policy::pack::Pack;

/// What people are compared by.
const COMPARED: [ColumnRole; 9] = [
    ColumnRole::Name,
    ColumnRole::IdNumber,
    ColumnRole::BirthDate,
    ColumnRole::Sex,
    ColumnRole::Phone,
    ColumnRole::Address,
    ColumnRole::BankAccount,
    ColumnRole::Division,
    ColumnRole::Place,
];

/// From this probability on a record is taken for the person's; the screens ask for more.
const TAKEN: f64 = 0.5;

/// From this probability on a record with another name is taken for somebody else's than the
/// bearer of its number, when nothing but the name contradicts the number.
const TAKEN_FROM_BEARER: f64 = 0.9;

/// Less likely people of a record are forgotten.
const REMEMBERED: f64 = 0.02;

/// Among records that are nobody's, only sure pairs are joined.
const AMONG_OPEN: f64 = 0.9;

/// Where a value stands.
type Place = (u32, u32);

/// Nowhere.
const NONE: Place = (u32::MAX, u32::MAX);

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
        maybe: Vec::new(),
        likely: 0,
        explainer: None,
    };
    let open = std::mem::take(&mut found.open);
    let mut left: Vec<Unknown> = Vec::new();
    if open.is_empty() || found.first.is_empty() {
        left.clone_from(&open);
    } else {
        let known = Known::new(pack, ledgers, &found)?;
        let settings = Settings {
            threshold: TAKEN,
            // Rivals are weighed here, with the household.
            rivals: false,
            near_miss_from: 0.002,
            near_miss_max: 200_000,
            ..Settings::default()
        };
        let records = records(pack, ledgers, &open)?;
        let outcome = linkage::link(
            &records,
            &known.records,
            &ModelSource::BuiltIn,
            &settings,
            progress,
        )?;
        let near = Near::new(pack, ledgers, households, &found.of, &open);
        let offset = u32::try_from(open.len()).unwrap_or(u32::MAX);
        let choices = choices(&outcome.pairs, &outcome.near_misses, &known.person);
        for (at, unknown) in (0u32..).zip(&open) {
            let (ledger, record) = (unknown.ledger, unknown.record);
            let home = households[ledger][record as usize];
            let mut best: Vec<(f64, bool, u32, u32)> = Vec::new();
            for (person, probability, row) in choices.get(&at).into_iter().flatten() {
                // The number that can hardly be theirs speaks for its bearer only by mistake.
                if *person == unknown.bearer || !known.fits(pack, ledgers, unknown, *row) {
                    continue;
                }
                let (shared, bits) = near.speaks(at, home, *person);
                best.push((shift(*probability, bits), shared, *person, *row));
            }
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
            // Two people who fit alike: neither is sure.
            let all: f64 = best.iter().map(|b| odds(b.0)).sum();
            let share = |probability: f64| odds(probability) / (1.0 + all);
            let wanted = match (unknown.bearer, unknown.contradicts) {
                (NOBODY, _) | (_, true) => TAKEN,
                _ => TAKEN_FROM_BEARER,
            };
            let taken = best.first().filter(|b| share(b.0) >= wanted).copied();
            let others = best.iter().filter(|b| Some(b.2) != taken.map(|t| t.2));
            people
                .maybe
                .extend(others.filter_map(|(own, _, person, _)| {
                    let probability = share(*own);
                    (probability >= REMEMBERED).then_some(Maybe {
                        ledger,
                        record,
                        person: *person,
                        probability,
                    })
                }));
            let Some((first, shared, person, row)) = taken else {
                if let (Some(best), NOBODY) = (best.first(), unknown.bearer) {
                    people.doubtful.push((ledger, record, share(best.0)));
                }
                left.push(*unknown);
                continue;
            };
            people.likely += 1;
            found.of[ledger][record as usize] = person;
            let link = Link::Likely {
                probability: share(first),
                household: shared,
                rows: (at, offset + row),
            };
            found.links[ledger].insert(record, link);
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
    left: &[Unknown],
    found: &mut ByNumber,
    count: &mut u32,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let mut own: Vec<Unknown> = Vec::new();
    for unknown in left {
        let (ledger, record) = (unknown.ledger, unknown.record);
        if unknown.bearer == NOBODY {
            own.push(*unknown);
        } else {
            found.of[ledger][record as usize] = unknown.bearer;
            found.links[ledger].insert(record, Link::Id(Agreement::Different));
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
    for (unknown, cluster) in own.iter().zip(clusters) {
        let person = first + cluster;
        found.of[unknown.ledger][unknown.record as usize] = person;
        found.links[unknown.ledger].insert(unknown.record, Link::Alone);
        *count = (*count).max(person + 1);
    }
    Ok(())
}

/// The columns of records of whom nothing is known, as linkage takes them. A number that bears
/// another name is left out; town and village speak where no address does.
fn records(pack: &Pack, ledgers: &[Ledger], places: &[Unknown]) -> Result<Records, Error> {
    let columns = COMPARED.iter().map(|role| {
        let values = places.iter().map(|unknown| {
            let ledger = ledgers.get(unknown.ledger)?;
            let text = |role| ledger.text(pack, unknown.record as usize, role);
            let left_out = match role {
                ColumnRole::IdNumber => unknown.bearer != NOBODY,
                ColumnRole::Division | ColumnRole::Place => {
                    text(ColumnRole::Address).is_some_and(|t| !t.is_empty())
                }
                _ => false,
            };
            if left_out { None } else { text(*role) }
        });
        (*role, values.collect::<StringViewArray>())
    });
    Ok(Records::new(columns.collect())?)
}

/// The people known by number: a row for each, and another for each further name of theirs.
struct Known {
    records: Records,
    person: Vec<u32>,
    /// Where name, number and birth date of each row stand.
    says: Vec<[Place; 3]>,
}

impl Known {
    fn new(pack: &Pack, ledgers: &[Ledger], found: &ByNumber) -> Result<Self, Error> {
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
        // The first three of what is compared.
        let says = places.iter().map(|own| [own[0], own[1], own[2]]);
        let more = further.iter().map(|(person, name)| {
            let own = &places[*person as usize];
            [*name, own[1], own[2]]
        });
        let says = says.chain(more).collect();
        Ok(Self {
            records,
            person,
            says,
        })
    }

    /// Whether a record may be the person of a row at all. A family shares address, telephone and
    /// account: with another name and another birth date, all that agrees is the family.
    fn fits(&self, pack: &Pack, ledgers: &[Ledger], unknown: &Unknown, row: u32) -> bool {
        let Some(says) = self.says.get(row as usize) else {
            return false;
        };
        let theirs = |at: usize| {
            let (ledger, record) = says[at];
            ledgers
                .get(ledger as usize)?
                .text(pack, record as usize, COMPARED[at])
        };
        let own = |role| {
            ledgers
                .get(unknown.ledger)?
                .text(pack, unknown.record as usize, role)
        };
        if agreement(own(ColumnRole::Name), theirs(0)) != Agreement::Different {
            return true;
        }
        let number = theirs(1).and_then(|t| CitizenId::parse(t).ok());
        let born = number.map(|id| id.birth_date());
        let born = born.or_else(|| parse_date(theirs(2)?).ok());
        let day = own(ColumnRole::BirthDate).and_then(|t| parse_date(t).ok());
        day.is_some() && day == born
    }
}
