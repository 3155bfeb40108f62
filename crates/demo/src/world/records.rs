//! What stands in the ledgers about people, as true facts: one row type a ledger. How a row is
//! written down, and with which mistakes, is [`crate::ledger`]'s matter.

use base::date::Date;

mod rolls;

pub use rolls::*;

/// Standing of a disability certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// 正常.
    Valid,
    /// 注销.
    Cancelled,
    /// 冻结.
    Frozen,
    /// 迁出.
    MovedOut,
}

/// A disability certificate.
#[derive(Debug, Clone)]
pub struct CertificateRow {
    /// Holder.
    pub person: u32,
    /// Category, 1–7.
    pub category: u8,
    /// Grade, 1–4.
    pub grade: u8,
    /// Issued.
    pub issued: Date,
    /// Valid until; empty on some.
    pub valid_to: Option<Date>,
    /// Standing.
    pub status: CertificateStatus,
    /// The number on it begins with somebody else's ID number.
    pub wrong_number: bool,
}

impl CertificateRow {
    /// In force on a day.
    pub fn is_valid(&self, on: Date) -> bool {
        self.status == CertificateStatus::Valid && self.valid_to.is_none_or(|to| to >= on)
    }
}

/// A death known to the police.
#[derive(Debug, Clone)]
pub struct DeathRow {
    /// Who.
    pub person: u32,
    /// Day of death.
    pub date: Date,
    /// Registration cancelled.
    pub cancelled: Option<Date>,
}

/// A cremation.
#[derive(Debug, Clone)]
pub struct CremationRow {
    /// Who.
    pub person: u32,
    /// Day of death.
    pub died: Date,
    /// Day of cremation.
    pub date: Date,
}

/// Standing in the police register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// 正常.
    Present,
    /// 迁出.
    MovedOut,
    /// 注销.
    Cancelled,
    /// 死亡.
    Dead,
}

/// A row of the police register.
#[derive(Debug, Clone)]
pub struct PopulationRow {
    /// Who.
    pub person: u32,
    /// Standing.
    pub standing: Standing,
    /// When it changed.
    pub changed: Option<Date>,
}

/// Why a person is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// 服刑.
    Prison,
    /// 强制隔离戒毒.
    Detox,
    /// 社区矫正: at home, under supervision.
    Community,
}

/// A person in custody.
#[derive(Debug, Clone)]
pub struct CustodyRow {
    /// Who.
    pub person: u32,
    /// Why.
    pub hold: Hold,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
}

/// Kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VehicleKind {
    /// 小型轿车.
    Car,
    /// 轻型普通货车.
    Truck,
    /// 普通二轮摩托车.
    Motorcycle,
    /// 残疾人机动轮椅车.
    Wheelchair,
}

/// Standing of a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VehicleStatus {
    /// 正常.
    Valid,
    /// 注销.
    Scrapped,
    /// 转出.
    Sold,
}

/// A vehicle.
#[derive(Debug, Clone)]
pub struct VehicleRow {
    /// Owner.
    pub person: u32,
    /// Kind.
    pub kind: VehicleKind,
    /// Standing.
    pub status: VehicleStatus,
    /// First registered.
    pub registered: Date,
    /// Value, yuan.
    pub value: u32,
}

/// Use of a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// 住宅.
    Home,
    /// 商业.
    Shop,
    /// 车位.
    Parking,
}

/// A building or part of one.
#[derive(Debug, Clone)]
pub struct PropertyRow {
    /// Owner.
    pub person: u32,
    /// Use.
    pub used: Use,
    /// Tenths of a square metre.
    pub area_tenths: u16,
    /// Grade of danger, `A` to `D`; `\0` where none was given.
    pub danger: char,
    /// Still owned.
    pub current: bool,
    /// Registered.
    pub registered: Date,
}

/// Kind of business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusinessKind {
    /// 公司.
    Company,
    /// 个体工商户.
    Sole,
    /// 农民专业合作社.
    Cooperative,
}

/// A person's part in a business.
#[derive(Debug, Clone)]
pub struct BusinessRow {
    /// Who.
    pub person: u32,
    /// Kind.
    pub kind: BusinessKind,
    /// As written: 法定代表人, 股东, 经营者, 成员.
    pub capacity: &'static str,
    /// 存续, else 注销 or 吊销.
    pub status: &'static str,
    /// Capital, yuan.
    pub capital: u32,
    /// Founded.
    pub registered: Date,
}

/// Income declared for tax for a month.
#[derive(Debug, Clone)]
pub struct TaxRow {
    /// Who.
    pub person: u32,
    /// First day of the month.
    pub period: Date,
    /// As written: 工资薪金 and the like.
    pub item: &'static str,
    /// Yuan.
    pub income: u32,
}

/// Kind of insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insurance {
    /// 企业职工养老.
    Firm,
    /// 机关事业养老.
    Public,
    /// 城乡居民养老.
    Resident,
}

/// Standing of an insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsuranceStatus {
    /// 正常缴费.
    Paying,
    /// 领取待遇.
    Drawing,
    /// 停缴.
    Stopped,
}

/// A person's pension insurance.
#[derive(Debug, Clone)]
pub struct InsuranceRow {
    /// Who.
    pub person: u32,
    /// Kind.
    pub kind: Insurance,
    /// Standing.
    pub status: InsuranceStatus,
    /// Pension, yuan a month.
    pub amount: u16,
    /// Last month paid for, first day.
    pub last_paid: Date,
}

/// A provident-fund account.
#[derive(Debug, Clone)]
pub struct FundRow {
    /// Who.
    pub person: u32,
    /// 正常, 封存.
    pub status: &'static str,
    /// Yuan a month.
    pub monthly: u16,
    /// Last month paid, first day.
    pub last_paid: Date,
}

/// A bank's answer.
#[derive(Debug, Clone)]
pub struct BalanceRow {
    /// Who.
    pub person: u32,
    /// 存款 and the like.
    pub kind: &'static str,
    /// Yuan.
    pub balance: u32,
    /// Day of the answer.
    pub as_of: Date,
}

/// A person paid from the public purse.
#[derive(Debug, Clone)]
pub struct PayrollRow {
    /// Who.
    pub person: u32,
    /// 公务员, 事业人员, 村社干部, 公益性岗位.
    pub kind: &'static str,
    /// Yuan a month.
    pub amount: u16,
}

/// A handler or village official.
#[derive(Debug, Clone)]
pub struct OfficialRow {
    /// Who.
    pub person: u32,
    /// Post as written.
    pub post: &'static str,
    /// Where the post is.
    pub village: u16,
}

/// A declared relative of an official.
#[derive(Debug, Clone)]
pub struct RelativeRow {
    /// The relative.
    pub person: u32,
    /// The official.
    pub official: u32,
    /// Relation as written.
    pub relation: &'static str,
    /// Declared.
    pub registered: Date,
    /// Home visited by the district.
    pub checked: Option<Date>,
}

/// A medical bill.
#[derive(Debug, Clone)]
pub struct BillRow {
    /// Who.
    pub person: u32,
    /// Settled.
    pub date: Date,
    /// Yuan in all.
    pub total: u32,
    /// Yuan paid by the patient.
    pub self_paid: u32,
    /// Diagnosis as written.
    pub diagnosis: &'static str,
}

/// An enrolment.
#[derive(Debug, Clone)]
pub struct StudentRow {
    /// Who.
    pub person: u32,
    /// 在读, 毕业, 休学, 退学.
    pub status: &'static str,
    /// Leaves or left.
    pub leaves: Date,
}

/// A birth.
#[derive(Debug, Clone)]
pub struct BirthRow {
    /// The mother.
    pub mother: u32,
    /// The child, where it has entered the register; else `NOBODY`.
    pub child: u32,
    /// Born.
    pub date: Date,
    /// The father, or `NOBODY`.
    pub father: u32,
}

/// A party to a marriage or divorce.
#[derive(Debug, Clone)]
pub struct MarriageRow {
    /// Who.
    pub person: u32,
    /// The other party.
    pub spouse: u32,
    /// Marriage, else divorce.
    pub wedding: bool,
    /// When.
    pub date: Date,
}

/// An entry of the employment service.
#[derive(Debug, Clone)]
pub struct UnemploymentRow {
    /// Who.
    pub person: u32,
    /// Out of work, else in work.
    pub out_of_work: bool,
    /// Since.
    pub since: Date,
    /// Draws unemployment benefit.
    pub benefit: bool,
    /// Offers refused in a row.
    pub refusals: u8,
}

/// A household hit by a disaster, by its head.
#[derive(Debug, Clone)]
pub struct DisasterRow {
    /// The head.
    pub person: u32,
    /// When.
    pub date: Date,
    /// Kind as written.
    pub kind: &'static str,
    /// 倒塌, 严重损坏, 一般损坏, 无.
    pub damage: &'static str,
}

/// A member of a household in the register of poor households.
#[derive(Debug, Clone)]
pub struct PoorRow {
    /// Who.
    pub person: u32,
    /// Main cause as written.
    pub cause: &'static str,
    /// Health as written.
    pub health: &'static str,
    /// Net income a head and year, yuan.
    pub income: u32,
}

/// Every ledger's rows, in the order they stand in the files.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is named after its ledger")]
pub struct Records {
    pub dibao: Vec<DibaoRow>,
    pub tekun: Vec<TekunRow>,
    pub temporary: Vec<TemporaryRow>,
    pub disability_subsidy: Vec<SubsidyRow>,
    pub elderly_subsidy: Vec<ElderRow>,
    pub children: Vec<ChildRow>,
    pub applicants: Vec<ApplicantRow>,
    pub other_rolls: Vec<OtherRow>,
    pub registered_poor: Vec<PoorRow>,
    pub disabled: Vec<CertificateRow>,
    pub deaths: Vec<DeathRow>,
    pub cremations: Vec<CremationRow>,
    pub population: Vec<PopulationRow>,
    pub custody: Vec<CustodyRow>,
    pub vehicles: Vec<VehicleRow>,
    pub property: Vec<PropertyRow>,
    pub businesses: Vec<BusinessRow>,
    pub tax: Vec<TaxRow>,
    pub social_insurance: Vec<InsuranceRow>,
    pub provident_fund: Vec<FundRow>,
    pub balances: Vec<BalanceRow>,
    pub payroll: Vec<PayrollRow>,
    pub officials: Vec<OfficialRow>,
    pub relatives: Vec<RelativeRow>,
    pub medical_bills: Vec<BillRow>,
    pub students: Vec<StudentRow>,
    pub births: Vec<BirthRow>,
    pub marriages: Vec<MarriageRow>,
    pub unemployment: Vec<UnemploymentRow>,
    pub disasters: Vec<DisasterRow>,
}
