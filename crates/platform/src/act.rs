//! What can be done, and which roles may do it: the whole of authorisation in one table.
//!
//! A route cannot exist without an [`Act`]; an action asks for the same one. Where a right reaches
//! is another question ([`crate::scope`]). New acts go to the end of their group in [`RIGHTS`],
//! the reviewed matrix (`crates/app/tests/it/snapshots/authority.txt`) shows the change.

use crate::role::Role;

/// Who an act is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Anybody, signed in or not.
    Public,
    /// Anybody who has signed in.
    SignedIn,
    /// Those who hold one of these roles.
    Roles(&'static [Role]),
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $for:expr;)*) => {
        /// Something that can be done, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act { $($(#[$doc])* $name,)* }

        /// Every act, its name in the journal, and who may do it.
        pub const RIGHTS: &[(Act, &str, For)] = &[$((Act::$name, $code, $for),)*];
    };
}

use For::{Public, Roles, SignedIn};
use Role::{
    AuditAdministrator, BureauLeader, DisciplineInspector, SectionOfficer, SecurityAdministrator,
    SystemAdministrator, TownReviewer, VillageWorker, WindowClerk,
};

acts! {
    /// Pages that need no account: sign-in, health, assets.
    PageOpen = "page.open", Public;
    /// What hangs on the village board, for as long as it hangs; how far one's own application is.
    NoticesSee = "notices.see", Public;
    /// Signing in and out.
    SessionStart = "session.start", Public;
    /// The start page and search.
    HomeSee = "home.see", SignedIn;
    /// One's own password, second factor, language, sessions.
    OwnAccount = "own.account", SignedIn;
    /// The list of accounts and what they hold.
    AccountsSee = "accounts.see", Roles(&[SystemAdministrator, SecurityAdministrator]);
    /// Making, renaming and closing accounts, resetting passwords.
    AccountsKeep = "accounts.keep", Roles(&[SystemAdministrator]);
    /// Granting and ending roles, unlocking, ending others' sessions.
    RightsGrant = "rights.grant", Roles(&[SecurityAdministrator]);
    /// Searching the journal.
    JournalSee = "journal.see", Roles(&[AuditAdministrator]);
    /// Verifying and exporting the journal.
    JournalExport = "journal.export", Roles(&[AuditAdministrator]);
    /// The queue of jobs.
    JobsSee = "jobs.see", Roles(&[SystemAdministrator]);
    /// People and households, with what is secret masked.
    PeopleSee = "people.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Registering and changing people and households.
    PeopleKeep = "people.keep", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer,
    ]);
    /// Two records found to be one person, and the way back.
    PeopleMerge = "people.merge", Roles(&[TownReviewer, SectionOfficer]);
    /// An ID number, a telephone number or an account in full, with a reason.
    PersonUnmask = "person.unmask", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, DisciplineInspector,
    ]);
    /// The plan, tasks, problems and what became of them.
    TasksSee = "tasks.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Figures computed from the records that one may see.
    FiguresSee = "figures.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Taking on tasks, telling how far they are, reporting them done.
    TasksDo = "tasks.do", Roles(&[WindowClerk, VillageWorker, TownReviewer, SectionOfficer]);
    /// Setting, handing on, postponing and withdrawing tasks; entering problems.
    TasksSteer = "tasks.steer", Roles(&[SectionOfficer, BureauLeader]);
    /// Closing out, returning and taking up again.
    TasksClose = "tasks.close", Roles(&[SectionOfficer, BureauLeader, DisciplineInspector]);
    /// Publishing a plan.
    PlanPublish = "plan.publish", Roles(&[BureauLeader]);
    /// Registers and their records, with what is sensitive masked.
    RegistersSee = "registers.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Adding, changing, confirming and ending records; of a register only its keepers may.
    RegistersKeep = "registers.keep", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer,
    ]);
    /// Bringing whole files into a register, and the way back.
    RegistersImport = "registers.import", Roles(&[TownReviewer, SectionOfficer]);
    /// Holding the registers and others' ledgers against each other.
    ComparisonsRun = "comparisons.run", Roles(&[SectionOfficer]);
    /// Findings of comparisons, with ID numbers masked.
    FindingsSee = "findings.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Telling what a visit or a look into the files has shown.
    FindingsWork = "findings.work", Roles(&[VillageWorker, TownReviewer, SectionOfficer]);
    /// Closing findings, or giving them back.
    FindingsClose = "findings.close", Roles(&[TownReviewer, SectionOfficer, DisciplineInspector]);
    /// What is sensitive in a record, with a reason.
    RecordUnmask = "record.unmask", Roles(&[
        VillageWorker, TownReviewer, SectionOfficer, DisciplineInspector,
    ]);
    /// Awards, rolls and funds, with accounts masked.
    AwardsSee = "awards.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Granting, changing, suspending, resuming and ending awards, each by a decision.
    AwardsDecide = "awards.decide", Roles(&[TownReviewer, SectionOfficer]);
    /// Building the roll of a month, holding lines, the file for the bank, its answer.
    RollsMake = "rolls.make", Roles(&[SectionOfficer]);
    /// Signing a roll; the two signatures are those of two people.
    RollsSign = "rolls.sign", Roles(&[SectionOfficer, BureauLeader]);
    /// Money that comes in, its division among programmes, closing a month.
    FundsKeep = "funds.keep", Roles(&[SectionOfficer]);
    /// Spending from a town's reserve.
    ReserveSpend = "reserve.spend", Roles(&[TownReviewer]);
    /// Applications and cases.
    CasesSee = "cases.see", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer, BureauLeader, DisciplineInspector,
    ]);
    /// Receiving applications and taking them back for a household.
    CasesReceive = "cases.receive", Roles(&[WindowClerk, VillageWorker, TownReviewer]);
    /// Moving cases; each step only by those whom its road names.
    CasesTurn = "cases.turn", Roles(&[
        WindowClerk, VillageWorker, TownReviewer, SectionOfficer,
    ]);
}

impl Act {
    fn row(self) -> Option<&'static (Self, &'static str, For)> {
        RIGHTS.iter().find(|(act, _, _)| *act == self)
    }

    /// Its name in the journal and in the matrix.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().map_or("", |(_, code, _)| code)
    }

    /// Who may do it.
    #[must_use]
    pub fn whose(self) -> For {
        // The table is made by the same macro as the enum: every act is in it.
        self.row().map_or(For::Roles(&[]), |(_, _, whose)| *whose)
    }

    /// Whether a holder of a role may do it (somewhere).
    #[must_use]
    pub fn allows(self, role: Role) -> bool {
        match self.whose() {
            Public | SignedIn => true,
            Roles(roles) => roles.contains(&role),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn acts_have_names_of_their_own() {
        let names: BTreeSet<&str> = RIGHTS.iter().map(|(_, code, _)| *code).collect();
        assert_eq!(names.len(), RIGHTS.len());
        assert!(RIGHTS.iter().all(|(act, code, _)| act.code() == *code));
    }

    #[test]
    fn who_makes_accounts_grants_no_rights_and_reads_no_journal() {
        let holders =
            |act: Act| -> Vec<Role> { Role::ALL.into_iter().filter(|r| act.allows(*r)).collect() };
        assert_eq!(holders(Act::AccountsKeep), [SystemAdministrator]);
        assert_eq!(holders(Act::RightsGrant), [SecurityAdministrator]);
        assert_eq!(holders(Act::JournalSee), [AuditAdministrator]);
    }
}
