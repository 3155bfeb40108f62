//! Cars, homes, firms, wages, pensions, savings and public pay of whoever is on a roll or applies.

use super::index::Index;
use super::{Hits, Row};
use crate::world::records::{
    BusinessKind, Insurance, InsuranceStatus, Use, VehicleKind, VehicleStatus,
};

/// Minimum housing standard a head, tenths of a square metre, three times.
const AREA_MAX_TENTHS: u32 = 3 * 130;

pub(super) fn find(index: &Index<'_>, hits: &mut Hits) {
    for row in index.dibao().into_iter().chain(index.applicants()) {
        assets(index, row, hits);
        income(index, row, hits);
        shared(index, row, hits);
    }
    for row in index.rolls().into_iter().filter(|r| r.role == "tekun") {
        shared(index, row, hits);
    }
}

/// Members counted and standard a month, yuan.
fn counted(index: &Index<'_>, row: Row) -> (u32, u32) {
    let (members, urban) = match row.role {
        "dibao" => {
            let roll = &index.world.records.dibao[row.at];
            (roll.members, roll.urban)
        }
        _ => {
            let roll = &index.world.records.applicants[row.at];
            (roll.members, roll.urban)
        }
    };
    (u32::from(members), if urban { 580 } else { 440 })
}

fn assets(index: &Index<'_>, row: Row, hits: &mut Hits) {
    let records = &index.world.records;
    let home = index.home(row);
    let (members, standard) = counted(index, row);
    let vehicles: Vec<_> = home
        .iter()
        .flat_map(|p| index.of("vehicles", &records.vehicles, *p))
        .filter(|v| v.status == VehicleStatus::Valid)
        .collect();
    if !vehicles.is_empty() {
        let harmless = |k| matches!(k, VehicleKind::Motorcycle | VehicleKind::Wheelchair);
        hits.add("M05", row, vehicles.iter().all(|v| harmless(v.kind)));
    }
    let property: Vec<_> = home
        .iter()
        .flat_map(|p| index.of("property", &records.property, *p))
        .collect();
    let homes: Vec<_> = property
        .iter()
        .filter(|h| h.used == Use::Home && h.current && !matches!(h.danger, 'C' | 'D'))
        .collect();
    let area: u32 = homes.iter().map(|h| u32::from(h.area_tenths)).sum();
    if homes.len() >= 2 && area > AREA_MAX_TENTHS * members {
        hits.add("M06a", row, false);
    }
    if property.iter().any(|h| h.used == Use::Shop && h.current) {
        hits.add("M06b", row, false);
    }
    let balances = home
        .iter()
        .flat_map(|p| index.of("balances", &records.balances, *p));
    let savings: u32 = balances
        .filter(|b| index.within_a_year(b.as_of))
        .map(|b| b.balance)
        .sum();
    if savings > 12 * standard * members {
        hits.add("M11", row, false);
    }
}

fn income(index: &Index<'_>, row: Row, hits: &mut Hits) {
    let records = &index.world.records;
    let home = index.home(row);
    let (members, standard) = counted(index, row);
    let tax = home.iter().flat_map(|p| index.of("tax", &records.tax, *p));
    let earned: Vec<u32> = tax
        .filter(|t| index.within_a_year(t.period))
        .map(|t| t.income)
        .collect();
    if !earned.is_empty() && earned.iter().sum::<u32>() >= standard * 12 * members {
        hits.add("M08", row, false);
    }
    let paying: Vec<u32> = home
        .iter()
        .copied()
        .filter(|p| {
            index
                .of("social_insurance", &records.social_insurance, *p)
                .iter()
                .any(|s| s.kind != Insurance::Resident && s.status == InsuranceStatus::Paying)
        })
        .collect();
    if !paying.is_empty() {
        let post = |p: &u32| {
            index
                .of("payroll", &records.payroll, *p)
                .iter()
                .any(|r| r.kind == "公益性岗位")
        };
        hits.add("M09a", row, paying.iter().all(post));
    }
    let fund = home
        .iter()
        .flat_map(|p| index.of("provident_fund", &records.provident_fund, *p));
    let mut fund = fund.filter(|f| f.status == "正常" && index.months_since(f.last_paid) <= 3);
    if fund.next().is_some() {
        hits.add("M10", row, false);
    }
}

/// What is asked of the extreme-poverty roll too.
fn shared(index: &Index<'_>, row: Row, hits: &mut Hits) {
    let records = &index.world.records;
    let home = index.home(row);
    let firms: Vec<_> = home
        .iter()
        .flat_map(|p| index.of("businesses", &records.businesses, *p))
        .filter(|b| b.status == "存续")
        .collect();
    if !firms.is_empty() {
        let member = firms
            .iter()
            .all(|b| b.kind == BusinessKind::Cooperative && b.capacity == "成员");
        hits.add("M07", row, member);
    }
    let mut pensions = home
        .iter()
        .flat_map(|p| index.of("social_insurance", &records.social_insurance, *p))
        .filter(|s| s.kind != Insurance::Resident && s.status == InsuranceStatus::Drawing);
    if pensions.next().is_some() {
        hits.add("M09b", row, false);
    }
    let pay: Vec<_> = home
        .iter()
        .flat_map(|p| index.of("payroll", &records.payroll, *p))
        .collect();
    if !pay.is_empty() {
        hits.add("M12", row, pay.iter().all(|r| r.kind == "公益性岗位"));
    }
}
