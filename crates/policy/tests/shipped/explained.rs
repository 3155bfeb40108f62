//! How decisions explain themselves, in both languages: of every programme the first example that
//! is granted and the first that is refused. Written by `UPDATE_EXPECT=1`, compared otherwise.

use super::pack;
use expect_test::expect_file;
use policy::decide::{Decision, Outcome, decide};
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
    for other in &decision.counterfactuals {
        let alone = if other.alone { "" } else { " …" };
        let subject = &other.subject;
        let _ = writeln!(
            page,
            "  ~ {}: {} {:?} {}{alone}",
            other.condition, subject.label.zh, other.relation, other.bound.zh
        );
    }
}

#[test]
fn decisions_explain_themselves_in_both_languages() {
    let pack = pack("rongchang-2020");
    let mut page = String::new();
    for programme in &pack.programmes {
        for wanted in [Outcome::Granted, Outcome::Refused] {
            let example = programme
                .examples
                .iter()
                .find(|e| e.expect.outcome == wanted.word());
            let Some(example) = example else { continue };
            let member = example.member.as_ref().and_then(|id| {
                (0..example.case.members.len()).find(|m| example.case.member_id(*m) == id)
            });
            let decision = decide(&pack, programme, &example.case, member, example.on);
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
    expect_file!["explained.txt"].assert_eq(&page);
}
