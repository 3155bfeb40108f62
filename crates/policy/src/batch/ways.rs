//! The ways in which a programme is granted: its conditions and groups, with those left out that a
//! status makes unnecessary. The same for one case and for columns. Start at [`needed`].

use crate::programme::{Condition, Group, Programme};
use jiff::civil::Date;

/// Three-valued truth, of one case or of a chunk of them.
pub(super) trait Truth: Clone {
    /// Both.
    fn both(&self, other: &Self) -> Self;
    /// Either.
    fn either(&self, other: &Self) -> Self;
}

impl Truth for Option<bool> {
    fn both(&self, other: &Self) -> Self {
        match (self, other) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    fn either(&self, other: &Self) -> Self {
        match (self, other) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }
}

/// What is in force on a day, with the conditions' truth.
pub(super) struct Ways<'p, T> {
    pub(super) conditions: Vec<(&'p Condition, T)>,
    groups: Vec<&'p Group>,
}

impl<'p, T: Truth> Ways<'p, T> {
    pub(super) fn new(
        programme: &'p Programme,
        on: Date,
        conditions: Vec<(&'p Condition, T)>,
    ) -> Self {
        Self {
            conditions,
            groups: programme.groups_on(on).collect(),
        }
    }

    /// Whether everything that is needed holds, but for what need not; `None` when nothing is.
    pub(super) fn needed(&self, but: &[String]) -> Option<T> {
        let inner: Vec<&String> = self.groups.iter().flat_map(|g| &g.of).collect();
        let conditions = self.conditions.iter().map(|(c, _)| c.id.as_str());
        let groups = self.groups.iter().map(|g| g.id.as_str());
        conditions
            .chain(groups)
            .filter(|id| !inner.iter().any(|i| **i == *id))
            .filter_map(|id| self.item(id, but))
            .reduce(|a, b| a.both(&b))
    }

    /// A condition or group; `None` when it is not in force, or need not hold.
    fn item(&self, id: &str, but: &[String]) -> Option<T> {
        if but.iter().any(|b| b == id) {
            return None;
        }
        if let Some((_, truth)) = self.conditions.iter().find(|(c, _)| c.id == id) {
            return Some(truth.clone());
        }
        let group = self.groups.iter().find(|g| g.id == id)?;
        let items = group.of.iter().filter_map(|id| self.item(id, but));
        items.reduce(|a, b| if group.any { a.either(&b) } else { a.both(&b) })
    }
}
