//! From a file to its rows: every one read, its person found, held against the record that is kept.
//! Nothing of the register is changed.

use super::SAID;
use super::columns::Columns;
use super::judge::{Said, Why, stands, values};
use super::store::{Kept, Line};
use super::who::{First, Known, Who, by_number};
use crate::register::actions::{making, slots, whole};
use crate::register::declared::reach;
use crate::register::row::{About, Making, Stored};
use crate::register::{Declared, store as records};
use crate::seal::internal;
use base::Fault;
use base::id::RecordId;
use platform::{Act, Ctx, Division, Scope};
use policy::register::{Register, SubjectKind};
use rayon::prelude::*;
use sheet::{Reason, Table};
use std::collections::{HashMap, HashSet};

/// Rows that are asked for at a time.
const PART: usize = 2_000;

/// Told how far the work is; an error ends it.
pub(crate) type Progress<'a> = &'a dyn Fn(usize, usize) -> Result<(), Fault>;

/// Checks every row of a file. `chosen` are rows whose person somebody chose before.
pub(crate) fn check(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (kept, table, columns): (&Kept, &Table, &Columns),
    chosen: &[Line],
    step: Progress<'_>,
) -> Result<Vec<Line>, Fault> {
    let register = declared.register(&kept.register)?;
    let mut reading = Reading::new(ctx, register)?;
    let total = table.len();
    let mut saids: Vec<Said> = Vec::with_capacity(total);
    for at in 0..total {
        saids.push(reading.said(table, columns, at));
    }
    let damaged: HashSet<u32> = table
        .problems
        .kept()
        .iter()
        .filter(|p| matches!(p.reason, Reason::IdDamaged | Reason::QuoteOpen))
        .map(|p| p.row)
        .collect();
    let choices = choices(chosen);
    let mut who = reading.everybody(&saids, &choices, (table, step))?;
    let parameters = declared.parameters(ctx.today());
    let slots = slots(ctx, register)?;
    let making = making(ctx, register, &parameters, &slots);
    let mut lines = Vec::with_capacity(total);
    for (at, said) in saids.iter_mut().enumerate() {
        if at % PART == 0 {
            step(total + at, total * 2)?;
        }
        let number = table.rows.row(at);
        let row = i64::from(number);
        let who = std::mem::replace(
            who.get_mut(at).unwrap_or(&mut Ok(Who::Nobody)),
            Ok(Who::Nobody),
        );
        let who = match damaged.contains(&number) {
            true => Ok(Who::Wrong(Why::Damaged)),
            false => who,
        };
        let mut line = reading.judged(&making, row, said, who)?;
        line.chosen = choices.get(&row).map(|(chosen, _)| chosen.clone());
        lines.push(line);
    }
    if kept.whole {
        let last = lines.iter().map(|l| l.row).max().unwrap_or(0);
        let gone = reading.gone(&lines, &saids, last);
        saids.extend(gone.iter().map(|_| Said::default()));
        lines.extend(gone);
    }
    let (keys, random, name) = (ctx.keys(), ctx.random(), kept.id.to_string());
    let sealed: Result<Vec<Vec<u8>>, Fault> = saids
        .par_iter()
        .zip(&lines)
        .map(|(said, line)| {
            let text = serde_json::to_vec(said).map_err(internal)?;
            let place = SAID.place(&format!("{name}.{}", line.row));
            keys.seal(&place, &text, random).map_err(internal)
        })
        .collect();
    for (line, sealed) in lines.iter_mut().zip(sealed?) {
        line.said = sealed;
    }
    Ok(lines)
}

/// What somebody chose for rows before: how, and whom.
type Choices = HashMap<i64, (String, Option<String>)>;

fn choices(chosen: &[Line]) -> Choices {
    let of = |l: &Line| Some((l.row, (l.chosen.clone()?, l.person.clone())));
    chosen.iter().filter_map(of).collect()
}

struct Reading<'a, 'c> {
    ctx: &'a Ctx<'c>,
    register: &'a Register,
    scope: Scope,
    /// Where whoever asks sees and registers people.
    sees: Scope,
    keeps: Option<Scope>,
    /// Kept records by what makes them one, and by their ids.
    kept: HashMap<String, Stored>,
    ids: HashMap<RecordId, String>,
    /// Kept records by the people whom they are about.
    theirs: HashMap<String, Vec<RecordId>>,
    taken: HashSet<String>,
    /// Records that a row names or may mean.
    met: HashSet<RecordId>,
    /// Divisions by code, and codes by name.
    codes: HashSet<String>,
    names: HashMap<String, Vec<String>>,
}

impl<'a, 'c> Reading<'a, 'c> {
    fn new(ctx: &'a Ctx<'c>, register: &'a Register) -> Result<Self, Fault> {
        let (mut kept, mut ids) = (HashMap::new(), HashMap::new());
        let mut theirs: HashMap<String, Vec<RecordId>> = HashMap::new();
        records::record_each(ctx.tx(), &register.id, |row| {
            if let Some(person) = row.person {
                theirs.entry(person.to_string()).or_default().push(row.id);
            }
            ids.insert(row.id, row.one_key.clone());
            kept.insert(row.one_key.clone(), row);
        })?;
        let places = crate::place::all(ctx.tx())?;
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for place in &places {
            let code = place.division.code().to_owned();
            names.entry(place.name.clone()).or_default().push(code);
        }
        let codes = places.iter().map(|p| p.division.code().to_owned());
        Ok(Self {
            ctx,
            register,
            scope: reach(ctx, Act::RegistersImport, register)?,
            sees: ctx.may(Act::PeopleSee)?,
            keeps: ctx.may(Act::PeopleKeep).ok(),
            kept,
            ids,
            theirs,
            taken: HashSet::new(),
            met: HashSet::new(),
            codes: codes.collect(),
            names,
        })
    }

    /// What a row of the file says, its division understood.
    fn said(&self, table: &Table, columns: &Columns, at: usize) -> Said {
        let text = |column: Option<usize>| {
            let value = column.and_then(|c| table.value(c, at));
            value.unwrap_or_default().trim().to_owned()
        };
        let fields = columns.fields.iter();
        let (written, town) = (text(columns.division), text(columns.town));
        Said {
            record: text(columns.record),
            name: text(columns.name),
            number: text(columns.number),
            sex: text(columns.sex),
            birth: text(columns.birth),
            division: self.division(&written, &town),
            place: [town, written].join(" ").trim().to_owned(),
            fields: fields
                .map(|(id, column)| (id.clone(), text(Some(*column))))
                .collect(),
            candidates: Vec::new(),
        }
    }

    /// The code of a division that is written as a code or as a name, within its town.
    fn division(&self, written: &str, town: &str) -> String {
        if self.codes.contains(written) {
            return written.to_owned();
        }
        let of = |name: &str| self.names.get(name).map_or(&[][..], Vec::as_slice);
        let mut parts = written.split_whitespace();
        let last = parts.next_back().unwrap_or(written);
        // Town and village in one cell.
        let first = parts.next_back().unwrap_or(town);
        let towns = if of(town).is_empty() {
            of(first)
        } else {
            of(town)
        };
        let within =
            |code: &&String| towns.is_empty() || towns.iter().any(|t| code.starts_with(t.as_str()));
        let mut found: Vec<&String> = of(written).iter().chain(of(last)).filter(within).collect();
        found.sort();
        found.dedup();
        match (found.as_slice(), towns) {
            ([code], _) => (*code).clone(),
            ([], [town]) if written.is_empty() => town.clone(),
            // Two villages of one name in two towns: the town has to be told.
            _ => String::new(),
        }
    }

    /// Who each row is about: numbers first, then the others with the linkage engine, on every core.
    fn everybody(
        &self,
        saids: &[Said],
        choices: &Choices,
        (table, step): (&Table, Progress<'_>),
    ) -> Result<Vec<Result<Who, Why>>, Fault> {
        let mut found: Vec<Result<Who, Why>> = Vec::with_capacity(saids.len());
        let mut asking: Vec<usize> = Vec::new();
        let total = saids.len();
        for (at, said) in saids.iter().enumerate() {
            if at % PART == 0 {
                step(at / 2, total * 2)?;
            }
            let chosen = choices.get(&i64::from(table.rows.row(at)));
            found.push(match self.named(said) {
                Err(why) => Err(why),
                Ok(Some(record)) => Ok(self.of_record(&record)?),
                Ok(None) if self.register.subject != SubjectKind::Person => Ok(Who::Nobody),
                Ok(None) => match self.chosen(chosen)? {
                    Some(who) => Ok(who),
                    None => match by_number(self.ctx, &self.sees, said)? {
                        First::Told(who) => Ok(who),
                        First::Ask => {
                            asking.push(at);
                            Ok(Who::New)
                        }
                    },
                },
            });
        }
        if asking.is_empty() {
            return Ok(found);
        }
        let known = Known::ready(self.ctx)?;
        let sees = &self.sees;
        for (part, places) in asking.chunks(PART).enumerate() {
            step(total / 2 + part * PART / 2, total * 2)?;
            let answers: Result<Vec<Who>, Fault> = places
                .par_iter()
                .map(|at| match saids.get(*at) {
                    Some(said) => known.ask(sees, said),
                    None => Ok(Who::New),
                })
                .collect();
            for (at, who) in places.iter().zip(answers?) {
                if let Some(place) = found.get_mut(*at) {
                    *place = Ok(who);
                }
            }
        }
        Ok(found)
    }

    /// Whom somebody chose before, as far as that still stands.
    fn chosen(&self, chosen: Option<&(String, Option<String>)>) -> Result<Option<Who>, Fault> {
        match chosen {
            Some((how, Some(person))) if how == "same" => {
                let Ok(id) = person.parse() else {
                    return Ok(None);
                };
                let found = crate::person::seen(self.ctx, &self.sees, id);
                match found {
                    Ok(p) if p.merged_into.is_none() => {
                        Ok(Some(Who::Known(About::of(&p), p.division)))
                    }
                    Ok(_) | Err(Fault::NotFound) => Ok(None),
                    Err(other) => Err(other),
                }
            }
            Some((how, _)) if how == "new" => Ok(Some(Who::New)),
            Some((how, _)) if how == "leave" => Ok(Some(Who::Wrong(Why::Left))),
            _ => Ok(None),
        }
    }

    fn of_record(&self, record: &Stored) -> Result<Who, Fault> {
        let Some(id) = record.person else {
            return Ok(Who::Nobody);
        };
        let p = crate::person::store::person_fetch(self.ctx.tx(), id)?;
        Ok(Who::Known(About::of(&p), p.division))
    }

    /// What would become of a row.
    fn judged(
        &mut self,
        making: &Making<'_>,
        row: i64,
        said: &mut Said,
        who: Result<Who, Why>,
    ) -> Result<Line, Fault> {
        let mut line = rejected(row, said);
        let refused = |mut line: Line, why: Why| {
            line.told = why.code().to_owned();
            Ok(line)
        };
        let named = self.named(said).ok().flatten();
        let (about, home) = match who {
            Err(why) | Ok(Who::Wrong(why)) => return refused(line, why),
            Ok(Who::Nobody | Who::New) => (None, None),
            Ok(Who::Known(about, home)) => (Some(about), Some(home)),
            Ok(Who::Unsure(candidates)) => {
                self.may_mean(&candidates);
                said.candidates = candidates;
                line.outcome = "unsure".to_owned();
                line.told = String::new();
                return Ok(line);
            }
        };
        let Some(division) = self.place(said, named.as_ref(), home) else {
            return refused(line, Why::Division);
        };
        line.division = division.code().to_owned();
        line.person = about.as_ref().map(|a| a.id.to_string());
        let new = about.is_none() && self.register.subject == SubjectKind::Person;
        if new && !self.may_register(&division) {
            return refused(line, Why::NoRight);
        }
        let kept = match (named, new) {
            (Some(record), _) => Some(record),
            (None, true) => None,
            (None, false) => self.kept_of(making, said, about.as_ref(), &division),
        };
        if let Some(record) = &kept {
            self.met.insert(record.id);
        }
        let before = match &kept {
            Some(record) => Some(whole(self.ctx, self.register, record)?),
            None => None,
        };
        let since = kept.as_ref().map_or(making.today, |r| r.since);
        let subject = about.clone().or_else(|| stranger(said));
        let judged = (before.clone(), subject.as_ref());
        let (after, errors) = values(making, said, judged.0, judged.1, &division, since);
        let stays = kept.as_ref().is_some_and(|r| r.division == division);
        let stands = stays && before.as_ref().is_some_and(|b| stands(making, said, b));
        if (!errors.is_empty() && !stands) || (new && !writable(said, &division, making)) {
            return Ok(line);
        }
        let key = match (&kept, new) {
            (Some(record), _) => record.one_key.clone(),
            (None, true) => format!("new {} {} {}", said.name, said.number, said.birth),
            (None, false) => making.one_key(&after, about.as_ref(), nobody(row)),
        };
        if !self.taken.insert(key) {
            return refused(line, Why::Twice);
        }
        line.told = String::new();
        line.outcome = match (&kept, before) {
            (Some(record), Some(before)) => {
                line.record = Some(record.id.to_string());
                line.version = Some(record.version);
                line.title.clone_from(&record.title);
                let same = before == after && record.division == division;
                if same { "same" } else { "changed" }.to_owned()
            }
            _ => "new".to_owned(),
        };
        if let (true, Some(about)) = (line.title.is_empty(), &about) {
            line.title.clone_from(&about.name);
        }
        titled(&mut line, said);
        Ok(line)
    }

    /// Records of those whom an unsure row may mean are not gone.
    fn may_mean(&mut self, candidates: &[super::judge::Candidate]) {
        for candidate in candidates {
            let theirs = self.theirs.get(&candidate.person);
            self.met.extend(theirs.into_iter().flatten().copied());
        }
    }

    fn may_register(&self, division: &Division) -> bool {
        let scope = self.keeps.as_ref();
        scope.is_some_and(|s| s.covers(division, None))
    }

    /// The kept record of what a row is about.
    fn kept_of(
        &self,
        making: &Making<'_>,
        said: &Said,
        about: Option<&About>,
        division: &Division,
    ) -> Option<Stored> {
        let (bare, _) = values(making, said, None, about, division, making.today);
        let key = making.one_key(&bare, about, RecordId::from_bits(0));
        let found = self.kept.get(&key).cloned();
        found.filter(|r| self.scope.covers(&r.division, None))
    }

    /// The record that a row names by its number, if it names one.
    fn named(&self, said: &Said) -> Result<Option<Stored>, Why> {
        if said.record.is_empty() {
            return Ok(None);
        }
        let known = said.record.parse().ok().and_then(|id| self.ids.get(&id));
        let known = known.and_then(|key| self.kept.get(key));
        let seen = known.filter(|r| self.scope.covers(&r.division, None));
        seen.cloned().map(Some).ok_or(Why::NoRecord)
    }

    /// The division of a row: its own, else that of the record or the person; none out of reach.
    /// One that is written and not understood is never passed over.
    fn place(
        &self,
        said: &mut Said,
        named: Option<&Stored>,
        home: Option<Division>,
    ) -> Option<Division> {
        if said.division.is_empty() && said.place.is_empty() {
            said.division = match (named, home) {
                (Some(record), _) => record.division.code().to_owned(),
                (None, Some(home)) => home.code().to_owned(),
                (None, None) => String::new(),
            };
        }
        let division = Division::parse(&said.division);
        division.filter(|d| self.scope.covers(d, None) && self.codes.contains(d.code()))
    }

    /// Kept records that a whole file does not have, in the places that the file has rows of.
    fn gone(&self, lines: &[Line], saids: &[Said], last: i64) -> Vec<Line> {
        let places: HashSet<&str> = lines
            .iter()
            .map(|l| l.division.as_str())
            .chain(saids.iter().map(|s| s.division.as_str()))
            .filter(|code| !code.is_empty())
            .collect();
        let mut gone: Vec<&Stored> = self
            .kept
            .values()
            .filter(|r| places.contains(r.division.code()) && !self.met.contains(&r.id))
            .filter(|r| self.scope.covers(&r.division, None))
            .collect();
        gone.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
        let line = |(at, r): (usize, &Stored)| Line {
            row: last + 1 + i64::try_from(at).unwrap_or(0),
            outcome: "gone".to_owned(),
            title: r.title.clone(),
            division: r.division.code().to_owned(),
            person: r.person.map(|p| p.to_string()),
            record: Some(r.id.to_string()),
            version: Some(r.version),
            ..Line::default()
        };
        gone.into_iter().enumerate().map(line).collect()
    }
}

/// A key for a record that has nothing else to be one by.
fn nobody(row: i64) -> RecordId {
    RecordId::from_bits(u128::from(row.unsigned_abs()))
}

/// Whether somebody new can be registered as written.
fn writable(said: &Said, division: &Division, making: &Making<'_>) -> bool {
    said.person(division).check(making.today).is_ok()
}

/// A row about nobody is called by the first thing that it says.
fn titled(line: &mut Line, said: &Said) {
    if line.title.is_empty() {
        let first = said.fields.iter().find(|(_, text)| !text.is_empty());
        let text = first.map(|(_, text)| text.chars().take(60).collect());
        line.title = text.unwrap_or_default();
    }
}

/// What is written of somebody who is not known yet, for checks that ask for age or sex.
pub(crate) fn stranger(said: &Said) -> Option<About> {
    let id = base::CitizenId::parse(&said.number).ok();
    let birth = id.map(|id| id.birth_date());
    let birth = birth.or_else(|| base::date::parse_date(&said.birth).ok());
    let sex = id
        .map(base::CitizenId::sex)
        .or_else(|| base::Sex::parse(&said.sex));
    (!said.name.is_empty()).then(|| About {
        id: base::Id::from_bits(0),
        name: said.name.clone(),
        sex: sex.map(crate::person::sex_code),
        birth,
    })
}

/// A line that is rejected unless something better is found.
fn rejected(row: i64, said: &Said) -> Line {
    Line {
        row,
        outcome: "rejected".to_owned(),
        title: said.name.clone(),
        division: said.division.clone(),
        told: Why::Fields.code().to_owned(),
        ..Line::default()
    }
}
