//! How a budget stands: spent month by month, what the awards in force will cost to the end of the
//! year, and whether the money lasts.

use super::query;
use crate::award;
use crate::book::{self, Kind};
use crate::shown::{money, programme};
use base::date::Month;
use base::{Fault, Fen};
use platform::{Act, Ctx};
use std::collections::BTreeMap;
use webkit::kit::chart::{Chart, Measure};
use webkit::kit::{Tone, badge};
use webkit::{Html, Request, Say};

/// A programme's money to the end of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Code of the programme.
    pub programme: String,
    /// Spent in each month of the year so far, from January on.
    pub spent: Vec<Fen>,
    /// What a month costs by the awards in force.
    pub monthly: Fen,
    /// Months of the year that are still to be paid.
    pub months: i64,
    /// What is free now.
    pub free: Fen,
    /// What will be left at the end of the year; less than nothing: the money will not last.
    pub left: Fen,
    /// The first month that cannot be paid in full.
    pub short_from: Option<Month>,
}

/// Every programme that has a budget or awards in force.
///
/// # Errors
/// A right that is missing.
pub fn forecast(ctx: &Ctx<'_>, year: i16) -> Result<Vec<Forecast>, Fault> {
    ctx.may(Act::AwardsSee)?;
    let mut all: BTreeMap<String, Forecast> = BTreeMap::new();
    let fresh = |code: &str| Forecast {
        programme: code.to_owned(),
        spent: vec![Fen::ZERO; 12],
        monthly: Fen::ZERO,
        months: 12,
        free: Fen::ZERO,
        left: Fen::ZERO,
        short_from: None,
    };
    for standing in book::standings(ctx)? {
        if standing.kind == Kind::Budget {
            let of = all
                .entry(standing.name.clone())
                .or_insert_with(|| fresh(&standing.name));
            of.free = standing.free;
        }
    }
    for (code, fen) in award::monthly(ctx)? {
        all.entry(code.clone())
            .or_insert_with(|| fresh(&code))
            .monthly = fen;
    }
    for (code, month, fen) in query::spent(ctx.tx())? {
        let at = usize::try_from(month.month() - 1).unwrap_or(0);
        let of = all.get_mut(&code).filter(|_| month.year() == year);
        if let Some(cell) = of.and_then(|f| f.spent.get_mut(at)) {
            *cell = fen;
        }
    }
    // What the second signature has set aside is gone from what is free: its month is paid.
    let rolled = crate::roll::last_approved(ctx)?;
    let next = rolled.and_then(|m| m.plus(1)).or(Month::of(ctx.today()));
    let (Some(next), Some(last)) = (next, Month::new(year, 12)) else {
        return Ok(Vec::new());
    };
    Ok(all
        .into_values()
        .map(|forecast| reckoned(forecast, next, last))
        .collect())
}

fn reckoned(mut of: Forecast, next: Month, last: Month) -> Forecast {
    of.months = i64::from(next.until(last)).saturating_add(1).max(0);
    let cost = |months: i64| of.monthly.get().saturating_mul(months);
    let needs = cost(of.months);
    let short = (1..=of.months).find(|months| cost(*months) > of.free.get());
    of.left = Fen::new(of.free.get().saturating_sub(needs));
    of.short_from = short.and_then(|months| next.plus(i32::try_from(months - 1).ok()?));
    of
}

/// The chart of the year with its forecast, and an alarm for every budget that will not last.
pub(crate) fn panel(request: &Request<'_>) -> Result<Html, Fault> {
    let t = Say(request.catalogue());
    let today = base::clock::china(request.platform().clock().now()).date();
    let year = today.year();
    let all = request.read(|ctx| forecast(ctx, year))?;
    let all: Vec<Forecast> = all
        .into_iter()
        .filter(|f| f.monthly > Fen::ZERO || f.spent.iter().any(|s| *s > Fen::ZERO))
        .collect();
    if all.is_empty() {
        return Ok(Html::default());
    }
    let labels = all.iter().map(|f| {
        let path = format!("/awards?f.programme={}", f.programme);
        (programme(request, &f.programme), path)
    });
    let spent = |f: &Forecast| f.spent.iter().map(|s| s.get()).sum::<i64>();
    let coming = |f: &Forecast| f.monthly.get().saturating_mul(f.months);
    let chart = Chart::bars(
        &format!("{} {year}", t.text("budget-chart")),
        &t.text("award-programme"),
        Measure::Money,
    )
    .labels(labels)
    .series(&t.text("budget-spent"), all.iter().map(|f| Some(spent(f))))
    .series(
        &t.text("budget-coming"),
        all.iter().map(|f| Some(coming(f))),
    )
    .series(&t.text("fund-free"), all.iter().map(|f| Some(f.free.get())))
    .lying();
    let mut out = String::new();
    for f in all.iter().filter(|f| f.left < Fen::ZERO) {
        let from = f.short_from.map_or_else(String::new, |m| m.to_string());
        let said = base::message::Message::new("budget-short")
            .with("programme", programme(request, &f.programme))
            .with("from", from)
            .with("short", money(Fen::new(-f.left.get())));
        let said = webkit::escape(&t.say(&said)).to_string();
        let mark = badge(Tone::Bad, &t.text("budget-alarm"));
        out.push_str(&format!("<p>{mark} {said}</p>"));
    }
    Ok(Html::markup(out).and(&chart.show(t)))
}
