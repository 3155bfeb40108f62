//! One-time codes of an authenticator app (RFC 6238): six digits, thirty seconds, SHA-1, as every
//! app has them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

const PERIOD: i64 = 30;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that the app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(crate) Vec<u8>);

impl Secret {
    /// As one types it into an app: base 32.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for chunk in self.0.chunks(5) {
            let mut bits = [0u8; 8];
            for (place, byte) in bits.iter_mut().skip(3).zip(chunk) {
                *place = *byte;
            }
            let value = u64::from_be_bytes(bits);
            for i in (0..8).rev() {
                let at = (value >> (i * 5)) & 31;
                out.push(char::from(
                    ALPHABET.get(at as usize).copied().unwrap_or(b'A'),
                ));
            }
        }
        out
    }

    /// Reads what [`Self::text`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 {
            return None;
        }
        let mut out = Vec::with_capacity(20);
        for chunk in text.as_bytes().chunks(8) {
            let mut value = 0u64;
            for c in chunk {
                let digit = ALPHABET.iter().position(|a| a == c)?;
                value = (value << 5) | digit as u64;
            }
            out.extend_from_slice(value.to_be_bytes().get(3..)?);
        }
        Some(Self(out))
    }

    /// The address that an app reads from a code.
    #[must_use]
    pub fn address(&self, login: &str) -> String {
        format!(
            "otpauth://totp/Doudi:{login}?secret={}&issuer=Doudi",
            self.text()
        )
    }
}

fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(PERIOD)
}

fn code(secret: &[u8], step: i64) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(hash[19] & 15);
    let part = hash.get(offset..offset + 4).unwrap_or_default();
    let value = part.iter().fold(0u32, |v, b| (v << 8) | u32::from(*b)) & 0x7FFF_FFFF;
    format!("{:06}", value % 1_000_000)
}

/// The code of an instant.
#[must_use]
pub fn code_at(secret: &Secret, at: Timestamp) -> String {
    code(&secret.0, step(at))
}

/// The step whose code was typed, now or half a minute away; only steps after `used` count, so
/// that a code works once.
pub(crate) fn fitting_step(secret: &Secret, typed: &str, at: Timestamp, used: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step(at);
    (now - 1..=now + 1).find(|step| {
        *step > used && crate::crypto::same(code(&secret.0, *step).as_bytes(), typed.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_standards() {
        // RFC 6238, appendix B, the last six digits.
        let secret = Secret(b"12345678901234567890".to_vec());
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(code_at(&secret, at), expected);
        }
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(Secret::parse(&secret.text()) == Some(secret));
        assert!(Secret::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1").is_none());
    }

    #[test]
    fn a_code_works_once_and_half_a_minute_late() {
        let secret = Secret(b"12345678901234567890".to_vec());
        let at = Timestamp::from_second(59).unwrap();
        let late = Timestamp::from_second(80).unwrap();
        let step = fitting_step(&secret, "287 082", late, 0).unwrap();
        assert_eq!(step, 1);
        assert_eq!(fitting_step(&secret, "287082", at, step), None);
        let later = Timestamp::from_second(150).unwrap();
        assert_eq!(fitting_step(&secret, "287082", later, 0), None);
    }
}
