//! The platform under every slice: who asks ([`Who`]), what they may do and where ([`Act`],
//! [`Scope`]), what was done ([`journal`]), and what keeps it secret ([`crypto`]).
//!
//! Must not know: pages, commands, or what any programme is. Whatever changes data goes through
//! [`Platform::write`]: one transaction for the change and for what the journal says of it.
//!
//! Start at [`Platform`] and [`Ctx`]; then [`account`] as the model of a noun.
//!
//! ```
//! // What a role may do, and no two of the three administrators' offices in one hand.
//! use platform::{Act, Role};
//! assert!(Act::JournalSee.allows(Role::AuditAdministrator));
//! assert!(!Act::RightsGrant.allows(Role::SystemAdministrator));
//! assert!(!Role::SystemAdministrator.goes_with(Role::SecurityAdministrator));
//! ```

pub mod account;
mod act;
pub mod attachment;
pub mod crypto;
mod ctx;
pub mod division;
pub mod job;
pub mod journal;
pub mod log;
pub mod messages;
pub mod preference;
mod role;
mod scope;
pub mod sequence;
pub mod session;
mod settings;
mod system;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod unmask;
mod who;

pub use act::{Act, For, RIGHTS};
pub use ctx::{Ctx, Platform};
pub use role::{NoSuchRole, Role};
pub use scope::{Area, Division, Scope};
pub use settings::{SETTINGS, Setting, Settings, SettingsError, SignOn, reference};
pub use system::{NoRandomness, Random, SystemClock, SystemIds, SystemRandom};
pub use unmask::{Sealed, unmask};
pub use who::{Grant, Person, Who};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "account-login-form",
    "account-login-taken",
    "account-name-form",
    "account-person-taken",
    "account-division-form",
    "account-roles-apart",
    "account-role-held",
    "account-not-oneself",
    "password-short",
    "password-kinds",
    "password-own",
    "password-common",
    "password-wrong",
    "password-differs",
    "password-used",
    "totp-wrong",
    "attachment-too-large",
    "attachment-kind",
    "file-none",
    "file-note-long",
    "file-reason",
    "preference-long",
    "preference-many",
    "unmask-reason-form",
    "role-window-clerk",
    "role-village-worker",
    "role-town-reviewer",
    "role-section-officer",
    "role-bureau-leader",
    "role-discipline-inspector",
    "role-system-administrator",
    "role-security-administrator",
    "role-audit-administrator",
];
