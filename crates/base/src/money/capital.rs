//! The capital form of amounts (大写金额), as cheques, receipts and notices carry it:
//! 壹仟贰佰叁拾元伍角. Zero between figures is said once, a whole amount ends in 整.

use super::{Fen, MoneyError};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [(u64, &str); 4] = [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")];
const GROUPS: [(u64, &str); 5] = [
    (10_000_000_000_000_000, "亿亿"),
    (1_000_000_000_000, "万亿"),
    (100_000_000, "亿"),
    (10_000, "万"),
    (1, ""),
];

/// The capital form of an amount; a negative one begins with 负.
///
/// ```
/// use base::money::{Fen, capital};
/// assert_eq!(capital::write(Fen::new(123_050)), "壹仟贰佰叁拾元伍角");
/// ```
pub fn write(amount: Fen) -> String {
    let total = amount.get().unsigned_abs();
    let (yuan, jiao, fen) = (total / 100, total / 10 % 10, total % 10);
    let mut text = String::new();
    if amount.get() < 0 {
        text.push('负');
    }
    if yuan > 0 {
        write_integer(yuan, &mut text);
        text.push('元');
    }
    match (jiao, fen) {
        (0, 0) if yuan == 0 => text.push_str("零元整"),
        (0, 0) => text.push('整'),
        (0, _) if yuan > 0 => text.push('零'),
        _ => {}
    }
    for (digit, unit) in [(jiao, '角'), (fen, '分')] {
        if digit > 0 {
            text.push(numeral(digit));
            text.push(unit);
        }
    }
    text
}

fn write_integer(number: u64, text: &mut String) {
    let mut rest = number;
    let mut skipped = false;
    let start = text.len();
    for (size, unit) in GROUPS {
        let group = rest / size;
        rest %= size;
        let begun = text.len() > start;
        if group == 0 {
            skipped |= begun;
            continue;
        }
        if begun && (skipped || group < 1000) {
            text.push('零');
        }
        skipped = false;
        write_group(group, text);
        // 万亿 and 亿亿 end in 亿 only once: 壹万零壹亿, not 壹万亿零壹亿.
        let unit = if unit.len() > "亿".len() && rest / 100_000_000 > 0 {
            unit.strip_suffix('亿').unwrap_or(unit)
        } else {
            unit
        };
        text.push_str(unit);
    }
}

fn write_group(group: u64, text: &mut String) {
    let mut rest = group;
    let mut begun = false;
    let mut skipped = false;
    for (size, place) in PLACES {
        let digit = rest / size;
        rest %= size;
        if digit == 0 {
            skipped |= begun;
            continue;
        }
        if skipped {
            text.push('零');
        }
        (begun, skipped) = (true, false);
        text.push(numeral(digit));
        text.push_str(place);
    }
}

fn numeral(digit: u64) -> char {
    usize::try_from(digit)
        .ok()
        .and_then(|d| DIGITS.get(d))
        .copied()
        .unwrap_or('零')
}

/// Reads the capital form, and the everyday numerals 一二三 with it; 人民币 may stand before it.
///
/// # Errors
/// [`MoneyError::Character`] for a foreign character, [`MoneyError::Malformed`] for numerals and
/// units in an impossible order.
pub fn parse(text: &str) -> Result<Fen, MoneyError> {
    let whole = text.trim();
    let body = whole.strip_prefix("人民币").unwrap_or(whole);
    let (negative, body) = match body.strip_prefix('负') {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    if body.is_empty() {
        return Err(MoneyError::Empty);
    }
    let offset = whole.chars().count() - body.chars().count();
    let mut reader = Reader::default();
    for (at, c) in body.chars().enumerate() {
        reader.take(c).map_err(|why| match why {
            Stop::Character => MoneyError::Character {
                found: c,
                position: offset + at + 1,
            },
            Stop::Order => MoneyError::Malformed(whole.to_owned()),
            Stop::Size => MoneyError::TooLarge,
        })?;
    }
    let fen = reader
        .finish()
        .ok_or_else(|| MoneyError::Malformed(whole.to_owned()))?;
    Ok(Fen::new(if negative { -fen } else { fen }))
}

enum Stop {
    Character,
    Order,
    Size,
}

/// Reads from left to right; each unit must be smaller than the one before it in its group.
#[derive(Default)]
struct Reader {
    /// Fen of what has been closed by 元, 角 or 分.
    fen: i64,
    /// Yuan above the present group of four.
    total: i64,
    /// Value of the present group of four.
    section: i64,
    /// The last numeral, still waiting for its unit.
    digit: Option<i64>,
    /// The unit that closed last within the present group (10000 when none yet).
    place: Option<i64>,
    /// The smallest of 元 角 分 seen so far, in fen.
    closed: Option<i64>,
    /// 整 was read: nothing may follow.
    ended: bool,
}

impl Reader {
    fn take(&mut self, c: char) -> Result<(), Stop> {
        if self.ended {
            return Err(Stop::Order);
        }
        match c {
            '零' | '〇' if self.digit.is_none() => Ok(()),
            '零' | '〇' => Err(Stop::Order),
            '拾' | '十' => self.place(10),
            '佰' | '百' => self.place(100),
            '仟' | '千' => self.place(1000),
            '万' => self.group(10_000),
            '亿' => self.group(100_000_000),
            '元' | '圆' => self.close(100),
            '角' => self.close(10),
            '分' => self.close(1),
            '整' | '正' => {
                self.ended = true;
                if self.digit.is_some() {
                    Err(Stop::Order)
                } else {
                    Ok(())
                }
            }
            _ => {
                let digit = value(c).ok_or(Stop::Character)?;
                if self.digit.replace(digit).is_some() {
                    Err(Stop::Order)
                } else {
                    Ok(())
                }
            }
        }
    }

    fn place(&mut self, size: i64) -> Result<(), Stop> {
        let smaller = self.place.is_none_or(|last| size < last);
        if !smaller || self.closed.is_some() {
            return Err(Stop::Order);
        }
        // 拾 alone at the head of a group is ten (拾伍元).
        let digit = match self.digit.take() {
            Some(digit) => digit,
            None if size == 10 && self.section == 0 => 1,
            None => return Err(Stop::Order),
        };
        self.section += digit * size;
        self.place = Some(size);
        Ok(())
    }

    fn group(&mut self, size: i64) -> Result<(), Stop> {
        self.section += self.digit.take().unwrap_or_default();
        let lifted = if size == 100_000_000 {
            self.total + self.section
        } else {
            self.section
        };
        if lifted == 0 || self.closed.is_some() {
            return Err(Stop::Order);
        }
        let lifted = lifted.checked_mul(size).ok_or(Stop::Size)?;
        if size == 100_000_000 {
            self.total = lifted;
        } else {
            let clash = self.total % 100_000_000 != 0;
            self.total = self.total.checked_add(lifted).ok_or(Stop::Size)?;
            if clash {
                return Err(Stop::Order);
            }
        }
        (self.section, self.place) = (0, None);
        Ok(())
    }

    fn close(&mut self, unit: i64) -> Result<(), Stop> {
        if self.closed.is_some_and(|last| unit >= last) {
            return Err(Stop::Order);
        }
        let last = self.digit.take();
        let value = if unit == 100 {
            self.total
                .checked_add(self.section + last.unwrap_or_default())
                .ok_or(Stop::Size)?
        } else {
            last.ok_or(Stop::Order)?
        };
        let fen = value.checked_mul(unit).ok_or(Stop::Size)?;
        self.fen = self.fen.checked_add(fen).ok_or(Stop::Size)?;
        self.closed = Some(unit);
        Ok(())
    }

    fn finish(self) -> Option<i64> {
        (self.closed.is_some() && self.digit.is_none()).then_some(self.fen)
    }
}

fn value(c: char) -> Option<i64> {
    Some(match c {
        '壹' | '一' | '弌' => 1,
        '贰' | '二' | '两' | '貳' => 2,
        '叁' | '三' | '参' | '參' => 3,
        '肆' | '四' => 4,
        '伍' | '五' => 5,
        '陆' | '六' | '陸' => 6,
        '柒' | '七' => 7,
        '捌' | '八' => 8,
        '玖' | '九' => 9,
        _ => return None,
    })
}
