//! The rejected rows as they came, each with what is wrong and the wrong cells marked: to be
//! corrected in a spreadsheet and brought again.

use super::{Named, preview::field_name};
use crate::import::{self, Outcome, Shown};
use crate::register::Declared;
use base::Fault;
use base::id::BatchId;
use base::message::Message;
use platform::Ctx;
use platform::messages::Catalogue;
use policy::register::Register;
use sheet::{Cover, Frame, Table, Values};
use std::collections::HashMap;
use webkit::{Answer, Download, Reply, Request, Say};

/// Rejected rows of a workbook, at most.
const ROWS_MAX: i64 = 500_000;

/// The rejected rows of a file as they came, each with its number and what is wrong, the wrong cells
/// marked; in the language of the catalogue.
///
/// # Errors
/// A file out of reach, or one that was put aside and is not kept any more.
pub fn rejected(
    ctx: &Ctx<'_>,
    declared: &Declared,
    id: BatchId,
    catalogue: &Catalogue,
) -> Result<Frame, Fault> {
    let (t, language) = (Say(catalogue), catalogue.language().tag());
    let name = |register: &Register, field: &str| field_name(t, register, field, language);
    let say = |message: &Message| t.say(message);
    let (batch, table) = import::table(ctx, declared, id)?;
    let register = declared.register(&batch.register)?;
    let (columns, _) = import::columns(ctx, declared, &batch, &table)?;
    let shown = import::rows(ctx, declared, id, (Outcome::Rejected, 0, ROWS_MAX))?;
    let records: HashMap<i64, usize> = (0..table.len())
        .map(|at| (i64::from(table.rows.row(at)), at))
        .collect();
    let wrong = |s: &Shown| {
        let all = s.wrong.iter().map(|(field, message)| {
            let field = name(register, field);
            let mark = if field.is_empty() { "" } else { ": " };
            format!("{field}{mark}{}", say(message))
        });
        Some(all.collect::<Vec<_>>().join("\n"))
    };
    let mut frame = Frame::default()
        .with(
            say(&Message::new("import-row")),
            Values::Text(shown.iter().map(|s| Some(s.row.to_string())).collect()),
        )
        .with(
            say(&Message::new("import-wrong")),
            Values::Text(shown.iter().map(wrong).collect()),
        );
    for (at, column) in table.columns.iter().enumerate() {
        frame = frame.with(column.header.clone(), values(&table, at, &shown, &records));
    }
    let mut cells = Vec::new();
    for (row, one) in shown.iter().enumerate() {
        for (field, _) in &one.wrong {
            let place = (0..table.columns.len()).find(|at| {
                let target = columns.target(*at).unwrap_or_default();
                let plain = target.strip_prefix("f.").unwrap_or(&target);
                plain == field.strip_prefix("person.").unwrap_or(field) && !plain.is_empty()
            });
            cells.extend(place.map(|at| (row, at + 2)));
        }
    }
    Ok(frame.marking(cells))
}

fn values(table: &Table, at: usize, shown: &[Shown], records: &HashMap<i64, usize>) -> Values {
    let value = |s: &Shown| {
        let record = records.get(&s.row)?;
        table.value(at, *record).map(str::to_owned)
    };
    Values::Text(shown.iter().map(value).collect())
}

/// The workbook.
pub(crate) fn rejects(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    let batch = named.batch(request)?;
    let t = Say(request.catalogue());
    let frame = request.read(|ctx| rejected(ctx, named.declared, named.id, request.catalogue()))?;
    let title = t.text("import-rejects");
    let cover = Cover {
        title: title.clone(),
        lines: vec![(t.text("import-file"), batch.file.clone())],
        sheet: title.clone(),
    };
    let body =
        crate::register::pages::file(&frame, &cover, "xlsx", &request.id.to_string(), request)?;
    Ok(Reply::File(Download {
        name: format!("{title}.xlsx"),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body,
    }))
}
