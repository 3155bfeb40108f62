//! Documents kept with a person or a household.

use super::{household as home_page, person as person_page};
use crate::{household, person};
use base::Fault;
use base::id::{HouseholdId, PersonId};
use platform::attachment::Subject;
use platform::{Act, Division};
use webkit::{Answer, Request, Shelf};

fn shelf(kind: &'static str, id: String, path: String) -> Shelf {
    Shelf {
        subject: Subject { kind, id },
        path,
        see: Act::PeopleSee,
        keep: Act::PeopleKeep,
        parts: Vec::new(),
    }
}

/// The documents of a person.
pub(super) fn of_person(id: PersonId) -> Shelf {
    shelf("person", id.to_string(), format!("/people/{id}"))
}

/// The documents of a household.
pub(super) fn of_household(id: HouseholdId) -> Shelf {
    shelf("household", id.to_string(), format!("/households/{id}"))
}

/// Whether an act reaches to where somebody lives.
fn reach(
    request: &Request<'_>,
    act: Act,
    division: impl FnOnce(&platform::Ctx<'_>) -> Result<Division, Fault>,
) -> Result<(), Fault> {
    request.read(|ctx| match ctx.may(act)?.covers(&division(ctx)?, None) {
        true => Ok(()),
        false => Err(Fault::NotFound),
    })
}

fn person(request: &Request<'_>, act: Act) -> Result<Shelf, Fault> {
    let id: PersonId = request.param("id")?;
    reach(request, act, |ctx| Ok(person::get(ctx, id)?.division))?;
    Ok(of_person(id))
}

fn home(request: &Request<'_>, act: Act) -> Result<Shelf, Fault> {
    let id: HouseholdId = request.param("id")?;
    reach(request, act, |ctx| Ok(household::get(ctx, id)?.division))?;
    Ok(of_household(id))
}

/// Adds one to a person.
pub(super) fn add_to_person(request: &Request<'_>) -> Answer {
    let shelf = person(request, Act::PeopleKeep)?;
    person_page::after(request, shelf.add(request))
}

/// Hands one of a person's out.
pub(super) fn fetch_of_person(request: &Request<'_>) -> Answer {
    person(request, Act::PeopleSee)?.fetch(request)
}

/// Takes one of a person's away.
pub(super) fn end_of_person(request: &Request<'_>) -> Answer {
    let shelf = person(request, Act::PeopleKeep)?;
    person_page::after(request, shelf.end(request))
}

/// Adds one to a household.
pub(super) fn add_to_household(request: &Request<'_>) -> Answer {
    let shelf = home(request, Act::PeopleKeep)?;
    home_page::after(request, shelf.add(request))
}

/// Hands one of a household's out.
pub(super) fn fetch_of_household(request: &Request<'_>) -> Answer {
    home(request, Act::PeopleSee)?.fetch(request)
}

/// Takes one of a household's away.
pub(super) fn end_of_household(request: &Request<'_>) -> Answer {
    let shelf = home(request, Act::PeopleKeep)?;
    home_page::after(request, shelf.end(request))
}
