//! Who decides, and who of their kin was declared.

use super::{Dress, Ledger, Quality, day, id_cell, id_of, name_of, own, text, whole};

pub(super) const LEDGERS: &[Ledger] = &[
    Ledger {
        role: "officials",
        file: "经办人员和村(社区)干部名册",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["社会救助经办人员和村(社区)干部名册"],
        groups: &[],
        header: &["序号", "单位", "姓名", "性别", "身份证号码", "职务"],
        notes: &[],
        len: |w| w.records.officials.len(),
        person: |w, i| w.records.officials[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.officials[i];
            let places = &w.places;
            vec![
                whole(i as f64 + 1.0),
                text(format!(
                    "{}{}",
                    places.town_name(row.village),
                    places.village(row.village).name
                )),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                text(row.post),
            ]
        },
    },
    Ledger {
        role: "relatives",
        file: "近亲属备案登记表",
        dress: Dress::Xlsx,
        quality: Quality::PAPER,
        titles: &["社会救助经办人员和村(居)干部近亲属享受救助备案登记表"],
        groups: &[],
        header: &[
            "序号",
            "干部姓名",
            "干部身份证号",
            "近亲属姓名",
            "近亲属身份证号",
            "亲属关系",
            "备案日期",
            "区级入户核查日期",
        ],
        notes: &[],
        len: |w| w.records.relatives.len(),
        person: |w, i| w.records.relatives[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.relatives[i];
            vec![
                whole(i as f64 + 1.0),
                name_of(w, row.official),
                id_of(w, row.official),
                text(is.name.as_str()),
                id_cell(&is),
                text(row.relation),
                day(Some(row.registered)),
                day(row.checked),
            ]
        },
    },
];
