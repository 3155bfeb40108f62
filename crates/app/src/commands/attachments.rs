//! Kept files beside a copy of the database: they lie under the hash of their content, so that a
//! copy made again takes only those that are new.

use std::io;
use std::path::{Path, PathBuf};

/// The folder of the kept files of a copy: its name and `.files`.
fn beside(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(".files");
    PathBuf::from(name)
}

/// Copies every file of a folder of folders that is not there yet; how many there are then.
fn carry(from: &Path, to: &Path) -> io::Result<usize> {
    if !from.exists() {
        return Ok(0);
    }
    let mut kept = 0;
    for folder in std::fs::read_dir(from)? {
        let folder = folder?.path();
        let Some(name) = folder.file_name().filter(|_| folder.is_dir()) else {
            continue;
        };
        std::fs::create_dir_all(to.join(name))?;
        for file in std::fs::read_dir(&folder)? {
            let file = file?.path();
            let part = file.extension().is_some_and(|e| e == "part");
            let Some(of) = file.file_name().filter(|_| !part) else {
                continue;
            };
            let there = to.join(name).join(of);
            if !there.exists() {
                // Whole or not there, also when the power fails.
                let begun = there.with_extension("part");
                std::fs::copy(&file, &begun)?;
                std::fs::rename(&begun, &there)?;
            }
            kept += 1;
        }
    }
    Ok(kept)
}

/// Takes the kept files of a data folder along with a copy.
pub(super) fn back_up(data: &Path, copy: &Path) -> io::Result<usize> {
    carry(&data.join("attachments"), &beside(copy))
}

/// Brings the kept files of a copy back into a data folder.
pub(super) fn restore(data: &Path, copy: &Path) -> io::Result<usize> {
    carry(&beside(copy), &data.join("attachments"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_along_and_come_back_and_half_written_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (data, copy) = (folder.path().join("data"), folder.path().join("copy.db"));
        assert_eq!(back_up(&data, &copy).unwrap(), 0);
        let kept = data.join("attachments").join("ab");
        std::fs::create_dir_all(&kept).unwrap();
        std::fs::write(kept.join("cd"), "photo").unwrap();
        std::fs::write(kept.join("ef.part"), "pho").unwrap();
        assert_eq!(back_up(&data, &copy).unwrap(), 1);
        assert_eq!(back_up(&data, &copy).unwrap(), 1);
        let other = folder.path().join("other");
        assert_eq!(restore(&other, &copy).unwrap(), 1);
        let back = other.join("attachments").join("ab").join("cd");
        assert_eq!(std::fs::read_to_string(back).unwrap(), "photo");
    }
}
