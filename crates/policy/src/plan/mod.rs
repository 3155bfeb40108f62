//! A work plan as data: its text as it was published, and what each sentence of it asks of whom, by
//! when, shown by what. Must not know: tasks, accounts, records; those are kept by whoever carries
//! the plan out. Start at [`Plan`]; files are read with the rest of a pack.

#[cfg(test)]
mod tests;

use crate::pack::Label;
use jiff::civil::Date;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Plan {
    /// Stable name, such as the year.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Document number.
    pub document: String,
    /// Who issued it.
    pub issuer: Label,
    /// When.
    pub issued: Date,
    /// Its last day: what names no deadline is due then.
    pub ends: Date,
    /// Paragraphs before the first part.
    pub opening: Vec<String>,
    /// Those who answer for something.
    pub sections: Vec<Section>,
    /// Its parts in their order.
    pub parts: Vec<Part>,
}

/// A section of the bureau, or another body, that answers for something.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// Stable name, as grants of accounts use it.
    pub id: String,
    /// Label.
    pub label: Label,
}

/// A heading and the paragraphs under it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// Number, such as `3.2`.
    pub number: String,
    /// Heading.
    pub heading: Label,
    /// Who answers for it, by name.
    pub sections: Vec<String>,
    /// Paragraphs as published.
    pub text: Vec<String>,
    /// What they ask.
    pub items: Vec<Item>,
}

/// How often something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Once a month.
    Month,
    /// Once a quarter.
    Quarter,
}

/// One thing that the plan asks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// Number, such as `3.2.1a`.
    pub id: String,
    /// The words of the text that ask it.
    pub quote: String,
    /// In a few words.
    pub title: Label,
    /// Who answers for it, by name.
    pub sections: Vec<String>,
    /// The day by which it is done; the plan's last day when the text names none.
    pub due: Date,
    /// Whether the text itself names the day.
    pub due_named: bool,
    /// How often it is to be done, if more than once.
    pub every: Option<Every>,
    /// What shows that it was done.
    pub evidence: Label,
    /// What is measured.
    pub indicator: Label,
    /// What the measure is to reach, as it is written; empty where only the course counts.
    pub goal: String,
}

impl Plan {
    /// All items in the order of the text.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.parts.iter().flat_map(|part| &part.items)
    }

    /// An item by its number.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items().find(|item| item.id == id)
    }
}

impl Part {
    /// The sentences of its text of which no item quotes a word: something is asked of nobody.
    /// Numbered headings within a paragraph, and the list of those who answer, are no sentences.
    #[must_use]
    pub fn unasked(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for paragraph in &self.text {
            let (body, _) = paragraph
                .split_once("（责任科室")
                .unwrap_or((paragraph, ""));
            let mut from = 0;
            for sentence in body.split_inclusive(['。', '；']) {
                let (start, end) = (from, from + sentence.len());
                from = end;
                let asked = self.items.iter().any(|item| {
                    body.find(&item.quote)
                        .is_some_and(|at| at < end && start < at + item.quote.len())
                });
                let heading = start == 0 && body.len() > end && numbered(sentence);
                if !asked && !heading && !sentence.trim().is_empty() {
                    found.push(sentence.trim());
                }
            }
        }
        found
    }
}

/// `1.…` or `（一）…`: the heading of a paragraph.
fn numbered(sentence: &str) -> bool {
    sentence.starts_with('（') || sentence.starts_with(|c: char| c.is_ascii_digit())
}
