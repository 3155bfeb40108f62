//! Lists over columns: the conditions on their items were computed for all items of a chunk at
//! once; here they are brought together row by row. Start at [`exists`] and [`sum`].

use super::super::eval::{Op, Value};
use super::NotColumnar;
use super::arithmetic::{by_row, truth};
use super::vector::{Buffer, Lists, NOWHERE, Part, Vector};
use super::wide;

/// How many of the values before each place are true, from 0 to all of them.
fn counted(values: impl Iterator<Item = bool>, length: usize) -> Vec<u32> {
    let mut sums = Vec::with_capacity(length + 1);
    let mut sum = 0u32;
    sums.push(0);
    sums.extend(values.map(|value| {
        sum = sum.wrapping_add(u32::from(value));
        sum
    }));
    sums
}

fn within(sums: &[u32], from: u32, to: u32) -> u32 {
    let at = |n: u32| sums.get(n as usize).copied().unwrap_or(0);
    at(to).wrapping_sub(at(from))
}

/// For each row: how many items are true, how many are unknown, how many there are.
fn tally(lists: &Lists<'_>, body: &Part<'_, bool>) -> Vec<(u32, u32, u32)> {
    let length = lists.len();
    let yes = match &body.valid {
        None => counted(body.values.iter().copied(), length),
        Some(valid) => counted(
            body.values.iter().zip(valid.iter()).map(|(v, k)| *v & *k),
            length,
        ),
    };
    let open = body
        .valid
        .as_ref()
        .map(|valid| counted(valid.iter().map(|known| !known), length));
    let rows = lists.offsets.iter().zip(lists.offsets.iter().skip(1));
    rows.map(|(from, to)| {
        let open = open.as_ref().map_or(0, |open| within(open, *from, *to));
        (within(&yes, *from, *to), open, to - from)
    })
    .collect()
}

fn decided<'t>(
    lists: &Lists<'t>,
    body: &Vector<'t>,
    decide: impl Fn(u32, u32, u32) -> Option<bool>,
) -> Result<Vector<'t>, NotColumnar> {
    let body = truth(body, lists.len()).ok_or(NotColumnar)?;
    let found: Vec<Option<bool>> = tally(lists, &body)
        .into_iter()
        .map(|(yes, open, all)| decide(yes, open, all))
        .collect();
    let values = found.iter().map(|f| *f == Some(true)).collect();
    let valid = (body.valid.is_some()).then(|| {
        let known: Vec<bool> = found.iter().map(Option::is_some).collect();
        Buffer::from(known)
    });
    let valid = super::arithmetic::both(valid, lists.valid.clone());
    Ok(Vector::Bool(Part::new(values, valid)))
}

/// Whether any item holds.
pub(super) fn exists<'t>(lists: &Lists<'t>, body: &Vector<'t>) -> Result<Vector<'t>, NotColumnar> {
    decided(lists, body, |yes, open, _| match (yes, open) {
        (1.., _) => Some(true),
        (_, 0) => Some(false),
        _ => None,
    })
}

/// Whether every item holds.
pub(super) fn all<'t>(lists: &Lists<'t>, body: &Vector<'t>) -> Result<Vector<'t>, NotColumnar> {
    decided(lists, body, |yes, open, all| {
        if yes + open < all {
            Some(false)
        } else {
            (open == 0).then_some(true)
        }
    })
}

/// Whether exactly one item holds.
pub(super) fn exists_one<'t>(
    lists: &Lists<'t>,
    body: &Vector<'t>,
) -> Result<Vector<'t>, NotColumnar> {
    decided(lists, body, |yes, open, _| (open == 0).then_some(yes == 1))
}

/// The items that hold; unknown where one may or may not belong.
pub(super) fn filter<'t>(lists: &Lists<'t>, body: &Vector<'t>) -> Result<Vector<'t>, NotColumnar> {
    let body = truth(body, lists.len()).ok_or(NotColumnar)?;
    let rows = lists.offsets.len().saturating_sub(1);
    let mut kept: Vec<u32> = Vec::with_capacity(lists.len());
    let mut offsets = Vec::with_capacity(rows + 1);
    offsets.push(0);
    let mut valid = Vec::with_capacity(rows);
    for row in 0..rows {
        let range = lists.range(row);
        let known = body.valid.as_ref().is_none_or(|valid| {
            let items = valid.get(range.clone()).unwrap_or_default();
            !items.contains(&false)
        });
        valid.push(known && lists.known(row));
        if known {
            for at in range {
                if body.values.get(at) == Some(&true) {
                    kept.push(u32::try_from(at).unwrap_or(NOWHERE));
                }
            }
        }
        offsets.push(u32::try_from(kept.len()).unwrap_or(NOWHERE));
    }
    let valid = valid.contains(&false).then(|| valid.into());
    Ok(Vector::Lists(Lists {
        offsets: offsets.into(),
        valid,
        items: Box::new(lists.items.gather(&kept)?),
    }))
}

/// The sum of each row's items, from `zero` on; unknown as soon as one item is, or where the sums
/// on the way leave the range.
pub(super) fn sum<'t>(lists: &Lists<'t>, zero: &Value<'t>) -> Result<Vector<'t>, NotColumnar> {
    let rows = lists.offsets.len().saturating_sub(1);
    match (&*lists.items, zero) {
        (Vector::Int(part), Value::Int(0)) => Ok(Vector::Int(summed(lists, part))),
        (Vector::Money(part), Value::Money(m)) if m.micros() == 0 => {
            Ok(Vector::Money(summed(lists, part)))
        }
        (items, _) if items.scalar() => by_row(rows, |row| {
            if !lists.known(row) {
                return Value::Missing;
            }
            let values: Vec<Value<'t>> = lists.range(row).map(|at| items.value(at)).collect();
            super::super::eval::sum(&values, zero.clone())
        }),
        _ => Err(NotColumnar),
    }
}

fn summed<'t>(lists: &Lists<'t>, part: &Part<'t, i64>) -> Part<'t, i64> {
    let rows = || lists.offsets.iter().zip(lists.offsets.iter().skip(1));
    if part.valid.is_none() && wide::sums_fit(&part.values) {
        let values = wide::by_offsets(&part.values, &lists.offsets);
        return Part::new(values, lists.valid.clone());
    }
    let found: Vec<Option<i64>> = (0..rows().count())
        .map(|row| {
            let mut items = lists.range(row);
            items.try_fold(0i64, |total, at| total.checked_add(part.get(at)?))
        })
        .collect();
    let values = found.iter().map(|f| f.unwrap_or(0)).collect();
    let valid: Vec<bool> = found.iter().map(Option::is_some).collect();
    let valid = super::arithmetic::both(Some(valid.into()), lists.valid.clone());
    Part::new(values, valid)
}

/// How many items each row has.
pub(super) fn size<'t>(lists: &Lists<'t>) -> Vector<'t> {
    let rows = lists.offsets.iter().zip(lists.offsets.iter().skip(1));
    let values = rows.map(|(from, to)| i64::from(to - from)).collect();
    Vector::Int(Part::new(values, lists.valid.clone()))
}

/// The item at a place of each row; missing where there is none.
pub(super) fn item<'t>(
    lists: &Lists<'t>,
    place: impl Fn(usize) -> Option<usize>,
) -> Result<Vector<'t>, NotColumnar> {
    let rows = lists.offsets.len().saturating_sub(1);
    let at = |row: usize| {
        let range = lists.range(row);
        let at = range.start.checked_add(place(row)?)?;
        (lists.known(row) && at < range.end).then(|| u32::try_from(at).ok())?
    };
    let places: Vec<u32> = (0..rows).map(|row| at(row).unwrap_or(NOWHERE)).collect();
    lists.items.gather_torn(&places)
}

/// `value in list`, of the values spread over the items.
pub(super) fn contains<'t>(
    lists: &Lists<'t>,
    value: &Vector<'t>,
    parents: &[u32],
) -> Result<Vector<'t>, NotColumnar> {
    let spread = value.gather(parents)?;
    if !(spread.scalar() && lists.items.scalar()) {
        return Err(NotColumnar);
    }
    let same = super::arithmetic::binary(Op::Equal, &spread, &lists.items, lists.len())?;
    // An unknown item equals nothing; an unknown value leaves the answer open.
    let same = truth(&same, lists.len()).ok_or(NotColumnar)?;
    let same = match &same.valid {
        None => same,
        Some(valid) => {
            let pairs = same.values.iter().zip(valid.iter());
            Part::new(pairs.map(|(v, k)| *v & *k).collect(), None)
        }
    };
    let found = exists(lists, &Vector::Bool(same))?;
    open_where_missing(found, value, lists.offsets.len().saturating_sub(1))
}

/// A result that is open where a value is missing.
pub(super) fn open_where_missing<'t>(
    found: Vector<'t>,
    value: &Vector<'t>,
    rows: usize,
) -> Result<Vector<'t>, NotColumnar> {
    let known = match super::arithmetic::known(value, rows) {
        Vector::One(Value::Bool(true)) => return Ok(found),
        Vector::Bool(part) => part,
        _ => return Ok(Vector::Missing),
    };
    match found {
        Vector::Bool(part) => Ok(Vector::Bool(Part {
            valid: super::arithmetic::both(part.valid, Some(known.values)),
            values: part.values,
        })),
        Vector::One(Value::Bool(b)) => {
            Ok(Vector::Bool(Part::new(vec![b; rows], Some(known.values))))
        }
        _ => Err(NotColumnar),
    }
}
