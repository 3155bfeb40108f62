//! How a value came about: the arithmetic with its numbers put in, the missing facts it hangs on,
//! and the comparisons that would have to turn out otherwise.

use super::check::Expression;
use super::eval::{Evaluation, Leaf, Op, Step, Value, binary};

/// A comparison that stands in the way.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// What the subject would have to be to the bound.
    pub relation: Relation,
    /// The side that hangs on facts.
    pub subject: Side<'a>,
    /// The other side.
    pub bound: Side<'a>,
}

/// What one value would have to be to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Smaller.
    Below,
    /// Not greater.
    AtMost,
    /// Greater.
    Above,
    /// Not smaller.
    AtLeast,
    /// The same.
    Equal,
    /// Another.
    Unequal,
}

impl Relation {
    /// The word in decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::AtMost => "at_most",
            Self::Above => "above",
            Self::AtLeast => "at_least",
            Self::Equal => "equal",
            Self::Unequal => "unequal",
        }
    }

    const fn of(op: Op) -> Option<Self> {
        Some(match op {
            Op::Less => Self::Below,
            Op::LessEqual => Self::AtMost,
            Op::Greater => Self::Above,
            Op::GreaterEqual => Self::AtLeast,
            Op::Equal => Self::Equal,
            Op::NotEqual => Self::Unequal,
            _ => return None,
        })
    }

    /// Whether two values stand in it; `None` when that is unknown or they cannot be compared.
    pub fn holds(self, left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
        let op = match self {
            Self::Below => Op::Less,
            Self::AtMost => Op::LessEqual,
            Self::Above => Op::Greater,
            Self::AtLeast => Op::GreaterEqual,
            Self::Equal => Op::Equal,
            Self::Unequal => Op::NotEqual,
        };
        match binary(op, left, right) {
            Value::Bool(holds) => Some(holds),
            _ => None,
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Below => Self::AtLeast,
            Self::AtMost => Self::Above,
            Self::Above => Self::AtMost,
            Self::AtLeast => Self::Below,
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
        }
    }

    const fn swapped(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::Above => Self::Below,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// Its value.
    pub value: Value<'a>,
    /// Its arithmetic.
    pub text: String,
    /// The one field it is, if it is no computation.
    pub field: Option<Leaf<'a>>,
}

impl Expression {
    /// The missing facts that keep it from having a value, in the order met.
    pub fn causes<'a>(&self, names: &[Value<'a>]) -> Vec<Leaf<'a>> {
        Evaluation::causes(names, &self.step)
    }

    /// The computation with its numbers, `(440.00 − 303.75) × 4`; the bare value when nothing is
    /// computed.
    pub fn arithmetic(&self, names: &[Value<'_>]) -> String {
        show(names, &self.step).0
    }

    /// The comparisons that would have to turn out otherwise for a condition to have the other
    /// result, and whether one of them is enough. `facts` are the places of the scope that hang
    /// on the case; what `may` not come about is left out, with everything that would need it.
    pub fn differences<'a>(
        &self,
        names: &[Value<'a>],
        facts: &[usize],
        may: &dyn Fn(&Difference<'a>) -> bool,
    ) -> (Vec<Difference<'a>>, bool) {
        let wanted = self.holds(names) != Some(true);
        let mut turning = Turning {
            names,
            facts,
            may,
            found: Vec::new(),
        };
        let way = turning.turn(&self.step, wanted);
        (turning.found, way == Some(true))
    }
}

/// What is known while the comparisons are collected.
struct Turning<'n, 'a> {
    names: &'n [Value<'a>],
    facts: &'n [usize],
    may: &'n dyn Fn(&Difference<'a>) -> bool,
    found: Vec<Difference<'a>>,
}

/// How tightly a shown text binds: sums loosest, then products, then single values.
type Shown = (String, u8);

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const SINGLE: u8 = 3;

fn show(names: &[Value<'_>], step: &Step) -> Shown {
    let value = || {
        let shown = Evaluation::new(names).value(step).shown();
        let open = shown.is_empty();
        (if open { "?".to_owned() } else { shown }, SINGLE)
    };
    match step {
        Step::Binary(op, both) => {
            let (sign, strength) = match op {
                Op::Add => (" + ", SUM),
                Op::Subtract => (" − ", SUM),
                Op::Multiply => (" × ", PRODUCT),
                Op::Divide => (" ÷ ", PRODUCT),
                _ => return value(),
            };
            let (left, right) = (show(names, &both[0]), show(names, &both[1]));
            let left = within(left, strength);
            // What is taken away or divided by is taken as a whole.
            let whole = u8::from(matches!(op, Op::Subtract | Op::Divide));
            let right = within(right, strength + whole);
            (format!("{left}{sign}{right}"), strength)
        }
        Step::Sum(list, _) => match Evaluation::new(names).value(list) {
            Value::List(items) if items.len() > 1 => {
                let items: Vec<String> = items.iter().map(Value::shown).collect();
                (items.join(" + "), SUM)
            }
            _ => value(),
        },
        Step::Choice(three) => match Evaluation::new(names).value(&three[0]) {
            Value::Bool(true) => show(names, &three[1]),
            Value::Bool(false) => show(names, &three[2]),
            _ => value(),
        },
        Step::Call(function, args) if matches!(function.name, "min" | "max") => {
            let args: Vec<String> = args.iter().map(|arg| show(names, arg).0).collect();
            (format!("{}({})", function.name, args.join(", ")), SINGLE)
        }
        _ => value(),
    }
}

fn within((text, strength): Shown, least: u8) -> String {
    if strength < least {
        format!("({text})")
    } else {
        text
    }
}

impl<'a> Turning<'_, 'a> {
    /// Collects what has to change for a step to become `wanted`: whether one of it is enough, or
    /// `None` when it cannot become so.
    fn turn(&mut self, step: &Step, wanted: bool) -> Option<bool> {
        match step {
            Step::Not(inner) => self.turn(inner, !wanted),
            Step::Binary(op @ (Op::And | Op::Or), both) => {
                let one_is_enough = (*op == Op::Or) == wanted;
                let before = self.found.len();
                let (mut single, mut possible) = (true, !one_is_enough);
                for side in both.iter() {
                    if Evaluation::new(self.names).value(side) == Value::Bool(wanted) {
                        continue;
                    }
                    match self.turn(side, wanted) {
                        Some(alone) => {
                            single &= alone;
                            possible |= one_is_enough;
                        }
                        None => possible &= one_is_enough,
                    }
                }
                if !possible {
                    self.found.truncate(before);
                    return None;
                }
                Some(single && (one_is_enough || self.found.len() <= before + 1))
            }
            Step::Binary(op, both) => match Relation::of(*op) {
                Some(relation) => self.compare(relation, both, wanted),
                None => Some(false),
            },
            Step::Field(..) | Step::Name(_) => {
                if !self.hangs(step) {
                    return None;
                }
                let bound = Side {
                    value: Value::Bool(wanted),
                    text: wanted.to_string(),
                    field: None,
                };
                self.keep(Difference {
                    relation: Relation::Equal,
                    subject: side(self.names, step),
                    bound,
                })
            }
            _ => Some(false),
        }
    }

    fn compare(&mut self, relation: Relation, both: &[Step; 2], wanted: bool) -> Option<bool> {
        let relation = if wanted {
            relation
        } else {
            relation.opposite()
        };
        let hangs = both.each_ref().map(|step| self.hangs(step));
        if hangs == [false, false] {
            return None;
        }
        let (left, right) = (side(self.names, &both[0]), side(self.names, &both[1]));
        // The side that is one fact is easier to speak of than a computation.
        let plain_right = hangs[1] && right.field.is_some() && left.field.is_none();
        let (subject, bound, relation) = if !hangs[0] || plain_right {
            (right, left, relation.swapped())
        } else {
            (left, right, relation)
        };
        self.keep(Difference {
            relation,
            subject,
            bound,
        })
    }

    fn keep(&mut self, difference: Difference<'a>) -> Option<bool> {
        (self.may)(&difference).then(|| self.found.push(difference))?;
        Some(true)
    }

    /// Whether a step hangs on facts.
    fn hangs(&self, step: &Step) -> bool {
        let mut on_facts = false;
        step.walk(&mut |s| on_facts |= matches!(s, Step::Name(at) if self.facts.contains(at)));
        on_facts
    }
}

fn side<'a>(names: &[Value<'a>], step: &Step) -> Side<'a> {
    let field = match step {
        Step::Field(operand, at) => match Evaluation::new(names).value(operand) {
            Value::Record(record) => Some(Leaf::Field(record, *at)),
            _ => None,
        },
        _ => None,
    };
    Side {
        value: Evaluation::new(names).value(step),
        text: show(names, step).0,
        field,
    }
}

impl Difference<'_> {
    /// Whether it is as it would have to be already.
    pub fn holds(&self) -> bool {
        self.relation.holds(&self.subject.value, &self.bound.value) == Some(true)
    }
}
