//! Names of records: 128 bits, written as 26 letters and digits, in the order of their making.
//!
//! The type says what an id names: an [`AccountId`] cannot be handed over as a `SessionId`. Ids
//! are made by an [`IdGen`], never out of thin air.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

/// Digits and letters without the ones that are mistaken for each other.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Length of an id in writing.
const LENGTH: usize = 26;

/// What ids can name. Append only.
pub mod kind {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident,)*) => {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub enum $name {})*
        };
    }
    kinds! {
        /// A person who can sign in.
        Account,
        /// A role that an account holds.
        Grant,
        /// Work for the machine.
        Job,
        /// One request or command, as logs and the journal name it.
        Request,
        /// A person whom the bureau knows.
        Person,
        /// A household.
        Household,
        /// A person's time in a household.
        Membership,
        /// A telephone number or the like.
        Contact,
        /// An account that money can be paid into.
        BankAccount,
        /// A place of a person beside the household's.
        Address,
        /// Two records found to be one person.
        Merge,
        /// A record as it was before a change.
        Past,
        /// A published plan.
        Plan,
        /// A task.
        Task,
        /// Something that happened to a task.
        TaskEvent,
        /// Something to be put right.
        Problem,
        /// A signature under a close-out.
        Signature,
        /// A record of a declared register.
        Record,
        /// A file that is kept with something.
        File,
        /// A file brought into a register.
        Batch,
        /// Money asked back.
        Recovery,
        /// What a town's money of a year is meant to be.
        Allotment,
        /// A right to be paid.
        Award,
        /// A roll of payments.
        Roll,
        /// What was applied for at once.
        Application,
        /// A case on the road of its programme.
        Casefile,
        /// Ledgers held against each other.
        Comparison,
        /// What a comparison found about somebody.
        Finding,
    }
}

/// An account's id.
pub type AccountId = Id<kind::Account>;
/// A granted role's id.
pub type GrantId = Id<kind::Grant>;
/// A job's id.
pub type JobId = Id<kind::Job>;
/// A request's id.
pub type RequestId = Id<kind::Request>;
/// A person's id.
pub type PersonId = Id<kind::Person>;
/// A household's id.
pub type HouseholdId = Id<kind::Household>;
/// A membership's id.
pub type MembershipId = Id<kind::Membership>;
/// A contact's id.
pub type ContactId = Id<kind::Contact>;
/// A bank account's id.
pub type BankAccountId = Id<kind::BankAccount>;
/// The id of a register's record.
pub type RecordId = Id<kind::Record>;
/// The id of a file brought into a register.
pub type BatchId = Id<kind::Batch>;
/// An address's id.
pub type AddressId = Id<kind::Address>;
/// A merge's id.
pub type MergeId = Id<kind::Merge>;
/// A past state's id.
pub type PastId = Id<kind::Past>;
/// A plan's id.
pub type PlanId = Id<kind::Plan>;
/// A task's id.
pub type TaskId = Id<kind::Task>;
/// The id of a file that is kept with something.
pub type FileId = Id<kind::File>;
/// A roll's id.
pub type RollId = Id<kind::Roll>;
/// The id of money asked back.
pub type RecoveryId = Id<kind::Recovery>;
/// An allotment's id.
pub type AllotmentId = Id<kind::Allotment>;
/// An award's id.
pub type AwardId = Id<kind::Award>;
/// An application's id.
pub type ApplicationId = Id<kind::Application>;
/// A case's id.
pub type CasefileId = Id<kind::Casefile>;
/// A comparison's id.
pub type ComparisonId = Id<kind::Comparison>;
/// A finding's id.
pub type FindingId = Id<kind::Finding>;
/// A problem's id.
pub type ProblemId = Id<kind::Problem>;

/// The id of a record of kind `K`.
pub struct Id<K>(u128, PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// An id from its bits.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits, PhantomData)
    }

    /// Its bits.
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'0'; LENGTH];
        let mut rest = self.0;
        for place in text.iter_mut().rev() {
            let digit = (rest & 31) as usize;
            *place = ALPHABET.get(digit).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

impl<K> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != LENGTH || !text.starts_with(|c: char| ('0'..='7').contains(&c)) {
            return Err(NotAnId);
        }
        let digit = |byte: u8| ALPHABET.iter().position(|b| *b == byte);
        let bits = text
            .bytes()
            .try_fold(0u128, |bits, byte| Some((bits << 5) | digit(byte)? as u128));
        bits.map(Self::from_bits).ok_or(NotAnId)
    }
}

/// Something that makes ids nobody has made before.
pub trait IdGen: Send + Sync {
    /// The bits of a new id; later ones are larger.
    fn bits(&self) -> u128;
}

impl dyn IdGen + '_ {
    /// A new id.
    pub fn next<K>(&self) -> Id<K> {
        Id::from_bits(self.bits())
    }
}

/// Bits of an id made at a millisecond with 80 random bits.
#[must_use]
pub fn bits_at(millisecond: u64, random: [u8; 10]) -> u128 {
    let random = random
        .iter()
        .fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    (u128::from(millisecond & 0xFFFF_FFFF_FFFF) << 80) | random
}

/// Ids 1, 2, 3 …: for tests, whose expected output then needs no placeholders.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl IdGen for CountedIds {
    fn bits(&self) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::SeqCst) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counted_ids_read_well() {
        let ids = CountedIds::default();
        let ids: &dyn IdGen = &ids;
        let first: AccountId = ids.next();
        assert_eq!(first.to_string(), "00000000000000000000000001");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bits: u128) {
            let id = AccountId::from_bits(bits);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn later_ids_sort_later_as_text_too(a in 0u64..1 << 47, r: [u8; 10], s: [u8; 10]) {
            let (early, late) = (bits_at(a, r), bits_at(a + 1, s));
            let text = |b| JobId::from_bits(b).to_string();
            prop_assert!(text(early) < text(late));
        }

        #[test]
        fn anything_else_is_refused(text in "[0-9a-zU]{0,30}") {
            if let Ok(id) = text.parse::<AccountId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
