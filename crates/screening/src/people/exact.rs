//! People by their ID numbers.

use super::Link;
use super::name::{Agreement, agreement};
use crate::ledger::Ledger;
use base::citizen_id::Form;
use base::column::ColumnRole;
use base::date::parse_date;
use base::{CitizenId, Sex};
use hashbrown::HashMap;
use policy::pack::Pack;
use rayon::prelude::*;

/// Nobody yet.
pub(super) const NOBODY: u32 = u32::MAX;

/// The people whom numbers tell apart, and the records that still belong to nobody.
pub(super) struct ByNumber {
    /// The person of each record, or [`NOBODY`].
    pub(super) of: Vec<Vec<u32>>,
    /// Where each person was first met: ledger and record, in the largest ledger if it is there.
    pub(super) first: Vec<(u32, u32)>,
    pub(super) links: Vec<HashMap<u32, Link>>,
    /// Records with further names of a person, in one place each.
    names: HashMap<u32, Vec<(u32, u32)>>,
    /// Records without a person yet.
    pub(super) open: Vec<Unknown>,
    /// The ledgers, the largest first.
    pub(super) order: Vec<usize>,
}

/// A record of whom the number does not say for sure whose it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unknown {
    pub(super) ledger: usize,
    pub(super) record: u32,
    /// The person whose number it bears although the name is another, or [`NOBODY`].
    pub(super) bearer: u32,
    /// Its sex or birth date is not that of the number either.
    pub(super) contradicts: bool,
}

impl Unknown {
    fn new(ledger: usize, record: u32) -> Self {
        Self {
            ledger,
            record,
            bearer: NOBODY,
            contradicts: false,
        }
    }
}

/// A number as a record has it.
#[derive(Clone, Copy)]
struct Number {
    id: CitizenId,
    /// Fifteen digits: nothing checks them.
    legacy: bool,
    /// Taken from the number of a certificate.
    certificate: bool,
}

pub(super) fn people(pack: &Pack, ledgers: &[Ledger]) -> ByNumber {
    let mut order: Vec<usize> = (0..ledgers.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(ledgers[*at].table.len()), *at));
    let mut found = ByNumber {
        of: ledgers
            .iter()
            .map(|l| vec![NOBODY; l.table.len()])
            .collect(),
        first: Vec::new(),
        links: vec![HashMap::new(); ledgers.len()],
        names: HashMap::new(),
        open: Vec::new(),
        order: order.clone(),
    };
    let mut by_number: HashMap<u64, u32> = HashMap::new();
    let largest = order.first().copied();
    // Whose own row contradicts it proves nothing of a number: such records come last.
    let mut last: Vec<(usize, u32, Number)> = Vec::new();
    for at in order {
        let ledger = &ledgers[at];
        let numbers: Vec<Option<Number>> = (0..ledger.table.len())
            .into_par_iter()
            .with_min_len(4096)
            .map(|record| number(pack, ledger, record))
            .collect();
        for (record, number) in (0u32..).zip(numbers) {
            let Some(number) = number else {
                found.open.push(Unknown::new(at, record));
                continue;
            };
            let known = by_number.contains_key(&number.id.body());
            // An unchecked number that the register does not have may be a slip of the pen.
            if !known && number.legacy && largest != Some(at) {
                found.open.push(Unknown::new(at, record));
                continue;
            }
            if !known && rest(pack, ledger, record, number.id) == Rest::Contradicts {
                last.push((at, record, number));
                continue;
            }
            let place = (at, record);
            found.settle(pack, ledgers, place, number, &mut by_number);
        }
    }
    for (at, record, number) in last {
        found.settle(pack, ledgers, (at, record), number, &mut by_number);
    }
    found
}

impl ByNumber {
    /// Gives a record the person of its number, or makes it that person.
    fn settle(
        &mut self,
        pack: &Pack,
        ledgers: &[Ledger],
        (at, record): (usize, u32),
        number: Number,
        by_number: &mut HashMap<u64, u32>,
    ) {
        let ledger = &ledgers[at];
        let Some(person) = by_number.get(&number.id.body()).copied() else {
            let person = u32::try_from(self.first.len()).unwrap_or(NOBODY);
            by_number.insert(number.id.body(), person);
            self.first
                .push((u32::try_from(at).unwrap_or(u32::MAX), record));
            self.of[at][record as usize] = person;
            return;
        };
        let named = |(at, record): (u32, u32)| {
            let ledger = &ledgers[at as usize];
            ledger.text(pack, record as usize, ColumnRole::Name)
        };
        let place = (u32::try_from(at).unwrap_or(u32::MAX), record);
        let mut names = agreement(named(place), named(self.first[person as usize]));
        if matches!(names, Agreement::Near | Agreement::Different) {
            let mut known = self.names.get(&person).into_iter().flatten();
            if known.any(|k| named(*k) == named(place)) {
                names = Agreement::Same;
            }
        }
        if names == Agreement::Different {
            let rest = rest(pack, ledger, record, number.id);
            if rest != Rest::Confirms {
                self.open.push(Unknown {
                    bearer: person,
                    contradicts: rest == Rest::Contradicts,
                    ..Unknown::new(at, record)
                });
                return;
            }
        }
        if matches!(names, Agreement::Near | Agreement::Different) {
            self.names.entry(person).or_default().push(place);
        }
        self.of[at][record as usize] = person;
        let link = match (number.certificate, names) {
            (true, names) => Link::Certificate(names),
            (false, Agreement::Same) => return,
            (false, names) => Link::Id(names),
        };
        self.links[at].insert(record, link);
    }
}

fn number(pack: &Pack, ledger: &Ledger, record: usize) -> Option<Number> {
    let written = ledger.text(pack, record, ColumnRole::IdNumber);
    if let Some(Ok(reading)) = written.map(CitizenId::read) {
        return Some(Number {
            id: reading.id,
            legacy: reading.form != Form::Eighteen,
            certificate: false,
        });
    }
    let certificate = ledger.text(pack, record, ColumnRole::DisabilityCert)?;
    let certificate = base::codes::parse_disability_cert(certificate).ok()?;
    Some(Number {
        id: certificate.holder,
        legacy: false,
        certificate: true,
    })
}

/// What a record's own sex and birth date say of its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Contradicts,
    /// The birth date is that of the number, or a certificate bears the same number.
    Confirms,
    Silent,
}

fn rest(pack: &Pack, ledger: &Ledger, record: u32, id: CitizenId) -> Rest {
    let text = |role| ledger.text(pack, record as usize, role);
    let sex = text(ColumnRole::Sex).and_then(Sex::parse);
    let birth = text(ColumnRole::BirthDate).and_then(|t| parse_date(t).ok());
    let certificate = text(ColumnRole::DisabilityCert);
    let certificate = certificate.and_then(|t| base::codes::parse_disability_cert(t).ok());
    if certificate.is_some_and(|c| c.holder.body() == id.body()) {
        return Rest::Confirms;
    }
    match (sex.is_none_or(|sex| sex == id.sex()), birth) {
        (false, _) => Rest::Contradicts,
        (true, Some(day)) if day == id.birth_date() => Rest::Confirms,
        (true, Some(_)) => Rest::Contradicts,
        (true, None) => Rest::Silent,
    }
}
