//! All registers that whoever asks may see, by section, with what needs doing in each.

use super::super::{Numbers, declared, numbers};
use askama::Template;
use base::Fault;
use policy::register::{Register, Section};
use webkit::kit::{Tone, empty};
use webkit::{Answer, Page, Request, Say, Tile};

#[derive(Template)]
#[template(path = "registers.html")]
struct Index<'a> {
    t: Say<'a>,
    language: &'static str,
    sections: Vec<(&'a Section, Vec<(&'a Register, Numbers)>)>,
}

impl Index<'_> {
    fn days(&self, register: &Register) -> String {
        let update = register.update.as_ref();
        update.map_or_else(String::new, |u| match u.days.text.parse::<i64>() {
            Ok(days) => self.t.count("register-every", &days),
            Err(_) => self.t.text("register-every-by-record"),
        })
    }
}

/// Registers with their numbers; those that may not be seen are left out.
fn seen<'d>(request: &Request<'_>) -> Result<Vec<(&'d Register, Numbers)>, Fault>
where
    'static: 'd,
{
    let declared = declared()?;
    let mut found = Vec::new();
    for register in &declared.pack().registers {
        match request.read(|ctx| numbers(ctx, declared, &register.id)) {
            Ok(numbers) => found.push((register, numbers)),
            Err(Fault::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

/// The page of all registers.
pub(crate) fn index(request: &Request<'_>) -> Answer {
    let Ok(declared) = declared() else {
        let t = Say(request.catalogue());
        let nothing = empty(
            &t.text("registers-no-pack"),
            &t.text("registers-no-pack-help"),
            None,
        );
        return Ok(Page::of(request, "registers", &nothing).into());
    };
    let all = seen(request)?;
    let sections = declared.pack().sections.iter().filter_map(|section| {
        let own: Vec<(&Register, Numbers)> = all
            .iter()
            .filter(|(r, _)| r.section == section.id)
            .map(|(r, n)| (*r, n.clone()))
            .collect();
        (!own.is_empty()).then_some((section, own))
    });
    let content = Index {
        t: Say(request.catalogue()),
        language: request.language.tag(),
        sections: sections.collect(),
    };
    Ok(Page::new(request, "registers", &content)?.into())
}

/// What is stale or falls due, for the start page: the most pressing registers first.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if declared().is_err() {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let mut all = seen(request)?;
    all.retain(|(_, n)| n.stale > 0);
    all.sort_by_key(|(_, n)| std::cmp::Reverse(n.stale));
    let tile = |(register, numbers): &(&Register, Numbers)| Tile {
        path: format!("/registers/{}?only=stale", register.id),
        title: register.label.of(request.language.tag()).to_owned(),
        about: t.count("register-tile-stale", &numbers.stale),
        number: Some(numbers.stale.to_string()),
        tone: Tone::Warn,
    };
    Ok(all.iter().take(4).map(tile).collect())
}
