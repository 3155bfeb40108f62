//! How far a job is. With scripts it renews itself every second; without, the page does.

use super::state::{Tone, badge};
use crate::html::{Html, escape};
use crate::page::Say;
use platform::job::{Job, State};

/// The progress of a job. `path` answers with this very part when asked by htmx
/// ([`crate::Request::is_part`]), and with a page around it otherwise.
#[must_use]
pub fn progress(t: Say<'_>, job: &Job, path: &str) -> Html {
    let (tone, word) = match job.state {
        State::Queued => (Tone::Plain, "job-queued"),
        State::Running => (Tone::Active, "job-running"),
        State::Done => (Tone::Good, "job-done"),
        State::Failed => (Tone::Bad, "job-failed"),
    };
    let going = matches!(job.state, State::Queued | State::Running);
    let renew = match going {
        true => format!(
            " hx-get=\"{}\" hx-trigger=\"every 1s\" hx-swap=\"outerHTML\"",
            escape(path)
        ),
        false => String::new(),
    };
    let again = match going {
        true => "<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>",
        false => "",
    };
    let bar = match job.total {
        0 if going => "<progress aria-label=\"…\"></progress>".to_owned(),
        0 => String::new(),
        total => format!(
            "<progress max=\"{total}\" value=\"{0}\" aria-label=\"{0}/{total}\"></progress> \
             <span class=\"n\">{1} / {2}</span>",
            job.progress,
            t.0.number(job.progress),
            t.0.number(total)
        ),
    };
    let outcome = job.outcome.as_deref().unwrap_or_default();
    Html::markup(format!(
        "<div class=\"job\" id=\"job\" role=\"status\"{renew}>{again}{} {bar}<p>{}</p></div>",
        badge(tone, &t.text(word)),
        escape(outcome)
    ))
}
