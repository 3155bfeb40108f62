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
    /// on the case.
    pub fn differences<'a>(
        &self,
        names: &[Value<'a>],
        facts: &[usize],
    ) -> (Vec<Difference<'a>>, bool) {
        let mut found = Vec::new();
        let wanted = self.holds(names) != Some(true);
        let one = turn(names, &self.step, wanted, facts, &mut found);
        (found, one)
    }
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

/// Collects what has to change for a step to become `wanted`; whether one of it is enough.
fn turn<'a>(
    names: &[Value<'a>],
    step: &Step,
    wanted: bool,
    facts: &[usize],
    found: &mut Vec<Difference<'a>>,
) -> bool {
    match step {
        Step::Not(inner) => turn(names, inner, !wanted, facts, found),
        Step::Binary(op @ (Op::And | Op::Or), both) => {
            let one_is_enough = (*op == Op::Or) == wanted;
            let before = found.len();
            let mut single = true;
            for side in both.iter() {
                let now = Evaluation::new(names).value(side);
                if now != Value::Bool(wanted) {
                    single &= turn(names, side, wanted, facts, found);
                }
            }
            single && (one_is_enough || found.len() <= before + 1)
        }
        Step::Binary(op, both) => {
            let Some(relation) = Relation::of(*op) else {
                return false;
            };
            let relation = if wanted {
                relation
            } else {
                relation.opposite()
            };
            let hangs = |step: &Step| {
                let mut on_facts = false;
                step.walk(&mut |s| on_facts |= matches!(s, Step::Name(at) if facts.contains(at)));
                on_facts
            };
            let (left, right) = (side(names, &both[0]), side(names, &both[1]));
            // The side that is one fact is easier to speak of than a computation.
            let plain_right = hangs(&both[1]) && right.field.is_some() && left.field.is_none();
            let swapped = !hangs(&both[0]) || plain_right;
            let (subject, bound, relation) = if swapped {
                (right, left, relation.swapped())
            } else {
                (left, right, relation)
            };
            found.push(Difference {
                relation,
                subject,
                bound,
            });
            true
        }
        Step::Field(..) | Step::Name(_) => {
            let bound = Side {
                value: Value::Bool(wanted),
                text: wanted.to_string(),
                field: None,
            };
            found.push(Difference {
                relation: Relation::Equal,
                subject: side(names, step),
                bound,
            });
            true
        }
        _ => false,
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
        let op = match self.relation {
            Relation::Below => Op::Less,
            Relation::AtMost => Op::LessEqual,
            Relation::Above => Op::Greater,
            Relation::AtLeast => Op::GreaterEqual,
            Relation::Equal => Op::Equal,
            Relation::Unequal => Op::NotEqual,
        };
        binary(op, &self.subject.value, &self.bound.value) == Value::Bool(true)
    }
}
