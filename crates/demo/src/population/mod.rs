//! The district as a population file: one row a member, the household's facts repeated, in the names
//! that the packs declare facts by, so that whole populations can be decided and reforms tried on it.
//!
//! `means` says what a check would find of each household and `member` of each person; here are
//! the columns. Deterministic by the world's seed and written part by part. Must not know: any
//! rule. Start at [`write()`].

mod means;
mod member;
#[cfg(test)]
mod tests;

use crate::world::World;
use base::date::Date;
use base::money::Fen;
use means::{Means, Registers};
use member::Member;
use rayon::prelude::*;
use sheet::{Cover, Frame, SheetError, Values, Writer};

/// Households written at a time.
const PART: usize = 16_384;

/// Words of the two columns that are no facts.
#[derive(Debug, Clone)]
pub struct Headers {
    /// The town.
    pub town: String,
    /// The village.
    pub village: String,
}

/// Writes every household of the district; how many rows.
///
/// # Errors
/// What the file system says.
pub fn write(
    world: &World,
    headers: &Headers,
    target: &str,
    cover: &Cover,
) -> Result<usize, SheetError> {
    let registers = Registers::new(world);
    let mut writer = Writer::create(target, cover)?;
    let homes = world.households.len();
    for from in (0..homes).step_by(PART) {
        let part = from..(from + PART).min(homes);
        let households: Vec<(Means, Vec<Member>)> = part
            .into_par_iter()
            .map(|home| {
                let means = Means::of(world, &registers, home);
                let members = member::all(world, &registers, &means);
                (means, members)
            })
            .collect();
        let rows: Vec<(&Means, &Member)> = households
            .iter()
            .flat_map(|(means, members)| members.iter().map(move |member| (means, member)))
            .collect();
        writer.write(&frame(world, headers, &rows))?;
    }
    let rows = writer.rows();
    writer.finish()?;
    Ok(rows)
}

/// Rows of a part, and how their cells are made.
struct Columns<'a> {
    rows: &'a [(&'a Means, &'a Member)],
    frame: Frame,
}

type Text<'a> = fn(&'a Means, &'a Member) -> Option<&'a str>;

impl<'a> Columns<'a> {
    fn text(mut self, header: &str, of: impl Fn(&'a Means, &'a Member) -> Option<String>) -> Self {
        let cells = self.rows.iter().map(|(h, m)| of(h, m)).collect();
        self.frame = self.frame.with(header, Values::Text(cells));
        self
    }

    fn word(self, header: &str, of: Text<'a>) -> Self {
        self.text(header, |h, m| of(h, m).map(str::to_owned))
    }

    fn truth(self, header: &str, of: impl Fn(&'a Means, &'a Member) -> Option<bool>) -> Self {
        let word = |b: bool| if b { "true" } else { "false" };
        self.text(header, |h, m| of(h, m).map(|b| word(b).to_owned()))
    }

    fn whole(mut self, header: &str, of: impl Fn(&Means, &Member) -> Option<i64>) -> Self {
        let cells = self.rows.iter().map(|(h, m)| of(h, m)).collect();
        self.frame = self.frame.with(header, Values::Number(cells));
        self
    }

    /// Whole yuan; nothing is an empty cell.
    fn yuan(mut self, header: &str, of: impl Fn(&Means, &Member) -> Option<u32>) -> Self {
        let fen = |yuan: u32| Fen::new(i64::from(yuan) * 100);
        let cells = self.rows.iter().map(|(h, m)| of(h, m).map(fen)).collect();
        self.frame = self.frame.with(header, Values::Money(cells));
        self
    }

    fn day(mut self, header: &str, of: impl Fn(&Means, &Member) -> Option<Date>) -> Self {
        let cells = self.rows.iter().map(|(h, m)| of(h, m)).collect();
        self.frame = self.frame.with(header, Values::Date(cells));
        self
    }
}

fn frame(world: &World, headers: &Headers, rows: &[(&Means, &Member)]) -> Frame {
    let start = Columns {
        rows,
        frame: Frame::default(),
    };
    let columns = start
        .text("household_id", |h, _| Some(h.id.clone()))
        .text("member_id", |h, m| Some(format!("{}-{}", h.id, m.number)))
        .text("name", |_, m| Some(world.person(m.person).name.to_string()))
        .text(&headers.town, |h, _| {
            Some(world.places.town_name(h.village).to_owned())
        })
        .text(&headers.village, |h, _| {
            Some(world.places.village(h.village).name.to_owned())
        });
    members(incomes(relief(household(columns)))).frame
}

fn household<'a>(columns: Columns<'a>) -> Columns<'a> {
    columns
        .word("category", |h, _| {
            Some(if h.rural { "rural" } else { "urban" })
        })
        .truth("registered_here", |_, _| Some(true))
        .word("registered_poor", |h, _| h.poor)
        .day("applied_on", |h, _| Some(h.applied_on))
        .yuan("deposits", |h, _| Some(h.deposits))
        .whole("homes", |h, _| Some(i64::from(h.homes)))
        .text("home_area", |h, _| {
            let tenths = h.area_tenths;
            Some(format!("{}.{}", tenths / 10, tenths % 10))
        })
        .truth("shop", |h, _| Some(h.shop))
        .yuan("vehicles.car", |h, _| h.car)
        .yuan("vehicles.motorcycle", |h, _| h.motorcycle)
        .yuan("vehicles.wheelchair", |h, _| h.wheelchair)
        .truth("hardship", |h, _| Some(h.hardship))
        .truth("found_work", |h, _| Some(h.above_since.is_some()))
        .day("above_since", |h, _| h.above_since)
        .truth("edge_property", |h, _| Some(h.modest))
        .yuan("income_year", |h, _| Some(h.income * 12))
        .yuan("rigid_spending", |h, _| Some(h.spending))
}

fn relief<'a>(columns: Columns<'a>) -> Columns<'a> {
    columns
        .word("event", |h, _| h.event.as_ref().map(|e| e.kind))
        .day("event_on", |h, _| h.event.as_ref().map(|e| e.on))
        .truth("living_broken", |h, _| Some(h.event.as_ref()?.broken))
        .truth("urgent", |h, _| Some(h.event.as_ref()?.urgent))
        .whole("affected", |h, _| {
            Some(i64::from(h.event.as_ref()?.affected))
        })
        .word("severity", |h, _| h.event.as_ref().map(|e| e.severity))
        .truth("relieved_same_cause", |h, _| {
            Some(h.event.as_ref()?.relieved)
        })
        .yuan("necessary_spending", |h, _| {
            Some(h.event.as_ref()?.spending)
        })
        .yuan("disposable_year", |h, _| Some(h.income * 12))
        .truth("relief_property", |h, _| Some(h.modest))
        .truth("wants_adaptation", |h, _| Some(h.adaptation.is_some()))
        .truth("house_kept", |h, _| Some(h.adaptation.is_some()))
        .yuan("adaptations.floor", |h, _| h.adaptation.map(|a| a[0]))
        .yuan("adaptations.grab_bar", |h, _| h.adaptation.map(|a| a[1]))
        .yuan("adaptations.care_bed", |h, _| h.adaptation.map(|a| a[2]))
}

fn incomes<'a>(columns: Columns<'a>) -> Columns<'a> {
    let some = |yuan: u32| (yuan > 0).then_some(yuan);
    columns
        .yuan("incomes.wage", move |_, m| some(m.wage))
        .yuan("incomes.business", move |_, m| some(m.business))
        .yuan("incomes.farm", move |_, m| some(m.farm_year))
        .yuan("incomes.pension", move |_, m| some(m.pension))
        .yuan("incomes.basic_pension", move |_, m| some(m.basic_pension))
        .yuan("incomes.maintenance", move |_, m| some(m.maintenance))
        .yuan("care_spending", |_, m| Some(m.care_spending))
}

fn members<'a>(columns: Columns<'a>) -> Columns<'a> {
    columns
        .day("birth_date", |_, m| Some(m.birth))
        .word("relation", |_, m| Some(m.relation))
        .truth("independent", |_, m| Some(m.independent))
        .word("away", |_, m| m.away)
        .day("away_since", |_, m| m.away_since)
        .word("disability_kind", |_, m| m.disability.map(|d| d.0))
        .whole("disability_grade", |_, m| {
            Some(m.disability.map_or(0, |d| i64::from(d.1)))
        })
        .truth("major_illness", |_, m| Some(m.gravely_ill))
        .whole("bedridden_months", |_, m| {
            Some(i64::from(m.bedridden_months))
        })
        .word("labour", |_, m| Some(m.labour))
        .truth("jobless", |_, m| Some(m.jobless))
        .word("school", |_, m| Some(m.school))
        .whole("refusals", |_, m| Some(i64::from(m.refusals)))
        .truth("care_needed", |_, m| Some(m.unaided < 4))
        .word("parents.1.who", |_, m| m.parents.map(|_| "father"))
        .word("parents.1.situation", |_, m| m.parents.map(|p| p[0]))
        .whole("parents.1.months", |_, m| m.parents.map(|_| 12))
        .word("parents.2.who", |_, m| m.parents.map(|_| "mother"))
        .word("parents.2.situation", |_, m| m.parents.map(|p| p[1]))
        .whole("parents.2.months", |_, m| m.parents.map(|_| 12))
        .word("placement", |_, m| m.parents.map(|_| "community"))
        .truth("bathes", |_, m| Some(m.unaided > 5))
        .truth("walks", |_, m| Some(m.unaided > 4))
        .truth("toilets", |_, m| Some(m.unaided > 3))
        .truth("leaves_bed", |_, m| Some(m.unaided > 2))
        .truth("dresses", |_, m| Some(m.unaided > 1))
        .truth("eats", |_, m| Some(m.unaided > 0))
        .word("support_form", |_, m| {
            Some(if m.in_home { "institution" } else { "home" })
        })
        .truth("willing_institution", |_, m| Some(m.in_home))
        .truth("bed_free", |_, m| Some(m.in_home))
        .truth("tekun_property", |h, _| Some(h.modest))
        .whole("obligors", |_, m| Some(i64::from(m.obligor.is_some())))
        .word("obligors.1.who", |_, m| m.obligor.as_ref().map(|o| o.who))
        .whole("obligors.1.age", |_, m| {
            m.obligor.as_ref().map(|o| i64::from(o.age))
        })
        .yuan("obligors.1.income_year", |_, m| {
            m.obligor.as_ref().map(|o| o.income_year)
        })
        .truth("obligors.1.property_low", |_, m| {
            m.obligor.as_ref().map(|o| o.modest)
        })
        .truth("needs_device", |_, m| Some(m.needs_device))
        .truth("needs_surgery", |_, m| Some(m.needs_surgery))
        .truth("honoured", |_, m| Some(m.honoured))
}
