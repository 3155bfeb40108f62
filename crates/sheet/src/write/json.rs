//! json: an array with one object a row.

use super::{Frame, Values};
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, frame: &Frame) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut line = Vec::new();
    for row in 0..frame.rows() {
        line.clear();
        line.extend_from_slice(if row == 0 { b"\n{" } else { b",\n{" });
        let mut first = true;
        for (name, values) in &frame.columns {
            if !std::mem::replace(&mut first, false) {
                line.push(b',');
            }
            string(name, &mut line);
            line.push(b':');
            value(values, row, &mut line);
        }
        line.push(b'}');
        out.write_all(&line)?;
    }
    out.write_all(b"\n]\n")
}

fn value(values: &Values, row: usize, out: &mut Vec<u8>) {
    let before = out.len();
    match values {
        Values::Text(v) => {
            if let Some(Some(value)) = v.get(row) {
                string(value, out);
            }
        }
        Values::Whole(v) => {
            if let Some(value) = v.get(row) {
                out.extend_from_slice(value.to_string().as_bytes());
            }
        }
        Values::Decimal(v, places) => {
            if let Some(value) = v.get(row) {
                super::csv::decimal(*value, *places, out);
            }
        }
    }
    if out.len() == before {
        out.extend_from_slice(b"null");
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
