//! What would have to be otherwise for the outcome to change.

use super::conditions::Verdict;
use super::records::{Records, label};
use super::{Counterfactual, Named, Outcome};
use crate::cel::{Relation, Side, Value};
use crate::programme::{Programme, scope};

/// The places of the scope that hang on a case.
const FACTS: [usize; 4] = [scope::HOUSEHOLD, scope::MEMBERS, scope::HELD, scope::PERSON];

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
        let (differences, enough) = condition.is.expression.differences(&names, &FACTS);
        let numeric = |value: &Value<'_>| {
            matches!(
                value,
                Value::Money(_) | Value::Int(_) | Value::Decimal(_) | Value::Date(_)
            )
        };
        for difference in differences {
            let ordered = !matches!(difference.relation, Relation::Equal | Relation::Unequal);
            // An award is lost by a number alone; what takes several changes is no warning.
            let lost = enough && ordered && numeric(&difference.bound.value);
            let said = gains || (lost && difference.subject.value != Value::Missing);
            if !said {
                continue;
            }
            found.push(Counterfactual {
                condition: condition.id.clone(),
                gains,
                subject: subject(records, &difference.subject),
                relation: difference.relation,
                bound: bound(records, &difference.subject, &difference.bound),
                alone: enough && (!gains || verdict.would_be_met(&condition.id)),
                cite: condition.cite.clone(),
            });
        }
    }
    found
}

fn subject(records: &Records<'_>, side: &Side<'_>) -> Named {
    let named = side.field.and_then(|leaf| records.of_leaf(leaf));
    named.unwrap_or_else(|| {
        let value = side.value.shown();
        Named {
            name: side.text.clone(),
            label: label(&side.text, &side.text),
            value: label(&value, &value),
        }
    })
}

/// The bound as it is shown; the word of a code by its label.
fn bound(records: &Records<'_>, subject: &Side<'_>, side: &Side<'_>) -> crate::pack::Label {
    let plain = side.value.shown();
    match subject.field {
        Some(leaf) => records
            .shown_as(leaf, &side.value)
            .unwrap_or_else(|| label(&plain, &plain)),
        None => label(&plain, &plain),
    }
}
