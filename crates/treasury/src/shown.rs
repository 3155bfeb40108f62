//! How pages of this slice write money, months and programmes, and hand out workbooks.

use base::date::Month;
use base::money::written;
use base::{Fault, Fen, message::Speak};
use jiff::civil::Date;
use sheet::Cell;
use webkit::{Answer, Download, Html, Reply, Request, Say, kit};

/// A refusal said at a field, so that the form comes back with what was typed.
pub(crate) fn at_field(field: &'static str) -> impl Fn(Fault) -> Fault {
    move |fault| match fault {
        Fault::Refused(message) => Fault::field(field, message),
        other => other,
    }
}

/// The kind of a workbook.
pub(crate) const WORKBOOK: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Money with separators and two decimals.
pub(crate) fn money(amount: Fen) -> String {
    written::grouped(&amount.to_string()).replace('-', "−")
}

/// The same as a figure of a page.
pub(crate) fn fen(amount: Fen) -> Html {
    kit::number(&money(amount))
}

/// A programme as the pack calls it; its code where the pack has none of that name.
pub(crate) fn programme(request: &Request<'_>, code: &str) -> String {
    let declared = registry::register::declared().ok();
    let found = declared.and_then(|d| d.pack().programme(code));
    found
        .map_or(code, |p| p.title.of(request.language.tag()))
        .to_owned()
}

/// The programmes to choose from: those that have a budget, then the others of the pack.
pub(crate) fn programmes(request: &Request<'_>) -> Result<Vec<(String, String)>, Fault> {
    let standings = request.read(crate::book::standings)?;
    let budgets = standings
        .into_iter()
        .filter(|s| s.kind == crate::book::Kind::Budget);
    let mut codes: Vec<String> = budgets.map(|s| s.name).collect();
    if let Ok(declared) = registry::register::declared() {
        for programme in &declared.pack().programmes {
            if !codes.contains(&programme.id) {
                codes.push(programme.id.clone());
            }
        }
    }
    Ok(codes
        .into_iter()
        .map(|code| {
            let title = programme(request, &code);
            (code, title)
        })
        .collect())
}

/// The month that a page is asked for (`?month=2020-03`); this month when none is.
pub(crate) fn month_asked(request: &Request<'_>) -> Result<Month, Fault> {
    let asked = request.query.get("month");
    if !asked.is_empty() {
        return Month::parse(asked).ok_or(Fault::NotFound);
    }
    let today = base::clock::china(request.platform().clock().now()).date();
    Month::of(today).ok_or(Fault::NotFound)
}

/// The way to the month before and after on the same page.
pub(crate) fn months(t: Say<'_>, path: &str, month: Month) -> Html {
    let way = |by: i32, code: &str| match month.plus(by) {
        Some(to) => Html::link(
            &format!("{path}?month={to}"),
            &format!("{} {to}", t.text(code)),
        ),
        None => Html::default(),
    };
    Html::markup(format!(
        "<nav class=\"pager\" aria-label=\"{}\">{} <b>{month}</b> {}</nav>",
        webkit::escape(&t.text("roll-month")),
        way(-1, "month-before"),
        way(1, "month-after")
    ))
}

/// Money in a workbook: yuan as a number.
pub(crate) fn cell(amount: Fen) -> Cell {
    // Exact to the fen up to ninety million million yuan.
    Cell::Number(amount.get() as f64 / 100.0)
}

/// A day in a workbook.
pub(crate) fn day(on: Date) -> Cell {
    Cell::Text(on.to_string())
}

/// A workbook to keep.
pub(crate) fn file(
    request: &Request<'_>,
    title: &str,
    page: &sheet::Page,
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Answer {
    let internal = |e: std::io::Error| Fault::Internal(Box::new(e));
    let folder = request.platform().settings().data.join("out");
    std::fs::create_dir_all(&folder).map_err(internal)?;
    let path = folder.join(format!("{}.xlsx", request.id));
    let done = sheet::write_page_xlsx(&path, page, rows.into_iter());
    let body = done
        .map_err(|e| Fault::Refused(e.message()))
        .and_then(|()| std::fs::read(&path).map_err(internal));
    let _ = std::fs::remove_file(&path);
    Ok(Reply::File(Download {
        name: format!("{}.xlsx", title.replace(['/', ' '], "-")),
        media_type: WORKBOOK,
        body: body?,
    }))
}
