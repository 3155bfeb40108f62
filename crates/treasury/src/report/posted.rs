//! The list that a village or town posts after a month was paid: programme, masked name, and of
//! people and amount what the notice of the programme's road may say. A programme whose road forbids
//! publicity, or has none, is left out whole, its totals too.

use super::query;
use crate::shown::{cell, file, money, month_asked, months, programme};
use askama::Template;
use base::date::Month;
use base::mask::{NameMask, mask_name};
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::{Act, Division};
use policy::programme::{Publicity, RoadStep};
use sheet::Cell;
use webkit::{Answer, Html, Page, Request, Say};

struct Line {
    programme: String,
    name: String,
    persons: Option<i64>,
    amount: Option<Fen>,
}

impl Line {
    fn people(&self) -> String {
        self.persons
            .map_or_else(|| "–".to_owned(), |n| n.to_string())
    }

    fn money(&self) -> String {
        self.amount.map_or_else(|| "–".to_owned(), money)
    }
}

#[derive(Template)]
#[template(path = "posted.html")]
struct PostedPage<'a> {
    t: Say<'a>,
    months: Html,
    place: String,
    month: Month,
    lines: Vec<Line>,
    left_out: Vec<String>,
    export: String,
}

/// What a notice of a programme may say by its road in force on the day; `None`: it is not to be
/// posted.
fn may_say(code: &str, on: Date) -> Option<Vec<String>> {
    let declared = registry::register::declared().ok()?;
    let road = declared.pack().programme(code)?.road.as_ref()?;
    let mut said: Option<Vec<String>> = None;
    let in_force = |s: &&RoadStep| s.days.from <= on && s.days.to.is_none_or(|to| on <= to);
    for step in road.steps.iter().filter(in_force) {
        match &step.publicity {
            Some(Publicity::Forbidden(_)) => return None,
            Some(Publicity::Posted { fields, .. }) => {
                said.get_or_insert_default().extend(fields.iter().cloned());
            }
            None => {}
        }
    }
    said.filter(|fields| fields.iter().any(|f| f == "name"))
}

type Asked = (Division, Month, Vec<Line>, Vec<String>);

fn asked(request: &Request<'_>) -> Result<Asked, Fault> {
    let code: String = request.param("place")?;
    let place = Division::parse(&code).ok_or(Fault::NotFound)?;
    let month = month_asked(request)?;
    let found = request.read(|ctx| {
        let scope = ctx.may(Act::AwardsSee)?;
        match scope.covers(&place, None) {
            true => Ok(query::posted(ctx.tx(), month, place.code())?),
            false => Err(Fault::NotFound),
        }
    })?;
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for (code, name, persons, amount) in found {
        let title = programme(request, &code);
        let says = may_say(&code, month.first_day());
        if let Some(fields) = says {
            let may = |field: &str| fields.iter().any(|f| f == field);
            lines.push(Line {
                programme: title,
                name: mask_name(&name, NameMask::FirstOnly),
                persons: Some(persons).filter(|_| may("member_count")),
                amount: Some(amount).filter(|_| may("amount")),
            });
        } else if !left_out.contains(&title) {
            left_out.push(title);
        }
    }
    Ok((place, month, lines, left_out))
}

/// The list, ready to be printed and hung.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let (place, month, lines, left_out) = asked(request)?;
    let path = format!("/reports/posted/{}", place.code());
    let content = PostedPage {
        t,
        months: months(t, &path, month),
        place: request.division(&place),
        month,
        lines,
        left_out,
        export: format!("{path}/export?month={month}"),
    };
    let title = format!("{} · {} · {month}", t.text("posted"), content.place);
    Ok(Page::new(request, "posted", &content)?
        .titled(&title)
        .under(request, "stats", &format!("/reports/month?month={month}"))
        .into())
}

/// The list as a workbook.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let (place, month, lines, _) = asked(request)?;
    let title = format!("{} {} {month}", t.text("posted"), request.division(&place));
    let header = [
        "award-programme",
        "person-name",
        "stats-persons",
        "line-amount",
    ];
    let page = sheet::Page {
        sheet: month.to_string(),
        titles: vec![title.clone()],
        groups: Vec::new(),
        header: header.iter().map(|code| t.text(code)).collect(),
        notes: vec![t.text("posted-help")],
    };
    let rows = lines.into_iter().map(|line| -> Vec<Cell> {
        vec![
            line.programme.into(),
            line.name.into(),
            line.persons.map_or(Cell::Empty, |n| Cell::Number(n as f64)),
            line.amount.map_or(Cell::Empty, cell),
        ]
    });
    file(request, &title, &page, rows)
}
