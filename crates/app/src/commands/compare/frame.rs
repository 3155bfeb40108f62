//! Cases as one flat table: a row a case, for csv, json and parquet; others script against it.

use super::view::View;
use base::column::ColumnRole;
use screening::{Case, Standing};
use sheet::{Frame, Values};

/// All cases, exempt ones included.
pub(super) fn frame(view: &View<'_>, mask: bool) -> Frame {
    let cases = &view.run.cases;
    let text = |value: &dyn Fn(&Case) -> String| {
        let all = cases
            .iter()
            .map(|c| Some(value(c)).filter(|v| !v.is_empty()));
        Values::Text(all.collect())
    };
    let rows = |case: &Case, subject: bool| {
        let own = case.evidence.iter().filter(|e| e.subject == subject);
        let places = own.filter_map(|e| {
            let ledger = view.run.given.ledgers.get(e.ledger)?;
            Some(format!("{}:{}", ledger.name, ledger.row(e.record)))
        });
        places.collect::<Vec<_>>().join("|")
    };
    let screen = |case: &Case| view.screen(case);
    Frame::default()
        .with("id", text(&|c| c.id.clone()))
        .with(
            "screen",
            text(&|c| screen(c).map_or(String::new(), |s| s.id.clone())),
        )
        .with(
            "standing",
            text(&|c| match c.standing {
                Standing::Finding => "finding".to_owned(),
                Standing::Exempt(_) => "exempt".to_owned(),
            }),
        )
        .with(
            "direction",
            text(&|c| {
                screen(c).map_or(String::new(), |s| {
                    format!("{:?}", s.direction).to_lowercase()
                })
            }),
        )
        .with(
            "flag",
            text(&|c| screen(c).map_or(String::new(), |s| s.flag.clone())),
        )
        .with(
            "title",
            text(&|c| screen(c).map_or(String::new(), |s| view.label(&s.title).to_owned())),
        )
        .with("name", text(&|c| c.name.clone()))
        .with("id_number", text(&|c| view.id(&c.id_number, mask)))
        .with("town", text(&|c| c.town.clone()))
        .with("household", text(&|c| c.household.clone()))
        .with(
            "certainty",
            Values::Decimal(cases.iter().map(|c| c.certainty as f32).collect(), 4),
        )
        .with("link", text(&|c| view.why_sure(c)))
        .with("message", text(&|c| view.message(c).to_owned()))
        .with(
            "rule",
            text(&|c| screen(c).map_or(String::new(), |s| view.cite(&s.cite))),
        )
        .with(
            "next",
            text(&|c| screen(c).map_or(String::new(), |s| view.label(&s.next).to_owned())),
        )
        .with(
            "due",
            text(&|c| c.due.map_or(String::new(), |d| d.to_string())),
        )
        .with(
            "exemption",
            text(&|c| {
                view.exemption(c)
                    .map_or(String::new(), |(label, _)| label.to_owned())
            }),
        )
        .with(
            "people",
            text(&|c| {
                let mut names: Vec<&str> = Vec::new();
                for evidence in &c.evidence {
                    let name = view.text(evidence, ColumnRole::Name);
                    if !name.is_empty() && !names.contains(&name) {
                        names.push(name);
                    }
                }
                names.join("、")
            }),
        )
        .with("subject_rows", text(&|c| rows(c, true)))
        .with("evidence_rows", text(&|c| rows(c, false)))
}
