//! Building a roll from the awards in force, with what stands against each line.

use super::model::{Kind, Line, LineState, Roll, State, Warning};
use super::{reckon, store};
use crate::award::{self, Award};
use base::date::Month;
use base::id::{BankAccountId, PersonId, RollId};
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx};
use policy::register::{DEATH_SOURCE, Mark};
use registry::reach::{Payable, Payee, payables, payees};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything that lines are checked against.
pub(super) struct Checks {
    people: HashMap<PersonId, Payee>,
    accounts: HashMap<BankAccountId, Payable>,
    /// Whom others report as dead, and by how many sources.
    reported: HashMap<PersonId, HashSet<String>>,
    /// Marks of accounts that more than one payee of the roll is paid into.
    shared: HashSet<Vec<u8>>,
}

impl Checks {
    /// Reads the registers once.
    pub(super) fn of(ctx: &Ctx<'_>) -> Result<Self, Fault> {
        let mut people = HashMap::new();
        payees(ctx, |payee| {
            people.insert(payee.id, payee);
        })?;
        let accounts = payables(ctx)?;
        let mut reported: HashMap<PersonId, HashSet<String>> = HashMap::new();
        registry::register::marked(ctx, Mark::Deaths, |register, record| {
            let at = register.fields.iter().position(|f| f.id == DEATH_SOURCE);
            let source = at.and_then(|at| Some((register.fields.get(at)?, record.values.get(at)?)));
            if let (Some(person), Some((field, value))) = (record.person, source) {
                let sources = reported.entry(person).or_default();
                sources.insert(field.shown(value, "zh"));
            }
        })?;
        Ok(Self {
            reported,
            people,
            accounts: accounts.into_iter().map(|a| (a.account, a)).collect(),
            shared: HashSet::new(),
        })
    }

    /// Looks which accounts several payees share.
    pub(super) fn share<'l>(&mut self, lines: impl Iterator<Item = &'l Line>) {
        let mut first: HashMap<&[u8], PersonId> = HashMap::new();
        for line in lines.filter(|l| l.pay > Fen::ZERO) {
            let Some(account) = line.account.and_then(|id| self.accounts.get(&id)) else {
                continue;
            };
            let known = first.entry(&account.mark).or_insert(line.payee);
            if *known != line.payee {
                self.shared.insert(account.mark.clone());
            }
        }
    }

    pub(super) fn name(&self, id: PersonId) -> String {
        self.people
            .get(&id)
            .map_or_else(String::new, |p| p.name.clone())
    }

    /// Decides whether a line is paid.
    pub(super) fn judge(&self, line: &mut Line, usual: Fen) {
        let payee = self.people.get(&line.payee);
        let account = line.account.and_then(|id| self.accounts.get(&id));
        let reckoned = reckon::Reckoned {
            due: line.due,
            arrears: line.arrears,
            recovery: line.recovery,
            left: line.left,
            months: Vec::new(),
            turn: line.turn,
            persons: line.persons,
        };
        let sources = self.reported.get(&line.payee).map_or(0, HashSet::len);
        line.warning = match sources {
            1 => Some(Warning::Reported),
            _ => reckon::warning(payee, account, &reckoned, line.last),
        };
        if line.pay <= Fen::ZERO {
            line.state = LineState::Nothing;
            return;
        }
        let shared = account.is_some_and(|a| self.shared.contains(&a.mark));
        let worth = (line.due, line.persons, usual);
        line.block = reckon::block(payee, account, (sources, shared), worth);
        line.state = match line.block {
            Some(_) => LineState::Blocked,
            None => LineState::Pay,
        };
    }
}

/// A line as the turns of its award make it, not yet judged.
fn reckoned(award: Award, reckoned: reckon::Reckoned, last: Fen, name: String) -> Line {
    Line {
        number: 0,
        award: award.id,
        programme: award.programme,
        case_number: award.case_number,
        household: award.household,
        payee: award.payee,
        payee_name: name,
        account: award.account,
        division: award.division,
        area: award.area,
        persons: reckoned.persons,
        due: reckoned.due,
        arrears: reckoned.arrears,
        recovery: reckoned.recovery,
        left: reckoned.left,
        pay: reckoned.pay(),
        last,
        cause: reckon::cause(last, reckoned.due),
        turn: reckoned.turn,
        months: reckoned.months,
        state: LineState::Nothing,
        block: None,
        warning: None,
        reason: None,
        paid: None,
        failure: None,
        answered_on: None,
        again: None,
    }
}

/// What a programme usually pays a person: the middle of all lines.
fn usual(lines: &[Line]) -> BTreeMap<String, Fen> {
    let mut all: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.due > Fen::ZERO) {
        let each = line.due.get() / line.persons.max(1);
        all.entry(line.programme.clone()).or_default().push(each);
    }
    all.into_iter()
        .map(|(programme, mut each)| {
            each.sort_unstable();
            // Among a few there is no usual.
            let middle = if each.len() < 10 { 0 } else { each.len() / 2 };
            let fen = match middle {
                0 => 0,
                at => each.get(at).copied().unwrap_or(0),
            };
            (programme, Fen::new(fen))
        })
        .collect()
}

/// Builds the roll of a month, or builds it anew while it is a draft. What an officer held or let
/// pass before is to be said again.
///
/// # Errors
/// A roll of the month that is signed already; an earlier roll that is not approved; a month before
/// the last one rolled.
pub fn build(ctx: &Ctx<'_>, month: Month, pay_on: Date) -> Result<RollId, Fault> {
    ctx.may(Act::RollsMake)?;
    ctx.tx().lock("treasury rolls")?;
    let rolls = store::roll_list(ctx.tx())?;
    let monthly = || rolls.iter().filter(|r| r.kind == Kind::Monthly);
    if let Some(other) = monthly().find(|r| r.month != month && waits(r.state)) {
        let open = Message::new("roll-open-before").with("month", other.month.to_string());
        return Err(Fault::Refused(open));
    }
    if monthly().any(|r| r.month > month) {
        return Err(Fault::refused("roll-late"));
    }
    let before = monthly().find(|r| r.month == month).cloned();
    if before.as_ref().is_some_and(|r| r.state != State::Draft) {
        return Err(Fault::refused("roll-not-draft"));
    }
    let opening = store::roll_opening(ctx.tx())?.unwrap_or(month).min(month);
    let put = store::roll_item_all(ctx.tx())?;
    let last = match month.plus(-1) {
        Some(last) => store::roll_line_due(ctx.tx(), last)?,
        None => HashMap::new(),
    };
    let mut checks = Checks::of(ctx)?;
    let mut lines = Vec::new();
    award::each_with_turns(ctx.tx(), |award, turns| {
        let given = put.get(&award.id).map_or(&[][..], Vec::as_slice);
        let now = reckon::reckon(&award, &turns, given, (opening, month));
        let last = last.get(&award.id).copied().unwrap_or(Fen::ZERO);
        if now.pay() > Fen::ZERO || last > Fen::ZERO || now.left > Fen::ZERO {
            let name = checks.name(award.payee);
            lines.push(reckoned(award, now, last, name));
        }
        Ok(())
    })?;
    lines.sort_by(|a, b| {
        let key = |l: &Line| {
            (
                l.division.clone(),
                l.programme.clone(),
                l.case_number.clone(),
            )
        };
        key(a).cmp(&key(b)).then(a.award.cmp(&b.award))
    });
    checks.share(lines.iter());
    let usual = usual(&lines);
    for (number, line) in (1..).zip(lines.iter_mut()) {
        line.number = number;
        let of = usual.get(&line.programme).copied().unwrap_or(Fen::ZERO);
        checks.judge(line, of);
    }
    let stamp = store::award_stamp(ctx.tx())?;
    let roll = drafted(ctx, before, (month, pay_on), stamp)?;
    store::roll_line_clear(ctx.tx(), roll)?;
    store::roll_line_insert_all(ctx.tx(), roll, &lines)?;
    ctx.tell(
        Entry::named("roll.build", "roll", roll)
            .after(json!({ "month": month.to_string(), "lines": lines.len() })),
    );
    Ok(roll)
}

const fn waits(state: State) -> bool {
    matches!(state, State::Draft | State::Signed)
}

fn drafted(
    ctx: &Ctx<'_>,
    before: Option<Roll>,
    (month, pay_on): (Month, Date),
    stamp: String,
) -> Result<RollId, Fault> {
    let fresh = |id, version| Roll {
        id,
        version,
        month,
        number: 1,
        kind: Kind::Monthly,
        state: State::Draft,
        pay_on,
        stamp: stamp.clone(),
        fingerprint: None,
        built_at: ctx.now(),
        built_by: ctx.who().actor(),
        first: None,
        second: None,
        file_format: None,
        file_fingerprint: None,
    };
    match before {
        Some(roll) => {
            store::roll_update(ctx.tx(), &fresh(roll.id, roll.version))?;
            Ok(roll.id)
        }
        None => {
            let roll = fresh(ctx.id(), 1);
            store::roll_insert(ctx.tx(), &roll)?;
            Ok(roll.id)
        }
    }
}
