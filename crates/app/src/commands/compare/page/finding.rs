//! The findings to look at first: the most urgent of each screen, both directions alike, with the
//! rows side by side and what differs marked.

use super::super::tally::place;
use super::super::view::View;
use super::{CLASSES, escape};
use base::column::ColumnRole;
use base::mask::mask_id;
use screening::{Case, Evidence, Link, Standing};
use std::fmt::Write;

/// Findings shown of each direction.
const SHOWN: [usize; 4] = [5, 5, 2, 3];

/// Rows shown of a finding.
const ROWS: usize = 6;

pub(super) fn first(view: &View<'_>, out: &mut String) {
    let chosen = choose(view);
    if chosen.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<h2>{}</h2><p class=\"soft\">{}</p>",
        escape(&view.say("compare-first")),
        escape(&view.say("compare-first-lead")),
    );
    for case in chosen {
        one(view, case, out);
    }
}

/// One of each screen, the shortest time first, of each direction a few; one that rests on a link
/// without a number is preferred, because it shows why.
fn choose<'a>(view: &'a View<'_>) -> Vec<&'a Case> {
    let mut by_screen: Vec<&Case> = Vec::new();
    for case in view
        .run
        .cases
        .iter()
        .filter(|c| c.standing == Standing::Finding)
    {
        let likely = |c: &Case| {
            c.evidence
                .iter()
                .any(|e| matches!(e.link, Link::Likely { .. }))
        };
        match by_screen.iter_mut().find(|c| c.screen == case.screen) {
            Some(known) if likely(case) && !likely(known) => *known = case,
            Some(_) => {}
            None => by_screen.push(case),
        }
    }
    let key = |case: &Case| {
        view.screen(case)
            .map_or((9, 99), |s| (place(s.direction), s.days))
    };
    by_screen.sort_by_key(|c| key(c));
    let mut taken = [0; 4];
    by_screen.retain(|case| {
        let at = key(case).0.min(3);
        taken[at] += 1;
        taken[at] <= SHOWN[at]
    });
    by_screen
}

fn one(view: &View<'_>, case: &Case, out: &mut String) {
    let Some(screen) = view.screen(case) else {
        return;
    };
    let line = |label: &'static str, value: &str| {
        format!(
            "<dt>{}</dt><dd>{}</dd>",
            escape(&view.say(label)),
            escape(value)
        )
    };
    let due = case.due.map_or_else(
        || format!("{} {}", screen.days, view.say("compare-working-days")),
        |day| {
            format!(
                "{day} · {} {}",
                screen.days,
                view.say("compare-working-days")
            )
        },
    );
    let sure = format!("{} · {}", view.certainty(case), view.why_sure(case));
    let _ = write!(
        out,
        "<article class=\"finding {}\"><header><span class=\"tag\">{}</span><h3>{}</h3>\
         <span>{} {}</span><span class=\"id\">{}</span></header><p>{}</p><dl>{}{}{}{}</dl>",
        CLASSES[place(screen.direction)],
        escape(&view.direction(screen.direction)),
        escape(view.label(&screen.title)),
        escape(&case.name),
        escape(&case.town),
        escape(&case.id),
        escape(view.message(case)),
        line("compare-col-rule", &view.cite(&screen.cite)),
        line("compare-col-next", view.label(&screen.next)),
        line("compare-col-due", &due),
        line("compare-col-certainty", &sure),
    );
    rows(view, case, out);
    let shown = case
        .evidence
        .iter()
        .find_map(|e| view.run.people.waterfall(e.link));
    if let Some(mut waterfall) = shown {
        for step in &mut waterfall.steps {
            if step.field == ColumnRole::IdNumber.code() {
                let (left, right) = (step.left.clone(), step.right.clone());
                step.left = masked(&right, &left).0;
                step.right = masked(&left, &right).0;
            }
        }
        let _ = write!(
            out,
            "<div class=\"water\"><small>{}</small>{}</div>",
            escape(&view.say("compare-waterfall")),
            waterfall.svg(|code| view.catalogue.label(code)),
        );
    }
    out.push_str("</article>");
}

fn rows(view: &View<'_>, case: &Case, out: &mut String) {
    let Some(own) = case.evidence.first() else {
        return;
    };
    let _ = write!(
        out,
        "<table><tr><th>{}</th><th class=\"who\">{}</th><th>{}</th><th>{}</th></tr>",
        escape(&view.say("compare-col-rests")),
        escape(&view.say("compare-col-name")),
        escape(&view.say("compare-col-id-number")),
        escape(&view.say("compare-col-details")),
    );
    let (name, id) = told(view, own);
    for evidence in case.evidence.iter().take(ROWS) {
        let (other_name, other_id) = told(view, evidence);
        // Only rows of one person are held against each other.
        let same = evidence.person == own.person && evidence != own;
        let shown = |own: &str, other: &str| {
            if same {
                marked(own, other)
            } else {
                escape(other)
            }
        };
        let number = if same {
            let (shown, differs) = masked(&id, &other_id);
            emphasised(&shown, &differs)
        } else {
            escape(&mask(&other_id))
        };
        let _ = write!(
            out,
            "<tr><td>{}</td><td class=\"who\">{}</td><td class=\"who\">{}</td><td>{}</td></tr>",
            escape(&view.place(evidence)),
            shown(&name, &other_name),
            number,
            escape(&shortened(&view.details(evidence))),
        );
    }
    out.push_str("</table>");
    if case.evidence.len() > ROWS {
        let _ = write!(out, "<small>+ {}</small>", case.evidence.len() - ROWS);
    }
}

/// Name and whole ID number of a row.
fn told(view: &View<'_>, evidence: &Evidence) -> (String, String) {
    (
        view.text(evidence, ColumnRole::Name).to_owned(),
        view.text(evidence, ColumnRole::IdNumber).to_owned(),
    )
}

fn mask(id: &str) -> String {
    if id.is_empty() {
        String::new()
    } else {
        mask_id(id)
    }
}

/// The second number masked, and whether each of its places is other than in the first. What is
/// compared is the whole numbers; a place under the mask that differs is shown, and nothing else
/// of what the mask hides. Of numbers that have little in common nothing more is shown.
fn masked(own: &str, other: &str) -> (String, Vec<bool>) {
    /// More places than this are another number, not a slip of the pen.
    const SLIPS: usize = 3;
    let plain: Vec<char> = other.chars().collect();
    let mask: Vec<char> = mask(other).chars().collect();
    let own: Vec<char> = own.chars().collect();
    let comparable = own.len() == plain.len() && mask.len() == plain.len();
    let differs: Vec<bool> = if comparable {
        own.iter().zip(&plain).map(|(a, b)| a != b).collect()
    } else {
        vec![!own.is_empty() && !plain.is_empty(); mask.len()]
    };
    let few = comparable && differs.iter().filter(|d| **d).count() <= SLIPS;
    let places = mask.iter().enumerate();
    let shown = places.map(|(at, hidden)| match plain.get(at) {
        Some(c) if few && differs[at] => *c,
        _ => *hidden,
    });
    (shown.collect(), differs)
}

/// A text with the characters marked that differ.
fn emphasised(text: &str, differs: &[bool]) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        let text = escape(&c.to_string());
        if differs.get(at).copied().unwrap_or(false) {
            let _ = write!(out, "<mark>{text}</mark>");
        } else {
            out.push_str(&text);
        }
    }
    out.replace("</mark><mark>", "")
}

/// The second text with the characters marked that the first has not at that place.
fn marked(own: &str, other: &str) -> String {
    let own: Vec<char> = own.chars().collect();
    let places = other.chars().enumerate();
    let differs: Vec<bool> = places
        .map(|(at, c)| !own.is_empty() && own.get(at) != Some(&c))
        .collect();
    emphasised(other, &differs)
}

fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_marked() {
        assert_eq!(marked("王小明", "王晓明"), "王<mark>晓</mark>明");
        assert_eq!(marked("赵五", "赵五妹"), "赵五<mark>妹</mark>");
        assert_eq!(marked("", "<b>"), "&lt;b>");
        assert_eq!(marked("ab", "cd"), "<mark>cd</mark>");
    }
    #[test]
    fn of_two_masked_numbers_only_the_places_that_differ_are_shown() {
        // A slip under the mask is shown, the rest of the birth date is not.
        let (shown, differs) = masked("510231196703206391", "510231196703306391");
        assert_eq!(shown, "510231******3*6391");
        let html = emphasised(&shown, &differs);
        assert_eq!(html, "510231******<mark>3</mark>*6391");
        // Another person's number stays hidden.
        let (shown, _) = masked("510231196703206391", "50015320180401238X");
        assert_eq!(shown, "500153********238X");
        assert_eq!(masked("", "510231196703206391").0, "510231********6391");
    }
}
