//! What all slices tell of a person or household, put together: bars over the years, a part for
//! each slice, and one course of events.

use askama::Template;
use base::Fault;
use webkit::kit::{Event, bars, timeline};
use webkit::{Html, Page, Request, Say, Subject, Told, escape, told};

/// The parts of the page that come from the slices.
pub(super) struct Story {
    /// What lasts and lasted.
    pub(super) bars: Html,
    /// A part for each slice that has something to tell.
    pub(super) parts: Html,
    /// Everything that happened, newest first.
    pub(super) events: Html,
    ways: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "story_part.html")]
struct Part<'a> {
    told: &'a Told,
    count: String,
}

impl Story {
    /// Asks every slice; `own` is what the page itself knows to have happened.
    pub(super) fn of(
        request: &Request<'_>,
        subject: &Subject,
        own: Vec<Event>,
    ) -> Result<Self, Fault> {
        let t = Say(request.catalogue());
        let all = told(request, subject)?;
        let (mut spans, mut events, mut ways) = (Vec::new(), own, Vec::new());
        let mut parts = Html::default();
        for told in &all {
            if !told.body.is_empty() {
                let count = told
                    .count
                    .map_or_else(String::new, |n| request.catalogue().number(n));
                parts = parts.and(&Html::of(&Part { told, count })?);
            }
            spans.extend(told.spans.iter().cloned());
            events.extend(told.events.iter().cloned());
            ways.extend(told.ways.iter().cloned());
        }
        // Dates stand first in `when`, so that its text is the order of time.
        events.sort_by(|a, b| b.when.cmp(&a.when));
        Ok(Self {
            bars: bars(t, &spans, super::names::today(request)),
            parts,
            events: timeline(&events),
            ways,
        })
    }

    /// The page with the buttons that the slices bring.
    pub(super) fn with_ways(&self, mut page: Page) -> Page {
        for (path, text) in &self.ways {
            page.actions += &format!(
                "<a class=\"btn\" href=\"{}\">{}</a>",
                escape(path),
                escape(text)
            );
        }
        page
    }
}
