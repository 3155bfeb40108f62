//! Which fields two ledgers can be compared on, and of what kind each is.

use crate::error::Error;
use base::column::ColumnRole;

/// How the values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Family name; together with [`Kind::Given`] compared crossed as well.
    Surname,
    /// Given name or names.
    Given,
    /// Citizen ID number or another personal number.
    Id,
    /// Birth date.
    Date,
    /// Sex.
    Sex,
    /// Telephone.
    Phone,
    /// Short codes and numbers: post code, house number, account.
    Code,
    /// Words: places, streets, occupations, free text.
    Text,
}

impl Kind {
    /// Names of the levels of agreement, from none (0) to full.
    pub const fn levels(self) -> &'static [&'static str] {
        match self {
            Kind::Surname | Kind::Given => &[
                "different",
                "crossed",
                "near",
                "same_sound",
                "variant",
                "same",
            ],
            Kind::Id => &["both_valid", "different", "two_digits", "one_digit", "same"],
            Kind::Date => &["different", "same_year", "other_year", "one_digit", "same"],
            Kind::Sex => &["different", "same"],
            Kind::Phone | Kind::Code => &["different", "one_digit", "same"],
            Kind::Text => &["different", "some", "half", "most", "same"],
        }
    }

    /// Words that a field of this kind takes in a row of [`crate::encode::Encoded`].
    pub(crate) const fn words(self) -> usize {
        match self {
            Kind::Id | Kind::Phone => 2,
            _ => 1,
        }
    }

    /// Whether agreement on a rare value counts for more.
    pub(crate) const fn has_frequencies(self) -> bool {
        matches!(self, Kind::Surname | Kind::Given | Kind::Code | Kind::Text)
    }
}

/// One field of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Stable name: the role's code, with a number behind it for further text columns.
    pub name: String,
    /// How it is compared.
    pub kind: Kind,
    /// The column role it is read from.
    pub(crate) role: ColumnRole,
    /// Which of several text columns.
    pub(crate) nth: usize,
}

/// Roles other than names that are compared, in the order of the report.
const COMPARED: &[(ColumnRole, Kind)] = &[
    (ColumnRole::IdNumber, Kind::Id),
    (ColumnRole::BirthDate, Kind::Date),
    (ColumnRole::Sex, Kind::Sex),
    (ColumnRole::MiddleName, Kind::Text),
    (ColumnRole::DisabilityCert, Kind::Code),
    (ColumnRole::Phone, Kind::Phone),
    (ColumnRole::Email, Kind::Text),
    (ColumnRole::BankAccount, Kind::Code),
    (ColumnRole::Address, Kind::Text),
    (ColumnRole::HouseNumber, Kind::Code),
    (ColumnRole::Street, Kind::Text),
    (ColumnRole::Place, Kind::Text),
    (ColumnRole::Postcode, Kind::Code),
    (ColumnRole::State, Kind::Code),
    (ColumnRole::Division, Kind::Text),
    (ColumnRole::BirthPlace, Kind::Text),
    (ColumnRole::Occupation, Kind::Text),
    (ColumnRole::Ethnicity, Kind::Code),
];

/// The roles of one ledger's columns.
type Roles = Vec<ColumnRole>;

/// Whether every ledger says birth date or sex, some of them by the citizen ID number alone.
fn told_by_id(ledgers: &[Roles], role: ColumnRole) -> bool {
    let own = |roles: &Roles| match role {
        ColumnRole::BirthDate => roles.contains(&role) || roles.contains(&ColumnRole::BirthYear),
        ColumnRole::Sex => roles.contains(&role),
        _ => false,
    };
    let by_id = |roles: &Roles| roles.contains(&ColumnRole::IdNumber);
    ledgers.iter().any(own) && ledgers.iter().all(|roles| own(roles) || by_id(roles))
}

/// The fields that every ledger has.
///
/// # Errors
/// [`Error::NothingToCompare`] when there is none.
pub(crate) fn shared(ledgers: &[Roles]) -> Result<Vec<Field>, Error> {
    let all = |role: ColumnRole, nth: usize| {
        let held = |roles: &Roles| roles.iter().filter(|r| **r == role).count() > nth;
        ledgers.iter().all(held)
    };
    let mut fields = Vec::new();
    let any_name = |roles: &Roles| {
        [ColumnRole::Name, ColumnRole::Surname, ColumnRole::GivenName]
            .iter()
            .any(|role| roles.contains(role))
    };
    let mut add = |role: ColumnRole, kind, nth, name: String| {
        fields.push(Field {
            name,
            kind,
            role,
            nth,
        });
    };
    if ledgers.iter().all(any_name) {
        for (role, kind) in [
            (ColumnRole::Surname, Kind::Surname),
            (ColumnRole::GivenName, Kind::Given),
        ] {
            add(role, kind, 0, role.code().to_owned());
        }
    }
    for (role, kind) in COMPARED {
        if all(*role, 0) || told_by_id(ledgers, *role) {
            add(*role, *kind, 0, role.code().to_owned());
        }
    }
    let mut nth = 0;
    while all(ColumnRole::Text, nth) {
        let name = if nth == 0 {
            "text".to_owned()
        } else {
            format!("text{}", nth + 1)
        };
        add(ColumnRole::Text, Kind::Text, nth, name);
        nth += 1;
    }
    if fields.is_empty() {
        Err(Error::NothingToCompare)
    } else {
        Ok(fields)
    }
}
