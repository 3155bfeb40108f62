//! Which encoding a text is in: UTF-8 with or without mark, UTF-16, or GB18030 (with GBK and
//! GB2312 within it).

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16BE, UTF_16LE};

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
pub(crate) fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
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

/// Decodes a text that comes piece by piece.
#[derive(Default)]
pub(super) struct Decoding {
    state: State,
    /// Bytes of the pieces decoded so far.
    passed: usize,
    /// A byte-order mark stood at the beginning.
    marked: bool,
}

#[derive(Default)]
enum State {
    #[default]
    Begin,
    /// UTF-8; whether anything but ASCII has been seen, which settles it.
    Utf8 {
        settled: bool,
    },
    Other(Box<Decoder>),
}

impl Decoding {
    /// Moves what can be decoded from `bytes` to `text`; `Err` is the first byte of the file that
    /// fits no encoding.
    pub(super) fn decode(
        &mut self,
        bytes: &mut Vec<u8>,
        text: &mut String,
        last: bool,
    ) -> Result<(), usize> {
        if matches!(self.state, State::Begin) {
            self.begin(bytes);
        }
        if let State::Utf8 { settled } = &mut self.state {
            let (valid, cut) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), true),
                Err(e) => (e.valid_up_to(), e.error_len().is_none()),
            };
            if cut {
                let good = bytes.get(..valid).unwrap_or_default();
                *settled |= !good.is_ascii();
                // A file cut short in the middle of its last character is still UTF-8.
                text.push_str(std::str::from_utf8(good).unwrap_or_default());
                bytes.drain(..valid);
                self.passed += valid;
                return Ok(());
            }
            if *settled {
                return Err(self.passed + valid);
            }
            let decoder = GB18030.new_decoder_without_bom_handling();
            self.state = State::Other(Box::new(decoder));
        }
        if let State::Other(decoder) = &mut self.state {
            let mut done = 0;
            loop {
                let rest = bytes.get(done..).unwrap_or_default();
                let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
                text.reserve(room.unwrap_or(rest.len() * 4));
                let (result, read) = decoder.decode_to_string_without_replacement(rest, text, last);
                done += read;
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(length, after) => {
                        let back = usize::from(length) + usize::from(after);
                        return Err((self.passed + done).saturating_sub(back));
                    }
                }
            }
            self.passed += done;
            bytes.clear();
        }
        Ok(())
    }

    /// The encoding, as far as it is known by now.
    pub(super) fn encoding(&self) -> Encoding {
        match &self.state {
            State::Begin => Encoding::Utf8,
            State::Utf8 { .. } if self.marked => Encoding::Utf8Bom,
            State::Utf8 { .. } => Encoding::Utf8,
            State::Other(decoder) if decoder.encoding() == UTF_16LE => Encoding::Utf16Le,
            State::Other(decoder) if decoder.encoding() == UTF_16BE => Encoding::Utf16Be,
            State::Other(_) => Encoding::Gb18030,
        }
    }

    fn begin(&mut self, bytes: &mut Vec<u8>) {
        let (skipped, table) = match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (3, None),
            [0xFF, 0xFE, ..] => (2, Some(UTF_16LE)),
            [0xFE, 0xFF, ..] => (2, Some(UTF_16BE)),
            _ => match unmarked_utf16(bytes) {
                Some(Encoding::Utf16Le) => (0, Some(UTF_16LE)),
                Some(_) => (0, Some(UTF_16BE)),
                None => (0, None),
            },
        };
        bytes.drain(..skipped);
        self.passed = skipped;
        self.marked = skipped > 0;
        self.state = match table {
            Some(table) => State::Other(Box::new(table.new_decoder_without_bom_handling())),
            None => State::Utf8 {
                settled: skipped > 0,
            },
        };
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
