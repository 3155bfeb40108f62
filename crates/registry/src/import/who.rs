//! Who a row is about: by the number, else by everything that is written of them, weighed by the
//! linkage engine. The index over everybody known is made once for a file.

use super::judge::{Candidate, Said, Step, Why};
use crate::person::store as people;
use crate::register::row::About;
use crate::seal::{ID_NUMBER, internal, number_index, opened};
use arrow_array::StringViewArray;
use base::Fault;
use base::column::ColumnRole;
use jiff::civil::Date;
use platform::{Ctx, Division, Scope};
use rayon::prelude::*;

/// At least so likely and nobody is meant half as likely: it is the same person.
const SAME: f64 = 0.98;
/// At least so likely: somebody has to look.
const PERHAPS: f64 = 0.2;
/// As many as a person can weigh side by side.
const MOST: usize = 3;

/// Who a row is about.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// Nobody: the register is about something else.
    Nobody,
    /// Somebody who is known.
    Known(About, Division),
    /// Somebody who will be registered.
    New,
    /// One of these, or somebody new.
    Unsure(Vec<Candidate>),
    /// It cannot be told.
    Wrong(Why),
}

/// What the number alone tells.
pub(crate) enum First {
    /// Enough.
    Told(Who),
    /// Nothing: everybody has to be asked for.
    Ask,
}

fn plain(text: &str) -> String {
    base::name::fold_variants(&base::name::normalise(text).text).replace(' ', "")
}

/// Looks for the number of a row.
pub(crate) fn by_number(ctx: &Ctx<'_>, scope: &Scope, said: &Said) -> Result<First, Fault> {
    if said.name.is_empty() && said.number.is_empty() {
        return Ok(First::Told(Who::Wrong(Why::NoPerson)));
    }
    if let Ok(id) = base::CitizenId::parse(&said.number) {
        let index = number_index(ctx.keys(), &id.to_string());
        let found = people::person_list_by_number(ctx.tx(), &index)?;
        let named = |p: &people::Stored| {
            said.name.is_empty() || p.names().any(|n| plain(n) == plain(&said.name))
        };
        match found.as_slice() {
            [one] if !scope.covers(&one.division, None) => {
                return Ok(First::Told(Who::Wrong(Why::Elsewhere)));
            }
            [one] if named(one) => {
                let about = Who::Known(About::of(one), one.division.clone());
                return Ok(First::Told(about));
            }
            [] => {}
            // The number of somebody of another name, or of several.
            several => {
                let seen = several.iter().filter(|p| scope.covers(&p.division, None));
                let all = seen.map(|p| Candidate {
                    person: p.id.to_string(),
                    probability: 0.5,
                    prior: 0.0,
                    steps: vec![
                        Step {
                            field: "id_number".to_owned(),
                            left: said.number.clone(),
                            right: said.number.clone(),
                            level: "same".to_owned(),
                            bits: 20.0,
                        },
                        Step {
                            field: "name".to_owned(),
                            left: said.name.clone(),
                            right: p.name.clone(),
                            level: "different".to_owned(),
                            bits: -20.0,
                        },
                    ],
                });
                return Ok(First::Told(Who::Unsure(all.collect())));
            }
        }
    }
    if said.name.is_empty() {
        return Ok(First::Told(Who::Wrong(Why::NoPerson)));
    }
    Ok(First::Ask)
}

/// Everybody who is known, ready for the question who somebody is.
pub(crate) struct Known {
    index: Option<linkage::Index>,
    people: Vec<(About, Division)>,
}

impl Known {
    /// Reads everybody and makes the index.
    pub(crate) fn ready(ctx: &Ctx<'_>) -> Result<Self, Fault> {
        let mut people: Vec<(About, Division)> = Vec::new();
        let mut sealed = Vec::new();
        people::person_each_plain(ctx.tx(), |about, division, number| {
            // A division that cannot be read is out of everybody's reach.
            if let Some(division) = Division::parse(&division) {
                people.push((about, division));
                sealed.push(number);
            }
        })?;
        if people.is_empty() {
            return Ok(Self {
                index: None,
                people,
            });
        }
        let numbers = numbers(ctx, &people, &sealed)?;
        drop(sealed);
        let column = |of: &dyn Fn(&About) -> Option<String>| -> StringViewArray {
            people.iter().map(|(about, _)| of(about)).collect()
        };
        let birth = |b: Option<Date>| b.map(|d| d.to_string());
        let places = people.iter().map(|(_, d)| Some(d.code()));
        let columns = vec![
            (ColumnRole::Name, column(&|p| Some(p.name.clone()))),
            (ColumnRole::IdNumber, numbers),
            (ColumnRole::BirthDate, column(&|p| birth(p.birth))),
            (ColumnRole::Sex, column(&|p| p.sex.map(str::to_owned))),
            (ColumnRole::Division, places.collect::<StringViewArray>()),
        ];
        let records = linkage::Records::new(columns).map_err(internal)?;
        let settings = linkage::Settings::default();
        let source = linkage::ModelSource::default();
        let index = linkage::Index::new(&records, &source, &settings).map_err(internal)?;
        Ok(Self {
            index: Some(index),
            people,
        })
    }

    /// Who a row may be about, as far as whoever asks may see.
    pub(crate) fn ask(&self, scope: &Scope, said: &Said) -> Result<Who, Fault> {
        let Some(index) = &self.index else {
            return Ok(Who::New);
        };
        let found = index.who(&asked(said), MOST).map_err(internal)?;
        let mut candidates: Vec<(usize, Candidate)> = Vec::new();
        for c in found.into_iter().filter(|c| c.probability >= PERHAPS) {
            let at = c.row as usize;
            let seen = self.people.get(at);
            let Some((about, _)) = seen.filter(|(_, d)| scope.covers(d, None)) else {
                continue;
            };
            let candidate = Candidate {
                person: about.id.to_string(),
                probability: c.probability,
                prior: c.evidence.prior_bits,
                steps: c.evidence.steps.into_iter().map(Step::of).collect(),
            };
            candidates.push((at, candidate));
        }
        let second = candidates.get(1).map_or(0.0, |(_, c)| c.probability);
        match candidates.first() {
            Some((at, first))
                if first.probability >= SAME && second < 0.5 && said.number.is_empty() =>
            {
                let known = self.people.get(*at).cloned();
                Ok(known.map_or(Who::New, |(about, division)| Who::Known(about, division)))
            }
            Some(_) => Ok(Who::Unsure(
                candidates.into_iter().map(|(_, c)| c).collect(),
            )),
            None => Ok(Who::New),
        }
    }
}

/// The numbers of everybody, opened on every core.
fn numbers(
    ctx: &Ctx<'_>,
    people: &[(About, Division)],
    sealed: &[Option<Vec<u8>>],
) -> Result<StringViewArray, Fault> {
    let keys = ctx.keys();
    let opened: Result<Vec<Option<String>>, Fault> = people
        .par_iter()
        .zip(sealed)
        .map(|((about, _), sealed)| {
            let Some(sealed) = sealed else {
                return Ok(None);
            };
            let place = ID_NUMBER.place(&about.id.to_string());
            let bytes = keys.open(&place, sealed).map_err(internal)?;
            String::from_utf8(bytes).map(Some).map_err(internal)
        })
        .collect();
    Ok(opened?.into_iter().collect())
}

/// A row as the linkage engine takes it.
fn asked(said: &Said) -> linkage::Record {
    let id = base::CitizenId::parse(&said.number).ok();
    let birth = match (&id, base::date::parse_date(&said.birth)) {
        (Some(id), _) => id.birth_date().to_string(),
        (None, Ok(day)) => day.to_string(),
        (None, Err(_)) => String::new(),
    };
    let parts = [
        (ColumnRole::IdNumber, said.number.as_str()),
        (ColumnRole::BirthDate, birth.as_str()),
        (ColumnRole::Sex, said.sex.as_str()),
        (ColumnRole::Division, said.division.as_str()),
    ];
    let record = linkage::Record::new().with(ColumnRole::Name, &said.name);
    let written = parts.into_iter().filter(|(_, text)| !text.is_empty());
    written.fold(record, |record, (role, text)| record.with(role, text))
}

/// What is known of somebody in full, for the page that puts both side by side: the number with
/// only those characters in clear that the row has in the same place.
pub(crate) fn number_against(
    ctx: &Ctx<'_>,
    stored: &people::Stored,
    written: &str,
) -> Result<String, Fault> {
    let Some(sealed) = &stored.number_sealed else {
        return Ok(String::new());
    };
    let number = opened(ctx, ID_NUMBER, &stored.id.to_string(), sealed)?;
    Ok(against(&number, written))
}

/// A number with `●` wherever another differs from it.
pub(crate) fn against(number: &str, written: &str) -> String {
    let mut other = written.chars();
    let both = number.chars().map(|c| (c, other.next()));
    both.map(|(c, o)| if o == Some(c) { c } else { '●' })
        .collect()
}
