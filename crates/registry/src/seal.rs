//! Sealed values of this slice: where each lies, and what it can be found by.
//!
//! Spellings are brought to one form before a value is sealed or indexed, so that the same number
//! is found however it was typed.

use base::Fault;
use platform::Ctx;
use platform::crypto::{KeyError, Keyring, SealedColumn};

/// The sealed columns of this slice, for the rotation of keys.
pub const SEALED: &[SealedColumn] = &[
    ID_NUMBER,
    CONTACT,
    ACCOUNT,
    PAST,
    RECORD,
    crate::import::CONTENT,
    crate::import::SAID,
];

pub(crate) const ID_NUMBER: SealedColumn = SealedColumn {
    table: "person",
    id: "id",
    column: "id_number_sealed",
};
pub(crate) const CONTACT: SealedColumn = SealedColumn {
    table: "contact",
    id: "id",
    column: "value_sealed",
};
pub(crate) const ACCOUNT: SealedColumn = SealedColumn {
    table: "bank_account",
    id: "id",
    column: "number_sealed",
};
pub(crate) const PAST: SealedColumn = SealedColumn {
    table: "record_past",
    id: "id",
    column: "secret_sealed",
};

pub(crate) const RECORD: SealedColumn = crate::register::row::SECRET;

/// Bytes of an index over a part of a number. Few enough that many people share each, and every
/// answer is checked against the number itself.
const PART: usize = 8;

pub(crate) fn internal(e: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Internal(Box::new(e))
}

/// The index of a whole ID number.
pub(crate) fn number_index(keys: &Keyring, number: &str) -> Vec<u8> {
    keys.index("person-number", number)
}

/// The index of the last four or six characters of an ID number.
pub(crate) fn tail_index(keys: &Keyring, tail: &str) -> Vec<u8> {
    let mut index = keys.index("person-number-tail", tail);
    index.truncate(PART);
    index
}

/// The index of a whole telephone number.
pub(crate) fn contact_index(keys: &Keyring, value: &str) -> Vec<u8> {
    keys.index("contact", value)
}

/// The index of the last four digits of a telephone number.
pub(crate) fn contact_tail_index(keys: &Keyring, tail: &str) -> Vec<u8> {
    let mut index = keys.index("contact-tail", tail);
    index.truncate(PART);
    index
}

/// The index of an account's number.
pub(crate) fn account_index(keys: &Keyring, number: &str) -> Vec<u8> {
    keys.index("bank-account", number)
}

/// The last `count` characters of a text that has more than these.
pub(crate) fn tail(text: &str, count: usize) -> Option<&str> {
    let start = text.chars().count().checked_sub(count)?;
    let (at, _) = text.char_indices().nth(start)?;
    text.get(at..)
}

/// A sealed value again. What does not open is our fault and no user's.
pub(crate) fn opened(
    ctx: &Ctx<'_>,
    column: SealedColumn,
    id: &str,
    sealed: &[u8],
) -> Result<String, Fault> {
    let bytes = ctx
        .keys()
        .open(&column.place(id), sealed)
        .map_err(internal)?;
    String::from_utf8(bytes).map_err(internal)
}

pub(crate) fn sealed(
    keys: &Keyring,
    random: &dyn platform::Random,
    column: SealedColumn,
    id: &str,
    value: &str,
) -> Result<Vec<u8>, KeyError> {
    keys.seal(&column.place(id), value.as_bytes(), random)
}
