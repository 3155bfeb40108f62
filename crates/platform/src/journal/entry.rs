//! What an action tells the journal.

use crate::act::Act;
use crate::scope::Division;
use serde_json::Value;

/// One thing that was done. Values of sensitive fields are told as changed, never as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub(crate) act: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) subject_id: String,
    pub(crate) division: Option<Division>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
    pub(crate) reason: Option<String>,
}

impl Entry {
    /// Something done by right of `act` to the record `subject_id` of the kind `subject`.
    #[must_use]
    pub fn new(act: Act, subject: &'static str, subject_id: impl ToString) -> Self {
        Self::named(act.code(), subject, subject_id)
    }

    /// Something done under a name finer than its right, such as `session.refused`.
    #[must_use]
    pub fn named(act: &'static str, subject: &'static str, subject_id: impl ToString) -> Self {
        Self {
            act,
            subject,
            subject_id: subject_id.to_string(),
            division: None,
            before: None,
            after: None,
            reason: None,
        }
    }

    /// How it was.
    #[must_use]
    pub fn before(mut self, value: Value) -> Self {
        self.before = Some(value);
        self
    }

    /// How it is now.
    #[must_use]
    pub fn after(mut self, value: Value) -> Self {
        self.after = Some(value);
        self
    }

    /// Where the record belongs.
    #[must_use]
    pub fn division(mut self, division: &Division) -> Self {
        self.division = Some(division.clone());
        self
    }

    /// Why, in the words of whoever did it.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}
