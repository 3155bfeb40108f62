//! How a list looks: filters, tools, table, pages.

use super::{Column, Filter, List};
use crate::html::Html;
use crate::kit::empty;
use crate::page::Say;
use crate::request::Fields;
use askama::Template;
use base::Fault;
use base::message::Message;

/// What lies before and behind a page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Pager {
    /// Everything is on the page.
    #[default]
    None,
    /// Goes on behind a row; `None` when this is the end. Fast however long the list is.
    After(Option<String>),
    /// Numbered pages: this one, and how many rows there are in all.
    Pages {
        /// From 1.
        page: i64,
        /// Rows in all.
        rows: i64,
        /// Rows of a page.
        size: i64,
    },
    /// Numbered pages of a list whose rows nobody has counted.
    Open {
        /// From 1.
        page: i64,
        /// Whether there are more behind it.
        more: bool,
        /// Rows of a page.
        size: i64,
    },
}

struct Head<'l> {
    column: &'l Column,
    link: Option<String>,
    sorted: &'static str,
    chosen: bool,
}

struct Line<'l> {
    path: Option<&'l str>,
    cells: Vec<(&'static str, &'l Html)>,
}

struct Choice {
    value: String,
    text: String,
    selected: bool,
}

struct Filtering {
    name: String,
    title: String,
    kind: &'static str,
    value: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct View<'l> {
    t: Say<'l>,
    token: String,
    name: &'l str,
    path: &'l str,
    here: String,
    query: String,
    sort: &'l str,
    filters: Vec<Filtering>,
    filtered: bool,
    heads: Vec<Head<'l>>,
    lines: Vec<Line<'l>>,
    views: Vec<(String, &'l str, bool)>,
    export: Option<String>,
    count: String,
    first: Option<String>,
    before: Option<String>,
    next: Option<String>,
    nothing: Html,
    keeps: bool,
}

impl List<'_, '_> {
    /// The list as HTML.
    pub fn show(&self) -> Result<Html, Fault> {
        let t = Say(self.request.catalogue());
        if self.rows.is_empty()
            && !self.is_filtered()
            && self.after().is_empty()
            && !self.nothing.is_empty()
        {
            return Ok(self.nothing.clone());
        }
        let base = self.query.without(&["after", "page", "done"]);
        let (first, before, next) = self.ways(&base);
        let query = base.to_query();
        let views = self.views.iter();
        let views = views.map(|(name, kept)| (self.at(kept), name.as_str(), *kept == query));
        Html::of(&View {
            t,
            token: self.request.form_token(),
            name: &self.name,
            path: &self.path,
            here: self.at(&query),
            sort: self.query.get("sort"),
            filters: self.filters(),
            filtered: self.is_filtered(),
            heads: self.heads(&base),
            lines: self.lines(),
            views: views.collect(),
            export: self.export.as_ref().map(|path| format!("{path}?{query}")),
            count: self.count(t),
            first,
            before,
            next,
            nothing: empty(&t.text("list-none"), &t.text("list-none-help"), None),
            keeps: self.request.who.person().is_some(),
            query,
        })
    }

    fn at(&self, query: &str) -> String {
        match query.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{query}", self.path),
        }
    }

    fn filters(&self) -> Vec<Filtering> {
        let mut out = Vec::new();
        for column in &self.columns {
            let mut add = |end: &str, kind: &'static str, title: String, choices: Vec<Choice>| {
                let name = format!("f.{}{end}", column.key);
                let value = self.query.get(&name).to_owned();
                out.push(Filtering {
                    name,
                    title,
                    kind,
                    value,
                    choices,
                });
            };
            match &column.filter {
                Filter::None => {}
                Filter::Text => add("", "search", column.title.clone(), Vec::new()),
                Filter::Choice(all) => {
                    let wanted = self.wanted(&column.key);
                    let choices = all.iter().map(|(value, text)| Choice {
                        value: value.clone(),
                        text: text.clone(),
                        selected: value == wanted,
                    });
                    add("", "choice", column.title.clone(), choices.collect());
                }
                Filter::Days => {
                    let t = self.request.catalogue();
                    let title = |code: &str| format!("{} {}", column.title, t.text(code));
                    add(".from", "date", title("list-from"), Vec::new());
                    add(".until", "date", title("list-until"), Vec::new());
                }
            }
        }
        out
    }

    fn heads(&self, base: &Fields) -> Vec<Head<'_>> {
        let (by, down) = self.order();
        let head = |(at, column): (usize, &'_ Column)| {
            let mine = column.sorts && column.key == by;
            let turned = match mine && !down {
                true => format!("-{}", column.key),
                false => column.key.clone(),
            };
            let link = column
                .sorts
                .then(|| self.at(&base.with("sort", &turned).to_query()));
            (at, mine, link)
        };
        let all = self.columns.iter().enumerate().map(head);
        let mut heads: Vec<(usize, Head<'_>)> = all
            .filter_map(|(at, mine, link)| {
                let sorted = match (mine, down) {
                    (false, _) => "none",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                };
                let column = self.columns.get(at)?;
                let chosen = self.chosen.contains(&at);
                let head = Head {
                    column,
                    link,
                    sorted,
                    chosen,
                };
                Some((at, head))
            })
            .collect();
        // Chosen ones first and in the chosen order, as in the rows.
        heads.sort_by_key(|(at, _)| {
            let place = self.chosen.iter().position(|c| c == at);
            (place.unwrap_or(usize::MAX), *at)
        });
        heads.into_iter().map(|(_, head)| head).collect()
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let line = |row: &'_ super::Row| -> Vec<usize> {
            let there = |at: &&usize| row.cells.len() > **at;
            self.chosen.iter().filter(there).copied().collect()
        };
        self.rows
            .iter()
            .map(|row| {
                let cells = line(row).into_iter().filter_map(|at| {
                    let class = self.columns.get(at)?.class();
                    Some((class, row.cells.get(at)?))
                });
                Line {
                    path: row.path.as_deref(),
                    cells: cells.collect(),
                }
            })
            .collect()
    }

    fn count(&self, t: Say<'_>) -> String {
        let shown = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        match &self.pager {
            Pager::Pages { page, rows, size } => {
                let from = (page - 1) * size + i64::from(shown > 0);
                let message = Message::new("list-range")
                    .with("from", from)
                    .with("until", (page - 1) * size + shown)
                    .with("count", *rows);
                t.say(&message)
            }
            Pager::Open { page, more, size } if *page > 1 || *more => {
                let message = Message::new("list-range-open")
                    .with("from", (page - 1) * size + i64::from(shown > 0))
                    .with("until", (page - 1) * size + shown);
                t.say(&message)
            }
            Pager::After(Some(_)) => t.count("list-first", &shown),
            _ => t.count("list-count", &shown),
        }
    }

    /// Links to the first page, the one before, the next.
    fn ways(&self, base: &Fields) -> (Option<String>, Option<String>, Option<String>) {
        let to = |name: &str, value: &str| self.at(&base.with(name, value).to_query());
        let numbered = |page: i64, more: bool| {
            let number = |n: i64| to("page", &n.to_string());
            (
                (page > 2).then(|| number(1)),
                (page > 1).then(|| number(page - 1)),
                more.then(|| number(page + 1)),
            )
        };
        match &self.pager {
            Pager::None => (None, None, None),
            Pager::After(next) => {
                let first = (!self.after().is_empty()).then(|| self.at(&base.to_query()));
                (first, None, next.as_ref().map(|row| to("after", row)))
            }
            Pager::Pages { page, rows, size } => {
                numbered(*page, page.saturating_mul(*size) < *rows)
            }
            Pager::Open { page, more, .. } => numbered(*page, *more),
        }
    }
}
