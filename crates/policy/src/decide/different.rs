//! What would have to be otherwise for the outcome to change: only what may lawfully and plausibly
//! come about ([`crate::fact::Change`]), the nearest first.

use super::conditions::Verdict;
use super::records::{Records, label};
use super::{Counterfactual, Named, Outcome};
use crate::cel::{Difference, Relation, Side, Value};
use crate::pack::Label;
use crate::programme::{Condition, Programme, scope};

/// The places of the scope that hang on a case.
const FACTS: [usize; 4] = [scope::HOUSEHOLD, scope::MEMBERS, scope::HELD, scope::PERSON];

/// The distance of what has no measure.
const FAR: i64 = i64::MAX;

/// For a refusal, what each failing condition would need; for an award, the numbers at which it
/// would be lost.
pub(super) fn find(
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
    verdict: &Verdict<'_>,
) -> Vec<Counterfactual> {
    let gains = match verdict.outcome {
        Outcome::Granted => false,
        Outcome::Refused => true,
        _ => return Vec::new(),
    };
    let names = records.names(member);
    let may = |d: &Difference<'_>| {
        let change = d.subject.field.and_then(|leaf| records.change_of(leaf));
        change.is_none_or(|c| c.allows(&d.subject.value, d.relation, &d.bound.value))
    };
    let mut found = Vec::new();
    for condition in programme.conditions_on(records.on) {
        let holds = condition.is.expression.holds(&names);
        let asked = if gains {
            holds == Some(false)
        } else {
            holds == Some(true) && verdict.rests_on(&condition.id)
        };
        if !asked {
            continue;
        }
        let (differences, enough) = condition.is.expression.differences(&names, &FACTS, &may);
        for difference in differences {
            let ordered = !matches!(difference.relation, Relation::Equal | Relation::Unequal);
            // An award is lost by a number alone; what takes several changes is no warning.
            let lost = enough && ordered && numeric(&difference.bound.value);
            let said = gains || (lost && difference.subject.value != Value::Missing);
            if !said {
                continue;
            }
            let alone = enough && (!gains || verdict.would_be_met(&condition.id));
            let told = Counterfactual {
                condition: condition.id.clone(),
                gains,
                subject: subject(records, condition, &difference.subject),
                relation: difference.relation,
                bound: bound(records, &difference.subject, &difference.bound),
                alone,
                cite: condition.cite.clone(),
            };
            found.push(((!alone, distance(&difference)), told));
        }
    }
    // What takes several changes stays together, in the order of the programme.
    found.sort_by_key(|((several, far), _)| (*several, if *several { FAR } else { *far }));
    found.into_iter().map(|(_, told)| told).collect()
}

fn numeric(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::Money(_) | Value::Int(_) | Value::Decimal(_) | Value::Date(_)
    )
}

/// How far a value is from its bound, in thousandths of the bound; what has no measure is far.
fn distance(difference: &Difference<'_>) -> i64 {
    let number = |value: &Value<'_>| match value {
        Value::Int(n) => n.checked_mul(1000),
        Value::Money(amount) => Some(amount.rounded().get()),
        _ => None,
    };
    let (now, bound) = (
        number(&difference.subject.value),
        number(&difference.bound.value),
    );
    let (Some(now), Some(bound)) = (now, bound) else {
        return FAR;
    };
    let away = now.saturating_sub(bound).saturating_abs();
    let whole = bound.saturating_abs().max(1);
    away.saturating_mul(1000).checked_div(whole).unwrap_or(FAR)
}

fn subject(records: &Records<'_>, condition: &Condition, side: &Side<'_>) -> Named {
    let named = side.field.and_then(|leaf| records.of_leaf(leaf));
    named.unwrap_or_else(|| {
        let value = side.value.shown();
        // What has no name and no number is spoken of by its condition.
        let plain = if numeric(&side.value) {
            label(&side.text, &side.text)
        } else {
            condition.label.clone()
        };
        Named {
            name: side.text.clone(),
            label: plain,
            value: label(&value, &value),
        }
    })
}

/// The bound as it is shown; the word of a code by its label.
fn bound(records: &Records<'_>, subject: &Side<'_>, side: &Side<'_>) -> Label {
    let plain = side.value.shown();
    match subject.field {
        Some(leaf) => records
            .shown_as(leaf, &side.value)
            .unwrap_or_else(|| label(&plain, &plain)),
        None => label(&plain, &plain),
    }
}
