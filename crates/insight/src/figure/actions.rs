//! Computing: each register is gone through once for all indicators over it.

use base::Fault;
use findings::finding;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::indicator::{Figure, Indicator, Measure, Over, Weight};
use policy::pack::Pack;
use registry::register::{self, Declared};
use std::collections::{BTreeMap, BTreeSet};
use taskboard::{problem, task};

/// An indicator with its figure, in all and by town.
#[derive(Debug, Clone)]
pub struct Computed<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Its figure over everything that whoever asks may see.
    pub figure: Figure,
    /// The same by town: the code of the town, or of the district for what belongs to no town.
    pub towns: BTreeMap<String, Figure>,
}

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// Its page.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// Where it belongs.
    pub division: Division,
    /// What it is to the indicator.
    pub weight: Weight,
}

/// Every indicator of the pack whose records whoever asks may see, in the pack's order.
pub fn all<'a>(ctx: &Ctx<'_>, declared: &'a Declared) -> Result<Vec<Computed<'a>>, Fault> {
    ctx.may(Act::FiguresSee)?;
    let pack = declared.pack();
    let mut found: Vec<Option<Computed<'a>>> = pack.indicators.iter().map(|_| None).collect();
    let over: BTreeSet<String> = pack.indicators.iter().map(|i| name(&i.over)).collect();
    for over in over {
        let mine: Vec<usize> = (0..pack.indicators.len())
            .filter(|at| {
                pack.indicators
                    .get(*at)
                    .is_some_and(|i| name(&i.over) == over)
            })
            .collect();
        let indicators: Vec<&Indicator> = mine
            .iter()
            .filter_map(|at| pack.indicators.get(*at))
            .collect();
        let mut sums: Vec<Computed<'a>> = indicators
            .iter()
            .map(|indicator| Computed {
                indicator,
                figure: Figure::default(),
                towns: BTreeMap::new(),
            })
            .collect();
        let gone = each(ctx, declared, &indicators, |at, met| {
            if let Some(sum) = sums.get_mut(at) {
                sum.figure.add(met.weight);
                let town = town(&met.division);
                sum.towns.entry(town).or_default().add(met.weight);
            }
        });
        match gone {
            // A register that may not be seen has no figures for whoever asks.
            Err(Fault::NotFound) => continue,
            other => other?,
        }
        for (at, sum) in mine.into_iter().zip(sums) {
            if let Some(place) = found.get_mut(at) {
                *place = Some(sum);
            }
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// One indicator with the records behind it that are meant.
pub fn of<'a>(
    ctx: &Ctx<'_>,
    declared: &'a Declared,
    id: &str,
) -> Result<(Computed<'a>, Vec<Met>), Fault> {
    ctx.may(Act::FiguresSee)?;
    let indicators = &declared.pack().indicators;
    let indicator = indicators
        .iter()
        .find(|i| i.id == id)
        .ok_or(Fault::NotFound)?;
    let mut computed = Computed {
        indicator,
        figure: Figure::default(),
        towns: BTreeMap::new(),
    };
    let mut records = Vec::new();
    each(ctx, declared, &[indicator], |_, met| {
        computed.figure.add(met.weight);
        let town = town(&met.division);
        computed.towns.entry(town).or_default().add(met.weight);
        if met.weight != Weight::Outside {
            records.push(met);
        }
    })?;
    Ok((computed, records))
}

fn name(over: &Over) -> String {
    match over {
        Over::Register(id) => id.clone(),
        Over::Tasks => "/tasks".to_owned(),
        Over::Problems => "/problems".to_owned(),
        Over::Findings => "/findings".to_owned(),
        Over::Law => "/law".to_owned(),
    }
}

/// The town of a place.
fn town(division: &Division) -> String {
    let code = division.code();
    code.get(..9).unwrap_or(code).to_owned()
}

/// Weighs every record for each indicator; all of them are over the same records.
fn each(
    ctx: &Ctx<'_>,
    declared: &Declared,
    indicators: &[&Indicator],
    mut take: impl FnMut(usize, Met),
) -> Result<(), Fault> {
    let Some(first) = indicators.first() else {
        return Ok(());
    };
    match &first.over {
        Over::Register(id) => {
            let subject = indicators.iter().any(|i| reads_subject(i));
            register::each(
                ctx,
                declared,
                id,
                (ctx.today(), subject),
                |record, names| {
                    for (at, indicator) in indicators.iter().enumerate() {
                        let met = Met {
                            path: format!("/registers/{id}/{}", record.id),
                            title: record.title.clone(),
                            division: record.division.clone(),
                            weight: indicator.weigh(names),
                        };
                        take(at, met);
                    }
                },
            )
        }
        Over::Tasks => tasks(ctx, declared.pack(), indicators, &mut take),
        Over::Problems => problems(ctx, declared.pack(), indicators, &mut take),
        Over::Findings => findings(ctx, declared.pack(), indicators, &mut take),
        Over::Law => law(ctx, declared.pack(), indicators, &mut take),
    }
}

/// The person stands last of the names that a rule over a register may use.
const SUBJECT: usize = 3;

fn reads_subject(indicator: &Indicator) -> bool {
    let sum = match &indicator.measure {
        Measure::Sum(formula) | Measure::Money(formula) => Some(formula),
        Measure::Count | Measure::Share => None,
    };
    indicator
        .of
        .iter()
        .chain(&indicator.counts)
        .chain(sum)
        .any(|formula| formula.expression.uses(SUBJECT))
}

fn day(day: Option<jiff::civil::Date>) -> Datum {
    day.map_or(Datum::Missing, Datum::Date)
}

fn text(text: &str) -> Datum {
    Datum::Text(text.into())
}

/// In the order of [`policy::indicator::task_fields`].
fn tasks(
    ctx: &Ctx<'_>,
    pack: &Pack,
    indicators: &[&Indicator],
    take: &mut impl FnMut(usize, Met),
) -> Result<(), Fault> {
    let parameters = pack.values_on(ctx.today());
    let found = task::find(ctx, &task::Wanted::default(), i64::from(i32::MAX), 0)?;
    for task in found.tasks {
        let item = task.item.as_ref().map(|(_, item)| text(item));
        let own = vec![
            text(task.state.code()),
            text(&task.section),
            item.unwrap_or(Datum::Missing),
            Datum::Date(task.due),
            day(task.closed_on),
            Datum::Bool(task.owner.is_some()),
            text(task.division.code()),
        ];
        for (at, indicator) in indicators.iter().enumerate() {
            let met = Met {
                path: format!("/tasks/{}", task.id),
                title: task.title.clone(),
                division: task.division.clone(),
                weight: indicator.weigh_plain(ctx.today(), &parameters, &own),
            };
            take(at, met);
        }
    }
    Ok(())
}

/// In the order of [`policy::indicator::problem_fields`].
fn problems(
    ctx: &Ctx<'_>,
    pack: &Pack,
    indicators: &[&Indicator],
    take: &mut impl FnMut(usize, Met),
) -> Result<(), Fault> {
    let parameters = pack.values_on(ctx.today());
    let wanted = problem::Wanted::default();
    let (found, _) = problem::find(ctx, &wanted, i64::from(i32::MAX), 0)?;
    for problem in found {
        let own = vec![
            text(problem.standing.code()),
            text(problem.source.code()),
            Datum::Date(problem.due),
            day(problem.closed_on),
            text(problem.division.code()),
        ];
        for (at, indicator) in indicators.iter().enumerate() {
            let met = Met {
                path: format!("/problems/{}", problem.id),
                title: problem.title.clone(),
                division: problem.division.clone(),
                weight: indicator.weigh_plain(ctx.today(), &parameters, &own),
            };
            take(at, met);
        }
    }
    Ok(())
}

/// In the order of [`policy::indicator::finding_fields`]; those that an exemption covers ask nothing
/// of anybody and are left out.
fn findings(
    ctx: &Ctx<'_>,
    pack: &Pack,
    indicators: &[&Indicator],
    take: &mut impl FnMut(usize, Met),
) -> Result<(), Fault> {
    let parameters = pack.values_on(ctx.today());
    let wanted = finding::Wanted::default();
    for found in finding::find(ctx, &wanted, i64::from(i32::MAX), 0)? {
        let own = vec![
            text(found.state.code()),
            found.outcome.map_or(Datum::Missing, |o| text(o.code())),
            text(&found.screen),
            Datum::Date(found.found_on),
            Datum::Date(found.due),
            day(found.closed_on),
            Datum::Bool(found.seen),
            text(found.division.code()),
        ];
        for (at, indicator) in indicators.iter().enumerate() {
            let met = Met {
                path: format!("/findings/{}", found.id),
                title: format!("{} {}", found.screen, found.name),
                division: found.division.clone(),
                weight: indicator.weigh_plain(ctx.today(), &parameters, &own),
            };
            take(at, met);
        }
    }
    Ok(())
}

/// The values of the law as one record, of the whole district.
fn law(
    ctx: &Ctx<'_>,
    pack: &Pack,
    indicators: &[&Indicator],
    take: &mut impl FnMut(usize, Met),
) -> Result<(), Fault> {
    let parameters = pack.values_on(ctx.today());
    let division = Division::parse(&pack.jurisdiction).ok_or(Fault::NotFound)?;
    for (at, indicator) in indicators.iter().enumerate() {
        let met = Met {
            path: String::new(),
            title: ctx.today().to_string(),
            division: division.clone(),
            weight: indicator.weigh_plain(ctx.today(), &parameters, &Vec::new()),
        };
        take(at, met);
    }
    Ok(())
}
