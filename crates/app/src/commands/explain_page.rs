//! The page of `--explain`: waterfalls of links and of near misses, complete in one file, without
//! scripts, fit for print.

use super::Keys;
use crate::failure::Failure;
use crate::messages::{Catalogue, Language};
use linkage::{Explainer, Pairs};
use sheet::{SheetError, Table};
use std::fmt::Write;

/// Pairs shown of each kind.
const SHOWN: usize = 200;

/// A finished run and the ledgers it came from.
pub(crate) struct Linked<'a> {
    pub(crate) pairs: &'a Pairs,
    pub(crate) near_misses: &'a Pairs,
    pub(crate) explainer: &'a Explainer,
    /// First row of the right ledger in the explainer's numbering.
    pub(crate) offset: u32,
    pub(crate) left: (&'a Table, Keys),
    pub(crate) right: (&'a Table, Keys),
}

const STYLE: &str = "body{font:14px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;margin:2rem auto;\
max-width:1100px;padding:0 1rem;color:#1f2937;background:#fff}h1{font-size:22px}h2{font-size:17px;\
margin-top:2rem;border-bottom:1px solid #d1d5db}details{border:1px solid #e5e7eb;border-radius:6px;\
margin:.5rem 0;break-inside:avoid}summary{padding:.5rem .75rem;cursor:pointer;\
font-variant-numeric:tabular-nums}svg{width:100%;max-width:720px;display:block;margin:0 .75rem .5rem}\
.p{float:right;font-weight:600}p{color:#4b5563}@media(prefers-color-scheme:dark){body{\
background:#111827;color:#e5e7eb}svg{background:#fff}p{color:#9ca3af}}@media print{body{margin:0}\
details{border:0}}";

/// Writes the page.
pub(crate) fn write(catalogue: &Catalogue, file: &str, run: &Linked<'_>) -> Result<(), Failure> {
    let say = |code| catalogue.text(code);
    let tag = match catalogue.language() {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let title = say("explain-title");
    let mut page = format!(
        "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>\
         <p>{}</p>",
        say("explain-how")
    );
    for (heading, pairs) in [
        ("explain-links", run.pairs),
        ("explain-near", run.near_misses),
    ] {
        let _ = write!(page, "<h2>{} ({})</h2>", say(heading), pairs.len());
        if pairs.is_empty() {
            let _ = write!(page, "<p>{}</p>", say("explain-none"));
        }
        // The least sure first: those are worth a look.
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by(|a, b| pairs.probability[*a].total_cmp(&pairs.probability[*b]));
        for at in order.into_iter().take(SHOWN) {
            let (l, r) = (pairs.left[at], pairs.right[at]);
            let waterfall = run.explainer.explain(l, r + run.offset)?;
            let _ = write!(
                page,
                "<details open><summary>{} ↔ {}<span class=\"p\">{:.4}</span></summary>{}</details>",
                escape(&key(run.left, l)),
                escape(&key(run.right, r)),
                pairs.probability[at],
                waterfall.svg(|code| catalogue.label(code)),
            );
        }
    }
    std::fs::write(file, page).map_err(|e| {
        SheetError::Unwritable {
            file: file.to_owned(),
            why: e.to_string(),
        }
        .into()
    })
}

fn key((table, keys): (&Table, Keys), record: u32) -> String {
    match keys {
        Keys::Column(at) => table
            .value(at, record as usize)
            .unwrap_or_default()
            .to_owned(),
        Keys::Rows => format!("{}:{}", table.file, table.rows.row(record as usize)),
    }
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
