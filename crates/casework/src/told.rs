//! A decision as pages tell it: outcome, amount, why, what is missing, which papers.

use base::Fen;
use policy::decide::{Decision, LineKind, Outcome};
use policy::fact::Case;
use policy::fact::Entity;
use policy::pack::{Citation, Pack};
use policy::programme::StepKind;
use webkit::kit::{Tone, badge};
use webkit::{Html, Say};

/// One line of why.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// `✓`, `✗` or `?`.
    pub(crate) mark: &'static str,
    pub(crate) text: String,
    pub(crate) cite: String,
}

/// A decision in the reader's language.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) programme: String,
    pub(crate) member: String,
    pub(crate) title: String,
    pub(crate) who: String,
    pub(crate) state: Html,
    pub(crate) outcome: Outcome,
    pub(crate) amount: String,
    pub(crate) why: Vec<Line>,
    pub(crate) sums: Vec<Line>,
    pub(crate) missing: Vec<String>,
    pub(crate) papers: Vec<String>,
    pub(crate) road: bool,
}

/// Document and article.
pub(crate) fn cited(cite: &Citation) -> String {
    match cite.article.is_empty() {
        true => cite.document.clone(),
        false => format!("{} {}", cite.document, cite.article),
    }
}

/// The state of an outcome: sign, word, colour.
pub(crate) fn outcome(t: Say<'_>, outcome: Outcome) -> Html {
    let (tone, code) = match outcome {
        Outcome::Granted => (Tone::Good, "window-outcome-granted"),
        Outcome::Refused => (Tone::Plain, "window-outcome-refused"),
        Outcome::NeedsFact => (Tone::Warn, "window-outcome-needs"),
        Outcome::NotInForce => (Tone::Plain, "window-outcome-not-in-force"),
    };
    badge(tone, &t.text(code))
}

fn rounds(line: &policy::decide::Line) -> bool {
    line.kind == LineKind::Step(StepKind::Round)
}

/// The conditions that count, what speaks against it first.
pub(crate) fn why(decision: &Decision, language: &str) -> Vec<Line> {
    let mark = |holds: Option<bool>| match holds {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "?",
    };
    let conditions = decision.conditions.iter().filter(|c| c.needed);
    let mut why: Vec<Line> = conditions
        .map(|c| Line {
            mark: mark(c.holds),
            text: c.text.as_ref().unwrap_or(&c.label).of(language).to_owned(),
            cite: cited(&c.cite),
        })
        .collect();
    why.sort_by_key(|line| match line.mark {
        "✗" => 0,
        "?" => 1,
        _ => 2,
    });
    why
}

/// The arithmetic, line by line.
pub(crate) fn sums(decision: &Decision, language: &str) -> Vec<Line> {
    let lines = decision.computation.iter().filter(|l| l.counted);
    lines
        // Rounding is told by what it adds, and not where it adds nothing.
        .filter(|l| !rounds(l) || l.value != Fen::ZERO)
        .map(|l| Line {
            mark: "",
            text: match rounds(l) {
                true => format!("{}: {}", l.label.of(language), l.value),
                false => format!("{}: {} = {}", l.label.of(language), l.text, l.value),
            },
            cite: cited(&l.cite),
        })
        .collect()
}

/// Tells a decision.
pub(crate) fn told(
    (t, language): (Say<'_>, &str),
    pack: &Pack,
    case: &Case,
    decision: &Decision,
) -> Told {
    let missing = decision.missing.iter().filter(|m| m.matters);
    let amount = decision.amount.map_or_else(String::new, |amount| {
        let period = decision.period.as_ref().map_or("", |(word, _)| *word);
        let code = match period {
            "month" => "window-a-month",
            "year" => "window-a-year",
            _ => "window-once",
        };
        format!("{amount} {}", t.text(code))
    });
    let programme = pack.programme(&decision.programme);
    let member = decision.member.map_or("", |at| case.member_id(at));
    Told {
        programme: decision.programme.clone(),
        member: member.to_owned(),
        title: decision.title.of(language).to_owned(),
        who: decision
            .member
            .map_or_else(String::new, |at| case.member_name(at).to_owned()),
        state: outcome(t, decision.outcome),
        outcome: decision.outcome,
        amount,
        why: why(decision, language),
        sums: sums(decision, language),
        missing: missing
            .map(|m| {
                if language.starts_with("zh") {
                    m.label.0.clone()
                } else {
                    m.label.1.clone()
                }
            })
            .collect(),
        papers: decision
            .documents
            .iter()
            .map(|(_, label, _)| label.of(language).to_owned())
            .collect(),
        road: programme.is_some_and(|p| {
            p.road.is_some() && (p.unit == Entity::Household || !member.is_empty())
        }),
    }
}
