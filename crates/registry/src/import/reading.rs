//! From a file to a batch: every row read, its person found, held against the record that is kept.
//! Nothing of the register is changed.

use super::columns::Columns;
use super::judge::{Candidate, Said, Why, values};
use super::store::{self, Kept, Line};
use crate::person::store as people;
use crate::register::actions::{making, slots, whole};
use crate::register::declared::reach;
use crate::register::row::{About, Stored};
use crate::register::{Declared, store as records};
use crate::seal::{internal, number_index};
use arrow_array::StringViewArray;
use base::Fault;
use base::column::ColumnRole;
use base::id::{BatchId, RecordId};
use jiff::civil::Date;
use platform::crypto::SealedColumn;
use platform::journal::Entry;
use platform::{Act, Ctx, Division, Scope};
use policy::register::{Register, SubjectKind};
use rayon::prelude::*;
use serde_json::json;
use sheet::Table;
use std::collections::{HashMap, HashSet};

/// Where what a row says lies.
pub(crate) const SAID: SealedColumn = SealedColumn {
    table: "register_batch_row",
    id: "batch_id",
    column: "said_sealed",
};

/// At least so likely and nobody is meant half as likely: it is the same person.
const SAME: f64 = 0.98;
/// At least so likely: somebody has to look.
const PERHAPS: f64 = 0.2;

/// Who a row is about.
pub(crate) enum Who {
    /// Nobody: the register is about something else.
    Nobody,
    /// Somebody who is known.
    Known(About),
    /// Somebody who will be registered.
    New,
    /// One of these, or somebody new.
    Unsure(Vec<Candidate>),
    /// It cannot be told.
    Wrong(Why),
}

/// Reads a file into a batch. `columns` are what somebody said they are; without them those of the
/// last file with these headers hold, else what can be recognised.
pub fn read_in(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    (table, columns): (&Table, Option<Columns>),
) -> Result<BatchId, Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::RegistersImport, register)?;
    let key = Columns::key(table);
    let columns = match columns {
        Some(said) => {
            let text = serde_json::to_string(&said).map_err(internal)?;
            store::mapping_put(ctx.tx(), (&register.id, &key), &text, ctx.now())?;
            said
        }
        None => match store::mapping_fetch(ctx.tx(), &register.id, &key)? {
            Some(text) => serde_json::from_str(&text).map_err(internal)?,
            None => Columns::recognised(register, table),
        },
    };
    let mut reading = Reading::new(ctx, (declared, register), scope)?;
    let mut lines = Vec::with_capacity(table.len());
    let mut saids = Vec::with_capacity(table.len());
    let mut counts = [0i64; 5];
    let parameters = declared.parameters(ctx.today());
    let slots = slots(ctx, register)?;
    for at in 0..table.len() {
        let said = reading.said(table, &columns, at);
        let row = i64::from(table.rows.row(at));
        let (line, said) = reading.judged(row, said, (&parameters, &slots))?;
        let place = OUTCOMES.iter().position(|o| *o == line.outcome);
        if let Some(count) = place.and_then(|p| counts.get_mut(p)) {
            *count += 1;
        }
        lines.push(line);
        saids.push(said);
    }
    let id: BatchId = ctx.id();
    let (keys, random, name) = (ctx.keys(), ctx.random(), id.to_string());
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
    let division = reading.scope.areas().first().map(|a| a.division.clone());
    let batch = Kept {
        id,
        version: 1,
        register: register.id.clone(),
        file: table.file.clone(),
        state: "read".to_owned(),
        columns: serde_json::to_string(&columns).map_err(internal)?,
        division: division.unwrap_or_else(|| reading.home.clone()),
        counts,
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
        applied_at: None,
        undone_at: None,
    };
    store::batch_insert(ctx.tx(), &batch)?;
    store::line_insert_all(ctx.tx(), id, &lines)?;
    ctx.tell(
        Entry::named("import.read", "batch", id)
            .after(json!({ "register": register.id, "rows": lines.len() })),
    );
    Ok(id)
}

/// The outcomes of a row, in the order of the counts.
pub(crate) const OUTCOMES: [&str; 5] = ["new", "changed", "same", "unsure", "rejected"];

struct Reading<'a, 'c> {
    ctx: &'a Ctx<'c>,
    register: &'a Register,
    scope: Scope,
    home: Division,
    /// Kept records by what makes them one, and by their ids.
    kept: HashMap<String, Stored>,
    ids: HashMap<RecordId, String>,
    taken: HashSet<String>,
    /// Divisions by code, and codes by name.
    codes: HashSet<String>,
    names: HashMap<String, Vec<String>>,
    /// People ready for look-up, once somebody without a number asks.
    known: Option<Known>,
}

/// People ready for the question who somebody is.
struct Known {
    index: Option<linkage::Index>,
    people: Vec<About>,
}

impl<'a, 'c> Reading<'a, 'c> {
    fn new(
        ctx: &'a Ctx<'c>,
        (declared, register): (&'a Declared, &'a Register),
        scope: Scope,
    ) -> Result<Self, Fault> {
        let home = Division::parse(&declared.pack().jurisdiction).ok_or(Fault::NotFound)?;
        let (mut kept, mut ids) = (HashMap::new(), HashMap::new());
        records::record_each(ctx.tx(), &register.id, |row| {
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
            scope,
            home,
            kept,
            ids,
            taken: HashSet::new(),
            codes: codes.collect(),
            names,
            known: None,
        })
    }

    /// What a row of the file says, its division understood.
    fn said(&self, table: &Table, columns: &Columns, at: usize) -> Said {
        let text = |column: Option<usize>| {
            let value = column.and_then(|c| table.value(c, at));
            value.unwrap_or_default().trim().to_owned()
        };
        let fields = columns.fields.iter();
        Said {
            record: text(columns.record),
            name: text(columns.name),
            number: text(columns.number),
            sex: text(columns.sex),
            birth: text(columns.birth),
            division: self.division(&text(columns.division), &text(columns.town)),
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
        let towns = of(town);
        let within =
            |code: &&String| towns.is_empty() || towns.iter().any(|t| code.starts_with(t.as_str()));
        let last = written.split_whitespace().next_back().unwrap_or(written);
        let found: Vec<&String> = of(written).iter().chain(of(last)).filter(within).collect();
        match (found.first(), towns.first()) {
            (Some(code), _) => (*code).clone(),
            (None, Some(town)) if written.is_empty() => town.clone(),
            _ => String::new(),
        }
    }

    /// What would become of a row.
    fn judged(
        &mut self,
        row: i64,
        mut said: Said,
        (parameters, slots): (&policy::cel::Record, &[usize]),
    ) -> Result<(Line, Said), Fault> {
        let mut line = rejected(row, &said);
        let named = match self.named(&said) {
            Ok(named) => named,
            Err(why) => {
                line.told = why.code().to_owned();
                return Ok((line, said));
            }
        };
        let who = match &named {
            Some(record) => match crate::register::actions::about_of(self.ctx, record)? {
                Some(about) => Who::Known(about),
                None => Who::Nobody,
            },
            None => self.who(&said)?,
        };
        let about = match who {
            Who::Nobody | Who::New => None,
            Who::Known(about) => Some(about),
            Who::Unsure(candidates) => {
                said.candidates = candidates;
                line.outcome = "unsure".to_owned();
                line.told = String::new();
                return Ok((line, said));
            }
            Who::Wrong(why) => {
                line.told = why.code().to_owned();
                return Ok((line, said));
            }
        };
        let Some(division) = self.place(&mut said, named.as_ref(), about.as_ref())? else {
            line.told = Why::Division.code().to_owned();
            return Ok((line, said));
        };
        line.division = division.code().to_owned();
        line.person = about.as_ref().map(|a| a.id.to_string());
        let making = making(self.ctx, self.register, parameters, slots);
        let new = about.is_none() && self.register.subject == SubjectKind::Person;
        let mut kept = named;
        if kept.is_none() && !new {
            let (bare, _) = values(
                &making,
                &said,
                None,
                about.as_ref(),
                &division,
                making.today,
            );
            let key = making.one_key(&bare, about.as_ref(), RecordId::from_bits(0));
            kept = self.kept.get(&key).cloned();
        }
        let before = match &kept {
            Some(record) => Some(whole(self.ctx, self.register, record)?),
            None => None,
        };
        let since = kept.as_ref().map_or(making.today, |r| r.since);
        let subject = about.clone().or_else(|| stranger(&said));
        let (after, errors) = values(
            &making,
            &said,
            before.clone(),
            subject.as_ref(),
            &division,
            since,
        );
        if !errors.is_empty() {
            return Ok((line, said));
        }
        let key = match (&kept, new) {
            (Some(record), _) => record.one_key.clone(),
            (None, true) => format!("new {} {}", said.name, said.number),
            (None, false) => making.one_key(&after, about.as_ref(), RecordId::from_bits(0)),
        };
        if !self.taken.insert(key) {
            line.told = Why::Twice.code().to_owned();
            return Ok((line, said));
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
        titled(&mut line, &said);
        Ok((line, said))
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
    fn place(
        &self,
        said: &mut Said,
        named: Option<&Stored>,
        about: Option<&About>,
    ) -> Result<Option<Division>, Fault> {
        if said.division.is_empty() {
            said.division = match (named, about) {
                (Some(record), _) => record.division.code().to_owned(),
                (None, Some(about)) => people::person_fetch(self.ctx.tx(), about.id)?
                    .division
                    .code()
                    .to_owned(),
                (None, None) => String::new(),
            };
        }
        let division = Division::parse(&said.division);
        Ok(division.filter(|d| self.scope.covers(d, None) && self.codes.contains(d.code())))
    }

    /// Who a row is about: by the number, else by everything that is written of them.
    fn who(&mut self, said: &Said) -> Result<Who, Fault> {
        if self.register.subject != SubjectKind::Person {
            return Ok(Who::Nobody);
        }
        if said.name.is_empty() && said.number.is_empty() {
            return Ok(Who::Wrong(Why::NoPerson));
        }
        if let Ok(id) = base::CitizenId::parse(&said.number) {
            let index = number_index(self.ctx.keys(), &id.to_string());
            let found = people::person_list_by_number(self.ctx.tx(), &index)?;
            let plain = |text: &str| {
                base::name::fold_variants(&base::name::normalise(text).text).replace(' ', "")
            };
            let named = |p: &people::Stored| {
                said.name.is_empty() || p.names().any(|n| plain(n) == plain(&said.name))
            };
            match found.as_slice() {
                [one] if named(one) => return Ok(Who::Known(About::of(one))),
                [] => {}
                // The number of somebody of another name, or of several.
                several => {
                    let evidence = |p: &people::Stored| {
                        let both = (said.number.clone(), "＝".to_owned());
                        vec![
                            (
                                "id_number".to_owned(),
                                both.0,
                                both.1,
                                "exact".to_owned(),
                                20.0,
                            ),
                            (
                                "name".to_owned(),
                                said.name.clone(),
                                p.name.clone(),
                                "else".to_owned(),
                                -6.0,
                            ),
                        ]
                    };
                    let all = several.iter().map(|p| Candidate {
                        person: p.id.to_string(),
                        probability: 0.5,
                        evidence: evidence(p),
                    });
                    return Ok(Who::Unsure(all.collect()));
                }
            }
        }
        if said.name.is_empty() {
            return Ok(Who::Wrong(Why::NoPerson));
        }
        let candidates = self.candidates(said)?;
        let second = candidates.get(1).map_or(0.0, |c| c.probability);
        match candidates.first() {
            Some(first) if first.probability >= SAME && second < 0.5 && said.number.is_empty() => {
                let id = first.person.parse().map_err(internal)?;
                Ok(Who::Known(About::of(&people::person_fetch(
                    self.ctx.tx(),
                    id,
                )?)))
            }
            Some(_) => Ok(Who::Unsure(candidates)),
            None => Ok(Who::New),
        }
    }

    /// People whom the linkage engine takes for possible.
    fn candidates(&mut self, said: &Said) -> Result<Vec<Candidate>, Fault> {
        if self.known.is_none() {
            self.known = Some(self.ready()?);
        }
        let Some(Known { index, people }) = &self.known else {
            return Ok(Vec::new());
        };
        let Some(index) = index else {
            return Ok(Vec::new());
        };
        let id = base::CitizenId::parse(&said.number).ok();
        let birth = match (&id, base::date::parse_date(&said.birth)) {
            (Some(id), _) => id.birth_date().to_string(),
            (None, Ok(day)) => day.to_string(),
            (None, Err(_)) => String::new(),
        };
        let mut record = linkage::Record::new().with(ColumnRole::Name, &said.name);
        let parts = [
            (ColumnRole::BirthDate, birth.as_str()),
            (ColumnRole::Sex, said.sex.as_str()),
            (ColumnRole::Division, said.division.as_str()),
        ];
        for (role, text) in parts {
            if !text.is_empty() {
                record = record.with(role, text);
            }
        }
        let found = index.who(&record, 3).map_err(internal)?;
        let likely = found.into_iter().filter(|c| c.probability >= PERHAPS);
        let named = likely.filter_map(|c| {
            let about = people.get(c.row as usize)?;
            let steps = c.evidence.steps.iter();
            Some(Candidate {
                person: about.id.to_string(),
                probability: c.probability,
                evidence: steps
                    .map(|s| {
                        (
                            s.field.clone(),
                            s.left.clone(),
                            s.right.clone(),
                            s.level.clone(),
                            s.bits,
                        )
                    })
                    .collect(),
            })
        });
        Ok(named.collect())
    }

    /// Everybody who is known, made ready for questions.
    fn ready(&self) -> Result<Known, Fault> {
        let mut people = Vec::new();
        let mut divisions = Vec::new();
        people::person_each_plain(self.ctx.tx(), |about, division| {
            people.push(about);
            divisions.push(division);
        })?;
        if people.is_empty() {
            return Ok(Known {
                index: None,
                people,
            });
        }
        let column = |of: &dyn Fn(&About) -> Option<String>| -> StringViewArray {
            people.iter().map(of).collect()
        };
        let birth = |b: Option<Date>| b.map(|d| d.to_string());
        let columns = vec![
            (ColumnRole::Name, column(&|p| Some(p.name.clone()))),
            (ColumnRole::BirthDate, column(&|p| birth(p.birth))),
            (ColumnRole::Sex, column(&|p| p.sex.map(str::to_owned))),
            (
                ColumnRole::Division,
                divisions
                    .iter()
                    .map(|d| Some(d.clone()))
                    .collect::<StringViewArray>(),
            ),
        ];
        let records = linkage::Records::new(columns).map_err(internal)?;
        let settings = linkage::Settings::default();
        let source = linkage::ModelSource::default();
        let index = linkage::Index::new(&records, &source, &settings).map_err(internal)?;
        Ok(Known {
            index: Some(index),
            people,
        })
    }
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
        said: Vec::new(),
        told: Why::Fields.code().to_owned(),
        person: None,
        record: None,
        version: None,
    }
}
