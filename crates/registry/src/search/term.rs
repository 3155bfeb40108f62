//! What somebody typed into the search box, cut into terms: pure, without looking anything up.

use crate::person::keys::folded;
use crate::person::store::Stored;
use base::CitizenId;
use base::name::{initials, is_han, normalise, pinyin_key};
use jiff::civil::Date;
use platform::Division;

/// One thing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A whole ID number.
    Number(String),
    /// Digits that are a part of something: the end of a number, a telephone, a date.
    Digits(String),
    /// Born between two days.
    Birth(Date, Date),
    /// A division's code.
    Division(Division),
    /// Chinese characters: a name or a part of one, or a place.
    Han(String),
    /// Latin letters: pinyin, initials, or a Latin name.
    Latin(String),
}

/// Cuts what was typed into terms; what says nothing is left out.
pub(crate) fn read(typed: &str) -> Vec<Term> {
    let plain: String = typed.chars().map(base_width).collect();
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'))
        .filter(|w| !w.is_empty())
        .collect();
    let mut terms: Vec<Term> = Vec::new();
    for word in words.into_iter().take(6) {
        match term(word) {
            // 张 三 and Anna Smith are one name each.
            Some(Term::Latin(text)) => match terms.last_mut() {
                Some(Term::Latin(before)) => {
                    before.push(' ');
                    before.push_str(&text);
                }
                _ => terms.push(Term::Latin(text)),
            },
            Some(Term::Han(text)) if text.chars().count() == 1 => match terms.last_mut() {
                Some(Term::Han(before)) if before.chars().count() == 1 => before.push_str(&text),
                _ => terms.push(Term::Han(text)),
            },
            Some(term) => terms.push(term),
            None => {}
        }
    }
    terms
}

/// Full-width letters and digits as half-width ones.
fn base_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn term(word: &str) -> Option<Term> {
    let upper = word.to_uppercase();
    let digits = upper.bytes().filter(u8::is_ascii_digit).count();
    let number_like = digits > 0
        && upper
            .bytes()
            .enumerate()
            .all(|(i, b)| b.is_ascii_digit() || (b == b'X' && i + 1 == upper.len()));
    if number_like {
        return Some(numeric(&upper));
    }
    if digits > 0
        && let Ok(day) = base::date::parse_date(word)
    {
        return Some(Term::Birth(day, day));
    }
    if word.chars().any(is_han) {
        let text = folded(&normalise(word).text);
        return (!text.is_empty()).then_some(Term::Han(text));
    }
    let text: String = folded(word)
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '\'' | '-'))
        .collect();
    (!text.is_empty()).then_some(Term::Latin(text))
}

fn numeric(text: &str) -> Term {
    if matches!(text.len(), 15 | 18)
        && let Ok(id) = CitizenId::parse(text)
    {
        return Term::Number(id.to_string());
    }
    let is_division = matches!(text.len(), 9 | 12) && !text.starts_with('1');
    match Division::parse(text).filter(|_| is_division) {
        // A landline with its area code has twelve digits too, and begins with 0.
        Some(division) if !text.starts_with('0') => Term::Division(division),
        _ => Term::Digits(text.to_owned()),
    }
}

/// The days that digits name as a birth date: a year, a month, a day.
pub(crate) fn birth_of(digits: &str) -> Option<(Date, Date)> {
    let year: i16 = digits.get(..4)?.parse().ok()?;
    if !(1900..2100).contains(&year) || digits.len() == 4 {
        return None;
    }
    span(year, digits.get(4..)?)
}

/// The days that the beginning of an ID number names: six digits of a region, then the date.
pub(crate) fn birth_inside(digits: &str) -> Option<(Date, Date)> {
    let (region, rest) = digits.split_at_checked(6)?;
    let year: i16 = rest.get(..4)?.parse().ok()?;
    if region.starts_with('0') || !(1900..2100).contains(&year) {
        return None;
    }
    span(year, rest.get(4..rest.len().min(8))?)
}

/// The days of a year, of a month, or the one day; half a month or day is taken for none.
fn span(year: i16, rest: &str) -> Option<(Date, Date)> {
    let month = |text: &str| text.parse::<i8>().ok().filter(|m| (1..=12).contains(m));
    match rest.len() {
        4.. => {
            let (m, d) = (month(rest.get(..2)?)?, rest.get(2..4)?.parse().ok()?);
            let day = Date::new(year, m, d).ok()?;
            Some((day, day))
        }
        2 | 3 => {
            let first = Date::new(year, month(rest.get(..2)?)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => {
            let first = Date::new(year, 1, 1).ok()?;
            Some((first, first.last_of_year()))
        }
    }
}

impl Term {
    /// Lower is more telling.
    pub(crate) fn rank(&self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::Digits(d) if d.len() != 4 => 1,
            Self::Birth(..) => 2,
            Self::Han(text) => match text.chars().count() {
                1 => 6,
                2 => 4,
                _ => 3,
            },
            Self::Digits(_) => 3,
            Self::Latin(text) => match text.len() {
                0..=3 => 7,
                _ => 5,
            },
            Self::Division(_) => 8,
        }
    }

    /// Whether it names a place.
    pub(crate) fn names(&self, place: &str) -> bool {
        match self {
            Self::Han(text) => text.chars().count() > 1 && folded(place).starts_with(text.as_str()),
            _ => false,
        }
    }

    /// Whether the whole number must be looked at to say if it fits.
    pub(crate) fn needs_number(&self) -> bool {
        matches!(self, Self::Digits(_))
    }

    /// Whether it fits somebody who was found by another term.
    pub(crate) fn fits(&self, stored: &Stored, number: &str) -> bool {
        let born_in = |(from, to): (Date, Date)| stored.birth.is_some_and(|b| from <= b && b <= to);
        match self {
            Self::Number(whole) => number == whole,
            Self::Birth(from, to) => born_in((*from, *to)),
            Self::Division(division) => division.holds(&stored.division),
            Self::Han(text) => stored.names().any(|n| folded(n).contains(text.as_str())),
            Self::Latin(text) => {
                let sound = text.replace([' ', '\''], "");
                stored.names().any(|n| {
                    initials(n).starts_with(&sound)
                        || pinyin_key(n).replace(' ', "").contains(&sound)
                        || folded(n).contains(text.as_str())
                })
            }
            Self::Digits(digits) => {
                let year = (digits.len() == 4).then(|| format!("{digits}0101"));
                let year = year.as_deref().and_then(birth_of);
                number.ends_with(digits.as_str())
                    || (digits.len() > 6 && number.starts_with(digits.as_str()))
                    || birth_of(digits).is_some_and(born_in)
                    || year.is_some_and(|(first, _)| born_in((first, first.last_of_year())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn what_clerks_type_is_read_as_they_mean_it() {
        let whole = read("50015319000101003x");
        assert_eq!(whole, [Term::Number("50015319000101003X".to_owned())]);
        assert_eq!(read("003Ｘ"), [Term::Digits("003X".to_owned())]);
        assert_eq!(
            read("王　芳 1956"),
            [
                Term::Han("王芳".to_owned()),
                Term::Digits("1956".to_owned())
            ]
        );
        assert_eq!(
            read("wang fang，石桥村"),
            [
                Term::Latin("wang fang".to_owned()),
                Term::Han("石桥村".to_owned())
            ]
        );
        assert_eq!(
            read("1956年3月2日"),
            [Term::Birth(date(1956, 3, 2), date(1956, 3, 2))]
        );
        assert!(matches!(read("500153104201")[..], [Term::Division(_)]));
        assert!(read(" ，。 ").is_empty());
    }

    #[test]
    fn digits_name_years_months_and_days() {
        assert_eq!(
            birth_of("19560302"),
            Some((date(1956, 3, 2), date(1956, 3, 2)))
        );
        assert_eq!(
            birth_of("195603"),
            Some((date(1956, 3, 1), date(1956, 3, 31)))
        );
        assert_eq!(birth_of("195613"), None);
        assert_eq!(
            birth_inside("5001531956"),
            Some((date(1956, 1, 1), date(1956, 12, 31)))
        );
        assert_eq!(
            birth_inside("500153195603021"),
            Some((date(1956, 3, 2), date(1956, 3, 2)))
        );
        assert_eq!(birth_inside("13812341234"), None);
    }

    proptest! {
        #[test]
        fn anything_can_be_typed(text in "\\PC{0,40}") {
            for term in read(&text) {
                term.rank();
                if let Term::Digits(d) = &term {
                    birth_of(d);
                    birth_inside(d);
                }
            }
        }
    }
}
