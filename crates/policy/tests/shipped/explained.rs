//! How decisions explain themselves, in both languages: of every programme one case that is granted,
//! one refused, one that needs a fact, one before the programme. The first example of a kind, or the
//! granted one with a fact taken out or a day too early. Written by `UPDATE_EXPECT=1`, compared
//! otherwise.

use super::pack;
use expect_test::expect_file;
use jiff::civil::Date;
use policy::decide::{Decision, Outcome, decide};
use policy::fact::Case;
use policy::pack::Pack;
use policy::programme::{Example, Programme};
use std::fmt::Write as _;

fn told(decision: &Decision, page: &mut String) {
    for condition in &decision.conditions {
        let mark = match condition.holds {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "?",
        };
        let Some(text) = &condition.text else {
            let _ = writeln!(page, "  {mark} {}", condition.label.zh);
            continue;
        };
        let _ = writeln!(page, "  {mark} {}\n    {}", text.zh, text.en);
    }
    for line in decision.computation.iter().filter(|line| line.counted) {
        let _ = writeln!(
            page,
            "  + {} · {}: {} = {}",
            line.label.zh, line.label.en, line.text, line.value
        );
    }
    if let Some(status) = &decision.status {
        let _ = writeln!(page, "  ! {}\n    {}", status.text.zh, status.text.en);
    }
    for missing in decision.missing.iter().filter(|m| m.matters) {
        let (zh, en) = &missing.label;
        let _ = writeln!(page, "  ? {zh} · {en}: {}", missing.path);
    }
    for other in &decision.counterfactuals {
        let alone = if other.alone { "" } else { " …" };
        let (subject, bound) = (&other.subject.label, &other.bound);
        let _ = writeln!(
            page,
            "  ~ {}: {} {:?} {}{alone}\n    {} {:?} {}",
            other.condition,
            subject.zh,
            other.relation,
            bound.zh,
            subject.en,
            other.relation,
            bound.en
        );
    }
}

/// A case and what it is called.
struct Told {
    name: String,
    case: Case,
    member: Option<usize>,
    on: Date,
}

fn of(example: &Example) -> Told {
    let members = 0..example.case.members.len();
    let named = |id: &String| members.clone().find(|m| example.case.member_id(*m) == id);
    Told {
        name: example.name.clone(),
        case: example.case.clone(),
        member: example.member.as_ref().and_then(named),
        on: example.on,
    }
}

/// The granted example with the first fact taken out without which nothing can be decided.
fn without(pack: &Pack, programme: &Programme, told: &Told) -> Option<Told> {
    let household = told.case.given.get("household")?.as_object()?;
    let members = household.get("members")?.as_array()?;
    let own = household.keys().map(|k| format!("/household/{k}"));
    let theirs = members.iter().enumerate().flat_map(|(at, member)| {
        let facts = member.as_object().into_iter().flat_map(|m| m.keys());
        facts.map(move |k| format!("/household/members/{at}/{k}"))
    });
    own.chain(theirs).find_map(|path| {
        let mut given = told.case.given.clone();
        *given.pointer_mut(&path)? = serde_json::Value::Null;
        let case = Case::parse(&given.to_string(), &pack.facts).ok()?;
        let decision = decide(pack, programme, &case, told.member, told.on);
        (decision.outcome == Outcome::NeedsFact).then(|| Told {
            name: format!("{}, {path} ?", told.name),
            case,
            ..*told
        })
    })
}

fn wanted(pack: &Pack, programme: &Programme, outcome: Outcome) -> Option<Told> {
    let mut examples = programme.examples.iter();
    if let Some(example) = examples.find(|e| e.expect.outcome == outcome.word()) {
        return Some(of(example));
    }
    let mut examples = programme.examples.iter();
    let granted = of(examples.find(|e| e.expect.outcome == "granted")?);
    match outcome {
        Outcome::NeedsFact => without(pack, programme, &granted),
        Outcome::NotInForce => Some(Told {
            on: programme.days.from.yesterday().ok()?,
            ..granted
        }),
        _ => None,
    }
}

#[test]
fn decisions_explain_themselves_in_both_languages() {
    let pack = pack("rongchang-2020");
    let mut page = String::new();
    let mut missing = Vec::new();
    for programme in &pack.programmes {
        for outcome in [
            Outcome::Granted,
            Outcome::Refused,
            Outcome::NeedsFact,
            Outcome::NotInForce,
        ] {
            let Some(example) = wanted(&pack, programme, outcome) else {
                missing.push((programme.id.as_str(), outcome));
                continue;
            };
            let decision = decide(&pack, programme, &example.case, example.member, example.on);
            assert_eq!(decision.outcome, outcome, "{}", example.name);
            let amount = decision
                .amount
                .map_or_else(String::new, |a| format!(" {a}"));
            let outcome = decision.outcome.word();
            let _ = writeln!(
                page,
                "# {}: {} ({}) {outcome}{amount}",
                programme.id, example.name, example.on
            );
            told(&decision, &mut page);
        }
    }
    // Every fact that these two ask for is taken from its declaration when it is not given.
    let never = ["hardship-insurance", "relief-epidemic"];
    assert_eq!(missing, never.map(|id| (id, Outcome::NeedsFact)));
    expect_file!["explained.txt"].assert_eq(&page);
}
