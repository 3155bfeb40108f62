//! Which conditions hold, what their groups and statuses make of it, and what is open.

use super::records::{Records, label};
use super::{GrantedAs, GroupTested, Missing, Outcome, Tested};
use crate::cel::Value;
use crate::pack::Label;
use crate::programme::{Condition, Programme, Status};
use crate::screen::Template;
use std::collections::HashMap;

/// How deep groups may stand in groups.
const DEPTH_MAX: usize = 16;

/// What the conditions say.
pub(super) struct Verdict<'p> {
    pub(super) outcome: Outcome,
    /// The status granted, when not the ordinary one.
    pub(super) as_status: Option<&'p Status>,
    pub(super) conditions: Vec<Tested>,
    pub(super) groups: Vec<GroupTested>,
    /// The missing facts that keep it open.
    pub(super) lacks: Vec<Missing>,
    tree: Tree<'p>,
}

/// The conditions in force, by name, and how groups join them.
struct Tree<'p> {
    programme: &'p Programme,
    on: jiff::civil::Date,
    holds: HashMap<&'p str, Option<bool>>,
}

impl<'p> Tree<'p> {
    /// Whether a condition or group holds when some are taken for holding; the outer `None` when
    /// nothing of it is in force.
    fn of(&self, name: &str, given: &[&str], depth: usize) -> Option<Option<bool>> {
        if given.contains(&name) {
            return Some(Some(true));
        }
        if let Some(holds) = self.holds.get(name) {
            return Some(*holds);
        }
        let group = self.programme.groups_on(self.on).find(|g| g.id == name)?;
        if depth > DEPTH_MAX {
            return None;
        }
        let parts = group.of.iter();
        let parts: Vec<Option<bool>> = parts
            .filter_map(|part| self.of(part, given, depth + 1))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let deciding = group.any;
        Some(if parts.contains(&Some(deciding)) {
            Some(deciding)
        } else if parts.contains(&None) {
            None
        } else {
            Some(!deciding)
        })
    }

    /// The conditions and groups that are in no group in force.
    fn roots(&self) -> impl Iterator<Item = &'p str> {
        let programme = self.programme;
        let on = self.on;
        let conditions = programme.conditions_on(on).map(|c| c.id.as_str());
        let names = conditions.chain(programme.groups_on(on).map(|g| g.id.as_str()));
        names.filter(move |name| group_of(programme, on, name).is_none())
    }

    /// Whether the conditions are met as a whole.
    fn met(&self, given: &[&str]) -> Option<bool> {
        let mut open = false;
        for root in self.roots() {
            match self.of(root, given, 0) {
                Some(Some(false)) => return Some(false),
                Some(None) => open = true,
                _ => {}
            }
        }
        (!open).then_some(true)
    }

    /// The conditions without a result below the roots that are open.
    fn open(&self, given: &[&str]) -> Vec<&'p str> {
        let mut names: Vec<&'p str> = Vec::new();
        for root in self.roots() {
            if self.of(root, given, 0) == Some(None) {
                self.open_below(root, given, 0, &mut names);
            }
        }
        names
    }

    fn open_below(&self, name: &'p str, given: &[&str], depth: usize, found: &mut Vec<&'p str>) {
        if depth > DEPTH_MAX || given.contains(&name) || self.of(name, given, 0) != Some(None) {
            return;
        }
        if self.holds.contains_key(name) {
            found.push(name);
        } else if let Some(group) = self.programme.groups_on(self.on).find(|g| g.id == name) {
            for part in &group.of {
                self.open_below(part, given, depth + 1, found);
            }
        }
    }
}

fn group_of<'p>(programme: &'p Programme, on: jiff::civil::Date, name: &str) -> Option<&'p str> {
    let mut groups = programme.groups_on(on);
    let group = groups.find(|g| g.of.iter().any(|part| part == name))?;
    Some(&group.id)
}

impl<'p> Verdict<'p> {
    /// Tests every condition in force and draws the conclusion.
    pub(super) fn of(
        programme: &'p Programme,
        records: &Records<'_>,
        member: Option<usize>,
    ) -> Self {
        let on = records.on;
        let names = records.names(member);
        let mut tree = Tree {
            programme,
            on,
            holds: HashMap::new(),
        };
        let mut conditions = Vec::new();
        for condition in programme.conditions_on(on) {
            let holds = condition.is.expression.holds(&names);
            tree.holds.insert(&condition.id, holds);
            conditions.push(tested(condition, holds, programme, records, member, &names));
        }
        let mut verdict = Self {
            outcome: Outcome::Granted,
            as_status: None,
            conditions,
            groups: Vec::new(),
            lacks: Vec::new(),
            tree,
        };
        verdict.conclude(records, member);
        let excused: Vec<&str> = verdict.excused();
        for group in programme.groups_on(on) {
            let Some(holds) = verdict.tree.of(&group.id, &[], 0) else {
                continue;
            };
            verdict.groups.push(GroupTested {
                id: group.id.clone(),
                label: group.label.clone(),
                group: group_of(programme, on, &group.id).map(str::to_owned),
                any: group.any,
                holds,
                needed: !excused.contains(&group.id.as_str()),
                cite: group.cite.clone(),
            });
        }
        for condition in &mut verdict.conditions {
            let group = condition.group.as_deref();
            condition.needed = !excused.contains(&condition.id.as_str())
                && !group.is_some_and(|g| excused.contains(&g));
        }
        verdict
    }

    fn excused(&self) -> Vec<&'p str> {
        let instead = self.as_status.iter().flat_map(|s| &s.instead_of);
        instead.map(String::as_str).collect()
    }

    fn conclude(&mut self, records: &Records<'_>, member: Option<usize>) {
        let ordinary = self.tree.met(&[]);
        if ordinary == Some(true) {
            return;
        }
        let names = records.names(member);
        let programme = self.tree.programme;
        let mut open: Vec<Missing> = Vec::new();
        for status in programme
            .statuses
            .iter()
            .filter(|s| s.days.contain(records.on))
        {
            let given: Vec<&str> = status.instead_of.iter().map(String::as_str).collect();
            let until = status.until.as_ref().map(|u| u.expression.evaluate(&names));
            let lasts = match &until {
                None => Some(true),
                Some(Value::Date(last)) => Some(records.on <= *last),
                Some(_) => None,
            };
            let parts = [
                status.when.expression.holds(&names),
                self.tree.met(&given),
                lasts,
            ];
            if parts.contains(&Some(false)) {
                continue;
            }
            if ordinary == Some(false) && !parts.contains(&None) {
                self.as_status = Some(status);
                return;
            }
            for formula in [Some(&status.when), status.until.as_ref()]
                .into_iter()
                .flatten()
            {
                let of = (status.id.as_str(), &status.label);
                if matches!(formula.expression.evaluate(&names), Value::Missing) {
                    open.extend(records.lacks_or(&formula.expression, member, of));
                }
            }
            open.extend(self.lacks_of(&self.tree.open(&given), records, member));
        }
        if ordinary == Some(false) && open.is_empty() {
            self.outcome = Outcome::Refused;
            return;
        }
        self.outcome = Outcome::NeedsFact;
        if ordinary.is_none() {
            open.extend(self.lacks_of(&self.tree.open(&[]), records, member));
        }
        self.lacks = open;
    }

    fn lacks_of(
        &self,
        names: &[&str],
        records: &Records<'_>,
        member: Option<usize>,
    ) -> Vec<Missing> {
        let conditions = self.tree.programme.conditions_on(records.on);
        let mut found = Vec::new();
        for condition in conditions.filter(|c| names.contains(&c.id.as_str())) {
            let of = (condition.id.as_str(), &condition.label);
            found.extend(records.lacks_or(&condition.is.expression, member, of));
        }
        found
    }

    /// Whether it is granted as far as the conditions go.
    pub(super) fn grants(&self) -> bool {
        self.outcome == Outcome::Granted
    }

    /// Whether it would be granted if one condition had the other result.
    pub(super) fn would_be_met(&self, condition: &str) -> bool {
        self.tree.met(&[condition]) == Some(true)
    }

    /// Whether the conditions as a whole need this one to hold.
    pub(super) fn rests_on(&self, condition: &str) -> bool {
        let mut without = Tree {
            programme: self.tree.programme,
            on: self.tree.on,
            holds: self.tree.holds.clone(),
        };
        if let Some(holds) = without.holds.get_mut(condition) {
            *holds = Some(false);
        }
        let given = self.excused();
        without.met(&given) == Some(false)
    }

    /// The status for the decision.
    pub(super) fn status(&self, records: &Records<'_>, member: Option<usize>) -> Option<GrantedAs> {
        let status = self.as_status?;
        let names = records.names(member);
        let until = status.until.as_ref().map(|u| u.expression.evaluate(&names));
        Some(GrantedAs {
            id: status.id.clone(),
            label: status.label.clone(),
            text: said(&status.sentence, &names),
            until: match until {
                Some(Value::Date(day)) => Some(day),
                _ => None,
            },
            cite: status.cite.clone(),
        })
    }
}

fn tested(
    condition: &Condition,
    holds: Option<bool>,
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
    names: &[Value<'_>],
) -> Tested {
    let sentence = match holds {
        Some(true) => Some(&condition.holds),
        Some(false) => Some(&condition.fails),
        None => condition.unknown.as_ref(),
    };
    Tested {
        id: condition.id.clone(),
        label: condition.label.clone(),
        group: group_of(programme, records.on, &condition.id).map(str::to_owned),
        holds,
        needed: true,
        text: sentence.map(|s| said(s, names)),
        reason: condition.reason.clone().filter(|_| holds == Some(false)),
        cite: condition.cite.clone(),
        values: records.values(&condition.is.expression, member),
    }
}

fn said([zh, en]: &[Template; 2], names: &[Value<'_>]) -> Label {
    let zh = zh.render_with(names, "（未知）");
    label(&zh, &en.render_with(names, "(unknown)"))
}
