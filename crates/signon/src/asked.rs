//! What a browser takes along to the provider, and what proves it when it comes back. All of it
//! follows from the browser's secret, so that nothing is kept between the two.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::{digest, hmac};

/// A sign-on that one browser has asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    key: hmac::Key,
    then: String,
}

impl Asked {
    /// By the browser's secret; `then` is where it wants to go afterwards.
    #[must_use]
    pub fn of(secret: &str, then: &str) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            then: then.to_owned(),
        }
    }

    fn sealed(&self, purpose: &str, text: &str) -> String {
        BASE64.encode(hmac::sign(&self.key, said(purpose, text).as_bytes()))
    }

    /// `state`: where to go afterwards, and a seal that only this browser's secret makes.
    #[must_use]
    pub fn state(&self) -> String {
        let then = BASE64.encode(&self.then);
        format!("{}.{then}", self.sealed("state", &self.then))
    }

    /// `nonce`: comes back within the token.
    #[must_use]
    pub fn nonce(&self) -> String {
        self.sealed("nonce", "")
    }

    /// The proof of PKCE, 43 characters (RFC 7636, 4.1).
    #[must_use]
    pub fn verifier(&self) -> String {
        self.sealed("verifier", "")
    }

    /// What is shown of the proof beforehand: its SHA-256 (RFC 7636, 4.2).
    #[must_use]
    pub fn challenge(&self) -> String {
        BASE64.encode(digest::digest(&digest::SHA256, self.verifier().as_bytes()))
    }

    /// Where a state wants to go; to be believed only once it [`answers`](Self::answers).
    #[must_use]
    pub fn then(state: &str) -> String {
        let then = state.split_once('.').map_or("", |(_, then)| then);
        let bytes = BASE64.decode(then).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Whether a state is the one that this browser took along.
    #[must_use]
    pub fn answers(&self, state: &str) -> bool {
        let Some((seal, then)) = state.split_once('.') else {
            return false;
        };
        let seal = BASE64.decode(seal).unwrap_or_default();
        let ours = then == BASE64.encode(&self.then);
        ours && hmac::verify(&self.key, said("state", &self.then).as_bytes(), &seal).is_ok()
    }
}

/// What is sealed: the purpose keeps one seal from standing for another.
fn said(purpose: &str, text: &str) -> String {
    format!("sign-on {purpose}\n{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_another_and_only_this_browsers() {
        let (mine, other) = (Asked::of("a", "/x"), Asked::of("b", "/x"));
        let parts = [mine.state(), mine.nonce(), mine.verifier(), other.nonce()];
        for (at, part) in parts.iter().enumerate() {
            assert!(parts.iter().skip(at + 1).all(|p| p != part));
        }
        assert_eq!(mine.verifier().len(), 43);
        assert!(!mine.answers(&Asked::of("a", "/elsewhere").state()));
        assert!(!mine.answers("") && !mine.answers("."));
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let sum = digest::digest(&digest::SHA256, verifier.as_bytes());
        assert_eq!(
            BASE64.encode(sum),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
