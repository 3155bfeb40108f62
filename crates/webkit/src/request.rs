//! What a handler is given.

use crate::entry::Site;
use crate::multipart::Upload;
use base::Fault;
use base::id::RequestId;
use platform::crypto::{hex, same, sm3};
use platform::messages::{Catalogue, Language};
use platform::session::Visitor;
use platform::{Ctx, Division, Platform, Who};
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

    /// Names and values as they are.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// All names and values, in order.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// All values of a name: of boxes that were ticked.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(n, _)| n == name);
        found.map(|(_, value)| value.trim()).collect()
    }

    /// The same with a name that has this value and no other.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut fields = self.without(&[name]);
        fields.0.push((name.to_owned(), value.to_owned()));
        fields
    }

    /// The same without some names, and without empty values.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = |(n, v): &&(String, String)| !v.is_empty() && !names.contains(&n.as_str());
        Self(self.0.iter().filter(kept).cloned().collect())
    }

    /// As it stands behind a question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pair = |(n, v): &(String, String)| format!("{}={}", encoded(n), encoded(v));
        let pairs: Vec<String> = self.0.iter().map(pair).collect();
        pairs.join("&")
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

/// Text as it stands in an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
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
    /// The name by which the browser reached us.
    pub host: String,
    /// Variable parts of the path.
    pub params: Vec<(String, String)>,
    /// Behind the question mark.
    pub query: Fields,
    /// The form.
    pub form: Fields,
    /// The files of the form.
    pub files: Vec<Upload>,
    /// Asked for by htmx: a part of a page will do.
    pub is_part: bool,
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

    /// Scheme and host at which this browser reaches us.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = match self.platform().settings().https {
            true => "https",
            false => "http",
        };
        format!("{scheme}://{}", self.host)
    }

    /// A variable part of the path; what cannot be read does not exist.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Fault> {
        let found = self.params.iter().find(|(n, _)| n == name);
        let found = found.and_then(|(_, value)| value.parse().ok());
        found.ok_or(Fault::NotFound)
    }

    /// A division as people call it: its name, or its code while no names are loaded.
    #[must_use]
    pub fn division(&self, division: &Division) -> String {
        let name = self.read(|ctx| platform::division::name(ctx, division));
        let name = name.ok().flatten();
        name.unwrap_or_else(|| division.code().to_owned())
    }

    /// A file of the form; `None` when none was chosen.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|f| f.field == field)
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
pub(crate) fn form_token(secret: &str) -> String {
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

    #[test]
    fn a_query_is_changed_in_one_place() {
        let query = Fields::parse("f.name=%E7%8E%8B&page=3&sort=&c=a&c=b");
        let next = query.with("page", "4").to_query();
        assert_eq!(next, "f.name=%E7%8E%8B&c=a&c=b&page=4");
        assert_eq!(query.all("c"), ["a", "b"]);
        assert_eq!(Fields::parse(&next).get("f.name"), "王");
    }
}
