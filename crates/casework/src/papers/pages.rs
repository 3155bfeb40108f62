//! Papers as PDF, and the public page of notices.

use super::facts::{self, Known, Words};
use super::notice::{Hanging, hanging, of_case};
use crate::case::{Casefile, decision, events, get, of_household};
use crate::told::cited;
use crate::window::{self, Application};
use askama::Template as _;
use base::Fault;
use base::id::{ApplicationId, CasefileId};
use base::message::Message;
use paper::{Document, Fields, Press, Template};
use platform::messages::Language;
use platform::{Act, Ctx, Division};
use policy::fact::Case;
use policy::pack::Pack;
use policy::paper::find;
use registry::{person, place, register};
use std::sync::OnceLock;
use webkit::{Answer, Download, Html, Page, Reply, Request, Say, kit};

/// Papers of an application as a whole.
pub(crate) const OF_APPLICATION: [&str; 3] = ["receipt", "application", "consent"];

/// Papers of a case, in the order in which they come up.
pub(crate) const OF_CASE: [&str; 6] = [
    "visit",
    "democratic-review",
    "publicity",
    "approval",
    "refusal",
    "dossier",
];

/// The press with its font, made once.
fn press() -> Result<&'static Press, Fault> {
    static PRESS: OnceLock<Press> = OnceLock::new();
    if let Some(press) = PRESS.get() {
        return Ok(press);
    }
    let made = Press::new().map_err(internal)?;
    Ok(PRESS.get_or_init(|| made))
}

fn internal(e: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::Internal(Box::new(e))
}

/// A paper of the pack, filled.
fn filled(pack: &Pack, occasion: &str, programme: &str, facts: &Fields) -> Result<Document, Fault> {
    let paper = find(&pack.papers, occasion, programme).ok_or(Fault::NotFound)?;
    let template = Template::parse(&paper.text).map_err(internal)?;
    template.fill(facts).map_err(internal)
}

fn download(name: String, documents: &[Document]) -> Answer {
    let printed = press()?.print(documents).map_err(internal)?;
    Ok(Reply::File(Download {
        name: format!("{name}.pdf"),
        media_type: "application/pdf",
        body: printed.bytes,
    }))
}

/// Papers speak the office's language, whatever the reader's.
fn words<'r>(request: &'r Request<'_>) -> impl Fn(&Message) -> String + use<'r> {
    let catalogue = request.site.catalogue(Language::Chinese);
    move |message| Say(catalogue).say(message)
}

/// The names of a village, of its town, and of the office that decides.
fn places(ctx: &Ctx<'_>, words: Words<'_>, division: &Division) -> Result<[String; 3], Fault> {
    let name = |code: Option<&str>| -> Result<String, Fault> {
        let known = code.and_then(Division::parse);
        let found = known.map(|d| place::name(ctx.tx(), &d)).transpose()?;
        Ok(found.flatten().unwrap_or_default())
    };
    let code = division.code();
    let district = name(code.get(..6))?;
    let village = match code.len() > 9 {
        true => name(Some(code))?,
        false => String::new(),
    };
    let office = Message::new("paper-office").with("district", district);
    Ok([village, name(code.get(..9))?, words(&office)])
}

/// Everything about an application that papers ask for, read at once.
struct Read {
    application: Application,
    facts: Case,
    places: [String; 3],
    numbers: Vec<String>,
}

fn read(ctx: &Ctx<'_>, pack: &Pack, words: Words<'_>, id: ApplicationId) -> Result<Read, Fault> {
    let application = window::application(ctx, id)?;
    let facts = Case::read(application.facts.clone(), &pack.facts);
    let facts = facts.map_err(|_| Fault::refused("case-facts-changed"))?;
    let mut numbers = Vec::new();
    for at in 0..facts.members.len() {
        // Whoever has left the reach of the reader stands without a number.
        let known = facts.member_id(at).parse().ok();
        let known = known.and_then(|id| person::get(ctx, id).ok());
        numbers.push(known.and_then(|p| p.number).unwrap_or_default());
    }
    Ok(Read {
        places: places(ctx, words, &application.division)?,
        application,
        facts,
        numbers,
    })
}

impl Read {
    fn known<'k>(&'k self, pack: &'k Pack, words: Words<'k>, ctx: &Ctx<'_>) -> Known<'k> {
        Known {
            words,
            pack,
            application: &self.application,
            facts: &self.facts,
            places: self.places.clone(),
            numbers: self.numbers.clone(),
            today: ctx.today(),
        }
    }
}

/// Receipt, form or consent of an application.
pub(crate) fn application(request: &Request<'_>) -> Answer {
    let id: ApplicationId = request.param("id")?;
    let occasion: String = request.param("occasion")?;
    if !OF_APPLICATION.contains(&occasion.as_str()) {
        return Err(Fault::NotFound);
    }
    let pack = register::declared()?.pack();
    let made =
        request.read(|ctx| document_of_application(ctx, (pack, &words(request)), id, &occasion))?;
    download(format!("{}-{occasion}", made.0), &[made.1])
}

/// A paper of an application, and the number it goes by.
pub(super) fn document_of_application(
    ctx: &Ctx<'_>,
    (pack, words): (&Pack, Words<'_>),
    id: ApplicationId,
    occasion: &str,
) -> Result<(String, Document), Fault> {
    let read = read(ctx, pack, words, id)?;
    let mut cases: Vec<(Casefile, String)> = Vec::new();
    for case in of_household(ctx, read.application.household)? {
        if case.application == id {
            let name = person::get(ctx, case.person).map(|p| p.name);
            cases.push((case, name.unwrap_or_default()));
        }
    }
    let facts = facts::application(&read.known(pack, words, ctx), &cases);
    let number = read.application.number.clone();
    Ok((number, filled(pack, occasion, "", &facts)?))
}

/// A paper of a case.
pub(crate) fn case(request: &Request<'_>) -> Answer {
    let id: CasefileId = request.param("id")?;
    let occasion: String = request.param("occasion")?;
    let pack = register::declared()?.pack();
    let made = request.read(|ctx| document(ctx, (pack, &words(request)), id, &occasion))?;
    download(format!("{}-{occasion}", made.0), &[made.1])
}

/// A paper of a case, and the number it goes by.
///
/// # Errors
/// One that the case does not have as it stands is not there.
pub(super) fn document(
    ctx: &Ctx<'_>,
    (pack, words): (&Pack, Words<'_>),
    id: CasefileId,
    occasion: &str,
) -> Result<(String, Document), Fault> {
    let case = get(ctx, id)?;
    let notice = of_case(ctx, pack, &case)?;
    if !offered(pack, &case, notice.as_ref()).contains(&occasion) {
        return Err(Fault::NotFound);
    }
    let read = read(ctx, pack, words, case.application)?;
    let happened = events(ctx, id)?;
    let (_, computed) = decision(ctx, pack, &case, ctx.today())?;
    let all = (&computed, happened.as_slice(), notice.as_ref());
    let facts = facts::case(&read.known(pack, words, ctx), &case, all);
    let document = filled(pack, occasion, &case.programme, &facts)?;
    Ok((case.number, document))
}

/// The papers that a case has as it stands: no notice that does not hang, no answer before there is
/// one.
pub(crate) fn offered(pack: &Pack, case: &Casefile, notice: Option<&Hanging>) -> Vec<&'static str> {
    use crate::case::State;
    let fits = |occasion: &&str| match *occasion {
        "publicity" => notice.is_some(),
        "approval" => case.state == State::Granted,
        "refusal" => case.state == State::Refused,
        _ => true,
    };
    let there = |occasion: &&str| find(&pack.papers, occasion, &case.programme).is_some();
    OF_CASE.into_iter().filter(fits).filter(there).collect()
}

/// Notices that are posted as one sheet: of one village, programme and days.
fn sheets(all: &[Hanging]) -> Vec<Vec<&Hanging>> {
    let mut sheets: Vec<Vec<&Hanging>> = Vec::new();
    for notice in all {
        let same = |first: &&Hanging| {
            first.division == notice.division
                && first.title == notice.title
                && (first.posted, first.last) == (notice.posted, notice.last)
        };
        match sheets.iter_mut().find(|s| s.first().is_some_and(same)) {
            Some(sheet) => sheet.push(notice),
            None => sheets.push(vec![notice]),
        }
    }
    sheets
}

/// Every notice that hangs within reach, as one file to be printed and posted.
pub(crate) fn notices(request: &Request<'_>) -> Answer {
    let (today, documents) = request.read(|ctx| {
        let scope = ctx.may(Act::CasesSee)?;
        let mut documents = Vec::new();
        let Ok(declared) = register::declared() else {
            return Ok((ctx.today(), documents));
        };
        let pack = declared.pack();
        let all = hanging(ctx, pack, Some(&scope))?;
        for sheet in sheets(&all) {
            let Some(first) = sheet.first() else { continue };
            let [village, town, office] = places(ctx, &words(request), &first.division)?;
            let place = format!("{town}{village}");
            let facts = facts::notices((&place, &office), ctx.today(), &sheet);
            if let Some(facts) = facts {
                documents.push(filled(pack, "publicity", "", &facts)?);
            }
        }
        Ok((ctx.today(), documents))
    })?;
    if documents.is_empty() {
        let t = Say(request.catalogue());
        let nothing = kit::empty(&t.text("notices-none"), &t.text("notices-none-help"), None);
        let page = Page::of(request, "notices", &nothing);
        return Ok(page.under(request, "cases", "/cases").into());
    }
    let t = Say(request.catalogue());
    download(format!("{}-{today}", t.text("notices")), &documents)
}

struct Line {
    name: String,
    members: String,
    amount: String,
    number: String,
}

struct Sheet {
    title: String,
    posted: String,
    last: String,
    cite: String,
    lines: Vec<Line>,
}

struct Village {
    name: String,
    office: String,
    sheets: Vec<Sheet>,
}

#[derive(askama::Template)]
#[template(path = "notices.html")]
struct Public<'a> {
    t: Say<'a>,
    villages: Vec<Village>,
    nothing: Html,
}

/// What hangs today, for anybody: by village, nothing but what the law lets a notice say.
pub(crate) fn public(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let mut villages: Vec<Village> = Vec::new();
    if let Ok(declared) = register::declared() {
        let pack = declared.pack();
        villages = request.read(|ctx| {
            ctx.may(Act::NoticesSee)?;
            let all = hanging(ctx, pack, None)?;
            let mut villages: Vec<(Division, Village)> = Vec::new();
            for sheet in sheets(&all) {
                let Some(first) = sheet.first() else { continue };
                if villages.last().is_none_or(|(d, _)| *d != first.division) {
                    let [village, town, office] = places(ctx, &words(request), &first.division)?;
                    villages.push((
                        first.division.clone(),
                        Village {
                            name: format!("{town}{village}"),
                            office,
                            sheets: Vec::new(),
                        },
                    ));
                }
                let dash = || "—".to_owned();
                let lines = sheet.iter().map(|n| Line {
                    name: n.name.clone().unwrap_or_else(dash),
                    members: n.members.map_or_else(dash, |m| m.to_string()),
                    amount: n.amount.map_or_else(dash, |a| a.to_string()),
                    number: n.number.clone(),
                });
                let shown = Sheet {
                    title: first.title.of(language).to_owned(),
                    posted: first.posted.to_string(),
                    last: first.last.to_string(),
                    cite: cited(&first.cite),
                    lines: lines.collect(),
                };
                if let Some((_, village)) = villages.last_mut() {
                    village.sheets.push(shown);
                }
            }
            Ok(villages.into_iter().map(|(_, village)| village).collect())
        })?;
    }
    let content = Public {
        t,
        villages,
        nothing: kit::empty(
            &t.text("notices-none"),
            &t.text("notices-public-none"),
            None,
        ),
    };
    let page = Page::of(
        request,
        "notices",
        &Html::markup(content.render().map_err(internal)?),
    );
    Ok(page.plain().into())
}
