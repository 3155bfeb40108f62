//! Seeing a sensitive value in full: by right, with a reason, and never without the journal.

use crate::act::Act;
use crate::crypto::SealedColumn;
use crate::ctx::Ctx;
use crate::journal::Entry;
use crate::scope::Division;
use base::Fault;
use base::message::Message;

/// Fewest and most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 2..=200;

/// A sealed value that somebody wants to see.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'v> {
    /// The kind of record, as the journal names it.
    pub subject: &'static str,
    /// The record; also the row of the column.
    pub id: &'v str,
    /// Where the record belongs.
    pub division: Option<&'v Division>,
    /// The column.
    pub column: SealedColumn,
    /// What stands in it.
    pub value: &'v [u8],
}

/// Opens a sealed value for whoever has the right `act` where the record belongs, and says why in
/// the field `reason`. The journal keeps who, whose, which field and why; never the value.
pub fn unmask(ctx: &Ctx<'_>, act: Act, what: &Sealed<'_>, reason: &str) -> Result<String, Fault> {
    let scope = ctx.may(act)?;
    if what.division.is_some_and(|d| !scope.covers(d, None)) {
        return Err(Fault::NotFound);
    }
    let reason = reason.trim();
    if !REASON.contains(&reason.chars().count()) {
        return Err(Fault::field("reason", Message::new("unmask-reason-form")));
    }
    let opened = ctx.keys().open(&what.column.place(what.id), what.value);
    let opened = opened.map_err(|e| Fault::Internal(Box::new(e)))?;
    let mut entry = Entry::new(act, what.subject, what.id)
        .after(serde_json::json!({ "seen": what.column.column }))
        .reason(reason);
    if let Some(division) = what.division {
        entry = entry.division(division);
    }
    ctx.tell(entry);
    Ok(String::from_utf8_lossy(&opened).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{person, platform};
    use crate::{Role, journal};
    use db::Db;

    const COLUMN: SealedColumn = SealedColumn {
        table: "account",
        id: "id",
        column: "id_number_sealed",
    };

    engines::both_engines!(
        a_value_is_seen_with_a_reason_and_the_journal_knows,
        |db: &Db| {
            let (platform, _) = platform(db);
            let who = person(Role::SecurityAdministrator, "500153");
            let sealed =
                platform
                    .keys()
                    .seal("account.id_number_sealed.7", b"510231", platform.random());
            let sealed = sealed.unwrap();
            let see = |division: &str, reason: &str| {
                let division = Division::parse(division).unwrap();
                let what = Sealed {
                    subject: "account",
                    id: "7",
                    division: Some(&division),
                    column: COLUMN,
                    value: &sealed,
                };
                platform.write(&who, platform.request(), |ctx| {
                    unmask(ctx, Act::RightsGrant, &what, reason)
                })
            };
            assert!(matches!(see("500153104", " "), Err(Fault::Invalid(_))));
            assert!(matches!(see("500154", "核对"), Err(Fault::NotFound)));
            assert_eq!(see("500153104", "核对银行退回").unwrap(), "510231");
            let auditor = person(Role::AuditAdministrator, "500153");
            let told = platform.read(&auditor, platform.request(), |ctx| {
                journal::list(ctx, &journal::Filter::default(), 10)
            });
            let told = told.unwrap();
            assert_eq!(told.len(), 1, "refused ones are none");
            assert_eq!(told[0].reason.as_deref(), Some("核对银行退回"));
            assert!(!format!("{told:?}").contains("510231"));
        }
    );
}
