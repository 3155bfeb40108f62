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
        } else if c.is_alphabetic() || c == '_' {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let length = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
            found.push((
                Token::Name(rest.get(..length).unwrap_or_default().to_owned()),
                at,
            ));
            at += length;
        } else if c == '"' || c == '\'' {
            let (token, length) = text_literal(rest, c, at)?;
            found.push((token, at));
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

fn number(rest: &str, at: usize) -> Result<(Token, usize), CelError> {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
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

fn text_literal(rest: &str, quote: char, at: usize) -> Result<(Token, usize), CelError> {
    let mut value = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((place, c)) = chars.next() {
        match c {
            _ if c == quote => return Ok((Token::Text(value), place + 1)),
            '\\' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, c @ ('\\' | '"' | '\''))) => value.push(c),
                Some((place, c)) => {
                    return Err(CelError {
                        at: at + place,
                        what: What::Character(c),
                    });
                }
                None => break,
            },
            c => value.push(c),
        }
    }
    Err(CelError {
        at,
        what: What::TextOpen,
    })
}
