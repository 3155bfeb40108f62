//! Policy packs as folders: the files of a pack and of the packs it lies below.
//!
//! Must not know what stands in a pack. Start at [`read`].

use crate::failure::Failure;
use crate::messages::Catalogue;
use base::date::Date;
use base::message::{Message, Speak};
use policy::pack::{Citation, Diagnostic, Layer, Pack, stack};
use std::path::Path;

/// What is wrong with a pack, or why it could not be read at all.
pub(crate) enum Wrong {
    /// A folder or file cannot be read.
    Unreadable(Failure),
    /// Mistakes in its files.
    Mistakes(Vec<Diagnostic>),
}

/// The layers of a pack, the highest-ranking first, and the pack they make together.
pub(crate) fn read(folder: &str) -> Result<(Vec<Layer>, Pack), Wrong> {
    let mut broken: Option<Failure> = None;
    let layers = stack(folder, &mut |at| match files(Path::new(at)) {
        Ok(files) => files,
        Err(failure) => {
            broken = Some(failure);
            None
        }
    });
    if let Some(failure) = broken {
        return Err(Wrong::Unreadable(failure));
    }
    let layers = layers.map_err(Wrong::Mistakes)?;
    let pack = Pack::load_layers(&layers).map_err(Wrong::Mistakes)?;
    Ok((layers, pack))
}

/// [`read`] for commands that need a sound pack: mistakes are listed on standard error.
pub(crate) fn open(catalogue: &Catalogue, folder: &str) -> Result<(Vec<Layer>, Pack), Failure> {
    read(folder).map_err(|wrong| match wrong {
        Wrong::Unreadable(failure) => failure,
        Wrong::Mistakes(found) => {
            for diagnostic in &found {
                eprintln!("{}", catalogue.say(&diagnostic.message()));
            }
            Failure::Said(Message::new("pack-mistakes").with("count", found.len()), 4)
        }
    })
}

/// A day of the command line.
pub(crate) fn day(written: &str) -> Result<Date, Failure> {
    let wrong = |_| Failure::Said(Message::new("pack-day").with("value", written), 2);
    base::date::parse_date(written).map_err(wrong)
}

/// A citation as it is read: document and article.
pub(crate) fn cited(cite: &Citation) -> String {
    if cite.article.is_empty() {
        cite.document.clone()
    } else {
        format!("{} {}", cite.document, cite.article)
    }
}

/// Whether a text has a name as a whole.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let after = text
            .get(at + name.len()..)
            .and_then(|rest| rest.chars().next());
        !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// The TOML files below a folder by their path in it; `None` when the folder holds no pack.
fn files(folder: &Path) -> Result<Option<Vec<(String, String)>>, Failure> {
    if !folder.join("pack.toml").is_file() {
        return Ok(None);
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found)?;
    found.sort();
    Ok(Some(found))
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let unreadable = |path: &Path, why: &std::io::Error| {
        Failure::Said(
            Message::new("pack-unreadable")
                .with("file", path.to_string_lossy().into_owned())
                .with("why", why.to_string()),
            3,
        )
    };
    for entry in std::fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
        let path = entry.map_err(|e| unreadable(folder, &e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let within = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{within}/"), found)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
            found.push((within, text));
        }
    }
    Ok(())
}
