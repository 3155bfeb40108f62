//! The bytes of a ledger, wherever they come from, and the format that they turn out to be in.
//! Endings lie; only the content counts.

use super::Source;
use crate::SheetError;
use bytes::Bytes;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Bytes at either end of a file by which its format is told.
const ENDS: usize = 64 * 1024;

/// A file, bytes in memory, or what still comes through a pipe.
pub(super) enum Input {
    Path(PathBuf),
    Bytes(Bytes),
    Pipe { head: Bytes },
}

/// The format by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// xlsx, xlsm, xlsb or ods.
    Zipped,
    /// xls.
    Old,
    Parquet,
    Text,
}

/// Anything that workbooks are read from.
pub(super) trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// A ledger's name, its bytes and its format.
pub(super) struct Opened {
    pub(super) file: String,
    pub(super) input: Input,
    pub(super) kind: Kind,
}

/// Looks at a source and says what it is.
pub(super) fn open(source: Source) -> Result<Opened, SheetError> {
    let (file, input, head, tail) = match source {
        Source::Bytes { name, bytes } => {
            let bytes = Bytes::from(bytes);
            let head = bytes.slice(..bytes.len().min(ENDS));
            let tail = bytes.slice(bytes.len().saturating_sub(ENDS)..);
            (name, Input::Bytes(bytes), head, tail)
        }
        Source::Stdin => {
            let mut head = Vec::new();
            let mut standard = std::io::stdin().lock().take(ENDS as u64);
            let read = standard.read_to_end(&mut head);
            read.map_err(|e| unreadable("-", &e))?;
            let head = Bytes::from(head);
            (
                "-".to_owned(),
                Input::Pipe { head: head.clone() },
                head,
                Bytes::new(),
            )
        }
        Source::Path(path) => {
            let file = path.to_string_lossy().into_owned();
            let (head, tail) = ends(&path).map_err(|e| unreadable(&file, &e))?;
            (file, Input::Path(path), head, tail)
        }
    };
    if head.len() < ENDS && head.iter().all(u8::is_ascii_whitespace) {
        return Err(SheetError::Empty { file });
    }
    let kind = match kind(&head, &tail) {
        Ok(kind) => kind,
        Err(refuse) => return Err(refuse(file)),
    };
    let mut opened = Opened { file, input, kind };
    let is_pipe = matches!(opened.input, Input::Pipe { .. });
    if kind == Kind::Old || (is_pipe && kind != Kind::Text) {
        // Formats that are read from their end, and the one whose parts lie anywhere.
        let bytes = Bytes::from(opened.input.all(&opened.file)?);
        if kind == Kind::Old {
            refuse_old(&bytes, &opened.file)?;
        } else if let Err(refuse) = self::kind(&bytes, &bytes) {
            return Err(refuse(opened.file));
        }
        opened.input = Input::Bytes(bytes);
    }
    Ok(opened)
}

impl Input {
    /// All bytes.
    pub(super) fn all(&self, file: &str) -> Result<Vec<u8>, SheetError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.to_vec()),
            Self::Path(path) => std::fs::read(path).map_err(|e| unreadable(file, &e)),
            Self::Pipe { head } => {
                let mut bytes = head.to_vec();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map(|_| bytes).map_err(|e| unreadable(file, &e))
            }
        }
    }

    /// The bytes one after the other.
    pub(super) fn stream(&self, file: &str) -> Result<Box<dyn Read>, SheetError> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
            Self::Path(path) => Box::new(File::open(path).map_err(|e| unreadable(file, &e))?),
            Self::Pipe { head } => Box::new(Cursor::new(head.clone()).chain(std::io::stdin())),
        })
    }

    /// The bytes in any order.
    pub(super) fn seekable(&self, file: &str) -> Result<Box<dyn Seekable>, SheetError> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
            Self::Path(path) => {
                let opened = File::open(path).map_err(|e| unreadable(file, &e))?;
                Box::new(BufReader::with_capacity(1 << 16, opened))
            }
            Self::Pipe { head } => Box::new(Cursor::new(head.clone())),
        })
    }
}

/// The system refused to read a file.
pub(super) fn unreadable(file: &str, e: &std::io::Error) -> SheetError {
    let file = file.to_owned();
    if e.kind() == std::io::ErrorKind::NotFound {
        return SheetError::NotFound { file };
    }
    let why = e.to_string();
    SheetError::Unreadable { file, why }
}

fn ends(path: &PathBuf) -> std::io::Result<(Bytes, Bytes)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(ENDS as u64).read_to_end(&mut head)?;
    let mut tail = Vec::new();
    // A pipe given by path has no end to look at.
    if head.len() == ENDS && file.seek(SeekFrom::End(-(ENDS as i64))).is_ok() {
        file.take(ENDS as u64).read_to_end(&mut tail)?;
    } else {
        tail.clone_from(&head);
    }
    Ok((Bytes::from(head), Bytes::from(tail)))
}

type Refusal = fn(String) -> SheetError;

fn kind(head: &[u8], tail: &[u8]) -> Result<Kind, Refusal> {
    let start = String::from_utf8_lossy(head.get(..head.len().min(1024)).unwrap_or_default());
    let start = start.trim_start().to_lowercase();
    let begins = |marks: &[&str]| marks.iter().any(|mark| start.contains(mark));
    match head {
        [b'P', b'K', 3, 4, ..] => zipped(head, tail),
        [b'P', b'A', b'R', b'1', ..] => Ok(Kind::Parquet),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Ok(Kind::Old),
        [b'%', b'P', b'D', b'F', ..] => Err(|file| SheetError::Pdf { file }),
        [0x1F, 0x8B, ..] | [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => {
            Err(|file| SheetError::Archive { file })
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Ok(Kind::Text),
        _ if begins(&["<html", "<!doctype html", "<table", "<head"]) => {
            Err(|file| SheetError::Html { file })
        }
        _ if start.trim_start_matches('\u{feff}').starts_with("<?xml") => {
            Err(|file| SheetError::Xml { file })
        }
        _ if super::text::unmarked_utf16(head).is_some() => Ok(Kind::Text),
        _ if head.iter().take(1024).any(|b| matches!(b, 1..=8 | 14..=26)) => {
            Err(|file| SheetError::Binary { file })
        }
        _ => Ok(Kind::Text),
    }
}

/// The names in a zip file's directory, which stands at its end, tell what it holds.
fn zipped(head: &[u8], tail: &[u8]) -> Result<Kind, Refusal> {
    let holds = |name: &str| {
        let find = |bytes: &[u8]| memchr::memmem::find(bytes, name.as_bytes()).is_some();
        find(head) || find(tail)
    };
    if holds("word/document.xml") {
        return Err(|file| SheetError::Word { file });
    }
    let is_whole = memchr::memmem::find(tail, b"PK\x05\x06").is_some();
    if is_whole
        && !["xl/", "xl\\", "content.xml"]
            .iter()
            .any(|name| holds(name))
    {
        return Err(|file| SheetError::Archive { file });
    }
    Ok(Kind::Zipped)
}

/// Old containers hold encrypted workbooks and text documents too.
fn refuse_old(bytes: &[u8], file: &str) -> Result<(), SheetError> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.bytes().flat_map(|b| [b, 0]).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    let file = file.to_owned();
    if holds("EncryptedPackage") {
        return Err(SheetError::Encrypted { file });
    }
    if holds("WordDocument") {
        return Err(SheetError::Word { file });
    }
    Ok(())
}
