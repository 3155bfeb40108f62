//! A decision as a person reads it: the same sections for the terminal and for the page.

use super::different;
use crate::commands::road::Words;
use crate::messages::Catalogue;
use crate::packs::cited;
use base::message::Message;
use policy::decide::{All, Decision, Missing, Outcome};
use policy::fact::Case;
use policy::journey::{next_review, outlook};
use policy::pack::{Citation, Label, Pack};
use std::fmt::Write as _;

/// A part of a decision under one heading.
#[derive(PartialEq, Eq)]
pub(super) struct Section {
    /// Catalogue code of the heading.
    pub(super) heading: &'static str,
    /// Whether it is looked up rather than read.
    pub(super) looked_up: bool,
    pub(super) rows: Vec<Row>,
}

/// One line: what it is about, what is said, and where that stands.
#[derive(PartialEq, Eq)]
pub(super) struct Row {
    /// `✓`, `✗`, `?` or nothing.
    pub(super) mark: &'static str,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) cite: String,
}

/// What is asked again and again while a decision is written.
pub(super) struct Writer<'w> {
    pub(super) catalogue: &'w Catalogue,
    pub(super) pack: &'w Pack,
    pub(super) case: &'w Case,
}

/// All decisions as text.
pub(super) fn text(
    catalogue: &Catalogue,
    pack: &Pack,
    case: &Case,
    (decisions, all): (&[Decision], Option<&All>),
    more: Option<Section>,
) -> String {
    let writer = Writer {
        catalogue,
        pack,
        case,
    };
    let mut out = String::new();
    if let Some(all) = all {
        let overview = writer.overview(all);
        let _ = writeln!(out, "{}", overview.summary);
        for group in &overview.groups {
            let _ = writeln!(out, "\n{}", catalogue.text(group.heading));
            for line in &group.lines {
                let _ = writeln!(out, "  {} {}", group.mark, line.text());
            }
        }
        out.push('\n');
    }
    for told in writer.told((decisions, all.is_some()), more) {
        let _ = writeln!(out, "{}", writer.title(told.decision, &told.who));
        let _ = writeln!(out, "{}", writer.conclusion(told.decision));
        for section in told.sections {
            let _ = writeln!(out, "\n{}", catalogue.text(section.heading));
            for row in section.rows {
                let mark = if row.mark.is_empty() { " " } else { row.mark };
                let colon = if row.label.is_empty() { "" } else { ": " };
                let _ = write!(out, "  {mark} {}{colon}{}", row.label, row.text);
                let cite = if row.cite.is_empty() {
                    String::new()
                } else {
                    format!("  〔{}〕", row.cite)
                };
                let _ = writeln!(out, "{cite}");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", writer.footer());
    out
}

impl Writer<'_> {
    pub(super) fn of(&self, label: &Label) -> String {
        label.of(self.catalogue.tag()).to_owned()
    }

    /// What is unverified says so.
    fn source(&self, cite: &Citation) -> String {
        let mut text = cited(cite);
        if !cite.verified {
            text.push_str(&self.catalogue.text("decide-unverified"));
        }
        text
    }

    pub(super) fn who(&self, member: Option<usize>) -> String {
        match member {
            Some(member) => self.case.member_name(member).to_owned(),
            None => self.catalogue.text("decide-household"),
        }
    }

    pub(super) fn title(&self, decision: &Decision, who: &str) -> String {
        let said = Message::new("decide-title")
            .with("title", self.of(&decision.title))
            .with("who", who)
            .with("on", decision.on.to_string());
        self.catalogue.say(&said)
    }

    pub(super) fn conclusion(&self, decision: &Decision) -> String {
        let yields = decision.stacking.iter().any(|s| s.yields);
        let said = match (decision.outcome, decision.amount) {
            (Outcome::Granted, Some(amount)) => {
                let (period, label) = match &decision.period {
                    Some((period, label)) => (*period, self.of(label)),
                    None => ("month", String::new()),
                };
                let code = match period {
                    "year" => "decide-granted-year",
                    "once" => "decide-granted-once",
                    _ => "decide-granted-month",
                };
                Message::new(code)
                    .with("label", label)
                    .with("amount", amount.to_string())
            }
            (Outcome::Granted, None) => Message::new("decide-granted"),
            (Outcome::Refused, _) if yields => Message::new("decide-yields"),
            (Outcome::Refused, _) => Message::new("decide-refused"),
            (Outcome::NeedsFact, _) => {
                let count = decision.missing.iter().filter(|m| m.matters).count();
                Message::new("decide-needs-fact").with("count", count)
            }
            (Outcome::NotInForce, _) => Message::new("decide-not-in-force"),
        };
        let mut text = self.catalogue.say(&said);
        if let Some(status) = &decision.status {
            let said = Message::new("decide-status")
                .with("status", self.of(&status.label))
                .with("text", self.of(&status.text));
            text.push_str(&self.catalogue.say(&said));
            if let Some(until) = status.until {
                let said = Message::new("decide-until").with("until", until.to_string());
                text.push_str(&self.catalogue.say(&said));
            }
        }
        text
    }

    pub(super) fn footer(&self) -> String {
        let said = Message::new("decide-footer")
            .with("pack", self.pack.id.as_str())
            .with("version", self.pack.version.as_str());
        self.catalogue.say(&said)
    }

    pub(super) fn sections(&self, decision: &Decision) -> Vec<Section> {
        let all = [
            ("decide-conditions", self.conditions(decision)),
            ("decide-computation", self.computation(decision)),
            ("decide-changes", self.changes(decision)),
            ("decide-missing", self.missing(decision)),
            ("decide-stacking", self.stacking(decision)),
            ("decide-derived", self.derived(decision)),
            ("decide-parameters", self.parameters(decision)),
            ("road-limits", self.road(decision)),
            ("decide-after", self.after(decision)),
        ];
        let filled = all.into_iter().filter(|(_, rows)| !rows.is_empty());
        let looked_up = ["decide-derived", "decide-parameters", "road-limits"];
        filled
            .map(|(heading, rows)| Section {
                heading,
                looked_up: looked_up.contains(&heading),
                rows,
            })
            .collect()
    }

    fn conditions(&self, decision: &Decision) -> Vec<Row> {
        let conditions = decision.conditions.iter().map(|c| Row {
            mark: mark(c.holds),
            label: self.of(&c.label),
            text: match &c.text {
                Some(text) => self.of(text),
                None => self.catalogue.text("decide-open"),
            } + &self.excused(c.needed),
            cite: self.source(&c.cite),
        });
        let groups = decision.groups.iter().map(|g| Row {
            mark: mark(g.holds),
            label: self.of(&g.label),
            text: self
                .catalogue
                .text(if g.any { "decide-any" } else { "decide-every" })
                + &self.excused(g.needed),
            cite: self.source(&g.cite),
        });
        conditions.chain(groups).collect()
    }

    fn excused(&self, needed: bool) -> String {
        if needed {
            String::new()
        } else {
            self.catalogue.text("decide-excused")
        }
    }

    fn computation(&self, decision: &Decision) -> Vec<Row> {
        let told =
            |line: &&policy::decide::Line| line.kind.word() != "round" || line.value.get() != 0;
        let lines = decision.computation.iter().filter(told).map(|line| {
            let value = line.value.to_string();
            let mut text = if line.text == value || line.kind.word() == "round" {
                value
            } else {
                format!("{} = {value}", line.text)
            };
            if line.kind.word() == "stacking" {
                text = format!("{} = {}", line.text, line.total);
            }
            if !line.counted {
                text.push_str(&self.catalogue.text("decide-uncounted"));
            }
            Row {
                mark: "",
                label: self.with_member(
                    &line.label,
                    line.member.filter(|_| decision.member.is_none()),
                ),
                text,
                cite: self.source(&line.cite),
            }
        });
        let mut rows: Vec<Row> = lines.collect();
        if let (Some(amount), Some((_, label)), true) =
            (decision.amount, &decision.period, !rows.is_empty())
        {
            rows.push(Row {
                mark: "=",
                label: self.of(label),
                text: amount.to_string(),
                cite: String::new(),
            });
        }
        rows
    }

    fn with_member(&self, label: &Label, member: Option<usize>) -> String {
        match member {
            Some(member) => format!("{} {}", self.case.member_name(member), self.of(label)),
            None => self.of(label),
        }
    }

    fn changes(&self, decision: &Decision) -> Vec<Row> {
        let rows = decision.counterfactuals.iter().map(|c| Row {
            mark: "",
            label: String::new(),
            text: different(self.catalogue, c),
            cite: self.source(&c.cite),
        });
        rows.collect()
    }

    fn missing(&self, decision: &Decision) -> Vec<Row> {
        let chinese = self.catalogue.tag().starts_with("zh");
        let told = |m: &Missing| Row {
            mark: if m.matters { "!" } else { "" },
            label: if chinese {
                m.label.0.clone()
            } else {
                m.label.1.clone()
            },
            text: self.catalogue.text(match (m.computed, m.matters) {
                (true, _) => "decide-incomputable",
                (_, true) => "decide-matters",
                (_, false) => "decide-no-matter",
            }),
            cite: m.path.clone(),
        };
        let mut rows: Vec<Row> = decision.missing.iter().map(told).collect();
        rows.extend(decision.assumed.iter().map(|a| {
            let value = match self.of(&a.value).as_str() {
                "true" => self.catalogue.text("decide-yes"),
                "false" => self.catalogue.text("decide-no"),
                "" => self.catalogue.text("decide-none"),
                other => other.to_owned(),
            };
            Row {
                mark: "",
                label: self.of(&a.label),
                text: self
                    .catalogue
                    .say(&Message::new("decide-assumed").with("value", value)),
                cite: a.name.clone(),
            }
        }));
        grouped(rows)
    }

    fn stacking(&self, decision: &Decision) -> Vec<Row> {
        let rows = decision.stacking.iter().map(|s| {
            let other = s.other.map(|a| format!(" {a}")).unwrap_or_default();
            Row {
                mark: if s.yields { "✗" } else { "" },
                label: format!("{}{other}", self.of(&s.title)),
                text: self.of(&s.sentence),
                cite: self.source(&s.cite),
            }
        });
        rows.collect()
    }

    fn derived(&self, decision: &Decision) -> Vec<Row> {
        let own = decision.derived.iter();
        let own = own.filter(|v| {
            decision.member.is_none() || v.member.is_none() || v.member == decision.member
        });
        let rows = own.map(|v| {
            let value = v.value.value().shown();
            let text = match value.as_str() {
                "" => self.catalogue.text("decide-open"),
                "true" => self.catalogue.text("decide-yes"),
                "false" => self.catalogue.text("decide-no"),
                value if v.text == value => value.to_owned(),
                value => format!("{} = {value}", v.text),
            };
            Row {
                mark: "",
                label: self.with_member(&v.label, v.member.filter(|_| decision.member.is_none())),
                text,
                cite: self.source(&v.cite),
            }
        });
        rows.collect()
    }

    fn parameters(&self, decision: &Decision) -> Vec<Row> {
        let used = decision.parameters.iter();
        let used = used.filter_map(|p| self.pack.parameters.get(*p));
        let rows = used.filter_map(|p| {
            let value = p.on(decision.on)?;
            let shown = match (&p.of, &value.value) {
                (policy::cel::Type::Table(keys, _), policy::cel::Datum::Table(values)) => {
                    let each = keys.names().iter().zip(values.iter());
                    let each = each.map(|(key, v)| {
                        let label = p.key_labels.iter().find(|(k, _)| k == key);
                        let label = label.map_or_else(|| key.clone(), |(_, l)| self.of(l));
                        format!("{label} {}", v.value().shown())
                    });
                    self.list(&each.collect::<Vec<_>>())
                }
                (_, policy::cel::Datum::Bool(true)) => self.catalogue.text("decide-yes"),
                (_, policy::cel::Datum::Bool(false)) => self.catalogue.text("decide-no"),
                (_, value) => value.value().shown(),
            };
            let to = value.to.map(|t| t.to_string()).unwrap_or_default();
            Some(Row {
                mark: "",
                label: self.of(&p.label),
                text: format!("{shown} ({} – {to})", value.from),
                cite: self.source(&value.cite),
            })
        });
        rows.collect()
    }

    /// When the steps of its road are due if it is accepted on the day.
    fn road(&self, decision: &Decision) -> Vec<Row> {
        let asked = matches!(decision.outcome, Outcome::Granted | Outcome::NeedsFact);
        let programme = self.pack.programme(&decision.programme);
        let Some(programme) = programme.filter(|_| asked) else {
            return Vec::new();
        };
        let Ok(ahead) = outlook(self.pack, programme, decision.on) else {
            return Vec::new();
        };
        let words = Words {
            catalogue: self.catalogue,
            pack: self.pack,
            programme,
        };
        let rows = words.ahead(&ahead).into_iter();
        rows.map(|[label, text, cite]| Row {
            mark: "",
            label,
            text,
            cite,
        })
        .collect()
    }

    fn after(&self, decision: &Decision) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(begins) = &decision.first_month
            && let Some(month) = begins.month
        {
            rows.push(Row {
                mark: "",
                label: self.catalogue.text("decide-first-month"),
                text: month.to_string(),
                cite: self.source(&begins.cite),
            });
        }
        if let Some((months, label, cite)) = &decision.review {
            let due = next_review(decision.on, *months).map(|d| d.to_string());
            let said = Message::new("decide-review")
                .with("months", i64::from(*months))
                .with("due", due.unwrap_or_default());
            rows.push(Row {
                mark: "",
                label: self.of(label),
                text: self.catalogue.say(&said),
                cite: self.source(cite),
            });
        }
        for (_, label, cite) in &decision.documents {
            rows.push(Row {
                mark: "",
                label: self.catalogue.text("decide-document"),
                text: self.of(label),
                cite: self.source(cite),
            });
        }
        rows
    }
}

/// Rows that say the same of several members as one; their paths share what differs.
fn grouped(rows: Vec<Row>) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    for row in rows {
        let same = |r: &&mut Row| {
            (r.mark, &r.label, &r.text) == (row.mark, &row.label, &row.text)
                && anyone(&r.cite) == anyone(&row.cite)
        };
        match found.iter_mut().find(same) {
            Some(first) => first.cite = anyone(&first.cite),
            None => found.push(row),
        }
    }
    found
}

/// `household.members[0].x` of any member: `household.members[*].x`.
fn anyone(path: &str) -> String {
    let Some((before, after)) = path.split_once('[') else {
        return path.to_owned();
    };
    match after.split_once(']') {
        Some((_, rest)) => format!("{before}[*]{rest}"),
        None => path.to_owned(),
    }
}

fn mark(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "?",
    }
}
