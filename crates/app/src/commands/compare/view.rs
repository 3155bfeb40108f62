//! Cases in words: the same for workbook, page and plain files.

use super::tally::place;
use crate::messages::{Catalogue, Language};
use base::column::ColumnRole;
use base::mask::mask_id;
use base::message::Message;
use policy::pack::{Citation, Direction, Label, Need, Screen};
use screening::people::Agreement;
use screening::{Case, Evidence, Link, Run, Standing};
use sheet::report::Tone;

/// What a row without a right number is shown as at most.
const LIKELY_MOST: f64 = 0.999;

/// A run and the language it is told in.
pub(super) struct View<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) run: &'a Run<'a>,
}

impl<'a> View<'a> {
    /// A run in the catalogue's language.
    pub(super) fn new(catalogue: &'a Catalogue, run: &'a Run<'a>) -> Self {
        Self { catalogue, run }
    }

    /// A sentence without arguments.
    pub(super) fn say(&self, code: &'static str) -> String {
        self.catalogue.text(code)
    }

    /// A text of the pack.
    pub(super) fn label<'b>(&self, label: &'b Label) -> &'b str {
        label.of(match self.catalogue.language() {
            Language::Chinese => "zh",
            Language::English => "en",
        })
    }

    /// The screen of a case.
    pub(super) fn screen(&self, case: &Case) -> Option<&'a Screen> {
        self.run.given.pack.screens.get(case.screen)
    }

    /// The sentence of a case.
    pub(super) fn message<'b>(&self, case: &'b Case) -> &'b str {
        match self.catalogue.language() {
            Language::Chinese => &case.message[0],
            Language::English => &case.message[1],
        }
    }

    /// The name of a direction.
    pub(super) fn direction(&self, direction: Direction) -> String {
        const CODES: [&str; 4] = [
            "compare-exit",
            "compare-entry",
            "compare-adjust",
            "compare-check",
        ];
        self.say(CODES[place(direction)])
    }

    /// A document and its article; a mark when nobody has read it.
    pub(super) fn cite(&self, cite: &Citation) -> String {
        let title = match (self.catalogue.language(), cite.document.contains('〔')) {
            (Language::Chinese, false) if !cite.document.is_ascii() => {
                format!("《{}》", cite.document)
            }
            _ => cite.document.clone(),
        };
        let doubt = if cite.verified {
            String::new()
        } else {
            self.say("compare-unverified")
        };
        format!("{title}{}{doubt}", cite.article)
    }

    /// Why a record is taken for its person's.
    pub(super) fn link(&self, link: Link) -> String {
        let code = match link {
            Link::Id(Agreement::Same) => "compare-link-id-same",
            Link::Id(Agreement::Near) => "compare-link-id-near",
            Link::Id(Agreement::Different) => "compare-link-id-different",
            Link::Id(Agreement::Absent) => "compare-link-id-absent",
            Link::Certificate(_) => "compare-link-certificate",
            Link::Likely {
                household: true, ..
            } => "compare-link-likely-household",
            Link::Likely { .. } => "compare-link-likely",
            Link::Alone => "compare-link-alone",
        };
        self.say(code)
    }

    /// How sure a case is, in per cent.
    pub(super) fn certainty(&self, case: &Case) -> String {
        format!("{:.1}%", self.sure(case) * 100.0)
    }

    /// How sure a case is; what is only likely is never shown as certain.
    pub(super) fn sure(&self, case: &Case) -> f64 {
        let likely = |e: &Evidence| matches!(e.link, Link::Likely { .. });
        if case.evidence.iter().any(likely) {
            case.certainty.min(LIKELY_MOST)
        } else {
            case.certainty
        }
    }

    /// How sure it is that a row is its person's; what is only likely is never shown as certain.
    pub(super) fn sure_link(link: Link) -> f64 {
        match link {
            Link::Likely { .. } => link.certainty().min(LIKELY_MOST),
            _ => link.certainty(),
        }
    }

    /// How sure a case is, and the weakest link it rests on.
    pub(super) fn why_sure(&self, case: &Case) -> String {
        let weakest = case
            .evidence
            .iter()
            .min_by(|a, b| a.link.certainty().total_cmp(&b.link.certainty()));
        weakest.map_or_else(String::new, |e| self.link(e.link))
    }

    /// What stands in a row for a meaning.
    pub(super) fn text(&self, evidence: &Evidence, role: ColumnRole) -> &'a str {
        let ledger = self.run.given.ledgers.get(evidence.ledger);
        ledger
            .and_then(|l| l.text(self.run.given.pack, evidence.record, role))
            .unwrap_or_default()
    }

    /// Role, file and row.
    pub(super) fn place(&self, evidence: &Evidence) -> String {
        let Some(ledger) = self.run.given.ledgers.get(evidence.ledger) else {
            return String::new();
        };
        let said = Message::new("compare-place")
            .with("role", self.role(ledger.role))
            .with("file", &*ledger.name)
            .with("row", ledger.row(evidence.record).to_string());
        self.catalogue.say(&said)
    }

    /// The name of a role.
    pub(super) fn role(&self, role: usize) -> &'a str {
        let found = self.run.given.pack.roles.get(role);
        found.map_or("", |r| match self.catalogue.language() {
            Language::Chinese => r.label.zh.as_str(),
            Language::English => r.label.en.as_str(),
        })
    }

    /// What else stands in a row: the fields that the role declares without a common meaning.
    pub(super) fn details(&self, evidence: &Evidence) -> String {
        let run = self.run;
        let Some(ledger) = run.given.ledgers.get(evidence.ledger) else {
            return String::new();
        };
        let Some(role) = run.given.pack.roles.get(ledger.role) else {
            return String::new();
        };
        let told = |column: Option<ColumnRole>| {
            matches!(
                column,
                Some(
                    ColumnRole::Name
                        | ColumnRole::IdNumber
                        | ColumnRole::Phone
                        | ColumnRole::Address
                        | ColumnRole::BankAccount
                        | ColumnRole::Division
                        | ColumnRole::DisabilityCert
                )
            )
        };
        let shown = role
            .fields
            .iter()
            .zip(&ledger.columns)
            .filter_map(|(field, column)| {
                let column = (*column)?;
                let value = ledger.table.value(column, evidence.record)?.trim();
                if told(field.column) || value.is_empty() {
                    return None;
                }
                let header = &ledger.table.columns.get(column)?.header;
                let header = header.rsplit('/').next().unwrap_or(header);
                Some(format!("{header}：{value}"))
            });
        shown.collect::<Vec<_>>().join("；")
    }

    /// An ID number, masked if asked.
    pub(super) fn id(&self, id: &str, mask: bool) -> String {
        if mask && !id.is_empty() {
            mask_id(id)
        } else {
            id.to_owned()
        }
    }

    /// Why an exempt case is exempt.
    pub(super) fn exemption(&self, case: &Case) -> Option<(&'a str, String)> {
        let Standing::Exempt(at) = case.standing else {
            return None;
        };
        let (label, cite) = self.screen(case)?.exemptions.get(at)?;
        let label = match self.catalogue.language() {
            Language::Chinese => label.zh.as_str(),
            Language::English => label.en.as_str(),
        };
        Some((label, self.cite(cite)))
    }

    /// A ledger or column that was asked for.
    pub(super) fn need(&self, need: Need) -> String {
        let pack = self.run.given.pack;
        let role = pack.roles.get(need.role);
        let name = self.role(need.role);
        let message = match need.field.and_then(|at| role?.fields.get(at)) {
            None => Message::new("compare-need-ledger")
                .with("name", name)
                .with("role", role.map_or("", |r| r.id.as_str())),
            Some(field) => Message::new("compare-need-field")
                .with("name", name)
                .with("role", role.map_or("", |r| r.id.as_str()))
                .with("field", field.id.as_str())
                .with("headers", field.headers.join("、")),
        };
        self.catalogue.say(&message)
    }

    /// Screens that did not run because a given ledger lacks a column, one line each.
    pub(super) fn columns_missing(&self) -> Vec<String> {
        let found = self
            .run
            .findings
            .not_run
            .iter()
            .filter(|n| n.missing.iter().all(|need| need.field.is_some()));
        found
            .filter_map(|n| {
                let screen = self.run.given.pack.screens.get(n.screen)?;
                let missing: Vec<String> = n.missing.iter().map(|m| self.need(*m)).collect();
                let said = Message::new("compare-not-run")
                    .with("screen", screen.id.as_str())
                    .with("title", self.label(&screen.title))
                    .with("missing", missing.join("；"));
                Some(self.catalogue.say(&said))
            })
            .collect()
    }
}

/// The ground that a direction has in a workbook.
pub(super) const fn tone(direction: Direction) -> Tone {
    match direction {
        Direction::Exit => Tone::Warm,
        Direction::Entry => Tone::Fresh,
        Direction::Adjust => Tone::Amber,
        Direction::Check => Tone::Cool,
    }
}
