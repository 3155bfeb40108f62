//! json: an array with one object a row.

use super::frame::{Frame, Value};
use std::io::{self, Write};

/// Rows written to the file at a time.
const PIECE: usize = 4096;

/// Writes the rows of a frame after so many others.
pub(super) fn write(out: &mut impl Write, frame: &Frame, before: usize) -> io::Result<()> {
    if before == 0 {
        out.write_all(b"[")?;
    }
    let keys: Vec<Vec<u8>> = frame.columns.iter().map(|(name, _)| key(name)).collect();
    let mut lines = Vec::new();
    for row in 0..frame.rows() {
        lines.extend_from_slice(if before + row == 0 { b"\n{" } else { b",\n{" });
        for (at, (key, (_, values))) in keys.iter().zip(&frame.columns).enumerate() {
            if at > 0 {
                lines.push(b',');
            }
            lines.extend_from_slice(key);
            value(values.at(row), &mut lines);
        }
        lines.push(b'}');
        if row % PIECE == PIECE - 1 {
            out.write_all(&lines)?;
            lines.clear();
        }
    }
    out.write_all(&lines)
}

/// Closes the array.
pub(super) fn end(out: &mut impl Write, rows: usize) -> io::Result<()> {
    out.write_all(if rows == 0 { b"]\n" } else { b"\n]\n" })
}

fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    string(name, &mut key);
    key.push(b':');
    key
}

fn value(value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Missing => out.extend_from_slice(b"null"),
        Value::Text(text) => string(text, out),
        Value::Date(day) => string(&day.to_string(), out),
        other => super::csv::figure(other, out),
    }
}

fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend([b'\\', c as u8]),
            '\n' => out.extend(b"\\n"),
            c if u32::from(c) < 0x20 => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
            }
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}
