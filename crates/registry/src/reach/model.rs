//! What is known of how somebody is reached and paid, masked.

use base::id::{AddressId, BankAccountId, ContactId, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;

/// What kind of contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactKind {
    /// A mobile telephone.
    Mobile,
    /// A telephone at home.
    Landline,
    /// Anything else.
    Other,
}

impl ContactKind {
    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Landline => "landline",
            Self::Other => "other",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        match code {
            "mobile" => Self::Mobile,
            "landline" => Self::Landline,
            _ => Self::Other,
        }
    }
}

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Whose it is in the register.
    pub person: PersonId,
    /// What kind.
    pub kind: ContactKind,
    /// Who answers: themselves, a son, a neighbour; empty for themselves.
    pub whose: String,
    /// The number with its middle hidden.
    pub masked: String,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// Out of use since.
    pub ended_at: Option<Timestamp>,
}

/// A bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: BankAccountId,
    /// Whose it is in the register.
    pub person: PersonId,
    /// The bank.
    pub bank: String,
    /// The name that the account is in.
    pub holder: String,
    /// Its last digits.
    pub masked: String,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// Out of use since.
    pub ended_at: Option<Timestamp>,
}

/// Which place beside the household's it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Elsewhere {
    /// Where the household register is (户籍地).
    Registered,
    /// Where they stay or work (外出地).
    Away,
}

impl Elsewhere {
    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Away => "away",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        if code == "away" {
            Self::Away
        } else {
            Self::Registered
        }
    }
}

/// A place of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub kind: Elsewhere,
    /// The division, where known.
    pub division: Option<Division>,
    /// As it is written.
    pub line: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
}
