//! The files of a register, and the form that brings another.

use super::{state, version};
use crate::import::{self, Batch, State};
use crate::register::pages::named;
use askama::Template;
use base::Fault;
use policy::register::{Class, Register};
use webkit::kit::empty;
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

#[derive(Template)]
#[template(path = "import_files.html")]
struct View<'a> {
    t: Say<'a>,
    language: &'static str,
    f: Form<'a>,
    path: String,
    register: &'a Register,
    megabytes: usize,
    wrong: String,
    files: Vec<File>,
    nothing: Html,
    needed: Vec<String>,
}

struct File {
    path: String,
    name: String,
    when: String,
    by: String,
    state: Html,
    counts: String,
}

/// What stands in the list beside a file.
fn counted(t: Say<'_>, batch: &Batch) -> String {
    if matches!(batch.state, State::Uploaded | State::Checking | State::Left) {
        return String::new();
    }
    let codes = [
        "import-n-new",
        "import-n-changed",
        "import-n-same",
        "import-n-unsure",
        "import-n-rejected",
        "import-n-gone",
    ];
    let all = codes.into_iter().zip(&batch.counts);
    let some = all.filter(|(_, n)| **n > 0);
    let parts: Vec<String> = some.map(|(code, n)| t.count(code, n)).collect();
    parts.join(" · ")
}

/// The page.
pub(crate) fn files(request: &Request<'_>) -> Answer {
    page(request, String::new()).map(Reply::Page)
}

fn page(request: &Request<'_>, wrong: String) -> Result<Page, Fault> {
    let (declared, register) = named(request)?;
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let path = format!("/registers/{}/import", register.id);
    let all = request.read(|ctx| import::batches(ctx, declared, &register.id))?;
    let files = all.iter().map(|batch| File {
        path: format!("{path}/{}", batch.id),
        name: batch.file.clone(),
        when: t.time(&batch.created_at),
        by: batch.created_by.clone(),
        state: state(t, batch),
        counts: counted(t, batch),
    });
    let needed = register.fields.iter();
    let needed = needed.filter(|f| f.required && f.class == Class::Ordinary);
    let content = View {
        t,
        language,
        f: Form::new(request),
        register,
        megabytes: request.platform().settings().upload_bytes >> 20,
        wrong,
        files: files.collect(),
        nothing: empty(&t.text("import-none"), &t.text("import-none-help"), None),
        needed: needed.map(|f| f.label.of(language).to_owned()).collect(),
        path,
    };
    let list = format!("/registers/{}", register.id);
    Ok(Page::new(request, "import", &content)?
        .under(request, "registers", "/registers")
        .under(request, register.label.of(language), &list))
}

/// Takes a file in.
pub(crate) fn bring(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let t = Say(request.catalogue());
    let Some(file) = request.file("file") else {
        return page(request, t.text("import-no-file")).map(Reply::Again);
    };
    let given = (file.name.as_str(), file.content.as_slice());
    match request.write(|ctx| import::bring(ctx, declared, &register.id, given, None)) {
        Ok(id) => Ok(Reply::See(format!(
            "/registers/{}/import/{id}",
            register.id
        ))),
        Err(Fault::Refused(message)) => page(request, t.say(&message)).map(Reply::Again),
        Err(other) => Err(other),
    }
}

/// The hidden fields that forms about a file carry.
pub(super) fn token(request: &Request<'_>, batch: &Batch) -> Html {
    let f = Form::new(request);
    let shown = match version(request) {
        0 => batch.version,
        other => other.max(batch.version),
    };
    f.token().and(&f.hidden("version", &shown.to_string()))
}
