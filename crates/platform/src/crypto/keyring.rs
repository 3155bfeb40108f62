//! The file of keys. It must be copied apart from the database: without it nothing sealed can be
//! read again, and with it and the database everything can.

use super::{hex, keyed_hash, unhex};
use crate::system::Random;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Keys for sealing (several, the newest seals), for look-up and for the journal.
#[derive(Clone)]
pub struct Keyring {
    seal: Vec<(u16, [u8; 16])>,
    index: [u8; 32],
    journal: [u8; 32],
}

/// Secrets are never shown, not even when debugging.
impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({} keys)", self.seal.len())
    }
}

/// What can be wrong with keys or what they sealed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {path}: {why}")]
    File {
        /// Where.
        path: String,
        /// What the system says.
        why: String,
    },
    /// The file is not one of ours.
    #[error("the key file {path} is damaged")]
    Damaged {
        /// Where.
        path: String,
    },
    /// A new key file would overwrite an old one.
    #[error("the key file {path} exists already")]
    Exists {
        /// Where.
        path: String,
    },
    /// The value was sealed with a key that this file lacks.
    #[error("key {0} is missing from the key file")]
    NoKey(u16),
    /// The value was changed, moved, or sealed with other keys.
    #[error("a sealed value does not open")]
    Sealed,
    /// A key of the wrong length.
    #[error("a key has the wrong length")]
    Length,
    /// The system gives no randomness.
    #[error("the system gives no random bytes")]
    NoRandomness,
    /// There can be no more keys.
    #[error("no number is left for another key")]
    Full,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::DbError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    index: String,
    journal: String,
    seal: Vec<WrittenKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    number: u16,
    secret: String,
}

impl Keyring {
    /// New keys.
    pub fn generate(random: &dyn Random) -> Result<Self, KeyError> {
        let none = |_| KeyError::NoRandomness;
        Ok(Self {
            seal: vec![(1, random.bytes().map_err(none)?)],
            index: random.bytes().map_err(none)?,
            journal: random.bytes().map_err(none)?,
        })
    }

    /// These keys and one more, which seals from now on.
    pub fn with_new_key(&self, random: &dyn Random) -> Result<Self, KeyError> {
        let mut keys = self.clone();
        let (newest, _) = self.newest();
        let number = newest.checked_add(1).ok_or(KeyError::Full)?;
        let secret = random.bytes().map_err(|_| KeyError::NoRandomness)?;
        keys.seal.push((number, secret));
        Ok(keys)
    }

    /// The newest key and its number.
    pub(crate) fn newest(&self) -> (u16, &[u8; 16]) {
        const NONE: [u8; 16] = [0; 16];
        // Never empty: `generate` and `parse` see to it.
        self.seal.last().map_or((0, &NONE), |(n, s)| (*n, s))
    }

    /// The number of the key that seals from now on.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.newest().0
    }

    pub(crate) fn numbered(&self, number: u16) -> Option<&[u8; 16]> {
        self.seal.iter().find(|(n, _)| *n == number).map(|(_, s)| s)
    }

    /// The key of the journal's chain.
    pub(crate) fn journal(&self) -> &[u8; 32] {
        &self.journal
    }

    /// A blind index: equal values of a kind have equal ones, and without the key nothing can be
    /// told from it. Bring the value into its one spelling first.
    #[must_use]
    pub fn index(&self, kind: &str, value: &str) -> Vec<u8> {
        keyed_hash(&self.index, &[kind.as_bytes(), value.as_bytes()]).to_vec()
    }

    /// Reads the text of a key file.
    fn parse(text: &str) -> Option<Self> {
        let written: Written = toml::from_str(text).ok()?;
        let long = |t: &str| unhex(t)?.try_into().ok();
        let mut seal = Vec::new();
        for key in &written.seal {
            seal.push((key.number, unhex(&key.secret)?.try_into().ok()?));
        }
        seal.sort_by_key(|(number, _)| *number);
        (!seal.is_empty()).then_some(())?;
        Some(Self {
            seal,
            index: long(&written.index)?,
            journal: long(&written.journal)?,
        })
    }

    fn text(&self) -> Result<String, KeyError> {
        let written = Written {
            index: hex(&self.index),
            journal: hex(&self.journal),
            seal: self
                .seal
                .iter()
                .map(|(number, secret)| WrittenKey {
                    number: *number,
                    secret: hex(secret),
                })
                .collect(),
        };
        let body = toml::to_string(&written).map_err(|_| KeyError::Length)?;
        Ok(format!(
            "# Keys of this installation. Keep a copy apart from the copies of the database.\n\
             # 本系统的密钥。请与数据库备份分开保存。\n{body}"
        ))
    }

    /// Reads a key file.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|e| file(path, &e))?;
        Self::parse(&text).ok_or_else(|| KeyError::Damaged {
            path: path.display().to_string(),
        })
    }

    /// Writes a new key file that only its owner may read; an existing one is not overwritten.
    pub fn create(&self, path: &Path) -> Result<(), KeyError> {
        if path.exists() {
            return Err(KeyError::Exists {
                path: path.display().to_string(),
            });
        }
        self.replace(path)
    }

    /// Writes the key file anew: whole or not at all.
    pub fn replace(&self, path: &Path) -> Result<(), KeyError> {
        use std::io::Write as _;
        let part = path.with_extension("part");
        let _ = std::fs::remove_file(&part);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&part).map_err(|e| file(&part, &e))?;
        out.write_all(self.text()?.as_bytes())
            .and_then(|()| out.sync_all())
            .map_err(|e| file(&part, &e))?;
        std::fs::rename(&part, path).map_err(|e| file(path, &e))
    }
}

fn file(path: &Path, e: &std::io::Error) -> KeyError {
    KeyError::File {
        path: path.display().to_string(),
        why: e.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemRandom;

    #[test]
    fn a_key_file_is_private_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        let keys = Keyring::generate(&SystemRandom).unwrap();
        keys.create(&path).unwrap();
        assert!(matches!(keys.create(&path), Err(KeyError::Exists { .. })));
        let sealed = keys.seal("p", b"value", &SystemRandom).unwrap();
        let again = Keyring::read(&path).unwrap();
        assert_eq!(again.open("p", &sealed).unwrap(), b"value");
        assert_eq!(again.index("id", "x"), keys.index("id", "x"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "nobody else may read it");
        }
    }

    #[test]
    fn old_values_open_after_a_new_key_and_new_ones_use_it() {
        let old = Keyring::generate(&SystemRandom).unwrap();
        let sealed = old.seal("p", b"value", &SystemRandom).unwrap();
        let new = old.with_new_key(&SystemRandom).unwrap();
        assert_eq!(new.open("p", &sealed).unwrap(), b"value");
        let fresh = new.seal("p", b"value", &SystemRandom).unwrap();
        assert!(matches!(old.open("p", &fresh), Err(KeyError::NoKey(2))));
        assert!(!format!("{new:?}").contains(&hex(&new.seal[0].1)));
    }

    #[test]
    fn an_index_tells_kinds_and_installations_apart() {
        let (a, b) = (
            Keyring::generate(&SystemRandom).unwrap(),
            Keyring::generate(&SystemRandom).unwrap(),
        );
        assert_ne!(a.index("id", "x"), a.index("phone", "x"));
        assert_ne!(a.index("id", "x"), b.index("id", "x"));
    }
}
