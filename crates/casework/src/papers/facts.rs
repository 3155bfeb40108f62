//! What templates may ask for, and where it comes from: the application, the case, the decision of
//! the rules, the registers. Paper is written in Chinese, the language of the office.

use super::notice::Hanging;
use crate::case::{Casefile, Event, Kind, State};
use crate::told::{cited, sums, why};
use crate::window::Application;
use base::mask::mask_id;
use base::message::Message;
use jiff::civil::Date;
use paper::{Fields, Value};
use policy::cel::Datum;
use policy::decide::{Decision, Outcome};
use policy::fact::{Case, Entity};
use policy::pack::Pack;

/// Every name that a template may use, within lists too.
pub const NAMES: &[&str] = &[
    "number",
    "application",
    "programme",
    "name",
    "masked",
    "place",
    "town",
    "office",
    "on",
    "received",
    "amount",
    "monthly",
    "granted",
    "refused",
    "needs",
    "member_count",
    "members",
    "relation",
    "id_number",
    "birth",
    "facts",
    "label",
    "value",
    "source",
    "conditions",
    "mark",
    "text",
    "cite",
    "failed",
    "sums",
    "missing",
    "documents",
    "events",
    "day",
    "what",
    "who",
    "note",
    "reason",
    "from",
    "posted",
    "until",
    "households",
    "cases",
];

/// The sentences of the office's language.
pub(super) type Words<'w> = &'w dyn Fn(&Message) -> String;

/// What a case's papers are filled with.
pub(super) struct Known<'k> {
    pub(super) words: Words<'k>,
    pub(super) pack: &'k Pack,
    pub(super) application: &'k Application,
    pub(super) facts: &'k Case,
    /// Where the case lives and who decides: village, town, office.
    pub(super) places: [String; 3],
    /// Each member's masked ID number, by their place.
    pub(super) numbers: Vec<String>,
    pub(super) today: Date,
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

impl Known<'_> {
    fn word(&self, code: &'static str) -> String {
        (self.words)(&Message::new(code))
    }
}

/// What an application as a whole says.
pub(super) fn application(known: &Known<'_>, cases: &[(Casefile, String)]) -> Fields {
    let [village, town, office] = &known.places;
    let head = known.facts.member_name(0);
    let mut fields = Fields::new()
        .with("application", known.application.number.as_str())
        .with("number", known.application.number.as_str())
        .with("name", head)
        .with("place", format!("{town}{village}"))
        .with("town", town.as_str())
        .with("office", office.as_str())
        .with("on", known.today)
        .with("received", known.application.received_on)
        .with("members", members(known))
        .with("facts", facts(known));
    let count = i64::try_from(known.facts.members.len()).unwrap_or(i64::MAX);
    fields.set("member_count", count);
    let all = cases.iter().map(|(case, name)| {
        let title = known.pack.programme(&case.programme);
        Fields::new()
            .with("number", case.number.as_str())
            .with("programme", title.map_or("", |p| p.title.zh.as_str()))
            .with("name", name.as_str())
    });
    fields.set("cases", all.collect::<Vec<_>>());
    fields
}

fn members(known: &Known<'_>) -> Vec<Fields> {
    let relation = known
        .pack
        .facts
        .person
        .iter()
        .position(|f| f.id == "relation");
    let birth = known
        .pack
        .facts
        .person
        .iter()
        .position(|f| f.id == "birth_date");
    let shown = |member: usize, at: Option<usize>| {
        let fact = at.and_then(|at| known.pack.facts.person.get(at));
        let value = at.and_then(|at| known.facts.members.get(member)?.get(at));
        match (fact, value) {
            (Some(fact), Some(value)) => fact.shown(value, "zh"),
            _ => String::new(),
        }
    };
    (0..known.facts.members.len())
        .map(|at| {
            let number = known.numbers.get(at).map_or(String::new(), |n| mask_id(n));
            Fields::new()
                .with("name", known.facts.member_name(at))
                .with("relation", shown(at, relation))
                .with("birth", shown(at, birth))
                .with("id_number", number)
        })
        .collect()
}

/// Every fact that somebody or some register has told, with its source; what the pack assumes where
/// nobody says anything is no part of what an applicant signs.
fn facts(known: &Known<'_>) -> Vec<Fields> {
    let pack = known.pack;
    let mut all = Vec::new();
    let mut records = vec![(Entity::Household, 0, &known.facts.household)];
    let people = known.facts.members.iter().enumerate();
    records.extend(people.map(|(at, record)| (Entity::Person, at, record)));
    for (entity, at, record) in records {
        for (fact, value) in pack.facts.of(entity).iter().zip(record) {
            let shown = match value {
                Datum::Missing | Datum::Rows(_) => continue,
                Datum::Bool(true) => known.word("paper-yes"),
                Datum::Bool(false) => known.word("paper-no"),
                value => fact.shown(value, "zh"),
            };
            let key = match entity {
                Entity::Household => "household",
                Entity::Person => known.facts.member_id(at),
            };
            let path = format!("{key}.{}", fact.id);
            let source = known.application.sources.get(&path);
            let Some(source) = source.and_then(|s| s.get(0)).and_then(|s| s.as_str()) else {
                continue;
            };
            let who = match entity {
                Entity::Household => String::new(),
                Entity::Person => format!("{} ", known.facts.member_name(at)),
            };
            all.push(
                Fields::new()
                    .with("label", format!("{who}{}", fact.label.zh))
                    .with("value", shown)
                    .with("source", spoken(known, source)),
            );
        }
    }
    all
}

/// A source in words: registers, the applicant, or the number of an earlier application.
fn spoken(known: &Known<'_>, source: &str) -> String {
    match source {
        "register" => known.word("paper-source-register"),
        "window" => known.word("paper-source-window"),
        number => number.to_owned(),
    }
}

/// What a case adds: its decision, its course, its notice.
pub(super) fn case(
    known: &Known<'_>,
    case: &Casefile,
    (decision, happened, notice): (&Decision, &[Event], Option<&Hanging>),
) -> Fields {
    let mut fields = application(known, &[]);
    let person = case.person.to_string();
    let at = (0..known.facts.members.len()).find(|at| known.facts.member_id(*at) == person);
    let name = at.map_or("", |at| known.facts.member_name(at));
    let decided = happened.iter().rev().find(|e| e.kind == Kind::Decide);
    fields.set("number", case.number.as_str());
    fields.set("programme", decision.title.zh.as_str());
    fields.set("name", name);
    fields.set("granted", case.state == State::Granted);
    fields.set("refused", case.state == State::Refused);
    fields.set("needs", decision.outcome == Outcome::NeedsFact);
    fields.set("amount", case.amount.or(decision.amount));
    fields.set(
        "monthly",
        decision.period.as_ref().is_some_and(|(p, _)| *p == "month"),
    );
    fields.set("reason", text(decided.map_or("", |e| e.note.as_str())));
    if let Some(event) = decided {
        fields.set("on", event.day);
    }
    let from = decision.first_month.as_ref().and_then(|f| f.month);
    fields.set(
        "from",
        from.map(|m| {
            let day = m.first_day();
            let month = Message::new("paper-month").with("year", day.year().to_string());
            (known.words)(&month.with("month", day.month().to_string()))
        }),
    );
    let line = |mark: &str, said: &str, cite: &str| {
        Fields::new()
            .with("mark", mark)
            .with("text", said)
            .with("cite", cite)
    };
    let conditions = why(decision, "zh");
    let failed = conditions.iter().filter(|l| l.mark == "✗");
    fields.set(
        "failed",
        failed
            .map(|l| line(l.mark, &l.text, &l.cite))
            .collect::<Vec<_>>(),
    );
    let all = conditions.iter().map(|l| {
        let mark = match l.mark {
            "✓" => known.word("paper-met"),
            "✗" => known.word("paper-unmet"),
            _ => known.word("paper-open"),
        };
        line(&mark, &l.text, &l.cite)
    });
    fields.set("conditions", all.collect::<Vec<_>>());
    let reckoned = sums(decision, "zh");
    let reckoned = reckoned.iter().map(|l| line("", &l.text, &l.cite));
    fields.set("sums", reckoned.collect::<Vec<_>>());
    let missing = decision.missing.iter().filter(|m| m.matters);
    fields.set(
        "missing",
        missing
            .map(|m| line("", &m.label.0, ""))
            .collect::<Vec<_>>(),
    );
    let documents = decision.documents.iter();
    let documents = documents.map(|(_, label, cite)| line("", &label.zh, &cited(cite)));
    fields.set("documents", documents.collect::<Vec<_>>());
    let road = known
        .pack
        .programme(&case.programme)
        .and_then(|p| p.road.as_ref());
    let label = |step: &str| {
        let found = road.and_then(|r| r.steps.iter().rfind(|s| s.id == step));
        found.map_or(step, |s| s.label.zh.as_str()).to_owned()
    };
    let events = happened.iter().map(|event| {
        let step = event.step.as_deref().map_or(String::new(), label);
        let kind = known.word(event.kind.label());
        Fields::new()
            .with("day", event.day)
            .with("what", format!("{kind} {step}").trim_end())
            .with("who", event.name.as_str())
            .with("note", event.note.as_str())
    });
    fields.set("events", events.collect::<Vec<_>>());
    if let Some(notice) = notice {
        fields.set("posted", notice.posted);
        fields.set("until", notice.last);
        fields.set("households", vec![posted(notice)]);
    }
    fields
}

/// What a notice may say of one household.
fn posted(notice: &Hanging) -> Fields {
    Fields::new()
        .with("number", notice.number.as_str())
        .with(
            "masked",
            notice.name.clone().unwrap_or_else(|| "—".to_owned()),
        )
        .with(
            "member_count",
            match notice.members {
                Some(count) => count.to_string(),
                None => "—".to_owned(),
            },
        )
        .with(
            "amount",
            match notice.amount {
                Some(amount) => amount.to_string(),
                None => "—".to_owned(),
            },
        )
}

/// One sheet for the notices of one village, programme and day.
pub(super) fn notices(
    (place, office): (&str, &str),
    today: Date,
    together: &[&Hanging],
) -> Option<Fields> {
    let first = together.first()?;
    Some(
        Fields::new()
            .with("programme", first.title.zh.as_str())
            .with("place", place)
            .with("office", office)
            .with("posted", first.posted)
            .with("until", first.last)
            .with("on", today)
            .with("cite", cited(&first.cite))
            .with(
                "households",
                together.iter().map(|n| posted(n)).collect::<Vec<_>>(),
            ),
    )
}
