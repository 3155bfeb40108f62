//! Rows of the rolls: the bureau's own, its applications, and other districts'.

use crate::world::person::Care;
use base::date::Date;

/// A bank account: the holder and which of his.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// Who opened it.
    pub holder: u32,
    /// Which of the holder's accounts.
    pub nth: u8,
}

impl Account {
    /// A person's own account.
    pub const fn of(holder: u32) -> Self {
        Self { holder, nth: 0 }
    }
}

/// Supplements of the subsistence allowance as bits, in the order they are written.
pub mod supplement {
    /// Code and how it is written.
    pub const ALL: &[(u8, &str)] = &[
        (SEVERE, "重度残疾"),
        (ILL, "重大疾病"),
        (OLD, "70岁以上老人"),
        (NURSERY, "学龄前儿童"),
        (PUPIL, "在校学生"),
        (DISABLED, "残疾人员"),
    ];
    /// Grade 1 or 2.
    pub const SEVERE: u8 = 1;
    /// Listed serious illness.
    pub const ILL: u8 = 2;
    /// 70 and older.
    pub const OLD: u8 = 4;
    /// Pre-school child.
    pub const NURSERY: u8 = 8;
    /// Enrolled student.
    pub const PUPIL: u8 = 16;
    /// Holder of a disability certificate.
    pub const DISABLED: u8 = 32;
}

/// A person on the subsistence-allowance roll.
#[derive(Debug, Clone)]
pub struct DibaoRow {
    /// Who.
    pub person: u32,
    /// Number of the case; people of one case are one household of the roll.
    pub case: u32,
    /// Head of the case.
    pub head: u32,
    /// Urban or rural standard.
    pub urban: bool,
    /// How many the case pays for.
    pub members: u8,
    /// How many live in the household.
    pub size: u8,
    /// The household's grant a month, fen.
    pub amount_fen: i64,
    /// Bits of [`supplement`].
    pub supplement: u8,
    /// First month.
    pub since: Date,
    /// Where it is paid.
    pub account: Account,
    /// In whose name the account is; `NOBODY` where the column is empty.
    pub account_name: u32,
    /// Whether someone else holds the account by agreement.
    pub agreement: Option<bool>,
    /// Whose ID number stands in the row, if it was pasted from another's; else `NOBODY`.
    pub id_of: u32,
    /// Village whose town sends the row.
    pub village: u16,
}

/// A person on the extreme-poverty roll.
#[derive(Debug, Clone)]
pub struct TekunRow {
    /// Who.
    pub person: u32,
    /// In an institution.
    pub centralised: bool,
    /// Assessed self-care.
    pub care: Care,
    /// Basic amount a month, fen.
    pub amount_fen: i64,
    /// Care amount a month, fen.
    pub care_fen: i64,
    /// First month.
    pub since: Date,
    /// Where it is paid.
    pub account: Account,
    /// Village whose town sends the row.
    pub village: u16,
}

/// One grant of temporary assistance.
#[derive(Debug, Clone)]
pub struct TemporaryRow {
    /// Who.
    pub person: u32,
    /// Sudden need (急难型), else spending (支出型).
    pub emergency: bool,
    /// Cause as written.
    pub cause: &'static str,
    /// Fen.
    pub amount_fen: i64,
    /// Granted.
    pub date: Date,
}

/// A disability subsidy.
#[derive(Debug, Clone)]
pub struct SubsidyRow {
    /// Who.
    pub person: u32,
    /// Care subsidy (护理补贴), else living subsidy (生活补贴).
    pub care: bool,
    /// Category in the roll.
    pub category: u8,
    /// Grade in the roll.
    pub grade: u8,
    /// Fen a month.
    pub amount_fen: i64,
    /// First month.
    pub since: Date,
    /// The certificate number in the roll is somebody else's.
    pub wrong_certificate: bool,
    /// Village whose town sends the row.
    pub village: u16,
}

/// An elderly-care subsidy.
#[derive(Debug, Clone)]
pub struct ElderRow {
    /// Who.
    pub person: u32,
    /// For inability (失能), else for age (高龄).
    pub unable: bool,
    /// First month.
    pub since: Date,
}

/// A child on the children's roll.
#[derive(Debug, Clone)]
pub struct ChildRow {
    /// Who.
    pub person: u32,
    /// Orphan, else de-facto unsupported.
    pub orphan: bool,
    /// Paid in full, else the difference.
    pub full: bool,
    /// Fen a month.
    pub amount_fen: i64,
    /// Who receives it.
    pub guardian: u32,
    /// First month.
    pub since: Date,
}

/// How an application ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// 在办.
    Pending,
    /// 批准.
    Granted,
    /// 不予批准.
    Refused,
}

/// A person in an application.
#[derive(Debug, Clone)]
pub struct ApplicantRow {
    /// Who.
    pub person: u32,
    /// Number of the application.
    pub case: u32,
    /// Who applied.
    pub head: u32,
    /// Urban or rural.
    pub urban: bool,
    /// People applied for.
    pub members: u8,
    /// Accepted.
    pub applied: Date,
    /// How it ended.
    pub decision: Decision,
    /// When.
    pub decided: Option<Date>,
}

/// Programmes of another district's rolls.
pub const OTHER_PROGRAMMES: [&str; 4] = ["低保", "特困", "生活补贴", "护理补贴"];

/// A person on another district's roll.
#[derive(Debug, Clone)]
pub struct OtherRow {
    /// Who.
    pub person: u32,
    /// The district.
    pub district: &'static str,
    /// An index of [`OTHER_PROGRAMMES`].
    pub programme: u8,
    /// First month.
    pub since: Date,
    /// Last day, if ended.
    pub until: Option<Date>,
    /// Fen a month.
    pub amount_fen: i64,
}
