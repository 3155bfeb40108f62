//! What a list shows, as a workbook or as text: every ordinary field under its label, and the
//! record's number, by which an import knows the record again. What is sensitive stays here; a
//! column that is not in a file is left as it is when the file comes back.

use super::super::{Declared, Query, Record, list as find};
use super::{Places, named};
use crate::seal::internal;
use base::Fault;
use base::message::Speak;
use platform::journal::Entry;
use platform::messages::Catalogue;
use platform::{Act, Ctx};
use policy::register::{Class, Register, SubjectKind};
use serde_json::json;
use sheet::{Cover, Frame, Values};
use webkit::{Answer, Download, Reply, Request};

/// Rows of a file at most.
const ROWS_MAX: i64 = 500_000;

/// What a register keeps, within reach and as asked for, as the columns of a file; the journal is
/// told how many records went out.
///
/// # Errors
/// A register that is not declared or out of reach.
pub fn exported(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    query: &Query,
    catalogue: &Catalogue,
) -> Result<Frame, Fault> {
    let register = declared.register(register)?;
    let query = Query {
        skip: 0,
        most: ROWS_MAX,
        ..query.clone()
    };
    let found = find(ctx, declared, &register.id, &query)?;
    ctx.tell(
        Entry::new(Act::RegistersSee, "register", &register.id)
            .after(json!({ "exported": found.total })),
    );
    let places = Places::read(ctx)?;
    let language = catalogue.language().tag();
    Ok(frame(
        register,
        &found.records,
        language,
        |code| catalogue.text(code),
        |code| places.name(code),
    ))
}

/// The columns of a register's records in a file.
fn frame(
    register: &Register,
    records: &[Record],
    language: &str,
    say: impl Fn(&str) -> String,
    place: impl Fn(&str) -> String,
) -> Frame {
    let texts = |of: &dyn Fn(&Record) -> String| {
        let value = |r: &Record| Some(of(r)).filter(|t| !t.is_empty());
        Values::Text(records.iter().map(value).collect())
    };
    let mut frame = Frame::default().with(say("register-number"), texts(&|r| r.id.to_string()));
    if register.subject == SubjectKind::Person {
        frame = frame.with(say("register-person-name"), texts(&|r| r.title.clone()));
    }
    frame = frame
        .with(
            say("register-division-code"),
            texts(&|r| r.division.code().to_owned()),
        )
        .with(
            say("register-division"),
            texts(&|r| place(r.division.code())),
        );
    for (at, field) in register.fields.iter().enumerate() {
        if field.class == Class::Ordinary {
            let values = texts(&|r| {
                let value = r.values.get(at);
                value.map_or_else(String::new, |v| field.shown(v, language))
            });
            frame = frame.with(field.label.of(language), values);
        }
    }
    frame.with(
        say("register-confirmed"),
        texts(&|r| r.confirmed_on.to_string()),
    )
}

/// The file: `?as=csv` for text.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let places = Places::of(request)?;
    let language = request.language.tag();
    let (_, asked) = super::list::asked(request, register, &places)?;
    let frame =
        request.write(|ctx| exported(ctx, declared, &register.id, &asked, request.catalogue()))?;
    let (extension, media_type) = match request.query.get("as") {
        "csv" => ("csv", "text/csv; charset=utf-8"),
        _ => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    };
    let title = register.label.of(language).to_owned();
    let cover = Cover {
        title: title.clone(),
        lines: Vec::new(),
        sheet: title.clone(),
    };
    let body = file(&frame, &cover, extension, &request.id.to_string(), request)?;
    Ok(Reply::File(Download {
        name: format!("{title}.{extension}"),
        media_type,
        body,
    }))
}

/// The bytes of a frame as a file.
pub(crate) fn file(
    frame: &Frame,
    cover: &Cover,
    extension: &str,
    name: &str,
    request: &Request<'_>,
) -> Result<Vec<u8>, Fault> {
    let folder = request.platform().settings().data.join("out");
    std::fs::create_dir_all(&folder).map_err(internal)?;
    let path = folder.join(format!("{name}.{extension}"));
    let written = sheet::write(&path.to_string_lossy(), frame, cover);
    let body = written
        .map_err(|e| Fault::Refused(e.message()))
        .and_then(|()| std::fs::read(&path).map_err(internal));
    let _ = std::fs::remove_file(&path);
    body
}
