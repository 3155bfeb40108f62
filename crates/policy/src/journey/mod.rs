//! A case on the road of its programme: which step it stands in, which turns it may take on a day,
//! what is due when.
//!
//! A step cannot be skipped and the clock cannot run backwards: a journey moves only by a [`Turn`]
//! that it offers itself, and it offers none that the road or the day forbids. Pure: days come from
//! outside. Must not know: a clock, who is logged in, how a case is stored. Start at
//! [`Journey::begin`]; what is due: [`Journey::clocks`]; a road looked at in advance: [`outlook()`].

mod clock;
mod outlook;

#[cfg(test)]
mod tests;

pub use clock::{Clock, Notice, Ruled};
pub use outlook::{Milestone, Outlook, Whole, next_review, outlook};

use crate::pack::Pack;
use crate::programme::{Branch, Programme, Publicity, Road, RoadStep};
use base::calendar::publicity_last_day;
use jiff::civil::Date;

/// Why no journey begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRoad {
    /// The programme says nothing of how it is decided.
    #[error("the programme declares no road")]
    Undeclared,
    /// The programme, or the first step of its road, is not in force on the day.
    #[error("the road is not in force on {0}")]
    NotInForce(Date),
}

/// A case on its way.
#[derive(Debug, Clone)]
pub struct Journey<'p> {
    pack: &'p Pack,
    road: &'p Road,
    past: Vec<Passed<'p>>,
    now: Option<Open<'p>>,
}

/// The step that a case stands in.
#[derive(Debug, Clone, Copy)]
pub struct Open<'p> {
    /// The step, in the version in force on the day it began.
    pub step: &'p RoadStep,
    /// The day it began.
    pub since: Date,
}

/// A step behind a case.
#[derive(Debug, Clone, Copy)]
pub struct Passed<'p> {
    /// The step.
    pub step: &'p RoadStep,
    /// The day it began.
    pub since: Date,
    /// The day it was left.
    pub left: Date,
    /// The branch by which it was left; `None` for the ordinary way.
    pub branch: Option<&'p Branch>,
}

/// A way on from the step that a journey stands in, on a day on which it is open. Only the journey
/// makes them, and taking one is the only way to move.
#[derive(Debug, Clone)]
pub struct Turn<'j, 'p> {
    from: &'j Journey<'p>,
    here: Open<'p>,
    day: Date,
    to: Option<&'p RoadStep>,
    branch: Option<&'p Branch>,
}

impl<'p> Journey<'p> {
    /// Begins with the first step of a programme's road.
    ///
    /// # Errors
    /// [`NoRoad`] when the programme declares none, or none is in force on the day.
    pub fn begin(pack: &'p Pack, programme: &'p Programme, day: Date) -> Result<Self, NoRoad> {
        let road = programme.road.as_ref().ok_or(NoRoad::Undeclared)?;
        let step = road
            .step_on(&road.start, day)
            .filter(|_| programme.days.contain(day))
            .ok_or(NoRoad::NotInForce(day))?;
        Ok(Self {
            pack,
            road,
            past: Vec::new(),
            now: Some(Open { step, since: day }),
        })
    }

    /// The step it stands in; `None` at the end of the road.
    pub fn now(&self) -> Option<Open<'p>> {
        self.now
    }

    /// The steps behind it, in their order; one may stand there several times.
    pub fn past(&self) -> &[Passed<'p>] {
        &self.past
    }

    /// The day of its last move.
    pub fn last_day(&self) -> Option<Date> {
        let now = self.now.map(|open| open.since);
        now.or_else(|| self.past.last().map(|p| p.left))
    }

    /// The first day on which the step it stands in may be left in the ordinary way: a notice
    /// hangs its full days first. `None` at the end, or where the notice's days are not known.
    pub fn earliest(&self) -> Option<Date> {
        let here = self.now?;
        match &here.step.publicity {
            Some(Publicity::Posted { days_long, .. }) => {
                let days = self.pack.span_on(days_long, here.since)?;
                let last = publicity_last_day(here.since, days).ok()?;
                last.tomorrow().ok()
            }
            _ => Some(here.since),
        }
    }

    /// The turns open on a day: the ordinary ways first, in the order of the road, then its
    /// branches. None before the day of the last move, and no ordinary one while a notice hangs.
    pub fn turns(&self, day: Date) -> Vec<Turn<'_, 'p>> {
        let Some(here) = self.now.filter(|here| here.since <= day) else {
            return Vec::new();
        };
        let turn = |to, branch| Turn {
            from: self,
            here,
            day,
            to,
            branch,
        };
        let mut turns = Vec::new();
        if self.earliest().is_some_and(|earliest| earliest <= day) {
            if here.step.next.is_empty() {
                turns.push(turn(None, None));
            }
            let next = here.step.next.iter();
            let next = next.filter_map(|id| self.road.step_on(id, day));
            turns.extend(next.map(|step| turn(Some(step), None)));
        }
        for branch in &here.step.branches {
            if let Some(step) = self.road.step_on(&branch.to, day) {
                turns.push(turn(Some(step), Some(branch)));
            }
        }
        turns
    }
}

impl<'p> Turn<'_, 'p> {
    /// The step it leads to; `None` when it ends the road.
    pub fn to(&self) -> Option<&'p RoadStep> {
        self.to
    }

    /// The branch it takes; `None` for the ordinary way.
    pub fn branch(&self) -> Option<&'p Branch> {
        self.branch
    }

    /// The day it is taken on.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The journey after it.
    #[must_use]
    pub fn take(self) -> Journey<'p> {
        let mut journey = self.from.clone();
        journey.past.push(Passed {
            step: self.here.step,
            since: self.here.since,
            left: self.day,
            branch: self.branch,
        });
        journey.now = self.to.map(|step| Open {
            step,
            since: self.day,
        });
        journey
    }
}
