//! Tokens to a tree, by precedence climbing; CEL's grammar without messages, maps and bytes.

use super::lex::{Token, tokens};
use super::{CelError, What};

/// How deep an expression may nest.
const DEPTH_MAX: usize = 48;

/// A node and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Decimal(String),
    Text(String),
    Name(String),
    Field(Box<Node>, String),
    Index(Box<Node>, Box<Node>),
    /// A function, or a method whose first argument is its receiver.
    Call {
        name: String,
        method: bool,
        args: Vec<Node>,
    },
    List(Vec<Node>),
    Unary(&'static str, Box<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    Choice(Box<Node>, Box<Node>, Box<Node>),
}

pub(super) fn parse(text: &str) -> Result<Node, CelError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
    };
    let node = parser.choice()?;
    match parser.peek() {
        (Token::End, _) => Ok(node),
        (token, at) => {
            let found = token.shown();
            let what = What::Expected {
                expected: "an operator or the end",
                found,
            };
            Err(CelError { at: *at, what })
        }
    }
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    next: usize,
    depth: usize,
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 5] = [
    &["||"],
    &["&&"],
    &["<=", ">=", "<", ">", "==", "!=", "in"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Parser {
    fn peek(&self) -> &(Token, usize) {
        const END: &(Token, usize) = &(Token::End, 0);
        self.tokens
            .get(self.next)
            .or(self.tokens.last())
            .unwrap_or(END)
    }

    fn at(&self) -> usize {
        self.peek().1
    }

    fn take(&mut self) -> (Token, usize) {
        let token = self.peek().clone();
        self.next += 1;
        token
    }

    fn sign(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), (Token::Sign(s), _) if *s == sign);
        self.next += usize::from(there);
        there
    }

    fn want(&mut self, sign: &'static str) -> Result<(), CelError> {
        if self.sign(sign) {
            return Ok(());
        }
        let found = self.peek().0.shown();
        Err(CelError {
            at: self.at(),
            what: What::Expected {
                expected: sign,
                found,
            },
        })
    }

    fn deeper<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, CelError>,
    ) -> Result<T, CelError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(CelError {
                at: self.at(),
                what: What::TooLarge,
            });
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn choice(&mut self) -> Result<Node, CelError> {
        self.deeper(|p| {
            let condition = p.binary(0)?;
            if !p.sign("?") {
                return Ok(condition);
            }
            let yes = p.choice()?;
            p.want(":")?;
            let no = p.choice()?;
            let at = condition.at;
            let kind = Kind::Choice(Box::new(condition), Box::new(yes), Box::new(no));
            Ok(Node { at, kind })
        })
    }

    fn binary(&mut self, level: usize) -> Result<Node, CelError> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        loop {
            let found = operators.iter().find(|operator| match self.peek() {
                (Token::Sign(sign), _) => *sign == **operator,
                (Token::Name(name), _) => name == **operator,
                _ => false,
            });
            let Some(operator) = found.copied() else {
                return Ok(left);
            };
            self.next += 1;
            let right = self.binary(level + 1)?;
            let at = left.at;
            left = Node {
                at,
                kind: Kind::Binary(operator, Box::new(left), Box::new(right)),
            };
        }
    }

    fn unary(&mut self) -> Result<Node, CelError> {
        self.deeper(|p| {
            let at = p.at();
            for operator in ["!", "-"] {
                if p.sign(operator) {
                    let operand = p.unary()?;
                    return Ok(Node {
                        at,
                        kind: Kind::Unary(operator, Box::new(operand)),
                    });
                }
            }
            p.postfix()
        })
    }

    fn postfix(&mut self) -> Result<Node, CelError> {
        let mut node = self.primary()?;
        loop {
            let at = node.at;
            if self.sign(".") {
                let (token, place) = self.take();
                let Token::Name(name) = token else {
                    let what = What::Expected {
                        expected: "a name",
                        found: token.shown(),
                    };
                    return Err(CelError { at: place, what });
                };
                node = if self.sign("(") {
                    let mut args = vec![node];
                    args.extend(self.arguments(")")?);
                    Node {
                        at: place,
                        kind: Kind::Call {
                            name,
                            method: true,
                            args,
                        },
                    }
                } else {
                    Node {
                        at: place,
                        kind: Kind::Field(Box::new(node), name),
                    }
                };
            } else if self.sign("[") {
                let index = self.choice()?;
                self.want("]")?;
                node = Node {
                    at,
                    kind: Kind::Index(Box::new(node), Box::new(index)),
                };
            } else {
                return Ok(node);
            }
        }
    }

    fn arguments(&mut self, close: &'static str) -> Result<Vec<Node>, CelError> {
        let mut args = Vec::new();
        if self.sign(close) {
            return Ok(args);
        }
        loop {
            args.push(self.choice()?);
            if !self.sign(",") {
                self.want(close)?;
                return Ok(args);
            }
        }
    }

    fn primary(&mut self) -> Result<Node, CelError> {
        let (token, at) = self.take();
        let kind = match token {
            Token::Int(n) => Kind::Int(n),
            Token::Decimal(d) => Kind::Decimal(d),
            Token::Text(t) => Kind::Text(t),
            Token::Name(name) => match name.as_str() {
                "true" => Kind::Bool(true),
                "false" => Kind::Bool(false),
                "null" => Kind::Null,
                _ if self.sign("(") => Kind::Call {
                    name,
                    method: false,
                    args: self.arguments(")")?,
                },
                _ => Kind::Name(name),
            },
            Token::Sign("(") => {
                let inner = self.choice()?;
                self.want(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => Kind::List(self.arguments("]")?),
            other => {
                let what = What::Expected {
                    expected: "a value",
                    found: other.shown(),
                };
                return Err(CelError { at, what });
            }
        };
        Ok(Node { at, kind })
    }
}
