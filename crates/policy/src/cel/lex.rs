//! Characters to tokens, each with its position.

use super::{CelError, What};

/// The longest expression in bytes.
const TEXT_MAX: usize = 10_000;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Int(i64),
    /// Digits before and after the point.
    Decimal(String),
    Text(String),
    Name(String),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

impl Token {
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Int(n) => n.to_string(),
            Self::Decimal(d) => d.clone(),
            Self::Text(t) => format!("{t:?}"),
            Self::Name(n) => n.clone(),
            Self::Sign(s) => (*s).to_owned(),
            Self::End => "the end".to_owned(),
        }
    }
}

const SIGNS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}",
];

/// All tokens, the end included.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, CelError> {
    if text.len() > TEXT_MAX {
        return Err(CelError {
            at: 0,
            what: What::TooLarge,
        });
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if c.is_ascii_digit() {
            let (token, length) = number(rest, at)?;
            found.push((token, at));
            at += length;
        } else if c == '"' || c == '\'' || raw(rest) {
            let (token, length) = text_literal(rest, raw(rest), at)?;
            found.push((token, at));
            at += length;
        } else if c.is_alphabetic() || c == '_' {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let length = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
            found.push((
                Token::Name(rest.get(..length).unwrap_or_default().to_owned()),
                at,
            ));
            at += length;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push((Token::Sign(sign), at));
            at += sign.len();
        } else {
            return Err(CelError {
                at,
                what: What::Character(c),
            });
        }
    }
    found.push((Token::End, text.len()));
    Ok(found)
}

/// Whether a raw text (`r'…'`) begins here.
fn raw(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('r' | 'R')) && matches!(chars.next(), Some('"' | '\''))
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), CelError> {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
        let end = |c: char| !c.is_ascii_hexdigit();
        let written = hex
            .get(..hex.find(end).unwrap_or(hex.len()))
            .unwrap_or_default();
        let value = i64::from_str_radix(written, 16).map_err(|_| CelError {
            at,
            what: What::Number(format!("0x{written}")),
        })?;
        return Ok((Token::Int(value), 2 + written.len()));
    }
    let whole = digits(rest);
    let after = rest.get(whole..).unwrap_or_default();
    let part = after.strip_prefix('.').map_or(0, digits);
    let length = if part > 0 { whole + 1 + part } else { whole };
    let written = rest.get(..length).unwrap_or_default();
    if part > 0 {
        return Ok((Token::Decimal(written.to_owned()), length));
    }
    let value = written.parse().map_err(|_| CelError {
        at,
        what: What::Number(written.into()),
    })?;
    Ok((Token::Int(value), length))
}

/// A text in one or three quotation marks of either kind; `raw` takes backslashes as they are.
fn text_literal(rest: &str, raw: bool, at: usize) -> Result<(Token, usize), CelError> {
    let prefix = usize::from(raw);
    let quoted = rest.get(prefix..).unwrap_or_default();
    let one = quoted.get(..1).unwrap_or_default();
    let triple = quoted.get(..3).filter(|three| *three == one.repeat(3));
    let quote = triple.unwrap_or(one);
    let mut value = String::new();
    let mut place = quote.len();
    while let Some(c) = quoted.get(place..).and_then(|left| left.chars().next()) {
        let left = quoted.get(place..).unwrap_or_default();
        if left.starts_with(quote) {
            return Ok((Token::Text(value), prefix + place + quote.len()));
        }
        if c == '\n' && triple.is_none() {
            break;
        }
        if c != '\\' || raw {
            value.push(c);
            place += c.len_utf8();
            continue;
        }
        let wrong = |c: char| CelError {
            at: at + prefix + place + 1,
            what: What::Character(c),
        };
        let Some(letter) = left.chars().nth(1) else {
            break;
        };
        let (c, length) = escape(left.get(1..).unwrap_or_default()).ok_or_else(|| wrong(letter))?;
        value.push(c);
        place += 1 + length;
    }
    Err(CelError {
        at,
        what: What::TextOpen,
    })
}

/// The character of an escape and how long it is, the backslash left out.
fn escape(rest: &str) -> Option<(char, usize)> {
    let number = |from: usize, digits: usize, radix: u32| {
        let text = rest.get(from..from + digits)?;
        let plain = text.chars().all(|c| c.is_digit(radix));
        let code = u32::from_str_radix(text, radix).ok().filter(|_| plain)?;
        Some((char::from_u32(code)?, from + digits))
    };
    match rest.chars().next()? {
        'a' => Some(('\u{7}', 1)),
        'b' => Some(('\u{8}', 1)),
        'f' => Some(('\u{c}', 1)),
        'n' => Some(('\n', 1)),
        'r' => Some(('\r', 1)),
        't' => Some(('\t', 1)),
        'v' => Some(('\u{b}', 1)),
        c @ ('\\' | '?' | '"' | '\'' | '`') => Some((c, 1)),
        'x' | 'X' => number(1, 2, 16),
        'u' => number(1, 4, 16),
        'U' => number(1, 8, 16),
        '0'..='3' => number(0, 3, 8),
        _ => None,
    }
}
