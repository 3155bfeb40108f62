//! What a case leaves behind, kept with it: each file as a piece of the evidence that its road asks
//! for, or as something more.

use super::pages::then;
use super::{Casefile, get};
use base::Fault;
use base::id::CasefileId;
use platform::attachment::Subject;
use platform::{Act, Ctx};
use policy::pack::Pack;
use registry::register;
use std::collections::HashSet;
use webkit::{Answer, Request, Say, Shelf};

fn subject(id: CasefileId) -> Subject {
    Subject {
        kind: "case",
        id: id.to_string(),
    }
}

/// The files of a case; they may be what any step of its road asks for.
pub(super) fn shelf(request: &Request<'_>, pack: &Pack, case: &Casefile) -> Shelf {
    let language = request.language.tag();
    let road = pack
        .programme(&case.programme)
        .and_then(|p| p.road.as_ref());
    let steps = road.map_or(&[][..], |road| road.steps.as_slice());
    let mut parts: Vec<(String, String)> = Vec::new();
    for (code, label, _) in steps.iter().flat_map(|s| &s.evidence) {
        if !parts.iter().any(|(known, _)| known == code) {
            parts.push((code.clone(), label.of(language).to_owned()));
        }
    }
    if !parts.is_empty() {
        let other = Say(request.catalogue()).text("case-file-other");
        parts.push((String::new(), other));
    }
    Shelf {
        subject: subject(case.id),
        path: format!("/cases/{}", case.id),
        see: Act::CasesSee,
        keep: Act::CasesTurn,
        parts,
    }
}

/// The pieces of evidence that are there.
pub(super) fn there(ctx: &Ctx<'_>, case: &Casefile) -> Result<HashSet<String>, Fault> {
    let all = platform::attachment::filed(ctx, Act::CasesSee, &subject(case.id))?;
    let kept = all.into_iter().filter(|f| f.ended.is_none());
    Ok(kept.map(|f| f.part).collect())
}

/// The shelf of the case that is asked for, if an act reaches to where it is.
fn asked(request: &Request<'_>, act: Act) -> Result<(CasefileId, Shelf), Fault> {
    let id: CasefileId = request.param("id")?;
    let pack = register::declared()?.pack();
    let case = request.read(|ctx| {
        let case = get(ctx, id)?;
        match ctx.may(act)?.covers(&case.division, None) {
            true => Ok(case),
            false => Err(Fault::NotFound),
        }
    })?;
    Ok((id, shelf(request, pack, &case)))
}

/// Adds one.
pub(crate) fn add(request: &Request<'_>) -> Answer {
    let (id, shelf) = asked(request, Act::CasesTurn)?;
    then(request, id, shelf.add(request))
}

/// Hands one out.
pub(crate) fn fetch(request: &Request<'_>) -> Answer {
    asked(request, Act::CasesSee)?.1.fetch(request)
}

/// Takes one away.
pub(crate) fn end(request: &Request<'_>) -> Answer {
    let (id, shelf) = asked(request, Act::CasesTurn)?;
    then(request, id, shelf.end(request))
}
