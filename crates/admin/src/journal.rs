//! The journal as auditors use it: search, one entry, verification, export.

use askama::Template;
use base::Fault;
use base::clock::CHINA;
use base::message::Message;
use jiff::civil::Date;
use platform::journal::{self, Filter, Flaw, Record, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use webkit::kit;
use webkit::list::{Column, Filter as Kind, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Download, Page, Reply, Request, Say};

/// Entries of an export at a time.
const BATCH: i64 = 2_000;

/// Acts that the search offers by their words; any other is found by typing its code.
const ACTS: [&str; 35] = [
    "session.start",
    "session.start-provider",
    "session.refused",
    "session.end",
    "session.password",
    "account.create",
    "account.grant",
    "account.end-grant",
    "account.close",
    "account.reset",
    "person.register",
    "person.change",
    "person.dead",
    "person.moved",
    "person.returned",
    "person.place",
    "person.merge",
    "person.split",
    "person.contact",
    "person.account",
    "person.address",
    "person.unmask",
    "household.found",
    "household.join",
    "household.leave",
    "household.change",
    "household.head",
    "record.add",
    "record.change",
    "record.end",
    "record.restore",
    "record.unmask",
    "plan.publish",
    "task.step",
    "journal.export",
];

/// A code of the journal in words; the code itself where there are none.
fn word(t: Say<'_>, kind: &str, code: &str) -> String {
    let key = format!("{kind}-{}", code.replace(['.', '_'], "-"));
    match t.0.label(&key) {
        same if same == key => code.to_owned(),
        word => word,
    }
}

/// A value of an entry for the eye.
fn value(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(true)) => "✓".to_owned(),
        Some(Value::Bool(false)) => "✗".to_owned(),
        Some(Value::Array(all)) => {
            let all: Vec<String> = all.iter().map(|one| self::value(Some(one))).collect();
            all.join("、")
        }
        Some(other) => other.to_string(),
    }
}

/// What an entry says of before and after, flat: a group's fields stand under its own name.
fn fields(text: Option<&str>) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    if let Some(Value::Object(map)) = text.and_then(|text| serde_json::from_str(text).ok()) {
        for (name, value) in map {
            match value {
                Value::Object(inner) => out.extend(inner),
                other => {
                    out.insert(name, other);
                }
            }
        }
    }
    out
}

/// Each field with its value before and after.
fn differences(t: Say<'_>, record: &Record) -> Vec<(String, String, String)> {
    let before = fields(record.before.as_deref());
    let after = fields(record.after.as_deref());
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let line = |name: &String| {
        let label = word(t, "journal-field", name);
        (label, value(before.get(name)), value(after.get(name)))
    };
    names.into_iter().map(line).collect()
}

/// What was done and what was there, in few words, for the list.
fn brief(t: Say<'_>, record: &Record) -> String {
    let lines = differences(t, record).into_iter().take(3);
    let lines = lines.map(|(name, was, is)| match record.before {
        Some(_) => format!("{name} {was} → {is}"),
        None => format!("{name} {is}"),
    });
    lines.collect::<Vec<_>>().join("; ")
}

/// The list with its filters, for the page and for the export.
fn entries<'a, 'r>(request: &'r Request<'a>) -> Result<List<'a, 'r>, Fault> {
    let t = Say(request.catalogue());
    let columns = vec![
        Column::new("seq", t.text("journal-number")).number(),
        Column::new("at", t.text("journal-when"))
            .whole()
            .filtered(Kind::Days),
        Column::new("actor", t.text("journal-who")).filtered(Kind::Text),
        Column::new("act", t.text("journal-act"))
            .whole()
            .filtered(Kind::Choice(
                ACTS.map(|act| (act.to_owned(), word(t, "journal", act)))
                    .into(),
            )),
        Column::new("record", t.text("journal-record"))
            .filtered(Kind::Text)
            .wide(),
        Column::new("reason", t.text("journal-reason")).wide(),
        Column::new("after", t.text("journal-after")).wide(),
        Column::new("division", t.text("account-division"))
            .wide()
            .on_demand(),
        Column::new("request", t.text("journal-request"))
            .wide()
            .on_demand(),
    ];
    List::new(request, "journal", "/journal", columns)
}

fn filter(list: &List<'_, '_>) -> Filter {
    let (from, until) = list.days("at");
    // Days are office days; the last one counts whole.
    let start = |day: Option<Date>, plus: i32| {
        let day = day?.checked_add(jiff::Span::new().days(plus)).ok()?;
        CHINA.to_timestamp(day.at(0, 0, 0, 0)).ok()
    };
    Filter {
        actor: list.wanted("actor").to_owned(),
        act: list.wanted("act").to_owned(),
        subject_id: list.wanted("record").to_owned(),
        from: start(from, 0),
        until: start(until, 1),
        below: list.after().parse().ok(),
    }
}

fn time(at: &str) -> String {
    match at.parse::<jiff::Timestamp>() {
        Ok(at) => {
            let at = base::clock::china(at);
            format!(
                "{} {:02}:{:02}:{:02}",
                at.date(),
                at.hour(),
                at.minute(),
                at.second()
            )
        }
        Err(_) => at.to_owned(),
    }
}

/// The search and its page of entries.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let mut list = entries(request)?;
    let filter = filter(&list);
    let mut records = request.read(|ctx| journal::list(ctx, &filter, PAGE_ROWS + 1))?;
    let more = records.len() as i64 > PAGE_ROWS;
    records.truncate(PAGE_ROWS as usize);
    let next = records
        .last()
        .filter(|_| more)
        .map(|last| last.seq.to_string());
    for r in &records {
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = Row::to(format!("/journal/{}", r.seq))
            .text(r.seq.to_string())
            .text(time(&r.at))
            .text(&r.actor)
            .text(word(t, "journal", &r.act))
            .text(format!(
                "{} {}",
                word(t, "journal-of", &r.subject),
                r.subject_id
            ))
            .text(some(&r.reason))
            .text(brief(t, r))
            .text(some(&r.division))
            .text(&r.request);
        list.push(row);
    }
    let nothing = kit::empty(&t.text("journal-none"), &t.text("journal-none-help"), None);
    let list = list.paged(Pager::After(next)).or_nothing(nothing);
    let list = list.exported("/journal/export");
    let page = Page::of(request, "journal", &list.show()?);
    Ok(page
        .button(request, "journal-verify", "/journal/verify")
        .into())
}

#[derive(Template)]
#[template(path = "journal_entry.html")]
struct Show<'a> {
    t: Say<'a>,
    record: Record,
    at: String,
    act: String,
    subject: String,
    fields: Vec<(String, String, String)>,
}

/// One entry.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let seq = request.param("seq")?;
    let record = request.read(|ctx| journal::get(ctx, seq))?;
    let t = Say(request.catalogue());
    let act = word(t, "journal", &record.act);
    let title = format!("#{} {act}", record.seq);
    let content = Show {
        t,
        act,
        subject: word(t, "journal-of", &record.subject),
        fields: differences(t, &record),
        at: time(&record.at),
        record,
    };
    let page = Page::new(request, "journal", &content)?.titled(&title);
    Ok(page.under(request, "journal", "/journal").into())
}

/// A flaw as a message.
fn flaw(flaw: &Flaw) -> Message {
    match flaw {
        Flaw::Altered { seq, at } => Message::new("journal-altered")
            .with("seq", *seq)
            .with("at", time(at)),
        Flaw::Missing { from, to } => Message::new("journal-missing")
            .with("from", *from)
            .with("to", *to),
        Flaw::CutOff { last, anchored } => Message::new("journal-cut-off")
            .with("last", *last)
            .with("anchored", *anchored),
        Flaw::Replaced { seq } => Message::new("journal-replaced").with("seq", *seq),
    }
}

/// What a verification found, in sentences: for the page and for the command.
#[must_use]
pub fn findings(report: &Report) -> Vec<Message> {
    report.flaws.iter().map(flaw).collect()
}

#[derive(Template)]
#[template(path = "journal_verify.html")]
struct Verified<'a> {
    t: Say<'a>,
    report: Report,
    flaws: Vec<String>,
}

/// Reads the whole journal and says what does not fit.
pub(crate) fn verify(request: &Request<'_>) -> Answer {
    let platform = request.platform();
    let anchor = platform.anchor().and_then(journal::Anchor::end);
    let report = journal::verify(platform.db(), platform.keys(), anchor.as_ref())?;
    let flaws = findings(&report);
    let content = Verified {
        t: Say(request.catalogue()),
        flaws: flaws.iter().map(|m| request.catalogue().say(m)).collect(),
        report,
    };
    let page = Page::new(request, "journal-verify", &content)?;
    Ok(page.under(request, "journal", "/journal").into())
}

/// What was searched for, as a file for a spreadsheet.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let mut filter = filter(&entries(request)?);
    let mut text = String::from(
        "\u{feff}number,time,who,act,kind,record,division,before,after,reason,request\r\n",
    );
    loop {
        let batch = request.read(|ctx| journal::list(ctx, &filter, BATCH))?;
        for r in &batch {
            let number = r.seq.to_string();
            let at = time(&r.at);
            let some = |t: &Option<String>| t.clone().unwrap_or_default();
            let cells = [
                number,
                at,
                r.actor.clone(),
                r.act.clone(),
                r.subject.clone(),
                r.subject_id.clone(),
                some(&r.division),
                some(&r.before),
                some(&r.after),
                some(&r.reason),
                r.request.clone(),
            ];
            let line: Vec<String> = cells.iter().map(|c| quoted(c)).collect();
            text += &line.join(",");
            text += "\r\n";
        }
        match batch.last() {
            Some(last) if batch.len() as i64 == BATCH => filter.below = Some(last.seq),
            _ => break,
        }
    }
    let told = platform::journal::Entry::named("journal.export", "journal", "-");
    request.write(|ctx| {
        ctx.tell(told);
        Ok(())
    })?;
    Ok(Reply::File(Download {
        name: "journal.csv".to_owned(),
        media_type: "text/csv; charset=utf-8",
        body: text.into_bytes(),
    }))
}

/// A cell that a spreadsheet takes for text, whatever it begins with.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t']);
    let guard = if formula && cell.len() > 1 { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{fields, quoted, value};

    #[test]
    fn before_and_after_stand_field_by_field() {
        let fields = fields(Some(
            r#"{"name":"王芳","values":{"phone":null},"both":true}"#,
        ));
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["both", "name", "phone"]);
        assert_eq!(value(fields.get("name")), "王芳");
        assert_eq!(value(fields.get("phone")), "–");
        assert_eq!(value(fields.get("gone")), "–");
    }

    #[test]
    fn an_export_is_no_formula() {
        assert_eq!(quoted("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(quoted("say \"so\""), "\"say \"\"so\"\"\"");
    }
}
