//! What is wrong with a pack: file, line, column and remedy.

use crate::cel::CelError;
use base::message::{Arg, Message, Speak};

/// One thing wrong with a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// File within the pack.
    pub file: String,
    /// Line from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// The ways a pack can be wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, or not of the expected shape.
    #[error("{0}")]
    Toml(String),
    /// An expression is wrong.
    #[error("{0}")]
    Expression(CelError),
    /// A file that every pack has is not there.
    #[error("the file is missing")]
    MissingFile,
    /// A name given twice.
    #[error("{0} is declared twice")]
    Duplicate(String),
    /// A role that the pack does not declare.
    #[error("unknown role {0}")]
    UnknownRole(String),
    /// A type or column role that does not exist.
    #[error("unknown type or column {0}")]
    UnknownType(String),
    /// A date that is none, or ends before it begins.
    #[error("{0} is no date that fits")]
    Date(String),
    /// A value that its type does not take.
    #[error("{0} is no value of the declared type")]
    Value(String),
    /// Two values of a parameter are in force on one day.
    #[error("two values of {0} are in force on {1}")]
    Overlap(String, String),
    /// No value is in force between two others.
    #[error("no value of {0} is in force on {1}")]
    Gap(String, String),
    /// A template whose braces do not match.
    #[error("the braces of {0:?} do not match")]
    Template(String),
    /// A name or word that is not there; perhaps another was meant.
    #[error("there is no {what} here{near}", what = .0, near = hint(.1))]
    UnknownReference(String, Option<String>),
    /// Parts of a programme in a file that is none.
    #[error("this belongs to a programme: the file needs [programme] or [amend]")]
    NoProgramme,
    /// Derived quantities that need each other.
    #[error("these are derived from each other: {0}")]
    Circle(String),
    /// Something read on a day on which it is not in force.
    #[error("{0}, which this reads, is not in force on {1}")]
    NotInForce(String, String),
    /// A step that no road leads to.
    #[error("no step leads to {0}")]
    Unreachable(String),
    /// A notice of what may not be made public.
    #[error("{0} may not be made public")]
    MayNotPublish(String),
    /// The case of an example is wrong.
    #[error("the case of the example: {0}")]
    Case(crate::fact::CaseError),
    /// An example whose result is not the expected one.
    #[error("example {name:?}: {what} should be {expected:?} and is {found:?}")]
    Example {
        /// Its name.
        name: String,
        /// What is compared.
        what: &'static str,
        /// What it expects.
        expected: String,
        /// What came out.
        found: String,
    },
    /// A condition or quantity that no example reaches.
    #[error("no example reaches {0}")]
    NotTried(String),
    /// A condition that holds in every example.
    #[error("no example makes {0} fail")]
    NeverFails(String),
    /// Words that a plan's text does not have, or has more than once.
    #[error("the text of the part must have these words once: {0}")]
    Quote(String),
    /// A sentence of a plan that asks nothing of anybody.
    #[error("no item quotes this sentence: {0}")]
    Unasked(String),
    /// A number that belongs into a parameter with its source.
    #[error("{0} looks like a number of the law: it belongs into a parameter with its source")]
    NumberOfLaw(String),
    /// A certainty outside 0 and 1.
    #[error("{0} is no probability")]
    Certainty(String),
    /// The pack above is not where `below` says.
    #[error("there is no pack at {0}")]
    MissingLayer(String),
    /// Packs that lie below each other.
    #[error("the packs lie below each other: {0}")]
    LayerCycle(String),
    /// Changes something that no layer above has.
    #[error("no layer above has {name}{}", hint(.near))]
    UnknownOverride {
        /// What is to be changed.
        name: String,
        /// The nearest there is.
        near: Option<String>,
    },
    /// Changes what a layer above says, without saying by what right.
    #[error(
        "{name} stands in {layer}; say by which document it is changed: overrides = {{document = …}}"
    )]
    SilentOverride {
        /// What is changed.
        name: String,
        /// The layer it stands in.
        layer: String,
    },
    /// An override that changes the type or the keys.
    #[error("{0} must keep the type and the keys it has above")]
    OverrideType(String),
    /// Something that must be said is not.
    #[error("{name} lacks {what}")]
    Lacks {
        /// What lacks it.
        name: String,
        /// What is lacking.
        what: &'static str,
    },
    /// A table of values that lacks a key or has one too many.
    #[error("{name}: {key} is no key, or lacks its value{}", hint(.near))]
    Key {
        /// The parameter.
        name: String,
        /// The key.
        key: String,
        /// The nearest key there is.
        near: Option<String>,
    },
    /// Values of the law that break a rule about them.
    #[error("from {from} on: {en} ({cite})")]
    Constraint {
        /// The first day on which it is broken.
        from: String,
        /// What is wrong, in Chinese.
        zh: String,
        /// What is wrong, in English.
        en: String,
        /// The rule.
        cite: String,
    },
    /// A parameter that no expression uses.
    #[error("parameter {0} is used nowhere")]
    UnusedParameter(String),
}

fn hint(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!(" (did you mean {near:?}?)"))
}

impl Diagnostic {
    /// At a byte offset of a file's text.
    pub(super) fn at(file: &str, text: &str, offset: usize, problem: Problem) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Self {
            file: file.to_owned(),
            line,
            column,
            problem,
        }
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.problem
        )
    }
}

impl Problem {
    fn code(&self) -> &'static str {
        match self {
            Problem::Toml(_) => "policy-toml",
            Problem::Expression(_) => "policy-expression",
            Problem::MissingFile => "policy-missing-file",
            Problem::Duplicate(_) => "policy-duplicate",
            Problem::UnknownRole(_) => "policy-unknown-role",
            Problem::UnknownType(_) => "policy-unknown-type",
            Problem::Date(_) => "policy-date",
            Problem::Value(_) => "policy-value",
            Problem::Overlap(..) => "policy-overlap",
            Problem::Gap(..) => "policy-gap",
            Problem::Template(_) => "policy-template",
            Problem::Certainty(_) => "policy-certainty",
            Problem::UnusedParameter(_) => "policy-unused-parameter",
            Problem::MissingLayer(_) => "policy-layer-missing",
            Problem::LayerCycle(_) => "policy-layer-cycle",
            Problem::UnknownOverride { near: None, .. } => "policy-override-unknown",
            Problem::UnknownOverride { .. } => "policy-override-near",
            Problem::SilentOverride { .. } => "policy-override-silent",
            Problem::OverrideType(_) => "policy-override-type",
            Problem::Lacks { .. } => "policy-lacks",
            Problem::Key { near: None, .. } => "policy-key",
            Problem::Key { .. } => "policy-key-near",
            Problem::Constraint { .. } => "policy-constraint",
            Problem::UnknownReference(_, None) => "policy-reference",
            Problem::UnknownReference(..) => "policy-reference-near",
            Problem::NoProgramme => "policy-no-programme",
            Problem::Circle(_) => "policy-circle",
            Problem::NotInForce(..) => "policy-not-in-force",
            Problem::Unreachable(_) => "policy-unreachable",
            Problem::MayNotPublish(_) => "policy-may-not-publish",
            Problem::Case(_) => "policy-case",
            Problem::Quote(_) => "policy-quote",
            Problem::Unasked(_) => "policy-unasked",
            Problem::NumberOfLaw(_) => "policy-number-of-law",
            Problem::Example { .. } => "policy-example",
            Problem::NotTried(_) => "policy-not-tried",
            Problem::NeverFails(_) => "policy-never-fails",
        }
    }
}

impl Speak for Diagnostic {
    fn message(&self) -> Message {
        let code = self.problem.code();
        let said = Message::new(code)
            .with("file", self.file.as_str())
            .with("line", self.line)
            .with("column", self.column);
        match &self.problem {
            Problem::Toml(what)
            | Problem::Duplicate(what)
            | Problem::UnknownRole(what)
            | Problem::UnknownType(what)
            | Problem::Date(what)
            | Problem::Value(what)
            | Problem::Template(what)
            | Problem::Certainty(what)
            | Problem::MissingLayer(what)
            | Problem::LayerCycle(what)
            | Problem::OverrideType(what)
            | Problem::Circle(what)
            | Problem::Unreachable(what)
            | Problem::MayNotPublish(what)
            | Problem::NumberOfLaw(what)
            | Problem::Quote(what)
            | Problem::Unasked(what)
            | Problem::NotTried(what)
            | Problem::NeverFails(what)
            | Problem::UnusedParameter(what) => said.with("what", what.as_str()),
            Problem::UnknownOverride { name, near } => near
                .iter()
                .fold(said.with("what", name.as_str()), |said, near| {
                    said.with("near", near.as_str())
                }),
            Problem::SilentOverride { name, layer } => said
                .with("what", name.as_str())
                .with("layer", layer.as_str()),
            Problem::Lacks { name, what } => said.with("what", name.as_str()).with("field", *what),
            Problem::Key { name, key, near } => near.iter().fold(
                said.with("what", name.as_str()).with("key", key.as_str()),
                |said, near| said.with("near", near.as_str()),
            ),
            Problem::Constraint { from, zh, en, cite } => {
                let (zh, en) = (zh.clone(), en.clone());
                said.with("day", from.as_str())
                    .with("why", Arg::Both { zh, en })
                    .with("cite", cite.as_str())
            }
            Problem::Expression(e) => said.with("what", e.what.message()),
            Problem::MissingFile | Problem::NoProgramme => said,
            Problem::UnknownReference(what, near) => near
                .iter()
                .fold(said.with("what", what.as_str()), |said, near| {
                    said.with("near", near.as_str())
                }),
            Problem::Example {
                name,
                what,
                expected,
                found,
            } => said
                .with("name", name.as_str())
                .with("what", *what)
                .with("expected", expected.as_str())
                .with("found", found.as_str()),
            Problem::Case(e) => said.with("what", e.message()),
            Problem::Overlap(what, day)
            | Problem::Gap(what, day)
            | Problem::NotInForce(what, day) => {
                said.with("what", what.as_str()).with("day", day.as_str())
            }
        }
    }
}
