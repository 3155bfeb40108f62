//! What a column of a ledger can mean, whoever wrote its header.
//!
//! `sheet` recognises headers into roles, `linkage` compares by role, `policy` asks for roles.
//! The code of a role is the stable word used on the command line (`--column name=姓名`), in saved
//! mappings and in packs.

use std::fmt;
use std::str::FromStr;

macro_rules! column_roles {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// The meaning of one column. `Text` may be given to several columns; every other role to
        /// one column a ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ColumnRole {
            $($(#[$doc])* $variant,)+
        }

        impl ColumnRole {
            /// Every role, in the order a person would list them.
            pub const ALL: &'static [ColumnRole] = &[$(ColumnRole::$variant,)+];

            /// The stable code of the role.
            pub const fn code(self) -> &'static str {
                match self { $(ColumnRole::$variant => $code,)+ }
            }
        }
    };
}

column_roles! {
    /// The ledger's own key of the row (序号, 编号, rec_id).
    RecordId = "id",
    /// Whole personal name.
    Name = "name",
    /// Family name alone.
    Surname = "surname",
    /// Given name alone.
    GivenName = "given_name",
    /// Middle name or names alone.
    MiddleName = "middle_name",
    /// Former or other name (曾用名).
    OtherName = "other_name",
    /// Sex.
    Sex = "sex",
    /// Birth date.
    BirthDate = "birth_date",
    /// Year of birth alone; with month and day in columns of their own they make a birth date.
    BirthYear = "birth_year",
    /// Month of birth alone.
    BirthMonth = "birth_month",
    /// Day of birth alone.
    BirthDay = "birth_day",
    /// Citizen ID number (GB 11643) or another country's personal number.
    IdNumber = "id_number",
    /// Disability-certificate number.
    DisabilityCert = "disability_cert",
    /// Telephone.
    Phone = "phone",
    /// E-mail address.
    Email = "email",
    /// Whole postal address.
    Address = "address",
    /// House or street number alone.
    HouseNumber = "house_number",
    /// Street or first address line.
    Street = "street",
    /// City, suburb, town or village name.
    Place = "place",
    /// State or province.
    State = "state",
    /// Post code.
    Postcode = "postcode",
    /// Division code or name (town, village).
    Division = "division",
    /// Place of birth or of origin (籍贯).
    BirthPlace = "birth_place",
    /// Occupation.
    Occupation = "occupation",
    /// Ethnic group (民族).
    Ethnicity = "ethnicity",
    /// Key of the household (户号).
    HouseholdId = "household_id",
    /// Name of the household head.
    HouseholdHead = "household_head",
    /// Relationship to the household head.
    Relationship = "relationship",
    /// Money.
    Amount = "amount",
    /// Bank account or card number.
    BankAccount = "bank_account",
    /// Unified social credit code (GB 32100).
    CreditCode = "credit_code",
    /// Any other date (of death, of registration, of payment).
    Date = "date",
    /// Free text compared as it is, with term frequencies; may repeat.
    Text = "text",
}

/// The word given is no role's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown column role {0:?}")]
pub struct UnknownColumnRole(pub String);

impl FromStr for ColumnRole {
    type Err = UnknownColumnRole;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|r| r.code() == s)
            .ok_or_else(|| UnknownColumnRole(s.to_owned()))
    }
}

impl fmt::Display for ColumnRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_own_code() {
        for role in ColumnRole::ALL {
            assert_eq!(role.code().parse(), Ok(*role));
        }
        assert!("身份证".parse::<ColumnRole>().is_err());
    }
}
