//! Which rows of a ledger are one household: by its number; where numbers begin anew in every
//! file, by number, file and head; without numbers, by head and place, or by the order of the rows
//! below a head. An address alone never makes a household.

use crate::ledger::Ledger;
use base::column::ColumnRole;
use hashbrown::{HashMap, HashSet};
use policy::pack::Pack;

/// Words for the one whose household it is.
const HEADS: &[&str] = &["户主", "本人", "申请人", "本人或户主", "head", "self"];

/// The household of each record of each ledger, numbered through all of them.
pub(crate) fn households(pack: &Pack, ledgers: &[Ledger]) -> Vec<Vec<Option<u32>>> {
    let mut numbers: HashMap<(usize, String), u32> = HashMap::new();
    let mut all = Vec::with_capacity(ledgers.len());
    for (at, ledger) in ledgers.iter().enumerate() {
        let keys = keys(pack, ledger, at);
        let of = keys.into_iter().map(|key| {
            let key = (ledger.role, key?);
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX - 1);
            Some(*numbers.entry(key).or_insert(next))
        });
        all.push(of.collect());
    }
    all
}

/// What names the household of each record within its role.
fn keys(pack: &Pack, ledger: &Ledger, at: usize) -> Vec<Option<String>> {
    let rows = 0..ledger.table.len();
    let text = |record, role| ledger.text(pack, record, role).filter(|t| !t.is_empty());
    let head = |record| {
        let head = text(record, ColumnRole::HouseholdHead)?;
        Some(base::name::fold_variants(&base::name::normalise(head).text))
    };
    let Some(declared) = pack.roles.get(ledger.role) else {
        return vec![None; rows.len()];
    };
    let tells = |role| declared.fields.iter().any(|f| f.column == Some(role));
    if !tells(ColumnRole::HouseholdId) {
        return vec![None; rows.len()];
    }
    let has = |role| ledger.column_of(declared, role).is_some();
    if has(ColumnRole::HouseholdId) {
        let anew = begins_anew(ledger, pack, &head);
        let key = |record| {
            let number = text(record, ColumnRole::HouseholdId)?;
            let number = number.trim_end_matches(".0");
            Some(match (anew, head(record)) {
                (true, Some(head)) => format!("{number}\u{1}{at}\u{1}{head}"),
                _ => number.to_owned(),
            })
        };
        return rows.map(key).collect();
    }
    if has(ColumnRole::HouseholdHead) {
        let place = |record| text(record, ColumnRole::Division).unwrap_or_default();
        return rows
            .map(|r| Some(format!("{at}\u{1}{}\u{1}{}", head(r)?, place(r))))
            .collect();
    }
    if has(ColumnRole::Relationship) {
        let mut current = None;
        return rows
            .map(|record| {
                let relation = text(record, ColumnRole::Relationship).unwrap_or_default();
                if HEADS.contains(&relation.to_lowercase().as_str()) {
                    current = Some(format!("{at}\u{1}{record}"));
                }
                current.clone()
            })
            .collect();
    }
    vec![None; rows.len()]
}

/// Whether many numbers stand for several heads: then they count from one in every village.
fn begins_anew(ledger: &Ledger, pack: &Pack, head: &dyn Fn(usize) -> Option<String>) -> bool {
    let mut heads: HashMap<&str, HashSet<String>> = HashMap::new();
    for record in 0..ledger.table.len() {
        if let (Some(number), Some(head)) = (
            ledger.text(pack, record, ColumnRole::HouseholdId),
            head(record),
        ) {
            heads.entry(number).or_default().insert(head);
        }
    }
    let several = heads.values().filter(|h| h.len() > 2).count();
    several * 5 > heads.len()
}
