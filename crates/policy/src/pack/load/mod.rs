//! From texts to a checked pack, collecting all that is wrong on the way.

mod compile;
mod constraint;
mod example;
mod fact;
mod indicator;
mod paper;
mod parameter;
mod parts;
mod plan;
mod programme;
mod register;
mod road;
mod role;
mod screen;

use super::diagnostic::{Diagnostic, Problem};
use super::layer::{Layer, LayerHead, Override, OverrideKind, fingerprint};
use super::raw::{ContentFile, PackFile};
use super::{Citation, Constraint, Pack, Parameter, Role, Screen};
use crate::cel::{CelError, Datum, Expression, Scope, Type, nearest};
use crate::fact::Facts;
use crate::programme::Stacking;
use crate::screen::Template;
use base::money::written;
use jiff::civil::Date;
use toml::Spanned;

/// A content file: the place of its layer, the path that messages name, its text and its entries.
pub(super) struct Content<'a> {
    pub(super) layer: usize,
    pub(super) path: String,
    pub(super) text: &'a str,
    pub(super) file: ContentFile,
}

pub(super) fn load(layers: &[Layer]) -> Result<Pack, Vec<Diagnostic>> {
    let mut loader = Loader::default();
    let heads: Vec<LayerHead> = (0..layers.len())
        .filter_map(|at| loader.head(layers, at))
        .collect();
    loader.layers = heads.iter().map(|head| head.id.clone()).collect();
    let contents = loader.contents(layers);
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut roles: Vec<Role> = Vec::new();
    for content in &contents {
        loader.open(content);
        for entry in &content.file.parameter {
            loader.parameter(entry, &mut parameters);
        }
        for entry in &content.file.role {
            let of = (OverrideKind::Role, entry.overrides.as_ref());
            loader.change(of, &entry.id, &mut roles, |loader, roles| {
                loader.role(entry, roles);
            });
        }
    }
    let mut constraints: Vec<Constraint> = Vec::new();
    let mut screens: Vec<Screen> = Vec::new();
    for content in &contents {
        loader.open(content);
        for entry in &content.file.constraint {
            let of = (OverrideKind::Constraint, entry.overrides.as_ref());
            loader.change(of, &entry.id, &mut constraints, |loader, constraints| {
                loader.constraint(entry, &parameters, constraints);
            });
        }
        for entry in &content.file.screen {
            let of = (OverrideKind::Screen, entry.overrides.as_ref());
            loader.change(of, &entry.id, &mut screens, |loader, screens| {
                loader.screen(entry, &parameters, &roles, screens);
            });
        }
    }
    let facts = loader.facts(&contents, &roles);
    let programmes = loader.programmes(&contents, &parameters, &facts);
    let mut stackings: Vec<Stacking> = Vec::new();
    for content in &contents {
        loader.open(content);
        for entry in &content.file.stacking {
            let of = (OverrideKind::Programme, entry.overrides.as_ref());
            loader.change(of, &entry.id, &mut stackings, |loader, stackings| {
                stackings.extend(loader.stacking(entry, &programmes));
            });
        }
    }
    let plans = loader.plans(layers);
    let (sections, lists) = loader.register_words(&contents);
    let registers = loader.registers(&contents, &parameters, &sections, &lists);
    loader.living(&contents, &parameters, &registers, &mut roles);
    let papers = loader.papers(&contents, &programmes);
    let indicators = loader.indicators(&contents, &parameters, &registers, &plans);
    if loader.found.is_empty() {
        loader.unused(&contents, &parameters);
        loader.hold(&contents, &constraints, &parameters);
    }
    match heads.last() {
        Some(head) if loader.found.is_empty() => Ok(Pack {
            id: head.id.clone(),
            title: head.title.clone(),
            jurisdiction: head.jurisdiction.clone(),
            version: fingerprint(layers),
            layers: heads,
            overrides: loader.overrides,
            parameters,
            constraints,
            warnings: loader.warnings,
            roles,
            screens,
            facts,
            programmes,
            stackings,
            plans,
            sections,
            registers,
            papers,
            indicators,
        }),
        _ => Err(loader.found),
    }
}

/// What has a name by which a lower layer can change it.
pub(super) trait Named {
    /// The name.
    fn id(&self) -> &str;
}

impl Named for Role {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for Screen {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for Stacking {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for Constraint {
    fn id(&self) -> &str {
        &self.id
    }
}

#[derive(Default)]
struct Loader {
    found: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
    overrides: Vec<Override>,
    /// Names of the layers.
    layers: Vec<String>,
    /// Layer, file and text that are being read.
    layer: usize,
    file: String,
    text: String,
    /// Which layer a thing was last declared or changed in.
    declared: Vec<(OverrideKind, String, usize)>,
}

impl Loader {
    /// The head of a layer, which must be there and fit the layer above.
    fn head(&mut self, layers: &[Layer], at: usize) -> Option<LayerHead> {
        let layer = layers.get(at)?;
        let file = within(layer, "pack.toml");
        let Some((_, text)) = layer.files.iter().find(|(path, _)| path == "pack.toml") else {
            self.found.push(Diagnostic {
                file,
                line: 0,
                column: 0,
                problem: Problem::MissingFile,
            });
            return None;
        };
        let head: PackFile = self.enter(&file, text).read()?;
        if let (0, Some(below)) = (at, &head.below) {
            let problem = Problem::MissingLayer(below.get_ref().clone());
            self.report(below.span().start, problem);
        }
        Some(LayerHead {
            id: head.id,
            title: head.title,
            jurisdiction: head.jurisdiction,
        })
    }

    /// All content files, layer by layer, the highest-ranking first.
    fn contents<'a>(&mut self, layers: &'a [Layer]) -> Vec<Content<'a>> {
        let mut contents = Vec::new();
        for (at, layer) in layers.iter().enumerate() {
            let mut files: Vec<&(String, String)> = layer
                .files
                .iter()
                .filter(|(p, _)| p.ends_with(".toml") && p != "pack.toml" && !plan::is_plan(p))
                .collect();
            files.sort();
            for (path, text) in files {
                let path = within(layer, path);
                if let Some(file) = self.enter(&path, text).read() {
                    contents.push(Content {
                        layer: at,
                        path,
                        text,
                        file,
                    });
                }
            }
        }
        contents
    }

    /// All facts, lists before their fields.
    fn facts(&mut self, contents: &[Content<'_>], roles: &[Role]) -> Facts {
        let mut facts = Facts::built_in();
        for fields in [false, true] {
            for content in contents {
                self.open(content);
                let entries = content.file.fact.iter();
                for entry in entries.filter(|e| e.entity.get_ref().contains('.') == fields) {
                    if fields {
                        self.list_field(entry, roles, &mut facts);
                    } else {
                        self.fact(entry, roles, &mut facts);
                    }
                }
            }
        }
        self.close_lists(&mut facts);
        facts
    }

    /// Reports of a content file from here on.
    pub(super) fn open(&mut self, content: &Content<'_>) {
        self.layer = content.layer;
        self.enter(&content.path, content.text);
    }

    /// Whether a thing is declared here (`None`), or changes what a layer above has (its place
    /// there); wrong changes are reported, and an error in the result means to leave it.
    pub(super) fn above(
        &mut self,
        kind: OverrideKind,
        id: &Spanned<String>,
        overrides: Option<&Citation>,
    ) -> Result<bool, ()> {
        let (name, at) = (id.get_ref().clone(), id.span().start);
        let known = self
            .declared
            .iter_mut()
            .find(|(k, n, _)| *k == kind && *n == name);
        match (known, overrides) {
            (None, None) => {
                self.declared.push((kind, name, self.layer));
                Ok(false)
            }
            (None, Some(_)) => {
                let known = self.declared.iter().filter(|(k, ..)| *k == kind);
                let near = nearest(&name, known.map(|(_, n, _)| n.as_str()));
                self.report(at, Problem::UnknownOverride { name, near });
                Err(())
            }
            (Some((.., layer)), _) if *layer == self.layer => {
                self.report(at, Problem::Duplicate(name));
                Err(())
            }
            (Some((.., layer)), None) => {
                let layer = self.layers.get(*layer).cloned().unwrap_or_default();
                self.report(at, Problem::SilentOverride { name, layer });
                Err(())
            }
            (Some((.., layer)), Some(cite)) => {
                let above = std::mem::replace(layer, self.layer);
                self.overrides.push(Override {
                    kind,
                    id: name,
                    above,
                    layer: self.layer,
                    cite: cite.clone(),
                });
                Ok(true)
            }
        }
    }

    /// Loads a thing by `make`, which appends it, in the place of the one that it changes, if any.
    pub(super) fn change<T: Named>(
        &mut self,
        (kind, overrides): (OverrideKind, Option<&Citation>),
        id: &Spanned<String>,
        all: &mut Vec<T>,
        make: impl FnOnce(&mut Self, &mut Vec<T>),
    ) {
        let Ok(changes) = self.above(kind, id, overrides) else {
            return;
        };
        let place = all
            .iter()
            .position(|t| changes && t.id() == id.get_ref().as_str());
        let old = place.map(|place| all.remove(place));
        make(self, all);
        if let (Some(place), Some(_)) = (place, old)
            && let Some(new) = all.pop()
        {
            all.insert(place.min(all.len()), new);
        }
    }

    pub(super) fn layer_name(&self, layer: usize) -> String {
        self.layers.get(layer).cloned().unwrap_or_default()
    }

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
        let quotes = if triple { 3 } else { 1 };
        // A line end right after three quotation marks is not part of the text.
        let after = written.get(quotes..).unwrap_or_default();
        let line_end = match (triple, after.starts_with("\r\n"), after.starts_with('\n')) {
            (true, true, _) => 2,
            (true, _, true) => 1,
            _ => 0,
        };
        span.start + quotes + line_end
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

/// The path of a layer's file as messages name it.
fn within(layer: &Layer, path: &str) -> String {
    if layer.name.is_empty() {
        path.to_owned()
    } else {
        format!("{}/{path}", layer.name)
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
