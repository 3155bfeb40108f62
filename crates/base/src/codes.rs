//! Other numbers on forms: disability certificates, social-credit codes, bank cards, phones.
//!
//! Every entry point takes the text as written and gives the normal form.

use crate::citizen_id::{CitizenId, CitizenIdError};
use crate::message::{Message, Speak};
use crate::written::{is_hyphen, plain};

/// Why a value is no code of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// The number of characters is wrong.
    #[error("{found} characters")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that such a code never has.
    #[error("illegal character {found:?}")]
    IllegalCharacter {
        /// The character.
        found: char,
    },
    /// The check digit does not fit.
    #[error("check digit does not fit")]
    CheckDigit,
    /// The citizen ID number inside is wrong.
    #[error(transparent)]
    CitizenId(#[from] CitizenIdError),
}

impl Speak for CodeError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("base-code-empty"),
            Self::Length { found } => Message::new("base-code-length").with("found", *found),
            Self::IllegalCharacter { found } => {
                Message::new("base-code-character").with("found", found.to_string())
            }
            Self::CheckDigit => Message::new("base-code-check"),
            Self::CitizenId(e) => e.message(),
        }
    }
}

/// A disability certificate number (残疾人证): citizen ID, category 1–7, grade 1–4, replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DisabilityCert {
    /// The holder.
    pub holder: CitizenId,
    /// 1 visual, 2 hearing, 3 speech, 4 physical, 5 intellectual, 6 mental, 7 multiple.
    pub category: u8,
    /// 1 (heaviest) to 4.
    pub grade: u8,
    /// n of the suffix `Bn`; 0 for the first certificate.
    pub replacement: u8,
}

/// Reads a certificate number such as `50015319000101003X42B1`.
///
/// # Errors
/// See [`CodeError`].
pub fn parse_disability_cert(text: &str) -> Result<DisabilityCert, CodeError> {
    let code = compact(text)?.to_ascii_uppercase();
    let (body, replacement) = match code.split_once('B') {
        Some((body, n)) => (
            body,
            n.parse()
                .map_err(|_| CodeError::IllegalCharacter { found: 'B' })?,
        ),
        None => (code.as_str(), 0),
    };
    let found = body.chars().count();
    let (id, kind) = body
        .split_at_checked(18)
        .ok_or(CodeError::Length { found })?;
    if found != 20 {
        return Err(CodeError::Length { found });
    }
    let holder = CitizenId::parse(id)?;
    let digit = |at: usize, last: u8| match kind.as_bytes()[at] {
        b @ b'1'.. if b <= b'0' + last => Ok(b - b'0'),
        b => Err(CodeError::IllegalCharacter {
            found: char::from(b),
        }),
    };
    Ok(DisabilityCert {
        holder,
        category: digit(0, 7)?,
        grade: digit(1, 4)?,
        replacement,
    })
}

/// Reads a unified social credit code (GB 32100) and gives its 18 characters.
///
/// # Errors
/// See [`CodeError`].
pub fn parse_credit_code(text: &str) -> Result<String, CodeError> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let code = compact(text)?.to_ascii_uppercase();
    let mut values = Vec::with_capacity(18);
    for found in code.chars() {
        values.push(
            ALPHABET
                .find(found)
                .ok_or(CodeError::IllegalCharacter { found })?,
        );
    }
    if values.len() != 18 {
        return Err(CodeError::Length {
            found: values.len(),
        });
    }
    let (mut weight, mut sum) = (1, 0);
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    if (31 - sum % 31) % 31 == values[17] {
        Ok(code)
    } else {
        Err(CodeError::CheckDigit)
    }
}

/// Reads a bank card number (16–19 digits, Luhn) and gives its digits.
///
/// # Errors
/// See [`CodeError`].
pub fn parse_bank_card(text: &str) -> Result<String, CodeError> {
    let code = compact(text)?;
    if let Some(found) = code.chars().find(|c| !c.is_ascii_digit()) {
        return Err(CodeError::IllegalCharacter { found });
    }
    if !(16..=19).contains(&code.len()) {
        return Err(CodeError::Length { found: code.len() });
    }
    let sum: u32 = code
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| match (i % 2, u32::from(b - b'0')) {
            (0, d) => d,
            (_, d) => d * 2 / 10 + d * 2 % 10,
        })
        .sum();
    if sum.is_multiple_of(10) {
        Ok(code)
    } else {
        Err(CodeError::CheckDigit)
    }
}

/// Reads a mobile or landline number and gives its digits without +86 (landlines with area code
/// keep the leading 0).
///
/// # Errors
/// See [`CodeError`].
pub fn parse_phone(text: &str) -> Result<String, CodeError> {
    let code: String = compact(text)?
        .chars()
        .filter(|c| !"()".contains(*c))
        .collect();
    let code = code
        .strip_prefix("+86")
        .or(code.strip_prefix("0086"))
        .unwrap_or(&code);
    let code = match code.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest,
        _ => code,
    };
    if let Some(found) = code.chars().find(|c| !c.is_ascii_digit()) {
        return Err(CodeError::IllegalCharacter { found });
    }
    let mobile = code.len() == 11 && code.starts_with('1') && code.as_bytes()[1] >= b'3';
    // An area code has one 0 before it: two are a country's prefix again.
    let landline = match code.as_bytes() {
        [b'0', b'1'..=b'9', ..] => (10..=12).contains(&code.len()),
        [b'2'..=b'8', ..] => (7..=8).contains(&code.len()),
        _ => false,
    };
    if mobile || landline {
        Ok(code.to_owned())
    } else {
        Err(CodeError::Length { found: code.len() })
    }
}

fn compact(text: &str) -> Result<String, CodeError> {
    let code: String = plain(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_hyphen(*c))
        .collect();
    if code.is_empty() {
        Err(CodeError::Empty)
    } else {
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_certificate_tells_holder_category_and_grade() {
        let cert = parse_disability_cert("50015319000101003x42B1").unwrap();
        assert_eq!((cert.category, cert.grade, cert.replacement), (4, 2, 1));
        assert_eq!(cert.holder.to_string(), "50015319000101003X");
        assert!(parse_disability_cert("50015319000101003X82").is_err());
        assert!(parse_disability_cert("50015319000101003X4").is_err());
    }

    #[test]
    fn credit_codes_of_public_bodies_check() {
        for code in [
            "11500226753092798P",
            "1150022100930385XN",
            "11500114009130311J",
        ] {
            assert_eq!(parse_credit_code(code).as_deref(), Ok(code));
        }
        assert_eq!(
            parse_credit_code("11500226753092799P"),
            Err(CodeError::CheckDigit)
        );
    }

    #[test]
    fn cards_and_phones() {
        assert_eq!(
            parse_bank_card("6222 0212 3456 7894").is_ok(),
            parse_bank_card("6222021234567894").is_ok()
        );
        assert_eq!(
            parse_bank_card("4111111111111111").as_deref(),
            Ok("4111111111111111")
        );
        assert_eq!(
            parse_bank_card("4111111111111112"),
            Err(CodeError::CheckDigit)
        );
        for text in [
            "138-1234-5678",
            "+86 13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
        ] {
            assert_eq!(parse_phone(text).as_deref(), Ok("13812345678"), "{text}");
        }
        assert_eq!(parse_phone("(023) 4673-1234").as_deref(), Ok("02346731234"));
        assert!(parse_phone("12345").is_err());
        assert!(parse_phone("+86 008686138648").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".*", near in "[0-9XB+ -]{0,24}") {
            for t in [&text, &near] {
                let _ = (parse_disability_cert(t), parse_credit_code(t));
                let _ = (parse_bank_card(t), parse_phone(t));
            }
        }
    }
}
