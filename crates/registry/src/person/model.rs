//! What a person is to the bureau, and the rules that need no database.

use base::id::PersonId;
use base::message::{Message, Speak};
use base::name::{NameQuality, normalise, sort_key};
use base::{CitizenId, FieldErrors, Sex};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use serde_json::{Value, json};

/// Whether somebody lives here, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Life {
    /// Lives here.
    Living,
    /// Moved out of the district.
    Moved,
    /// Dead.
    Dead,
}

impl Life {
    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Living => "living",
            Self::Moved => "moved",
            Self::Dead => "dead",
        }
    }

    /// The message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Living => "life-living",
            Self::Moved => "life-moved",
            Self::Dead => "life-dead",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        [Self::Living, Self::Moved, Self::Dead]
            .into_iter()
            .find(|life| life.code() == code)
    }
}

/// Which paper a number is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Document {
    /// 居民身份证: its check digit, birth date and sex are checked.
    Citizen,
    /// A residence permit, a passport: taken as it is written.
    Other,
}

impl Document {
    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Other => "other",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        if code == "other" {
            Self::Other
        } else {
            Self::Citizen
        }
    }
}

/// A person, with what is secret masked.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// For two people who edit at once.
    pub version: i64,
    /// The name as it is written on papers.
    pub name: String,
    /// Names before, newest first.
    pub former_names: Vec<String>,
    /// Male or female, where known.
    pub sex: Option<Sex>,
    /// Day of birth, where known. Not to be shown beside [`Person::number`]: the two together are
    /// nearly the whole number.
    pub birth: Option<Date>,
    /// Which paper the number is from; `None` without a number.
    pub document: Option<Document>,
    /// The ID number with its middle hidden.
    pub number: Option<String>,
    /// Where they live: the village, or what is known of it.
    pub division: Division,
    /// Living here, moved, dead.
    pub life: Life,
    /// Since when they have moved or died.
    pub life_on: Option<Date>,
    /// Who says so.
    pub life_source: Option<String>,
    /// The record that this one was merged into.
    pub merged_into: Option<PersonId>,
    /// Where the record came from.
    pub source: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Tells numbers apart without telling them.
    pub(crate) number_mark: Option<String>,
}

impl Person {
    /// Full years on a day (周岁); to the day of death for the dead.
    #[must_use]
    pub fn age(&self, on: Date) -> Option<i16> {
        let until = match (self.life, self.life_on) {
            (Life::Dead, Some(died)) if died < on => died,
            _ => on,
        };
        self.birth.map(|birth| base::date::full_years(birth, until))
    }

    /// The fields as the past and the journal keep them: nothing secret.
    #[must_use]
    pub fn data(&self) -> Value {
        json!({
            "name": self.name,
            "former_names": self.former_names,
            "sex": self.sex.map(sex_code),
            "birth": self.birth.map(|b| b.to_string()),
            "document": self.document.map(Document::code),
            "number": self.number_mark,
            "division": self.division.code(),
            "state": self.life.code(),
            "state_on": self.life_on.map(|d| d.to_string()),
            "state_source": self.life_source,
            "merged_into": self.merged_into.map(|id| id.to_string()),
        })
    }
}

pub(crate) const fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

pub(crate) fn sex_of(code: &str) -> Option<Sex> {
    match code {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    }
}

/// What is written of a person on a form or in a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Name.
    pub name: String,
    /// ID number; may be empty.
    pub number: String,
    /// The number is from another paper than the ID card.
    pub other_document: bool,
    /// Sex, in any spelling; filled from the number when empty.
    pub sex: String,
    /// Birth date, in any spelling; filled from the number when empty.
    pub birth: String,
    /// Code of the village.
    pub division: String,
}

/// What was written, checked and in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The name in normal form.
    pub name: String,
    /// Which paper the number is from.
    pub document: Option<Document>,
    /// The number in its one spelling.
    pub number: Option<String>,
    /// Male or female.
    pub sex: Option<Sex>,
    /// Day of birth.
    pub birth: Option<Date>,
    /// The village.
    pub division: Division,
    /// Key that sorts names as Chinese registers do.
    pub sort_key: String,
}

/// Doubts that make a name unusable as a name of a record.
fn unusable(quality: NameQuality) -> bool {
    [
        NameQuality::EMPTY,
        NameQuality::MASKED,
        NameQuality::ODD_CHARACTER,
        NameQuality::LOST_CHARACTER,
    ]
    .into_iter()
    .any(|doubt| quality.contains(doubt))
}

impl Written {
    /// Checks everything at once; what a number tells is filled in, what contradicts it is wrong.
    pub fn check(&self, today: Date) -> Result<Checked, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = normalise(&self.name);
        if name.text.chars().count() > 60 || name.quality.contains(NameQuality::EMPTY) {
            errors.add("name", Message::new("person-name-form"));
        } else if unusable(name.quality) {
            errors.add("name", Message::new("person-name-doubtful"));
        }
        let (mut sex, mut birth) = (Sex::parse(&self.sex), None);
        if !self.birth.trim().is_empty() {
            match base::date::parse_date(&self.birth) {
                Ok(day) if day > today => errors.add("birth", Message::new("person-birth-future")),
                Ok(day) => birth = Some(day),
                Err(e) => errors.add("birth", e.message()),
            }
        }
        let mut number = None;
        let written = self.number.trim();
        if !written.is_empty() && self.other_document {
            let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
            let fits = plain
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if fits && (4..=30).contains(&plain.len()) {
                number = Some(plain.to_uppercase());
            } else {
                errors.add("number", Message::new("person-number-form"));
            }
        } else if !written.is_empty() {
            match CitizenId::parse_on(written, today) {
                Ok(id) => {
                    if birth.is_some_and(|b| b != id.birth_date()) {
                        let message = Message::new("person-number-birth")
                            .with("birth", id.birth_date().to_string());
                        errors.add("birth", message);
                    }
                    if sex.is_some_and(|s| s != id.sex()) {
                        errors.add("sex", Message::new("person-number-sex"));
                    }
                    birth = birth.or(Some(id.birth_date()));
                    sex = sex.or(Some(id.sex()));
                    number = Some(id.to_string());
                }
                Err(e) => errors.add("number", e.message()),
            }
        }
        let division = Division::parse(self.division.trim());
        if division.is_none() {
            errors.add("division", Message::new("person-division"));
        }
        match division {
            Some(division) if errors.is_empty() => Ok(Checked {
                sort_key: sort_key(&name.text),
                name: name.text,
                document: number.as_ref().map(|_| match self.other_document {
                    true => Document::Other,
                    false => Document::Citizen,
                }),
                number,
                sex,
                birth,
                division,
            }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn written(number: &str) -> Written {
        Written {
            name: "王 芳".to_owned(),
            number: number.to_owned(),
            division: "500153104201".to_owned(),
            ..Written::default()
        }
    }

    #[test]
    fn the_number_fills_in_what_it_tells() {
        let today = date(2020, 3, 18);
        let checked = written("50015319000101003x").check(today).unwrap();
        assert_eq!(checked.name, "王芳");
        assert_eq!(checked.birth, Some(date(1900, 1, 1)));
        assert_eq!(checked.sex, Some(Sex::Male));
        assert_eq!(checked.number.as_deref(), Some("50015319000101003X"));
    }

    #[test]
    fn a_birth_date_beside_another_number_is_wrong_in_its_field() {
        let mut other = written("50015319000101003X");
        other.birth = "1900-01-02".to_owned();
        other.sex = "女".to_owned();
        let errors = other.check(date(2020, 3, 18)).unwrap_err();
        assert_eq!(errors.of("birth").unwrap().code, "person-number-birth");
        assert_eq!(errors.of("sex").unwrap().code, "person-number-sex");
        assert!(errors.of("number").is_none());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let bad = Written {
            name: "张**".to_owned(),
            number: "500153190001010012".to_owned(),
            birth: "2021-01-01".to_owned(),
            ..Written::default()
        };
        let errors = bad.check(date(2020, 3, 18)).unwrap_err();
        for field in ["name", "number", "birth", "division"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_permit_is_taken_as_it_is_written() {
        let mut other = written("h1234 5678");
        other.other_document = true;
        let checked = other.check(date(2020, 3, 18)).unwrap();
        assert_eq!(checked.number.as_deref(), Some("H12345678"));
        assert_eq!(checked.document, Some(Document::Other));
    }
}
