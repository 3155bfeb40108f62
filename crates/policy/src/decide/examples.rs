//! The worked examples of a pack, decided and compared with what they expect; and what no example
//! tries.

use super::{Decision, decide};
use crate::pack::{Diagnostic, Pack, Problem};
use crate::programme::{Example, Programme};
use std::collections::BTreeSet;

/// Runs every example of a pack: what came out otherwise than expected, and as warnings the
/// conditions and derived quantities that no example reaches or makes fail.
pub fn check_examples(pack: &Pack) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for programme in &pack.programmes {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut failed: BTreeSet<String> = BTreeSet::new();
        for example in &programme.examples {
            let member = example.member.as_ref().and_then(|id| {
                (0..example.case.members.len()).find(|m| example.case.member_id(*m) == id)
            });
            let member = match programme.unit {
                crate::fact::Entity::Household => None,
                crate::fact::Entity::Person => Some(member.unwrap_or_default()),
            };
            let decision = decide(pack, programme, &example.case, member, example.on);
            errors.extend(differs(example, &decision));
            let known = decision.conditions.iter().filter(|c| c.holds.is_some());
            reached.extend(known.map(|c| c.id.clone()));
            let fails = decision
                .conditions
                .iter()
                .filter(|c| c.holds == Some(false));
            failed.extend(fails.map(|c| c.id.clone()));
            reached.extend(decision.derived.iter().map(|d| d.id.clone()));
        }
        warnings.extend(untried(programme, &reached, &failed));
    }
    (errors, warnings)
}

fn untried(
    programme: &Programme,
    reached: &BTreeSet<String>,
    failed: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let at = |problem| Diagnostic {
        file: programme.at.0.clone(),
        line: programme.at.1,
        column: programme.at.2,
        problem,
    };
    let mut found = Vec::new();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    let derived = programme.derives.iter().map(|d| d.id.as_str());
    for id in derived.chain(programme.conditions.iter().map(|c| c.id.as_str())) {
        if !reached.contains(id) && said.insert(id) {
            found.push(at(Problem::NotTried(id.to_owned())));
        }
    }
    for condition in &programme.conditions {
        let id = condition.id.as_str();
        if !failed.contains(id) && said.insert(id) {
            found.push(at(Problem::NeverFails(id.to_owned())));
        }
    }
    found
}

fn differs(example: &Example, decision: &Decision) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut compare = |what: &'static str, expected: String, came: String| {
        if expected != came {
            found.push(Diagnostic {
                file: example.at.0.clone(),
                line: example.at.1,
                column: example.at.2,
                problem: Problem::Example {
                    name: example.name.clone(),
                    what,
                    expected,
                    found: came,
                },
            });
        }
    };
    let expect = &example.expect;
    compare(
        "outcome",
        expect.outcome.clone(),
        decision.outcome.word().to_owned(),
    );
    if let Some(amount) = expect.amount {
        let came = decision.amount.map_or_else(String::new, |a| a.to_string());
        compare("amount", amount.to_string(), came);
    }
    if let Some(status) = &expect.status {
        let came = decision
            .status
            .as_ref()
            .map_or("ordinary", |s| s.id.as_str());
        compare("status", status.clone(), came.to_owned());
    }
    if let Some(until) = expect.until {
        let came = decision.status.as_ref().and_then(|s| s.until);
        compare(
            "until",
            until.to_string(),
            came.map_or_else(String::new, |d| d.to_string()),
        );
    }
    if let Some(fails) = &expect.fails
        && !fails_as(fails, decision)
    {
        let failed = decision
            .conditions
            .iter()
            .filter(|c| c.holds == Some(false));
        compare("fails", set(fails.iter()), set(failed.map(|c| &c.id)));
    }
    if let Some(missing) = &expect.missing {
        let came = decision.missing.iter().filter(|m| m.matters);
        compare("missing", set(missing.iter()), set(came.map(|m| &m.path)));
    }
    if let Some(wanted) = &expect.first_month {
        let month = decision.first_month.as_ref().and_then(|b| b.month);
        let month = month.map_or_else(String::new, |m| m.to_string());
        compare("first_month", wanted.clone(), month);
    }
    found
}

/// Whether what an example names has failed, and all that failed is named: a condition in no group
/// by itself, a group by itself or by conditions of it.
fn fails_as(expected: &[String], decision: &Decision) -> bool {
    let failed = decision
        .conditions
        .iter()
        .filter(|c| c.holds == Some(false));
    let groups = decision.groups.iter().filter(|g| g.holds == Some(false));
    let named = |id: &String| expected.contains(id);
    let known =
        |id: &String| failed.clone().any(|c| c.id == *id) || groups.clone().any(|g| g.id == *id);
    let part_named = |group: &str| {
        let parts = failed.clone().filter(|c| c.group.as_deref() == Some(group));
        parts.clone().any(|c| named(&c.id))
    };
    expected.iter().all(known)
        && failed
            .clone()
            .filter(|c| c.group.is_none())
            .all(|c| named(&c.id))
        && groups.clone().all(|g| named(&g.id) || part_named(&g.id))
}

fn set<'s>(items: impl Iterator<Item = &'s String>) -> String {
    let sorted: BTreeSet<&str> = items.map(String::as_str).collect();
    sorted.into_iter().collect::<Vec<_>>().join(" ")
}
