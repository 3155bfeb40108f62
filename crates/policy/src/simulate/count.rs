//! A month's counts: who draws what, by programme and by group, beside the law as it is. Start at
//! [`Counting::month`].

use super::part::Part;
use super::{Line, Month};
use crate::batch::Population;
use crate::fact::Entity;
use crate::programme::Programme;
use base::money::Fen;
use jiff::civil::Date;

/// What every row of each programme is paid.
type Paid = [Vec<Option<Fen>>];

/// What is counted.
pub(super) struct Counting<'c> {
    part: &'c Part<'c>,
    population: &'c Population,
    /// Which rows of each programme lack a fact.
    open: &'c [Vec<bool>],
    paid: &'c Paid,
    /// What is paid under the law as it is, if this is a reform.
    base: Option<&'c Vec<Vec<Option<Fen>>>>,
    now: Vec<Option<Fen>>,
    before: Option<Vec<Option<Fen>>>,
}

/// What the rows that are counted draw in all: of one programme its own, of several each household.
pub(super) fn together(
    programmes: &[&Programme],
    paid: &Paid,
    population: &Population,
) -> Vec<Option<Fen>> {
    if let [one] = paid {
        return one.clone();
    }
    let homes = 0..population.household.rows;
    let sum = |home: usize| {
        let mut sum = None;
        for (programme, rows) in programmes.iter().zip(paid) {
            let own = population.rows(programme.unit, home..home + 1);
            for fen in rows.get(own).unwrap_or_default().iter().flatten() {
                let before = sum.unwrap_or(Fen::ZERO);
                sum = Some(before.checked_add(*fen).unwrap_or(before));
            }
        }
        sum
    };
    homes.map(sum).collect()
}

impl<'c> Counting<'c> {
    pub(super) fn new(
        part: &'c Part<'c>,
        population: &'c Population,
        open: &'c [Vec<bool>],
        paid: &'c Paid,
        base: Option<&'c Vec<Vec<Option<Fen>>>>,
    ) -> Self {
        let all = |paid: &Paid| together(part.simulation.programmes, paid, population);
        Self {
            part,
            population,
            open,
            paid,
            base,
            now: all(paid),
            before: base.map(|base| all(base)),
        }
    }

    /// The counts of all households.
    pub(super) fn month(&self, day: Date) -> Month {
        let mut month = self.part.nobody(day);
        for home in 0..self.population.household.rows {
            self.household(home, &mut month);
        }
        month
    }

    /// Counts a household in.
    fn household(&self, home: usize, month: &mut Month) {
        let population = self.population;
        let members = population.rows(Entity::Person, home..home + 1).len();
        let people = |unit: Entity| match unit {
            Entity::Person => 1,
            Entity::Household => members,
        };
        for (at, programme) in self.part.simulation.programmes.iter().enumerate() {
            for row in population.rows(programme.unit, home..home + 1) {
                let of = |all: &Paid| all.get(at)?.get(row).copied().flatten();
                let lacks = self.open.get(at).and_then(|o| o.get(row)) == Some(&true);
                let now = of(self.paid);
                let before = self.base.map_or(now, |base| of(base));
                if let Some(line) = month.programmes.get_mut(at) {
                    line.add(before, now, people(programme.unit), lacks);
                }
            }
        }
        let unit = self.part.simulation.unit();
        for row in population.rows(unit, home..home + 1) {
            let lacks = self.lacks(home, row);
            let drawn = self.now.get(row).copied().flatten();
            let old = self.before.as_ref();
            let old = old.map_or(drawn, |base| base.get(row).copied().flatten());
            month.all.add(old, drawn, people(unit), lacks);
            for (lines, of) in month.groups.iter_mut().zip(&self.part.groups) {
                let group = of.get(home).copied();
                let line = group.and_then(|group| lines.get_mut(group as usize));
                if let Some(line) = line {
                    line.add(old, drawn, people(unit), lacks);
                }
            }
        }
    }

    /// Whether a row lacks a fact of any programme.
    fn lacks(&self, home: usize, row: usize) -> bool {
        if let [one] = self.open {
            return one.get(row) == Some(&true);
        }
        let programmes = self.part.simulation.programmes.iter();
        programmes.zip(self.open).any(|(programme, open)| {
            let own = self.population.rows(programme.unit, home..home + 1);
            open.get(own).unwrap_or_default().contains(&true)
        })
    }
}

impl Month {
    /// Two parts of one month together.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.all.and(&other.all);
        let lines = self.programmes.iter_mut().zip(&other.programmes);
        lines.for_each(|(line, more)| line.and(more));
        for (groups, more) in self.groups.iter_mut().zip(&other.groups) {
            let lines = groups.iter_mut().zip(more);
            lines.for_each(|(line, more)| line.and(more));
        }
        self
    }
}

impl Line {
    fn and(&mut self, more: &Self) {
        self.granted += more.granted;
        self.people += more.people;
        self.cost_fen = self.cost_fen.saturating_add(more.cost_fen);
        self.joined += more.joined;
        self.left += more.left;
        self.up += more.up;
        self.down += more.down;
        self.same += more.same;
        self.open += more.open;
    }

    fn add(&mut self, before: Option<Fen>, now: Option<Fen>, people: usize, open: bool) {
        self.open += u64::from(open && now.is_none());
        if let Some(fen) = now {
            self.granted += 1;
            self.people += u64::try_from(people).unwrap_or_default();
            self.cost_fen = self.cost_fen.saturating_add(fen.get());
        }
        match (before, now) {
            (None, Some(_)) => self.joined += 1,
            (Some(_), None) => self.left += 1,
            (Some(before), Some(now)) if now > before => self.up += 1,
            (Some(before), Some(now)) if now < before => self.down += 1,
            (Some(_), Some(_)) => self.same += 1,
            (None, None) => {}
        }
    }
}
