//! What each column of a file is: recognised, remembered, or told here, with samples beside.

use super::{Named, files::token, masked, under, version};
use crate::import::work;
use crate::import::{self, Batch, Columns};
use askama::Template;
use base::Fault;
use base::message::Speak;
use policy::register::{Register, SubjectKind};
use sheet::Table;
use webkit::{Answer, Html, Page, Reply, Request, Say, escape};

/// Samples of a column, and how many records are looked through for them.
const SAMPLES: usize = 3;
const LOOKED: usize = 200;
/// Problems of the file that are shown.
const PROBLEMS: usize = 5;

#[derive(Template)]
#[template(path = "import_columns.html")]
struct View<'a> {
    t: Say<'a>,
    path: String,
    token: Html,
    batch: &'a Batch,
    rows: i64,
    columns: Vec<Shown>,
    remembered: bool,
    whole: bool,
    sheets: Vec<String>,
    remarks: Vec<String>,
    problems: Vec<String>,
    problem_count: i64,
    wrong: String,
}

struct Shown {
    at: usize,
    header: String,
    samples: Vec<String>,
    options: Html,
    known: bool,
}

/// What a column can be: its code and its name.
fn targets(t: Say<'_>, register: &Register, language: &str) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), t.text("import-column-none"))];
    all.push(("record".to_owned(), t.text("register-number")));
    if register.subject == SubjectKind::Person {
        for (code, label) in [
            ("name", "register-person-name"),
            ("number", "import-column-number"),
            ("sex", "import-column-sex"),
            ("birth", "import-column-birth"),
        ] {
            all.push((code.to_owned(), t.text(label)));
        }
    }
    all.push(("division".to_owned(), t.text("register-division")));
    all.push(("town".to_owned(), t.text("import-column-town")));
    for field in &register.fields {
        let code = format!("f.{}", field.id);
        all.push((code, field.label.of(language).to_owned()));
    }
    all
}

fn samples(table: &Table, at: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for record in 0..table.len().min(LOOKED) {
        let Some(value) = table.value(at, record) else {
            continue;
        };
        let value: String = masked(value).chars().take(24).collect();
        if !value.is_empty() && !found.contains(&value) {
            found.push(value);
        }
        if found.len() == SAMPLES {
            break;
        }
    }
    found
}

fn page(
    request: &Request<'_>,
    named: &Named,
    told: Option<(&Columns, bool)>,
    wrong: String,
) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let (batch, table, (columns, remembered)) = request.read(|ctx| {
        let (batch, table) = import::table(ctx, named.declared, named.id)?;
        let columns = import::columns(ctx, named.declared, &batch, &table)?;
        Ok((batch, table, columns))
    })?;
    let (columns, whole) = told.map_or((&columns, batch.whole), |(c, w)| (c, w));
    let targets = targets(t, named.register, language);
    let shown = table.columns.iter().enumerate().map(|(at, column)| {
        let is = columns.target(at).unwrap_or_default();
        let options: String = targets
            .iter()
            .map(|(code, name)| {
                let selected = if *code == is { " selected" } else { "" };
                let (code, name) = (escape(code), escape(name));
                format!("<option value=\"{code}\"{selected}>{name}</option>")
            })
            .collect();
        Shown {
            at,
            header: column.header.clone(),
            samples: samples(&table, at),
            options: Html::markup(options),
            known: !is.is_empty(),
        }
    });
    let mut sheets = table.other_sheets.clone();
    if let (Some(this), false) = (&table.sheet, sheets.is_empty()) {
        sheets.insert(0, this.clone());
    }
    let content = View {
        t,
        path: named.path.clone(),
        token: token(request, &batch),
        rows: i64::try_from(table.len()).unwrap_or(i64::MAX),
        columns: shown.collect(),
        remembered,
        whole,
        sheets,
        remarks: table.remarks.iter().map(|r| t.say(&r.message())).collect(),
        problems: table
            .problems
            .kept()
            .iter()
            .take(PROBLEMS)
            .map(|p| t.say(&p.message()))
            .collect(),
        problem_count: i64::try_from(table.problems.total()).unwrap_or(i64::MAX),
        wrong,
        batch: &batch,
    };
    let page = Page::new(request, "import-columns", &content)?.titled(&batch.file);
    Ok(under(page, request, named.register))
}

/// The form.
pub(crate) fn columns_form(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    named.batch(request)?;
    page(request, &named, None, String::new()).map(Reply::Page)
}

/// Takes what was told, and has the file checked.
pub(crate) fn tell(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    named.batch(request)?;
    let t = Say(request.catalogue());
    let sheet = request.form.get("sheet");
    if !sheet.is_empty() && !request.form.get("turn").is_empty() {
        let of = (named.id, version(request));
        request.write(|ctx| import::turn(ctx, named.declared, of, sheet))?;
        return Ok(Reply::See(named.path));
    }
    let told = request.form.pairs().iter().filter_map(|(name, value)| {
        let at: usize = name.strip_prefix("c.")?.parse().ok()?;
        Some((at, value.as_str()))
    });
    let whole = request.form.get("whole") == "1";
    let columns = match Columns::told(named.register, told) {
        Ok(columns) => columns,
        Err(wrong) => {
            let (columns, message) = *wrong;
            let wrong = t.say(&message);
            return page(request, &named, Some((&columns, whole)), wrong).map(Reply::Again);
        }
    };
    let of = (named.id, version(request));
    let job = request.write(|ctx| {
        import::tell(ctx, named.declared, of, (&columns, whole))?;
        let of = (of.0, of.1 + 1);
        work::ask(ctx, named.declared, of, import::State::Checking)
    })?;
    Ok(Reply::See(format!("/jobs/{job}?then={}", named.path)))
}
