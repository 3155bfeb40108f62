//! Where the money of a month goes: towns on a map, the year behind it month by month, each figure a
//! way to the lines behind it.

use super::query::{self, Sum};
use crate::roll;
use crate::shown::{month_asked, months, programmes};
use askama::Template;
use base::date::Month;
use base::id::RollId;
use base::{Fault, Fen};
use platform::{Act, Division};
use std::collections::BTreeMap;
use webkit::kit::chart::{Chart, Measure};
use webkit::kit::map::{Map, Place};
use webkit::{Answer, Html, Page, Request, Say};

/// Months that the chart goes back.
const BACK: i32 = 11;

#[derive(Template)]
#[template(path = "spread.html")]
struct SpreadPage<'a> {
    t: Say<'a>,
    months: Html,
    month: String,
    /// Code, name, and whether it is chosen.
    programmes: Vec<(String, String, bool)>,
    map: Html,
    chart: Html,
    empty: bool,
}

/// What the month's rolls paid, by town and programme, and the roll to look at.
struct Known {
    sums: Vec<Sum>,
    roll: Option<RollId>,
    before: Vec<(Month, i64)>,
}

fn known(request: &Request<'_>, month: Month, wanted: &str) -> Result<Known, Fault> {
    let fits = |sum: &Sum| wanted.is_empty() || sum.programme == wanted;
    request.read(|ctx| {
        let scope = ctx.may(Act::AwardsSee)?;
        let mut sums = query::month_sums(ctx.tx(), month, &scope)?;
        sums.retain(fits);
        let mut before = Vec::new();
        for ago in (0..=BACK).rev() {
            let Some(of) = month.plus(-ago) else { continue };
            let all = query::month_sums(ctx.tx(), of, &scope)?;
            let paid = all.iter().filter(|s| fits(s)).map(|s| s.pay.get()).sum();
            before.push((of, paid));
        }
        let roll = roll::of_month(ctx, month)?;
        Ok(Known { sums, roll, before })
    })
}

/// The page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let month = match request.query.get("month") {
        "" => month_asked(request)?.plus(-1).ok_or(Fault::NotFound)?,
        _ => month_asked(request)?,
    };
    let t = Say(request.catalogue());
    let wanted = request.query.get("programme").to_owned();
    let known = known(request, month, &wanted)?;
    let mut towns: BTreeMap<String, Fen> = BTreeMap::new();
    for sum in &known.sums {
        let of = towns.entry(sum.town.clone()).or_insert(Fen::ZERO);
        *of = Fen::new(of.get().saturating_add(sum.pay.get()));
    }
    let title = format!("{} {month}", t.text("spread-map"));
    let (axis, figure) = (t.text("reserve-town-of"), t.text("line-amount"));
    let map = Map::new(&title, &axis, &figure, Measure::Money, "/places/shapes");
    let map = towns.iter().fold(map, |map, (code, fen)| {
        let name = Division::parse(code).map_or_else(|| code.clone(), |d| request.division(&d));
        let path = known.roll.map_or_else(String::new, |roll| {
            format!("/rolls/{roll}/lines?f.place={code}&f.programme={wanted}")
        });
        map.place(Place {
            code: code.clone(),
            name,
            value: Some(fen.get()),
            path,
        })
    });
    let labels = known.before.iter().map(|(month, _)| {
        let path = format!("/reports/spread?month={month}&programme={wanted}");
        (month.to_string(), path)
    });
    let chart = Chart::lines(
        &t.text("spread-months"),
        &t.text("roll-month"),
        Measure::Money,
    )
    .labels(labels)
    .series(&figure, known.before.iter().map(|(_, fen)| Some(*fen)));
    let content = SpreadPage {
        t,
        months: months(t, "/reports/spread", month),
        month: month.to_string(),
        programmes: programmes(request)?
            .into_iter()
            .map(|(code, name)| {
                let chosen = code == wanted;
                (code, name, chosen)
            })
            .collect(),
        empty: towns.is_empty(),
        map: map.show(t),
        chart: chart.show(t),
    };
    let title = format!("{} · {month}", t.text("spread"));
    Ok(Page::new(request, "spread", &content)?
        .titled(&title)
        .into())
}
