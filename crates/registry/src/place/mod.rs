//! Divisions by name: the tree that people and households are placed in, and how clerks name it.

mod shapes;
mod store;

pub(crate) use shapes::shapes;
pub(crate) use store::division_exists as exists;
pub use store::{Place, division_list as all, division_name as name};

use base::Fault;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use serde_json::json;

/// Puts divisions into an empty tree, or adds those that are missing: code and name, in any order.
/// Names that differ are written anew.
pub fn load(ctx: &Ctx<'_>, rows: &[(Division, String)]) -> Result<(), Fault> {
    ctx.may(Act::PeopleKeep)?;
    let mut sorted: Vec<&(Division, String)> = rows.iter().collect();
    sorted.sort();
    for (division, name) in sorted {
        store::division_put(ctx.tx(), division, name)?;
    }
    let count = rows.len();
    ctx.tell(Entry::named("place.load", "division", "-").after(json!({ "divisions": count })));
    Ok(())
}
