//! Operations on columns, with the row path's results for every row: comparisons, arithmetic,
//! three-valued logic, choice. Start at [`binary`].

use super::super::amount::Amount;
use super::super::eval::{self, ONE, Op, Value};
use super::NotColumnar;
use super::vector::{Buffer, Part, Vector};
use super::wide;
use std::sync::Arc;

type Valid<'t> = Option<Buffer<'t, bool>>;

/// One side of an operation: the same for every row, or row by row.
#[derive(Clone)]
enum Side<'t, T> {
    One(T),
    Many(Part<'t, T>),
}

impl<'t, T: Copy> Side<'t, T> {
    fn valid(&self) -> Valid<'t> {
        match self {
            Self::One(_) => None,
            Self::Many(part) => part.valid.clone(),
        }
    }

    fn map<U: Copy>(self, f: impl Fn(T) -> U) -> Side<'t, U> {
        match self {
            Self::One(value) => Side::One(f(value)),
            Self::Many(part) => {
                let values = part.values.iter().map(|v| f(*v)).collect();
                Side::Many(Part::new(values, part.valid))
            }
        }
    }
}

/// Values known on both sides.
pub(super) fn both<'t>(a: Valid<'t>, b: Valid<'t>) -> Valid<'t> {
    match (a, b) {
        (Some(a), Some(b)) => Some(wide::two(&a, &b, |x, y| x & y).into()),
        (a, b) => a.or(b),
    }
}

fn zip<A: Copy, B: Copy, R: Copy + Default>(
    a: &Side<'_, A>,
    b: &Side<'_, B>,
    rows: usize,
    f: impl Fn(A, B) -> R,
) -> Vec<R> {
    match (a, b) {
        (Side::Many(a), Side::Many(b)) => wide::two(&a.values, &b.values, f),
        (Side::Many(a), Side::One(b)) => wide::one(&a.values, |x| f(x, *b)),
        (Side::One(a), Side::Many(b)) => wide::one(&b.values, |y| f(*a, y)),
        (Side::One(a), Side::One(b)) => vec![f(*a, *b); rows],
    }
}

/// An operation that may not have a result; most chunks have one everywhere.
fn zip_checked<'t, A: Copy, B: Copy, R: Copy + Default>(
    a: &Side<'t, A>,
    b: &Side<'t, B>,
    rows: usize,
    f: impl Fn(A, B) -> (R, bool),
) -> Part<'t, R> {
    let bad = std::cell::Cell::new(false);
    let values = zip(a, b, rows, |x, y| {
        let (result, wrong) = f(x, y);
        bad.set(bad.get() | wrong);
        result
    });
    let mut valid = both(a.valid(), b.valid());
    if bad.get() {
        let good: Vec<bool> = zip(a, b, rows, |x, y| !f(x, y).1);
        valid = both(valid, Some(good.into()));
    }
    Part::new(values, valid)
}

fn compare<'t, T: Copy + Ord>(op: Op, a: &Side<'t, T>, b: &Side<'t, T>, rows: usize) -> Vector<'t> {
    let values = match op {
        Op::Equal => zip(a, b, rows, |x, y| x == y),
        Op::NotEqual => zip(a, b, rows, |x, y| x != y),
        Op::Less => zip(a, b, rows, |x, y| x < y),
        Op::LessEqual => zip(a, b, rows, |x, y| x <= y),
        Op::Greater => zip(a, b, rows, |x, y| x > y),
        _ => zip(a, b, rows, |x, y| x >= y),
    };
    Vector::Bool(Part::new(values, both(a.valid(), b.valid())))
}

fn wide(n: i64) -> i128 {
    i128::from(n) * ONE
}

enum Operand<'t> {
    Bool(Side<'t, bool>),
    Int(Side<'t, i64>),
    Decimal(Side<'t, i128>),
    Money(Side<'t, i64>),
    Date(Side<'t, i32>),
    Text,
}

fn operand<'t>(vector: &Vector<'t>) -> Option<Operand<'t>> {
    use Operand::{Bool, Date, Decimal, Int, Money, Text};
    Some(match vector {
        Vector::Bool(part) => Bool(Side::Many(part.clone())),
        Vector::Int(part) => Int(Side::Many(part.clone())),
        Vector::Decimal(part) => Decimal(Side::Many(part.clone())),
        Vector::Money(part) => Money(Side::Many(part.clone())),
        Vector::Date(part) => Date(Side::Many(part.clone())),
        Vector::Text(..) => Text,
        Vector::One(value) => match value {
            Value::Bool(b) => Bool(Side::One(*b)),
            Value::Int(n) => Int(Side::One(*n)),
            Value::Decimal(d) => Decimal(Side::One(*d)),
            Value::Money(m) => Money(Side::One(m.micros())),
            Value::Date(d) => Date(Side::One(super::packed(*d))),
            Value::Text(_) => Text,
            _ => return None,
        },
        _ => return None,
    })
}

/// An operation other than `&&`, `||` and `in`.
pub(super) fn binary<'t>(
    op: Op,
    a: &Vector<'t>,
    b: &Vector<'t>,
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    if matches!(a, Vector::Missing) || matches!(b, Vector::Missing) {
        return Ok(Vector::Missing);
    }
    if let (Vector::One(x), Vector::One(y)) = (a, b) {
        return Ok(Vector::one(eval::binary(op, x, y)));
    }
    let (Some(x), Some(y)) = (operand(a), operand(b)) else {
        return Err(NotColumnar);
    };
    let ordered = !matches!(
        op,
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder
    );
    let fast = match (x, y) {
        (Operand::Money(x), Operand::Money(y)) if ordered => Some(compare(op, &x, &y, rows)),
        (Operand::Date(x), Operand::Date(y)) if ordered => Some(compare(op, &x, &y, rows)),
        (Operand::Bool(x), Operand::Bool(y)) if ordered => Some(compare(op, &x, &y, rows)),
        (Operand::Int(x), Operand::Int(y)) if ordered => Some(compare(op, &x, &y, rows)),
        (Operand::Decimal(x), Operand::Decimal(y)) if ordered => Some(compare(op, &x, &y, rows)),
        (Operand::Int(x), Operand::Decimal(y)) if ordered => {
            Some(compare(op, &x.map(wide), &y, rows))
        }
        (Operand::Decimal(x), Operand::Int(y)) if ordered => {
            Some(compare(op, &x, &y.map(wide), rows))
        }
        (Operand::Int(x), Operand::Int(y)) => Some(Vector::Int(whole(op, &x, &y, rows))),
        (Operand::Money(x), Operand::Money(y)) if op == Op::Add || op == Op::Subtract => {
            Some(Vector::Money(whole(op, &x, &y, rows)))
        }
        (Operand::Money(x), Operand::Int(y)) | (Operand::Int(y), Operand::Money(x)) => {
            Some(Vector::Money(whole(op, &x, &y, rows)))
        }
        (Operand::Money(x), Operand::Decimal(y)) | (Operand::Decimal(y), Operand::Money(x)) => {
            Some(Vector::Money(scaled(op, &x, &y, rows)))
        }
        (Operand::Text, Operand::Text) if op == Op::Equal || op == Op::NotEqual => words(op, a, b),
        _ => None,
    };
    match fast {
        Some(found) => Ok(found),
        None => by_row(rows, |row| eval::binary(op, &a.value(row), &b.value(row))),
    }
}

/// What the row path gives, row by row.
pub(super) fn by_row<'t>(
    rows: usize,
    f: impl Fn(usize) -> Value<'t>,
) -> Result<Vector<'t>, NotColumnar> {
    Vector::collect(&(0..rows).map(f).collect::<Vec<_>>())
}

/// Whole numbers, or an amount and a whole number.
fn whole<'t>(op: Op, a: &Side<'t, i64>, b: &Side<'t, i64>, rows: usize) -> Part<'t, i64> {
    if let Some(values) = unchecked(op, a, b, rows) {
        return Part::new(values, both(a.valid(), b.valid()));
    }
    match op {
        Op::Add => zip_checked(a, b, rows, i64::overflowing_add),
        Op::Subtract => zip_checked(a, b, rows, i64::overflowing_sub),
        Op::Multiply => zip_checked(a, b, rows, i64::overflowing_mul),
        Op::Divide => zip_checked(a, b, rows, divided),
        _ => zip_checked(a, b, rows, |x, y| {
            x.checked_rem(y).map_or((0, true), |rest| (rest, false))
        }),
    }
}

/// The results where a look at all values shows that each has one; `None` where the rows have to
/// be held against the range one by one.
fn unchecked(op: Op, a: &Side<'_, i64>, b: &Side<'_, i64>, rows: usize) -> Option<Vec<i64>> {
    let most = |side: &Side<'_, i64>| match side {
        Side::One(value) => value.unsigned_abs(),
        Side::Many(part) => wide::most(&part.values),
    };
    match (op, a, b) {
        (Op::Add | Op::Subtract, Side::Many(a), Side::Many(b)) => {
            let mut to = vec![0; rows];
            let over = if op == Op::Add {
                wide::sums(&a.values, &b.values, &mut to)
            } else {
                wide::differences(&a.values, &b.values, &mut to)
            };
            (!over).then_some(to)
        }
        (Op::Multiply, ..) => {
            let product = most(a).checked_mul(most(b))?;
            i64::try_from(product).ok()?;
            Some(zip(a, b, rows, i64::wrapping_mul))
        }
        (Op::Divide, a, Side::One(divisor)) => {
            let small = most(a) < EXACT && divisor.unsigned_abs() < (1 << 31) && *divisor != 0;
            let by = *divisor as f64;
            small.then(|| zip(a, b, rows, |x, _| (x as f64 / by) as i64))
        }
        _ => None,
    }
}

/// Below this a quotient of two whole numbers, computed as floating-point numbers and cut, is
/// exact: it differs from the next whole number by at least 1/divisor, and is rounded by less.
const EXACT: u64 = 1 << 53;

fn divided(x: i64, y: i64) -> (i64, bool) {
    if x.unsigned_abs() < EXACT && y.unsigned_abs() < (1 << 31) && y != 0 {
        return ((x as f64 / y as f64) as i64, false);
    }
    x.checked_div(y)
        .map_or((0, true), |quotient| (quotient, false))
}

/// An amount times or over a decimal.
fn scaled<'t>(op: Op, a: &Side<'t, i64>, b: &Side<'t, i128>, rows: usize) -> Part<'t, i64> {
    const MICROS: i64 = 1_000_000;
    let wide = |found: Option<Amount>| found.map_or((0, true), |m| (m.micros(), false));
    if op == Op::Multiply {
        return zip_checked(a, b, rows, |x, y| {
            let small = i64::try_from(y).ok().and_then(|y| x.checked_mul(y));
            match small {
                Some(product) => (product / MICROS, false),
                None => wide(Amount::from_micros(x).times(y)),
            }
        });
    }
    zip_checked(a, b, rows, |x, y| wide(Amount::from_micros(x).over(y)))
}

/// Words by their numbers, where both sides have the same dictionary or one is a single word.
fn words<'t>(op: Op, a: &Vector<'t>, b: &Vector<'t>) -> Option<Vector<'t>> {
    let same = op == Op::Equal;
    match (a, b) {
        (Vector::Text(x, words), Vector::One(Value::Text(word)))
        | (Vector::One(Value::Text(word)), Vector::Text(x, words)) => {
            let values: Vec<bool> = match words.place(word) {
                Some(code) => wide::one(&x.values, |c| (c == code) == same),
                None => vec![!same; x.values.len()],
            };
            Some(Vector::Bool(Part::new(values, x.valid.clone())))
        }
        (Vector::Text(x, ours), Vector::Text(y, theirs)) if Arc::ptr_eq(ours, theirs) => {
            let values = wide::two(&x.values, &y.values, |x, y| (x == y) == same);
            let valid = both(x.valid.clone(), y.valid.clone());
            Some(Vector::Bool(Part::new(values, valid)))
        }
        _ => None,
    }
}

/// Truth values row by row; `None` for what is none.
pub(super) fn truth<'t>(vector: &Vector<'t>, rows: usize) -> Option<Part<'t, bool>> {
    match vector {
        Vector::Bool(part) => Some(part.clone()),
        Vector::One(Value::Bool(b)) => Some(Part::new(vec![*b; rows], None)),
        Vector::Missing => Some(Part::new(vec![false; rows], Some(vec![false; rows].into()))),
        _ => None,
    }
}

/// `&&` and `||`: one side decides where it can, whatever the other lacks.
pub(super) fn logic<'t>(
    op: Op,
    a: &Vector<'t>,
    b: &Vector<'t>,
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    let deciding = op == Op::Or;
    for side in [a, b] {
        if matches!(side, Vector::One(Value::Bool(x)) if *x == deciding) {
            return Ok(Vector::One(Value::Bool(deciding)));
        }
    }
    match (a, b) {
        (Vector::One(Value::Bool(_)), other) | (other, Vector::One(Value::Bool(_))) => {
            // The single value decides nothing: the other side is the result.
            return Ok(other.clone());
        }
        (Vector::Missing, Vector::Missing) => return Ok(Vector::Missing),
        _ => {}
    }
    let (Some(a), Some(b)) = (truth(a, rows), truth(b, rows)) else {
        return Err(NotColumnar);
    };
    let pairs = || a.values.iter().zip(b.values.iter());
    let (Some(x), Some(y)) = (&a.valid, &b.valid) else {
        return Ok(Vector::Bool(half_known(deciding, &a, &b)));
    };
    let known = pairs().zip(x.iter().zip(y.iter()));
    let valid: Vec<bool> = known
        .clone()
        .map(|((a, b), (x, y))| (*x & *y) | (*x & (*a == deciding)) | (*y & (*b == deciding)))
        .collect();
    let values = known
        .map(|((a, b), (x, y))| {
            let decided = (*x & (*a == deciding)) | (*y & (*b == deciding));
            decided == deciding
        })
        .collect();
    Ok(Vector::Bool(Part::new(values, Some(valid.into()))))
}

/// [`logic`] where at least one side is known everywhere.
fn half_known<'t>(deciding: bool, a: &Part<'t, bool>, b: &Part<'t, bool>) -> Part<'t, bool> {
    let (sure, open) = if a.valid.is_none() { (a, b) } else { (b, a) };
    let Some(known) = &open.valid else {
        let values = if deciding {
            wide::two(&sure.values, &open.values, |x, y| x | y)
        } else {
            wide::two(&sure.values, &open.values, |x, y| x & y)
        };
        return Part::new(values, None);
    };
    let valid = wide::two(&sure.values, known, |x, known| known | (x == deciding));
    let values = wide::three(&sure.values, &open.values, known, |x, y, known| {
        ((x == deciding) | (known & (y == deciding))) == deciding
    });
    Part::new(values, Some(valid.into()))
}

/// `!`.
pub(super) fn not<'t>(vector: &Vector<'t>) -> Result<Vector<'t>, NotColumnar> {
    Ok(match vector {
        Vector::One(Value::Bool(b)) => Vector::One(Value::Bool(!b)),
        Vector::Bool(part) => {
            let values = wide::one(&part.values, |b: bool| !b);
            Vector::Bool(Part::new(values, part.valid.clone()))
        }
        vector if vector.scalar() => Vector::Missing,
        _ => return Err(NotColumnar),
    })
}

/// Which rows are known.
pub(super) fn known<'t>(vector: &Vector<'t>, rows: usize) -> Vector<'t> {
    let valid = match vector {
        Vector::Missing => return Vector::One(Value::Bool(false)),
        Vector::One(_) | Vector::Items(_) => None,
        Vector::Bool(part) => part.valid.clone(),
        Vector::Int(part) | Vector::Money(part) => part.valid.clone(),
        Vector::Decimal(part) => part.valid.clone(),
        Vector::Date(part) => part.valid.clone(),
        Vector::Text(part, _) => part.valid.clone(),
        Vector::Lists(lists) => lists.valid.clone(),
        Vector::Records(places) => {
            let there = (0..rows).map(|row| places.at.row(row) != super::vector::NOWHERE);
            Some(there.collect::<Vec<bool>>().into())
        }
    };
    match valid {
        None => Vector::One(Value::Bool(true)),
        Some(values) => {
            let valid = None;
            Vector::Bool(Part { values, valid })
        }
    }
}

/// `condition ? yes : no`.
pub(super) fn choice<'t>(
    condition: &Vector<'t>,
    yes: &Vector<'t>,
    no: &Vector<'t>,
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    let condition = match condition {
        Vector::One(Value::Bool(true)) => return Ok(yes.clone()),
        Vector::One(Value::Bool(false)) => return Ok(no.clone()),
        Vector::Bool(part) => part,
        vector if vector.scalar() => return Ok(Vector::Missing),
        _ => return Err(NotColumnar),
    };
    if matches!((yes, no), (Vector::Missing, Vector::Missing)) {
        return Ok(Vector::Missing);
    }
    macro_rules! pick {
        ($kind:ident, $a:expr, $b:expr) => {
            return Ok(Vector::$kind(picked(condition, $a, $b)))
        };
    }
    match (operand(yes), operand(no)) {
        (Some(Operand::Bool(a)), Some(Operand::Bool(b))) => pick!(Bool, &a, &b),
        (Some(Operand::Int(a)), Some(Operand::Int(b))) => pick!(Int, &a, &b),
        (Some(Operand::Decimal(a)), Some(Operand::Decimal(b))) => pick!(Decimal, &a, &b),
        (Some(Operand::Money(a)), Some(Operand::Money(b))) => pick!(Money, &a, &b),
        (Some(Operand::Date(a)), Some(Operand::Date(b))) => pick!(Date, &a, &b),
        _ => {}
    }
    if !(yes.scalar() && no.scalar()) {
        return Err(NotColumnar);
    }
    by_row(rows, |row| match condition.get(row) {
        Some(true) => yes.value(row),
        Some(false) => no.value(row),
        None => Value::Missing,
    })
}

fn picked<'t, T: Copy + Default>(
    condition: &Part<'t, bool>,
    yes: &Side<'t, T>,
    no: &Side<'t, T>,
) -> Part<'t, T> {
    let chosen = &condition.values;
    let values =
        match (yes, no) {
            (Side::One(a), Side::One(b)) => wide::one(chosen, |c| if c { *a } else { *b }),
            (Side::Many(a), Side::One(b)) => {
                wide::two(chosen, &a.values, |c, a| if c { a } else { *b })
            }
            (Side::One(a), Side::Many(b)) => {
                wide::two(chosen, &b.values, |c, b| if c { *a } else { b })
            }
            (Side::Many(a), Side::Many(b)) => wide::three(
                chosen,
                &a.values,
                &b.values,
                |c, a, b| if c { a } else { b },
            ),
        };
    let valid = match (yes.valid(), no.valid()) {
        (None, None) => None,
        (a, b) => {
            let known = |side: &Valid<'t>, row| side.as_ref().is_none_or(|v| v[row]);
            let picked = condition.values.iter().enumerate();
            let picked = picked.map(|(row, c)| known(if *c { &a } else { &b }, row));
            Some(picked.collect::<Vec<bool>>().into())
        }
    };
    Part::new(values, both(condition.valid.clone(), valid))
}
