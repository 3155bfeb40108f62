//! Who is asking: nobody in particular, a signed-in person with the roles they hold, whoever sits
//! at the machine, or the machine itself.

use crate::act::{Act, For};
use crate::role::Role;
use crate::scope::{Area, Division, Scope};
use base::Fault;
use base::id::{AccountId, GrantId};

/// A role that somebody holds somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Where.
    pub division: Division,
    /// For which section's matters; all of them if none is named.
    pub section: Option<String>,
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// The name they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// What they hold.
    pub grants: Vec<Grant>,
    /// Language of their pages, as a tag.
    pub language: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// The session's id.
    pub session: String,
    /// The password must be changed before anything else.
    pub password_expired: bool,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody who has not signed in.
    Public,
    /// A signed-in person.
    Person(Box<Person>),
    /// Whoever runs a command on the machine; the text names the command.
    Operator(&'static str),
    /// A job; the text names its kind.
    Machine(&'static str),
}

impl Who {
    /// The person, if one has signed in.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            _ => None,
        }
    }

    /// As the journal names them.
    #[must_use]
    pub fn actor(&self) -> String {
        match self {
            Self::Public => "-".to_owned(),
            Self::Person(person) => person.login.clone(),
            Self::Operator(command) => format!("command {command}"),
            Self::Machine(job) => format!("job {job}"),
        }
    }

    /// Where they may do something; [`Fault::NotFound`] if nowhere, as what one may not see does
    /// not exist.
    pub fn may(&self, act: Act) -> Result<Scope, Fault> {
        let person = match self {
            Self::Operator(_) | Self::Machine(_) => return Ok(Scope::everything()),
            Self::Public => {
                return match act.whose() {
                    For::Public => Ok(Scope::new(Vec::new())),
                    _ => Err(Fault::NotFound),
                };
            }
            Self::Person(person) => person,
        };
        let allowed = person.grants.iter().filter(|g| act.allows(g.role));
        let areas: Vec<Area> = allowed
            .map(|g| Area {
                division: g.division.clone(),
                section: g.section.clone(),
            })
            .collect();
        match act.whose() {
            For::Roles(_) if areas.is_empty() => Err(Fault::NotFound),
            _ => Ok(Scope::new(areas)),
        }
    }

    /// Whether they may do something anywhere.
    #[must_use]
    pub fn can(&self, act: Act) -> bool {
        self.may(act).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(grants: &[(Role, &str)]) -> Who {
        let grants = grants.iter().map(|(role, division)| Grant {
            id: GrantId::from_bits(1),
            role: *role,
            division: Division::parse(division).unwrap(),
            section: None,
        });
        Who::Person(Box::new(Person {
            id: AccountId::from_bits(1),
            login: "li".to_owned(),
            name: "李".to_owned(),
            grants: grants.collect(),
            language: "zh-CN".to_owned(),
            theme: "auto".to_owned(),
            session: String::new(),
            password_expired: false,
        }))
    }

    #[test]
    fn a_right_reaches_where_the_role_is_held() {
        let who = person(&[(Role::SystemAdministrator, "500153")]);
        let scope = who.may(Act::AccountsKeep).unwrap();
        assert!(scope.covers(&Division::parse("500153104").unwrap(), None));
        assert!(!scope.covers(&Division::parse("500154").unwrap(), None));
    }

    #[test]
    fn what_no_role_allows_does_not_exist() {
        let who = person(&[(Role::WindowClerk, "500153104")]);
        assert!(matches!(who.may(Act::JournalSee), Err(Fault::NotFound)));
        assert!(who.can(Act::HomeSee) && !Who::Public.can(Act::HomeSee));
        assert!(Who::Public.can(Act::PageOpen));
    }
}
