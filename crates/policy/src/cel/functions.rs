//! The functions of expressions: CEL's own on texts and lists, and ours on dates, money and ID
//! numbers. Each is a function or a method alike: `size(x)` is `x.size()`.

use super::amount::Amount;
use super::eval::{ONE, Run, Value, order};
use super::types::Type;
use base::citizen_id::CitizenId;
#[cfg(test)]
use base::money::Fen;
use base::money::written;
use base::sex::Sex;
use std::cmp::Ordering;
use std::sync::Arc;

/// A function, the types it takes, and the type it gives for them.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// The types it takes, for error messages.
    pub(super) takes: &'static str,
    pub(super) result: fn(&[Type]) -> Option<Type>,
    pub(super) run: Run,
}

macro_rules! function {
    ($name:literal, $takes:literal, $types:pat $(if $guard:expr)? => $of:expr, $run:expr) => {
        Function {
            name: $name,
            takes: $takes,
            result: |types| match types {
                $types $(if $guard)? => Some($of),
                _ => None,
            },
            run: $run,
        }
    };
}

use Type::{Any, Date, Int, List, Money, Text};

pub(super) const FUNCTIONS: &[Function] = &[
    function!("size", "list or text", [List(_) | Text | Any] => Int, size),
    function!("first", "list", [List(of)] => (**of).clone(), first),
    // Runs as a step of its own, because an empty list has a typed sum too.
    function!("sum", "list of numbers or money", [List(of)] if summed(of) => (**of).clone(), |_| Value::Missing),
    function!("contains", "text, text", [Text | Any, Text | Any] => Type::Bool, |args| texts(args, |a, b| a.contains(b))),
    function!("startsWith", "text, text", [Text | Any, Text | Any] => Type::Bool, |args| texts(args, |a, b| a.starts_with(b))),
    function!("endsWith", "text, text", [Text | Any, Text | Any] => Type::Bool, |args| texts(args, |a, b| a.ends_with(b))),
    function!("yuan", "text", [Text] => Money, yuan),
    function!("date", "text", [Text] => Date, date),
    function!("age", "birth date, date", [Date | Any, Date | Any] => Int, age),
    function!("daysBetween", "date, date", [Date | Any, Date | Any] => Int, days_between),
    function!("monthsBetween", "date, date", [Date | Any, Date | Any] => Int, months_between),
    function!("monthStart", "date", [Date | Any] => Date, month_start),
    function!("addMonths", "date, int", [Date | Any, Int | Any] => Date, |args| later(args, |n| jiff::Span::new().try_months(n).ok())),
    function!("addDays", "date, int", [Date | Any, Int | Any] => Date, |args| later(args, |n| jiff::Span::new().try_days(n).ok())),
    function!("year", "date", [Date | Any] => Int, year),
    function!("min", "two numbers, amounts or dates", [a, b] if ordered(a, b) => a.clone(), |args| pick(args, Ordering::is_lt)),
    function!("max", "two numbers, amounts or dates", [a, b] if ordered(a, b) => a.clone(), |args| pick(args, Ordering::is_gt)),
    function!("idValid", "text", [Text | Any] => Type::Bool, |args| id(args, |_| Value::Bool(true)).unwrap_or(Value::Bool(false))),
    function!("idBirth", "text", [Text | Any] => Date, |args| id(args, |id| Value::Date(id.birth_date())).unwrap_or(Value::Missing)),
    function!("idKey", "text", [Text | Any] => Text, |args| id_key(args)),
    function!("sameName", "text, text", [Text | Any, Text | Any] => Type::Bool, |args| texts(args, same_name)),
    function!("idSex", "text", [Text | Any] => Text, |args| id(args, id_sex).unwrap_or(Value::Missing)),
];

fn summed(of: &Type) -> bool {
    matches!(of, Int | Money | Type::Decimal | Any)
}

fn size<'a>(args: &[Value<'a>]) -> Value<'a> {
    let length = match args {
        [Value::Records(items)] => items.len(),
        [Value::Rows(items)] => items.len(),
        [Value::List(items)] => items.len(),
        [Value::Text(text)] => text.chars().count(),
        _ => return Value::Missing,
    };
    i64::try_from(length).map_or(Value::Missing, Value::Int)
}

fn first<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Records(items)] => items.first().map_or(Value::Missing, |r| Value::Record(r)),
        [Value::Rows(items)] => items.first().map_or(Value::Missing, Value::Record),
        [Value::List(items)] => items.first().cloned().unwrap_or(Value::Missing),
        _ => Value::Missing,
    }
}

fn texts<'a>(args: &[Value<'a>], test: fn(&str, &str) -> bool) -> Value<'a> {
    match args {
        [Value::Text(a), Value::Text(b)] => Value::Bool(test(a, b)),
        _ => Value::Missing,
    }
}

fn yuan<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Text(text)] => written::parse(text)
            .ok()
            .and_then(Amount::of)
            .map_or(Value::Missing, Value::Money),
        _ => Value::Missing,
    }
}

fn date<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Text(text)] => base::date::parse_date(text).map_or(Value::Missing, Value::Date),
        _ => Value::Missing,
    }
}

fn age<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Date(birth), Value::Date(on)] => {
            Value::Int(base::date::full_years(*birth, *on).into())
        }
        _ => Value::Missing,
    }
}

fn days_between<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Date(from), Value::Date(to)] => from
            .until(*to)
            .map_or(Value::Missing, |span| Value::Int(span.get_days().into())),
        _ => Value::Missing,
    }
}

/// Calendar months from one date's month to the other's.
fn months_between<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Date(a), Value::Date(b)] => {
            let months = |d: &jiff::civil::Date| i64::from(d.year()) * 12 + i64::from(d.month());
            Value::Int(months(b) - months(a))
        }
        _ => Value::Missing,
    }
}

/// A date moved on; a day that the month has not becomes its last.
fn later<'a>(args: &[Value<'a>], by: fn(i64) -> Option<jiff::Span>) -> Value<'a> {
    match args {
        [Value::Date(day), Value::Int(n)] => by(*n)
            .and_then(|span| day.checked_add(span).ok())
            .map_or(Value::Missing, Value::Date),
        _ => Value::Missing,
    }
}

fn year<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Date(day)] => Value::Int(day.year().into()),
        _ => Value::Missing,
    }
}

fn ordered(a: &Type, b: &Type) -> bool {
    matches!(a, Int | Money | Date | Type::Decimal) && a == b
}

fn pick<'a>(args: &[Value<'a>], wanted: fn(Ordering) -> bool) -> Value<'a> {
    match args {
        [a, b] => match order(a, b) {
            Some(found) if wanted(found) => a.clone(),
            Some(_) => b.clone(),
            None => Value::Missing,
        },
        _ => Value::Missing,
    }
}

/// A number in the form by which numbers are compared: eighteen characters when it is right in
/// itself, else what is written, without spaces and in capitals.
fn id_key<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Text(text)] => Value::Text(match CitizenId::parse(text) {
            Ok(id) => id.to_string().into(),
            Err(_) => base::name::normalise(text)
                .text
                .replace(' ', "")
                .to_uppercase()
                .into(),
        }),
        _ => Value::Missing,
    }
}

/// Whether two names agree when white space, dots and variant forms are set aside.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |text: &str| base::name::fold_variants(&base::name::normalise(text).text);
    plain(a) == plain(b)
}

fn month_start<'a>(args: &[Value<'a>]) -> Value<'a> {
    match args {
        [Value::Date(day)] => Value::Date(day.first_of_month()),
        _ => Value::Missing,
    }
}

/// Something of a valid ID number; `None` for an invalid one, missing for a missing one.
fn id<'a>(args: &[Value<'a>], of: fn(CitizenId) -> Value<'a>) -> Option<Value<'a>> {
    match args {
        [Value::Text(text)] => CitizenId::parse(text).ok().map(of),
        _ => Some(Value::Missing),
    }
}

fn id_sex<'a>(id: CitizenId) -> Value<'a> {
    let word: Arc<str> = if id.sex() == Sex::Male {
        "男".into()
    } else {
        "女".into()
    };
    Value::Text(word)
}

/// A decimal literal in millionths; `None` beyond six decimals.
pub(crate) fn decimal(text: &str) -> Option<i128> {
    let (whole, part) = text.split_once('.')?;
    let scale = u32::try_from(6usize.checked_sub(part.len())?).ok()?;
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = part.parse().ok()?;
    whole
        .checked_mul(ONE)?
        .checked_add(part * 10i128.pow(scale))
}

/// Money of a literal, for the checker's tests.
#[cfg(test)]
pub(super) fn fen(n: i64) -> Value<'static> {
    Amount::of(Fen::new(n)).map_or(Value::Missing, Value::Money)
}
