//! A road looked at in advance: when each step of the ordinary way is due at the latest if a case
//! is accepted on a day, and when an award is looked at again.

use super::{Journey, NoRoad, Ruled};
use crate::pack::{Citation, Pack};
use crate::programme::{Count, Programme, Publicity, RoadStep};
use base::calendar::publicity_last_day;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The ordinary way of a case accepted on a day, each step taken as late as it may be.
#[derive(Debug)]
pub struct Outlook<'p> {
    /// The day it begins.
    pub accepted: Date,
    /// The steps in their order.
    pub steps: Vec<Milestone<'p>>,
    /// The limits for the whole: days, how counted, steps whose time does not count, last day,
    /// source.
    pub wholes: Vec<Whole<'p>>,
    /// The day by which it must be decided, as far as any limit says so.
    pub decide_by: Option<Date>,
}

/// A limit for the whole road.
#[derive(Debug)]
pub struct Whole<'p> {
    /// How many days.
    pub days: u32,
    /// How counted.
    pub count: Count,
    /// Steps whose time does not count.
    pub excludes: &'p [String],
    /// The last day, with the ordinary notices and sittings left out.
    pub due: Option<Date>,
    /// Where it stands.
    pub cite: &'p Citation,
}

/// A step of the ordinary way.
#[derive(Debug)]
pub struct Milestone<'p> {
    /// The step.
    pub step: &'p RoadStep,
    /// The day it begins if those before it took all their time.
    pub begins: Date,
    /// Its limit: days and how they are counted.
    pub limit: Option<(u32, Count)>,
    /// The last day of the limit, where it has one and the calendar is known.
    pub due: Option<Date>,
    /// The last full day of its notice.
    pub notice_ends: Option<Date>,
    /// Where the limit or the notice stands, else the step.
    pub cite: &'p Citation,
}

/// The ordinary way from a day on.
///
/// # Errors
/// [`NoRoad`] when there is none on the day.
pub fn outlook<'p>(
    pack: &'p Pack,
    programme: &'p Programme,
    accepted: Date,
) -> Result<Outlook<'p>, NoRoad> {
    let mut journey = Journey::begin(pack, programme, accepted)?;
    let mut steps: Vec<Milestone<'p>> = Vec::new();
    let mut bounded = false;
    let mut decide_by: Option<Date> = None;
    while let Some(here) = journey.now() {
        if steps.iter().any(|m| m.step.id == here.step.id) {
            break;
        }
        let own = |c: &super::Clock<'p>| matches!(c.of, Ruled::Step(step) if std::ptr::eq(step, here.step));
        let clock = journey.clocks(here.since).into_iter().rfind(own);
        let due = clock.as_ref().and_then(|c| c.due.clone().ok());
        let notice = match &here.step.publicity {
            Some(Publicity::Posted {
                days_long, cite, ..
            }) => pack
                .span_on(days_long, here.since)
                .and_then(|days| publicity_last_day(here.since, days).ok())
                .map(|last| (last, cite)),
            _ => None,
        };
        let cite = match (&clock, notice) {
            (Some(clock), _) => clock.cite(),
            (None, Some((_, cite))) => cite,
            (None, None) => &here.step.cite,
        };
        bounded |= due.is_some();
        let leaves = [due, journey.earliest()].into_iter().flatten().max();
        let leaves = leaves.unwrap_or(here.since).max(here.since);
        if here.step.decides && bounded && decide_by.is_none() {
            decide_by = Some(leaves);
        }
        steps.push(Milestone {
            step: here.step,
            begins: here.since,
            limit: clock.as_ref().map(|c| (c.days, c.count)),
            due,
            notice_ends: notice.map(|(last, _)| last),
            cite,
        });
        let turn = journey
            .turns(leaves)
            .into_iter()
            .find(|t| t.branch().is_none());
        let Some(turn) = turn else { break };
        journey = turn.take();
    }
    let day = journey.last_day().unwrap_or(accepted);
    let clocks = journey.clocks(day);
    let wholes: Vec<Whole<'p>> = clocks
        .iter()
        .filter_map(|clock| match clock.of {
            Ruled::Whole(total) => Some(Whole {
                days: clock.days,
                count: clock.count,
                excludes: &total.excludes,
                due: clock.due.clone().ok(),
                cite: &total.cite,
            }),
            Ruled::Step(_) => None,
        })
        .collect();
    let earliest = wholes.iter().filter_map(|w| w.due).chain(decide_by).min();
    Ok(Outlook {
        accepted,
        steps,
        wholes,
        decide_by: earliest,
    })
}

/// When an award decided, or last looked at, on a day is looked at again.
pub fn next_review(last: Date, months: u32) -> Option<Date> {
    last.checked_add(i64::from(months).months()).ok()
}
