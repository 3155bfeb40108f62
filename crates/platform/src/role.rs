//! Who works in a bureau: the roles that an account can hold, each in a division.

use std::fmt;
use std::str::FromStr;

/// What a person is to the bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 窗口受理员: takes any application at one window.
    WindowClerk,
    /// 村(社区)协理员: visits homes, keeps the village's ledgers.
    VillageWorker,
    /// 镇街审核: verifies, reviews, publicises, approves small amounts.
    TownReviewer,
    /// 科室: confirms cases, runs comparisons and rolls.
    SectionOfficer,
    /// 局领导: sees how far things are.
    BureauLeader,
    /// 纪检: samples and traces, changes nothing.
    DisciplineInspector,
    /// 系统管理员: accounts, settings, copies; grants no rights.
    SystemAdministrator,
    /// 安全管理员: grants rights, unlocks; makes no accounts.
    SecurityAdministrator,
    /// 审计管理员: reads and verifies the journal; nothing else.
    AuditAdministrator,
}

impl Role {
    /// All roles, in the order of the work.
    pub const ALL: [Self; 9] = [
        Self::WindowClerk,
        Self::VillageWorker,
        Self::TownReviewer,
        Self::SectionOfficer,
        Self::BureauLeader,
        Self::DisciplineInspector,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];

    /// As the database and the command line write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WindowClerk => "window-clerk",
            Self::VillageWorker => "village-worker",
            Self::TownReviewer => "town-reviewer",
            Self::SectionOfficer => "section-officer",
            Self::BureauLeader => "bureau-leader",
            Self::DisciplineInspector => "discipline-inspector",
            Self::SystemAdministrator => "system-administrator",
            Self::SecurityAdministrator => "security-administrator",
            Self::AuditAdministrator => "audit-administrator",
        }
    }

    /// The message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::WindowClerk => "role-window-clerk",
            Self::VillageWorker => "role-village-worker",
            Self::TownReviewer => "role-town-reviewer",
            Self::SectionOfficer => "role-section-officer",
            Self::BureauLeader => "role-bureau-leader",
            Self::DisciplineInspector => "role-discipline-inspector",
            Self::SystemAdministrator => "role-system-administrator",
            Self::SecurityAdministrator => "role-security-administrator",
            Self::AuditAdministrator => "role-audit-administrator",
        }
    }

    /// One of the three administrators (三员). Whoever is one holds no other role.
    #[must_use]
    pub const fn is_administrator(self) -> bool {
        matches!(
            self,
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator
        )
    }

    /// Whether one person may hold both: an administrator's role stands alone, and who inspects
    /// decides nothing.
    #[must_use]
    pub fn goes_with(self, other: Self) -> bool {
        let alone = |r: Self| r.is_administrator() || r == Self::DisciplineInspector;
        self == other || !(alone(self) || alone(other))
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no role is called {0}")]
pub struct NoSuchRole(pub String);

impl FromStr for Role {
    type Err = NoSuchRole;

    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        let found = Self::ALL.into_iter().find(|role| role.code() == text);
        found.ok_or_else(|| NoSuchRole(text.to_owned()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_administrator_is_anything_else() {
        for a in Role::ALL {
            assert_eq!(a.code().parse(), Ok(a));
            for b in Role::ALL.into_iter().filter(|b| a != *b) {
                assert_eq!(a.goes_with(b), b.goes_with(a));
                if a.is_administrator() {
                    assert!(!a.goes_with(b), "{a} and {b}");
                }
            }
        }
        assert!(Role::WindowClerk.goes_with(Role::TownReviewer));
    }
}
