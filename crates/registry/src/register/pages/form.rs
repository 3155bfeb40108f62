//! The form of a record, made from the declaration. What must be filled in, and what makes sense at
//! all, follows what is chosen: the fields are asked for again at each change (htmx), and everything
//! works without.

use super::super::{Declared, New, Record, add as put, change as alter, declared, get};
use super::{Places, named, record_id};
use crate::person::{self, Person};
use askama::Template;
use base::Fault;
use base::id::PersonId;
use platform::Act;
use policy::cel::Datum;
use policy::register::{Class, Field, Kind, Register, SubjectKind};
use webkit::kit::{Conflict, Differing};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say, escape};

#[derive(Template)]
#[template(path = "register_form.html")]
struct View<'a> {
    t: Say<'a>,
    f: Form<'a>,
    path: String,
    about: Option<Person>,
    place: String,
    needs: String,
    fields: Html,
    version: Option<i64>,
    divisions: Option<Html>,
}

#[derive(Template)]
#[template(path = "register_choose.html")]
struct Choose<'a> {
    t: Say<'a>,
    path: String,
    wanted: &'a str,
    found: Vec<(String, String, String)>,
}

/// What is known while the fields are drawn.
struct Drawn<'a> {
    declared: &'a Declared,
    register: &'a Register,
    about: Option<&'a Person>,
    /// Sensitive fields that have a value already.
    secrets: &'a [String],
    division: &'a str,
}

/// The value of a field in a form: several boxes are one value.
fn typed(field: &Field, form: &Fields) -> String {
    if field.kind != Kind::Codes {
        return form.get(&field.id).to_owned();
    }
    let chosen = |w: &&policy::register::Word| form.get(&format!("{}.{}", field.id, w.code)) == "1";
    let codes: Vec<&str> = field
        .words
        .iter()
        .filter(chosen)
        .map(|w| w.code.as_str())
        .collect();
    codes.join(",")
}

/// All values of a form by the names of the fields.
fn written(register: &Register, form: &Fields) -> Vec<(String, String)> {
    let fields = register.fields.iter();
    fields.map(|f| (f.id.clone(), typed(f, form))).collect()
}

/// A record's values as a form has them.
fn values(register: &Register, record: &Record) -> Fields {
    let mut pairs = Vec::new();
    for (field, value) in register.fields.iter().zip(&record.values) {
        let Some(text) = field.written(value) else {
            continue;
        };
        match field.kind {
            Kind::Codes => pairs.extend(
                text.split(',')
                    .map(|code| (format!("{}.{code}", field.id), "1".to_owned())),
            ),
            _ => pairs.push((field.id.clone(), text)),
        }
    }
    Fields::of(pairs)
}

/// The fields of the form, as far as they make sense with what is filled in.
fn fields(request: &Request<'_>, f: &Form<'_>, form: &Fields, drawn: &Drawn<'_>) -> Html {
    let register = drawn.register;
    let language = request.language.tag();
    let today = base::clock::china(request.platform().clock().now()).date();
    let record: Vec<Datum> = register
        .fields
        .iter()
        .map(|field| field.read(&typed(field, form)).unwrap_or(Datum::Missing))
        .collect();
    let subject = drawn.about.map(|p| {
        let sex = p.sex.map(person::sex_code);
        (p.name.as_str(), sex, p.birth)
    });
    let days = (Some(today), Some(today), drawn.division);
    let parameters = drawn.declared.parameters(today);
    let found = register.examine(&record, days, subject, &parameters, today);
    let mut headings: Vec<&str> = register
        .groups
        .iter()
        .map(|(_, l)| l.of(language))
        .collect();
    if headings.is_empty() {
        headings.push("");
    }
    let mut out = String::new();
    for (group, heading) in headings.into_iter().enumerate() {
        out += "<fieldset class=\"panel\">";
        if !heading.is_empty() {
            out += &format!("<legend>{}</legend>", escape(heading));
        }
        out += "<div class=\"field-grid\">";
        for (at, field) in register.fields.iter().enumerate() {
            if field.group != group {
                continue;
            }
            let shown = found.shown.get(at) != Some(&false);
            let required = found.required.get(at) == Some(&true);
            out += &match shown {
                true => one(request, f, field, required, drawn).to_string(),
                // What was typed is not lost when it stops making sense for a moment.
                false => f.hidden(&field.id, &typed(field, form)).to_string(),
            };
        }
        out += "</div></fieldset>";
    }
    Html::markup(out)
}

fn one(
    request: &Request<'_>,
    f: &Form<'_>,
    field: &Field,
    required: bool,
    drawn: &Drawn<'_>,
) -> Html {
    let t = request.catalogue();
    let language = request.language.tag();
    let unit = field
        .unit
        .as_ref()
        .map_or_else(String::new, |u| format!(" ({})", u.of(language)));
    let mark = if required { " *" } else { "" };
    let label = format!("{}{unit}{mark}", field.label.of(language));
    let kept = drawn.secrets.contains(&field.id);
    let hint = match (&field.hint, kept) {
        (_, true) => t.text("register-secret-kept"),
        (Some(hint), _) => hint.of(language).to_owned(),
        (None, _) => String::new(),
    };
    let choice = |words: Vec<(String, String)>| {
        let mut all = vec![(String::new(), String::new())];
        all.extend(words);
        f.choice(&field.id, &label, &all)
    };
    match field.kind {
        Kind::Note => f.area(&field.id, &label, &hint),
        Kind::Int | Kind::Decimal | Kind::Money => f.number(&field.id, &label, &hint),
        Kind::Date => f.date(&field.id, &label),
        Kind::Bool => choice(
            [true, false]
                .map(|b| (b.to_string(), field.shown(&Datum::Bool(b), language)))
                .to_vec(),
        ),
        Kind::Code => choice(
            field
                .words
                .iter()
                .map(|w| (w.code.clone(), w.label.of(language).to_owned()))
                .collect(),
        ),
        Kind::Codes => {
            let boxes: String = field
                .words
                .iter()
                .map(|w| {
                    let name = format!("{}.{}", field.id, w.code);
                    f.check(&name, w.label.of(language), "").to_string()
                })
                .collect();
            Html::markup(format!(
                "<fieldset class=\"field checks\" id=\"f-{}\"><legend class=\"form-label\">{}</legend>{boxes}</fieldset>",
                escape(&field.id),
                escape(&label)
            ))
        }
        _ => f.text(&field.id, &label, &hint),
    }
}

/// The page of a form for a record that is new or not.
fn page<'a>(
    request: &Request<'a>,
    (declared, register): (&Declared, &Register),
    (f, form): (Form<'a>, Fields),
    (about, record): (Option<Person>, Option<&Record>),
) -> Result<Page, Fault> {
    let language = request.language.tag();
    let places = Places::of(request)?;
    let division = match (record, &about) {
        (Some(record), _) => record.division.code().to_owned(),
        (None, Some(person)) => person.division.code().to_owned(),
        (None, None) => form.get("division").to_owned(),
    };
    let none = Vec::new();
    let drawn = Drawn {
        declared,
        register,
        about: about.as_ref(),
        secrets: record.map_or(&none, |r| &r.secrets),
        division: &division,
    };
    let drawn = fields(request, &f, &form, &drawn);
    let list = format!("/registers/{}", register.id);
    let asks = record.is_none() && about.is_none();
    let mut known = vec![(String::new(), String::new())];
    known.extend(places.villages());
    let content = View {
        t: Say(request.catalogue()),
        path: match record {
            Some(record) => format!("{list}/{}/edit", record.id),
            None => format!("{list}/new"),
        },
        place: places.name(&division),
        needs: format!("{list}/needs"),
        fields: drawn,
        version: record.map(|r| r.version),
        divisions: asks.then(|| f.choice("division", "register-division-needed", &known)),
        about,
        f,
    };
    let title = match record {
        Some(record) => record.title.clone(),
        None => request.catalogue().text("register-add"),
    };
    Ok(Page::new(request, "register-add", &content)?
        .titled(&title)
        .under(request, "registers", "/registers")
        .under(request, register.label.of(language), &list))
}

/// Whom a new record is about, once it is chosen.
fn chosen(request: &Request<'_>, register: &Register, id: &str) -> Result<Option<Person>, Fault> {
    if register.subject != SubjectKind::Person {
        return Ok(None);
    }
    let id: PersonId = id.parse().map_err(|_| Fault::NotFound)?;
    request.read(|ctx| person::get(ctx, id)).map(Some)
}

/// The form of a new record; first whom it is about.
pub(crate) fn new_form(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    if !super::list::keeps(request, Act::RegistersKeep, register) {
        return Err(Fault::NotFound);
    }
    let person = request.query.get("person");
    if register.subject == SubjectKind::Person && person.is_empty() {
        return choose(request, register);
    }
    let about = chosen(request, register, person)?;
    let form = Fields::of(vec![("person".to_owned(), person.to_owned())]);
    let f = Form::new(request).with(form.clone());
    page(request, (declared, register), (f, form), (about, None)).map(Reply::Page)
}

fn choose(request: &Request<'_>, register: &Register) -> Answer {
    let language = request.language.tag();
    let wanted = request.query.get("q");
    let places = Places::of(request)?;
    let people = match wanted.is_empty() {
        true => Vec::new(),
        false => request.read(|ctx| super::super::people(ctx, wanted))?,
    };
    let list = format!("/registers/{}", register.id);
    let found = people.into_iter().map(|p| {
        let birth = p.birth.map_or_else(String::new, |b| b.year().to_string());
        let about = format!("{} {birth}", places.name(p.division.code()));
        (format!("{list}/new?person={}", p.id), p.name, about)
    });
    let content = Choose {
        t: Say(request.catalogue()),
        path: format!("{list}/new"),
        wanted,
        found: found.collect(),
    };
    let page = Page::new(request, "register-choose", &content)?
        .under(request, "registers", "/registers")
        .under(request, register.label.of(language), &list);
    Ok(page.into())
}

/// Adds what was filled in.
pub(crate) fn add(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let person = request.form.get("person");
    let about = chosen(request, register, person)?;
    let new = New {
        person: about.as_ref().map(|p| p.id),
        division: request.form.get("division").to_owned(),
        written: written(register, &request.form),
    };
    match request.write(|ctx| put(ctx, declared, &register.id, &new)) {
        Ok(id) => Ok(Reply::See(format!(
            "/registers/{}/{id}?done=saved",
            register.id
        ))),
        Err(fault) => {
            let f = (Form::again(request, fault)?, request.form.clone());
            page(request, (declared, register), f, (about, None)).map(Reply::Again)
        }
    }
}

fn kept(
    request: &Request<'_>,
    (declared, register): (&Declared, &Register),
) -> Result<(Record, Option<Person>), Fault> {
    let id = record_id(request)?;
    let record = request.read(|ctx| get(ctx, declared, &register.id, id))?;
    let about = match record.person {
        Some(id) => Some(request.read(|ctx| person::get(ctx, id))?),
        None => None,
    };
    Ok((record, about))
}

/// The form of a record.
pub(crate) fn edit_form(request: &Request<'_>) -> Answer {
    let of = named(request)?;
    if !super::list::keeps(request, Act::RegistersKeep, of.1) {
        return Err(Fault::NotFound);
    }
    let (record, about) = kept(request, of)?;
    let form = values(of.1, &record);
    let f = Form::new(request).with(form.clone());
    page(request, of, (f, form), (about, Some(&record))).map(Reply::Page)
}

/// Saves a record; when somebody else saved meanwhile, both are shown.
pub(crate) fn change(request: &Request<'_>) -> Answer {
    let (declared, register) = named(request)?;
    let id = record_id(request)?;
    let version = request
        .form
        .get("version")
        .parse()
        .map_err(|_| Fault::Stale)?;
    let texts = written(register, &request.form);
    let reason = request.form.get("reason");
    let of = (register.id.as_str(), id, version);
    match request.write(|ctx| alter(ctx, declared, of, &texts, reason)) {
        Ok(_) => Ok(Reply::See(format!(
            "/registers/{}/{id}?done=saved",
            register.id
        ))),
        Err(Fault::Stale) => conflict(request, (declared, register), &texts),
        Err(fault) => {
            let (record, about) = kept(request, (declared, register))?;
            let f = (Form::again(request, fault)?, request.form.clone());
            page(request, (declared, register), f, (about, Some(&record))).map(Reply::Again)
        }
    }
}

fn conflict(
    request: &Request<'_>,
    of: (&Declared, &Register),
    texts: &[(String, String)],
) -> Answer {
    let (record, _) = kept(request, of)?;
    let register = of.1;
    let t = Say(request.catalogue());
    let mut kept = vec![("version".to_owned(), record.version.to_string())];
    let mut differing = Vec::new();
    let fields = register.fields.iter().zip(&record.values);
    for ((field, value), (name, mine)) in fields.zip(texts) {
        let theirs = field.written(value).unwrap_or_default();
        if *mine == theirs || field.class == Class::Sensitive || field.kind == Kind::Codes {
            let boxes = mine.split(',').filter(|c| !c.is_empty());
            match field.kind {
                Kind::Codes => kept.extend(boxes.map(|c| (format!("{name}.{c}"), "1".to_owned()))),
                _ => kept.push((name.clone(), mine.clone())),
            }
        } else {
            differing.push(Differing {
                field: name.clone(),
                label: field.label.of(request.language.tag()).to_owned(),
                mine: mine.clone(),
                theirs,
            });
        }
    }
    let path = format!("/registers/{}/{}/edit", register.id, record.id);
    let conflict = Conflict {
        by: record.changed_by.clone(),
        at: t.time(&record.changed_at),
        differing,
        kept,
        path,
    };
    let shown = conflict.show(t, &Form::new(request).token());
    let page = Page::of(request, "register-edit", &shown).titled(&record.title);
    Ok(Reply::Conflict(page))
}

/// The fields again, for what is filled in at the moment.
pub(crate) fn needs(request: &Request<'_>) -> Answer {
    let (_, register) = named(request)?;
    let declared = declared()?;
    let person = request.form.get("person");
    let about = match person.is_empty() {
        true => None,
        false => chosen(request, register, person)?,
    };
    let secrets: Vec<String> = register
        .fields
        .iter()
        .filter(|f| f.class == Class::Sensitive && !request.form.get("version").is_empty())
        .map(|f| f.id.clone())
        .collect();
    let drawn = Drawn {
        declared,
        register,
        about: about.as_ref(),
        secrets: &secrets,
        division: request.form.get("division"),
    };
    let f = Form::new(request).with(request.form.clone());
    Ok(Reply::Part(fields(request, &f, &request.form, &drawn)))
}
