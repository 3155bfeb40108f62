//! A person and a household as they truly are. Small types: a million of each fit in memory.
//!
//! Must not know: any ledger or programme. Rare facts (a car, a certificate) stand in tables of
//! their own, see [`super::World`].

use crate::names::Name;
use crate::places::Address;
use base::date::Date;
use base::{CitizenId, Sex};

/// Nobody, in a field that holds a person.
pub const NOBODY: u32 = u32::MAX;

/// Relationship to the head of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Relation {
    /// 户主.
    Head,
    /// 配偶.
    Spouse,
    /// 子, 女.
    Child,
    /// 父, 母.
    Parent,
    /// 孙子, 孙女.
    Grandchild,
}

/// Marital status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Marital {
    /// 未婚.
    Single,
    /// 已婚.
    Married,
    /// 丧偶.
    Widowed,
    /// 离婚.
    Divorced,
}

/// What a person lives by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Work {
    /// Too young, too old or too ill to work, and without a pension from work.
    Nothing,
    /// Farms.
    Farm,
    /// Odd jobs, no contract.
    Casual,
    /// Employed by a firm with social insurance.
    Firm,
    /// Paid from the public purse.
    Public,
    /// Runs a business.
    Business,
    /// Of working age and without work.
    Jobless,
    /// Draws a pension from former work.
    Retired,
    /// At school.
    Pupil,
}

/// What a person is being taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum School {
    /// Not at school.
    None,
    /// Kindergarten.
    Nursery,
    /// 小学.
    Primary,
    /// 初中.
    Junior,
    /// 普通高中.
    Senior,
    /// 中等职业学校.
    Vocational,
    /// 大学.
    University,
}

/// How ill a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Illness {
    /// Well.
    None,
    /// 慢性病.
    Chronic,
    /// A listed serious illness (重大疾病).
    Serious,
}

/// Ability to look after oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Care {
    /// 全自理.
    Able,
    /// 半失能.
    Half,
    /// 失能.
    Unable,
}

/// A disability as it truly is: category 1–7 and grade 1–4 of GB/T 26341.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disability {
    /// 1 visual, 2 hearing, 3 speech, 4 physical, 5 intellectual, 6 mental, 7 multiple.
    pub category: u8,
    /// 1, the heaviest, to 4.
    pub grade: u8,
}

impl Disability {
    /// Grades 1 and 2.
    pub fn is_severe(self) -> bool {
        self.grade <= 2
    }

    /// 智力 or 精神.
    pub fn is_of_the_mind(self) -> bool {
        matches!(self.category, 5 | 6)
    }
}

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The true number.
    pub id: CitizenId,
    /// The true birth date; that of the number.
    pub birth: Date,
    /// The name in the household register.
    pub name: Name,
    /// The household, an index of [`super::World::households`].
    pub household: u32,
    /// Husband or wife, in whatever household.
    pub spouse: u32,
    /// Father, in whatever household.
    pub father: u32,
    /// Mother, in whatever household.
    pub mother: u32,
    /// Sex.
    pub sex: Sex,
    /// Relationship to the head.
    pub relation: Relation,
    /// Marital status.
    pub marital: Marital,
    /// What they live by.
    pub work: Work,
    /// School.
    pub school: School,
    /// Illness.
    pub illness: Illness,
    /// Self-care.
    pub care: Care,
    /// Disability, certified or not.
    pub disability: Option<Disability>,
    /// Months since leaving for work elsewhere; 0 at home.
    pub away_months: u8,
    /// Ethnic group, GB/T 3304.
    pub ethnicity: u8,
    /// Wages, yuan a month.
    pub wage: u16,
    /// Net farm or business income, yuan a month.
    pub earnings: u16,
    /// Pension, yuan a month.
    pub pension: u16,
    /// Support from children elsewhere, rent and the like, yuan a month.
    pub support: u16,
}

impl Person {
    /// All income, yuan a month.
    pub fn income(&self) -> u32 {
        [self.wage, self.earnings, self.pension, self.support]
            .into_iter()
            .map(u32::from)
            .sum()
    }

    /// Full years on a day.
    pub fn age(&self, on: Date) -> i16 {
        base::date::full_years(self.birth, on)
    }

    /// Severely disabled: grade 1 or 2.
    pub fn is_severely_disabled(&self) -> bool {
        self.disability.is_some_and(Disability::is_severe)
    }
}

/// A household of the register.
#[derive(Debug, Clone)]
pub struct Household {
    /// First member, an index of [`super::World::people`]; members stand together.
    pub first: u32,
    /// How many members.
    pub size: u8,
    /// Registered in the countryside.
    pub rural: bool,
    /// Where.
    pub address: Address,
    /// In the register of poor households.
    pub poor: Poor,
    /// Living in need: drawn at birth, the cause of low incomes.
    pub hardship: bool,
}

impl Household {
    /// The members.
    pub fn members(&self) -> std::ops::Range<u32> {
        self.first..self.first + u32::from(self.size)
    }
}

/// Standing in the register of poor households (建档立卡).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Poor {
    /// Not registered.
    No,
    /// 未脱贫.
    Unlifted,
    /// 已脱贫.
    Lifted,
    /// 脱贫不稳定户.
    LiftedUnstable,
    /// 边缘易致贫户.
    Edge,
}

impl Poor {
    /// The code of the programmes' vocabulary.
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Unlifted => "UNLIFTED",
            Self::Lifted => "LIFTED",
            Self::LiftedUnstable => "MON_LIFTED",
            Self::Edge => "MON_EDGE",
        }
    }

    /// As the register writes it.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Unlifted => "未脱贫",
            Self::Lifted => "已脱贫",
            Self::LiftedUnstable => "脱贫不稳定户",
            Self::Edge => "边缘易致贫户",
        }
    }
}
