//! Which encoding a text is in: UTF-8 with or without mark, UTF-16, or GB18030 (with GBK and
//! GB2312 within it).

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// An encoding met in ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without mark.
    Utf8,
    /// UTF-8 with a byte-order mark, as spreadsheets write it.
    Utf8Bom,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// The text in UTF-8 and the encoding it was in; `Err` is the first byte that fits none.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), usize> {
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let text = std::str::from_utf8(rest).map_err(|e| e.valid_up_to() + 3)?;
            return Ok((text.to_owned(), Encoding::Utf8Bom));
        }
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, Encoding::Utf16Be),
        _ => {}
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return utf16(&bytes, encoding);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, Encoding::Utf8)),
        Err(not_utf8) => {
            let at = not_utf8.utf8_error().valid_up_to();
            // A file cut short in the middle of its last character is still UTF-8.
            if not_utf8.utf8_error().error_len().is_none() && at > 0 {
                let mut bytes = not_utf8.into_bytes();
                bytes.truncate(at);
                return String::from_utf8(bytes)
                    .map(|text| (text, Encoding::Utf8))
                    .map_err(|e| e.utf8_error().valid_up_to());
            }
            not_utf8.into_bytes()
        }
    };
    match GB18030.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => Ok((text.into_owned(), Encoding::Gb18030)),
        None => Err(first_bad_gb18030(&bytes)),
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<(String, Encoding), usize> {
    let table = if encoding == Encoding::Utf16Le {
        UTF_16LE
    } else {
        UTF_16BE
    };
    match table.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), encoding)),
        None => Err(0),
    }
}

/// Delimiters and digits in UTF-16 leave a zero in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    let zeros = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 8;
    match (even > enough, odd > enough) {
        (false, true) if even == 0 && bytes.len().is_multiple_of(2) => Some(Encoding::Utf16Le),
        (true, false) if odd == 0 && bytes.len().is_multiple_of(2) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn first_bad_gb18030(bytes: &[u8]) -> usize {
    let fits = |end: usize| {
        let mut decoder = GB18030.new_decoder_without_bom_handling();
        let head = bytes.get(..end).unwrap_or_default();
        let mut out = String::with_capacity(head.len() * 2 + 16);
        let (result, _) = decoder.decode_to_string_without_replacement(head, &mut out, false);
        !matches!(result, encoding_rs::DecoderResult::Malformed(..))
    };
    let (mut good, mut bad) = (0, bytes.len());
    while good + 1 < bad {
        let middle = good.midpoint(bad);
        if fits(middle) {
            good = middle
        } else {
            bad = middle
        }
    }
    good
}
