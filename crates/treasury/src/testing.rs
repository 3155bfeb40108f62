//! A small district with people who can be paid, for the tests of this crate.

use crate::award::{self, Area, Cadence, Decided, Grant};
use base::clock::FixedClock;
use base::date::Month;
use base::id::{AccountId, AwardId, BankAccountId, PersonId};
use base::{Fault, Fen};
use db::Db;
use jiff::civil::date;
use platform::testing::{person as somebody, platform};
use platform::{Ctx, Division, Platform, Role, Who};
use registry::person::{Register, Written};
use registry::{person, place, reach};
use std::sync::Arc;

pub(crate) const VILLAGE: &str = "500153104201";

/// A platform whose divisions are in place; it is March 2020.
pub(crate) fn district(db: &Db) -> (Platform, Arc<FixedClock>) {
    let (platform, clock) = platform(db);
    places(&platform);
    (platform, clock)
}

/// Puts the divisions in place.
pub(crate) fn places(platform: &Platform) {
    let places = [
        ("500153", "青山区"),
        ("500153104", "双河镇"),
        (VILLAGE, "石桥村"),
        ("500153105", "清水镇"),
        ("500153105201", "梨园村"),
    ];
    let rows: Vec<(Division, String)> = places
        .iter()
        .map(|(code, name)| (Division::parse(code).unwrap(), (*name).to_owned()))
        .collect();
    act(platform, &Who::Operator("test"), |ctx| {
        place::load(ctx, &rows)
    })
    .unwrap();
}

pub(crate) fn officer() -> Who {
    somebody(Role::SectionOfficer, "500153")
}

/// The law of the tests: what a town may pay at once, the day by which money is to be there.
const LAW: &str = r#"
[[parameter]]
id = "relief_town_limit"
label = {zh = "限额", en = "limit"}
type = "money"
value = [{from = "2017-01-01", is = "2000", cite = {document = "例"}}]

[[parameter]]
id = "pay_by_day"
label = {zh = "发放日", en = "pay day"}
type = "int"
value = [{from = "2012-12-12", is = "10", cite = {document = "例"}}]

[[parameter]]
id = "reserve_near_ceiling_percent"
label = {zh = "紧贴", en = "near"}
type = "int"
value = [{from = "2012-12-12", is = "90", cite = {document = "例"}}]

[[parameter]]
id = "reserve_idle_months"
label = {zh = "闲置", en = "idle"}
type = "int"
value = [{from = "2012-12-12", is = "3", cite = {document = "例"}}]

[[section]]
id = "relief"
label = {zh = "救助科", en = "relief"}

[[register]]
id = "reported"
label = {zh = "死亡信息", en = "reported"}
purpose = {zh = "谁报告死亡", en = "who is reported dead"}
section = "relief"
subject = "person"
mark = "deaths"
key = ["source"]
keepers = [{role = "section-officer", level = "district"}]
field = [
  {id = "source", type = "code", zh = "来源", en = "Source", required = true, codes = [{code = "police", zh = "公安", en = "police"}, {code = "fire", zh = "殡葬", en = "undertaker"}]},
]
cite = [{document = "例"}]

[[register]]
id = "filed"
label = {zh = "备案", en = "filed"}
purpose = {zh = "谁是干部近亲属", en = "whose kin is an official"}
section = "relief"
subject = "person"
mark = "kin_of_officials"
keepers = [{role = "section-officer", level = "district"}]
field = [
  {id = "official", type = "text", zh = "干部姓名", en = "Official", required = true, list = true},
  {id = "kinship", type = "text", zh = "关系", en = "Kinship", list = true},
]
cite = [{document = "例"}]
"#;

/// Puts the law of the tests in force.
pub(crate) fn law() {
    let head = "id = 'p'\ntitle = {zh='例', en='example'}\njurisdiction = ''\n";
    let files = [
        ("pack.toml".to_owned(), head.to_owned()),
        ("law.toml".to_owned(), LAW.to_owned()),
    ];
    registry::register::install(policy::pack::Pack::load(&files).unwrap());
}

/// Who signs second.
pub(crate) fn leader() -> Who {
    let mut who = somebody(Role::BureauLeader, "500153");
    if let Who::Person(person) = &mut who {
        person.id = AccountId::from_bits(77);
    }
    who
}

/// The account of a person in the database, so that signatures can name it.
pub(crate) fn known(platform: &Platform, who: &Who) {
    let Who::Person(person) = who else { return };
    let sql = "INSERT INTO account (id, login, name, state, password_hash, password_set_at, \
               password_expired, created_at) VALUES (?1, ?2, ?3, 'active', '', \
               '2020-01-01T00:00:00Z', 0, '2020-01-01T00:00:00Z')";
    let done = platform
        .db()
        .write(|tx| tx.execute(sql, &[&person.id, &person.id.to_string(), &person.name]));
    done.unwrap();
}

/// Does something as somebody.
pub(crate) fn act<T>(
    platform: &Platform,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    platform.write(who, platform.request(), f)
}

/// A card number with its check digit.
pub(crate) fn card(number: u32) -> String {
    let body = format!("621700{number:012}");
    let digit = |last: &u32| base::codes::parse_bank_card(&format!("{body}{last}")).is_ok();
    let last = (0..10).find(digit).unwrap();
    format!("{body}{last}")
}

/// Somebody of a village with an account.
pub(crate) fn payee(
    platform: &Platform,
    name: &str,
    village: &str,
    number: u32,
) -> (PersonId, BankAccountId) {
    let new = Register {
        written: Written {
            name: name.to_owned(),
            division: village.to_owned(),
            ..Written::default()
        },
        source: "window".to_owned(),
        ..Register::default()
    };
    let id = act(platform, &officer(), |ctx| person::register(ctx, &new)).unwrap();
    let account = reach::NewAccount {
        person: id,
        bank: "农村商业银行".to_owned(),
        holder: name.to_owned(),
        number: card(number),
    };
    act(platform, &officer(), |ctx| {
        reach::add_account(ctx, &account)
    })
    .unwrap();
    let all = platform
        .read(&officer(), platform.request(), |ctx| {
            reach::accounts(ctx, id)
        })
        .unwrap();
    (id, all[0].id)
}

pub(crate) fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

pub(crate) fn decided(reason: &str) -> Decided {
    Decided {
        on: date(2020, 1, 10),
        decision: "a5f0".to_owned(),
        reason: reason.to_owned(),
    }
}

/// A grant of so many yuan a month from January 2020 on.
pub(crate) fn grant(case: &str, (payee, account): (PersonId, BankAccountId), yuan: i64) -> Grant {
    Grant {
        programme: "allowance".to_owned(),
        case_number: case.to_owned(),
        part: String::new(),
        household: None,
        payee,
        account: Some(account),
        division: Division::parse(VILLAGE).unwrap(),
        area: Area::Rural,
        cadence: Cadence::Monthly,
        persons: 2,
        from: month("2020-01"),
        amount: Fen::from_yuan(yuan).unwrap(),
        supplements: Vec::new(),
        decided: decided(""),
    }
}

/// Grants it.
pub(crate) fn granted(platform: &Platform, new: &Grant) -> AwardId {
    act(platform, &officer(), |ctx| award::grant(ctx, new)).unwrap()
}

/// The code of a refusal.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> &'static str {
    match result {
        Err(Fault::Refused(message)) => message.code,
        other => panic!("{other:?}"),
    }
}

/// The code of what is wrong with a field.
pub(crate) fn wrong<T: std::fmt::Debug>(result: Result<T, Fault>, field: &str) -> &'static str {
    match result {
        Err(Fault::Invalid(errors)) => errors.of(field).map_or("-", |m| m.code),
        other => panic!("{other:?}"),
    }
}
