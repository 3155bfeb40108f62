//! Sealing: SM4-GCM under the newest key, bound to the place where the value is kept.
//!
//! Layout: 1 byte format, 2 bytes number of the key, 12 bytes nonce, then text and tag.

use super::keyring::{KeyError, Keyring};
use crate::system::Random;
use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use sm4::Sm4;

type Sm4Gcm = AesGcm<Sm4, U12>;

const FORMAT: u8 = 1;
const HEAD: usize = 3;
const NONCE: usize = 12;

impl Keyring {
    /// Makes a value unreadable. `place` names the table, the column and the row: moved elsewhere,
    /// the sealed value does not open.
    pub fn seal(
        &self,
        place: &str,
        value: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let (number, secret) = self.newest();
        let nonce: [u8; NONCE] = random.bytes().map_err(|_| KeyError::NoRandomness)?;
        let cipher = Sm4Gcm::new_from_slice(secret).map_err(|_| KeyError::Length)?;
        let payload = Payload {
            msg: value,
            aad: place.as_bytes(),
        };
        let sealed = cipher
            .encrypt(&nonce.into(), payload)
            .map_err(|_| KeyError::Sealed)?;
        let mut out = Vec::with_capacity(HEAD + NONCE + sealed.len());
        out.push(FORMAT);
        out.extend_from_slice(&number.to_be_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// The value again, if nothing about it was changed.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let number = number(sealed).ok_or(KeyError::Sealed)?;
        let secret = self.numbered(number).ok_or(KeyError::NoKey(number))?;
        let rest = sealed.get(HEAD..).ok_or(KeyError::Sealed)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or(KeyError::Sealed)?;
        let cipher = Sm4Gcm::new_from_slice(secret).map_err(|_| KeyError::Length)?;
        let payload = Payload {
            msg: text,
            aad: place.as_bytes(),
        };
        cipher
            .decrypt(&(*nonce).into(), payload)
            .map_err(|_| KeyError::Sealed)
    }
}

/// The number of the key that sealed a value.
pub(crate) fn number(sealed: &[u8]) -> Option<u16> {
    match sealed {
        [FORMAT, a, b, ..] => Some(u16::from_be_bytes([*a, *b])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemRandom;
    use proptest::prelude::*;

    #[test]
    fn sm4_gcm_is_the_standards() {
        // RFC 8998, appendix A.1.
        let unhex = |t: &str| crate::crypto::unhex(t).unwrap();
        let key = unhex("0123456789abcdeffedcba9876543210");
        let nonce: [u8; 12] = unhex("00001234567800000000abcd").try_into().unwrap();
        let aad = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let text = unhex(concat!(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd",
            "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
        ));
        let cipher = Sm4Gcm::new_from_slice(&key).unwrap();
        let payload = Payload {
            msg: &text,
            aad: &aad,
        };
        let sealed = cipher.encrypt(&nonce.into(), payload).unwrap();
        let expected = concat!(
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735",
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
            "83de3541e4c2b58177e065a9bf7b62ec"
        );
        assert_eq!(crate::crypto::hex(&sealed), expected);
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_in_its_place_only(value: Vec<u8>, flip in 0usize..1000) {
            let keys = Keyring::generate(&SystemRandom).unwrap();
            let sealed = keys.seal("account.id_number.1", &value, &SystemRandom).unwrap();
            prop_assert_eq!(keys.open("account.id_number.1", &sealed).unwrap(), value);
            prop_assert!(keys.open("account.id_number.2", &sealed).is_err());
            let mut changed = sealed.clone();
            let at = flip % changed.len();
            changed[at] ^= 1;
            prop_assert!(keys.open("account.id_number.1", &changed).is_err());
        }
    }
}
