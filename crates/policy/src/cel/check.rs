//! The tree against the declared names and types. What passes can be evaluated without a type
//! error; all that is wrong is reported at once.

use super::amount::Amount;
use super::eval::{Op, Step, Value};
use super::functions::{self, FUNCTIONS};
use super::parse::{Kind, Node, parse};
use super::types::{Keys, Type, result};
use super::{CelError, What};
use std::sync::Arc;

/// The names an expression may use: each with its type, in the order of the values given later.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    names: Vec<(String, Type)>,
}

impl Scope {
    /// Adds a name; its value stands at the place of its declaration.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, of: Type) -> Self {
        self.names.push((name.into(), of));
        self
    }

    /// Where the value of a name stands.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|(n, _)| n == name)
    }
}

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Expression {
    pub(super) step: Step,
    of: Type,
    reads: Vec<(Fields, usize)>,
    /// Places of the scope's names in it.
    names: Vec<usize>,
}

/// The fields of a record type; the same allocation is the same record type.
type Fields = Arc<Vec<(String, Type)>>;

impl Expression {
    /// Parses and checks an expression.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text.
    pub fn compile(text: &str, scope: &Scope) -> Result<Self, Vec<CelError>> {
        let node = parse(text).map_err(|e| vec![e])?;
        let mut checker = Checker {
            scope,
            bound: Vec::new(),
            errors: Vec::new(),
            reads: Vec::new(),
        };
        let (step, of) = checker.check(&node);
        if checker.errors.is_empty() {
            let reads = checker.reads;
            let mut names = Vec::new();
            step.walk(&mut |step| {
                if let Step::Name(at) = step
                    && !names.contains(at)
                {
                    names.push(*at);
                }
            });
            return Ok(Self {
                step,
                of,
                reads,
                names,
            });
        }
        checker.errors.sort_by_key(|e| e.at);
        Err(checker.errors)
    }

    /// [`compile`](Self::compile), and the result must have a type.
    ///
    /// # Errors
    /// As `compile`.
    pub fn compile_as(text: &str, scope: &Scope, wanted: &Type) -> Result<Self, Vec<CelError>> {
        let compiled = Self::compile(text, scope)?;
        if compiled.of.fits(wanted) {
            return Ok(compiled);
        }
        let what = What::Type {
            expected: wanted.to_string(),
            found: compiled.of.to_string(),
        };
        Err(vec![CelError { at: 0, what }])
    }

    /// The fields of a record type that it names, by their places, in the order of the text.
    pub fn reads(&self, record: &Type) -> impl Iterator<Item = usize> {
        let wanted = match record {
            Type::Record(wanted) => Some(wanted),
            _ => None,
        };
        let named = self.reads.iter();
        let named = named.filter(move |(of, _)| wanted.is_some_and(|w| Arc::ptr_eq(of, w)));
        named.map(|(_, place)| *place)
    }

    /// Whether the name at a place of the scope is used.
    pub fn uses(&self, place: usize) -> bool {
        self.names.contains(&place)
    }

    /// The type of the result.
    pub fn result(&self) -> &Type {
        &self.of
    }
}

struct Checker<'a> {
    scope: &'a Scope,
    /// Names bound by macros, innermost last.
    bound: Vec<(String, Type)>,
    errors: Vec<CelError>,
    reads: Vec<(Fields, usize)>,
}

type Checked = (Step, Type);

impl Checker<'_> {
    fn wrong(&mut self, at: usize, what: What) -> Checked {
        self.errors.push(CelError { at, what });
        (Step::Null, Type::Any)
    }

    fn check(&mut self, node: &Node) -> Checked {
        match &node.kind {
            Kind::Null => (Step::Null, Type::Any),
            Kind::Bool(b) => (Step::Bool(*b), Type::Bool),
            Kind::Int(n) => (Step::Int(*n), Type::Int),
            Kind::Decimal(text) => match functions::decimal(text) {
                Some(micros) => (Step::Decimal(micros), Type::Decimal),
                None => self.wrong(node.at, What::Number(text.clone())),
            },
            Kind::Text(t) => (Step::Text(t.as_str().into()), Type::Text),
            Kind::Name(name) => self.name(node.at, name),
            Kind::Field(operand, field) => self.field(node.at, operand, field),
            Kind::Index(list, index) => self.index(list, index),
            Kind::List(items) => self.list(items),
            Kind::Call { name, method, args } => self.call(node.at, name, *method, args),
            Kind::Unary("!", operand) => {
                let step = self.expect(operand, &Type::Bool);
                (Step::Not(Box::new(step)), Type::Bool)
            }
            Kind::Unary(_, operand) => {
                let (step, of) = self.check(operand);
                match of {
                    Type::Int | Type::Money | Type::Decimal | Type::Any => {
                        (Step::Negate(Box::new(step)), of)
                    }
                    found => {
                        let (expected, found) = ("number".to_owned(), found.to_string());
                        self.wrong(operand.at, What::Type { expected, found })
                    }
                }
            }
            Kind::Binary(operator, left, right) => self.binary(node.at, operator, left, right),
            Kind::Choice(condition, yes, no) => {
                let condition = self.expect(condition, &Type::Bool);
                let ((yes, a), (no, b)) = (self.check(yes), self.check(no));
                if !a.fits(&b) {
                    let (left, right) = (a.to_string(), b.to_string());
                    return self.wrong(node.at, What::Mismatch { left, right });
                }
                let of = match (a, b) {
                    (Type::Any, b) => b,
                    (Type::Code(_), Type::Text | Type::Code(_)) => Type::Text,
                    (a, _) => a,
                };
                (Step::Choice(Box::new([condition, yes, no])), of)
            }
        }
    }

    fn expect(&mut self, node: &Node, wanted: &Type) -> Step {
        let (step, of) = self.check(node);
        if !of.fits(wanted) {
            let what = What::Type {
                expected: wanted.to_string(),
                found: of.to_string(),
            };
            self.wrong(node.at, what);
        }
        step
    }

    fn name(&mut self, at: usize, name: &str) -> Checked {
        if let Some(place) = self.bound.iter().rposition(|(n, _)| n == name) {
            let of = self
                .bound
                .get(place)
                .map_or(Type::Any, |(_, of)| of.clone());
            return (Step::Bound(place), of);
        }
        if let Some(place) = self.scope.place(name) {
            let of = self
                .scope
                .names
                .get(place)
                .map_or(Type::Any, |(_, of)| of.clone());
            return (Step::Name(place), of);
        }
        let known = self
            .scope
            .names
            .iter()
            .chain(&self.bound)
            .map(|(n, _)| n.as_str());
        let near = nearest(name, known);
        self.wrong(
            at,
            What::UnknownName {
                name: name.to_owned(),
                near,
            },
        )
    }

    fn field(&mut self, at: usize, operand: &Node, field: &str) -> Checked {
        let (step, of) = self.check(operand);
        match of {
            Type::Record(fields) => match fields.iter().position(|(n, _)| n == field) {
                Some(place) => {
                    let of = fields.get(place).map_or(Type::Any, |(_, of)| of.clone());
                    self.reads.push((fields, place));
                    (Step::Field(Box::new(step), place), of)
                }
                None => {
                    let near = nearest(field, fields.iter().map(|(n, _)| n.as_str()));
                    self.wrong(
                        at,
                        What::UnknownName {
                            name: field.to_owned(),
                            near,
                        },
                    )
                }
            },
            Type::Any => (Step::Null, Type::Any),
            found => {
                let (expected, found) = ("record".to_owned(), found.to_string());
                self.wrong(operand.at, What::Type { expected, found })
            }
        }
    }

    fn index(&mut self, list: &Node, index: &Node) -> Checked {
        let (step, of) = self.check(list);
        if let Type::Table(keys, inner) = of {
            return self.lookup(step, keys, &inner, index);
        }
        let index = self.expect(index, &Type::Int);
        match of {
            Type::List(inner) => (Step::Index(Box::new([step, index])), (*inner).clone()),
            Type::Any => (Step::Null, Type::Any),
            found => {
                let (expected, found) = ("list".to_owned(), found.to_string());
                self.wrong(list.at, What::Type { expected, found })
            }
        }
    }

    /// A table at a key; a key written out must be one of the table's.
    fn lookup(&mut self, table: Step, keys: Arc<Keys>, of: &Type, index: &Node) -> Checked {
        let (key, key_of) = self.check(index);
        if !matches!(key_of, Type::Text | Type::Code(_) | Type::Int | Type::Any) {
            let (expected, found) = ("text or int".to_owned(), key_of.to_string());
            return self.wrong(index.at, What::Type { expected, found });
        }
        let written = match &key {
            Step::Text(text) => Some(Value::Text(text.clone())),
            Step::Int(n) => Some(Value::Int(*n)),
            _ => None,
        };
        if let Some(value) = written
            && keys.place(&value).is_none()
        {
            let name = value.shown();
            let near = nearest(&name, keys.names().iter().map(String::as_str));
            return self.wrong(index.at, What::UnknownName { name, near });
        }
        (Step::Lookup(Box::new([table, key]), keys), of.clone())
    }

    fn list(&mut self, items: &[Node]) -> Checked {
        let mut of = Type::Any;
        let mut steps = Vec::new();
        for item in items {
            let (step, found) = self.check(item);
            if !of.fits(&found) {
                let what = What::Mismatch {
                    left: of.to_string(),
                    right: found.to_string(),
                };
                self.wrong(item.at, what);
            }
            if of == Type::Any {
                of = found;
            }
            steps.push(step);
        }
        (Step::List(steps), Type::List(Arc::new(of)))
    }

    fn binary(&mut self, at: usize, operator: &str, left: &Node, right: &Node) -> Checked {
        if operator == "&&" || operator == "||" {
            let left = self.expect(left, &Type::Bool);
            let right = self.expect(right, &Type::Bool);
            let op = if operator == "&&" { Op::And } else { Op::Or };
            return (Step::Binary(op, Box::new([left, right])), Type::Bool);
        }
        let ((a, left_of), (b, right_of)) = (self.check(left), self.check(right));
        let mismatch = || What::Mismatch {
            left: left_of.to_string(),
            right: right_of.to_string(),
        };
        if matches!(operator, "==" | "!=" | "in") {
            self.words(&left_of, right);
            self.words(&right_of, left);
        }
        let both = Box::new([a, b]);
        if operator == "in" {
            return match &right_of {
                Type::List(inner) if inner.fits(&left_of) => {
                    (Step::Binary(Op::In, both), Type::Bool)
                }
                Type::Any => (Step::Binary(Op::In, both), Type::Bool),
                _ => self.wrong(at, mismatch()),
            };
        }
        let op = match operator {
            "==" => Op::Equal,
            "!=" => Op::NotEqual,
            "<" => Op::Less,
            "<=" => Op::LessEqual,
            ">" => Op::Greater,
            ">=" => Op::GreaterEqual,
            "+" => Op::Add,
            "-" => Op::Subtract,
            "*" => Op::Multiply,
            "/" => Op::Divide,
            _ => Op::Remainder,
        };
        match result(op, &left_of, &right_of) {
            Some(of) => (Step::Binary(op, both), of),
            None => self.wrong(at, mismatch()),
        }
    }

    /// Words written out beside a code must be among its words.
    fn words(&mut self, of: &Type, beside: &Node) {
        let Type::Code(words) = of else {
            return;
        };
        let written = match &beside.kind {
            Kind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(beside),
        };
        for node in written {
            if let Kind::Text(name) = &node.kind
                && !words.iter().any(|w| **w == **name)
            {
                let near = nearest(name, words.iter().map(|w| &**w));
                let name = name.clone();
                self.wrong(node.at, What::UnknownName { name, near });
            }
        }
    }

    fn call(&mut self, at: usize, name: &str, method: bool, args: &[Node]) -> Checked {
        match (name, args) {
            ("has", [arg]) if !method => {
                if !matches!(arg.kind, Kind::Field(..)) {
                    let found = "something else".to_owned();
                    return self.wrong(
                        arg.at,
                        What::Expected {
                            expected: "a field",
                            found,
                        },
                    );
                }
                let (step, _) = self.check(arg);
                (Step::Has(Box::new(step)), Type::Bool)
            }
            ("exists" | "all" | "exists_one" | "filter" | "map", [list, var, body]) if method => {
                self.comprehension(name, list, var, body)
            }
            _ => {
                let checked: Vec<Checked> = args.iter().map(|arg| self.check(arg)).collect();
                let types: Vec<Type> = checked.iter().map(|(_, of)| of.clone()).collect();
                let mut steps: Vec<Step> = checked.into_iter().map(|(step, _)| step).collect();
                let named = || FUNCTIONS.iter().filter(|f| f.name == name);
                match named().find_map(|f| (f.result)(&types).map(|of| (f, of))) {
                    Some((function, of)) if function.name == "sum" => {
                        let list = steps.pop().unwrap_or(Step::Null);
                        (Step::Sum(Box::new(list), zero(&of)), of)
                    }
                    Some((function, of)) => (Step::Call(function, steps), of),
                    None if named().next().is_some() => {
                        let found = types
                            .iter()
                            .map(Type::to_string)
                            .collect::<Vec<_>>()
                            .join(", ");
                        let expected = named().map(|f| f.takes).collect::<Vec<_>>().join(" / ");
                        self.wrong(at, What::Type { expected, found })
                    }
                    None => self.wrong(at, What::UnknownFunction(name.to_owned())),
                }
            }
        }
    }

    fn comprehension(&mut self, name: &str, list: &Node, var: &Node, body: &Node) -> Checked {
        let (step, of) = self.check(list);
        let inner = match of {
            Type::List(inner) => (*inner).clone(),
            Type::Any => Type::Any,
            found => {
                let (expected, found) = ("list".to_owned(), found.to_string());
                return self.wrong(list.at, What::Type { expected, found });
            }
        };
        let Kind::Name(var) = &var.kind else {
            let found = "something else".to_owned();
            return self.wrong(
                var.at,
                What::Expected {
                    expected: "a name",
                    found,
                },
            );
        };
        self.bound.push((var.clone(), inner.clone()));
        let (body_step, body_of) = self.check(body);
        self.bound.pop();
        if name != "map" && !body_of.fits(&Type::Bool) {
            let what = What::Type {
                expected: "bool".to_owned(),
                found: body_of.to_string(),
            };
            return self.wrong(body.at, what);
        }
        let both = Box::new([step, body_step]);
        match name {
            "exists" => (Step::Exists(both), Type::Bool),
            "all" => (Step::All(both), Type::Bool),
            "exists_one" => (Step::ExistsOne(both), Type::Bool),
            "filter" => (Step::Filter(both), Type::List(Arc::new(inner))),
            _ => (Step::Map(both), Type::List(Arc::new(body_of))),
        }
    }
}

/// The sum of an empty list of a type.
fn zero(of: &Type) -> Value<'static> {
    match of {
        Type::Money => Value::Money(Amount::ZERO),
        Type::Decimal => Value::Decimal(0),
        _ => Value::Int(0),
    }
}

/// The known name with the fewest slips of the pen, when it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let scored = known.map(|k| (distance(name, k), k));
    let (slips, near) = scored.min_by_key(|(slips, k)| (*slips, k.len()))?;
    (slips <= name.len() / 3 + 1).then(|| near.to_owned())
}

/// Single-character edits between two names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (slot, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (corner + usize::from(x != *y)).min(left + 1).min(*slot + 1);
            corner = std::mem::replace(slot, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
