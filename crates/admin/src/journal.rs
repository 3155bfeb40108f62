//! The journal as auditors use it: search, one entry, verification, export.

use askama::Template;
use base::clock::CHINA;
use base::message::Message;
use platform::journal::{self, Filter, Flaw, Record, Report};
use webkit::{Answer, Download, Form, Page, Reply, Request, Say};

/// Entries on a page.
const PAGE: i64 = 50;

/// Entries of an export at a time.
const BATCH: i64 = 2_000;

fn filter(request: &Request<'_>) -> Filter {
    let query = &request.query;
    // Days are office days; the last one counts whole.
    let day = |name: &str, plus: i32| {
        let day: jiff::civil::Date = query.get(name).parse().ok()?;
        let day = day.checked_add(jiff::Span::new().days(plus)).ok()?;
        CHINA.to_timestamp(day.at(0, 0, 0, 0)).ok()
    };
    Filter {
        actor: query.get("actor").to_owned(),
        act: query.get("act").to_owned(),
        subject_id: query.get("record").to_owned(),
        from: day("from", 0),
        until: day("until", 1),
        below: query.get("below").parse().ok(),
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

#[derive(Template)]
#[template(path = "journal.html")]
struct List<'a> {
    t: Say<'a>,
    f: Form<'a>,
    records: Vec<Record>,
    next: Option<String>,
}

impl List<'_> {
    fn time(&self, at: &str) -> String {
        time(at)
    }
}

/// The search and its page of entries.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let filter = filter(request);
    let mut records = request.read(|ctx| journal::list(ctx, &filter, PAGE + 1))?;
    let more = records.len() as i64 > PAGE;
    records.truncate(PAGE as usize);
    let next = records.last().filter(|_| more).map(|last| {
        let keep = ["actor", "act", "record", "from", "until"];
        let keep = keep.iter().map(|name| {
            let value: String = request
                .query
                .get(name)
                .bytes()
                .map(|b| format!("%{b:02x}"))
                .collect();
            format!("{name}={value}")
        });
        format!(
            "/journal?{}&below={}",
            keep.collect::<Vec<_>>().join("&"),
            last.seq
        )
    });
    let content = List {
        t: Say(request.catalogue()),
        f: Form::new(request).with(request.query.clone()),
        records,
        next,
    };
    let page = Page::new(request, "journal", &content)?;
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
}

/// One entry.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let seq = request.param("seq")?;
    let record = request.read(|ctx| journal::get(ctx, seq))?;
    let title = format!("#{} {}", record.seq, record.act);
    let content = Show {
        t: Say(request.catalogue()),
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
    let mut filter = filter(request);
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
    use super::quoted;

    #[test]
    fn an_export_is_no_formula() {
        assert_eq!(quoted("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(quoted("say \"so\""), "\"say \"\"so\"\"\"");
    }
}
