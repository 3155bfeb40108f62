//! What a number tells.

use crate::case::{Casefile, State, store};
use crate::window;
use base::Fault;
use jiff::civil::Date;
use platform::{Act, Ctx, Division};
use policy::pack::{Label, Pack};
use registry::person;

/// How far a case is, for the applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The case's number.
    pub number: String,
    /// The programme.
    pub title: Label,
    /// Whether it is decided, and how.
    pub state: State,
    /// The step, while it is open.
    pub step: Option<Label>,
    /// By when, if the law says so.
    pub due: Option<Date>,
    /// Where to ask.
    pub town: Division,
}

/// The cases of an application's or case's number, if the applicant's ID number ends so.
///
/// # Errors
/// None that tells an unknown number from a wrong end: both find nothing.
pub fn find(ctx: &Ctx<'_>, pack: &Pack, number: &str, tail: &str) -> Result<Vec<Progress>, Fault> {
    ctx.may(Act::NoticesSee)?;
    let (number, tail) = (number.trim(), tail.trim().to_uppercase());
    let right = tail.chars().count() == 4 && !number.is_empty() && number.len() <= 40;
    if !right {
        return Ok(Vec::new());
    }
    let mut cases = store::casefile_list_number(ctx.tx(), number)?;
    if cases.is_empty()
        && let Some(id) = window::store::application_by_number(ctx.tx(), number)?
    {
        cases = store::casefile_list_application(ctx.tx(), id)?;
    }
    let mut found = Vec::new();
    for case in cases {
        if person::ends_in(ctx, case.person, &tail)? {
            found.push(progress(pack, case));
        }
    }
    Ok(found)
}

fn progress(pack: &Pack, case: Casefile) -> Progress {
    let programme = pack.programme(&case.programme);
    let open = case.state == State::Open;
    let step = case.step.as_deref().filter(|_| open).and_then(|step| {
        let road = programme?.road.as_ref()?;
        let found = road.steps.iter().rfind(|s| s.id == step)?;
        Some(found.label.clone())
    });
    let code = case.division.code();
    let town = code.get(..9).and_then(Division::parse);
    Progress {
        title: programme.map(|p| p.title.clone()).unwrap_or_default(),
        step,
        due: case.due.filter(|_| open),
        town: town.unwrap_or(case.division),
        number: case.number,
        state: case.state,
    }
}
