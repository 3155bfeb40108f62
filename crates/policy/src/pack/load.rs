//! From texts to a checked pack, collecting all that is wrong on the way.

use super::diagnostic::{Diagnostic, Problem};
use super::raw::{ContentFile, PackFile, ParameterEntry, RoleEntry, ScreenEntry, ValueEntry};
use super::{Dated, Field, Pack, Parameter, Role, Screen, Subject};
use crate::cel::{CelError, Datum, Expression, Scope, Type};
use crate::screen::Template;
use base::column::ColumnRole;
use base::money::written;
use jiff::civil::Date;
use std::sync::Arc;
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
    fn enter(&mut self, file: &str, text: &str) -> &mut Self {
        file.clone_into(&mut self.file);
        text.clone_into(&mut self.text);
        self
    }

    fn report(&mut self, offset: usize, problem: Problem) {
        self.found
            .push(Diagnostic::at(&self.file, &self.text, offset, problem));
    }

    fn read<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
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
    fn inside(&self, span: &std::ops::Range<usize>) -> usize {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let triple = written.starts_with("\"\"\"") || written.starts_with("'''");
        span.start + if triple { 3 } else { 1 }
    }

    fn wrong(&mut self, source: &Spanned<String>, errors: Vec<CelError>) {
        let start = self.inside(&source.span());
        for e in errors {
            self.report(start + e.at, Problem::Expression(e));
        }
    }

    fn unique(&mut self, id: &Spanned<String>, taken: bool) {
        if taken {
            self.report(id.span().start, Problem::Duplicate(id.get_ref().clone()));
        }
    }

    fn type_of(&mut self, name: &Spanned<String>) -> Type {
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

    fn date(&mut self, text: &Spanned<String>) -> Option<Date> {
        let parsed = text.get_ref().parse().ok();
        if parsed.is_none() {
            self.report(text.span().start, Problem::Date(text.get_ref().clone()));
        }
        parsed
    }

    fn parameter(&mut self, entry: &ParameterEntry, parameters: &mut Vec<Parameter>) {
        self.unique(
            &entry.id,
            parameters.iter().any(|p| p.id == *entry.id.get_ref()),
        );
        let of = self.type_of(&entry.of);
        let mut values: Vec<(usize, Dated)> = Vec::new();
        for value in &entry.value {
            values.extend(
                self.dated(value, &of)
                    .map(|dated| (value.from.span().start, dated)),
            );
        }
        values.sort_by_key(|(_, dated)| dated.from);
        for pair in values.windows(2) {
            let [(_, before), (offset, after)] = pair else {
                continue;
            };
            let (id, day) = (entry.id.get_ref().clone(), after.from.to_string());
            let end = before.to.and_then(|to| to.tomorrow().ok());
            match end {
                Some(next) if next == after.from => {}
                Some(next) if next < after.from => {
                    self.report(*offset, Problem::Gap(id, next.to_string()));
                }
                _ => self.report(*offset, Problem::Overlap(id, day)),
            }
        }
        parameters.push(Parameter {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            of,
            values: values.into_iter().map(|(_, dated)| dated).collect(),
        });
    }

    fn dated(&mut self, entry: &ValueEntry, of: &Type) -> Option<Dated> {
        let from = self.date(&entry.from)?;
        let to = match &entry.to {
            Some(text) => Some(self.date(text)?),
            None => None,
        };
        if let (Some(last), Some(text)) = (to, &entry.to)
            && last < from
        {
            self.report(text.span().start, Problem::Date(text.get_ref().clone()));
        }
        let Some(value) = datum(entry.is.get_ref(), of) else {
            self.report(
                entry.is.span().start,
                Problem::Value(entry.is.get_ref().clone()),
            );
            return None;
        };
        Some(Dated {
            from,
            to,
            value,
            cite: entry.cite.clone(),
        })
    }

    fn role(&mut self, entry: &RoleEntry, roles: &mut Vec<Role>) {
        self.unique(&entry.id, roles.iter().any(|r| r.id == *entry.id.get_ref()));
        let mut fields: Vec<Field> = Vec::new();
        for field in &entry.field {
            self.unique(
                &field.id,
                fields.iter().any(|f| f.id == *field.id.get_ref()),
            );
            let column = field.column.as_ref().and_then(|code| {
                let role: Option<ColumnRole> = code.get_ref().parse().ok();
                if role.is_none() {
                    let problem = Problem::UnknownType(code.get_ref().clone());
                    self.report(code.span().start, problem);
                }
                role
            });
            fields.push(Field {
                id: field.id.get_ref().clone(),
                of: self.type_of(&field.of),
                column,
                headers: field.headers.clone(),
                codes: field.codes.clone().into_iter().collect(),
            });
        }
        roles.push(Role {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            provider: entry.provider.clone(),
            fields,
        });
    }

    fn screen(
        &mut self,
        entry: &ScreenEntry,
        parameters: &[Parameter],
        roles: &[Role],
        screens: &mut Vec<Screen>,
    ) {
        self.unique(
            &entry.id,
            screens.iter().any(|s| s.id == *entry.id.get_ref()),
        );
        let certainty_min = entry.certainty_min.as_ref().map_or(0.8, |c| *c.get_ref());
        if let Some(written) = &entry.certainty_min
            && !(0.0..=1.0).contains(written.get_ref())
        {
            let problem = Problem::Certainty(written.get_ref().to_string());
            self.report(written.span().start, problem);
        }
        let mut subjects = Vec::new();
        for id in &entry.subject {
            let Some(role) = roles.iter().position(|r| r.id == *id.get_ref()) else {
                self.report(id.span().start, Problem::UnknownRole(id.get_ref().clone()));
                continue;
            };
            // Wrong expressions are said once, not for every subject.
            let before = self.found.len();
            subjects.extend(self.subject(entry, role, parameters, roles));
            if self.found.len() > before {
                break;
            }
        }
        screens.push(Screen {
            id: entry.id.get_ref().clone(),
            title: entry.title.clone(),
            direction: entry.direction,
            flag: entry.flag.clone(),
            subjects,
            peers_by: entry.peers_by.as_ref().map(|p| p.get_ref().clone()),
            certainty_min,
            cite: entry.cite.clone(),
            next: entry.next.clone(),
            days: entry.days,
            exemptions: entry
                .exempt
                .iter()
                .map(|e| (e.label.clone(), e.cite.clone()))
                .collect(),
        });
    }

    fn subject(
        &mut self,
        entry: &ScreenEntry,
        role: usize,
        parameters: &[Parameter],
        roles: &[Role],
    ) -> Option<Subject> {
        let scope = scope(parameters, roles, role);
        if let Some(peers) = &entry.peers_by
            && !roles
                .get(role)?
                .fields
                .iter()
                .any(|f| f.id == *peers.get_ref())
        {
            let problem = Problem::UnknownType(peers.get_ref().clone());
            self.report(peers.span().start, problem);
        }
        let when = self.compile(&entry.when, &scope, &Type::Bool);
        let records = Type::List(Arc::new(Type::Any));
        let mut rests_on = Vec::new();
        for source in &entry.rests_on {
            rests_on.extend(self.compile(source, &scope, &records));
        }
        let mut exempt = Vec::new();
        for exemption in &entry.exempt {
            exempt.extend(self.compile(&exemption.when, &scope, &Type::Bool));
        }
        let message = [
            self.template(&entry.message.zh, &scope),
            self.template(&entry.message.en, &scope),
        ];
        let [Some(zh), Some(en)] = message else {
            return None;
        };
        Some(Subject {
            role,
            scope,
            when: when?,
            rests_on,
            exempt,
            message: [zh, en],
        })
    }

    fn compile(
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

    fn template(&mut self, source: &Spanned<String>, scope: &Scope) -> Option<Template> {
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

    /// A parameter that no expression names is a value that nobody keeps.
    fn unused(&mut self, contents: &[(&String, &String, ContentFile)], parameters: &[Parameter]) {
        for parameter in parameters {
            let name = format!("param.{}", parameter.id);
            let used = contents.iter().any(|(_, text, _)| text.contains(&name));
            let declared = contents.iter().find_map(|(path, text, file)| {
                let entry = file
                    .parameter
                    .iter()
                    .find(|p| *p.id.get_ref() == parameter.id)?;
                Some((path, text, entry.id.span().start))
            });
            if let (false, Some((path, text, offset))) = (used, declared) {
                self.enter(path, text);
                self.report(offset, Problem::UnusedParameter(parameter.id.clone()));
            }
        }
    }
}

/// The names of a screen's expressions, in the order in which `screen` gives their values: the
/// day, the parameters, the subject, its peers, the person's records by role, the household's.
fn scope(parameters: &[Parameter], roles: &[Role], subject: usize) -> Scope {
    let values: Vec<(String, Type)> = parameters
        .iter()
        .map(|p| (p.id.clone(), p.of.clone()))
        .collect();
    let own = roles.get(subject).map_or(Type::Any, Role::record);
    let list = |of: Type| Type::List(Arc::new(of));
    let mut scope = Scope::default()
        .with("on", Type::Date)
        .with("param", Type::Record(values.into()))
        .with("self", own.clone())
        .with("peers", list(own));
    for role in roles {
        scope = scope.with(role.id.clone(), list(role.record()));
    }
    for role in roles {
        scope = scope.with(format!("home_{}", role.id), list(role.record()));
    }
    scope
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
        Type::Money => Datum::Money(written::parse(text).ok()?),
        Type::Date => Datum::Date(base::date::parse_date(text).ok()?),
        _ => Datum::Text(text.into()),
    })
}
