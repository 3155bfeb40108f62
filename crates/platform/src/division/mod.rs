//! Names of divisions, as the district's pack has loaded them.

mod store;

use crate::ctx::Ctx;
use crate::scope::Division;
use base::Fault;

/// The name of a division, if it is loaded. Names of places are no secret: no right is asked.
pub fn name(ctx: &Ctx<'_>, division: &Division) -> Result<Option<String>, Fault> {
    Ok(store::division_name(ctx.tx(), division.code())?)
}
