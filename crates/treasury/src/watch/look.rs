//! The rules over a month's lines, awards and reserves. Reads, writes nothing.

use super::model::{Evidence, Finding, Kind, Rule, Skipped};
use crate::award::{self, Award, owed};
use crate::law;
use crate::reserve::{self, Pattern};
use crate::roll::{self, Line, LineState};
use base::date::Month;
use base::id::{AwardId, BankAccountId, HouseholdId, PersonId, RollId};
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::{Ctx, Division};
use policy::fact::Entity;
use policy::register::{Class, Mark, Register};
use registry::person::Life;
use registry::reach::{Payable, Payee, payables, payees};
use registry::register::Record;
use std::collections::{BTreeMap, HashMap};

/// Everything that a month is looked through for, and what was found.
pub(super) struct Look {
    month: Month,
    lines: Vec<(RollId, Line)>,
    people: HashMap<PersonId, Payee>,
    accounts: HashMap<BankAccountId, Payable>,
    pub(super) found: Vec<Finding>,
    pub(super) skipped: Vec<Skipped>,
}

fn text(what: &str, value: impl ToString) -> Evidence {
    Evidence {
        what: what.to_owned(),
        value: value.to_string(),
        kind: Kind::Text.code().to_owned(),
        path: String::new(),
    }
}

fn money(what: &str, fen: Fen) -> Evidence {
    Evidence {
        kind: Kind::Money.code().to_owned(),
        ..text(what, fen.get())
    }
}

fn code(what: &str, value: &str) -> Evidence {
    Evidence {
        kind: Kind::Code.code().to_owned(),
        ..text(what, value)
    }
}

fn at(mut evidence: Evidence, path: String) -> Evidence {
    evidence.path = path;
    evidence
}

fn line_at((roll, line): &(RollId, Line)) -> String {
    format!("/rolls/{roll}/lines/{}", line.number)
}

impl Look {
    /// Reads a month's signed rolls and the registers.
    pub(super) fn of(ctx: &Ctx<'_>, month: Month) -> Result<Self, Fault> {
        let mut people = HashMap::new();
        payees(ctx, |payee| {
            people.insert(payee.id, payee);
        })?;
        let accounts = payables(ctx)?;
        Ok(Self {
            month,
            lines: roll::signed_lines(ctx, month)?,
            people,
            accounts: accounts.into_iter().map(|a| (a.account, a)).collect(),
            found: Vec::new(),
            skipped: Vec::new(),
        })
    }

    fn of_line(&self, at: &(RollId, Line), rule: Rule, amount: Fen) -> Finding {
        let (roll, line) = at;
        Finding {
            month: self.month,
            number: 0,
            rule,
            division: line.division.clone(),
            payee: Some((line.payee, line.payee_name.clone())),
            award: Some(line.award),
            line: Some((*roll, line.number)),
            case_number: line.case_number.clone(),
            programme: line.programme.clone(),
            amount,
            evidence: Vec::new(),
        }
    }

    fn skip(&mut self, rules: &[Rule], why: &str) {
        self.skipped.extend(rules.iter().map(|rule| Skipped {
            rule: rule.code().to_owned(),
            why: why.to_owned(),
        }));
    }

    /// Paid after the day of the law, or not yet; sent back and left so.
    pub(super) fn late(&mut self, today: Date) {
        let first = self.month.first_day();
        let by = law::number(law::PAY_BY_DAY, first);
        let by = by.and_then(|day| i8::try_from(day).ok());
        let by = by.and_then(|day| Date::new(first.year(), first.month(), day).ok());
        if by.is_none() {
            self.skip(&[Rule::Late], "watch-no-day");
        }
        let mut found = Vec::new();
        for placed in self.lines.iter().filter(|(_, l)| l.state == LineState::Pay) {
            let line = &placed.1;
            if line.paid == Some(false) && line.again.is_none() {
                let mut finding = self.of_line(placed, Rule::Returned, line.pay);
                let why = line.failure.as_deref().unwrap_or_default();
                finding.evidence = vec![at(text("line-failure", why), line_at(placed))];
                if let Some(on) = line.answered_on {
                    let days = (today - on).get_days();
                    finding.evidence.push(text("evidence-answered", on));
                    finding.evidence.push(text("evidence-days", days.max(0)));
                }
                found.push(finding);
            }
            let Some(by) = by else { continue };
            let arrived = line.answered_on.filter(|_| line.paid == Some(true));
            let late = match (line.paid, arrived) {
                (Some(true), Some(on)) => on > by,
                (None, _) => today > by,
                _ => false,
            };
            if late {
                let mut finding = self.of_line(placed, Rule::Late, line.pay);
                let days = (arrived.unwrap_or(today) - by).get_days();
                finding.evidence = vec![
                    text("evidence-by", by),
                    match arrived {
                        Some(on) => at(text("evidence-arrived", on), line_at(placed)),
                        None => at(
                            code("evidence-arrived", "evidence-not-yet"),
                            line_at(placed),
                        ),
                    },
                    text("evidence-days", days),
                ];
                found.push(finding);
            }
        }
        self.found.append(&mut found);
    }

    /// What is owed for the month by the turns, against what all rolls gave for it; the same given
    /// to one twice.
    pub(super) fn owed(&mut self, ctx: &Ctx<'_>) -> Result<(), Fault> {
        if !roll::is_approved(ctx, self.month)? {
            self.skip(&[Rule::Short, Rule::Over, Rule::Twice], "watch-no-roll");
            return Ok(());
        }
        let given = roll::given(ctx, self.month)?;
        let by_award: HashMap<AwardId, usize> = (0..)
            .zip(&self.lines)
            .map(|(place, (_, line))| (line.award, place))
            .collect();
        let mut found = Vec::new();
        // Who gets what: programme and payee, or programme and household.
        let mut gets: BTreeMap<(String, String), Vec<(Award, Fen)>> = BTreeMap::new();
        award::each_with_turns(ctx.tx(), |award, turns| {
            let due = owed(&turns, award.cadence, self.month);
            let gave = given.get(&award.id).copied().unwrap_or(Fen::ZERO);
            let placed = by_award.get(&award.id).and_then(|p| self.lines.get(*p));
            if due.amount != gave {
                let rule = match gave < due.amount {
                    true => Rule::Short,
                    false => Rule::Over,
                };
                let differs = Fen::new((due.amount.get() - gave.get()).abs());
                let name = self.people.get(&award.payee).map(|p| p.name.clone());
                let mut evidence = vec![
                    at(
                        money("evidence-owed", due.amount),
                        format!("/awards/{}", award.id),
                    ),
                    money("evidence-given", gave),
                ];
                if let Some(placed) = placed {
                    let line = &placed.1;
                    let why = line.block.map(|b| code("line-why", b.label()));
                    let why = why.or_else(|| Some(text("line-reason", line.reason.as_ref()?)));
                    evidence.extend(why.map(|w| at(w, line_at(placed))));
                }
                found.push(Finding {
                    month: self.month,
                    number: 0,
                    rule,
                    division: award.division.clone(),
                    payee: Some((award.payee, name.unwrap_or_default())),
                    award: Some(award.id),
                    line: placed.map(|(roll, line)| (*roll, line.number)),
                    case_number: award.case_number.clone(),
                    programme: award.programme.clone(),
                    amount: differs,
                    evidence,
                });
            }
            if gave > Fen::ZERO {
                let whose = match (award.household, of_household(&award.programme)) {
                    (Some(home), true) => home.to_string(),
                    _ => award.payee.to_string(),
                };
                let key = (award.programme.clone(), whose);
                gets.entry(key).or_default().push((award, gave));
            }
            Ok(())
        })?;
        for all in gets.into_values().filter(|all| all.len() > 1) {
            found.extend(self.twice(&all));
        }
        self.found.append(&mut found);
        Ok(())
    }

    fn twice(&self, all: &[(Award, Fen)]) -> Vec<Finding> {
        let one = |(award, gave): &(Award, Fen)| {
            let name = self.people.get(&award.payee).map(|p| p.name.clone());
            let evidence = all.iter().map(|(other, fen)| {
                let path = format!("/awards/{}", other.id);
                let other = format!("{} · {fen}", other.case_number);
                at(text("evidence-given-by", other), path)
            });
            Finding {
                month: self.month,
                number: 0,
                rule: Rule::Twice,
                division: award.division.clone(),
                payee: Some((award.payee, name.unwrap_or_default())),
                award: Some(award.id),
                line: None,
                case_number: award.case_number.clone(),
                programme: award.programme.clone(),
                amount: *gave,
                evidence: evidence.collect(),
            }
        };
        // The first is the one that may stand.
        all.iter().skip(1).map(one).collect()
    }

    /// One account for many, an account in another's name.
    pub(super) fn accounts(&mut self) {
        let mut users: HashMap<&[u8], Vec<&(RollId, Line)>> = HashMap::new();
        let mut found = Vec::new();
        for placed in self.lines.iter().filter(|(_, l)| l.pay > Fen::ZERO) {
            let line = &placed.1;
            let Some(account) = line.account.and_then(|id| self.accounts.get(&id)) else {
                continue;
            };
            users.entry(&account.mark).or_default().push(placed);
            let other = self.people.get(&line.payee);
            if line.state == LineState::Pay && other.is_some_and(|p| p.name != account.holder) {
                let mut finding = self.of_line(placed, Rule::Holder, line.pay);
                finding.evidence = vec![at(
                    text("evidence-holder", &account.holder),
                    format!("/people/{}", line.payee),
                )];
                found.push(finding);
            }
        }
        for all in users.into_values() {
            if all.iter().all(|(_, l)| l.payee == all[0].1.payee) {
                continue;
            }
            for placed in &all {
                let mut finding = self.of_line(placed, Rule::Shared, placed.1.pay);
                let others = all.iter().filter(|(_, l)| l.payee != placed.1.payee);
                finding.evidence = others
                    .map(|other| {
                        let line = &other.1;
                        let name = format!("{} · {}", line.payee_name, line.case_number);
                        at(text("evidence-also", name), line_at(other))
                    })
                    .collect();
                if let Some(reason) = &placed.1.reason {
                    finding.evidence.push(text("line-reason", reason));
                }
                found.push(finding);
            }
        }
        self.found.append(&mut found);
    }

    /// Payments to close kin of officials, and to the households that they live in: not wrong by
    /// themselves, and looked at again by others than who granted them.
    pub(super) fn kin(&mut self, ctx: &Ctx<'_>) -> Result<(), Fault> {
        let mut people: HashMap<PersonId, Vec<Evidence>> = HashMap::new();
        let any = registry::register::marked(ctx, Mark::KinOfOfficials, |register, r| {
            if let Some(person) = r.person {
                people.entry(person).or_default().push(filed(register, r));
            }
        })?;
        if !any {
            self.skip(&[Rule::Kin], "watch-no-kin");
        }
        if people.is_empty() {
            return Ok(());
        }
        let mut homes: HashMap<HouseholdId, Vec<Evidence>> = HashMap::new();
        for (person, evidence) in &people {
            if let Some(home) = registry::household::current_of(ctx, *person)? {
                homes
                    .entry(home.household)
                    .or_default()
                    .extend(evidence.iter().cloned());
            }
        }
        let mut whose: HashMap<AwardId, HouseholdId> = HashMap::new();
        award::each_with_turns(ctx.tx(), |award, _| {
            whose.extend(award.household.map(|home| (award.id, home)));
            Ok(())
        })?;
        let mut found = Vec::new();
        for placed in self.lines.iter().filter(|(_, l)| l.state == LineState::Pay) {
            let line = &placed.1;
            let home = whose.get(&line.award).and_then(|home| homes.get(home));
            if let Some(evidence) = people.get(&line.payee).or(home) {
                let mut finding = self.of_line(placed, Rule::Kin, line.pay);
                finding.evidence.clone_from(evidence);
                finding
                    .evidence
                    .push(at(money("line-amount", line.pay), line_at(placed)));
                found.push(finding);
            }
        }
        self.found.append(&mut found);
        Ok(())
    }

    /// Money for months after a death.
    pub(super) fn dead(&mut self) {
        let mut found = Vec::new();
        for placed in self.lines.iter().filter(|(_, l)| l.state == LineState::Pay) {
            let line = &placed.1;
            let Some(payee) = self.people.get(&line.payee) else {
                continue;
            };
            let died = payee.life_on.filter(|_| payee.life == Life::Dead);
            let Some((died, last)) = died.and_then(|d| Some((d, Month::of(d)?))) else {
                continue;
            };
            let after = line.months.iter().filter(|(m, _)| *m > last);
            let after: i64 = after.map(|(_, fen)| fen.get()).sum();
            // What is paid again names no months: it is the month's own.
            let fen = match line.months.is_empty() && self.month > last {
                true => line.pay.get(),
                false => after,
            };
            if fen > 0 {
                let mut finding = self.of_line(placed, Rule::Dead, Fen::new(fen));
                let result = match line.paid {
                    Some(true) => "result-paid",
                    Some(false) => "result-failed",
                    None => line.state.label(),
                };
                finding.evidence = vec![
                    at(
                        text("evidence-died", died),
                        format!("/people/{}", line.payee),
                    ),
                    at(money("line-amount", line.pay), line_at(placed)),
                    code("line-state", result),
                ];
                found.push(finding);
            }
        }
        self.found.append(&mut found);
    }

    /// Reserves that lie idle, and what is unusual in their books.
    pub(super) fn reserves(&mut self, ctx: &Ctx<'_>) -> Result<(), Fault> {
        let first = self.month.first_day();
        let idle = law::number(law::RESERVE_IDLE, first);
        let idle = idle.and_then(|months| i32::try_from(months).ok());
        if idle.is_none() {
            self.skip(&[Rule::Idle], "watch-no-idle");
        }
        if law::number(law::RESERVE_NEAR, first).is_none() {
            self.skip(&[Rule::JustUnder], "watch-no-near");
        }
        for (statement, _) in reserve::statements(ctx, self.month)? {
            let town = statement.town.clone();
            let path = format!("/reserves/{}?month={}", town.code(), self.month);
            if let Some(months) = idle
                && self.lies_idle(ctx, &statement, months)?
            {
                let evidence = vec![
                    at(money("reserve-closing", statement.closing), path.clone()),
                    text("evidence-idle", months),
                ];
                let closing = statement.closing;
                let finding = self.of_town(&town, Rule::Idle, closing, evidence);
                self.found.push(finding);
            }
            let (_, unusual) = reserve::statement(ctx, &town, self.month)?;
            for (number, pattern, others) in unusual {
                let Some(entry) = statement.entries.iter().find(|e| e.number == number) else {
                    continue;
                };
                let others: Vec<String> = others.iter().map(i64::to_string).collect();
                let evidence = vec![
                    at(text("reserve-receipt", &entry.document), path.clone()),
                    money("reserve-most", entry.ceiling.unwrap_or(Fen::ZERO)),
                    text("evidence-entries", others.join("、")),
                ];
                let rule = match pattern {
                    Pattern::JustUnder => Rule::JustUnder,
                    Pattern::SamePayee => Rule::SamePayee,
                    Pattern::Split => Rule::Split,
                };
                let mut finding = self.of_town(&town, rule, entry.amount, evidence);
                finding.payee.clone_from(&entry.payee);
                finding.case_number.clone_from(&entry.case_number);
                finding.programme.clone_from(&entry.programme);
                self.found.push(finding);
            }
        }
        Ok(())
    }

    /// Whether a reserve had money before so many months, has some now, and spent none between.
    fn lies_idle(
        &self,
        ctx: &Ctx<'_>,
        statement: &reserve::Statement,
        months: i32,
    ) -> Result<bool, Fault> {
        if statement.spent > Fen::ZERO || statement.closing <= Fen::ZERO {
            return Ok(false);
        }
        for ago in 1..months {
            if let Some(month) = self.month.plus(-ago)
                && reserve::statement(ctx, &statement.town, month)?.0.spent > Fen::ZERO
            {
                return Ok(false);
            }
        }
        let Some(before) = self.month.plus(-months) else {
            return Ok(false);
        };
        let (before, _) = reserve::statement(ctx, &statement.town, before)?;
        Ok(before.closing > Fen::ZERO)
    }

    fn of_town(
        &self,
        town: &Division,
        rule: Rule,
        amount: Fen,
        evidence: Vec<Evidence>,
    ) -> Finding {
        Finding {
            month: self.month,
            number: 0,
            rule,
            division: town.clone(),
            payee: None,
            award: None,
            line: None,
            case_number: String::new(),
            programme: String::new(),
            amount,
            evidence,
        }
    }
}

/// What a record on file says, as far as lists show it, and where it stands.
fn filed(register: &Register, record: &Record) -> Evidence {
    let fields = register.fields.iter().zip(&record.values);
    let shown = fields.filter(|(field, _)| field.list && field.class == Class::Ordinary);
    let shown =
        shown.map(|(field, value)| format!("{} {}", field.label.zh, field.shown(value, "zh")));
    let said = text("evidence-kin", shown.collect::<Vec<_>>().join(" · "));
    at(said, format!("/registers/{}/{}", register.id, record.id))
}

/// Whether a programme is granted to a household as a whole.
fn of_household(programme: &str) -> bool {
    let declared = registry::register::declared().ok();
    let found = declared.and_then(|d| d.pack().programme(programme));
    found.is_some_and(|p| p.unit == Entity::Household)
}
