//! Who should be helped and is not.

use super::Hits;
use super::index::{Index, months, plain};
use crate::world::person::Poor;
use crate::world::records::{Decision, Hold, Standing};

/// Own spending on treatment in a year that asks for a visit, yuan.
const SHOCK: u32 = 20_000;

pub(super) fn find(index: &Index<'_>, hits: &mut Hits) {
    certificates(index, hits);
    poverty(index, hits);
    shocks(index, hits);
    custody(index, hits);
}

fn certificates(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in plain("disabled", records.disabled.iter().map(|r| r.person)) {
        let (p, certificate) = (row.person, &records.disabled[row.at]);
        if !certificate.is_valid(index.on) {
            continue;
        }
        let subsidies = index.of("disability_subsidy", &records.disability_subsidy, p);
        let tekun = index.is_in("tekun", p);
        if index.is_in("dibao", p) && subsidies.iter().all(|s| s.care) {
            let kept = index
                .of("children", &records.children, p)
                .iter()
                .any(|c| c.orphan || c.full);
            hits.add("M14a", row, tekun || kept);
        }
        if certificate.grade <= 2 && subsidies.iter().all(|s| !s.care) {
            let unable = index
                .of("elderly_subsidy", &records.elderly_subsidy, p)
                .iter()
                .any(|e| e.unable);
            hits.add("M14b", row, tekun || unable);
        }
        let rolls = [
            "dibao",
            "tekun",
            "disability_subsidy",
            "elderly_subsidy",
            "children",
        ];
        if certificate.grade <= 2 && rolls.iter().all(|roll| !index.is_in(roll, p)) {
            hits.add("M15c", row, false);
        }
    }
}

fn poverty(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    let safe = |p: u32| index.is_in("dibao", p) || index.is_in("tekun", p);
    for row in index.poor() {
        let p = row.person;
        let status = index.world.home(p).poor;
        let valid = index.valid_certificates(p);
        let severe = valid.iter().any(|c| c.grade <= 2);
        if status == Poor::Unlifted && index.home(row).iter().all(|m| !safe(*m)) {
            hits.add("M15a", row, false);
        }
        if matches!(status, Poor::LiftedUnstable | Poor::Edge) && severe && !safe(p) {
            hits.add("M15b", row, false);
        }
        let mind = valid
            .iter()
            .any(|c| c.grade == 3 && matches!(c.category, 5 | 6));
        let ill = records.registered_poor[row.at].health == "患有大病";
        if status == Poor::Unlifted && (ill || severe || mind) && !safe(p) {
            hits.add("M15d", row, false);
        }
    }
    for row in index.applicants() {
        let (p, application) = (row.person, &records.applicants[row.at]);
        let lately = application.decided.is_some_and(|d| index.within_a_year(d));
        let status = index.world.home(p).poor;
        let counted =
            index.is_in("registered_poor", p) && !matches!(status, Poor::No | Poor::Lifted);
        if application.decision == Decision::Refused && lately && counted && !safe(p) {
            hits.add("N03", row, false);
        }
    }
}

fn shocks(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in plain(
        "medical_bills",
        records.medical_bills.iter().map(|r| r.person),
    ) {
        let p = row.person;
        let bills = index.of("medical_bills", &records.medical_bills, p);
        let paid: u32 = bills
            .iter()
            .filter(|b| index.within_a_year(b.date))
            .map(|b| b.self_paid)
            .sum();
        let helped = index.of("temporary", &records.temporary, p);
        let helped = helped.iter().any(|t| index.within_a_year(t.date));
        let lately = index.within_a_year(records.medical_bills[row.at].date);
        if lately && paid >= SHOCK && !helped {
            hits.add("M16", row, false);
        }
    }
    for row in plain(
        "unemployment",
        records.unemployment.iter().map(|r| r.person),
    ) {
        let (p, entry) = (row.person, &records.unemployment[row.at]);
        let long = entry.out_of_work && !entry.benefit && index.months_since(entry.since) >= 3;
        let helped = ["dibao", "tekun", "temporary"]
            .iter()
            .any(|roll| index.is_in(roll, p));
        if long && index.is_in("registered_poor", p) && !helped {
            hits.add("M20b", row, false);
        }
    }
    for row in plain("disasters", records.disasters.iter().map(|r| r.person)) {
        let disaster = &records.disasters[row.at];
        let helped = index.near(row.person).into_iter().any(|p| {
            index
                .of("temporary", &records.temporary, p)
                .iter()
                .any(|t| t.date >= disaster.date)
        });
        let bad = matches!(disaster.damage, "倒塌" | "严重损坏");
        if bad && index.within_a_year(disaster.date) && !helped {
            hits.add("M21", row, false);
        }
    }
}

/// Children whose parent is held for long.
fn custody(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in plain("custody", records.custody.iter().map(|r| r.person)) {
        let held = &records.custody[row.at];
        let Some(to) = held
            .to
            .filter(|to| *to >= index.on && held.from <= index.on)
        else {
            continue;
        };
        let near = index.near(row.person);
        let child = near.iter().any(|p| {
            let rows = index.of("population", &records.population, *p);
            let here = rows.iter().any(|r| r.standing == Standing::Present);
            here && index.world.person(*p).age(index.on) < 18
        });
        let helped = near.iter().any(|p| index.is_in("children", *p));
        if held.hold != Hold::Community && months(held.from, to) >= 6 && child && !helped {
            hits.add("M04b", row, false);
        }
    }
}
