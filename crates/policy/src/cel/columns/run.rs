//! Runs a checked expression over a chunk. Within `exists`, `filter` and their like the rows are
//! the items of all lists; what does not depend on the item is computed outside and spread. Start
//! at [`Expression::over`].

use super::super::check::Expression;
use super::super::eval::{Datum, Op, Step, Value};
use super::super::functions::Function;
use super::super::types::Keys;
use super::arithmetic::{self, by_row};
use super::list;
use super::table::{RowsColumn, Table};
use super::vector::{At, Buffer, Computed, Lists, NOWHERE, Part, Places, Vector};
use super::{NotColumnar, packed, wide};
use std::ops::Range;
use std::sync::Arc;

/// What a name of the scope stands for.
#[derive(Debug, Clone)]
pub enum Source<'t> {
    /// The same for all rows.
    One(Value<'t>),
    /// A record for each row of a table, and what was computed for the rows of the chunk.
    Record(&'t Table, Option<Arc<Computed<'t>>>),
    /// A list of records for each row, and what was computed for the records of the chunk.
    Rows(&'t RowsColumn, Option<Arc<Computed<'t>>>),
    /// What an expression gave for this chunk.
    Vector(Vector<'t>),
}

impl Expression {
    /// Evaluates for the rows of a chunk, with the sources of the scope's names in their order.
    ///
    /// # Errors
    /// When the expression does not run over columns; the row path runs it.
    pub fn over<'t>(
        &'t self,
        names: &[Source<'t>],
        rows: Range<usize>,
    ) -> Result<Vector<'t>, NotColumnar> {
        let chunk = Chunk { names, rows };
        let frame = Frame {
            rows: chunk.rows.len(),
            bound: 0,
            outer: None,
            parents: &[],
            item: Vector::Missing,
        };
        chunk.value(&self.step, (&frame, 0))
    }
}

impl<'t> Source<'t> {
    /// The same source spread over other rows: row `r` of them is row `places[r]` of the chunk
    /// that begins at `start`.
    ///
    /// # Errors
    /// When its lists would be too long in all.
    pub fn spread(&self, rows: Range<usize>, places: &[u32]) -> Result<Self, NotColumnar> {
        if let Self::One(value) = self {
            return Ok(Self::One(value.clone()));
        }
        let chunk = Chunk {
            names: std::slice::from_ref(self),
            rows,
        };
        Ok(Self::Vector(chunk.name(0).gather(places)?))
    }
}

struct Chunk<'n, 't> {
    names: &'n [Source<'t>],
    rows: Range<usize>,
}

/// The rows that a step runs over: those of the chunk, or the items of lists.
struct Frame<'f, 't> {
    rows: usize,
    /// The place of the name that the items are bound to.
    bound: usize,
    outer: Option<&'f Frame<'f, 't>>,
    /// The row of the outer frame that each row belongs to.
    parents: &'f [u32],
    /// The items, which the innermost name is bound to.
    item: Vector<'t>,
}

/// Where a step runs: the rows, and how many names are bound by the macros around it.
type Place<'p, 'f, 't> = (&'p Frame<'f, 't>, usize);

/// Whether a step uses the name bound at a place.
fn uses(step: &Step, place: usize) -> bool {
    let mut used = false;
    step.walk(&mut |s| used |= matches!(s, Step::Bound(at) if *at == place));
    used
}

impl<'t> Chunk<'_, 't> {
    fn value(&self, step: &'t Step, place: Place<'_, '_, 't>) -> Result<Vector<'t>, NotColumnar> {
        let (frame, bound) = place;
        if let Some(outer) = frame.outer
            && !uses(step, frame.bound)
        {
            return self.value(step, (outer, bound))?.gather(frame.parents);
        }
        let rows = frame.rows;
        Ok(match step {
            Step::Null => Vector::Missing,
            Step::Bool(b) => Vector::One(Value::Bool(*b)),
            Step::Int(n) => Vector::One(Value::Int(*n)),
            Step::Decimal(d) => Vector::One(Value::Decimal(*d)),
            Step::Text(t) => Vector::One(Value::Text(t.clone())),
            Step::Name(at) => self.name(*at),
            Step::Bound(_) => frame.item.clone(),
            Step::Field(operand, field) => self.value(operand, place)?.field(*field, rows)?,
            Step::Index(both) => {
                let lists = self.lists(&both[0], place)?;
                let index = self.value(&both[1], place)?;
                let Some(lists) = lists else {
                    return Ok(Vector::Missing);
                };
                list::item(&lists, |row| match index.value(row) {
                    Value::Int(n) => usize::try_from(n).ok(),
                    _ => None,
                })?
            }
            Step::List(steps) => {
                let items = steps.iter().map(|s| self.value(s, place));
                Vector::Items(items.collect::<Result<_, _>>()?)
            }
            Step::Has(operand) => arithmetic::known(&self.value(operand, place)?, rows),
            Step::Not(operand) => arithmetic::not(&self.value(operand, place)?)?,
            Step::Negate(operand) => negated(&self.value(operand, place)?, rows)?,
            Step::Binary(op, both) => self.binary(*op, both, place)?,
            Step::Choice(three) => {
                let [condition, yes, no] = &**three;
                let condition = self.value(condition, place)?;
                let (yes, no) = (self.value(yes, place)?, self.value(no, place)?);
                arithmetic::choice(&condition, &yes, &no, rows)?
            }
            Step::Call(function, args) => self.call(function, args, place)?,
            Step::Sum(list, zero) => match self.lists(list, place)? {
                Some(lists) => list::sum(&lists, zero)?,
                None => Vector::Missing,
            },
            Step::Lookup(both, keys) => {
                let (table, key) = (self.value(&both[0], place)?, self.value(&both[1], place)?);
                lookup(&table, &key, keys, rows)?
            }
            Step::Exists(both) => self.each(both, place, list::exists)?,
            Step::All(both) => self.each(both, place, list::all)?,
            Step::ExistsOne(both) => self.each(both, place, list::exists_one)?,
            Step::Filter(both) => self.each(both, place, list::filter)?,
            Step::Map(both) => self.each(both, place, |lists, body| {
                Ok(Vector::Lists(Lists {
                    offsets: lists.offsets.clone(),
                    valid: lists.valid.clone(),
                    items: Box::new(body.clone()),
                }))
            })?,
        })
    }

    fn name(&self, at: usize) -> Vector<'t> {
        let start = self.rows.start;
        match self.names.get(at) {
            None => Vector::Missing,
            Some(Source::One(value)) => Vector::one(value.clone()),
            Some(Source::Record(table, more)) => Vector::Records(Places {
                table,
                at: At::From(start),
                more: more.clone(),
            }),
            Some(Source::Rows(rows, more)) => {
                let offsets = rows.offsets.get(start..=self.rows.end).unwrap_or(&[0]);
                let valid = rows
                    .valid
                    .as_ref()
                    .map(|v| Buffer::Slice(v.get(self.rows.clone()).unwrap_or_default()));
                Vector::Lists(Lists::of(offsets, valid, &rows.table, more.clone()))
            }
            Some(Source::Vector(vector)) => vector.clone(),
        }
    }

    fn binary(
        &self,
        op: Op,
        both: &'t [Step; 2],
        place: Place<'_, '_, 't>,
    ) -> Result<Vector<'t>, NotColumnar> {
        let left = self.value(&both[0], place)?;
        match op {
            Op::And | Op::Or => {
                if matches!(&left, Vector::One(Value::Bool(b)) if *b == (op == Op::Or)) {
                    return Ok(left);
                }
                arithmetic::logic(op, &left, &self.value(&both[1], place)?, place.0.rows)
            }
            Op::In => match self.value(&both[1], place)? {
                Vector::Items(items) => within(&left, &items, place.0.rows),
                right => match self.listed(right, place.0.rows)? {
                    Some(lists) => {
                        let parents = lists.parents(place.0.rows);
                        list::contains(&lists, &left, &parents)
                    }
                    None => Ok(Vector::Missing),
                },
            },
            _ => arithmetic::binary(op, &left, &self.value(&both[1], place)?, place.0.rows),
        }
    }

    fn lists(
        &self,
        step: &'t Step,
        place: Place<'_, '_, 't>,
    ) -> Result<Option<Lists<'t>>, NotColumnar> {
        let value = self.value(step, place)?;
        self.listed(value, place.0.rows)
    }

    /// Lists; `None` when they are missing everywhere.
    fn listed(&self, vector: Vector<'t>, rows: usize) -> Result<Option<Lists<'t>>, NotColumnar> {
        match vector {
            Vector::Lists(lists) => Ok(Some(lists)),
            Vector::Missing => Ok(None),
            Vector::Items(items) if items.iter().all(Vector::scalar) => {
                let row = |row| items.iter().map(move |item| item.value(row));
                let values: Vec<Value<'t>> = (0..rows).flat_map(row).collect();
                let offset = |row: usize| u32::try_from(row * items.len()).unwrap_or(NOWHERE);
                Ok(Some(Lists {
                    offsets: (0..=rows).map(offset).collect::<Vec<u32>>().into(),
                    valid: None,
                    items: Box::new(Vector::collect(&values)?),
                }))
            }
            _ => Err(NotColumnar),
        }
    }

    /// A macro: its body for every item of all lists, then what `then` makes of both.
    fn each(
        &self,
        both: &'t [Step; 2],
        place: Place<'_, '_, 't>,
        then: impl Fn(&Lists<'t>, &Vector<'t>) -> Result<Vector<'t>, NotColumnar>,
    ) -> Result<Vector<'t>, NotColumnar> {
        let Some(lists) = self.lists(&both[0], place)? else {
            return Ok(Vector::Missing);
        };
        // Constants need no spreading, so a body of nothing else and the item needs no parents.
        let mut outer = false;
        both[1].walk(&mut |step| {
            outer |= match step {
                Step::Name(_) => true,
                Step::Bound(at) => *at < place.1,
                _ => false,
            };
        });
        let parents = if outer {
            lists.parents(place.0.rows)
        } else {
            Vec::new()
        };
        let inner = Frame {
            rows: lists.len(),
            bound: place.1,
            outer: Some(place.0),
            parents: &parents,
            item: (*lists.items).clone(),
        };
        let body = self.value(&both[1], (&inner, place.1 + 1))?;
        then(&lists, &body)
    }

    fn call(
        &self,
        function: &'static Function,
        args: &'t [Step],
        place: Place<'_, '_, 't>,
    ) -> Result<Vector<'t>, NotColumnar> {
        let rows = place.0.rows;
        let args: Vec<Vector<'t>> = args
            .iter()
            .map(|arg| self.value(arg, place))
            .collect::<Result<_, _>>()?;
        let fast = match (function.name, args.as_slice()) {
            ("size", [Vector::Lists(lists)]) => Some(list::size(lists)),
            ("size", [Vector::Items(items)]) => {
                let size = i64::try_from(items.len()).unwrap_or(i64::MAX);
                Some(Vector::One(Value::Int(size)))
            }
            ("first", [Vector::Items(items)]) => {
                Some(items.first().cloned().unwrap_or(Vector::Missing))
            }
            ("first", [Vector::Lists(lists)]) => Some(list::item(lists, |_| Some(0))?),
            ("age", [Vector::Date(births), Vector::One(Value::Date(on))]) => {
                Some(ages(births, packed(*on)))
            }
            ("monthsBetween", [Vector::Date(from), Vector::One(Value::Date(to))]) => {
                let months = |day: i32| i64::from(day >> 9) * 12 + i64::from((day >> 5) & 15);
                let to = months(packed(*to));
                let values = wide::one(&from.values, |day| to - months(day));
                Some(Vector::Int(Part::new(values, from.valid.clone())))
            }
            (name @ ("min" | "max"), [a, b]) => {
                let op = if name == "min" { Op::Less } else { Op::Greater };
                let first = arithmetic::binary(op, a, b, rows)?;
                Some(arithmetic::choice(&first, a, b, rows)?)
            }
            _ => None,
        };
        if let Some(found) = fast {
            return Ok(found);
        }
        let constant = args
            .iter()
            .all(|arg| matches!(arg, Vector::One(_) | Vector::Missing));
        let run = |row: usize| {
            let values: Vec<Value<'t>> = args.iter().map(|arg| arg.value(row)).collect();
            (function.run)(&values)
        };
        if !args.iter().all(Vector::scalar) {
            return Err(NotColumnar);
        }
        if constant {
            return Ok(Vector::one(run(0)));
        }
        if let [Vector::Text(part, words)] = args.as_slice()
            && words.words().len() <= rows
        {
            return by_word(function, part, words.words());
        }
        by_row(rows, run)
    }
}

/// A function of a word, once for each word.
fn by_word<'t>(
    function: &'static Function,
    part: &Part<'t, u32>,
    words: &[Arc<str>],
) -> Result<Vector<'t>, NotColumnar> {
    let of = |word: Option<&Arc<str>>| {
        let value = word.map_or(Value::Missing, |word| Value::Text(word.clone()));
        (function.run)(&[value])
    };
    let mut results: Vec<Value<'t>> = words.iter().map(|word| of(Some(word))).collect();
    let missing = u32::try_from(results.len()).unwrap_or(NOWHERE);
    results.push(of(None));
    let places: Vec<u32> = (0..part.values.len())
        .map(|row| part.get(row).unwrap_or(missing))
        .collect();
    Vector::collect(&results)?.gather(&places)
}

impl<'t> Vector<'t> {
    fn field(&self, field: usize, rows: usize) -> Result<Vector<'t>, NotColumnar> {
        match self {
            Self::Missing => Ok(Self::Missing),
            Self::One(Value::Record(record)) => Ok(Self::one(
                record.get(field).map_or(Value::Missing, Datum::value),
            )),
            Self::Records(places) => places.field(field, rows),
            _ => Err(NotColumnar),
        }
    }
}

fn negated<'t>(vector: &Vector<'t>, rows: usize) -> Result<Vector<'t>, NotColumnar> {
    let zero = match vector {
        Vector::Int(_) => Value::Int(0),
        Vector::Money(_) => Value::Money(super::super::amount::Amount::ZERO),
        Vector::Decimal(_) => Value::Decimal(0),
        Vector::One(Value::Int(n)) => {
            return Ok(Vector::one(
                n.checked_neg().map_or(Value::Missing, Value::Int),
            ));
        }
        Vector::One(Value::Decimal(d)) => return Ok(Vector::One(Value::Decimal(-d))),
        Vector::One(Value::Money(m)) => {
            return Ok(Vector::one(
                m.checked_neg().map_or(Value::Missing, Value::Money),
            ));
        }
        vector if vector.scalar() => return Ok(Vector::Missing),
        _ => return Err(NotColumnar),
    };
    arithmetic::binary(Op::Subtract, &Vector::One(zero), vector, rows)
}

/// Full years from each birth to a day.
fn ages<'t>(births: &Part<'t, i32>, on: i32) -> Vector<'t> {
    const IN_YEAR: i32 = (1 << 9) - 1;
    let values = wide::one(&births.values, |birth: i32| {
        let before = i32::from((on & IN_YEAR) < (birth & IN_YEAR));
        i64::from((on >> 9) - (birth >> 9) - before)
    });
    Vector::Int(Part::new(values, births.valid.clone()))
}

/// `value in [a, b, …]`: an item that is missing equals nothing.
fn within<'t>(
    value: &Vector<'t>,
    items: &[Vector<'t>],
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    if matches!(value, Vector::Missing) {
        return Ok(Vector::Missing);
    }
    if !(value.scalar() && items.iter().all(Vector::scalar)) {
        return Err(NotColumnar);
    }
    let mut found = Vector::One(Value::Bool(false));
    for item in items {
        let same = match arithmetic::binary(Op::Equal, value, item, rows)? {
            Vector::Bool(part) => match &part.valid {
                None => Vector::Bool(part),
                Some(valid) => {
                    let pairs = part.values.iter().zip(valid.iter());
                    Vector::Bool(Part::new(pairs.map(|(v, k)| *v & *k).collect(), None))
                }
            },
            Vector::Missing => Vector::One(Value::Bool(false)),
            same => same,
        };
        found = arithmetic::logic(Op::Or, &found, &same, rows)?;
    }
    list::open_where_missing(found, value, rows)
}

/// A table of the law at a key.
fn lookup<'t>(
    table: &Vector<'t>,
    key: &Vector<'t>,
    keys: &Keys,
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    let values = match table {
        Vector::One(Value::Table(values)) => *values,
        Vector::Missing => return Ok(Vector::Missing),
        _ => return Err(NotColumnar),
    };
    let of = |key: &Value<'t>| {
        let place = keys.place(key);
        place
            .and_then(|at| values.get(at))
            .map_or(Value::Missing, Datum::value)
    };
    match key {
        Vector::Missing => Ok(Vector::Missing),
        Vector::One(key) => Ok(Vector::one(of(key))),
        Vector::Text(part, words) if words.words().len() <= rows => {
            let mut found: Vec<Value<'t>> = words
                .words()
                .iter()
                .map(|word| of(&Value::Text(word.clone())))
                .collect();
            let missing = u32::try_from(found.len()).unwrap_or(NOWHERE);
            found.push(Value::Missing);
            let places: Vec<u32> = (0..rows)
                .map(|row| part.get(row).unwrap_or(missing))
                .collect();
            Vector::collect(&found)?.gather(&places)
        }
        key if key.scalar() => by_row(rows, |row| of(&key.value(row))),
        _ => Err(NotColumnar),
    }
}
