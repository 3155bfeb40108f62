//! From texts to a checked pack, collecting all that is wrong on the way.

mod parameter;
mod role;
mod screen;

use super::diagnostic::{Diagnostic, Problem};
use super::raw::{ContentFile, PackFile};
use super::{Pack, Parameter, Role, Screen};
use crate::cel::{CelError, Datum, Expression, Scope, Type};
use crate::screen::Template;
use base::money::written;
use jiff::civil::Date;
use toml::Spanned;

type Files = [(String, String)];

pub(super) fn load(files: &Files) -> Result<Pack, Vec<Diagnostic>> {
    let mut loader = Loader {
        found: Vec::new(),
        file: String::new(),
        text: String::new(),
    };
    let head: Option<PackFile> = match files.iter().find(|(path, _)| path == "pack.toml") {
        Some((path, text)) => loader.enter(path, text).read(),
        None => {
            let (file, problem) = ("pack.toml".to_owned(), Problem::MissingFile);
            loader.found.push(Diagnostic {
                file,
                line: 0,
                column: 0,
                problem,
            });
            None
        }
    };
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut roles: Vec<Role> = Vec::new();
    let mut contents: Vec<(&String, &String, ContentFile)> = Vec::new();
    let mut content: Vec<&(String, String)> = files
        .iter()
        .filter(|(p, _)| p.ends_with(".toml") && p != "pack.toml")
        .collect();
    content.sort();
    for (path, text) in content {
        if let Some(file) = loader.enter(path, text).read::<ContentFile>() {
            contents.push((path, text, file));
        }
    }
    for (path, text, file) in &contents {
        loader.enter(path, text);
        for entry in &file.parameter {
            loader.parameter(entry, &mut parameters);
        }
        for entry in &file.role {
            loader.role(entry, &mut roles);
        }
    }
    let mut screens: Vec<Screen> = Vec::new();
    for (path, text, file) in &contents {
        loader.enter(path, text);
        for entry in &file.screen {
            loader.screen(entry, &parameters, &roles, &mut screens);
        }
    }
    if loader.found.is_empty() {
        loader.unused(&contents, &parameters);
    }
    match head {
        Some(head) if loader.found.is_empty() => Ok(Pack {
            id: head.id,
            title: head.title,
            jurisdiction: head.jurisdiction,
            version: fingerprint(files),
            parameters,
            roles,
            screens,
        }),
        _ => Err(loader.found),
    }
}

/// FNV-1a over all paths and texts in the order of the paths.
fn fingerprint(files: &Files) -> String {
    let mut sorted: Vec<&(String, String)> = files.iter().collect();
    sorted.sort();
    let bytes = sorted
        .iter()
        .flat_map(|(path, text)| path.bytes().chain([0]).chain(text.bytes()).chain([0]));
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("{hash:016x}")
}

struct Loader {
    found: Vec<Diagnostic>,
    file: String,
    text: String,
}

impl Loader {
    pub(super) fn enter(&mut self, file: &str, text: &str) -> &mut Self {
        file.clone_into(&mut self.file);
        text.clone_into(&mut self.text);
        self
    }

    pub(super) fn report(&mut self, offset: usize, problem: Problem) {
        self.found
            .push(Diagnostic::at(&self.file, &self.text, offset, problem));
    }

    pub(super) fn read<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(&self.text) {
            Ok(value) => Some(value),
            Err(e) => {
                let offset = e.span().map_or(0, |span| span.start);
                self.report(offset, Problem::Toml(e.message().to_owned()));
                None
            }
        }
    }

    /// Where the content of a quoted value begins.
    pub(super) fn inside(&self, span: &std::ops::Range<usize>) -> usize {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let triple = written.starts_with("\"\"\"") || written.starts_with("'''");
        span.start + if triple { 3 } else { 1 }
    }

    pub(super) fn wrong(&mut self, source: &Spanned<String>, errors: Vec<CelError>) {
        let start = self.inside(&source.span());
        for e in errors {
            self.report(start + e.at, Problem::Expression(e));
        }
    }

    pub(super) fn unique(&mut self, id: &Spanned<String>, taken: bool) {
        if taken {
            self.report(id.span().start, Problem::Duplicate(id.get_ref().clone()));
        }
    }

    pub(super) fn type_of(&mut self, name: &Spanned<String>) -> Type {
        match name.get_ref().as_str() {
            "bool" => Type::Bool,
            "int" => Type::Int,
            "decimal" => Type::Decimal,
            "money" => Type::Money,
            "date" => Type::Date,
            "text" => Type::Text,
            other => {
                self.report(name.span().start, Problem::UnknownType(other.to_owned()));
                Type::Any
            }
        }
    }

    pub(super) fn date(&mut self, text: &Spanned<String>) -> Option<Date> {
        let parsed = text.get_ref().parse().ok();
        if parsed.is_none() {
            self.report(text.span().start, Problem::Date(text.get_ref().clone()));
        }
        parsed
    }

    pub(super) fn compile(
        &mut self,
        source: &Spanned<String>,
        scope: &Scope,
        of: &Type,
    ) -> Option<Expression> {
        match Expression::compile_as(source.get_ref(), scope, of) {
            Ok(expression) => Some(expression),
            Err(errors) => {
                self.wrong(source, errors);
                None
            }
        }
    }

    pub(super) fn template(&mut self, source: &Spanned<String>, scope: &Scope) -> Option<Template> {
        match Template::compile(source.get_ref(), scope) {
            Ok(Some(template)) => Some(template),
            Ok(None) => {
                let problem = Problem::Template(source.get_ref().clone());
                self.report(source.span().start, problem);
                None
            }
            Err(errors) => {
                self.wrong(source, errors);
                None
            }
        }
    }
}

/// A written value of a type; `None` when the text is no such value.
pub fn datum(text: &str, of: &Type) -> Option<Datum> {
    let text = text.trim();
    Some(match of {
        Type::Bool => match text {
            "true" => Datum::Bool(true),
            "false" => Datum::Bool(false),
            _ => return None,
        },
        Type::Int => Datum::Int(text.parse().ok()?),
        Type::Decimal => {
            let whole = if text.contains('.') {
                text.to_owned()
            } else {
                format!("{text}.0")
            };
            Datum::Decimal(crate::cel::decimal(&whole)?)
        }
        Type::Money => Datum::Money(crate::cel::Amount::of(written::parse(text).ok()?)?),
        Type::Date => Datum::Date(base::date::parse_date(text).ok()?),
        _ => Datum::Text(text.into()),
    })
}
