//! The registers that this installation keeps: those of its pack, with the parameters that their
//! rules read.

use base::Fault;
use jiff::civil::Date;
use platform::{Act, Ctx, Scope};
use policy::pack::Pack;
use policy::register::Register;
use std::sync::OnceLock;

/// The pack whose registers are kept.
#[derive(Debug)]
pub struct Declared {
    pack: Pack,
}

static INSTALLED: OnceLock<Declared> = OnceLock::new();

/// Names the pack of this installation, once, when it starts. A second pack is not taken.
pub fn install(pack: Pack) -> &'static Declared {
    INSTALLED.get_or_init(|| Declared::new(pack))
}

/// The registers of this installation; without a pack there are none.
pub fn declared() -> Result<&'static Declared, Fault> {
    INSTALLED.get().ok_or(Fault::NotFound)
}

impl Declared {
    /// The registers of a pack.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        Self { pack }
    }

    /// The pack itself.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// A register; one that is not declared does not exist.
    pub fn register(&self, id: &str) -> Result<&Register, Fault> {
        self.pack.register(id).ok_or(Fault::NotFound)
    }

    pub(crate) fn parameters(&self, on: Date) -> policy::cel::Record {
        self.pack.values_on(on)
    }
}

/// Where somebody may do something with a register: their areas for its section, and for what
/// changes records only in roles that keep it.
pub(crate) fn reach(ctx: &Ctx<'_>, act: Act, register: &Register) -> Result<Scope, Fault> {
    let whole = ctx.may(act)?;
    let Some(person) = ctx.who().person() else {
        return Ok(whole);
    };
    let changes = matches!(act, Act::RegistersKeep | Act::RegistersImport);
    let mine = person.grants.iter().filter(|grant| {
        let section = grant.section.as_deref();
        act.allows(grant.role)
            && section.is_none_or(|s| s == register.section)
            && (!changes || register.kept_by(grant.role.code()))
    });
    let areas: Vec<platform::Area> = mine
        .map(|grant| platform::Area {
            division: grant.division.clone(),
            section: None,
        })
        .collect();
    if areas.is_empty() {
        return Err(Fault::NotFound);
    }
    Ok(Scope::new(areas))
}
