//! The provider's token: signed by one of its keys, meant for us, for this sign-on, and now
//! (OpenID Connect Core 1.0, 3.1.3.7; RFC 7515).

use crate::SignOnError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::Value;

/// Seconds by which two clocks may differ.
const SKEW: i64 = 120;

/// A public key of the provider (RFC 7517). Only what signs: RSA and P-256.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Key {
    kty: String,
    #[serde(default)]
    kid: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
    #[serde(default)]
    x: String,
    #[serde(default)]
    y: String,
}

/// What the token must say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a str,
    pub(crate) nonce: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: String,
}

fn decoded(text: &str, what: &'static str) -> Result<Vec<u8>, SignOnError> {
    BASE64.decode(text).map_err(|_| SignOnError::Untrue(what))
}

/// The claims of a token whose signature fits one of the keys. The key's own kind decides what the
/// signature is held against, so that a token cannot choose a weaker one.
pub(crate) fn signed(token: &str, keys: &[Key]) -> Result<Value, SignOnError> {
    let untrue = SignOnError::Untrue;
    let (message, seal) = token.rsplit_once('.').ok_or(untrue("token"))?;
    let (head, body) = message.split_once('.').ok_or(untrue("token"))?;
    let header: Header =
        serde_json::from_slice(&decoded(head, "token")?).map_err(|_| untrue("token"))?;
    let seal = decoded(seal, "signature")?;
    let fits = keys
        .iter()
        .filter(|k| header.kid.is_empty() || k.kid.is_empty() || k.kid == header.kid)
        .any(|key| fits(key, &header.alg, message.as_bytes(), &seal).unwrap_or(false));
    if !fits {
        return Err(untrue("signature"));
    }
    serde_json::from_slice(&decoded(body, "token")?).map_err(|_| untrue("token"))
}

fn fits(key: &Key, algorithm: &str, message: &[u8], seal: &[u8]) -> Result<bool, SignOnError> {
    match (key.kty.as_str(), algorithm) {
        ("RSA", "RS256") => {
            let (n, e) = (decoded(&key.n, "key")?, decoded(&key.e, "key")?);
            let parts = RsaPublicKeyComponents { n, e };
            let by = &signature::RSA_PKCS1_2048_8192_SHA256;
            Ok(parts.verify(by, message, seal).is_ok())
        }
        ("EC", "ES256") => {
            // An uncompressed point: 4, x, y.
            let point = [vec![4], decoded(&key.x, "key")?, decoded(&key.y, "key")?].concat();
            let public = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point);
            Ok(public.verify(message, seal).is_ok())
        }
        _ => Ok(false),
    }
}

/// Holds the claims against what they must say.
pub(crate) fn check(claims: &Value, expected: Expected<'_>) -> Result<(), SignOnError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let holds = |what: &'static str, holds: bool| match holds {
        true => Ok(()),
        false => Err(SignOnError::Untrue(what)),
    };
    holds("iss", text("iss") == Some(expected.issuer))?;
    let (ours, several) = match claims.get("aud") {
        Some(Value::String(one)) => (one == expected.client, false),
        Some(Value::Array(all)) => (
            all.iter().any(|a| a.as_str() == Some(expected.client)),
            all.len() > 1,
        ),
        _ => (false, false),
    };
    holds("aud", ours)?;
    let party = text("azp");
    holds(
        "azp",
        party.map_or(!several, |party| party == expected.client),
    )?;
    let until = time("exp").unwrap_or(0).saturating_add(SKEW);
    holds("exp", expected.now < until)?;
    let made = time("iat").unwrap_or(i64::MAX).saturating_sub(SKEW);
    holds("iat", made <= expected.now)?;
    holds("nonce", text("nonce") == Some(expected.nonce))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::json;

    /// The key and the token of RFC 7515, appendix A.2.
    const RSA: &str = r#"{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#;
    const SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn key(text: &str) -> Key {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_token_of_the_standard_is_read_and_a_changed_one_is_not() {
        let claims = signed(SIGNED, &[key(RSA)]).unwrap();
        assert_eq!(claims["iss"], "joe");
        let (message, seal) = SIGNED.rsplit_once('.').unwrap();
        let (head, _) = message.split_once('.').unwrap();
        let other = BASE64.encode(br#"{"iss":"eve"}"#);
        assert!(signed(&format!("{head}.{other}.{seal}"), &[key(RSA)]).is_err());
        assert!(signed(SIGNED, &[]).is_err());
    }

    #[test]
    fn a_token_cannot_choose_how_it_is_checked() {
        let body = BASE64.encode(br#"{"iss":"joe"}"#);
        for algorithm in ["none", "HS256", "ES256"] {
            let head = BASE64.encode(json!({ "alg": algorithm }).to_string());
            assert!(signed(&format!("{head}.{body}."), &[key(RSA)]).is_err());
        }
        for junk in ["", ".", "..", "a.b.c", "e30.e30.e30"] {
            assert!(signed(junk, &[key(RSA)]).is_err(), "{junk}");
        }
    }

    #[test]
    fn a_token_of_an_elliptic_curve_is_read() {
        let random = SystemRandom::new();
        let by = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(by, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(by, document.as_ref(), &random).unwrap();
        let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
        let key = key(
            &json!({ "kty": "EC", "kid": "1", "x": BASE64.encode(x), "y": BASE64.encode(y) })
                .to_string(),
        );
        let head = BASE64.encode(br#"{"alg":"ES256","kid":"1"}"#);
        let message = format!("{head}.{}", BASE64.encode(br#"{"sub":"1"}"#));
        let seal = pair.sign(&random, message.as_bytes()).unwrap();
        let token = format!("{message}.{}", BASE64.encode(seal.as_ref()));
        assert_eq!(signed(&token, &[key]).unwrap()["sub"], "1");
    }

    #[test]
    fn each_claim_must_be_true() {
        let expected = Expected {
            issuer: "https://id.example",
            client: "doudi",
            nonce: "n",
            now: 1_000,
        };
        let good = json!({ "iss": "https://id.example", "aud": "doudi", "exp": 1_300, "iat": 990,
                           "nonce": "n" });
        check(&good, expected).unwrap();
        for (claim, wrong) in [
            ("iss", json!("https://id.example.evil")),
            ("aud", json!("another")),
            ("aud", json!(["doudi", "another"])),
            ("aud", json!(null)),
            ("azp", json!("another")),
            ("exp", json!(800)),
            ("exp", json!("soon")),
            ("iat", json!(5_000)),
            ("nonce", json!("m")),
            ("nonce", json!(null)),
        ] {
            let mut claims = good.clone();
            claims[claim] = wrong.clone();
            assert!(check(&claims, expected).is_err(), "{claim} {wrong}");
        }
        let mut several = good;
        several["aud"] = json!(["doudi", "another"]);
        several["azp"] = json!("doudi");
        check(&several, expected).unwrap();
    }
}
