//! The ways in which a programme is granted: its conditions and groups, with those taken for
//! holding that a status makes unnecessary. The same for one case and for columns. Start at `needed`.

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
    /// What holds for certain.
    sure: T,
}

impl<'p, T: Truth> Ways<'p, T> {
    pub(super) fn new(
        programme: &'p Programme,
        on: Date,
        conditions: Vec<(&'p Condition, T)>,
        sure: T,
    ) -> Self {
        Self {
            sure,
            conditions,
            groups: programme.groups_on(on).collect(),
        }
    }

    /// Whether everything that is needed holds, when some of it is taken for holding.
    pub(super) fn needed(&self, given: &[String]) -> T {
        let inner: Vec<&String> = self.groups.iter().flat_map(|g| &g.of).collect();
        let conditions = self.conditions.iter().map(|(c, _)| c.id.as_str());
        let groups = self.groups.iter().map(|g| g.id.as_str());
        conditions
            .chain(groups)
            .filter(|id| !inner.iter().any(|i| **i == *id))
            .filter_map(|id| self.item(id, given))
            .reduce(|a, b| a.both(&b))
            .unwrap_or_else(|| self.sure.clone())
    }

    /// A condition or group; `None` when nothing of it is in force.
    fn item(&self, id: &str, given: &[String]) -> Option<T> {
        if given.iter().any(|g| g == id) {
            return Some(self.sure.clone());
        }
        if let Some((_, truth)) = self.conditions.iter().find(|(c, _)| c.id == id) {
            return Some(truth.clone());
        }
        let group = self.groups.iter().find(|g| g.id == id)?;
        let items = group.of.iter().filter_map(|id| self.item(id, given));
        items.reduce(|a, b| if group.any { a.either(&b) } else { a.both(&b) })
    }
}
