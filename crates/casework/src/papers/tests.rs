//! The shipped papers, filled from a case at each stage, on both databases.

use super::pages::{document, document_of_application, offered};
use crate::case::tests::{Bureau, clerk, reviewer, section};
use crate::case::{Casefile, Verdict};
use base::id::CasefileId;
use base::message::{Arg, Message};
use base::{Fault, Fen};
use db::Db;
use platform::{Ctx, Role, Who};

fn read<T>(
    bureau: &Bureau,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    bureau.platform.read(who, bureau.platform.request(), f)
}

/// The text of a paper of a case.
fn text(bureau: &Bureau, id: CasefileId, occasion: &str) -> Result<String, Fault> {
    read(bureau, &section(), |ctx| {
        document(ctx, (&bureau.pack, &said), id, occasion).map(|(_, document)| document.text())
    })
}

fn papers(bureau: &Bureau, case: &Casefile) -> Vec<&'static str> {
    read(bureau, &section(), |ctx| {
        let notice = super::notice::of_case(ctx, &bureau.pack, case)?;
        Ok(offered(&bureau.pack, case, notice.as_ref()))
    })
    .unwrap()
}

/// A message as its code and arguments: the sentences are the catalogue's.
fn said(message: &Message) -> String {
    let args = message.args.iter().map(|(_, arg)| match arg {
        Arg::Text(text) => text.clone(),
        other => format!("{other:?}"),
    });
    format!("{}{}", message.code, args.collect::<String>())
}

fn says(text: &str, wanted: &[&str]) {
    for part in wanted {
        assert!(text.contains(part), "{part} in {text}");
    }
}

engines::both_engines!(papers_follow_the_case, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("380").unwrap();
    let case = bureau.see(id);
    assert_eq!(
        papers(&bureau, &case),
        ["visit", "democratic-review", "dossier"]
    );
    let form = read(&bureau, &clerk(), |ctx| {
        document_of_application(ctx, (&bureau.pack, &said), case.application, "application")
    });
    says(
        &form.unwrap().1.text(),
        &["王秀英", "收入", "380.00", "paper-source-window", "镇村"],
    );
    let receipt = read(&bureau, &clerk(), |ctx| {
        document_of_application(ctx, (&bureau.pack, &said), case.application, "receipt")
    });
    says(
        &receipt.unwrap().1.text(),
        &[
            "500153-2020-000001",
            "500153-2020-000001-1",
            "paper-office区",
        ],
    );
    let early = text(&bureau, id, "publicity");
    assert!(matches!(early, Err(Fault::NotFound)));
    bureau
        .turn(&clerk(), (id, 1), Some("publicity"), ("", None))
        .unwrap();
    let notice = text(&bureau, id, "publicity").unwrap();
    says(&notice, &["王**", "120.00", "公示期"]);
    assert!(!notice.contains("王秀英"), "a notice masks");
    bureau.days(8);
    bureau
        .turn(&reviewer(), (id, 2), Some("approval"), ("", None))
        .unwrap();
    let right = Some(Verdict::Grant(Fen::new(12_000)));
    bureau.turn(&section(), (id, 3), None, ("", right)).unwrap();
    let approval = text(&bureau, id, "approval").unwrap();
    says(
        &approval,
        &[
            "每月发给120.00元",
            "壹佰贰拾元整",
            "低于标准（例）",
            "六十日内",
        ],
    );
    assert!(matches!(text(&bureau, id, "refusal"), Err(Fault::NotFound)));
    let dossier = text(&bureau, id, "dossier").unwrap();
    says(
        &dossier,
        &[
            "case-event-begin",
            "case-event-turn 公示",
            "case-event-decide 审定",
            "paper-met",
            "补差",
        ],
    );
});

engines::both_engines!(a_refusal_says_why_and_where_to_turn, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("800").unwrap();
    bureau
        .turn(&clerk(), (id, 1), Some("publicity"), ("", None))
        .unwrap();
    bureau.days(8);
    bureau
        .turn(&reviewer(), (id, 2), Some("approval"), ("", None))
        .unwrap();
    bureau
        .turn(&section(), (id, 3), None, ("", Some(Verdict::Refuse)))
        .unwrap();
    let refusal = text(&bureau, id, "refusal").unwrap();
    says(&refusal, &["不低于标准（例）", "行政复议", "行政诉讼"]);
});

engines::both_engines!(nobody_prints_what_they_may_not_see, |db: &Db| {
    let bureau = Bureau::new(db);
    let id = bureau.receive("380").unwrap();
    let elsewhere = platform::testing::person(Role::TownReviewer, "500153105");
    let hidden = read(&bureau, &elsewhere, |ctx| {
        document(ctx, (&bureau.pack, &said), id, "dossier")
    });
    assert!(matches!(hidden, Err(Fault::NotFound)));
});
