//! Passwords: what a good one is, and how it is kept (Argon2id, RFC 9106).

use crate::system::{NoRandomness, Random};
use argon2::{Algorithm, Argon2, Params, Version};
use base::message::Message;

/// Memory (KiB), passes and lanes: the second recommendation of OWASP for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// What is refused whatever its length: seen first in every list of stolen passwords.
const COMMON: &[&str] = &[
    "123456", "password", "qwerty", "111111", "abc123", "admin", "iloveyou", "welcome", "letmein",
    "woaini", "5201314", "1qaz2wsx", "minzheng", "doudi",
];

/// How many earlier passwords are remembered.
pub(crate) const REMEMBERED: i64 = 5;

/// What a password must be.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Shortest length, in characters.
    pub length: usize,
}

impl Rules {
    /// What is wrong with a password, if anything: length, three of four kinds of characters,
    /// nothing of the person in it, nothing that everybody uses.
    pub fn check(self, password: &str, login: &str, name: &str) -> Result<(), Message> {
        if password.chars().count() < self.length {
            return Err(Message::new("password-short").with("length", self.length));
        }
        let kinds = [
            password.chars().any(|c| c.is_ascii_lowercase()),
            password.chars().any(|c| c.is_ascii_uppercase()),
            password.chars().any(|c| c.is_ascii_digit()),
            password.chars().any(|c| !c.is_ascii_alphanumeric()),
        ];
        if kinds.iter().filter(|k| **k).count() < 3 {
            return Err(Message::new("password-kinds"));
        }
        let lower = password.to_lowercase();
        let own = [login.to_lowercase(), name.to_lowercase()];
        if own
            .iter()
            .any(|t| t.chars().count() > 1 && lower.contains(t.as_str()))
        {
            return Err(Message::new("password-own"));
        }
        // Letters and digits alone: a mark at the end does not make a common password a good one.
        let bare: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
        let distinct: std::collections::BTreeSet<char> = lower.chars().collect();
        let common = COMMON.iter().any(|c| {
            bare.contains(c) && bare.chars().count() < c.chars().count() + self.length / 2
        });
        if common || distinct.len() < 5 {
            return Err(Message::new("password-common"));
        }
        Ok(())
    }
}

/// A hash could not be made or read: a fault of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashError {
    #[error(transparent)]
    Random(#[from] NoRandomness),
    #[error("argon2: {0}")]
    Argon(String),
}

fn argon() -> Result<Argon2<'static>, HashError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(32));
    let params = params.map_err(|e| HashError::Argon(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn digest(password: &str, salt: &[u8]) -> Result<[u8; 32], HashError> {
    let mut out = [0; 32];
    argon()?
        .hash_password_into(password.as_bytes(), salt, &mut out)
        .map_err(|e| HashError::Argon(e.to_string()))?;
    Ok(out)
}

/// A hash to keep: `argon2id$salt$hash` in hexadecimal.
pub(crate) fn hash(password: &str, random: &dyn Random) -> Result<String, HashError> {
    use crate::crypto::hex;
    let salt: [u8; 16] = random.bytes()?;
    Ok(format!(
        "argon2id$19456$2$1${}${}",
        hex(&salt),
        hex(&digest(password, &salt)?)
    ))
}

/// Whether a password is the one that was hashed.
pub(crate) fn compare(password: &str, kept: &str) -> Result<bool, HashError> {
    use crate::crypto::{same, unhex};
    let parts: Vec<&str> = kept.split('$').collect();
    let ["argon2id", "19456", "2", "1", salt, expected] = parts.as_slice() else {
        return Ok(false);
    };
    let (Some(salt), Some(expected)) = (unhex(salt), unhex(expected)) else {
        return Ok(false);
    };
    Ok(same(&digest(password, &salt)?, &expected))
}

/// As much work as [`compare`], for a name that does not exist: the time must not tell.
pub(crate) fn spend(password: &str) -> Result<(), HashError> {
    digest(password, &[0; 16]).map(|_| ())
}

/// A password to be told to somebody and changed at once: four groups, easy to read aloud.
pub(crate) fn temporary(random: &dyn Random) -> Result<String, NoRandomness> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let bytes: [u8; 16] = random.bytes()?;
    let mut out = String::new();
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        let letter = LETTERS.get(usize::from(*byte) % LETTERS.len());
        out.push(char::from(letter.copied().unwrap_or(b'x')));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemRandom;

    fn verdict(password: &str) -> Option<&'static str> {
        let rules = Rules { length: 10 };
        rules
            .check(password, "zhangsan", "张三")
            .err()
            .map(|m| m.code)
    }

    #[test]
    fn weak_passwords_are_refused_for_what_they_are() {
        assert_eq!(verdict("Ab1!"), Some("password-short"));
        assert_eq!(verdict("abcdefghijk1"), Some("password-kinds"));
        assert_eq!(verdict("ZhangSan2020!"), Some("password-own"));
        assert_eq!(verdict("张三Abcde123"), Some("password-own"));
        assert_eq!(verdict("Password12!"), Some("password-common"));
        assert_eq!(verdict("Aa1!Aa1!Aa1!"), Some("password-common"));
        assert_eq!(verdict("三月的雨Sanyue7"), None);
        assert_eq!(verdict("kept-Under-7-tiles"), None);
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let kept = hash("kept-Under-7-tiles", &SystemRandom).unwrap();
        assert!(compare("kept-Under-7-tiles", &kept).unwrap());
        assert!(!compare("kept-Under-7-tilez", &kept).unwrap());
        assert!(!compare("x", "not a hash").unwrap());
        assert!(!kept.contains("tiles"));
    }
}
