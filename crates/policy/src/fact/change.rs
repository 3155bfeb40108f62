//! How a fact or quantity may come to be otherwise: at all, in one direction, within what bounds.
//! Only such changes are named when a decision says what would alter it.
//!
//! Must not know: any programme. Format: docs/spec/programmes.md. Start at [`Change::allows`].

use crate::cel::{Datum, Relation, Value};

/// In which direction it may go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Way {
    /// Up and down.
    #[default]
    Any,
    /// With time only up: ages, months of illness.
    Grows,
    /// Not by anything the household or the office may do: a date of birth, a past event.
    Never,
}

impl Way {
    /// The words in packs.
    pub const WORDS: [&'static str; 3] = ["any", "grows", "never"];

    /// The way of a word.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "any" => Self::Any,
            "grows" => Self::Grows,
            "never" => Self::Never,
            _ => return None,
        })
    }
}

/// What a fact or quantity may become.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The direction.
    pub way: Way,
    /// The smallest value that makes sense.
    pub least: Option<Datum>,
    /// The greatest one.
    pub most: Option<Datum>,
}

impl Change {
    /// Whether a value that is `now` may lawfully and plausibly come into a relation to a bound.
    pub fn allows(&self, now: &Value<'_>, relation: Relation, bound: &Value<'_>) -> bool {
        let grows = match self.way {
            Way::Never => return false,
            Way::Grows => Some(now),
            Way::Any => None,
        };
        let least = self.least.as_ref().map(Datum::value);
        let most = self.most.as_ref().map(Datum::value);
        // A limit that cannot be compared with the bound forbids nothing.
        let within = |limit: Option<&Value<'_>>, relation: Relation| {
            limit.is_none_or(|l| relation.holds(l, bound) != Some(false))
        };
        let lower = |r| within(least.as_ref(), r) && within(grows, r);
        let upper = |r| within(most.as_ref(), r);
        match relation {
            Relation::Below | Relation::AtMost => lower(relation),
            Relation::Above | Relation::AtLeast => upper(relation),
            Relation::Equal => lower(Relation::AtMost) && upper(Relation::AtLeast),
            Relation::Unequal => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relation::{Above, AtLeast, AtMost, Below, Equal, Unequal};

    #[test]
    fn nobody_grows_younger() {
        let age = Change {
            way: Way::Grows,
            ..Change::default()
        };
        let now = Value::Int(55);
        assert!(age.allows(&now, AtLeast, &Value::Int(60)));
        assert!(!age.allows(&now, Below, &Value::Int(16)));
        assert!(!age.allows(&now, Equal, &Value::Int(18)));
        assert!(age.allows(&now, Equal, &Value::Int(70)));
    }

    #[test]
    fn a_household_has_somebody_in_it() {
        let members = Change {
            least: Some(Datum::Int(1)),
            ..Change::default()
        };
        let now = Value::Int(4);
        assert!(!members.allows(&now, AtMost, &Value::Int(0)));
        assert!(!members.allows(&now, Below, &Value::Int(1)));
        assert!(members.allows(&now, AtMost, &Value::Int(1)));
    }

    #[test]
    fn a_grade_is_one_of_four() {
        let grade = Change {
            least: Some(Datum::Int(1)),
            most: Some(Datum::Int(4)),
            ..Change::default()
        };
        let now = Value::Int(2);
        assert!(!grade.allows(&now, AtMost, &Value::Int(0)));
        assert!(grade.allows(&now, Above, &Value::Int(2)));
        assert!(!grade.allows(&now, Above, &Value::Int(4)));
        assert!(!grade.allows(&now, Equal, &Value::Int(5)));
    }

    #[test]
    fn what_is_past_stays() {
        let past = Change {
            way: Way::Never,
            ..Change::default()
        };
        assert!(!past.allows(&Value::Bool(true), Equal, &Value::Bool(false)));
        assert!(!past.allows(&Value::Bool(true), Unequal, &Value::Bool(true)));
    }
}
