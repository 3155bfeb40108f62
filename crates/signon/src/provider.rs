//! The provider over the network: its endpoints, its keys, a code made into a name.

use crate::token::{self, Expected, Key};
use crate::{Asked, SignOnError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// Answers of a provider are small; anything larger is none.
const LARGEST: u64 = 1 << 20;

/// How this installation knows its provider.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// The issuer's address, without a slash at its end.
    pub issuer: String,
    /// The name under which the provider knows us.
    pub client: String,
    /// Our secret there; empty for a public client.
    pub secret: String,
    /// Certificates (PEM) of the authority that the provider's certificate is signed by, when it
    /// is not one of the well-known ones.
    pub authority: Option<PathBuf>,
    /// Which claim holds the name that people sign in with here.
    pub claim: String,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// What the provider says of itself (OpenID Connect Discovery 1.0).
#[derive(Debug, Clone, Deserialize)]
pub struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Value>,
}

/// A space, a `&` or a character beyond ASCII within an address.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Only over HTTPS, or to this very machine.
fn safe(address: &str) -> bool {
    let near = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let here = |rest: &str| rest.is_empty() || rest.starts_with([':', '/']);
    let local = near
        .iter()
        .any(|n| address.strip_prefix(n).is_some_and(here));
    local || address.starts_with("https://")
}

impl Provider {
    fn agent(&self) -> Result<Agent, SignOnError> {
        let unreadable = |why: String| SignOnError::Unreachable {
            what: "authority",
            why,
        };
        let mut tls = TlsConfig::builder();
        if let Some(path) = &self.authority {
            let pem = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
            let all: Vec<Certificate<'static>> = parse_pem(&pem)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if all.is_empty() {
                return Err(unreadable("no certificate".to_owned()));
            }
            tls = tls.root_certs(RootCerts::from(all));
        }
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .timeout_global(Some(Duration::from_secs(10)))
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        Ok(config.into())
    }

    fn get(&self, what: &'static str, address: &str) -> Result<String, SignOnError> {
        if !safe(address) {
            return Err(SignOnError::Untrue(what));
        }
        let unreachable = |why: String| SignOnError::Unreachable { what, why };
        let mut answer = self
            .agent()?
            .get(address)
            .call()
            .map_err(|e| unreachable(e.to_string()))?;
        if answer.status() != 200 {
            return Err(unreachable(answer.status().to_string()));
        }
        let body = answer.body_mut().with_config().limit(LARGEST);
        body.read_to_string()
            .map_err(|e| unreachable(e.to_string()))
    }

    /// Asks the provider for its endpoints.
    ///
    /// # Errors
    /// It cannot be reached, or names another issuer than the one that was configured.
    pub fn discover(&self) -> Result<Endpoints, SignOnError> {
        let issuer = self.issuer.trim_end_matches('/');
        let address = format!("{issuer}/.well-known/openid-configuration");
        let text = self.get("configuration", &address)?;
        let found: Endpoints =
            serde_json::from_str(&text).map_err(|_| SignOnError::Untrue("configuration"))?;
        let ours = found.issuer.trim_end_matches('/') == issuer;
        let all = [
            &found.authorization_endpoint,
            &found.token_endpoint,
            &found.jwks_uri,
        ];
        match ours && all.iter().all(|a| safe(a)) {
            true => Ok(found),
            false => Err(SignOnError::Untrue("issuer")),
        }
    }

    /// Where the browser is sent to; `back` is the address that it comes back to.
    #[must_use]
    pub fn address(&self, at: &Endpoints, asked: &Asked, back: &str) -> String {
        let mark = match at.authorization_endpoint.contains('?') {
            true => '&',
            false => '?',
        };
        format!(
            "{}{mark}response_type=code&scope=openid%20profile&client_id={}&redirect_uri={}\
             &state={}&nonce={}&code_challenge={}&code_challenge_method=S256",
            at.authorization_endpoint,
            encoded(&self.client),
            encoded(back),
            encoded(&asked.state()),
            asked.nonce(),
            asked.challenge(),
        )
    }

    /// Makes the code that the browser brought back into the name of whoever signed on. `now` is
    /// seconds since 1970.
    ///
    /// # Errors
    /// The provider refuses the code, cannot be reached, or its token is not true.
    pub fn redeem(
        &self,
        asked: &Asked,
        (code, back): (&str, &str),
        now: i64,
    ) -> Result<String, SignOnError> {
        let at = self.discover()?;
        let untrue = SignOnError::Untrue;
        let said = self.exchange(&at, asked, (code, back))?;
        let token = said.get("id_token").and_then(Value::as_str);
        let keys: Keys =
            serde_json::from_str(&self.get("keys", &at.jwks_uri)?).map_err(|_| untrue("keys"))?;
        // Keys of kinds that we do not know are passed over.
        let keys: Vec<Key> = keys
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value(key).ok())
            .collect();
        let claims = token::signed(token.ok_or(untrue("token"))?, &keys)?;
        let expected = Expected {
            issuer: &at.issuer,
            client: &self.client,
            nonce: &asked.nonce(),
            now,
        };
        token::check(&claims, expected)?;
        let name = claims.get(&self.claim).and_then(Value::as_str);
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        Ok(name.ok_or(untrue("name"))?.to_owned())
    }

    fn exchange(
        &self,
        at: &Endpoints,
        asked: &Asked,
        (code, back): (&str, &str),
    ) -> Result<Value, SignOnError> {
        let unreachable = |why: String| SignOnError::Unreachable { what: "token", why };
        let verifier = asked.verifier();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", &verifier),
        ];
        let ways = &at.token_endpoint_auth_methods_supported;
        let basic = ways.is_empty() || ways.iter().any(|w| w == "client_secret_basic");
        let mut request = self.agent()?.post(&at.token_endpoint);
        match (self.secret.is_empty(), basic) {
            (false, true) => {
                // RFC 6749, 2.3.1: both parts are encoded first.
                let pair = format!("{}:{}", encoded(&self.client), encoded(&self.secret));
                let header = format!("Basic {}", STANDARD.encode(pair));
                request = request.header("authorization", header);
            }
            (false, false) => {
                form.extend([
                    ("client_id", self.client.as_str()),
                    ("client_secret", &self.secret),
                ]);
            }
            (true, _) => form.push(("client_id", &self.client)),
        }
        let mut answer = request
            .send_form(form)
            .map_err(|e| unreachable(e.to_string()))?;
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(LARGEST);
        let text = body
            .read_to_string()
            .map_err(|e| unreachable(e.to_string()))?;
        let said: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status == 200 {
            return Ok(said);
        }
        let why = said.get("error").and_then(Value::as_str);
        Err(SignOnError::Refused(
            why.map_or_else(|| status.to_string(), str::to_owned),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine() {
        assert!(safe("https://id.example/x") && safe("http://127.0.0.1:9/x"));
        for address in [
            "http://id.example",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
        ] {
            assert!(!safe(address), "{address}");
        }
    }

    #[test]
    fn the_secret_is_not_told() {
        let provider = Provider {
            issuer: "https://id.example".to_owned(),
            client: "doudi".to_owned(),
            secret: "kept".to_owned(),
            authority: None,
            claim: "preferred_username".to_owned(),
        };
        assert!(!format!("{provider:?}").contains("kept"));
    }
}
