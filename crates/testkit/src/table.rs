//! Plain csv, written in a stream and read whole: only what generators and measures need.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// A csv file (UTF-8, comma, `\n`) being written row by row.
pub struct TableWriter {
    out: BufWriter<File>,
    columns: usize,
}

impl TableWriter {
    /// Creates the file with its header, replacing an older one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(path: &Path, header: &[&str]) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        let mut table = Self {
            out,
            columns: header.len(),
        };
        table.row(header)?;
        Ok(table)
    }

    /// Adds a row; an empty value is a missing one.
    ///
    /// # Errors
    /// What the file system says.
    ///
    /// # Panics
    /// When the row is not as wide as the header: a mistake in a generator.
    pub fn row<S: AsRef<str>>(&mut self, values: &[S]) -> io::Result<()> {
        assert_eq!(values.len(), self.columns, "a row as wide as its header");
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                self.out.write_all(b",")?;
            }
            let value = value.as_ref();
            if value.contains(['"', ',', '\n', '\r']) {
                write!(self.out, "\"{}\"", value.replace('"', "\"\""))?;
            } else {
                self.out.write_all(value.as_bytes())?;
            }
        }
        self.out.write_all(b"\n")
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Calls `each` with the fields of every row, the header first.
///
/// # Errors
/// What the file system says, or text that is not UTF-8.
pub fn read(path: &Path, mut each: impl FnMut(&[String])) -> io::Result<()> {
    let mut text = String::new();
    BufReader::new(File::open(path)?).read_to_string(&mut text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut fields: Vec<String> = vec![String::new()];
    let mut used = 1;
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                fields[used - 1].push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => {
                if used == fields.len() {
                    fields.push(String::new());
                }
                fields[used].clear();
                used += 1;
            }
            '\r' if !quoted => {}
            '\n' if !quoted => {
                each(&fields[..used]);
                used = 1;
                fields[0].clear();
            }
            other => fields[used - 1].push(other),
        }
    }
    if used > 1 || !fields[0].is_empty() {
        each(&fields[..used]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let path = std::env::temp_dir().join(format!("testkit-table-{}.csv", std::process::id()));
        let rows = [["a", "b"], ["1,5", "say \"x\""], ["", "line\nbreak"]];
        let mut table = TableWriter::create(&path, &rows[0]).unwrap();
        table.row(&rows[1]).unwrap();
        table.row(&rows[2]).unwrap();
        table.finish().unwrap();
        let mut found = Vec::new();
        read(&path, |row| found.push(row.to_vec())).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(found, rows);
    }
}
