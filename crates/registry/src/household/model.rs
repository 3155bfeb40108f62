//! What a household is, and who is what to its head.

use base::id::{HouseholdId, MembershipId, PersonId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use serde_json::{Value, json};

words! {
    /// What somebody is to the head of their household, in the groups of GB/T 4761.
    Relation {
        /// 户主.
        Head = "head", "relation-head";
        /// 配偶.
        Spouse = "spouse", "relation-spouse";
        /// 子.
        Son = "son", "relation-son";
        /// 女.
        Daughter = "daughter", "relation-daughter";
        /// 儿媳、女婿.
        InLaw = "in-law", "relation-in-law";
        /// 孙子、孙女、外孙.
        Grandchild = "grandchild", "relation-grandchild";
        /// 父母、公婆、岳父母.
        Parent = "parent", "relation-parent";
        /// 祖父母、外祖父母.
        Grandparent = "grandparent", "relation-grandparent";
        /// 兄弟姐妹.
        Sibling = "sibling", "relation-sibling";
        /// 其他.
        Other = "other", "relation-other";
    }
}

words! {
    /// Whether the household is registered in a village or a town (农村、城镇).
    Kind {
        /// 农村.
        Rural = "rural", "kind-rural";
        /// 城镇.
        Urban = "urban", "kind-urban";
    }
}

words! {
    /// Why a membership ended.
    End {
        /// Left for another household or on their own.
        Left = "left", "end-left";
        /// Moved out of the district.
        Moved = "moved", "end-moved";
        /// The household was divided (分户).
        Split = "split", "end-split";
        /// Died.
        Died = "died", "end-died";
        /// Had never been a member: the record was wrong.
        Corrected = "corrected", "end-corrected";
        /// The person's record was merged into another.
        Merged = "merged", "end-merged";
    }
}

/// A household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// For two people who edit at once.
    pub version: i64,
    /// Number in the household register (户号), where known.
    pub number: Option<String>,
    /// The village.
    pub division: Division,
    /// Where in the village.
    pub address: String,
    /// Village or town.
    pub kind: Kind,
    /// The head; nobody between a head's death and the choice of another.
    pub head: Option<PersonId>,
    /// Nobody has lived in it since.
    pub ended_on: Option<Date>,
    /// Where the record came from.
    pub source: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl Household {
    /// The fields as the past and the journal keep them.
    #[must_use]
    pub fn data(&self) -> Value {
        json!({
            "number": self.number,
            "division": self.division.code(),
            "address": self.address,
            "kind": self.kind.code(),
            "head": self.head.map(|id| id.to_string()),
            "ended_on": self.ended_on.map(|d| d.to_string()),
        })
    }
}

/// Somebody's time in a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// The household.
    pub household: HouseholdId,
    /// The person.
    pub person: PersonId,
    /// What they are to the head.
    pub relation: Relation,
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
    /// Why it ended.
    pub end: Option<End>,
    /// Who says so.
    pub source: String,
}

impl Membership {
    /// As the journal tells it.
    pub(crate) fn data(&self) -> Value {
        json!({
            "household": self.household.to_string(),
            "person": self.person.to_string(),
            "relation": self.relation.code(),
            "from": self.from.to_string(),
            "to": self.to.map(|d| d.to_string()),
            "end": self.end.map(End::code),
        })
    }
}
