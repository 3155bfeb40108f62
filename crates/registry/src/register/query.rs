//! Lists and counts of a register, within reach of whoever asks.

use super::actions::{record_of, slots};
use super::declared::{Declared, reach};
use super::model::{Record, State};
use super::store::{self, slot_column, stored};
use base::Fault;
use base::id::PersonId;
use db::{Param, ToParam};
use jiff::civil::Date;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::{Field, Kind, Register};
use std::borrow::Cow;

/// Only some of the records that are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// Those that should have been confirmed again.
    Stale,
    /// Those that a check doubts.
    Doubtful,
    /// Those with a reminder that is shown by now.
    Remind,
}

/// What a list shows.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Ended ones instead of those that are kept.
    pub ended: bool,
    /// Only some of them.
    pub only: Only,
    /// Only in this division.
    pub within: Option<Division>,
    /// Words in the title.
    pub title: String,
    /// Filterable fields and the texts they must have: a code, the beginning of a text.
    pub wanted: Vec<(String, String)>,
    /// Date fields from a day until a day.
    pub days: Vec<(String, Option<Date>, Option<Date>)>,
    /// What it is sorted by: `title`, `division`, `confirmed`, or a filterable field.
    pub sort: String,
    /// Downwards.
    pub down: bool,
    /// Rows to leave out at the beginning.
    pub skip: i64,
    /// Rows at most.
    pub most: i64,
}

/// A page of a list.
#[derive(Debug)]
pub struct Listed {
    /// The records.
    pub records: Vec<Record>,
    /// How many there are in all.
    pub total: i64,
}

/// How a register stands, for whoever asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Records that are kept.
    pub kept: i64,
    /// Of them, those that are stale.
    pub stale: i64,
    /// Of them, those that a check doubts.
    pub doubtful: i64,
    /// Of them, those with a reminder that is shown by now.
    pub remind: i64,
}

/// A line of a statistic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The word of the field, or the code of a division; empty where nothing is known.
    pub of: String,
    /// Records.
    pub records: i64,
}

/// Conditions and their parameters in the making.
struct Where {
    parts: Vec<String>,
    params: Vec<Param<'static>>,
}

impl Where {
    fn new(register: &Register, state: State) -> Self {
        Self {
            parts: vec!["register = ?1".to_owned(), "state = ?2".to_owned()],
            params: vec![text(&register.id), text(state.code())],
        }
    }

    /// A condition in which `?` stands for the value.
    fn and(&mut self, condition: &str, value: Param<'static>) {
        self.params.push(value);
        let mark = format!("?{}", self.params.len());
        self.parts.push(condition.replace('?', &mark));
    }

    fn scope(&mut self, scope: &platform::Scope) {
        let (sql, params) = scope.condition("division", self.params.len() + 1);
        self.parts.push(sql);
        self.params.extend(params);
    }

    fn sql(&self) -> String {
        self.parts.join(" AND ")
    }

    fn params(&self) -> Vec<&dyn ToParam> {
        self.params.iter().map(|p| p as &dyn ToParam).collect()
    }
}

fn text(text: &str) -> Param<'static> {
    Param::Text(Cow::Owned(text.to_owned()))
}

/// How far ahead reminders are shown at most; each has its own, and the page tells the day.
fn ahead(register: &Register) -> i64 {
    let most = register.reminders.iter().map(|r| r.ahead).max();
    i64::from(most.unwrap_or(0))
}

fn until(today: Date, days: i64) -> Date {
    let span = jiff::Span::new().try_days(days).unwrap_or_default();
    today.checked_add(span).unwrap_or(today)
}

impl Query {
    fn conditions(
        &self,
        ctx: &Ctx<'_>,
        register: &Register,
        slots: &[usize],
    ) -> Result<Where, Fault> {
        let state = match self.ended {
            true => State::Ended,
            false => State::Kept,
        };
        let mut out = Where::new(register, state);
        out.scope(&reach(ctx, Act::RegistersSee, register)?);
        let today = ctx.today();
        match self.only {
            Only::All => {}
            Only::Stale => out.and("stale_on <= ?", text(&today.to_string())),
            Only::Doubtful => out.and("warnings > ?", Param::Int(0)),
            Only::Remind => {
                let day = until(today, ahead(register));
                out.and("remind_on <= ?", text(&day.to_string()));
            }
        }
        if let Some(within) = &self.within {
            out.and("division LIKE ?", text(&format!("{}%", within.code())));
        }
        for word in self.title.split_whitespace().take(5) {
            out.and(
                "title LIKE ? ESCAPE '\\'",
                text(&format!("%{}", db::prefix_pattern(word))),
            );
        }
        for (name, wanted) in self.wanted.iter().filter(|(_, w)| !w.is_empty()) {
            let Some((slot, field)) = slot_of(register, slots, name) else {
                continue;
            };
            let column = slot_column(slot);
            match field.kind {
                Kind::Code | Kind::Bool | Kind::Int | Kind::Money | Kind::Decimal => {
                    let value = field.read(wanted).unwrap_or(Datum::Missing);
                    let order = field.order(&value).unwrap_or_default();
                    out.and(&format!("{column} = ?"), text(&order));
                }
                // One of several words.
                Kind::Codes => {
                    let pattern = format!("%,{wanted},%");
                    out.and(&format!("(',' || {column} || ',') LIKE ?"), text(&pattern));
                }
                _ => out.and(
                    &format!("{column} LIKE ? ESCAPE '\\'"),
                    text(&db::prefix_pattern(wanted)),
                ),
            }
        }
        for (name, from, to) in &self.days {
            let Some((slot, _)) = slot_of(register, slots, name) else {
                continue;
            };
            let column = slot_column(slot);
            if let Some(day) = from {
                out.and(&format!("{column} >= ?"), text(&day.to_string()));
            }
            if let Some(day) = to {
                out.and(&format!("{column} <= ?"), text(&day.to_string()));
            }
        }
        Ok(out)
    }

    fn order(&self, register: &Register, slots: &[usize]) -> String {
        let column = match self.sort.as_str() {
            "division" => "division",
            "confirmed" => "confirmed_on",
            other => slot_of(register, slots, other).map_or("sort_key", |(s, _)| slot_column(s)),
        };
        let way = if self.down { " DESC" } else { "" };
        // What is not known stands last either way, on both engines.
        format!("({column} IS NULL), {column}{way}, id")
    }
}

fn slot_of<'r>(register: &'r Register, slots: &[usize], name: &str) -> Option<(usize, &'r Field)> {
    let at = register.field(name)?;
    let slot = slots.iter().position(|place| *place == at)?;
    Some((slot, register.fields.get(at)?))
}

/// A page of records.
pub fn list(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    query: &Query,
) -> Result<Listed, Fault> {
    let register = declared.register(register)?;
    let slots = slots(ctx, register)?;
    let found = query.conditions(ctx, register, &slots)?;
    let from = format!("FROM register_record WHERE {}", found.sql());
    let total = ctx
        .tx()
        .value(&format!("{} {from}", "SELECT COUNT(*)"), &found.params())?;
    let sql = format!(
        "{} {from} ORDER BY {} LIMIT {} OFFSET {}",
        "SELECT *",
        query.order(register, &slots),
        query.most.clamp(1, 1_000_000),
        query.skip.max(0)
    );
    let rows = ctx.tx().rows(&sql, &found.params(), stored)?;
    let records = rows.iter().map(|row| record_of(register, row));
    let records = records.collect::<Result<_, _>>()?;
    Ok(Listed { records, total })
}

/// How a register stands.
pub fn numbers(ctx: &Ctx<'_>, declared: &Declared, register: &str) -> Result<Numbers, Fault> {
    let register = declared.register(register)?;
    let mut found = Where::new(register, State::Kept);
    found.scope(&reach(ctx, Act::RegistersSee, register)?);
    let today = ctx.today();
    let (now, soon) = (today.to_string(), until(today, ahead(register)).to_string());
    found.params.extend([text(&now), text(&soon)]);
    let at = found.params.len();
    let count = |condition: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
    };
    let sql = format!(
        "{} COUNT(*), {}, {}, {} FROM register_record WHERE {}",
        "SELECT",
        count(&format!("stale_on <= ?{}", at - 1)),
        count("warnings > 0"),
        count(&format!("remind_on <= ?{at}")),
        found.sql()
    );
    let numbers = ctx.tx().row(&sql, &found.params(), |row| {
        Ok(Numbers {
            kept: row.at(0)?,
            stale: row.at(1)?,
            doubtful: row.at(2)?,
            remind: row.at(3)?,
        })
    })?;
    Ok(numbers)
}

impl Numbers {
    /// Records by the words of a field, or by town without one; most first.
    pub fn by(
        ctx: &Ctx<'_>,
        declared: &Declared,
        register: &str,
        field: Option<&str>,
    ) -> Result<Vec<Count>, Fault> {
        let register = declared.register(register)?;
        let slots = slots(ctx, register)?;
        let mut found = Where::new(register, State::Kept);
        found.scope(&reach(ctx, Act::RegistersSee, register)?);
        let column = match field {
            None => "SUBSTR(division, 1, 9)",
            Some(name) => match slot_of(register, &slots, name) {
                Some((slot, _)) => slot_column(slot),
                None => return Ok(Vec::new()),
            },
        };
        let sql = format!(
            "{} COALESCE({column}, '') AS word, COUNT(*) AS records FROM register_record \
             WHERE {} GROUP BY 1 ORDER BY 2 DESC, 1",
            "SELECT",
            found.sql()
        );
        let counts = ctx.tx().rows(&sql, &found.params(), |row| {
            Ok(Count {
                of: row.at(0)?,
                records: row.at(1)?,
            })
        })?;
        Ok(counts)
    }
}

/// Every record about a person that whoever asks may see, with its register's place in the pack.
pub fn of_person(
    ctx: &Ctx<'_>,
    declared: &Declared,
    person: PersonId,
) -> Result<Vec<Record>, Fault> {
    ctx.may(Act::RegistersSee)?;
    let mut found = Vec::new();
    for row in store::record_list_of_person(ctx.tx(), person)? {
        let Ok(register) = declared.register(&row.register) else {
            continue;
        };
        let reach = reach(ctx, Act::RegistersSee, register);
        if reach.is_ok_and(|scope| scope.covers(&row.division, None)) {
            found.push(record_of(register, &row)?);
        }
    }
    Ok(found)
}

/// People within reach whose ID number or the beginning of whose name is typed.
pub(crate) fn people(ctx: &Ctx<'_>, typed: &str) -> Result<Vec<crate::person::Person>, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    let typed = typed.trim();
    let found = match base::CitizenId::parse(typed) {
        Ok(id) => {
            let index = crate::seal::number_index(ctx.keys(), &id.to_string());
            crate::person::store::person_list_by_number(ctx.tx(), &index)?
        }
        Err(_) => crate::person::store::person_list_named(ctx.tx(), &db::prefix_pattern(typed))?,
    };
    let seen = found
        .into_iter()
        .filter(|p| scope.covers(&p.division, None));
    seen.take(20)
        .map(|p| crate::person::person_of(ctx, p))
        .collect()
}
