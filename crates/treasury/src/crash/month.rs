//! Two months of a small district, step by step, each step one transaction: built, signed by two,
//! handed to the bank, answered in two parts, one payment sent back days later, what came back paid
//! again; in between a raise for a
//! month that is paid already. The steps ask the database alone where the work stands, so that they
//! can be cut off anywhere.

use crate::award::{self, Change};
use crate::bank::{self, Payment};
use crate::book::{self, Appropriation};
use crate::roll::{self, Kind, Line, Roll, Said, State};
use crate::testing::{
    VILLAGE, act, decided, grant as written, granted, known, leader, month, officer, payee, places,
};
use base::date::Month;
use base::id::AwardId;
use base::{Fault, Fen};
use jiff::civil::{Date, date};
use platform::{Ctx, Platform, Who};
use std::collections::BTreeMap;
use std::time::Duration;

const MONTHS: [&str; 2] = ["2020-03", "2020-04"];

/// The raise of the first award, a month, from the first month on.
const RAISE: i64 = 60;

/// Numbers that follow from a seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `most`.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// An award of the district.
pub(super) struct Right {
    case: String,
    yuan: i64,
    /// The payee's first account fails; the second does not.
    fails: bool,
}

/// What a seed makes of the district.
pub(super) fn rights(seed: u64) -> Vec<Right> {
    let mut chance = Chance::of(seed);
    (0..3 + chance.below(4))
        .map(|at| Right {
            case: format!("D-{at}"),
            yuan: 100 + i64::try_from(chance.below(900)).unwrap(),
            fails: chance.below(3) == 0,
        })
        .collect()
}

/// Fills the district of a seed: people with two accounts, awards in two programmes, budgets.
pub(super) fn filled(platform: &Platform, seed: u64) {
    places(platform);
    known(platform, &officer());
    known(platform, &leader());
    for programme in ["allowance", "care"] {
        let money = Appropriation {
            source: "district".to_owned(),
            programme: programme.to_owned(),
            amount: Fen::from_yuan(100_000).unwrap(),
            month: month(MONTHS[0]),
            document: format!("1-{programme}"),
        };
        act(platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    }
    for (at, right) in (0u32..).zip(rights(seed)) {
        let who = payee(platform, "李兰", VILLAGE, at);
        let second = registry::reach::NewAccount {
            person: who.0,
            bank: "邮储".to_owned(),
            holder: "李兰".to_owned(),
            number: crate::testing::card(1_000 + at),
        };
        act(platform, &officer(), |ctx| {
            registry::reach::add_account(ctx, &second)
        })
        .unwrap();
        let mut new = written(&right.case, who, right.yuan);
        new.from = month(MONTHS[0]);
        if at % 2 == 1 {
            new.programme = "care".to_owned();
        }
        granted(platform, &new);
    }
}

/// Whether there was something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Done,
    Nothing,
}

/// Somebody at work; `slow` holds every transaction open before its end, for those who kill.
pub(super) struct Hand<'p> {
    pub(super) platform: &'p Platform,
    pub(super) seed: u64,
    pub(super) slow: Duration,
}

impl Hand<'_> {
    fn write<T>(
        &self,
        who: &Who,
        f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
    ) -> Result<Step, Fault> {
        act(self.platform, who, |ctx| {
            f(ctx)?;
            std::thread::sleep(self.slow);
            Ok(Step::Done)
        })
    }

    fn read<T>(&self, f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        self.platform.read(&officer(), self.platform.request(), f)
    }

    /// The next step of the two months.
    pub(super) fn step(&self) -> Result<Step, Fault> {
        let rolls = self.read(roll::find)?;
        for (at, of) in MONTHS.iter().enumerate() {
            let of = month(of);
            let open = rolls
                .iter()
                .filter(|r| r.month == of && r.state != State::Answered);
            if let Some(roll) = open.min_by_key(|r| r.number) {
                return self.further(roll);
            }
            if !rolls.iter().any(|r| r.month == of) {
                return self.write(&officer(), |ctx| roll::build(ctx, of, pay_day(of)));
            }
            if let Some(step) = self.sent_back(&rolls, of)? {
                return Ok(step);
            }
            if let Some(step) = self.again(of)? {
                return Ok(step);
            }
            if at == 0
                && let Some(step) = self.raise()?
            {
                return Ok(step);
            }
        }
        Ok(Step::Nothing)
    }

    /// One more step of a roll.
    fn further(&self, roll: &Roll) -> Result<Step, Fault> {
        let at = (roll.id, roll.version);
        match roll.state {
            State::Draft => self.write(&officer(), |ctx| roll::sign(ctx, at)),
            State::Signed => self.write(&leader(), |ctx| roll::sign(ctx, at)),
            State::Approved => self.write(&officer(), |ctx| {
                let (roll, lines) = roll::paid_lines(ctx, roll.id)?;
                roll::record_file(ctx, roll.id, "text", &file(&lines))
            }),
            State::Filed | State::Answered => self.write(&officer(), |ctx| {
                let (roll, lines) = roll::paid_lines(ctx, roll.id)?;
                let first_time = roll.kind == Kind::Monthly && roll.month == month(MONTHS[0]);
                let open = || lines.iter().filter(|l| l.paid.is_none());
                // The bank answers in two parts: one line first, then all, that one again too.
                let part = if open().count() == lines.len() {
                    1
                } else {
                    lines.len()
                };
                let rights = rights(self.seed);
                let said = lines.iter().take(part).map(|line| {
                    let right = rights.iter().find(|r| r.case == line.case_number);
                    let fails = first_time && right.is_some_and(|r| r.fails);
                    said(line, fails)
                });
                roll::answer(ctx, roll.id, &said.collect::<Vec<_>>())
            }),
        }
    }

    /// Money of the last award had arrived in the first month, and is sent back days later.
    fn sent_back(&self, rolls: &[Roll], of: Month) -> Result<Option<Step>, Fault> {
        let monthly = |r: &&Roll| r.month == of && r.kind == Kind::Monthly;
        let Some(roll) = rolls
            .iter()
            .find(monthly)
            .filter(|_| of == month(MONTHS[0]))
        else {
            return Ok(None);
        };
        let (_, lines) = self.read(|ctx| roll::paid_lines(ctx, roll.id))?;
        let last = format!("D-{}", rights(self.seed).len() - 1);
        let back = lines.iter().find(|l| l.case_number == last);
        let Some(line) = back.filter(|l| l.paid == Some(true)) else {
            return Ok(None);
        };
        let back = Said {
            on: date(2020, 4, 20),
            ..said(line, true)
        };
        self.write(&officer(), |ctx| roll::answer(ctx, roll.id, &[back]))
            .map(Some)
    }

    /// Gives what came back another account, then makes a roll of it.
    fn again(&self, of: Month) -> Result<Option<Step>, Fault> {
        let failed = self.read(roll::failed)?;
        for (_, _, line) in &failed {
            let award = self.read(|ctx| award::get(ctx, line.award))?;
            if award.account == line.account {
                let all = self.read(|ctx| registry::reach::accounts(ctx, line.payee))?;
                let other = all.iter().find(|a| Some(a.id) != line.account).unwrap();
                let to = (line.payee, Some(other.id));
                let at = (award.id, award.version);
                return self
                    .write(&officer(), |ctx| award::redirect(ctx, at, to, "new card"))
                    .map(Some);
            }
        }
        if failed.is_empty() {
            return Ok(None);
        }
        self.write(&officer(), |ctx| roll::again(ctx, of, pay_day(of)))
            .map(Some)
    }

    /// The raise of the first award, recorded when its month is paid.
    fn raise(&self) -> Result<Option<Step>, Fault> {
        let id = self.award("D-0")?;
        let (award, turns) = self.read(|ctx| Ok((award::get(ctx, id)?, award::turns(ctx, id)?)))?;
        if turns.len() > 1 {
            return Ok(None);
        }
        let change = Change {
            from: award.first,
            amount: Fen::from_yuan(rights(self.seed)[0].yuan + RAISE).unwrap(),
            supplements: Vec::new(),
            persons: award.persons,
            decided: decided("raise"),
        };
        self.write(&officer(), |ctx| {
            award::change(ctx, (id, award.version), &change)
        })
        .map(Some)
    }

    fn award(&self, case: &str) -> Result<AwardId, Fault> {
        let wanted = award::Wanted {
            case_number: case.to_owned(),
            ..award::Wanted::default()
        };
        let (found, _) = self.read(|ctx| award::find(ctx, &wanted, 2, 0))?;
        Ok(found[0].id)
    }

    /// The books agree, wherever the work stands.
    pub(super) fn agrees(&self) {
        assert_eq!(self.read(book::verify).unwrap().flaws, []);
    }

    /// Everybody was paid what is owed for both months, once; nothing is left anywhere.
    pub(super) fn whole(&self) {
        self.agrees();
        let mut paid: BTreeMap<String, i64> = BTreeMap::new();
        let mut back = 0;
        for roll in self.read(roll::find).unwrap() {
            assert_eq!(roll.state, State::Answered);
            let all = roll::Wanted::default();
            for line in self
                .read(|ctx| roll::lines(ctx, roll.id, &all, (100, 0)))
                .unwrap()
            {
                assert!(line.paid.is_some(), "{line:?}");
                back += usize::from(line.answered_on == Some(date(2020, 4, 20)));
                if line.paid == Some(true) {
                    *paid.entry(line.case_number).or_default() += line.pay.get();
                }
            }
        }
        let owed = rights(self.seed)
            .into_iter()
            .enumerate()
            .map(|(at, right)| {
                let month = right.yuan + if at == 0 { RAISE } else { 0 };
                (right.case, month * 100 * 2)
            });
        let owed: BTreeMap<String, i64> = owed.collect();
        assert_eq!(paid, owed);
        let last_fails = rights(self.seed).last().is_some_and(|r| r.fails);
        assert_eq!(back, usize::from(!last_fails), "sent back days later");
        let all: i64 = owed.values().sum();
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for standing in self.read(book::standings).unwrap() {
            *sums.entry(standing.kind.code()).or_default() += standing.free.get();
            assert_eq!(standing.held, Fen::ZERO, "{standing:?}");
        }
        assert_eq!(sums["paid"], all);
        assert_eq!(sums["budget"], 2 * 100_000 * 100 - all);
        assert_eq!(sums["transit"], 0);
        // Nothing stands in the way of closing.
        for of in MONTHS {
            act(self.platform, &officer(), |ctx| book::close(ctx, month(of))).unwrap();
        }
        assert_eq!(sums.get("returned").copied().unwrap_or(0), 0);
    }
}

fn pay_day(of: Month) -> Date {
    date(of.year(), of.month(), 10)
}

fn said(line: &Line, fails: bool) -> Said {
    Said {
        number: line.number,
        amount: line.pay,
        failure: fails.then(|| "account closed".to_owned()),
        on: date(2020, 4, 11),
    }
}

fn file(lines: &[Line]) -> Vec<u8> {
    let payment = |line: &Line| Payment {
        number: line.number,
        name: line.payee_name.clone(),
        account: line.account.map(|a| a.to_string()).unwrap_or_default(),
        bank: String::new(),
        amount: line.pay,
        purpose: line.case_number.clone(),
    };
    bank::text(&lines.iter().map(payment).collect::<Vec<_>>())
}
