//! csv in UTF-8: rows are formatted in parallel pieces and written in order.

use super::frame::{Frame, Value};
use rayon::prelude::*;
use std::io::{self, Write};

/// Rows formatted at a time by one thread.
const PIECE: usize = 8192;

/// Writes the rows, under the header if they are the first.
pub(super) fn write(out: &mut impl Write, frame: &Frame, begins: bool) -> io::Result<()> {
    if begins {
        let mut header = Vec::new();
        for (at, (name, _)) in frame.columns.iter().enumerate() {
            separate(at, &mut header);
            text(name, &mut header);
        }
        header.push(b'\n');
        out.write_all(&header)?;
    }
    let rows = frame.rows();
    let pieces = rows.div_ceil(PIECE);
    // A few pieces at a time keep memory flat however long the frame is.
    for first in (0..pieces).step_by(64) {
        let last = (first + 64).min(pieces);
        let parts: Vec<Vec<u8>> = (first..last)
            .into_par_iter()
            .map(|piece| lines(frame, piece * PIECE, ((piece + 1) * PIECE).min(rows)))
            .collect();
        for part in parts {
            out.write_all(&part)?;
        }
    }
    Ok(())
}

fn lines(frame: &Frame, from: usize, to: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity((to - from) * frame.columns.len() * 8);
    for row in from..to {
        for (at, (_, values)) in frame.columns.iter().enumerate() {
            separate(at, &mut out);
            match values.at(row) {
                Value::Missing => {}
                Value::Text(value) => text(value, &mut out),
                other => figure(other, &mut out),
            }
        }
        out.push(b'\n');
    }
    out
}

/// Numbers and days, which never need quotes.
pub(super) fn figure(value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Number(n) => {
            if n < 0 {
                out.push(b'-');
            }
            whole(n.unsigned_abs(), out);
        }
        Value::Decimal(n, places) => decimal(n, places, out),
        Value::Money(fen) => {
            let fen = fen.get();
            if fen < 0 {
                out.push(b'-');
            }
            let fen = fen.unsigned_abs();
            whole(fen / 100, out);
            out.extend([b'.', b'0' + (fen / 10 % 10) as u8, b'0' + (fen % 10) as u8]);
        }
        Value::Date(day) => out.extend_from_slice(day.to_string().as_bytes()),
        Value::Missing | Value::Text(_) => {}
    }
}

fn separate(at: usize, out: &mut Vec<u8>) {
    if at > 0 {
        out.push(b',');
    }
}

/// Quoted where needed.
pub(super) fn text(value: &str, out: &mut Vec<u8>) {
    let bytes = value.as_bytes();
    let edges = [bytes.first(), bytes.last()].into_iter().flatten();
    let spaced = edges.into_iter().any(|b| b.is_ascii_whitespace());
    if !spaced
        && !bytes
            .iter()
            .any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
    {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

fn whole(value: u64, out: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Fixed decimals without the general number formatter, which would take most of the time.
pub(super) fn decimal(value: f32, places: usize, out: &mut Vec<u8>) {
    let scale = 10f64.powi(i32::try_from(places).unwrap_or(6));
    let scaled = (f64::from(value) * scale).round();
    if !scaled.is_finite() {
        return;
    }
    if scaled < 0.0 {
        out.push(b'-');
    }
    let scaled = scaled.abs() as u64;
    let scale = scale as u64;
    whole(scaled / scale, out);
    if places > 0 {
        out.push(b'.');
        let from = out.len();
        whole(scaled % scale, out);
        let missing = places.saturating_sub(out.len() - from);
        out.splice(from..from, std::iter::repeat_n(b'0', missing));
    }
}
