//! The limits of a road counted on a journey: from which day, how many days, during which steps
//! they stand still, and the last day that comes of it.

use super::Journey;
use crate::pack::Citation;
use crate::programme::{Count, Publicity, RoadStep, Total};
use base::calendar::{NoNotice, is_working_day, publicity_last_day, working_day_from};
use jiff::civil::Date;

/// What a limit is for.
#[derive(Debug, Clone, Copy)]
pub enum Ruled<'p> {
    /// One step.
    Step(&'p RoadStep),
    /// The whole, until the case is decided.
    Whole(&'p Total),
}

/// A limit that has begun to run.
#[derive(Debug, Clone)]
pub struct Clock<'p> {
    /// What it is for.
    pub of: Ruled<'p>,
    /// The day of the event it is counted from.
    pub from: Date,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub count: Count,
    /// The last day. Not known where it lies beyond the last holiday notice.
    pub due: Result<Date, NoNotice>,
    /// Whether it stands still on the day asked for.
    pub stands_still: bool,
    /// The day on which what it is for was done.
    pub done: Option<Date>,
}

impl<'p> Clock<'p> {
    /// Where the limit stands.
    pub fn cite(&self) -> &'p Citation {
        match self.of {
            Ruled::Step(step) => step.limit.as_ref().map_or(&step.cite, |l| &l.cite),
            Ruled::Whole(total) => &total.cite,
        }
    }

    /// Whether it was, or on a day is, overrun; `None` when the last day is not known.
    pub fn overrun(&self, on: Date) -> Option<bool> {
        let due = self.due.as_ref().ok()?;
        Some(self.done.unwrap_or(on) > *due)
    }
}

/// A notice posted on a journey.
#[derive(Debug, Clone)]
pub struct Notice<'p> {
    /// The step.
    pub step: &'p RoadStep,
    /// The day it was posted.
    pub posted: Date,
    /// Its last full day; what follows may be done from the day after.
    pub last: Date,
    /// Where it stands.
    pub cite: &'p Citation,
}

/// Days between two, both included.
type Spell = (Date, Date);

impl<'p> Journey<'p> {
    /// Every limit that has begun by a day: those of the steps behind, of the step it stands in,
    /// and of the whole road. A pause that has not ended counts up to the day.
    pub fn clocks(&self, on: Date) -> Vec<Clock<'p>> {
        let mut clocks = Vec::new();
        for at in 0..=self.past.len() {
            clocks.extend(self.step_clock(at, on));
        }
        for total in &self.road.totals {
            clocks.extend(self.whole(total, on));
        }
        clocks
    }

    /// The notices that were posted, and the one that hangs.
    pub fn notices(&self) -> Vec<Notice<'p>> {
        let steps = (0..=self.past.len()).filter_map(|at| self.stay(at));
        let posted = steps.filter_map(|(step, posted, _)| {
            let Some(Publicity::Posted {
                days_long, cite, ..
            }) = &step.publicity
            else {
                return None;
            };
            let days = self.pack.span_on(days_long, posted)?;
            let last = publicity_last_day(posted, days).ok()?;
            Some(Notice {
                step,
                posted,
                last,
                cite,
            })
        });
        posted.collect()
    }

    /// A step of the journey with the days it began and was left; the last is the open one.
    fn stay(&self, at: usize) -> Option<(&'p RoadStep, Date, Option<Date>)> {
        match self.past.get(at) {
            Some(passed) => Some((passed.step, passed.since, Some(passed.left))),
            None => self.now.map(|open| (open.step, open.since, None)),
        }
    }

    fn step_clock(&self, at: usize, on: Date) -> Option<Clock<'p>> {
        let (step, since, done) = self.stay(at)?;
        let limit = step.limit.as_ref()?;
        let days = self.pack.span_on(&limit.days_long, since)?;
        let before = self.past.get(..at).unwrap_or_default();
        let events = before.iter().filter(|p| limit.after.contains(&p.step.id));
        // What it is counted from may lie on a way that the case did not take.
        let from = events.map(|p| p.left).max().unwrap_or(since);
        let spells = self.spells(&limit.pauses, at, done.unwrap_or(on));
        Some(Clock {
            of: Ruled::Step(step),
            from,
            days,
            count: limit.count,
            due: due(from, days, limit.count, &spells),
            stands_still: done.is_none() && limit.pauses.contains(&step.id),
            done,
        })
    }

    fn whole(&self, total: &'p Total, on: Date) -> Option<Clock<'p>> {
        // The last time its beginning was passed: a case sent back for papers is accepted anew.
        let events = self.past.iter();
        let events = events.filter(|p| p.step.id == total.after && p.branch.is_none());
        let from = events.map(|p| p.left).max()?;
        if !total.days.contain(from) {
            return None;
        }
        let days = self.pack.span_on(&total.days_long, from)?;
        let decided = self.past.iter().position(|p| p.step.decides);
        let done = decided.and_then(|at| self.past.get(at)).map(|p| p.left);
        let until = decided.map_or(self.past.len(), |at| at + 1);
        let spells = self.spells(&total.excludes, until, done.unwrap_or(on));
        let open = self.now.map(|open| open.step);
        Some(Clock {
            of: Ruled::Whole(total),
            from,
            days,
            count: total.count,
            due: due(from, days, total.count, &spells),
            stands_still: done.is_none()
                && open.is_some_and(|step| total.excludes.contains(&step.id)),
            done,
        })
    }

    /// The days that some steps took, of those up to a place of the journey.
    fn spells(&self, steps: &[String], upto: usize, on: Date) -> Vec<Spell> {
        let stays = (0..=upto).filter_map(|at| self.stay(at));
        let stays = stays.filter(|(step, ..)| steps.contains(&step.id));
        stays
            .filter_map(|(step, since, left)| self.spell(step, since, left, on))
            .collect()
    }

    /// The days that a step took: a notice its full days, a sitting its own day, another the days
    /// after it began.
    fn spell(&self, step: &RoadStep, since: Date, left: Option<Date>, on: Date) -> Option<Spell> {
        let first = since.tomorrow().ok()?;
        match &step.publicity {
            Some(Publicity::Posted { days_long, .. }) => {
                let days = self.pack.span_on(days_long, since)?;
                Some((first, publicity_last_day(since, days).ok()?))
            }
            _ if step.sitting => left.map(|day| (day, day)),
            _ => Some((first, left.unwrap_or(on))),
        }
    }
}

/// The last day of a limit. Days in a spell do not count.
pub(super) fn due(from: Date, days: u32, count: Count, spells: &[Spell]) -> Result<Date, NoNotice> {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().map_err(|_| NoNotice { year: day.year() })?;
        let rests = spells.iter().any(|(a, b)| *a <= day && day <= *b);
        let counts = !rests && (count != Count::Working || is_working_day(day)?);
        left -= u32::from(counts);
    }
    match count {
        Count::Calendar => working_day_from(day),
        Count::Working | Count::Full => Ok(day),
    }
}
