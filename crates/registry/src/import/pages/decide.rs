//! Who is meant: the row of the file beside the people it may be, with what speaks for and against
//! each, and every character that differs marked. Keys 1 to 3 choose, N is somebody new, L leaves out.

use super::{Named, masked, preview::count, under};
use crate::import::judge::Said;
use crate::import::who::number_against;
use crate::import::{self, Choice, Outcome, State};
use crate::person;
use crate::register::pages::Places;
use askama::Template;
use base::Fault;
use base::id::PersonId;
use linkage::explain::{Step, Waterfall};
use platform::Act;
use webkit::{Answer, Form, Html, Page, Reply, Request, Say, escape};

#[derive(Template)]
#[template(path = "import_decide.html")]
struct View<'a> {
    t: Say<'a>,
    path: String,
    token: Html,
    row: i64,
    left: i64,
    mine: Vec<(String, String)>,
    others: Vec<Other>,
    later: String,
}

struct Other {
    key: usize,
    person: String,
    percent: String,
    /// Field, what is known with differences marked.
    facts: Vec<(String, Html)>,
    drawing: Html,
}

/// What is known beside what is written: each character that differs in a mark.
pub(super) fn marked(known: &str, written: &str) -> Html {
    let other: Vec<char> = written.chars().collect();
    let mut out = String::new();
    for (at, c) in known.chars().enumerate() {
        let text = escape(&c.to_string());
        match other.get(at) == Some(&c) || written.is_empty() {
            true => out += &text,
            false => out += &format!("<mark>{text}</mark>"),
        }
    }
    Html::markup(out)
}

fn sex(t: Say<'_>, sex: Option<base::Sex>) -> String {
    match sex {
        Some(base::Sex::Male) => t.text("sex-male"),
        Some(base::Sex::Female) => t.text("sex-female"),
        None => String::new(),
    }
}

/// The page of a row that waits for a choice.
pub(crate) fn decide(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    let batch = named.batch(request)?;
    let from: i64 = request.query.get("row").parse().unwrap_or(0);
    let next =
        |from: i64| request.read(|ctx| import::unsure_from(ctx, named.declared, named.id, from));
    // Behind the last one the first ones wait that were passed over.
    let found = match next(from)? {
        Some(found) => Some(found),
        None => next(0)?,
    };
    let Some((row, said)) = found.filter(|_| batch.state == State::Read) else {
        return Ok(Reply::See(named.path));
    };
    let t = Say(request.catalogue());
    let places = Places::of(request)?;
    let birth = match base::CitizenId::parse(&said.number) {
        Ok(id) => id.birth_date().to_string(),
        Err(_) => said.birth.clone(),
    };
    let place = match said.division.is_empty() {
        true => said.place.clone(),
        false => places.name(&said.division),
    };
    let mine = vec![
        (t.text("register-person-name"), said.name.clone()),
        (t.text("import-column-number"), said.number.clone()),
        (t.text("import-column-sex"), written_sex(t, &said)),
        (t.text("import-column-birth"), birth.clone()),
        (t.text("register-division"), place.clone()),
    ];
    let mut others = Vec::new();
    for (at, candidate) in said.candidates.iter().enumerate() {
        let Ok(id) = candidate.person.parse::<PersonId>() else {
            continue;
        };
        let stored = request.read(|ctx| {
            let stored = person::seen(ctx, &ctx.may(Act::PeopleSee)?, id)?;
            let number = number_against(ctx, &stored, &said.number)?;
            Ok((stored, number))
        });
        let (stored, number) = match stored {
            Ok(found) => found,
            Err(Fault::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let born = stored.birth.map_or_else(String::new, |b| b.to_string());
        let number = match said.number.is_empty() {
            // Beside nothing the number shows no more than anywhere else.
            true if number.is_empty() => String::new(),
            true => "●".repeat(number.chars().count()),
            false => number,
        };
        let lives = places.name(stored.division.code());
        let facts = [
            (
                "register-person-name",
                stored.name.clone(),
                said.name.as_str(),
            ),
            ("import-column-number", number, said.number.as_str()),
            ("import-column-sex", sex(t, stored.sex), ""),
            ("import-column-birth", born, birth.as_str()),
            ("register-division", lives, place.as_str()),
        ];
        others.push(Other {
            key: at + 1,
            person: id.to_string(),
            percent: format!("{:.0}%", candidate.probability * 100.0),
            facts: facts
                .into_iter()
                .map(|(code, known, written)| (t.text(code), marked(&known, written)))
                .collect(),
            drawing: drawing(request, candidate),
        });
    }
    let content = View {
        t,
        path: named.path.clone(),
        token: Form::new(request).token(),
        row,
        left: count(&batch, Outcome::Unsure),
        mine,
        others,
        later: format!("{}/decide?row={}", named.path, row + 1),
    };
    let page = Page::new(request, "import-decide", &content)?;
    let page = under(page, request, named.register);
    let name = masked(&batch.file);
    Ok(page.under(request, &name, &named.path).into())
}

fn written_sex(t: Say<'_>, said: &Said) -> String {
    let id = base::CitizenId::parse(&said.number).ok();
    let known = id.map(base::CitizenId::sex);
    match known.or_else(|| base::Sex::parse(&said.sex)) {
        Some(found) => sex(t, Some(found)),
        None => said.sex.clone(),
    }
}

/// The match explained: what each field adds or takes.
fn drawing(request: &Request<'_>, candidate: &import::Candidate) -> Html {
    let steps = candidate.steps.iter().filter(|s| s.level != "missing");
    let steps: Vec<Step> = steps
        .map(|s| Step {
            field: s.field.clone(),
            level: s.level.clone(),
            left: s.left.clone(),
            right: s.right.clone(),
            bits: s.bits,
        })
        .collect();
    let total = candidate.prior + steps.iter().map(|s| s.bits).sum::<f64>();
    let waterfall = Waterfall {
        left: 0,
        right: 0,
        prior_bits: candidate.prior,
        steps,
        total_bits: total,
        probability: candidate.probability,
    };
    Html::markup(waterfall.svg(|code| request.catalogue().label(code)))
}

/// Takes the choice and goes on to the next row.
pub(crate) fn choose(request: &Request<'_>) -> Answer {
    let named = Named::of(request)?;
    named.batch(request)?;
    let row: i64 = request
        .form
        .get("row")
        .parse()
        .map_err(|_| Fault::NotFound)?;
    let choice = match request.form.get("choice") {
        "new" => Choice::New,
        "leave" => Choice::Leave,
        person => Choice::Same(person.parse().map_err(|_| Fault::NotFound)?),
    };
    match request.write(|ctx| import::choose(ctx, named.declared, (named.id, row), choice)) {
        // Somebody else chose for this row meanwhile: the next one is shown.
        Ok(()) | Err(Fault::Stale) => {}
        Err(other) => return Err(other),
    }
    Ok(Reply::See(format!("{}/decide?row={row}", named.path)))
}
