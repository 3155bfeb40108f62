//! Words for what pages show: places by their names, ages, states, relations.

use crate::person::{Life, Person};
use base::{Fault, Sex};
use jiff::civil::Date;
use platform::{Ctx, Division};
use std::collections::BTreeMap;
use webkit::kit::{Tone, badge};
use webkit::{Html, Request, Say};

/// Names of all divisions.
pub(super) struct Places(BTreeMap<String, String>);

impl Places {
    pub(super) fn read(ctx: &Ctx<'_>) -> Result<Self, Fault> {
        let all = crate::place::all(ctx.tx())?;
        let pairs = all
            .into_iter()
            .map(|p| (p.division.code().to_owned(), p.name));
        Ok(Self(pairs.collect()))
    }

    /// Town and village; the code of what has no name.
    pub(super) fn name(&self, division: &Division) -> String {
        let own = |d: &Division| self.0.get(d.code()).cloned();
        let name = own(division).unwrap_or_else(|| division.code().to_owned());
        let town = division.parent().filter(|_| division.level() == 5);
        match town.as_ref().and_then(own) {
            Some(town) => format!("{town}{name}"),
            None => name,
        }
    }

    /// The same of a code.
    pub(super) fn of_code(&self, code: &str) -> String {
        Division::parse(code).map_or_else(|| code.to_owned(), |d| self.name(&d))
    }

    /// Villages within reach, as a form offers them.
    pub(super) fn villages(&self, scope: &platform::Scope) -> Vec<(String, String)> {
        let all = self.0.keys().filter_map(|code| Division::parse(code));
        all.filter(|d| d.level() == 5 && scope.covers(d, None))
            .map(|d| (d.code().to_owned(), self.name(&d)))
            .collect()
    }
}

/// The date on the office wall.
pub(super) fn today(request: &Request<'_>) -> Date {
    base::clock::china(request.platform().clock().now()).date()
}

/// Sex and age, as far as they are known.
pub(super) fn who(t: Say<'_>, person: &Person, today: Date) -> String {
    let sex = match person.sex {
        Some(Sex::Male) => t.text("sex-male"),
        Some(Sex::Female) => t.text("sex-female"),
        None => String::new(),
    };
    let age = person
        .age(today)
        .map(|age| t.count("years", &i64::from(age)));
    let parts = [Some(sex).filter(|s| !s.is_empty()), age];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Moved or dead, as a state; nothing for who lives here.
pub(super) fn life(t: Say<'_>, person: &Person) -> Html {
    let tone = match person.life {
        Life::Living => return Html::default(),
        Life::Moved => Tone::Warn,
        Life::Dead => Tone::Plain,
    };
    let mut word = t.text(person.life.label());
    if let Some(on) = person.life_on {
        word += &format!(" {on}");
    }
    badge(tone, &word)
}

/// Where a record came from, in words.
pub(super) fn source(t: Say<'_>, source: &str) -> String {
    match source {
        "window" => t.text("source-window"),
        "demo" => t.text("source-demo"),
        other => other.to_owned(),
    }
}
