//! What a handler is given.

use crate::entry::Site;
use base::Fault;
use base::id::RequestId;
use platform::crypto::{hex, same, sm3};
use platform::messages::{Catalogue, Language};
use platform::session::Visitor;
use platform::{Ctx, Platform, Who};
use std::str::FromStr;

/// Names and values, of a form or behind the question mark of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=%E4%B8%AD`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|p| !p.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        Self(pairs.collect())
    }

    /// The value of a name, without the spaces around it; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The value exactly as it was typed: for passwords.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }
}

fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let rest = bytes.clone();
                let digits: Vec<u8> = rest.take(2).collect();
                let value = std::str::from_utf8(&digits)
                    .ok()
                    .filter(|d| d.len() == 2)
                    .and_then(|d| u8::from_str_radix(d, 16).ok());
                match value {
                    Some(value) => {
                        out.push(value);
                        bytes.nth(1);
                    }
                    None => out.push(b'%'),
                }
            }
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A request whose sender is known and may do what the route is for.
pub struct Request<'a> {
    /// The site.
    pub site: &'a Site,
    /// Who asks.
    pub who: Who,
    /// Its name in logs and in the journal.
    pub id: RequestId,
    /// The path as it was asked for.
    pub path: String,
    /// Variable parts of the path.
    pub params: Vec<(String, String)>,
    /// Behind the question mark.
    pub query: Fields,
    /// The form.
    pub form: Fields,
    /// From where and with what.
    pub visitor: Visitor,
    /// The language of the answer.
    pub language: Language,
    /// The secret that the browser holds: the session's token, or one for signing in.
    pub(crate) secret: String,
}

impl<'a> Request<'a> {
    /// The platform.
    #[must_use]
    pub fn platform(&self) -> &'a Platform {
        &self.site.platform
    }

    /// The sentences of the answer's language.
    #[must_use]
    pub fn catalogue(&self) -> &'a Catalogue {
        self.site.catalogue(self.language)
    }

    /// A variable part of the path; what cannot be read does not exist.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        let found = self.params.iter().find(|(n, _)| n == name);
        let found = found.and_then(|(_, value)| value.parse().ok());
        found.ok_or(Fault::NotFound)
    }

    /// Reads for whoever asks.
    pub fn read<T>(&self, f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        self.platform().read(&self.who, self.id, f)
    }

    /// Changes something for whoever asks.
    pub fn write<T>(&self, f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        self.platform().write(&self.who, self.id, f)
    }

    /// What a form of this browser must carry.
    #[must_use]
    pub fn form_token(&self) -> String {
        form_token(&self.secret)
    }

    /// The token that the browser holds: for the second step of signing in.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Whether the form was sent from a page of ours to this browser.
    pub(crate) fn form_is_ours(&self) -> bool {
        let given = self.form.raw("_form");
        !self.secret.is_empty() && same(given.as_bytes(), self.form_token().as_bytes())
    }
}

/// Made from the browser's secret, so that nothing is to be kept.
fn form_token(secret: &str) -> String {
    hex(&sm3(format!("form:{secret}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_broken_ones_stay_as_they_are() {
        let fields = Fields::parse("name=%E7%8E%8B+%E8%8A%B3&x=%zz&y=100%&z");
        assert_eq!(fields.get("name"), "王 芳");
        assert_eq!(
            (fields.get("x"), fields.get("y"), fields.get("z")),
            ("%zz", "100%", "")
        );
        assert_eq!(Fields::parse("p=+a+").raw("p"), " a ");
    }
}
