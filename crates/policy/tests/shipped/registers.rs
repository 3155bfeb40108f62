//! The registers that the packs ship against the work plan that asks for them.

use super::pack;
use policy::register::{Class, SubjectKind};

/// What the plan names, where it stands, and the register that keeps it.
const PLAN: &[(&str, &str, &str)] = &[
    ("农村低保对象", "三（二）1", "dibao"),
    ("特困人员", "三（二）2", "tekun"),
    ("建档立卡贫困人口", "三（二）1", "registered_poor"),
    ("重度残疾人员信息比对", "三（二）1", "disabled"),
    ("优亲厚友", "三（二）5", "officials_kin"),
    ("资金监管、足额发放", "三（二）5", "deaths"),
    ("残疾人两项补贴", "三（三）1", "disabled"),
    ("供养服务设施（敬老院）改造提升", "三（三）2", "care_homes"),
    ("重大安全隐患全部整改", "三（三）2", "care_homes"),
    ("居家适老化改造", "三（三）2", "home_adaptations"),
    ("农村留守老年人信息台账", "三（三）3", "left_behind_elderly"),
    (
        "经济困难的高龄、失能老年人补贴",
        "三（三）3",
        "elderly_hardship",
    ),
    ("事实无人抚养儿童", "三（三）4", "unattended_children"),
    ("民政惠民济困保", "三（三）4", "insurance"),
    ("农村留守妇女摸底排查", "三（三）5", "left_behind_women"),
    ("留守儿童关爱服务体系", "二", "left_behind_children"),
    ("社会组织参与脱贫攻坚", "三（四）1", "social_organisations"),
    ("慈善组织围绕送温暖和扶贫", "三（四）1", "charities"),
    ("社会工作者", "三（四）2", "social_workers"),
    ("志愿者和志愿服务组织", "三（四）2", "volunteers"),
    ("一肩挑和交叉任职", "三（五）1", "village_committees"),
    (
        "村规民约、红白理事会、道德评议会",
        "三（五）2",
        "village_rules",
    ),
    ("婚丧移风易俗", "三（五）2", "customs_reform"),
    ("地名文化保护", "三（六）", "place_names"),
    ("界线管理", "三（六）", "boundary_lines"),
    ("边界地区和谐稳定", "三（六）", "boundary_markers"),
    ("联系镇帮扶", "三（七）", "liaison_visits"),
    ("理论学习", "三（一）1", "study_publicity"),
    ("政策宣传", "三（一）2", "study_publicity"),
];

#[test]
fn every_ledger_of_the_plan_has_a_register() {
    let pack = pack("rongchang-2020");
    for (words, item, id) in PLAN {
        let register = pack.register(id);
        let named = register.is_some_and(|r| r.plan.iter().any(|p| p == item));
        assert!(named, "{words}: {id} does not name {item}");
    }
    for register in &pack.registers {
        let asked = PLAN.iter().any(|(.., id)| *id == register.id);
        assert!(asked, "{} answers nothing of the plan", register.id);
    }
}

#[test]
fn every_register_can_be_worked_with() {
    for register in &pack("rongchang-2020").registers {
        let id = &register.id;
        let listed = register.fields.iter().filter(|f| f.list).count();
        assert!((1..=10).contains(&listed), "{id}: {listed} columns");
        assert!(register.fields.iter().any(|f| f.filter), "{id}");
        assert!(!register.statistics.is_empty(), "{id}: nothing is counted");
        let keyed = register.subject == SubjectKind::Person || !register.key.is_empty();
        assert!(keyed, "{id}: nothing makes a record one");
        let headers: Vec<&str> = register
            .fields
            .iter()
            .map(|f| f.label.zh.as_str())
            .collect();
        let mut once = headers.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), headers.len(), "{id}: two columns of one header");
    }
}

#[test]
fn health_and_money_of_people_are_sealed() {
    use policy::register::Kind::{Account, Certificate, IdNumber};
    for register in &pack("rongchang-2020").registers {
        for field in &register.fields {
            let secret = matches!(field.kind, Account | Certificate | IdNumber)
                || ["health", "illness", "violence"].contains(&field.id.as_str());
            let sealed = field.class == Class::Sensitive;
            assert!(sealed || !secret, "{} {}", register.id, field.id);
        }
    }
}
