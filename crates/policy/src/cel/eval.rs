//! Evaluation of a checked expression over values. Nothing here can fail on types; what cannot be
//! computed (a missing fact, division by zero, overflow) is [`Value::Missing`].

use super::amount::Amount;
use super::check::Expression;
use super::functions::Function;
use super::types::Keys;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::sync::Arc;

/// One field of a record, owned.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Datum {
    /// Not known.
    #[default]
    Missing,
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Millionths.
    Decimal(i128),
    /// Money.
    Money(Amount),
    /// A day.
    Date(Date),
    /// Text.
    Text(Arc<str>),
    /// One value for each key, in the order of the type's keys.
    Table(Arc<[Datum]>),
    /// Records of one type, such as the incomes of a person.
    Rows(Vec<Record>),
}

/// A record: its fields in the order of its type.
pub type Record = Vec<Datum>;

/// A value while an expression runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Not known, or not to be computed.
    Missing,
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Millionths.
    Decimal(i128),
    /// Money.
    Money(Amount),
    /// A day.
    Date(Date),
    /// Text.
    Text(Arc<str>),
    /// A record.
    Record(&'a Record),
    /// Records, as a population holds them.
    Records(Arc<Vec<&'a Record>>),
    /// Records as a record holds them.
    Rows(&'a [Record]),
    /// Any other list.
    List(Arc<Vec<Value<'a>>>),
    /// One value for each key.
    Table(&'a [Datum]),
}

/// Millionths in one.
pub(super) const ONE: i128 = 1_000_000;

/// Steps one evaluation may take.
const STEPS_MAX: u32 = 1_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    And,
    Or,
    In,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A function over evaluated arguments.
pub(super) type Run = for<'a> fn(&[Value<'a>]) -> Value<'a>;

#[derive(Debug, Clone)]
pub(super) enum Step {
    Null,
    Bool(bool),
    Int(i64),
    Decimal(i128),
    Text(Arc<str>),
    Name(usize),
    Bound(usize),
    Field(Box<Step>, usize),
    Index(Box<[Step; 2]>),
    List(Vec<Step>),
    Has(Box<Step>),
    Not(Box<Step>),
    Negate(Box<Step>),
    Binary(Op, Box<[Step; 2]>),
    Choice(Box<[Step; 3]>),
    Call(&'static Function, Vec<Step>),
    /// The sum of a list, and what it is of an empty one.
    Sum(Box<Step>, Value<'static>),
    /// The value of a table at a key.
    Lookup(Box<[Step; 2]>, Arc<Keys>),
    Exists(Box<[Step; 2]>),
    All(Box<[Step; 2]>),
    ExistsOne(Box<[Step; 2]>),
    Filter(Box<[Step; 2]>),
    Map(Box<[Step; 2]>),
}

impl Step {
    /// All steps below it, itself included, to a function.
    pub(super) fn walk<'s>(&'s self, see: &mut dyn FnMut(&'s Step)) {
        see(self);
        match self {
            Self::Field(inner, _)
            | Self::Has(inner)
            | Self::Not(inner)
            | Self::Negate(inner)
            | Self::Sum(inner, _) => inner.walk(see),
            Self::Index(both)
            | Self::Lookup(both, _)
            | Self::Binary(_, both)
            | Self::Exists(both)
            | Self::All(both)
            | Self::ExistsOne(both)
            | Self::Filter(both)
            | Self::Map(both) => both.iter().for_each(|s| s.walk(see)),
            Self::Choice(three) => three.iter().for_each(|s| s.walk(see)),
            Self::List(steps) | Self::Call(_, steps) => steps.iter().for_each(|s| s.walk(see)),
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Decimal(_)
            | Self::Text(_)
            | Self::Name(_)
            | Self::Bound(_) => {}
        }
    }
}

impl Expression {
    /// Evaluates with the values of the scope's names, in their order.
    pub fn evaluate<'a>(&self, names: &[Value<'a>]) -> Value<'a> {
        Evaluation::new(names).value(&self.step)
    }

    /// Which fields of the record at a place of the scope are used, in their order.
    pub fn fields(&self, place: usize) -> Vec<usize> {
        let mut found = std::collections::BTreeSet::new();
        self.step.walk(&mut |step| {
            if let Step::Field(inner, field) = step
                && matches!(**inner, Step::Name(at) if at == place)
            {
                found.insert(*field);
            }
        });
        found.into_iter().collect()
    }

    /// Evaluates a condition: `None` when a missing fact leaves it open.
    pub fn holds(&self, names: &[Value<'_>]) -> Option<bool> {
        match self.evaluate(names) {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }
}

impl Datum {
    /// The text shown to people, as [`Value::shown`].
    pub fn shown(&self) -> String {
        self.value().shown()
    }

    /// The value of it.
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Missing => Value::Missing,
            Self::Bool(b) => Value::Bool(*b),
            Self::Int(n) => Value::Int(*n),
            Self::Decimal(d) => Value::Decimal(*d),
            Self::Money(m) => Value::Money(*m),
            Self::Date(d) => Value::Date(*d),
            Self::Text(t) => Value::Text(t.clone()),
            Self::Table(values) => Value::Table(values),
            Self::Rows(rows) => Value::Rows(rows),
        }
    }
}

impl<'a> Value<'a> {
    /// Whether it is missing, or a list with something missing in it.
    fn open(&self) -> bool {
        match self {
            Self::Missing => true,
            Self::List(items) => items.iter().any(Value::open),
            _ => false,
        }
    }

    fn items(&self) -> Option<Vec<Value<'a>>> {
        match self {
            Self::Records(records) => Some(records.iter().map(|r| Value::Record(r)).collect()),
            Self::Rows(rows) => Some(rows.iter().map(Value::Record).collect()),
            Self::List(items) => Some(items.to_vec()),
            _ => None,
        }
    }

    /// The text shown to people: money in yuan, dates as 2020-03-18, nothing for what is missing.
    pub fn shown(&self) -> String {
        match self {
            Self::Missing | Self::Record(_) | Self::Records(_) | Self::Rows(_) | Self::Table(_) => {
                String::new()
            }
            Self::Bool(b) => b.to_string(),
            Self::Int(n) => n.to_string(),
            Self::Decimal(d) => {
                let (whole, part) = (d / ONE, (d % ONE).abs());
                let sign = if *d < 0 && whole == 0 { "-" } else { "" };
                let text = format!("{sign}{whole}.{part:06}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Self::Money(m) => m.to_string(),
            Self::Date(d) => d.to_string(),
            Self::Text(t) => t.to_string(),
            Self::List(items) => items
                .iter()
                .map(Value::shown)
                .collect::<Vec<_>>()
                .join("、"),
        }
    }
}

/// What is missing where a value should be read.
#[derive(Debug, Clone, Copy)]
pub enum Leaf<'a> {
    /// A field of a record, by its place.
    Field(&'a Record, usize),
    /// A name of the scope, by its place.
    Name(usize),
}

pub(super) struct Evaluation<'v, 'a> {
    names: &'v [Value<'a>],
    bound: Vec<Value<'a>>,
    steps: u32,
    /// What the missing values met so far hang on; `None` when nobody asks.
    causes: Option<Vec<Leaf<'a>>>,
}

impl<'v, 'a> Evaluation<'v, 'a> {
    pub(super) fn new(names: &'v [Value<'a>]) -> Self {
        Self {
            names,
            bound: Vec::new(),
            steps: 0,
            causes: None,
        }
    }

    /// Which missing facts keep a step from having a value; none when it has one.
    pub(super) fn causes(names: &'v [Value<'a>], step: &Step) -> Vec<Leaf<'a>> {
        let mut run = Self::new(names);
        run.causes = Some(Vec::new());
        run.value(step);
        run.causes.unwrap_or_default()
    }

    fn lacks(&mut self, leaf: Leaf<'a>) -> Value<'a> {
        self.causes.iter_mut().for_each(|c| c.push(leaf));
        Value::Missing
    }

    pub(super) fn value(&mut self, step: &Step) -> Value<'a> {
        let before = self.causes.as_ref().map(Vec::len);
        let value = self.take(step);
        // What was decided all the same hangs on nothing.
        if let (Some(before), Some(causes)) = (before, &mut self.causes)
            && !value.open()
        {
            causes.truncate(before);
        }
        value
    }

    fn take(&mut self, step: &Step) -> Value<'a> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return Value::Missing;
        }
        match step {
            Step::Null => Value::Missing,
            Step::Bool(b) => Value::Bool(*b),
            Step::Int(n) => Value::Int(*n),
            Step::Decimal(d) => Value::Decimal(*d),
            Step::Text(t) => Value::Text(t.clone()),
            Step::Name(at) => match self.names.get(*at) {
                None | Some(Value::Missing) => self.lacks(Leaf::Name(*at)),
                Some(value) => value.clone(),
            },
            Step::Bound(at) => self.bound.get(*at).cloned().unwrap_or(Value::Missing),
            Step::Field(operand, at) => match self.value(operand) {
                Value::Record(record) => match record.get(*at) {
                    None | Some(Datum::Missing) => self.lacks(Leaf::Field(record, *at)),
                    Some(datum) => datum.value(),
                },
                _ => Value::Missing,
            },
            Step::Index(both) => {
                let (list, index) = (self.value(&both[0]), self.value(&both[1]));
                match (list.items(), index) {
                    (Some(items), Value::Int(n)) => usize::try_from(n)
                        .ok()
                        .and_then(|n| items.get(n).cloned())
                        .unwrap_or(Value::Missing),
                    _ => Value::Missing,
                }
            }
            Step::List(steps) => {
                Value::List(Arc::new(steps.iter().map(|s| self.value(s)).collect()))
            }
            Step::Has(operand) => Value::Bool(self.value(operand) != Value::Missing),
            Step::Not(operand) => match self.value(operand) {
                Value::Bool(b) => Value::Bool(!b),
                _ => Value::Missing,
            },
            Step::Negate(operand) => match self.value(operand) {
                Value::Int(n) => n.checked_neg().map_or(Value::Missing, Value::Int),
                Value::Decimal(d) => Value::Decimal(-d),
                Value::Money(m) => m.checked_neg().map_or(Value::Missing, Value::Money),
                _ => Value::Missing,
            },
            Step::Binary(op @ (Op::And | Op::Or), both) => self.logic(*op, both),
            Step::Binary(op, both) => {
                let (a, b) = (self.value(&both[0]), self.value(&both[1]));
                binary(*op, &a, &b)
            }
            Step::Choice(three) => match self.value(&three[0]) {
                Value::Bool(true) => self.value(&three[1]),
                Value::Bool(false) => self.value(&three[2]),
                _ => Value::Missing,
            },
            Step::Call(run, args) => {
                let args: Vec<Value<'a>> = args.iter().map(|arg| self.value(arg)).collect();
                (run.run)(&args)
            }
            Step::Sum(list, zero) => match self.value(list) {
                Value::List(items) => sum(&items, zero.clone()),
                _ => Value::Missing,
            },
            Step::Lookup(both, keys) => {
                let (table, key) = (self.value(&both[0]), self.value(&both[1]));
                match (table, keys.place(&key)) {
                    (Value::Table(values), Some(at)) => {
                        values.get(at).map_or(Value::Missing, Datum::value)
                    }
                    _ => Value::Missing,
                }
            }
            Step::Exists(both) => self.any(both, true),
            Step::All(both) => self.any(both, false),
            Step::ExistsOne(both) => match self.each(both) {
                Some(found) if !found.iter().any(|(_, v)| *v == Value::Missing) => {
                    let yes = found
                        .iter()
                        .filter(|(_, v)| *v == Value::Bool(true))
                        .count();
                    Value::Bool(yes == 1)
                }
                _ => Value::Missing,
            },
            Step::Filter(both) => self.each(both).map_or(Value::Missing, |found| {
                // Who may or may not belong leaves the list unknown, never shorter.
                if found.iter().any(|(_, v)| *v == Value::Missing) {
                    return Value::Missing;
                }
                let kept = found.into_iter().filter(|(_, v)| *v == Value::Bool(true));
                Value::List(Arc::new(kept.map(|(item, _)| item).collect()))
            }),
            Step::Map(both) => self.each(both).map_or(Value::Missing, |found| {
                Value::List(Arc::new(found.into_iter().map(|(_, v)| v).collect()))
            }),
        }
    }

    /// `&&` and `||` decide as soon as one side does, whatever the other side lacks.
    fn logic(&mut self, op: Op, both: &[Step; 2]) -> Value<'a> {
        let deciding = op == Op::Or;
        let left = self.value(&both[0]);
        if left == Value::Bool(deciding) {
            return left;
        }
        match (left, self.value(&both[1])) {
            (_, Value::Bool(b)) if b == deciding => Value::Bool(deciding),
            (Value::Bool(_), Value::Bool(_)) => Value::Bool(!deciding),
            _ => Value::Missing,
        }
    }

    /// The body's value for every item of the list.
    fn each(&mut self, both: &[Step; 2]) -> Option<Vec<(Value<'a>, Value<'a>)>> {
        let items = self.value(&both[0]).items()?;
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            self.bound.push(item.clone());
            let value = self.value(&both[1]);
            self.bound.pop();
            found.push((item, value));
        }
        Some(found)
    }

    /// `exists` (deciding = true) or `all` (false).
    fn any(&mut self, both: &[Step; 2], deciding: bool) -> Value<'a> {
        let Some(items) = self.value(&both[0]).items() else {
            return Value::Missing;
        };
        let mut open = false;
        for item in items {
            self.bound.push(item);
            let value = self.value(&both[1]);
            self.bound.pop();
            match value {
                Value::Bool(b) if b == deciding => return Value::Bool(deciding),
                Value::Bool(_) => {}
                _ => open = true,
            }
        }
        if open {
            Value::Missing
        } else {
            Value::Bool(!deciding)
        }
    }
}

/// A sum from its zero on; missing as soon as one item is.
pub(super) fn sum<'a>(items: &[Value<'a>], zero: Value<'a>) -> Value<'a> {
    let mut total = zero;
    for item in items {
        let next = match (&total, item) {
            (Value::Int(a), Value::Int(b)) => a.checked_add(*b).map(Value::Int),
            (Value::Money(a), Value::Money(b)) => a.checked_add(*b).map(Value::Money),
            (Value::Decimal(a), Value::Decimal(b)) => a.checked_add(*b).map(Value::Decimal),
            _ => None,
        };
        match next {
            Some(value) => total = value,
            None => return Value::Missing,
        }
    }
    total
}

pub(super) fn binary<'a>(op: Op, a: &Value<'a>, b: &Value<'a>) -> Value<'a> {
    if *a == Value::Missing || *b == Value::Missing {
        return Value::Missing;
    }
    match op {
        Op::Equal => Value::Bool(order(a, b).map_or(a == b, Ordering::is_eq)),
        Op::NotEqual => Value::Bool(order(a, b).map_or(a != b, Ordering::is_ne)),
        Op::Less => compare(a, b, Ordering::is_lt),
        Op::LessEqual => compare(a, b, Ordering::is_le),
        Op::Greater => compare(a, b, Ordering::is_gt),
        Op::GreaterEqual => compare(a, b, Ordering::is_ge),
        Op::In => match b.items() {
            Some(items) => {
                let same = |item: &Value<'a>| order(a, item).map_or(a == item, Ordering::is_eq);
                Value::Bool(items.iter().any(same))
            }
            None => Value::Missing,
        },
        _ => arithmetic(op, a, b).unwrap_or(Value::Missing),
    }
}

fn compare<'a>(a: &Value<'a>, b: &Value<'a>, test: fn(Ordering) -> bool) -> Value<'a> {
    order(a, b).map_or(Value::Missing, |order| Value::Bool(test(order)))
}

pub(super) fn order(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Money(x), Value::Money(y)) => Some(x.cmp(y)),
        (Value::Date(x), Value::Date(y)) => Some(x.cmp(y)),
        (Value::Text(x), Value::Text(y)) => Some(x.cmp(y)),
        _ => Some(micros(a)?.cmp(&micros(b)?)),
    }
}

/// A plain number in millionths.
fn micros(value: &Value<'_>) -> Option<i128> {
    match value {
        Value::Int(n) => Some(i128::from(*n) * ONE),
        Value::Decimal(d) => Some(*d),
        _ => None,
    }
}

fn arithmetic<'a>(op: Op, a: &Value<'a>, b: &Value<'a>) -> Option<Value<'a>> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => {
            let result = match op {
                Op::Add => x.checked_add(*y),
                Op::Subtract => x.checked_sub(*y),
                Op::Multiply => x.checked_mul(*y),
                Op::Divide => x.checked_div(*y),
                _ => x.checked_rem(*y),
            };
            result.map(Value::Int)
        }
        (Value::Text(x), Value::Text(y)) => Some(Value::Text(format!("{x}{y}").into())),
        (Value::Money(x), Value::Money(y)) => match op {
            Op::Add => x.checked_add(*y).map(Value::Money),
            Op::Subtract => x.checked_sub(*y).map(Value::Money),
            _ => x.ratio(*y).map(Value::Decimal),
        },
        (Value::Money(m), Value::Int(n)) | (Value::Int(n), Value::Money(m)) => match op {
            Op::Multiply => m.checked_mul(*n).map(Value::Money),
            _ => m.checked_div(*n).map(Value::Money),
        },
        (Value::Money(m), Value::Decimal(d)) | (Value::Decimal(d), Value::Money(m)) => match op {
            Op::Multiply => m.times(*d).map(Value::Money),
            _ => m.over(*d).map(Value::Money),
        },
        _ => {
            let (x, y) = (micros(a)?, micros(b)?);
            let result = match op {
                Op::Add => x.checked_add(y),
                Op::Subtract => x.checked_sub(y),
                Op::Multiply => x.checked_mul(y).map(|product| product / ONE),
                _ => x.checked_mul(ONE).and_then(|x| x.checked_div(y)),
            };
            result.map(Value::Decimal)
        }
    }
}
