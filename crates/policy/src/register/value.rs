//! Values of fields: as they are typed, stored, shown and put in order. What is written canonically
//! is read back as the same value.

use super::{Field, Kind, Word};
use crate::cel::{Amount, Datum};
use base::citizen_id::CitizenId;
use base::codes::{parse_bank_card, parse_credit_code, parse_disability_cert, parse_phone};
use base::message::{Arg, Message, Speak};

/// A text that a field does not take.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BadValue {
    /// No value of the type.
    #[error("{value:?} is no {kind}")]
    Kind {
        /// What was written.
        value: String,
        /// The type's word.
        kind: &'static str,
    },
    /// No word of the code.
    #[error("{value:?} is none of {known}")]
    Word {
        /// What was written.
        value: String,
        /// The words there are, in Chinese.
        known: String,
        /// The same in English.
        known_en: String,
    },
    /// A number outside the bounds.
    #[error("{value} is not between {min} and {max}")]
    Bounds {
        /// What was written.
        value: String,
        /// The least, if any.
        min: String,
        /// The greatest, if any.
        max: String,
    },
    /// Too long to be right.
    #[error("more than {0} characters")]
    Long(usize),
    /// A number (of a person, a card, an organisation) that is wrong in itself.
    #[error("{0}")]
    Number(Message),
}

impl Speak for BadValue {
    fn message(&self) -> Message {
        match self {
            Self::Kind { value, kind } => Message::new("register-bad-kind")
                .with("value", value.as_str())
                .with("kind", *kind),
            Self::Word {
                value,
                known,
                known_en,
            } => Message::new("register-bad-word")
                .with("value", value.as_str())
                .with(
                    "known",
                    Arg::Both {
                        zh: known.clone(),
                        en: known_en.clone(),
                    },
                ),
            Self::Bounds { value, min, max } => Message::new("register-bad-bounds")
                .with("value", value.as_str())
                .with("min", min.as_str())
                .with("max", max.as_str()),
            Self::Long(most) => Message::new("register-bad-long").with("most", *most),
            Self::Number(message) => message.clone(),
        }
    }
}

/// Characters in a line, and in a note.
const TEXT_MAX: usize = 500;
const NOTE_MAX: usize = 20_000;

/// What reads values: which spellings are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// As people write: labels in both languages, dates of every kind.
    People,
    /// As the store writes: codes alone. What was valid once is never refused.
    Store,
}

impl Field {
    /// Reads a text; an empty one is a missing value.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, written: &str) -> Result<Datum, BadValue> {
        self.read_as(written, Reader::People)
    }

    /// [`read`](Self::read) for a certain reader.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read_as(&self, written: &str, reader: Reader) -> Result<Datum, BadValue> {
        let text = written.trim();
        if text.is_empty() {
            return Ok(Datum::Missing);
        }
        if reader == Reader::Store {
            return Ok(self.stored(text));
        }
        let bad = || BadValue::Kind {
            value: text.to_owned(),
            kind: self.kind.code(),
        };
        let plain = |text: String| Datum::Text(text.into());
        let datum = match self.kind {
            Kind::Text | Kind::Photo => short(text, TEXT_MAX)?,
            Kind::Note => short(text, NOTE_MAX)?,
            Kind::Int => whole(text).map(Datum::Int).ok_or_else(bad)?,
            Kind::Decimal => decimal(text).map(Datum::Decimal).ok_or_else(bad)?,
            Kind::Money => {
                let fen = base::money::written::parse(text).map_err(|_| bad())?;
                Amount::of(fen).map(Datum::Money).ok_or_else(bad)?
            }
            Kind::Date => base::date::read_date(text)
                .map(|read| Datum::Date(read.date))
                .map_err(|_| bad())?,
            Kind::Bool => Datum::Bool(yes_or_no(text).ok_or_else(bad)?),
            Kind::Code => plain(self.word(text)?.code.clone()),
            Kind::Codes => plain(self.words_of(text)?),
            Kind::Phone => plain(parse_phone(text).map_err(|e| BadValue::Number(e.message()))?),
            Kind::IdNumber => {
                let id = CitizenId::parse(text).map_err(|e| BadValue::Number(e.message()))?;
                plain(id.to_string())
            }
            Kind::Certificate => {
                parse_disability_cert(text).map_err(|e| BadValue::Number(e.message()))?;
                plain(
                    base::name::normalise(text)
                        .text
                        .replace(' ', "")
                        .to_uppercase(),
                )
            }
            Kind::CreditCode => {
                plain(parse_credit_code(text).map_err(|e| BadValue::Number(e.message()))?)
            }
            Kind::Account => {
                plain(parse_bank_card(text).map_err(|e| BadValue::Number(e.message()))?)
            }
            Kind::Division => {
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                let long = matches!(text.len(), 2 | 4 | 6 | 9 | 12);
                plain((digits && long).then(|| text.to_owned()).ok_or_else(bad)?)
            }
            Kind::Point => plain(point(text).ok_or_else(bad)?),
        };
        self.within(&datum, text)?;
        Ok(datum)
    }

    /// What the store wrote: a value of the type, or the text as it is.
    fn stored(&self, text: &str) -> Datum {
        match self.kind {
            Kind::Int => text.parse().map_or(Datum::Missing, Datum::Int),
            Kind::Decimal => decimal(text).map_or(Datum::Missing, Datum::Decimal),
            Kind::Money => base::money::written::parse(text)
                .ok()
                .and_then(Amount::of)
                .map_or(Datum::Missing, Datum::Money),
            Kind::Date => text.parse().map_or(Datum::Missing, Datum::Date),
            Kind::Bool => Datum::Bool(text == "true"),
            _ => Datum::Text(text.into()),
        }
    }

    /// A value as the store writes it; `None` for a missing one.
    pub fn written(&self, value: &Datum) -> Option<String> {
        match value {
            Datum::Missing => None,
            other => Some(other.shown()),
        }
    }

    /// A value as people read it.
    pub fn shown(&self, value: &Datum, language: &str) -> String {
        let label = |code: &str| {
            let word = self.words.iter().find(|w| w.code == code);
            word.map_or(code, |w| w.label.of(language)).to_owned()
        };
        match (self.kind, value) {
            (Kind::Bool, Datum::Bool(b)) => {
                let words = if language.starts_with("zh") {
                    ["否", "是"]
                } else {
                    ["no", "yes"]
                };
                words
                    .get(usize::from(*b))
                    .copied()
                    .unwrap_or_default()
                    .to_owned()
            }
            (Kind::Code, Datum::Text(code)) => label(code),
            (Kind::Codes, Datum::Text(codes)) => {
                let mark = if language.starts_with("zh") {
                    "、"
                } else {
                    ", "
                };
                codes.split(',').map(label).collect::<Vec<_>>().join(mark)
            }
            (_, value) => value.shown(),
        }
    }

    /// A text by whose order values stand in order; equal values have equal texts.
    pub fn order(&self, value: &Datum) -> Option<String> {
        Some(match value {
            Datum::Missing => return None,
            Datum::Int(n) => number(i128::from(*n)),
            Datum::Decimal(d) => number(*d),
            Datum::Money(m) => number(i128::from(m.micros())),
            Datum::Bool(b) => u8::from(*b).to_string(),
            other => other.shown().chars().take(ORDER_MAX).collect(),
        })
    }

    /// The word that a text means: its code, its label, or another spelling.
    fn word(&self, text: &str) -> Result<&Word, BadValue> {
        let plain = |t: &str| {
            base::name::normalise(t)
                .text
                .replace(' ', "")
                .to_lowercase()
        };
        let wanted = plain(text);
        let found = self.words.iter().find(|w| {
            let also = w.also.iter().map(String::as_str);
            let labels = [w.code.as_str(), &w.label.zh, &w.label.en];
            labels.into_iter().chain(also).any(|t| plain(t) == wanted)
        });
        found.ok_or_else(|| {
            let all = |of: fn(&Word) -> &str| {
                let words: Vec<&str> = self.words.iter().take(12).map(of).collect();
                words.join(" / ")
            };
            BadValue::Word {
                value: text.to_owned(),
                known: all(|w| &w.label.zh),
                known_en: all(|w| &w.label.en),
            }
        })
    }

    /// Several words, in the order of the list, each once.
    fn words_of(&self, text: &str) -> Result<String, BadValue> {
        let mut codes = Vec::new();
        let parts = text.split([',', '，', '、', ';', '；', '|', '\n']);
        for part in parts.map(str::trim).filter(|p| !p.is_empty()) {
            codes.push(self.word(part)?.code.as_str());
        }
        let ordered = self.words.iter().map(|w| w.code.as_str());
        let kept: Vec<&str> = ordered.filter(|code| codes.contains(code)).collect();
        Ok(kept.join(","))
    }

    fn within(&self, value: &Datum, text: &str) -> Result<(), BadValue> {
        let (low, high) = match value {
            Datum::Int(n) => (i128::from(*n) * MICROS, i128::from(*n) * MICROS),
            Datum::Decimal(d) => (*d, *d),
            Datum::Money(m) => (i128::from(m.micros()), i128::from(m.micros())),
            _ => return Ok(()),
        };
        let scaled = |n: i64| i128::from(n) * MICROS;
        let fits =
            self.min.is_none_or(|m| low >= scaled(m)) && self.max.is_none_or(|m| high <= scaled(m));
        if fits {
            return Ok(());
        }
        let shown = |n: Option<i64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
        Err(BadValue::Bounds {
            value: text.to_owned(),
            min: shown(self.min),
            max: shown(self.max),
        })
    }
}

const MICROS: i128 = 1_000_000;

/// Characters of a text that its order looks at.
const ORDER_MAX: usize = 60;

/// Digits of a number's order: enough for any amount that is kept.
fn number(n: i128) -> String {
    const HALF: i128 = 1 << 96;
    format!("{:030}", n.saturating_add(HALF).max(0))
}

fn short(text: &str, most: usize) -> Result<Datum, BadValue> {
    if text.chars().count() > most {
        return Err(BadValue::Long(most));
    }
    Ok(Datum::Text(text.into()))
}

fn whole(text: &str) -> Option<i64> {
    let plain = base::name::normalise(text).text.replace([',', ' '], "");
    // Workbooks hand over whole numbers as 12.0.
    plain.strip_suffix(".0").unwrap_or(&plain).parse().ok()
}

/// Millionths of a number with up to six decimals.
fn decimal(text: &str) -> Option<i128> {
    let plain = base::name::normalise(text).text.replace([',', ' '], "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest.to_owned()),
        None => (1, plain),
    };
    let valid = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let dotted = if digits.contains('.') {
        digits
    } else {
        format!("{digits}.0")
    };
    (valid && dotted.len() < 30)
        .then(|| crate::cel::decimal(&dotted))?
        .map(|d| d * sign)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "对" | "yes" | "y" | "true" | "1" | "√" | "✓" => Some(true),
        "否" | "无" | "没有" | "no" | "n" | "false" | "0" | "×" => Some(false),
        _ => None,
    }
}

/// Longitude and latitude in degrees, with six decimals.
fn point(text: &str) -> Option<String> {
    let (first, second) = text.split_once([',', '，', ' '])?;
    let read = |t: &str| t.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let (lng, lat) = (read(first)?, read(second)?);
    ((-180.0..=180.0).contains(&lng) && (-90.0..=90.0).contains(&lat))
        .then(|| format!("{lng:.6},{lat:.6}"))
}
