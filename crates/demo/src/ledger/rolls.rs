//! The bureau's own rolls, the register of applications, and the rolls of other districts.

use super::{
    Dress, Ledger, Quality, compact, day, dotted, id_cell, id_text, iso, name_of, own, short, text,
    town, village, whole, worded, yuan,
};
use crate::numbers;
use crate::world::World;
use crate::world::person::{Care, Relation};
use crate::world::records::{Decision, OTHER_PROGRAMMES, supplement};
use sheet::Cell;

/// How relationships to the head are written, as seen from the head of the case.
fn relationship(world: &World, head: u32, person: u32) -> &'static str {
    use base::Sex::{Female, Male};
    if head == person {
        return "户主";
    }
    let (facts, of_head) = (world.person(person), world.person(head));
    if of_head.spouse == person {
        return "配偶";
    }
    let child = facts.father == head || facts.mother == head;
    match (facts.relation, facts.sex) {
        _ if child && facts.sex == Male => "儿子",
        _ if child => "女儿",
        (Relation::Parent, Male) => "父亲",
        (Relation::Parent, Female) => "母亲",
        (Relation::Grandchild, Male) => "孙子",
        (Relation::Grandchild, Female) => "孙女",
        (Relation::Child, Male) => "儿子",
        (Relation::Child, Female) => "女儿",
        _ => "其他",
    }
}

pub(super) fn of_household(world: &World, person: u32) -> &'static str {
    let head = world.home(person).first;
    relationship(world, head, person)
}

fn supplements(bits: u8) -> Cell {
    let words = supplement::ALL
        .iter()
        .filter(|(bit, _)| bits & bit != 0)
        .map(|(_, word)| *word);
    Cell::from(words.collect::<Vec<_>>().join("、"))
}

pub(super) fn category(code: u8) -> &'static str {
    ["", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"]
        .get(usize::from(code))
        .unwrap_or(&"")
}

pub(super) fn grade(code: u8) -> &'static str {
    ["", "一级", "二级", "三级", "四级"]
        .get(usize::from(code))
        .unwrap_or(&"")
}

/// The number of a certificate; one in fifty is a replacement.
pub(super) fn certificate(
    world: &World,
    person: u32,
    category: u8,
    grade: u8,
    wrong: bool,
) -> String {
    let holder = if wrong {
        super::certificate_holder(world, person)
    } else {
        person
    };
    let id = world.person(holder).id;
    let again = if person.is_multiple_of(50) { "B1" } else { "" };
    format!("{id}{category}{grade}{again}")
}

fn agreement(value: Option<bool>) -> Cell {
    match value {
        Some(true) => text("有"),
        Some(false) => text("无"),
        None => Cell::Empty,
    }
}

pub(super) const LEDGERS: &[Ledger] = &[
    Ledger {
        role: "dibao",
        file: "低保发放花名册",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &[
            "荣昌区城乡居民最低生活保障金发放花名册（2020年5月）",
            "填报单位：荣昌区民政局社会救助科　　单位：元",
        ],
        groups: &[],
        header: &[
            "序号",
            "镇街",
            "村(社区)",
            "低保证号",
            "户主姓名",
            "姓名",
            "性别",
            "身份证号码",
            "出生日期",
            "与户主关系",
            "低保类别",
            "保障人口数",
            "家庭人口数",
            "月保障金额",
            "分类重点救助类别",
            "享受低保起始日期",
            "健康状况",
            "银行账号",
            "账户户名",
            "代管协议",
            "家庭住址",
            "联系电话",
        ],
        notes: &["制表人：　　　　审核人：　　　　负责人："],
        len: |w| w.records.dibao.len(),
        person: |w, i| w.records.dibao[i].person,
        id_of: |w, i| w.records.dibao[i].id_of,
        cells: |w, i, is| {
            let row = &w.records.dibao[i];
            let facts = w.person(row.person);
            let health = match (facts.illness, facts.disability) {
                (crate::world::person::Illness::Serious, _) => "重病",
                (_, Some(_)) => "残疾",
                (crate::world::person::Illness::Chronic, _) => "慢性病",
                _ => "健康",
            };
            vec![
                whole(i as f64 + 1.0),
                text(w.places.town_name(row.village)),
                text(w.places.village(row.village).name),
                text(format!(
                    "5001532{}{:06}",
                    if row.urban { 1 } else { 2 },
                    row.case
                )),
                name_of(w, row.head),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                dotted(is.birth),
                text(relationship(w, row.head, row.person)),
                text(if row.urban { "城市" } else { "农村" }),
                whole(row.members),
                whole(row.size),
                yuan(row.amount_fen),
                supplements(row.supplement),
                text(format!("{}年{}月", row.since.year(), row.since.month())),
                text(health),
                text(numbers::account(w.seed, row.account)),
                name_of(w, row.account_name),
                agreement(row.agreement),
                text(is.address),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "tekun",
        file: "特困人员救助供养花名册",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["荣昌区特困人员救助供养花名册"],
        groups: &[],
        header: &[
            "序号",
            "乡镇(街道)",
            "村(居)",
            "姓名",
            "身份证号码",
            "性别",
            "出生年月日",
            "供养方式",
            "自理能力",
            "供养机构",
            "基本生活标准",
            "照料护理补贴",
            "纳入特困时间",
            "社保卡账号",
            "住址",
            "联系电话",
        ],
        notes: &[],
        len: |w| w.records.tekun.len(),
        person: |w, i| w.records.tekun[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.tekun[i];
            let care = match row.care {
                Care::Able => "全自理",
                Care::Half => "半护理",
                Care::Unable => "全护理",
            };
            let home = format!(
                "{}敬老院",
                w.places.town_name(row.village).trim_end_matches('镇')
            );
            vec![
                whole(i as f64 + 1.0),
                text(w.places.town_name(row.village)),
                text(w.places.village(row.village).name),
                text(is.name.as_str()),
                id_cell(&is),
                text(is.sex.chinese()),
                compact(is.birth),
                text(if row.centralised {
                    "集中供养"
                } else {
                    "分散供养"
                }),
                text(care),
                text(if row.centralised { home } else { String::new() }),
                yuan(row.amount_fen),
                yuan(row.care_fen),
                day(Some(row.since)),
                text(numbers::account(w.seed, row.account)),
                short(&is.address),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "temporary",
        file: "临时救助台账",
        dress: Dress::Xlsx,
        quality: Quality::PAPER,
        titles: &["2019—2020年临时救助台账"],
        groups: &[
            ("申请人基本情况", 0, 5),
            ("救助情况", 6, 9),
            ("联系方式", 10, 10),
        ],
        header: &[
            "序号",
            "镇街",
            "村(社区)",
            "姓名",
            "身份证号码",
            "性别",
            "救助类型",
            "困难原因",
            "救助金额",
            "救助日期",
            "联系电话",
        ],
        notes: &["合计"],
        len: |w| w.records.temporary.len(),
        person: |w, i| w.records.temporary[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.temporary[i];
            vec![
                whole(i as f64 + 1.0),
                town(w, row.person),
                village(w, row.person),
                text(is.name.as_str()),
                id_cell(&is),
                text(is.sex.chinese()),
                text(if row.emergency {
                    "急难型"
                } else {
                    "支出型"
                }),
                text(row.cause),
                yuan(row.amount_fen),
                worded(Some(row.date)),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "disability_subsidy",
        file: "残疾人两项补贴发放名册",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["荣昌区困难残疾人生活补贴和重度残疾人护理补贴发放名册（2020年5月）"],
        groups: &[],
        header: &[
            "序号",
            "镇街",
            "村居",
            "补贴类别",
            "姓名",
            "性别",
            "身份证号",
            "出生日期",
            "残疾人证号",
            "残疾类别",
            "残疾等级",
            "补贴金额",
            "享受补贴起始日期",
            "一卡通账号",
            "电话",
        ],
        notes: &["注：护理补贴与特困人员照料护理补贴不得重复享受。"],
        len: |w| w.records.disability_subsidy.len(),
        person: |w, i| w.records.disability_subsidy[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.disability_subsidy[i];
            let account = crate::world::records::Account::of(row.person);
            vec![
                whole(i as f64 + 1.0),
                text(w.places.town_name(row.village)),
                text(w.places.village(row.village).name),
                text(if row.care {
                    "重度残疾人护理补贴"
                } else {
                    "困难残疾人生活补贴"
                }),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                day(is.birth),
                text(certificate(
                    w,
                    row.person,
                    row.category,
                    row.grade,
                    row.wrong_certificate,
                )),
                text(category(row.category)),
                text(grade(row.grade)),
                yuan(row.amount_fen),
                iso(Some(row.since)),
                text(numbers::account(w.seed, account)),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "elderly_subsidy",
        file: "经济困难的高龄失能老年人养老服务补贴名册",
        dress: Dress::Gbk,
        quality: Quality::OFFICE,
        titles: &[],
        groups: &[],
        header: &[
            "编号",
            "镇街",
            "村社区",
            "姓名",
            "性别",
            "身份证号码",
            "出生年月日",
            "对象类别",
            "补贴金额",
            "审批日期",
            "账号",
            "联系电话",
        ],
        notes: &[],
        len: |w| w.records.elderly_subsidy.len(),
        person: |w, i| w.records.elderly_subsidy[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.elderly_subsidy[i];
            let account = crate::world::records::Account::of(row.person);
            vec![
                text(format!("GL{:05}", i + 1)),
                town(w, row.person),
                village(w, row.person),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_text(&is),
                dotted(is.birth),
                text(if row.unable { "失能" } else { "高龄" }),
                yuan(20_000),
                dotted(Some(row.since)),
                text(numbers::account(w.seed, account)),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "children",
        file: "孤儿和事实无人抚养儿童花名册",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &[
            "孤儿、事实无人抚养儿童基本生活费发放花名册",
            "（内部资料，不得公示）",
        ],
        groups: &[],
        header: &[
            "序号",
            "镇街",
            "村(社区)",
            "儿童姓名",
            "性别",
            "儿童身份证号",
            "出生日期",
            "儿童类别",
            "发放方式",
            "基本生活费",
            "监护人姓名",
            "纳入保障时间",
            "开户账号",
            "户名",
            "联系电话",
        ],
        notes: &[],
        len: |w| w.records.children.len(),
        person: |w, i| w.records.children[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.children[i];
            let account = crate::world::records::Account::of(row.guardian);
            vec![
                whole(i as f64 + 1.0),
                town(w, row.person),
                village(w, row.person),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                iso(is.birth),
                text(if row.orphan {
                    "散居孤儿"
                } else {
                    "事实无人抚养儿童"
                }),
                text(if row.full { "全额" } else { "补差" }),
                yuan(row.amount_fen),
                name_of(w, row.guardian),
                worded(Some(row.since)),
                text(numbers::account(w.seed, account)),
                name_of(w, row.guardian),
                text(numbers::phone(w.seed, row.guardian)),
            ]
        },
    },
    Ledger {
        role: "applicants",
        file: "救助申请受理台账",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["社会救助申请受理台账"],
        groups: &[],
        header: &[
            "序号",
            "受理编号",
            "镇街",
            "村(社区)",
            "申请人姓名",
            "姓名",
            "性别",
            "身份证号",
            "出生日期",
            "与申请人关系",
            "申请类别",
            "共同生活人数",
            "受理日期",
            "办理结果",
            "办结日期",
            "联系电话",
        ],
        notes: &[],
        len: |w| w.records.applicants.len(),
        person: |w, i| w.records.applicants[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.applicants[i];
            let result = match row.decision {
                Decision::Pending => "在办",
                Decision::Granted => "批准",
                Decision::Refused => "不予批准",
            };
            let relation = relationship(w, row.head, row.person);
            vec![
                whole(i as f64 + 1.0),
                text(format!("SL{}{:05}", row.applied.year(), row.case)),
                town(w, row.person),
                village(w, row.person),
                name_of(w, row.head),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                day(is.birth),
                text(if row.head == row.person {
                    "本人"
                } else {
                    relation
                }),
                text(if row.urban {
                    "城市低保"
                } else {
                    "农村低保"
                }),
                whole(row.members),
                day(Some(row.applied)),
                text(result),
                day(row.decided),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "other_rolls",
        file: "外区县在保名册",
        dress: Dress::Utf8,
        quality: Quality::OFFICE,
        titles: &[],
        groups: &[],
        header: &[
            "所属区县",
            "救助项目",
            "姓名",
            "身份证号码",
            "性别",
            "出生日期",
            "享受起始日期",
            "停发日期",
            "月发放金额",
        ],
        notes: &[],
        len: |w| w.records.other_rolls.len(),
        person: |w, i| w.records.other_rolls[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.other_rolls[i];
            let programme = OTHER_PROGRAMMES
                .get(usize::from(row.programme))
                .unwrap_or(&"");
            vec![
                text(row.district),
                text(*programme),
                text(is.name.as_str()),
                id_text(&is),
                text(is.sex.chinese()),
                iso(is.birth),
                iso(Some(row.since)),
                iso(row.until),
                yuan(row.amount_fen),
            ]
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::NOBODY;

    #[test]
    fn nobody_has_no_name() {
        let world = World::build(&crate::world::Options {
            people: 200,
            ..Default::default()
        });
        assert_eq!(name_of(&world, NOBODY), Cell::Empty);
        assert_eq!(
            supplements(supplement::PUPIL | supplement::DISABLED),
            text("在校学生、残疾人员")
        );
    }
}
