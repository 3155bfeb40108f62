//! Which rows belong together: households by their number, members under their household in the
//! order of the file. Start at [`Homes`].

use super::Group;
use super::header::plain;
use super::problem::{Problem, Reason, Report};
use crate::failure::Failure;
use base::column::ColumnRole;
use base::message::Message;
use hashbrown::HashMap;
use policy::cel::Type;
use policy::cel::columns::{Cells, Column, Dictionary, RowsColumn, TableBuilder};
use policy::cel::{Amount, Datum};
use policy::fact::held_type;
use sheet::Table;
use std::sync::Arc;

/// The rows of a part that count, and the household of each.
pub(super) struct Rows {
    /// Record of the part and household, in the order of the part.
    rows: Vec<(usize, usize)>,
    /// How many households there were before the part.
    pub(super) start: usize,
    /// How many new households it has.
    pub(super) new: usize,
    /// For each record, how many new households come before it.
    before: Vec<u32>,
}

impl Rows {
    pub(super) fn records(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows.iter().copied()
    }

    pub(super) fn new_before(&self, record: usize) -> usize {
        self.before.get(record).copied().unwrap_or_default() as usize
    }
}

/// The households met so far, and the household of each member.
#[derive(Default)]
pub(super) struct Homes {
    places: HashMap<Box<str>, u32>,
    ids: Vec<Box<str>>,
    rows: Vec<u32>,
    members: Vec<u32>,
}

impl Homes {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn members(&self) -> usize {
        self.members.len()
    }

    pub(super) fn id(&self, home: usize) -> &str {
        self.ids.get(home).map_or("", |id| id)
    }

    pub(super) fn row(&self, home: usize) -> u32 {
        self.rows.get(home).copied().unwrap_or_default()
    }

    pub(super) fn ids(self) -> Vec<Box<str>> {
        self.ids
    }

    pub(super) fn member(&mut self, home: usize) {
        self.members.push(u32::try_from(home).unwrap_or(u32::MAX));
    }

    /// The households of a part's rows, new ones added; where households stand alone, a second row
    /// of one is a mistake.
    pub(super) fn place(
        &mut self,
        part: &Table,
        key: usize,
        alone: bool,
        report: &mut Report,
    ) -> Rows {
        let mut found = Rows {
            rows: Vec::with_capacity(part.len()),
            start: self.len(),
            new: 0,
            before: Vec::with_capacity(part.len()),
        };
        for record in 0..part.len() {
            found
                .before
                .push(u32::try_from(found.new).unwrap_or(u32::MAX));
            let Some(id) = id(part, key, record, report) else {
                continue;
            };
            match self.places.get(id) {
                Some(_) if alone => report.push(problem(part, key, record, Reason::Twice)),
                Some(home) => found.rows.push((record, *home as usize)),
                None => {
                    let home = self.len();
                    self.places
                        .insert(id.into(), u32::try_from(home).unwrap_or(u32::MAX));
                    self.ids.push(id.into());
                    self.rows.push(part.rows.row(record));
                    found.rows.push((record, home));
                    found.new += 1;
                }
            }
        }
        found
    }

    /// The households of a part's rows, which must be known.
    pub(super) fn find(&self, part: &Table, key: usize, report: &mut Report) -> Rows {
        let mut found = Rows {
            rows: Vec::with_capacity(part.len()),
            start: self.len(),
            new: 0,
            before: Vec::new(),
        };
        for record in 0..part.len() {
            let Some(id) = id(part, key, record, report) else {
                continue;
            };
            match self.places.get(id) {
                Some(home) => found.rows.push((record, *home as usize)),
                None => report.push(problem(part, key, record, Reason::Unknown)),
            }
        }
        found
    }

    /// The members in the order of their households (`None` when they stand so already), and
    /// where each household's begin.
    pub(super) fn order(&self) -> (Option<Vec<u32>>, Vec<u32>) {
        let mut offsets = vec![0u32; self.len() + 1];
        for home in &self.members {
            if let Some(slot) = offsets.get_mut(*home as usize + 1) {
                *slot += 1;
            }
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        if self.members.is_sorted() {
            return (None, offsets);
        }
        let mut next = offsets.clone();
        let mut order = vec![0u32; self.members.len()];
        for (member, home) in self.members.iter().enumerate() {
            if let Some(slot) = next.get_mut(*home as usize) {
                if let Some(place) = order.get_mut(*slot as usize) {
                    *place = u32::try_from(member).unwrap_or(u32::MAX);
                }
                *slot += 1;
            }
        }
        (Some(order), offsets)
    }
}

/// What a member of a household is called by its place in it, from 0: the numbers in the files are
/// only compared, and a district has a million of them.
fn number(place: usize) -> String {
    (place + 1).to_string()
}

/// The number of every member, household by household.
pub(super) fn numbers(offsets: &[u32]) -> Column {
    let mut words = Dictionary::default();
    let mut cells = Cells::default();
    for (from, to) in offsets.iter().zip(offsets.iter().skip(1)) {
        for place in 0..to.saturating_sub(*from) {
            let known = words.words().len() > place as usize;
            let word = if known {
                place
            } else {
                words.add(&number(place as usize))
            };
            cells.push(Some(word));
        }
    }
    Column::Text(cells, Arc::new(words))
}

/// Which households have members; of the others nothing is known.
pub(super) fn with_members(offsets: &[u32]) -> Option<Vec<bool>> {
    let ends = offsets.iter().zip(offsets.iter().skip(1));
    let valid: Vec<bool> = ends.map(|(from, to)| from < to).collect();
    valid.contains(&false).then_some(valid)
}

fn id<'t>(part: &'t Table, key: usize, record: usize, report: &mut Report) -> Option<&'t str> {
    let id = part
        .value(key, record)
        .map(str::trim)
        .filter(|id| !id.is_empty());
    if id.is_none() {
        report.push(problem(part, key, record, Reason::NoKey));
    }
    id
}

fn problem(part: &Table, column: usize, record: usize, reason: Reason) -> Problem {
    Problem {
        file: part.file.clone(),
        row: part.rows.row(record),
        header: part
            .columns
            .get(column)
            .map_or(String::new(), |c| c.header.clone()),
        value: part.value(column, record).unwrap_or_default().to_owned(),
        reason,
    }
}

/// A column to bring results together by, while it is read.
pub(super) struct Grouping {
    header: String,
    words: Vec<String>,
    places: HashMap<String, u32>,
    of: Vec<u32>,
}

/// The columns asked for; without any, the one that says the place.
pub(super) fn groupings(part: &Table, by: &[String]) -> Result<Vec<Grouping>, Failure> {
    let grouping = |header: &str| Grouping {
        header: header.to_owned(),
        words: Vec::new(),
        places: HashMap::new(),
        of: Vec::new(),
    };
    let headers = || part.columns.iter().map(|c| c.header.as_str());
    let mut found = Vec::new();
    for wanted in by {
        let Some(header) = headers().find(|h| plain(h) == plain(wanted)) else {
            let present = headers().collect::<Vec<_>>().join("、");
            let said = Message::new("households-no-group")
                .with("file", part.file.as_str())
                .with("column", wanted.as_str())
                .with("present", present);
            return Err(Failure::Said(said, 2));
        };
        found.push(grouping(header));
    }
    if by.is_empty() {
        let place =
            |c: &&sheet::Column| matches!(c.role, Some(ColumnRole::Place | ColumnRole::Division));
        found.extend(part.columns.iter().find(place).map(|c| grouping(&c.header)));
    }
    Ok(found)
}

impl Grouping {
    /// Takes the value of each new household.
    pub(super) fn take(&mut self, part: &Table, rows: &Rows) {
        let column = part.columns.iter().position(|c| c.header == self.header);
        for (record, home) in rows.records() {
            if home < self.of.len() {
                continue;
            }
            let value = column.and_then(|at| part.value(at, record)).unwrap_or("");
            let place = match self.places.get(value) {
                Some(place) => *place,
                None => {
                    let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                    self.words.push(value.to_owned());
                    self.places.insert(value.to_owned(), place);
                    place
                }
            };
            self.of.push(place);
        }
    }

    pub(super) fn done(self) -> Group {
        Group {
            header: self.header,
            words: self.words,
            of: self.of,
        }
    }
}

/// Awards in payment, while they are read.
#[derive(Default)]
pub(super) struct Held {
    rows: Vec<(u32, Vec<Datum>)>,
}

impl Held {
    pub(super) fn take(&mut self, part: &Table, rows: &Rows) -> Vec<(usize, usize, Reason)> {
        let at = |names: &[&str]| {
            let named = |c: &sheet::Column| names.iter().any(|n| plain(n) == plain(&c.header));
            part.columns.iter().position(named)
        };
        let programme = at(&["programme", "救助项目", "项目"]);
        let member = at(&["member", "成员编号"]);
        let amount = at(&["amount", "金额", "月金额"]);
        let since = at(&["since", "起始日期", "起发日期"]);
        let mut wrong = Vec::new();
        for (record, home) in rows.records() {
            let cell = |column: Option<usize>| {
                let text = column.and_then(|c| part.value(c, record)).map(str::trim);
                text.filter(|t| !t.is_empty())
            };
            let text = |column| cell(column).map_or(Datum::Missing, |t| Datum::Text(t.into()));
            let mut read = |column: Option<usize>, reason, of: &dyn Fn(&str) -> Option<Datum>| {
                let Some(text) = cell(column) else {
                    return Datum::Missing;
                };
                of(text).unwrap_or_else(|| {
                    wrong.push((record, column.unwrap_or(0), Reason::Value(reason)));
                    Datum::Missing
                })
            };
            let money = read(amount, "households-money", &|text| {
                let fen = base::money::written::parse(text).ok()?;
                Amount::of(fen).map(Datum::Money)
            });
            let day = read(since, "households-date", &|text| {
                base::date::parse_date(text).ok().map(Datum::Date)
            });
            let member = match text(member) {
                // The household's award is no member's.
                Datum::Missing => Datum::Text("".into()),
                member => member,
            };
            let row = vec![text(programme), member, money, day];
            self.rows
                .push((u32::try_from(home).unwrap_or(u32::MAX), row));
        }
        wrong
    }

    /// The awards under their households, whose members begin at `ends`; members go by their place
    /// in the household, as [`numbers`] has them.
    pub(super) fn column(mut self, ends: &[u32], member_ids: &[Box<str>]) -> RowsColumn {
        self.rows.sort_by_key(|(home, _)| *home);
        let households = ends.len().saturating_sub(1);
        for (home, row) in &mut self.rows {
            let at = |n: usize| ends.get(n).copied().unwrap_or(0) as usize;
            let own = at(*home as usize)..at(*home as usize + 1);
            let own = member_ids.get(own).unwrap_or_default();
            if let Some(Datum::Text(id)) = row.get_mut(1)
                && !id.is_empty()
            {
                let place = own.iter().position(|own| **own == **id);
                *id = place.map_or_else(|| format!("?{id}"), number).into();
            }
        }
        let fields = match held_type() {
            Type::Record(fields) => fields,
            _ => std::sync::Arc::default(),
        };
        let mut table = TableBuilder::new(&fields);
        let mut offsets = Vec::with_capacity(households + 1);
        offsets.push(0);
        let mut rows = self.rows.iter().peekable();
        for home in 0..households {
            while let Some((_, row)) = rows.next_if(|(h, _)| *h as usize == home) {
                table.push(row);
            }
            offsets.push(u32::try_from(table.len()).unwrap_or(u32::MAX));
        }
        RowsColumn {
            offsets,
            valid: None,
            table: table.build(),
        }
    }
}
