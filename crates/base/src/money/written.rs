//! Amounts as they stand in ledgers: `1,234.56`, `¥1234.5元`, `３００`, `3.5万元`, and the capital
//! form, which is handed to [`super::capital`].

use super::{Fen, MoneyError, capital};

/// Reads an amount. Text without a unit is yuan; `万` multiplies by ten thousand.
///
/// # Errors
/// Each way of being wrong is told apart; nothing is guessed or rounded.
///
/// ```
/// use base::money::{Fen, written};
/// assert_eq!(written::parse("¥1,234.56"), Ok(Fen::new(123_456)));
/// assert_eq!(written::parse("３.５万元"), Ok(Fen::new(3_500_000)));
/// ```
pub fn parse(text: &str) -> Result<Fen, MoneyError> {
    let plain: Vec<char> = text.trim().chars().map(half_width).collect();
    let mut rest = plain.as_slice();
    let negative = strip_front(&mut rest, &['-']);
    while strip_front(&mut rest, &['¥', ' ']) {}
    let negative = negative || strip_front(&mut rest, &['-']);
    if rest.is_empty() {
        return Err(MoneyError::Empty);
    }
    if !rest.iter().any(char::is_ascii_digit) {
        return capital::parse(text);
    }
    while strip_back(&mut rest, &['元', '圆', ' ', '整', '正']) {}
    let scale = if strip_back(&mut rest, &['万']) {
        1_000_000
    } else {
        100
    };
    let offset = rest.as_ptr_range().start as usize - plain.as_ptr_range().start as usize;
    let offset = offset / size_of::<char>();
    let fen = decimal(rest, offset, scale, text.trim())?;
    Ok(Fen::new(if negative { -fen } else { fen }))
}

/// A number with separators before every third digit of its whole part.
///
/// ```
/// use base::money::written;
/// assert_eq!(written::grouped("-1234567.80"), "-1,234,567.80");
/// ```
pub fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// `digits[,ddd]*[.digits]` times `scale`, exactly.
fn decimal(number: &[char], offset: usize, scale: i64, whole: &str) -> Result<i64, MoneyError> {
    let is_known = |c: &char| c.is_ascii_digit() || matches!(c, ',' | '.');
    if let Some(at) = number.iter().position(|c| !is_known(c)) {
        let found = number.get(at).copied().unwrap_or_default();
        return Err(MoneyError::Character {
            found,
            position: offset + at + 1,
        });
    }
    let mut halves = number.split(|c| *c == '.');
    let integer = halves.next().unwrap_or_default();
    let fraction = halves.next().unwrap_or_default();
    let malformed = || MoneyError::Malformed(whole.to_owned());
    if halves.next().is_some() || fraction.contains(&',') {
        return Err(malformed());
    }
    if integer.is_empty() && fraction.is_empty() {
        return Err(malformed());
    }
    let groups: Vec<&[char]> = integer.split(|c| *c == ',').collect();
    let (first, others) = groups.split_first().ok_or_else(malformed)?;
    let misplaced = first.is_empty() || first.len() > 3 || others.iter().any(|g| g.len() != 3);
    if !others.is_empty() && misplaced {
        return Err(MoneyError::Grouping(whole.to_owned()));
    }
    let mut value: i64 = 0;
    for digit in groups
        .iter()
        .copied()
        .flatten()
        .filter_map(|c| c.to_digit(10))
    {
        value = shift(value, digit)?;
    }
    value = value.checked_mul(scale).ok_or(MoneyError::TooLarge)?;
    let mut unit = scale;
    for digit in fraction.iter().filter_map(|c| c.to_digit(10)) {
        if unit % 10 != 0 {
            if digit != 0 {
                return Err(MoneyError::TooFine(whole.to_owned()));
            }
            continue;
        }
        unit /= 10;
        let part = i64::from(digit) * unit;
        value = value.checked_add(part).ok_or(MoneyError::TooLarge)?;
    }
    Ok(value)
}

fn shift(value: i64, digit: u32) -> Result<i64, MoneyError> {
    let value = value
        .checked_mul(10)
        .and_then(|v| v.checked_add(i64::from(digit)));
    value.ok_or(MoneyError::TooLarge)
}

/// Full-width forms of digits and signs become the plain ones.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '，' | '．' | '－' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '−' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

fn strip_front(rest: &mut &[char], wanted: &[char]) -> bool {
    match rest.split_first() {
        Some((first, others)) if wanted.contains(first) => {
            *rest = others;
            true
        }
        _ => false,
    }
}

fn strip_back(rest: &mut &[char], wanted: &[char]) -> bool {
    match rest.split_last() {
        Some((last, others)) if wanted.contains(last) => {
            *rest = others;
            true
        }
        _ => false,
    }
}
