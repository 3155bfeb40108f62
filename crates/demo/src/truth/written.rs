//! What the rolls contradict in themselves and against the police register: here the mistakes of
//! the clerks are the truth.

use super::index::{Index, plain};
use super::{Hits, Row};
use crate::ledger::written::Written;
use crate::ledger::{self, Ledger};
use crate::world::NOBODY;
use base::CitizenId;
use std::collections::HashMap;

/// A name without what does not tell people apart.
fn plain_name(name: &str) -> String {
    let marks = ['•', '・', '．', '‧'];
    let kept: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    base::name::fold_variants(&kept.replace(marks, "·"))
}

/// A number as it is compared: eighteen digits where it can be read.
fn plain_id(text: &str) -> String {
    CitizenId::parse(text).map_or_else(|_| text.trim().to_owned(), |id| id.to_string())
}

pub(super) fn find(index: &Index<'_>, errors: f64, hits: &mut Hits) {
    let all = ledger::all();
    let of = |role: &str| all.iter().copied().find(|l| l.role == role);
    let Some(population) = of("population") else {
        return;
    };
    let registered = |person: u32| -> Vec<(String, String)> {
        let rows = index.rows("population", person).iter();
        rows.map(|row| population.written(index.world, *row, errors))
            .map(|w| (plain_id(&w.id), plain_name(&w.name)))
            .collect()
    };
    for role in [
        "dibao",
        "tekun",
        "disability_subsidy",
        "elderly_subsidy",
        "children",
    ] {
        if let Some(ledger) = of(role) {
            roll(index, ledger, errors, &registered, hits);
        }
    }
    if let Some(ledger) = of("dibao") {
        holders(index, ledger, errors, hits);
    }
    let records = &index.world.records;
    let disabled = plain("disabled", records.disabled.iter().map(|r| r.person));
    let subsidies = plain(
        "disability_subsidy",
        records.disability_subsidy.iter().map(|r| r.person),
    );
    for row in disabled.into_iter().chain(subsidies) {
        let Some(ledger) = of(row.role) else {
            continue;
        };
        let written = CitizenId::parse(&ledger.written(index.world, row.at, errors).id);
        let wrong = match row.role {
            "disabled" => records.disabled[row.at].wrong_number,
            _ => records.disability_subsidy[row.at].wrong_certificate,
        };
        let holder = if wrong {
            ledger::certificate_holder(index.world, row.person)
        } else {
            row.person
        };
        if written.is_ok_and(|id| id != index.world.person(holder).id) {
            hits.add("D05", row, false);
        }
    }
}

/// Accounts in a name that no row of the household has.
fn holders(index: &Index<'_>, ledger: &Ledger, errors: f64, hits: &mut Hits) {
    let rolls = &index.world.records.dibao;
    let mut at_home: HashMap<u32, Vec<String>> = HashMap::new();
    for (at, roll) in rolls.iter().enumerate() {
        let name = plain_name(&ledger.written(index.world, at, errors).name);
        at_home.entry(roll.case).or_default().push(name);
    }
    for row in index.dibao() {
        let roll = &rolls[row.at];
        if roll.account_name == NOBODY {
            continue;
        }
        let holder = plain_name(&index.world.person(roll.account_name).name.to_string());
        if at_home
            .get(&roll.case)
            .is_some_and(|names| !names.contains(&holder))
        {
            hits.add("M24b", row, roll.agreement == Some(true));
        }
    }
}

fn roll(
    index: &Index<'_>,
    ledger: &Ledger,
    errors: f64,
    registered: &dyn Fn(u32) -> Vec<(String, String)>,
    hits: &mut Hits,
) {
    let rows: Vec<Row> = index
        .rolls()
        .into_iter()
        .filter(|r| r.role == ledger.role)
        .collect();
    let written: Vec<Written> = rows
        .iter()
        .map(|r| ledger.written(index.world, r.at, errors))
        .collect();
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for w in written.iter().filter(|w| !w.id.is_empty()) {
        names
            .entry(plain_id(&w.id))
            .or_default()
            .push(plain_name(&w.name));
    }
    for (row, w) in rows.into_iter().zip(&written) {
        if w.id.is_empty() {
            hits.add("D04", row, false);
            continue;
        }
        let (id, name) = (plain_id(&w.id), plain_name(&w.name));
        let register = registered(row.person);
        let same: Vec<_> = register
            .iter()
            .filter(|(number, _)| *number == id)
            .collect();
        if !register.is_empty() && same.is_empty() {
            hits.add("M03c", row, false);
        }
        if !same.is_empty() && same.iter().all(|(_, other)| *other != name) {
            hits.add("M03d", row, false);
        }
        if names
            .get(&id)
            .is_some_and(|all| all.iter().any(|other| *other != name))
        {
            hits.add("D06", row, false);
        }
        let Ok(number) = CitizenId::parse(&w.id) else {
            hits.add("D03", row, false);
            continue;
        };
        if register.is_empty() {
            hits.add("M03b", row, false);
        }
        if number.sex() != w.sex {
            hits.add("D01", row, false);
        }
        if w.birth.is_some_and(|birth| birth != number.birth_date()) {
            hits.add("D02", row, false);
        }
    }
}
