//! The list of a register: columns, filters and counts from its declaration.

use super::super::{Count, Numbers, Only, Query, Record, list as find, numbers};
use super::{Places, named};
use askama::Template;
use base::Fault;
use platform::{Act, Division};
use policy::cel::Datum;
use policy::register::{Class, Field, Kind, Register};
use webkit::kit::{Tone, badge, empty};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Html, Page, Request, Say};

/// A statistic: its name, and words with their numbers and links.
type Counted = (String, Vec<(String, i64, String)>);

#[derive(Template)]
#[template(path = "register_list.html")]
struct View<'a> {
    t: Say<'a>,
    language: &'static str,
    register: &'a Register,
    numbers: Numbers,
    only: Only,
    statistics: Vec<Counted>,
    list: Html,
}

/// Whether whoever asks may keep this register somewhere.
pub(super) fn keeps(request: &Request<'_>, act: Act, register: &Register) -> bool {
    request
        .read(|ctx| super::super::declared::reach(ctx, act, register))
        .is_ok()
}

/// What only some of the records are asked for.
fn only(request: &Request<'_>) -> Only {
    match request.query.get("only") {
        "stale" => Only::Stale,
        "doubtful" => Only::Doubtful,
        "remind" => Only::Remind,
        _ => Only::All,
    }
}

fn filter(field: &Field, language: &str, places: &Places) -> Filter {
    if !field.filter {
        return Filter::None;
    }
    let words = field.words.iter();
    let words = words.map(|w| (w.code.clone(), w.label.of(language).to_owned()));
    match field.kind {
        Kind::Code | Kind::Codes => Filter::Choice(words.collect()),
        Kind::Bool => Filter::Choice(
            [true, false]
                .map(|b| (b.to_string(), field.shown(&Datum::Bool(b), language)))
                .to_vec(),
        ),
        Kind::Date => Filter::Days,
        Kind::Division => Filter::Choice(places.towns()),
        _ => Filter::Text,
    }
}

/// The list as it is asked for: its columns in the order of the declaration.
pub(super) fn asked<'a, 'r>(
    request: &'r Request<'a>,
    register: &Register,
    places: &Places,
) -> Result<(List<'a, 'r>, Query), Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let mut columns = vec![
        Column::new("title", t.text("register-title"))
            .sorted()
            .filtered(Filter::Text),
        Column::new("division", t.text("register-division"))
            .sorted()
            .filtered(Filter::Choice(places.towns())),
    ];
    let fields = register
        .fields
        .iter()
        .filter(|f| f.class == Class::Ordinary);
    for field in fields.clone().filter(|f| f.list || f.filter) {
        let label = field.label.of(language);
        let mut column = Column::new(&field.id, label);
        // A long list of filters helps nobody: those of columns that are not shown wait.
        if field.list {
            column = column.filtered(filter(field, language, places));
        } else {
            column = column.on_demand();
        }
        if field.filter {
            column = column.sorted();
        }
        if field.kind.is_number() {
            column = column.number();
        }
        columns.push(column);
    }
    columns.push(
        Column::new("confirmed", t.text("register-confirmed"))
            .sorted()
            .wide(),
    );
    let list = List::new(
        request,
        &format!("register-{}", register.id.replace('_', "-")),
        &format!("/registers/{}", register.id),
        columns,
    )?;
    let (sort, down) = list.order();
    let wanted = fields.clone().filter(|f| f.kind != Kind::Date);
    let query = Query {
        ended: request.query.get("state") == "ended",
        only: only(request),
        within: Division::parse(list.wanted("division")),
        title: list.wanted("title").to_owned(),
        wanted: wanted
            .map(|f| (f.id.clone(), list.wanted(&f.id).to_owned()))
            .collect(),
        days: fields
            .filter(|f| f.kind == Kind::Date)
            .map(|f| {
                let (from, until) = list.days(&f.id);
                (f.id.clone(), from, until)
            })
            .collect(),
        sort: sort.to_owned(),
        down,
        skip: (list.page() - 1) * PAGE_ROWS,
        most: PAGE_ROWS,
    };
    Ok((list, query))
}

/// A value as a cell shows it.
pub(super) fn cell(field: &Field, value: &Datum, language: &str, places: &Places) -> String {
    match (field.kind, value) {
        (Kind::Division, Datum::Text(code)) => places.name(code),
        (Kind::Note, _) => {
            let shown = field.shown(value, language);
            let short: String = shown.chars().take(40).collect();
            if short == shown { shown } else { short + "…" }
        }
        _ => field.shown(value, language),
    }
}

/// The state of a record as a badge: stale, doubtful, or nothing to say.
pub(super) fn state(t: Say<'_>, record: &Record, today: jiff::civil::Date) -> Html {
    let confirmed = Html::text(record.confirmed_on.to_string());
    if record.is_stale(today) {
        let days = record.stale_on.and_then(|d| d.until(today).ok());
        let days = days.map_or(0, |span| i64::from(span.get_days()) + 1);
        return badge(Tone::Warn, &t.count("register-stale-days", &days))
            .and(&Html::text(" "))
            .and(&confirmed);
    }
    confirmed
}

fn row(
    t: Say<'_>,
    (register, record): (&Register, &Record),
    (language, today): (&str, jiff::civil::Date),
    places: &Places,
) -> Row {
    let doubt = match record.warnings {
        0 => Html::default(),
        n => Html::text(" ").and(&badge(Tone::Warn, &t.count("register-doubts", &n))),
    };
    let mut row = Row::to(format!("/registers/{}/{}", register.id, record.id))
        .html(Html::text(&record.title).and(&doubt))
        .text(places.name(record.division.code()));
    for (field, value) in register.fields.iter().zip(&record.values) {
        if field.class == Class::Ordinary && (field.list || field.filter) {
            row = row.text(cell(field, value, language, places));
        }
    }
    row.html(state(t, record, today))
}

/// The page.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let places = Places::of(request)?;
    let (mut list, query) = asked(request, register, &places)?;
    let today = base::clock::china(request.platform().clock().now()).date();
    let (found, numbers) = request.read(|ctx| {
        Ok((
            find(ctx, declared, &register.id, &query)?,
            numbers(ctx, declared, &register.id)?,
        ))
    })?;
    for record in &found.records {
        list.push(row(t, (register, record), (language, today), &places));
    }
    let may_keep = keeps(request, Act::RegistersKeep, register);
    let path = format!("/registers/{}", register.id);
    let new = format!("{path}/new");
    let way = may_keep.then(|| (new.as_str(), t.text("register-add")));
    let nothing = empty(
        &t.text("register-empty"),
        register.purpose.of(language),
        way.as_ref().map(|(path, text)| (*path, text.as_str())),
    );
    let list = list
        .paged(Pager::Pages {
            page: query.skip / PAGE_ROWS + 1,
            rows: found.total,
            size: PAGE_ROWS,
        })
        .exported(&format!("{path}/export"))
        .or_nothing(nothing);
    let content = View {
        t,
        language,
        register,
        numbers,
        only: query.only,
        statistics: statistics(request, register, &places)?,
        list: list.show()?,
    };
    let title = register.label.of(language);
    let mut page = Page::new(request, "registers", &content)?
        .titled(title)
        .under(request, "registers", "/registers");
    if keeps(request, Act::RegistersImport, register) {
        page = page.button(request, "import", &format!("{path}/import"));
    }
    if may_keep {
        page = page.button(request, "register-add", &new);
    }
    Ok(page.into())
}

/// The counts that the register declares, as words, numbers and links.
fn statistics(
    request: &Request<'_>,
    register: &Register,
    places: &Places,
) -> Result<Vec<Counted>, Fault> {
    let (declared, language) = (super::super::declared()?, request.language.tag());
    let mut out = Vec::new();
    for statistic in &register.statistics {
        let field = statistic.by.and_then(|at| register.fields.get(at));
        let name = field.map(|f| f.id.as_str());
        let counts = request.read(|ctx| Numbers::by(ctx, declared, &register.id, name))?;
        let line = |count: &Count| {
            let word = match field {
                None => places.name(&count.of),
                Some(_) if count.of.is_empty() => "—".to_owned(),
                Some(field) if field.kind == Kind::Bool => {
                    field.shown(&Datum::Bool(count.of == "1"), language)
                }
                Some(field) => cell(
                    field,
                    &Datum::Text(count.of.as_str().into()),
                    language,
                    places,
                ),
            };
            let value = match field.map(|f| f.kind) {
                Some(Kind::Bool) => (count.of == "1").to_string(),
                _ => count.of.clone(),
            };
            let key = name.unwrap_or("division");
            let link = format!("/registers/{}?f.{key}={value}", register.id);
            (word, count.records, link)
        };
        let lines = counts.iter().take(8).map(line).collect();
        out.push((statistic.label.of(language).to_owned(), lines));
    }
    Ok(out)
}
