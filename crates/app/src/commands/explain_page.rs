//! The page of `--explain OUT.html`: pair by pair, both values of each field and a waterfall of what
//! they say. Complete in one file, without scripts, fit for print. The evidence comes from `near`.

use super::near::{Evidence, LEAST_SURE};
use super::reading::Ledger;
use crate::failure::Failure;
use crate::messages::Language;
use base::message::Message;
use linkage::Waterfall;
use std::fmt::Write;

/// Near misses shown; all of them stand in the workbook and in JSON.
const SHOWN: usize = 500;

const STYLE: &str = r#"
:root{--ink:#1c2733;--soft:#5b6675;--line:#dde2e8;--pale:#f6f7f9;--accent:#1f3a5f;--for:#2f7d4f;
--against:#b4532a;--prior:#8a94a3}
*{box-sizing:border-box}
body{font:14px/1.55 "Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",system-ui,sans-serif;
color:var(--ink);background:#eceff3;margin:0;font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:24px auto;background:#fff;padding:32px 40px;box-shadow:0 1px 6px rgba(20,40,60,.12)}
h1{font-size:24px;margin:0 0 8px;color:var(--accent)}
h2{font-size:17px;margin:32px 0 10px;color:var(--accent);border-bottom:2px solid var(--accent);padding-bottom:4px}
p{margin:6px 0;color:var(--soft)}nav a{color:var(--accent);margin-right:1.5em}
dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:2px 14px;margin:10px 0}dt{color:var(--soft)}dd{margin:0}
details{border:1px solid var(--line);border-left:4px solid var(--c);margin:12px 0;break-inside:avoid}
summary{padding:7px 12px;cursor:pointer;font-weight:600;display:flex;gap:12px;align-items:baseline}
summary .p{margin-left:auto;color:var(--c)}
.near{--c:#b58a12}.link{--c:var(--for)}
table{border-collapse:collapse;width:100%;font-size:13px;table-layout:fixed}
th{text-align:left;font-weight:600;background:var(--pale)}
th,td{padding:3px 10px;border-top:1px solid var(--line);overflow-wrap:anywhere}
.f{width:14%}.v{width:21%}.l{width:13%;color:var(--soft)}.b{width:8%;text-align:right}.w{padding:0 10px}
td.d{background:#fff6dc}tr.sum td{font-weight:600;border-top:1.5px solid var(--ink)}
.w svg{display:block;width:100%;height:16px}.for{fill:var(--for)}.against{fill:var(--against)}
.prior{fill:var(--prior)}.zero{stroke:#9aa4b2;stroke-dasharray:2 2}
@media screen and (max-width:760px){main{margin:0;padding:16px}.l{display:none}table{font-size:12px}}
@media print{@page{size:A4;margin:12mm}body{background:#fff;font-size:9.5pt}
main{max-width:none;margin:0;padding:0;box-shadow:none}nav{display:none}h1{font-size:17pt}
h2{font-size:12pt;break-after:avoid}table{font-size:8.5pt}details{margin:7px 0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"#;

/// The page.
pub(crate) fn page(run: &Evidence<'_>) -> Result<String, Failure> {
    let catalogue = run.catalogue;
    let say = |code| catalogue.text(code);
    let tag = match catalogue.language() {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let near = run.near();
    let number = |n: usize| catalogue.number(i64::try_from(n).unwrap_or(i64::MAX));
    let title = say("explain-title");
    let mut page = format!(
        "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><main>\
         <h1>{title}</h1><nav><a href=\"#near\">{} ({})</a><a href=\"#links\">{} ({})</a></nav><dl>",
        say("explain-near"),
        number(near.len()),
        say("explain-links"),
        number(run.links.all),
    );
    for (label, value) in run.about {
        let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", escape(label), escape(value));
    }
    let _ = write!(page, "</dl><p>{}</p>", say("explain-how"));
    let parts = [
        (
            "near",
            "explain-near",
            near.len(),
            &near[..near.len().min(SHOWN)],
        ),
        ("link", "explain-links", run.links.all, &run.links.pairs[..]),
    ];
    for (class, heading, all, pairs) in parts {
        let anchor = if class == "near" { "near" } else { "links" };
        let _ = write!(
            page,
            "<h2 id=\"{anchor}\">{} ({})</h2>",
            say(heading),
            number(all)
        );
        if pairs.is_empty() {
            let _ = write!(page, "<p>{}</p>", say("explain-none"));
        } else if pairs.len() < all {
            let said = if class == "near" {
                "explain-first"
            } else {
                "explain-least"
            };
            let said = Message::new(said).with("shown", pairs.len().min(LEAST_SURE.max(SHOWN)));
            let _ = write!(page, "<p>{}</p>", catalogue.say(&said));
        }
        for (l, r, p) in pairs {
            let _ = write!(
                page,
                "<details open class=\"{class}\"><summary><span>{} ↔ {}</span>\
                 <span class=\"p\">{p:.4}</span></summary>{}</details>",
                escape(&named(run.left, *l, catalogue)),
                escape(&named(run.right, *r, catalogue)),
                table(run, &run.waterfall(*l, *r)?),
            );
        }
    }
    page.push_str("</main></html>\n");
    Ok(page)
}

/// A record by its key, or by file and row.
fn named(ledger: &Ledger, record: u32, catalogue: &crate::messages::Catalogue) -> String {
    let name = ledger.naming.shown(record);
    if ledger.naming.is_by_key() {
        return name;
    }
    let said = Message::new("explain-row")
        .with("file", ledger.file.as_str())
        .with("row", name);
    catalogue.say(&said)
}

/// Where bits lie in the drawing, 300 wide.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(waterfall: &Waterfall) -> Self {
        let mut at = waterfall.prior_bits;
        let (mut low, mut high) = (at.min(0.0), at.max(0.0));
        for step in &waterfall.steps {
            at += step.bits;
            low = low.min(at);
            high = high.max(at);
        }
        Self { low, high }
    }

    fn place(&self, bits: f64) -> f64 {
        4.0 + (bits - self.low) / (self.high - self.low).max(1.0) * 292.0
    }

    /// A bar from one sum to the next, and the line of even odds.
    fn bar(&self, from: f64, to: f64, class: &str) -> String {
        let (a, b, zero) = (self.place(from), self.place(to), self.place(0.0));
        format!(
            "<svg viewBox=\"0 0 300 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><line \
             class=\"zero\" x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"0\" y2=\"16\"/><rect \
             class=\"{class}\" x=\"{:.1}\" y=\"3\" width=\"{:.1}\" height=\"10\"/></svg>",
            a.min(b),
            (a - b).abs().max(1.0),
        )
    }
}

fn table(run: &Evidence<'_>, waterfall: &Waterfall) -> String {
    let say = |code| run.catalogue.text(code);
    let scale = Scale::of(waterfall);
    let mut out = format!(
        "<table><tr><th class=\"f\">{}</th><th class=\"v\">{}</th><th class=\"v\">{}</th>\
         <th class=\"l\">{}</th><th class=\"b\">{}</th><th class=\"w\"></th></tr>",
        say("explain-field"),
        say("explain-left"),
        say("explain-right"),
        say("explain-level"),
        say("explain-bits"),
    );
    let mut at = waterfall.prior_bits;
    let _ = write!(
        out,
        "<tr><td>{}</td><td colspan=\"3\" class=\"l\">{}</td><td class=\"b\">{at:+.1}</td>\
         <td class=\"w\">{}</td></tr>",
        run.catalogue.label("prior"),
        say("explain-prior"),
        scale.bar(0.0, at, "prior"),
    );
    for step in &waterfall.steps {
        let class = if step.bits < 0.0 { "against" } else { "for" };
        let missing = step.level == "missing";
        let differ = if step.left == step.right || missing {
            ""
        } else {
            " class=\"d\""
        };
        let bar = if missing {
            String::new()
        } else {
            scale.bar(at, at + step.bits, class)
        };
        let _ = write!(
            out,
            "<tr><td>{}</td><td{differ}>{}</td><td{differ}>{}</td><td class=\"l\">{}</td>\
             <td class=\"b\">{}</td><td class=\"w\">{bar}</td></tr>",
            escape(&run.label(&step.field)),
            escape(&run.value(&step.field, &step.left)),
            escape(&run.value(&step.field, &step.right)),
            run.catalogue.label(&step.level),
            if missing {
                String::new()
            } else {
                format!("{:+.1}", step.bits)
            },
        );
        at += step.bits;
    }
    let class = if at < 0.0 { "against" } else { "for" };
    let _ = write!(
        out,
        "<tr class=\"sum\"><td>{}</td><td colspan=\"3\">{} {:.4}</td><td class=\"b\">{at:+.1}</td>\
         <td class=\"w\">{}</td></tr></table>",
        say("explain-sum"),
        say("explain-probability"),
        waterfall.probability,
        scale.bar(0.0, at, class),
    );
    out
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
