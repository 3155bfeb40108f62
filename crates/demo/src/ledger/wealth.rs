//! What people have and earn: the answers of departments and banks.

use super::{
    Dress, Ledger, Quality, compact, day, id_cell, id_text, iso, own, text, whole, worded,
};
use crate::numbers;
use crate::world::records::{
    BusinessKind, Insurance, InsuranceStatus, Use, VehicleKind, VehicleStatus,
};
use sheet::Cell;

pub(super) const LEDGERS: &[Ledger] = &[
    Ledger {
        role: "vehicles",
        file: "机动车登记信息",
        dress: Dress::Gbk,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "号牌号码",
            "车辆类型",
            "机动车所有人",
            "身份证明号码",
            "初次登记日期",
            "机动车状态",
            "车辆现值",
            "住所地址",
        ],
        notes: &[],
        len: |w| w.records.vehicles.len(),
        person: |w, i| w.records.vehicles[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.vehicles[i];
            let kind = match row.kind {
                VehicleKind::Car => "小型轿车",
                VehicleKind::Truck => "轻型普通货车",
                VehicleKind::Motorcycle => "普通二轮摩托车",
                VehicleKind::Wheelchair => "残疾人机动轮椅车",
            };
            let status = match row.status {
                VehicleStatus::Valid => "正常",
                VehicleStatus::Scrapped => "报废",
                VehicleStatus::Sold => "转出",
            };
            vec![
                text(numbers::plate(w.seed, i as u64)),
                text(kind),
                text(is.name.as_str()),
                id_text(&is),
                iso(Some(row.registered)),
                text(status),
                whole(row.value),
                text(is.address),
            ]
        },
    },
    Ledger {
        role: "property",
        file: "不动产登记信息",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "序号",
            "权利人",
            "权利人证件号码",
            "坐落",
            "规划用途",
            "建筑面积",
            "危房等级",
            "登记状态",
            "登簿日期",
        ],
        notes: &[],
        len: |w| w.records.property.len(),
        person: |w, i| w.records.property[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.property[i];
            let used = match row.used {
                Use::Home => "成套住宅",
                Use::Shop => "商业服务",
                Use::Parking => "车位",
            };
            let danger = if row.danger == '\0' {
                String::new()
            } else {
                format!("{}级", row.danger)
            };
            vec![
                whole(i as f64 + 1.0),
                text(is.name.as_str()),
                id_cell(&is),
                text(is.address),
                text(used),
                whole(f64::from(row.area_tenths) / 10.0),
                text(danger),
                text(if row.current { "现势" } else { "历史" }),
                day(Some(row.registered)),
            ]
        },
    },
    Ledger {
        role: "businesses",
        file: "市场主体登记信息",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "统一社会信用代码",
            "企业名称",
            "主体类型",
            "登记状态",
            "成立日期",
            "注册资本(元)",
            "姓名",
            "身份证件号码",
            "人员身份",
        ],
        notes: &[],
        len: |w| w.records.businesses.len(),
        person: |w, i| w.records.businesses[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.businesses[i];
            let (kind, tail) = match row.kind {
                BusinessKind::Company => ("有限责任公司", "商贸有限公司"),
                BusinessKind::Sole => ("个体工商户", "经营部"),
                BusinessKind::Cooperative => ("农民专业合作社", "种植专业合作社"),
            };
            vec![
                text(numbers::credit_code(w.seed, i as u64)),
                text(format!("荣昌区虚构{:05}号{tail}", i + 1)),
                text(kind),
                text(row.status),
                iso(Some(row.registered)),
                whole(row.capital),
                text(is.name.as_str()),
                id_cell(&is),
                text(row.capacity),
            ]
        },
    },
    Ledger {
        role: "tax",
        file: "个人所得税申报信息",
        dress: Dress::Utf8,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "纳税人姓名",
            "纳税人识别号",
            "税款所属期",
            "所得项目",
            "收入额",
            "扣缴义务人",
        ],
        notes: &[],
        len: |w| w.records.tax.len(),
        person: |w, i| w.records.tax[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.tax[i];
            vec![
                text(is.name.as_str()),
                id_text(&is),
                iso(Some(row.period)),
                text(row.item),
                whole(row.income),
                text(format!("虚构单位{:04}", row.person % 900)),
            ]
        },
    },
    Ledger {
        role: "social_insurance",
        file: "社会保险参保信息",
        dress: Dress::Gbk,
        quality: Quality::MACHINE,
        titles: &[],
        groups: &[],
        header: &[
            "姓名",
            "身份证号码",
            "性别",
            "出生日期",
            "险种类型",
            "缴费状态",
            "参保单位",
            "月待遇金额",
            "最近缴费年月",
        ],
        notes: &[],
        len: |w| w.records.social_insurance.len(),
        person: |w, i| w.records.social_insurance[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.social_insurance[i];
            let kind = match row.kind {
                Insurance::Firm => "企业职工基本养老保险",
                Insurance::Public => "机关事业单位养老保险",
                Insurance::Resident => "城乡居民基本养老保险",
            };
            let status = match row.status {
                InsuranceStatus::Paying => "正常缴费",
                InsuranceStatus::Drawing => "领取待遇",
                InsuranceStatus::Stopped => "暂停缴费",
            };
            let employed = row.kind != Insurance::Resident;
            let employer = if employed {
                format!("虚构单位{:04}", row.person % 900)
            } else {
                String::new()
            };
            vec![
                text(is.name.as_str()),
                id_text(&is),
                text(is.sex.chinese()),
                compact(is.birth),
                text(kind),
                text(status),
                text(employer),
                if row.amount > 0 {
                    whole(row.amount)
                } else {
                    Cell::Empty
                },
                iso(Some(row.last_paid)),
            ]
        },
    },
    Ledger {
        role: "provident_fund",
        file: "住房公积金缴存信息",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &["住房公积金缴存信息查询结果"],
        groups: &[],
        header: &[
            "姓名",
            "证件号码",
            "缴存单位",
            "个人账户状态",
            "月缴存额",
            "最近缴存日期",
            "账户余额",
        ],
        notes: &[],
        len: |w| w.records.provident_fund.len(),
        person: |w, i| w.records.provident_fund[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.provident_fund[i];
            vec![
                text(is.name.as_str()),
                id_cell(&is),
                text(format!("虚构单位{:04}", row.person % 900)),
                text(row.status),
                whole(row.monthly),
                worded(Some(row.last_paid)),
                whole(f64::from(row.monthly) * 23.0),
            ]
        },
    },
    Ledger {
        role: "balances",
        file: "金融资产核查反馈",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &["居民家庭经济状况核对——金融资产反馈"],
        groups: &[],
        header: &[
            "客户姓名",
            "证件号码",
            "金融机构",
            "资产类型",
            "余额(元)",
            "查询日期",
        ],
        notes: &[],
        len: |w| w.records.balances.len(),
        person: |w, i| w.records.balances[i].person,
        id_of: own,
        cells: |w, i, is| {
            const BANKS: [&str; 3] = [
                "虚构商业银行荣昌支行",
                "虚构农村银行荣昌支行",
                "虚构储蓄银行荣昌支行",
            ];
            let row = &w.records.balances[i];
            vec![
                text(is.name.as_str()),
                id_cell(&is),
                text(BANKS[i % BANKS.len()]),
                text(row.kind),
                whole(row.balance),
                day(Some(row.as_of)),
            ]
        },
    },
    Ledger {
        role: "payroll",
        file: "财政供养人员名册",
        dress: Dress::Xlsx,
        quality: Quality::MACHINE,
        titles: &["荣昌区财政供养人员名册"],
        groups: &[],
        header: &[
            "序号",
            "姓名",
            "性别",
            "身份证号码",
            "单位名称",
            "人员类别",
            "月工资",
        ],
        notes: &["制表：区财政局"],
        len: |w| w.records.payroll.len(),
        person: |w, i| w.records.payroll[i].person,
        id_of: own,
        cells: |w, i, is| {
            let row = &w.records.payroll[i];
            let places = &w.places;
            let at = w.home(row.person).address.village;
            let unit = match row.kind {
                "村社干部" | "公益性岗位" => {
                    format!("{}{}", places.town_name(at), places.village(at).name)
                }
                _ => format!("{}人民政府", places.town_name(at)),
            };
            vec![
                whole(i as f64 + 1.0),
                text(is.name.as_str()),
                text(is.sex.chinese()),
                id_cell(&is),
                text(unit),
                text(row.kind),
                whole(row.amount),
            ]
        },
    },
];
