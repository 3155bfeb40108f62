//! What a batch tells about its last step, kept as JSON and said in the reader's language.

use base::Fault;
use base::message::{Arg, Message};
use serde_json::{Value, json};

/// Every message that a batch may keep, and the names of their arguments.
const CODES: [&str; 8] = [
    "import-changed-since",
    "import-undo-changed",
    "import-undo-people-stay",
    "import-people-since",
    "import-right-lost",
    "import-broken",
    "sheet-unreadable",
    "import-people-out-of-reach",
];
const NAMES: [&str; 3] = ["name", "count", "why"];

/// As it is kept.
pub(crate) fn kept(message: &Message) -> String {
    let args = message.args.iter().map(|(name, arg)| {
        let value = match arg {
            Arg::Text(text) => json!(text),
            Arg::Number(number) => json!(number),
            Arg::Both { zh, .. } => json!(zh),
            Arg::Message(inner) => json!(inner.code),
        };
        ((*name).to_owned(), value)
    });
    let args: serde_json::Map<String, Value> = args.collect();
    json!({ "code": message.code, "args": args }).to_string()
}

/// As it is said.
pub(crate) fn said(kept: &str) -> Option<Message> {
    let value: Value = serde_json::from_str(kept).ok()?;
    let code = CODES.iter().find(|c| value["code"] == **c)?;
    let mut message = Message::new(code);
    for name in NAMES {
        match &value["args"][name] {
            Value::String(text) => message = message.with(name, text.as_str()),
            Value::Number(n) => message = message.with(name, n.as_i64().unwrap_or_default()),
            _ => {}
        }
    }
    Some(message)
}

/// Why a step was not done, where that is for people and not for the log.
pub(crate) fn why(fault: &Fault) -> Option<Message> {
    match fault {
        Fault::Refused(message) => {
            let known = CODES.contains(&message.code);
            known.then(|| message.clone())
        }
        Fault::NotFound | Fault::Forbidden => Some(Message::new("import-right-lost")),
        _ => None,
    }
}
