//! Who people are: police, justice, funeral home, health commission, marriage registry.

use super::rolls::of_household;
use super::{
    Dress, Ledger, Quality, compact, day, dotted, id_cell, id_of, id_text, iso, name_of, own,
    short, text, town, village, whole,
};
use crate::world::NOBODY;
use crate::world::records::{Hold, Standing};
use sheet::Cell;

fn ethnicity(code: u8) -> &'static str {
    match code {
        5 => "维吾尔族",
        6 => "苗族",
        7 => "彝族",
        15 => "土家族",
        _ => "汉族",
    }
}

pub(super) const LEDGERS: &[Ledger] = &[
    Ledger {
        role: "deaths",
        file: "死亡人员名单",
        dress: Dress::Gbk,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "姓名",
            "公民身份号码",
            "性别",
            "出生日期",
            "死亡日期",
            "户口注销日期",
            "注销类别",
            "户籍地址",
        ],
        notes: &[],
        len: |w| w.records.deaths.len(),
        person: |w, i| w.records.deaths[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.deaths[i];
            vec![
                text(is.name.as_str()),
                id_text(&is),
                text(is.sex.chinese()),
                compact(is.birth),
                compact(Some(row.date)),
                compact(row.cancelled),
                text("死亡注销"),
                text(is.address),
            ]
        },
    },
    Ledger {
        role: "cremations",
        file: "火化登记簿",
        dress: Dress::Xlsx,
        quality: Quality::PAPER,
        titles: &["荣昌区殡仪馆火化登记簿"],
        groups: &[],
        header: &[
            "编号",
            "死者姓名",
            "性别",
            "享年",
            "身份证号",
            "死亡时间",
            "火化时间",
            "生前住址",
        ],
        notes: &["制表人："],
        len: |w| w.records.cremations.len(),
        person: |w, i| w.records.cremations[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.cremations[i];
            let age = w.person(row.person).age(row.died);
            vec![
                text(format!("HH{:05}", i + 1)),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                whole(age),
                id_cell(&is),
                dotted(Some(row.died)),
                dotted(Some(row.date)),
                short(&is.address),
            ]
        },
    },
    Ledger {
        role: "population",
        file: "常住户籍人口底册",
        dress: Dress::Gbk,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "户号",
            "户主姓名",
            "与户主关系",
            "姓名",
            "公民身份号码",
            "性别",
            "出生日期",
            "民族",
            "户口状态",
            "状态变更日期",
            "镇街",
            "村(社区)",
            "户籍地址",
        ],
        notes: &[],
        len: |w| w.records.population.len(),
        person: |w, i| w.records.population[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.population[i];
            let facts = w.person(row.person);
            let standing = match row.standing {
                Standing::Present => "正常",
                Standing::MovedOut => "迁出",
                Standing::Cancelled => "注销",
                Standing::Dead => "死亡",
            };
            vec![
                text(format!("{:09}", facts.household + 100_000_000)),
                name_of(w, w.home(row.person).first),
                text(of_household(w, row.person)),
                text(is.name.as_str()),
                id_text(&is),
                text(is.sex.chinese()),
                compact(is.birth),
                text(ethnicity(facts.ethnicity)),
                text(standing),
                compact(row.changed),
                town(w, row.person),
                village(w, row.person),
                text(is.address),
            ]
        },
    },
    Ledger {
        role: "custody",
        file: "服刑和强制隔离戒毒人员名单",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "序号",
            "姓名",
            "性别",
            "身份证号码",
            "类别",
            "起始日期",
            "终止日期",
            "羁押场所",
        ],
        notes: &[],
        len: |w| w.records.custody.len(),
        person: |w, i| w.records.custody[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.custody[i];
            let (hold, place) = match row.hold {
                Hold::Prison => ("服刑", "示例监狱"),
                Hold::Detox => ("强制隔离戒毒", "示例强制隔离戒毒所"),
                Hold::Community => ("社区矫正", ""),
            };
            vec![
                whole(i as f64 + 1.0),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                text(hold),
                iso(Some(row.from)),
                iso(row.to),
                text(place),
            ]
        },
    },
    Ledger {
        role: "births",
        file: "出生医学证明登记",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["出生医学证明签发登记表"],
        groups: &[],
        header: &[
            "序号",
            "母亲姓名",
            "母亲身份证号",
            "新生儿姓名",
            "新生儿性别",
            "新生儿出生日期",
            "父亲姓名",
            "父亲身份证号",
        ],
        notes: &[],
        len: |w| w.records.births.len(),
        person: |w, i| w.records.births[i].mother,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.births[i];
            let sex = if row.child == NOBODY {
                "女"
            } else {
                w.person(row.child).sex.chinese()
            };
            vec![
                whole(i as f64 + 1.0),
                text(is.name.as_str()),
                id_cell(&is),
                name_of(w, row.child),
                text(sex),
                day(Some(row.date)),
                name_of(w, row.father),
                id_of(w, row.father),
            ]
        },
    },
    Ledger {
        role: "marriages",
        file: "婚姻登记核查反馈表",
        dress: Dress::Utf8,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "姓名",
            "身份证号",
            "性别",
            "出生日期",
            "业务类型",
            "登记日期",
            "配偶姓名",
            "配偶身份证号",
        ],
        notes: &[],
        len: |w| w.records.marriages.len(),
        person: |w, i| w.records.marriages[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.marriages[i];
            let kind: Cell = text(if row.wedding {
                "结婚登记"
            } else {
                "离婚登记"
            });
            vec![
                text(is.name.as_str()),
                id_text(&is),
                text(is.sex.chinese()),
                iso(is.birth),
                kind,
                iso(Some(row.date)),
                name_of(w, row.spouse),
                id_of(w, row.spouse),
            ]
        },
    },
];
