//! What an expression gives for a chunk of rows: one value for all, a column of one type, records
//! by their place in a table, or lists. Must not know expressions. Start at [`Vector`].

use super::super::amount::Amount;
use super::super::eval::Value;
use super::NotColumnar;
use super::table::{Column, Dictionary, Table};
use jiff::civil::Date;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A day as one number that orders as days do, and of which year, month and day can be had without
/// division.
pub fn packed(day: Date) -> i32 {
    (i32::from(day.year()) << 9) | (i32::from(day.month()) << 5) | i32::from(day.day())
}

/// The day of a [`packed`] number.
pub fn day(packed: i32) -> Option<Date> {
    let year = i16::try_from(packed >> 9).ok()?;
    let month = i8::try_from((packed >> 5) & 15).ok()?;
    Date::new(year, month, i8::try_from(packed & 31).ok()?).ok()
}

/// A column's memory: part of a table, or computed and shared.
#[derive(Debug, Clone)]
pub(super) enum Buffer<'t, T> {
    Slice(&'t [T]),
    Shared(Arc<Vec<T>>),
}

impl<T> Deref for Buffer<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Slice(slice) => slice,
            Self::Shared(shared) => shared,
        }
    }
}

impl<T> From<Vec<T>> for Buffer<'_, T> {
    fn from(values: Vec<T>) -> Self {
        Self::Shared(Arc::new(values))
    }
}

/// Values, and which of them are known; `None` when all are.
#[derive(Debug, Clone)]
pub struct Part<'t, T> {
    pub(super) values: Buffer<'t, T>,
    pub(super) valid: Option<Buffer<'t, bool>>,
}

/// Records by their place in a table.
#[derive(Debug, Clone)]
pub struct Places<'t> {
    pub(super) table: &'t Table,
    pub(super) at: At<'t>,
    pub(super) more: Option<Arc<Computed<'t>>>,
}

/// Fields of a table's records that were computed for some of its rows: they follow the table's
/// own.
#[derive(Debug, Clone, Default)]
pub struct Computed<'t> {
    /// The rows.
    pub rows: Range<usize>,
    /// The fields, in their order.
    pub fields: Vec<Vector<'t>>,
}

#[derive(Debug, Clone)]
pub(super) enum At<'t> {
    /// One after the other from here on.
    From(usize),
    /// Anywhere; [`NOWHERE`] for a missing one.
    Rows(Buffer<'t, u32>),
}

/// The place of a missing record.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A list for each row: those of row `r` are `offsets[r]..offsets[r + 1]` of the items.
#[derive(Debug, Clone)]
pub struct Lists<'t> {
    pub(super) offsets: Buffer<'t, u32>,
    pub(super) valid: Option<Buffer<'t, bool>>,
    pub(super) items: Box<Vector<'t>>,
}

/// The values of an expression for the rows of a chunk.
#[derive(Debug, Clone)]
pub enum Vector<'t> {
    /// Known for no row.
    Missing,
    /// The same for every row, and not missing.
    One(Value<'t>),
    /// true or false.
    Bool(Part<'t, bool>),
    /// Whole numbers.
    Int(Part<'t, i64>),
    /// Millionths.
    Decimal(Part<'t, i128>),
    /// Millionths of a yuan.
    Money(Part<'t, i64>),
    /// Days, as [`packed`].
    Date(Part<'t, i32>),
    /// Words by their number.
    Text(Part<'t, u32>, Arc<Dictionary>),
    /// Records.
    Records(Places<'t>),
    /// Lists.
    Lists(Lists<'t>),
    /// Lists of as many items in every row, item by item.
    Items(Vec<Vector<'t>>),
}

impl<'t, T: Copy> Part<'t, T> {
    pub(super) fn new(values: Vec<T>, valid: Option<Buffer<'t, bool>>) -> Self {
        let values = values.into();
        Self { values, valid }
    }

    pub(super) fn of(cells: &'t super::Cells<T>, rows: Range<usize>) -> Self {
        Self {
            values: Buffer::Slice(cells.values.get(rows.clone()).unwrap_or_default()),
            valid: cells
                .valid
                .as_ref()
                .map(|v| Buffer::Slice(v.get(rows).unwrap_or_default())),
        }
    }

    /// The values; what stands where none is known means nothing.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Which values are known; `None` when all are.
    pub fn valid(&self) -> Option<&[bool]> {
        self.valid.as_deref()
    }

    /// A value, if it is known.
    pub fn get(&self, row: usize) -> Option<T> {
        let known = self
            .valid
            .as_ref()
            .is_none_or(|v| v.get(row) == Some(&true));
        self.values.get(row).copied().filter(|_| known)
    }

    /// The values at places; nowhere, if any place is, is missing.
    fn gather(&self, places: &[u32], torn: bool) -> Self
    where
        T: Default,
    {
        let value = |p: &u32| self.values.get(*p as usize).copied().unwrap_or_default();
        let values: Vec<T> = places.iter().map(value).collect();
        let valid = (torn || self.valid.is_some()).then(|| {
            let known = |p: &u32| match &self.valid {
                Some(valid) => valid.get(*p as usize).copied().unwrap_or(false),
                None => *p != NOWHERE,
            };
            places.iter().map(known).collect::<Vec<bool>>().into()
        });
        Self::new(values, valid)
    }

    /// Where all values are known, the values.
    pub fn known(&self) -> Option<&[T]> {
        self.valid.is_none().then_some(&*self.values)
    }
}

impl<'t> Vector<'t> {
    pub(super) fn one(value: Value<'t>) -> Self {
        match value {
            Value::Missing => Self::Missing,
            value => Self::One(value),
        }
    }

    /// The value of a row, where that is no record and no list.
    pub fn value(&self, row: usize) -> Value<'t> {
        let found = match self {
            Self::Missing | Self::Records(_) | Self::Lists(_) | Self::Items(_) => None,
            Self::One(value) => Some(value.clone()),
            Self::Bool(part) => part.get(row).map(Value::Bool),
            Self::Int(part) => part.get(row).map(Value::Int),
            Self::Decimal(part) => part.get(row).map(Value::Decimal),
            Self::Money(part) => part
                .get(row)
                .map(|micros| Value::Money(Amount::from_micros(micros))),
            Self::Date(part) => part.get(row).and_then(day).map(Value::Date),
            Self::Text(part, dictionary) => part
                .get(row)
                .and_then(|code| dictionary.word(code).cloned())
                .map(Value::Text),
        };
        found.unwrap_or(Value::Missing)
    }

    /// Truth values row by row; `None` when they are none.
    pub fn truth(&self, rows: usize) -> Option<Part<'t, bool>> {
        super::arithmetic::truth(self, rows)
    }

    /// Whether its values are neither records nor lists.
    pub(super) fn scalar(&self) -> bool {
        !matches!(
            self,
            Self::Records(_)
                | Self::Lists(_)
                | Self::Items(_)
                | Self::One(
                    Value::Record(_)
                        | Value::Records(_)
                        | Value::Rows(_)
                        | Value::List(_)
                        | Value::Table(_)
                )
        )
    }

    /// Puts values of one type into a column.
    pub(super) fn collect(values: &[Value<'t>]) -> Result<Self, NotColumnar> {
        macro_rules! part {
            ($kind:ident, $pattern:pat => $value:expr) => {{
                let mut cells = super::Cells::default();
                for value in values {
                    match value {
                        $pattern => cells.push(Some($value)),
                        Value::Missing => cells.push(None),
                        _ => return Err(NotColumnar),
                    }
                }
                Self::$kind(Part::new(cells.values, cells.valid.map(Into::into)))
            }};
        }
        let first = values.iter().find(|v| **v != Value::Missing);
        Ok(match first {
            None => Self::Missing,
            Some(Value::Bool(_)) => part!(Bool, Value::Bool(b) => *b),
            Some(Value::Int(_)) => part!(Int, Value::Int(n) => *n),
            Some(Value::Decimal(_)) => part!(Decimal, Value::Decimal(d) => *d),
            Some(Value::Money(_)) => part!(Money, Value::Money(m) => m.micros()),
            Some(Value::Date(_)) => part!(Date, Value::Date(d) => packed(*d)),
            Some(Value::Text(_)) => {
                let mut dictionary = Dictionary::default();
                let mut cells = super::Cells::default();
                for value in values {
                    match value {
                        Value::Text(text) => cells.push(Some(dictionary.add(text))),
                        Value::Missing => cells.push(None),
                        _ => return Err(NotColumnar),
                    }
                }
                let part = Part::new(cells.values, cells.valid.map(Into::into));
                Self::Text(part, Arc::new(dictionary))
            }
            Some(_) => return Err(NotColumnar),
        })
    }

    /// The values at places of the chunk, all of which exist.
    pub(super) fn gather(&self, places: &[u32]) -> Result<Self, NotColumnar> {
        self.at(places, false)
    }

    /// The values at places of the chunk; nowhere is missing.
    pub(super) fn gather_torn(&self, places: &[u32]) -> Result<Self, NotColumnar> {
        self.at(places, places.contains(&NOWHERE))
    }

    fn at(&self, places: &[u32], torn: bool) -> Result<Self, NotColumnar> {
        Ok(match self {
            Self::Missing => Self::Missing,
            Self::One(value) if !torn => Self::One(value.clone()),
            Self::One(value) => {
                let at = |place: &u32| match *place {
                    NOWHERE => Value::Missing,
                    _ => value.clone(),
                };
                Self::collect(&places.iter().map(at).collect::<Vec<_>>())?
            }
            Self::Bool(part) => Self::Bool(part.gather(places, torn)),
            Self::Int(part) => Self::Int(part.gather(places, torn)),
            Self::Decimal(part) => Self::Decimal(part.gather(places, torn)),
            Self::Money(part) => Self::Money(part.gather(places, torn)),
            Self::Date(part) => Self::Date(part.gather(places, torn)),
            Self::Text(part, words) => Self::Text(part.gather(places, torn), Arc::clone(words)),
            Self::Records(records) => Self::Records(Places {
                at: records.at.gather(places),
                ..records.clone()
            }),
            Self::Lists(lists) => Self::Lists(lists.gather(places)?),
            Self::Items(items) => Self::Items(
                items
                    .iter()
                    .map(|item| item.at(places, torn))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

impl<'t> At<'t> {
    pub(super) fn row(&self, at: usize) -> u32 {
        match self {
            Self::From(start) => u32::try_from(start + at).unwrap_or(NOWHERE),
            Self::Rows(rows) => rows.get(at).copied().unwrap_or(NOWHERE),
        }
    }

    fn gather(&self, places: &[u32]) -> At<'t> {
        let row = |p: &u32| match *p {
            NOWHERE => NOWHERE,
            p => self.row(p as usize),
        };
        At::Rows(places.iter().map(row).collect::<Vec<u32>>().into())
    }
}

impl<'t> Places<'t> {
    /// A field of the records.
    pub(super) fn field(&self, field: usize, rows: usize) -> Result<Vector<'t>, NotColumnar> {
        let Some(column) = self.table.columns.get(field) else {
            return self.computed(field, rows);
        };
        let range = match &self.at {
            At::From(start) => *start..start + rows,
            At::Rows(_) => 0..self.table.rows,
        };
        let whole = match column {
            Column::Missing => Vector::Missing,
            Column::Bool(cells) => Vector::Bool(Part::of(cells, range)),
            Column::Int(cells) => Vector::Int(Part::of(cells, range)),
            Column::Decimal(cells) => Vector::Decimal(Part::of(cells, range)),
            Column::Money(cells) => Vector::Money(Part::of(cells, range)),
            Column::Date(cells) => Vector::Date(Part::of(cells, range)),
            Column::Text(cells, words) => Vector::Text(Part::of(cells, range), Arc::clone(words)),
            Column::Rows(inner) => {
                let offsets = inner.offsets.get(range.start..=range.end).unwrap_or(&[0]);
                let valid = inner.valid.as_ref();
                let valid = valid.map(|v| Buffer::Slice(v.get(range).unwrap_or_default()));
                Vector::Lists(Lists::of(offsets, valid, &inner.table, None))
            }
        };
        match &self.at {
            At::From(_) => Ok(whole),
            At::Rows(places) => whole.gather_torn(places),
        }
    }

    fn computed(&self, field: usize, rows: usize) -> Result<Vector<'t>, NotColumnar> {
        let place = field.checked_sub(self.table.columns.len());
        let found = self.more.as_ref().zip(place);
        let Some((more, vector)) = found.and_then(|(m, at)| Some((m, m.fields.get(at)?))) else {
            return Ok(Vector::Missing);
        };
        if let At::From(start) = self.at
            && (start..start + rows) == more.rows
        {
            return Ok(vector.clone());
        }
        let place = |row: usize| match usize::try_from(self.at.row(row)) {
            Ok(at) if more.rows.contains(&at) => {
                u32::try_from(at - more.rows.start).unwrap_or(NOWHERE)
            }
            _ => NOWHERE,
        };
        let places: Vec<u32> = (0..rows).map(place).collect();
        vector.gather_torn(&places)
    }
}

/// More items in the lists of one chunk than this are left to the row path, which has its own
/// bound.
pub(super) const ITEMS_MAX: usize = 1 << 24;

impl<'t> Lists<'t> {
    /// Lists of a table's records, by offsets into it.
    pub(super) fn of(
        offsets: &'t [u32],
        valid: Option<Buffer<'t, bool>>,
        table: &'t Table,
        more: Option<Arc<Computed<'t>>>,
    ) -> Self {
        let start = offsets.first().copied().unwrap_or(0);
        let offsets = if start == 0 {
            Buffer::Slice(offsets)
        } else {
            offsets
                .iter()
                .map(|o| o - start)
                .collect::<Vec<u32>>()
                .into()
        };
        let at = At::From(start as usize);
        let items = Box::new(Vector::Records(Places { table, at, more }));
        Self {
            offsets,
            valid,
            items,
        }
    }

    pub(super) fn known(&self, row: usize) -> bool {
        self.valid
            .as_ref()
            .is_none_or(|v| v.get(row) == Some(&true))
    }

    /// Where the items of a row are.
    pub(super) fn range(&self, row: usize) -> Range<usize> {
        let at = |n: usize| self.offsets.get(n).copied().unwrap_or(0) as usize;
        at(row)..at(row + 1)
    }

    /// How many items all rows have.
    pub(super) fn len(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0) as usize
    }

    /// The row of each item.
    pub(super) fn parents(&self, rows: usize) -> Vec<u32> {
        let mut parents = Vec::with_capacity(self.len());
        for row in 0..rows {
            let parent = u32::try_from(row).unwrap_or(NOWHERE);
            parents.resize(self.range(row).end.max(parents.len()), parent);
        }
        parents
    }

    fn gather(&self, places: &[u32]) -> Result<Self, NotColumnar> {
        let mut offsets = Vec::with_capacity(places.len() + 1);
        let mut items: Vec<u32> = Vec::new();
        let mut valid = Vec::with_capacity(places.len());
        offsets.push(0);
        for place in places {
            let known = *place != NOWHERE && self.known(*place as usize);
            if known {
                let range = self.range(*place as usize);
                let all = u32::try_from(range.start)
                    .ok()
                    .zip(u32::try_from(range.end).ok());
                items.extend(all.map(|(from, to)| from..to).into_iter().flatten());
            }
            if items.len() > ITEMS_MAX {
                return Err(NotColumnar);
            }
            offsets.push(u32::try_from(items.len()).unwrap_or(NOWHERE));
            valid.push(known);
        }
        let valid = valid.contains(&false).then(|| valid.into());
        Ok(Self {
            offsets: offsets.into(),
            valid,
            items: Box::new(self.items.gather(&items)?),
        })
    }
}
