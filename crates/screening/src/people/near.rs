//! Who lives with whom, by household number, and whom a record names as its family.

use super::exact::{NOBODY, Unknown};
use crate::ledger::Ledger;
use base::CitizenId;
use base::column::ColumnRole;
use hashbrown::{HashMap, HashSet};
use policy::pack::Pack;

/// Living with somebody of the person's household speaks for it, in bits; an interpretation: one
/// in some hundred people of the same name and age would live there by chance.
const HOUSEHOLD_BITS: f64 = 7.0;

/// Living only with others speaks against it.
const STRANGERS_BITS: f64 = 1.0;

/// Who shares a household with whom, by number.
pub(super) struct Near {
    /// People of each household.
    members: HashMap<u32, Vec<u32>>,
    /// Households of each person who lives with an open record.
    of: HashMap<u32, Vec<u32>>,
    /// People of their family whom open records name by number.
    kin: HashMap<u32, Vec<u32>>,
}

impl Near {
    pub(super) fn new(
        pack: &Pack,
        ledgers: &[Ledger],
        households: &[Vec<Option<u32>>],
        of: &[Vec<u32>],
        open: &[Unknown],
    ) -> Self {
        let kin = kin(pack, ledgers, of, open);
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
        people.extend(kin.values().flatten());
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
        Self { members, of, kin }
    }

    /// Whether a person lives with the people of an open record's household, or with the family
    /// that it names, and what that says in bits.
    pub(super) fn speaks(&self, open: u32, home: Option<u32>, person: u32) -> (bool, f64) {
        let own = home.and_then(|home| self.members.get(&home));
        let with = own.map_or(&[][..], Vec::as_slice);
        let kin = self.kin.get(&open).map_or(&[][..], Vec::as_slice);
        let near = with.iter().chain(kin).filter(|p| **p != person);
        let near = near.into_iter().any(|other| {
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

/// The people whose numbers open records give as those of their family.
fn kin(
    pack: &Pack,
    ledgers: &[Ledger],
    of: &[Vec<u32>],
    open: &[Unknown],
) -> HashMap<u32, Vec<u32>> {
    let mut wanted: HashMap<u64, Vec<u32>> = HashMap::new();
    for (at, unknown) in (0u32..).zip(open) {
        let Some(ledger) = ledgers.get(unknown.ledger) else {
            continue;
        };
        let Some(declared) = pack.roles.get(ledger.role) else {
            continue;
        };
        let fields = declared.fields.iter().zip(&ledger.columns);
        for column in fields.filter_map(|(f, column)| f.kin.then_some(*column).flatten()) {
            let text = ledger.table.value(column, unknown.record as usize);
            if let Some(Ok(id)) = text.map(CitizenId::parse) {
                wanted.entry(id.body()).or_default().push(at);
            }
        }
    }
    let mut kin: HashMap<u32, Vec<u32>> = HashMap::new();
    if wanted.is_empty() {
        return kin;
    }
    for (ledger, of) in ledgers.iter().zip(of) {
        for (record, person) in of.iter().enumerate() {
            if *person == NOBODY {
                continue;
            }
            let text = ledger.text(pack, record, ColumnRole::IdNumber);
            let Some(Ok(id)) = text.map(CitizenId::parse) else {
                continue;
            };
            for at in wanted.get(&id.body()).into_iter().flatten() {
                let known = kin.entry(*at).or_default();
                if !known.contains(person) {
                    known.push(*person);
                }
            }
        }
    }
    kin
}
