//! Amounts in Chinese capitals (大写金额), both directions.

use super::{Fen, MoneyError};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const YI: u64 = 100_000_000;
const WAN: u64 = 10_000;

/// Whether the character is a number word, so that the text is an amount in words. 万 and 亿 alone
/// are not: `1.2万元` is written in digits.
pub(super) fn is_number(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '拾' | '百' | '佰' | '千' | '仟')
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '壹' | '一' => 1,
        '贰' | '貳' | '二' | '两' => 2,
        '叁' | '參' | '三' => 3,
        '肆' | '四' => 4,
        '伍' | '五' => 5,
        '陆' | '陸' | '六' => 6,
        '柒' | '七' => 7,
        '捌' | '八' => 8,
        '玖' | '九' => 9,
        _ => return None,
    })
}

pub(super) fn print(amount: Fen) -> String {
    let fen = amount.0.unsigned_abs();
    let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::new();
    if amount.0 < 0 {
        text.push('负');
    }
    if yuan > 0 || fen == 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    if jiao == 0 && rest == 0 {
        text.push('整');
    }
    if jiao > 0 {
        text.push(DIGITS[jiao as usize]);
        text.push('角');
    }
    if rest > 0 {
        if jiao == 0 && yuan > 0 {
            text.push('零');
        }
        text.push(DIGITS[rest as usize]);
        text.push('分');
    }
    text
}

fn whole(n: u64) -> String {
    match n {
        0 => "零".to_owned(),
        YI.. => joined(n, YI, "亿"),
        WAN.. => joined(n, WAN, "万"),
        1000.. => joined(n, 1000, "仟"),
        100.. => joined(n, 100, "佰"),
        10.. => joined(n, 10, "拾"),
        _ => DIGITS[n as usize].to_string(),
    }
}

/// `whole(n / unit)` unit `whole(n % unit)`, with 零 where the next place is empty.
fn joined(n: u64, unit: u64, name: &str) -> String {
    let rest = n % unit;
    let zero = if rest > 0 && rest < unit / 10 {
        "零"
    } else {
        ""
    };
    let low = if rest > 0 { whole(rest) } else { String::new() };
    format!("{}{name}{zero}{low}", whole(n / unit))
}

/// What has been read so far: of the amount, of the group of four, and a digit without its unit.
#[derive(Default)]
struct Sum {
    fen: u64,
    total: u64,
    group: u64,
    digit: Option<u64>,
    written: bool,
}

pub(super) fn parse(text: &str) -> Result<Fen, MoneyError> {
    let text = text.strip_prefix("人民币").unwrap_or(text);
    let (negative, text) = match text.strip_prefix('负') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let text = text.strip_suffix(['整', '正']).unwrap_or(text);
    let mut sum = Sum::default();
    for c in text.chars() {
        sum.take(c).ok_or(MoneyError::Unreadable)?;
    }
    sum.end_of_yuan_if_open().ok_or(MoneyError::TooLarge)?;
    let fen = i64::try_from(sum.fen).map_err(|_| MoneyError::TooLarge)?;
    if sum.written {
        Ok(Fen(if negative { -fen } else { fen }))
    } else {
        Err(MoneyError::Unreadable)
    }
}

impl Sum {
    fn take(&mut self, c: char) -> Option<()> {
        if let Some(digit) = digit(c) {
            // 零 only marks an empty place; two other digits in a row are no number in words.
            if digit > 0 && self.digit.is_some_and(|d| d > 0) {
                return None;
            }
            self.digit = Some(digit);
            self.written = true;
            return Some(());
        }
        match c {
            '拾' | '十' => self.place(10),
            '佰' | '百' => self.place(100),
            '仟' | '千' => self.place(1000),
            '万' | '萬' => {
                self.close_group();
                let (above, below) = (self.total / YI * YI, self.total % YI);
                (below == 0).then_some(())?;
                self.total = above.checked_add(self.group.checked_mul(WAN)?)?;
                self.group = 0;
                Some(())
            }
            '亿' | '億' => {
                self.close_group();
                self.total = self.total.checked_add(self.group)?.checked_mul(YI)?;
                self.group = 0;
                Some(())
            }
            '元' | '圆' | '圓' => self.end_of_yuan_if_open(),
            '角' => self.small(10),
            '分' => self.small(1),
            _ => None,
        }
    }

    fn place(&mut self, unit: u64) -> Option<()> {
        let times = match self.digit.take() {
            None | Some(0) if unit == 10 => 1,
            None | Some(0) => return None,
            Some(digit) => digit,
        };
        self.written = true;
        self.group = self.group.checked_add(times * unit)?;
        Some(())
    }

    fn close_group(&mut self) {
        self.group += self.digit.take().unwrap_or(0);
    }

    fn end_of_yuan_if_open(&mut self) -> Option<()> {
        self.close_group();
        let yuan = self.total.checked_add(self.group)?;
        self.fen = self.fen.checked_add(yuan.checked_mul(100)?)?;
        (self.total, self.group) = (0, 0);
        Some(())
    }

    fn small(&mut self, worth: u64) -> Option<()> {
        let digit = self.digit.take()?;
        self.fen = self.fen.checked_add(digit * worth)?;
        Some(())
    }
}
