//! Who of the people we know may be meant by what somebody is typing: the linkage engine asked
//! before a second record of one person is made.
//!
//! A few hundred records that share a name, a sound, a birth date or a number are weighed against a
//! sample of everybody, so that a common name says as little as it should. The sample is taken by
//! the keyed index of numbers, which is as good as by chance.

use crate::person::store::Stored;
use crate::person::{self, Person, Written, keys::KeyKind, keys::folded};
use crate::seal::{ID_NUMBER, number_index, opened};
use crate::search::query;
use base::column::ColumnRole;
use base::id::PersonId;
use base::name::{normalise, pinyin_key};
use base::{CitizenId, Fault};
use linkage::explain::Waterfall;
use linkage::{Index, ModelSource, Record, Records, Settings};
use platform::{Act, Ctx};
use std::collections::BTreeSet;

/// People of the sample.
const SAMPLE: i64 = 1_500;

/// Records that share something, of each kind.
const ALIKE: i64 = 100;

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The person.
    pub person: Person,
    /// How probably it is they.
    pub probability: f64,
    /// Why: what was typed on the left, the record on the right.
    pub evidence: Waterfall,
}

/// The people within reach who may be meant, the likeliest first, at most `most` of them. Too
/// little typed finds nobody.
pub fn likely(ctx: &Ctx<'_>, written: &Written, most: usize) -> Result<Vec<Likely>, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    let name = normalise(&written.name).text;
    let number = CitizenId::parse(written.number.trim()).ok();
    let birth = base::date::parse_date(&written.birth).ok();
    let birth = birth.or(number.map(CitizenId::birth_date));
    if name.chars().count() < 2 || birth.is_none() {
        return Ok(Vec::new());
    }
    let mut ids: BTreeSet<PersonId> = BTreeSet::new();
    let sound = pinyin_key(&name).replace(' ', "");
    for key in [
        KeyKind::Name.key(&folded(&name)),
        KeyKind::Pinyin.key(&sound),
    ] {
        let rows = query::by_key(ctx, &scope, &key, ALIKE)?;
        ids.extend(rows.into_iter().map(|(_, id)| id));
    }
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let mut alike = query::by_ids(ctx, &scope, &ids)?;
    if let Some(day) = birth {
        alike.extend(query::by_birth(ctx, &scope, (day, day), ALIKE)?);
    }
    if let Some(number) = number {
        let index = number_index(ctx.keys(), &number.to_string());
        alike.extend(query::by_number(ctx, &scope, &index, ALIKE)?);
    }
    alike.sort_by_key(|stored| stored.id);
    alike.dedup_by_key(|stored| stored.id);
    if alike.is_empty() {
        return Ok(Vec::new());
    }
    let count = alike.len();
    let known: BTreeSet<PersonId> = alike.iter().map(|stored| stored.id).collect();
    let sample = query::sample(ctx, SAMPLE)?;
    alike.extend(sample.into_iter().filter(|s| !known.contains(&s.id)));
    let index = index(ctx, &alike)?;
    let record = Record::new()
        .with(ColumnRole::Name, name.as_str())
        .with(
            ColumnRole::IdNumber,
            &number.map(|n| n.to_string()).unwrap_or_default(),
        )
        .with(
            ColumnRole::BirthDate,
            &birth.map(|d| d.to_string()).unwrap_or_default(),
        )
        .with(ColumnRole::Sex, written.sex.as_str());
    let found = index.who(&record, most).map_err(crate::seal::internal)?;
    let mut out = Vec::new();
    for candidate in found {
        // Those of the sample stand for everybody and may be out of reach.
        let Some(stored) = alike
            .get(candidate.row as usize)
            .filter(|_| (candidate.row as usize) < count)
        else {
            continue;
        };
        out.push(Likely {
            person: person::person_of(ctx, stored.clone())?,
            probability: candidate.probability,
            evidence: candidate.evidence,
        });
    }
    Ok(out)
}

/// The records as the linkage engine takes them.
fn index(ctx: &Ctx<'_>, people: &[Stored]) -> Result<Index, Fault> {
    let mut numbers = Vec::with_capacity(people.len());
    for stored in people {
        numbers.push(match &stored.number_sealed {
            Some(sealed) => Some(opened(ctx, ID_NUMBER, &stored.id.to_string(), sealed)?),
            None => None,
        });
    }
    let names = people.iter().map(|p| Some(p.name.clone())).collect();
    let births = people
        .iter()
        .map(|p| p.birth.map(|b| b.to_string()))
        .collect();
    let sexes = people
        .iter()
        .map(|p| p.sex.map(|s| s.chinese().to_owned()))
        .collect();
    let column = |values: Vec<Option<String>>| arrow_array::StringViewArray::from_iter(values);
    let records = Records::new(vec![
        (ColumnRole::Name, column(names)),
        (ColumnRole::IdNumber, column(numbers)),
        (ColumnRole::BirthDate, column(births)),
        (ColumnRole::Sex, column(sexes)),
    ])
    .map_err(crate::seal::internal)?;
    Index::new(&records, &ModelSource::BuiltIn, &Settings::default()).map_err(crate::seal::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{district, officer, register, worker, written};
    use db::Db;

    const VILLAGE: &str = "500153104201";

    engines::both_engines!(a_second_record_of_one_person_is_seen_coming, |db: &Db| {
        let platform = district(db);
        let wang = register(&platform, "王小明", "50015319000101003X", VILLAGE);
        for (i, name) in ["李四", "赵六", "钱七", "孙八", "周九"].iter().enumerate() {
            let number =
                CitizenId::from_parts(500_153, jiff::civil::date(1950 + i as i16, 3, 4), 17);
            register(&platform, name, &number.unwrap().to_string(), VILLAGE);
        }
        let ask = |who: &platform::Who, name: &str, birth: &str| {
            let mut typed = written(name, "", VILLAGE);
            typed.birth = birth.to_owned();
            let found = platform.read(who, platform.request(), |ctx| likely(ctx, &typed, 3));
            found.unwrap()
        };
        let found = ask(&officer(), "王晓明", "1900-01-01");
        assert_eq!(found.first().map(|l| l.person.id), Some(wang));
        assert!(
            found[0]
                .evidence
                .steps
                .iter()
                .any(|s| s.level == "same_sound")
        );
        assert!(ask(&officer(), "陌生人", "1988-08-08").is_empty());
        assert!(ask(&worker("500153105201"), "王晓明", "1900-01-01").is_empty());
    });
}
