//! Who may be in need: poverty register, disability, illness, school, work, disaster.

use super::rolls::{category, certificate, grade, of_household};
use super::{
    Dress, Ledger, Quality, day, dotted, id_cell, id_text, iso, name_of, own, short, text, town,
    village, whole, worded,
};
use crate::world::person::School;
use crate::world::records::CertificateStatus;
use sheet::Cell;

pub(super) const LEDGERS: &[Ledger] = &[
    Ledger {
        role: "registered_poor",
        file: "建档立卡贫困人口台账",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["荣昌区建档立卡贫困人口信息台账"],
        groups: &[],
        header: &[
            "乡镇",
            "行政村",
            "户编号",
            "户主姓名",
            "姓名",
            "性别",
            "身份证号码",
            "出生年月日",
            "与户主关系",
            "脱贫属性",
            "主要致贫原因",
            "健康状况",
            "人均纯收入",
        ],
        notes: &[],
        len: |w| w.records.registered_poor.len(),
        person: |w, i| w.records.registered_poor[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.registered_poor[i];
            let home = w.home(row.person);
            let number = w.person(row.person).household;
            vec![
                town(w, row.person),
                village(w, row.person),
                text(format!("50015300{number:07}")),
                name_of(w, home.first),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                day(is.birth),
                text(of_household(w, row.person)),
                text(home.poor.chinese()),
                text(row.cause),
                text(row.health),
                whole(row.income),
            ]
        },
    },
    Ledger {
        role: "disabled",
        file: "持证残疾人台账",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["荣昌区持证残疾人基本情况台账"],
        groups: &[],
        header: &[
            "序号",
            "镇街",
            "村(社区)",
            "姓名",
            "性别",
            "身份证号",
            "残疾证号",
            "残疾类别",
            "残疾等级",
            "残疾证状态",
            "发证日期",
            "有效期至",
            "家庭住址",
            "联系电话",
        ],
        notes: &["填表人："],
        len: |w| w.records.disabled.len(),
        person: |w, i| w.records.disabled[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.disabled[i];
            let status = match row.status {
                CertificateStatus::Valid => "正常",
                CertificateStatus::Cancelled => "注销",
                CertificateStatus::Frozen => "冻结",
                CertificateStatus::MovedOut => "迁出",
            };
            vec![
                whole(i as f64 + 1.0),
                town(w, row.person),
                village(w, row.person),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                text(certificate(
                    w,
                    row.person,
                    row.category,
                    row.grade,
                    row.wrong_number,
                )),
                text(category(row.category)),
                text(grade(row.grade)),
                text(status),
                iso(Some(row.issued)),
                iso(row.valid_to),
                short(&is.address),
                text(is.phone),
            ]
        },
    },
    Ledger {
        role: "medical_bills",
        file: "医疗费用报销台账",
        dress: Dress::Gbk,
        quality: Quality::OFFICE,
        titles: &[],
        groups: &[],
        header: &[
            "参保人姓名",
            "身份证号",
            "就诊医院",
            "出院诊断",
            "结算日期",
            "总费用",
            "个人自付金额",
        ],
        notes: &[],
        len: |w| w.records.medical_bills.len(),
        person: |w, i| w.records.medical_bills[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.medical_bills[i];
            vec![
                text(is.name.as_str()),
                id_text(&is),
                text("虚构医院"),
                text(row.diagnosis),
                dotted(Some(row.date)),
                whole(row.total),
                whole(row.self_paid),
            ]
        },
    },
    Ledger {
        role: "students",
        file: "学籍信息",
        dress: Dress::Utf8,
        quality: Quality::OFFICE,
        titles: &[],
        groups: &[],
        header: &[
            "学生姓名",
            "性别",
            "出生日期",
            "身份证号码",
            "学校名称",
            "学段",
            "学籍状态",
            "预计毕业日期",
        ],
        notes: &[],
        len: |w| w.records.students.len(),
        person: |w, i| w.records.students[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.students[i];
            let stage = match w.person(row.person).school {
                School::Primary => "小学",
                School::Junior => "初中",
                School::Senior => "普通高中",
                School::Vocational => "中等职业学校",
                School::University => "普通高等学校",
                School::None | School::Nursery => "",
            };
            vec![
                text(is.name.as_str()),
                text(is.sex.chinese()),
                iso(is.birth),
                id_text(&is),
                text(format!("虚构第{}学校", row.person % 40 + 1)),
                text(stage),
                text(row.status),
                iso(Some(row.leaves)),
            ]
        },
    },
    Ledger {
        role: "unemployment",
        file: "失业和就业服务登记",
        dress: Dress::Xlsx,
        quality: Quality::OFFICE,
        titles: &["失业登记及公共就业服务台账"],
        groups: &[],
        header: &[
            "序号",
            "姓名",
            "性别",
            "身份证号码",
            "就业状态",
            "失业日期",
            "是否领取失业保险金",
            "连续拒绝介绍工作次数",
        ],
        notes: &[],
        len: |w| w.records.unemployment.len(),
        person: |w, i| w.records.unemployment[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.unemployment[i];
            vec![
                whole(i as f64 + 1.0),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                text(if row.out_of_work {
                    "登记失业"
                } else {
                    "就业"
                }),
                worded(Some(row.since)),
                text(if row.benefit { "是" } else { "否" }),
                whole(row.refusals),
            ]
        },
    },
    Ledger {
        role: "disasters",
        file: "受灾人员台账",
        dress: Dress::Xlsx,
        quality: Quality::PAPER,
        titles: &["自然灾害和事故受灾人员台账"],
        groups: &[],
        header: &[
            "序号",
            "镇街",
            "村(社区)",
            "户主姓名",
            "户主身份证号",
            "受灾日期",
            "灾害种类",
            "房屋损毁程度",
        ],
        notes: &["合计"],
        len: |w| w.records.disasters.len(),
        person: |w, i| w.records.disasters[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.disasters[i];
            let damage: Cell = text(row.damage);
            vec![
                whole(i as f64 + 1.0),
                town(w, row.person),
                village(w, row.person),
                text(is.name.as_str()),
                id_cell(&is),
                dotted(Some(row.date)),
                text(row.kind),
                damage,
            ]
        },
    },
];
