//! The people of a household as a small family tree: who is what to the head, who lived there
//! before. Drawn without any style of its own, so that the page's policy allows it; every name in
//! it is a link, and the members stand in words beside it.

use crate::household::{Membership, Relation};
use crate::person::{Life, Person};
use base::id::PersonId;
use base::message::Message;
use jiff::civil::Date;
use webkit::{Html, Say, escape};

/// Somebody in the tree.
struct Node {
    row: usize,
    x: i32,
    name: String,
    about: String,
    path: String,
    class: String,
    relation: Relation,
}

const WIDTH: i32 = 112;
const HEIGHT: i32 = 46;
const GAP: i32 = 18;
const RISE: i32 = 40;

/// The generation of a relation, the oldest first.
const fn row(relation: Relation) -> usize {
    match relation {
        Relation::Grandparent => 0,
        Relation::Parent => 1,
        Relation::Head | Relation::Spouse | Relation::Sibling | Relation::Other => 2,
        Relation::Son | Relation::Daughter | Relation::InLaw => 3,
        Relation::Grandchild => 4,
    }
}

/// The place within a generation: the head stands first, the spouse beside.
const fn place(relation: Relation) -> usize {
    match relation {
        Relation::Head => 0,
        Relation::Spouse => 1,
        Relation::Sibling => 2,
        Relation::Other => 9,
        _ => 3,
    }
}

/// The tree; `own` is whose page it is. Nothing for whoever lives alone and always did.
pub(super) fn graph(
    t: Say<'_>,
    all: &[(Option<Person>, Membership)],
    own: Option<PersonId>,
    today: Date,
) -> Html {
    let nodes = nodes(t, all, own, today);
    if nodes.len() < 2 {
        return Html::default();
    }
    let rows: Vec<usize> = {
        let mut rows: Vec<usize> = nodes.iter().map(|n| n.row).collect();
        rows.dedup();
        rows
    };
    let y = |row: usize| {
        let at = rows.iter().position(|r| *r == row).unwrap_or(0);
        i32::try_from(at).unwrap_or(0) * (HEIGHT + RISE) + 4
    };
    let right = nodes.iter().map(|n| n.x).max().unwrap_or(0) + WIDTH + 8;
    let bottom = rows.last().map_or(0, |r| y(*r)) + HEIGHT + 8;
    let mut out = format!(
        "<div class=\"tree\"><svg width=\"{right}\" height=\"{bottom}\" \
         viewBox=\"0 0 {right} {bottom}\" role=\"group\" aria-label=\"{}\">",
        escape(&t.text("graph-title"))
    );
    out += &lines(&nodes, y);
    for node in &nodes {
        let (x, y) = (node.x, y(node.row));
        out += &format!(
            "<a href=\"{}\" class=\"{}\"><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" \
             height=\"{HEIGHT}\" rx=\"8\"/><text x=\"{}\" y=\"{}\">{}</text>\
             <text class=\"small\" x=\"{}\" y=\"{}\">{}</text></a>",
            node.path,
            node.class,
            x + WIDTH / 2,
            y + 19,
            escape(&node.name),
            x + WIDTH / 2,
            y + 36,
            escape(&node.about),
        );
    }
    let former = nodes.iter().any(|n| n.class.contains("former"));
    let key = match former {
        true => format!("<p class=\"quiet\">{}</p>", escape(&t.text("graph-former"))),
        false => String::new(),
    };
    Html::markup(format!("{out}</svg>{key}</div>"))
}

/// Everybody once, at the newest of their memberships, in the order of the generations.
fn nodes(
    t: Say<'_>,
    all: &[(Option<Person>, Membership)],
    own: Option<PersonId>,
    today: Date,
) -> Vec<Node> {
    let mut newest: Vec<(&Person, &Membership)> = Vec::new();
    for (person, membership) in all {
        let Some(person) = person else { continue };
        match newest.iter_mut().find(|(p, _)| p.id == person.id) {
            Some(known) if known.1.from <= membership.from => known.1 = membership,
            Some(_) => {}
            None => newest.push((person, membership)),
        }
    }
    newest.sort_by_key(|(person, m)| {
        let relation = m.relation;
        (row(relation), place(relation), m.to.is_some(), person.birth)
    });
    let mut out: Vec<Node> = Vec::new();
    for (person, membership) in newest {
        let relation = membership.relation;
        let before = out.iter().filter(|n| n.row == row(relation)).count();
        let before = i32::try_from(before).unwrap_or(0);
        let mut class = "kin".to_owned();
        if membership.to.is_some() {
            class += " former";
        }
        if person.life == Life::Dead {
            class += " dead";
        }
        if Some(person.id) == own {
            class += " own";
        }
        let age = person.age(today).filter(|_| person.life != Life::Dead);
        let age = age.map(|age| t.say(&Message::new("graph-age").with("age", i64::from(age))));
        let life = match person.life {
            Life::Dead => Some(t.text(person.life.label())),
            _ => age,
        };
        let about = [Some(t.text(relation.label())), life];
        out.push(Node {
            row: row(relation),
            x: before * (WIDTH + GAP) + 4,
            name: short(&person.name),
            about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            path: format!("/people/{}", person.id),
            class,
            relation,
        });
    }
    out
}

/// A name that fits into its box: long ones of other peoples are shortened, the link has the page.
fn short(name: &str) -> String {
    match name.chars().count() {
        0..=7 => name.to_owned(),
        _ => name.chars().take(6).chain(['…']).collect(),
    }
}

/// Lines from each to the head's line, or from grandchildren to the children.
fn lines(nodes: &[Node], y: impl Fn(usize) -> i32) -> String {
    let middle = |node: &Node| node.x + WIDTH / 2;
    let Some(head) = nodes
        .iter()
        .find(|n| n.relation == Relation::Head && !n.class.contains("former"))
        .or_else(|| nodes.iter().find(|n| n.row == 2))
    else {
        return String::new();
    };
    let mut out = String::new();
    for node in nodes.iter().filter(|n| !std::ptr::eq(*n, head)) {
        let path = match node.row {
            2 => format!("M{} {}H{}", middle(head), y(2) + HEIGHT / 2, middle(node)),
            row => {
                // The generation next to this one on the head's side.
                let near = if row < 2 { row + 1 } else { row - 1 };
                let to = nodes
                    .iter()
                    .find(|n| n.row == near && near != 2)
                    .unwrap_or(head);
                let (upper, lower) = if row < to.row { (node, to) } else { (to, node) };
                let bend = y(upper.row) + HEIGHT + RISE / 2;
                format!(
                    "M{} {}V{bend}H{}V{}",
                    middle(upper),
                    y(upper.row) + HEIGHT,
                    middle(lower),
                    y(lower.row)
                )
            }
        };
        let class = if node.class.contains("former") {
            "tie former"
        } else {
            "tie"
        };
        out += &format!("<path class=\"{class}\" d=\"{path}\"/>");
    }
    out
}
