//! How far two values agree: a level for each field, from 0 (different) to the highest (the same),
//! or [`MISSING`] when either is not known. Pure functions of two rows of words.

mod latin;
mod numbers;

#[cfg(test)]
mod tests;

use crate::encode::values::phone_number;
use crate::encode::{Encoded, Heard, Sketch};
use crate::field::Kind;
use crate::settings::Nicknames;

/// The level of a field that is missing on either side.
pub(crate) const MISSING: u8 = u8::MAX;

/// Most fields a run can hold: patterns are packed four bits a field.
pub(crate) const FIELDS_MAX: usize = 30;

/// Levels of all fields of a pair.
pub(crate) type Levels = [u8; FIELDS_MAX];

/// Compares rows of one run.
pub(crate) struct Comparer<'a> {
    encoded: &'a Encoded,
    nicknames: &'a Nicknames,
    names: Option<(usize, usize)>,
    /// Values that the dictionaries do not hold.
    extra: Option<&'a Encoded>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(encoded: &'a Encoded, nicknames: &'a Nicknames) -> Self {
        let names = encoded
            .field_of(Kind::Surname)
            .zip(encoded.field_of(Kind::Given));
        Self {
            encoded,
            nicknames,
            names,
            extra: None,
        }
    }

    /// Compares with a row that may hold values of its own.
    pub(crate) fn with_extra(
        encoded: &'a Encoded,
        nicknames: &'a Nicknames,
        extra: &'a Encoded,
    ) -> Self {
        Self {
            extra: Some(extra),
            ..Self::new(encoded, nicknames)
        }
    }

    /// The level of one field. Crossed names need both name fields: see [`Self::levels`].
    #[inline]
    pub(crate) fn level(&self, field: usize, left: &[u32], right: &[u32]) -> u8 {
        let at = self.encoded.at[field];
        let (a, b) = (left[at], right[at]);
        match self.encoded.fields[field].kind {
            Kind::Id | Kind::Phone => {
                let (a, b) = (wide(a, left[at + 1]), wide(b, right[at + 1]));
                if a == 0 || b == 0 {
                    return MISSING;
                }
                match self.encoded.fields[field].kind {
                    Kind::Id => numbers::id(a, b),
                    _ => numbers::phone(phone_number(a), phone_number(b)),
                }
            }
            _ if a == 0 || b == 0 => MISSING,
            Kind::Sex => u8::from(a == b),
            Kind::Date => numbers::date(a, b),
            Kind::Code if a == b => 2,
            Kind::Text if a == b => 4,
            Kind::Surname | Kind::Given if a == b => 5,
            kind => self.words(kind, field, a, b),
        }
    }

    /// Levels of all fields, crossed names seen.
    pub(crate) fn levels(&self, left: &[u32], right: &[u32]) -> Levels {
        let mut levels = [MISSING; FIELDS_MAX];
        for (field, level) in levels
            .iter_mut()
            .take(self.encoded.fields.len())
            .enumerate()
        {
            *level = self.level(field, left, right);
        }
        if let Some((surname, given)) = self.names
            && self.crossed(left, right, levels[surname], levels[given])
        {
            (levels[surname], levels[given]) = (1, 1);
        }
        levels
    }

    /// Whether surname and given name changed places.
    #[inline]
    pub(crate) fn crossed(&self, left: &[u32], right: &[u32], surname: u8, given: u8) -> bool {
        let Some((s, g)) = self.names else {
            return false;
        };
        let poor = |level: u8| level <= 2 || level == MISSING;
        if !poor(surname) || !poor(given) {
            return false;
        }
        let given_field = g;
        let (s, g) = (self.encoded.at[s], self.encoded.at[g]);
        let (ls, lg, rs, rg) = (left[s], left[g], right[s], right[g]);
        if ls == lg {
            return false;
        }
        let same = |a: u32, b: u32| a != 0 && a == b;
        let alike =
            |a: u32, b: u32| a != 0 && b != 0 && self.words(Kind::Given, given_field, a, b) >= 4;
        (same(ls, rg) && (same(lg, rs) || alike(lg, rs))) || (same(lg, rs) && alike(ls, rg))
    }

    fn text(&self, field: usize, number: u32) -> &str {
        let Some(book) = self.encoded.book(field) else {
            return "";
        };
        let extra = self.extra.and_then(|extra| extra.book(field));
        match extra {
            Some(extra) if number > book.len() => extra.text(number - book.len()),
            _ => book.text(number),
        }
    }

    fn words(&self, kind: Kind, field: usize, a: u32, b: u32) -> u8 {
        let texts = || (self.text(field, a), self.text(field, b));
        match kind {
            Kind::Surname | Kind::Given => {
                let heard = |number| self.encoded.heard(field, number, self.extra);
                match (heard(a), heard(b)) {
                    (Some(x), Some(y)) if x.chinese && y.chinese => chinese_name(x, y),
                    (Some(x), Some(y)) if x.chinese || y.chinese => 0,
                    (Some(x), Some(y)) => {
                        let (a, b) = texts();
                        latin::name(a, b, x.sound == y.sound, self.nicknames)
                    }
                    _ => MISSING,
                }
            }
            Kind::Code => {
                let (a, b) = texts();
                latin::code(a, b)
            }
            _ => {
                let sketch = |number| self.encoded.sketch(field, number, self.extra);
                match (sketch(a), sketch(b)) {
                    (Some(x), Some(y)) => text(x, y, texts),
                    _ => MISSING,
                }
            }
        }
    }
}

#[inline]
fn wide(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// Chinese names: variants of the same characters, the same syllables, one character apart.
fn chinese_name(x: &Heard, y: &Heard) -> u8 {
    let length = x.chars.max(y.chars) as usize;
    if x.chars == y.chars {
        if x.folded == y.folded && length <= x.folded.len() {
            return 4;
        }
        if x.sound == y.sound {
            return 3;
        }
        let differing = x
            .folded
            .iter()
            .zip(&y.folded)
            .filter(|(a, b)| a != b)
            .count();
        let unheard = x
            .sounds
            .iter()
            .zip(&y.sounds)
            .filter(|(a, b)| a != b)
            .count();
        let alike = x
            .folded
            .iter()
            .zip(&y.folded)
            .all(|(a, b)| a == b || look_alike(*a, *b));
        return if alike {
            3
        } else {
            u8::from(length >= 2 && (differing == 1 || unheard == 1)) * 2
        };
    }
    // One character left out: 王小明, 王明.
    let (short, long) = if x.chars < y.chars { (x, y) } else { (y, x) };
    let n = short.chars as usize;
    let held = n > 0 && long.chars as usize == n + 1 && n < short.folded.len() && {
        let mut rest = long.folded.iter().take(n + 1);
        short.folded.iter().take(n).all(|c| rest.any(|d| d == c))
    };
    u8::from(held) * 2
}

fn look_alike(a: u32, b: u32) -> bool {
    let (Some(a), Some(b)) = (char::from_u32(a), char::from_u32(b)) else {
        return false;
    };
    a != '\0' && b != '\0' && base::name::are_confusable(a, b)
}

/// Words: the share of letter pairs in common (Dice), or Jaro–Winkler for short ones, which alone
/// need the texts themselves.
fn text<'t>(x: &Sketch, y: &Sketch, texts: impl FnOnce() -> (&'t str, &'t str)) -> u8 {
    let ones = |bits: [u64; 2]| bits[0].count_ones() + bits[1].count_ones();
    let shared = [x.bits[0] & y.bits[0], x.bits[1] & y.bits[1]];
    let (common, all) = (
        f64::from(ones(shared)),
        f64::from(ones(x.bits) + ones(y.bits)),
    );
    let dice = if all == 0.0 { 0.0 } else { 2.0 * common / all };
    if dice >= 0.85 {
        return 3;
    }
    if !x.chinese && !y.chinese && x.chars <= 24 && y.chars <= 24 {
        let (a, b) = texts();
        if latin::jaro_winkler(a, b) >= 0.92 {
            return 3;
        }
    }
    match dice {
        d if d >= 0.6 => 2,
        d if d >= 0.35 => 1,
        _ => 0,
    }
}
