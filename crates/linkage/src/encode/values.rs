//! Single values in the form in which they are compared.

use super::dictionary::mix;
use crate::radix::by_upper_half;
use base::citizen_id::CitizenId;
use base::date::parse_date;
use base::sex::Sex;
use rayon::prelude::*;

/// Words that stand for nothing known.
pub(crate) fn is_missing(value: &str) -> bool {
    const WORDS: [&str; 11] = [
        "nan", "null", "none", "na", "n/a", "-", "--", "?", "unknown", "nil", "空",
    ];
    if value.len() > 12 {
        return false;
    }
    let value = value.trim();
    value.is_empty()
        || WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        || matches!(value, "无" | "不详" | "未知" | "暂无")
}

/// One character repeated, or nothing but digits counted up: typed to get past a form.
fn is_placeholder(value: &[u8]) -> bool {
    let steps = |step: u8| {
        value
            .windows(2)
            .all(|w| w[1] == w[0].wrapping_add(step) || (step == 1 && (w[0], w[1]) == (b'9', b'0')))
    };
    value.len() >= 4 && (value.windows(2).all(|w| w[0] == w[1]) || steps(1))
}

/// The code of a citizen ID number whose seventeen digits and last character are known: digits
/// times eleven plus the last one (X = 10), plus one so that 0 stays free; marked when the check
/// digit is right.
fn citizen_code(digits: &[u8]) -> Option<u64> {
    // GB 11643: the weighted sum of all eighteen is 1 modulo 11, the last one weighing 1.
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (last, body) = digits.split_last()?;
    let (mut code, mut sum) = (0u64, 0u32);
    for (digit, weight) in body.iter().zip(WEIGHTS) {
        let digit = digit.checked_sub(b'0').filter(|d| *d < 10)?;
        code = code * 10 + u64::from(digit);
        sum += u32::from(digit) * weight;
    }
    let last = match last {
        b'X' | b'x' => 10,
        d => u64::from(d.checked_sub(b'0').filter(|d| *d < 10)?),
    };
    let right = (sum + last as u32) % 11 == 1;
    Some((u64::from(right) * VALID_BIT) | (code * 11 + last + 1))
}

/// Set in codes of citizen numbers that their check digit confirms.
const VALID_BIT: u64 = 1 << 61;
const NUMBER_BIT: u64 = 1 << 62;
const OTHER_BIT: u64 = 1 << 63;

/// Whether the code is that of a citizen number which its own check digit confirms.
#[inline]
pub(crate) fn id_is_valid(code: u64) -> bool {
    code & (OTHER_BIT | NUMBER_BIT | VALID_BIT) == VALID_BIT
}

/// Seventeen digits times eleven plus the last one of a citizen number.
#[inline]
fn citizen(code: u64) -> Option<u64> {
    let others = OTHER_BIT | NUMBER_BIT;
    (code & others == 0)
        .then(|| (code & !VALID_BIT).checked_sub(1))
        .flatten()
}

/// An ID number: citizen numbers by their digits even when the check digit is wrong, other numbers
/// by their value, anything else by its hash.
pub(crate) fn id(value: &str) -> u64 {
    let bytes = value.as_bytes();
    if bytes.len() == 18
        && !is_placeholder(bytes)
        && let Some(code) = citizen_code(bytes)
    {
        return code;
    }
    if is_missing(value) || is_placeholder(bytes) {
        return 0;
    }
    let plain: String = value
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect();
    if let Ok(citizen) = CitizenId::parse(value) {
        return citizen_code(citizen.to_string().as_bytes()).unwrap_or_default();
    }
    if plain.len() == 18
        && let Some(code) = citizen_code(plain.as_bytes())
    {
        return code;
    }
    match plain.parse::<u64>() {
        Ok(number) if plain.len() <= 17 => NUMBER_BIT | (number + 1),
        _ if plain.is_empty() => 0,
        _ => {
            let lower = plain.to_ascii_lowercase();
            let hash = lower.bytes().fold(0u64, |h, b| mix(h ^ u64::from(b)));
            OTHER_BIT | hash
        }
    }
}

/// The digits of an ID code, last first; `None` for codes without digits.
pub(crate) fn id_digits(code: u64) -> Option<[u8; 18]> {
    let mut digits = [0u8; 18];
    let (first, mut rest) = match citizen(code) {
        Some(number) => {
            digits[0] = (number % 11) as u8;
            (1, number / 11)
        }
        None if code & OTHER_BIT == 0 => (0, (code & !NUMBER_BIT).checked_sub(1)?),
        None => return None,
    };
    for digit in digits.iter_mut().skip(first) {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    Some(digits)
}

/// An ID code as people write it; `#` for codes without digits.
pub(crate) fn id_shown(code: u64) -> String {
    if code == 0 {
        return String::new();
    }
    if code & OTHER_BIT == 0 && code & NUMBER_BIT != 0 {
        return ((code & !NUMBER_BIT) - 1).to_string();
    }
    let Some(digits) = id_digits(code) else {
        return "#".to_owned();
    };
    let written = |d: &u8| if *d == 10 { 'X' } else { char::from(b'0' + d) };
    digits.iter().rev().map(written).collect()
}

/// Region and birth date of a citizen number, as a blocking key; 0 for other codes.
pub(crate) fn id_head(code: u64) -> u64 {
    citizen(code).map_or(0, |number| number / 11_000)
}

/// The sequence and the last eight digits before it, as a blocking key; 0 for other codes.
pub(crate) fn id_tail(code: u64) -> u64 {
    citizen(code).map_or(0, |number| number / 11 % 100_000_000_000 + 1)
}

/// Birth date in a citizen number that its check digit confirms, as yyyymmdd; 0 for other codes.
pub(crate) fn id_birth(code: u64) -> u32 {
    let Some(number) = citizen(code).filter(|_| id_is_valid(code)) else {
        return 0;
    };
    let day = (number / 11_000 % 100_000_000) as u32;
    let (year, month) = (day / 10_000, day / 100 % 100);
    let known = (1850..=2100).contains(&year) && (1..=12).contains(&month);
    if known && (1..=31).contains(&(day % 100)) {
        day
    } else {
        0
    }
}

/// Sex in such a number: 1 male, 2 female, 0 for other codes.
pub(crate) fn id_sex(code: u64) -> u32 {
    let number = citizen(code).filter(|_| id_is_valid(code));
    number.map_or(0, |number| 2 - (number / 11 % 2) as u32)
}

/// A day as yyyymmdd; month or day 0 when only more is known.
pub(crate) fn date(value: &str) -> u32 {
    let bytes = value.as_bytes();
    let number = |from: usize, to: usize| {
        bytes.get(from..to)?.iter().try_fold(0u32, |n, b| {
            b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
        })
    };
    let packed = match bytes.len() {
        10 if matches!(bytes.get(4), Some(b'-' | b'/' | b'.')) && bytes.get(4) == bytes.get(7) => {
            number(0, 4).zip(number(5, 7)).zip(number(8, 10))
        }
        8 => number(0, 4).zip(number(4, 6)).zip(number(6, 8)),
        _ => None,
    };
    if let Some(((year, month), day)) = packed
        && YEARS.contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
    {
        return year * 10_000 + month * 100 + day;
    }
    if let Ok(day) = parse_date(value) {
        let (year, month, day) = (day.year(), day.month(), day.day());
        let part = |n: i16| u32::try_from(n).unwrap_or_default();
        return part(year) * 10_000 + part(month.into()) * 100 + part(day.into());
    }
    loose_date(value)
}

/// Years in which people of any ledger were born: parish books go back to the sixteenth century.
pub(crate) const YEARS: std::ops::RangeInclusive<u32> = 1500..=2100;

/// Day-first forms and lone years: `03/04/1951`, `3.4.1951`, `1951`, `1951-04`.
fn loose_date(value: &str) -> u32 {
    let mut numbers = value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse::<u32>().ok());
    let parts = (numbers.next(), numbers.next(), numbers.next());
    let is_year = |n: u32| YEARS.contains(&n);
    match parts {
        (Some(year), None, _) if is_year(year) => year * 10_000,
        (Some(year), Some(month), None) if is_year(year) && month <= 12 => {
            year * 10_000 + month * 100
        }
        (Some(year), Some(month), Some(day)) if is_year(year) && month <= 12 && day <= 31 => {
            year * 10_000 + month * 100 + day
        }
        (Some(day), Some(month), Some(year)) if is_year(year) => {
            let (day, month) = if month > 12 {
                (month, day)
            } else {
                (day, month)
            };
            if month <= 12 && day <= 31 {
                year * 10_000 + month * 100 + day
            } else {
                year * 10_000
            }
        }
        _ => 0,
    }
}

/// 1 male, 2 female, 0 unknown.
pub(crate) fn sex(value: &str) -> u32 {
    match Sex::parse(value) {
        Some(Sex::Male) => 1,
        Some(Sex::Female) => 2,
        _ => 0,
    }
}

/// The last eleven digits of a telephone number, plus one.
pub(crate) fn phone(value: &str) -> u64 {
    let mut number = 0u64;
    let mut count = 0;
    for digit in value.bytes().filter(u8::is_ascii_digit) {
        number = (number * 10 + u64::from(digit - b'0')) % 100_000_000_000;
        count += 1;
    }
    if count < 5 || number == 0 {
        0
    } else {
        number + 1
    }
}

const PHONE_BITS: u32 = 40;

/// A phone without its count.
#[inline]
pub(crate) fn phone_number(code: u64) -> u64 {
    code & ((1 << PHONE_BITS) - 1)
}

/// How often a phone stands in the ledgers, as a power of two.
#[inline]
pub(crate) fn phone_count(high_word: u32) -> u32 {
    high_word >> (PHONE_BITS - 32)
}

/// Shares of the phones that are counted side by side, a power of two.
const SHARES: u64 = 4;

/// Writes into each phone (two words of a row, from `at` on) how often it stands in the ledgers: a
/// cadre's number entered for a whole village says little.
pub(crate) fn count_phones(words: &mut [u32], stride: usize, at: usize) {
    let rows: &[u32] = words;
    let shares = (0..SHARES).into_par_iter();
    let repeated: Vec<Vec<(u32, u32)>> = shares
        .map(|share| repeated_phones(rows, stride, at, share))
        .collect();
    for (row, times) in repeated.iter().flatten() {
        words[*row as usize * stride + at] |= times << (PHONE_BITS - 32);
    }
}

/// Rows of one share whose phone stands in the ledgers more than once, and how often as a power of
/// two.
fn repeated_phones(words: &[u32], stride: usize, at: usize, share: u64) -> Vec<(u32, u32)> {
    let code = |row: u64| {
        let from = row as usize * stride + at;
        u64::from(words[from]) << 32 | u64::from(words[from + 1])
    };
    let rows = (words.len() / stride) as u64;
    let mut entries = Vec::with_capacity((rows / SHARES) as usize);
    let known = (0..rows)
        .map(|row| (code(row), row))
        .filter(|(c, _)| *c != 0);
    let mixed = known.map(|(code, row)| (mix(code), row));
    let own = mixed.filter(|(hash, _)| hash % SHARES == share);
    entries.extend(own.map(|(hash, row)| hash >> 32 << 32 | row));
    let mut repeated = Vec::new();
    let mut same: Vec<(u64, u64)> = Vec::new();
    for group in by_upper_half(entries).chunk_by(|a, b| a >> 32 == b >> 32) {
        if group.len() == 1 {
            continue;
        }
        same.clear();
        let rows = group.iter().map(|entry| entry & u64::from(u32::MAX));
        same.extend(rows.map(|row| (code(row), row)));
        same.sort_unstable();
        for phones in same.chunk_by(|a, b| a.0 == b.0) {
            let times = phones.len().ilog2();
            let rows = phones.iter().filter(|_| times > 0);
            repeated.extend(rows.map(|(_, row)| (*row as u32, times)));
        }
    }
    repeated
}

/// A code without spaces and signs, in lower case.
pub(crate) fn code(value: &str, out: &mut String) {
    out.clear();
    if !is_missing(value) {
        let kept = value.chars().filter(|c| c.is_alphanumeric());
        out.extend(kept.flat_map(char::to_lowercase));
    }
}

/// Words in lower case with single spaces, signs left out.
pub(crate) fn text(value: &str, out: &mut String) {
    out.clear();
    if !is_missing(value) {
        letters(value, out);
    }
}

/// Letters and digits in lower case, everything between them as one space.
pub(crate) fn letters(value: &str, out: &mut String) {
    out.clear();
    let mut gap = false;
    for c in value.chars() {
        let lower = match c {
            'a'..='z' | '0'..='9' | '\u{4E00}'..='\u{9FFF}' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            '\'' => continue,
            _ if c.is_ascii() => '\0',
            _ if c.is_alphanumeric() || u32::from(c) >= 0xE000 => c,
            _ => '\0',
        };
        if lower == '\0' {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if lower.is_ascii() || lower >= '\u{4E00}' {
            out.push(lower);
        } else {
            out.extend(lower.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_number_is_the_new_one() {
        let new = id("510231190001010012");
        assert_ne!(new, 0);
        let citizen = CitizenId::parse("510231000101001").map(|c| c.to_string());
        assert_eq!(id("510231000101001"), id(&citizen.unwrap()));
    }

    #[test]
    fn check_digits_are_known_again() {
        let valid = |text: &str| id_is_valid(id(text));
        assert!(valid("500153190001010013"));
        assert!(valid("50015319000101003x"));
        assert!(!valid("500153190001010012"));
        assert!(!valid("5304218"));
        assert!(!valid("AB12"));
        assert_eq!(id_digits(id("AB12")), None);
        let digits = id_digits(id("50015319000101003x")).unwrap();
        assert_eq!(
            digits,
            [10, 3, 0, 0, 1, 0, 1, 0, 0, 0, 9, 1, 3, 5, 1, 0, 0, 5]
        );
        assert_eq!(id_shown(id("500153190001010012")), "500153190001010012");
        assert_eq!(id_shown(id("5304218")), "5304218");
    }

    #[test]
    fn dates_of_many_forms_are_one_day() {
        for text in [
            "1951-04-03",
            "19510403",
            "1951/4/3",
            "1951年4月3日",
            "03/04/1951",
        ] {
            assert_eq!(date(text), 19_510_403, "{text}");
        }
        assert_eq!(date("1951"), 19_510_000);
        assert_eq!(date("soon"), 0);
    }

    #[test]
    fn words_for_nothing_are_missing() {
        let mut out = String::new();
        for value in ["NaN", "不详", " - ", "null"] {
            text(value, &mut out);
            assert_eq!(out, "", "{value}");
        }
        text("O'Brien-Smith  JR.", &mut out);
        assert_eq!(out, "obrien smith jr");
        assert_eq!(phone("+86 138-0000-1234"), phone("13800001234"));
    }
}
