//! The road of a programme in words: what each step may take, and when it is due if a case is
//! accepted on a day. Must not know how it is laid out; `pack show` and `decide` lay it out.

use crate::messages::Catalogue;
use crate::packs::cited;
use base::message::{Arg, Message};
use policy::journey::{Milestone, Outlook, Whole};
use policy::pack::{Citation, Label, Pack};
use policy::programme::{Count, Programme, Publicity, Road, RoadStep, Span};

/// Sentences of one programme's road.
pub(crate) struct Words<'w> {
    pub(crate) catalogue: &'w Catalogue,
    pub(crate) pack: &'w Pack,
    pub(crate) programme: &'w Programme,
}

impl Words<'_> {
    fn of(&self, label: &Label) -> String {
        label.of(self.catalogue.tag()).to_owned()
    }

    fn say(&self, code: &'static str, args: &[(&'static str, Arg)]) -> String {
        let mut said = Message::new(code);
        for (name, value) in args {
            said = said.with(name, value.clone());
        }
        self.catalogue.say(&said)
    }

    fn source(&self, cite: &Citation) -> String {
        let mut text = cited(cite);
        if !cite.verified {
            text.push_str(&self.catalogue.text("decide-unverified"));
        }
        text
    }

    /// The label of a step, by whatever version of it.
    fn step(&self, id: &str) -> String {
        let steps = self.programme.road.iter().flat_map(|r| &r.steps);
        let step = steps.into_iter().find(|s| s.id == id);
        step.map_or_else(|| id.to_owned(), |s| self.of(&s.label))
    }

    fn steps(&self, ids: &[String]) -> String {
        let labels: Vec<String> = ids.iter().map(|id| self.step(id)).collect();
        labels.join(if self.chinese() { "、" } else { ", " })
    }

    fn chinese(&self) -> bool {
        self.catalogue.tag().starts_with("zh")
    }

    fn within(&self, days: u32, count: Count) -> String {
        let code = match count {
            Count::Working => "road-working",
            Count::Calendar => "road-calendar",
            Count::Full => "road-full",
        };
        self.say(code, &[("days", i64::from(days).into())])
    }

    fn long(&self, span: &Span) -> Option<u32> {
        match span {
            Span::Of(days) => Some(*days),
            // Without a day the newest value is shown; the older ones stand under the parameter.
            Span::Parameter(at) => {
                let last = self.pack.parameters.get(*at)?.values.last()?.from;
                self.pack.span_on(span, last)
            }
        }
    }

    /// How long a step may take or its notice hangs, in short.
    pub(crate) fn takes(&self, step: &RoadStep) -> String {
        if let Some(limit) = &step.limit
            && let Some(days) = self.long(&limit.days_long)
        {
            return self.within(days, limit.count);
        }
        match &step.publicity {
            Some(Publicity::Posted { days_long, .. }) => match self.long(days_long) {
                Some(days) => self.within(days, Count::Full),
                None => String::new(),
            },
            Some(Publicity::Forbidden(_)) => self.catalogue.text("road-no-notice"),
            None => String::new(),
        }
    }

    /// Everything a step asks, a line each.
    pub(crate) fn asks(&self, step: &RoadStep) -> String {
        let mut lines = vec![self.catalogue.label(&step.actor)];
        if let Some((to, _)) = &step.delegated {
            let to = self.catalogue.label(to);
            lines.push(self.say("road-delegated", &[("to", to.into())]));
        }
        if let Some(limit) = &step.limit
            && let Some(days) = self.long(&limit.days_long)
        {
            let after = self.steps(&limit.after);
            let mut line = self.within(days, limit.count);
            line += &self.say("road-after", &[("steps", after.into())]);
            if !limit.pauses.is_empty() {
                let pauses = self.steps(&limit.pauses);
                line += &self.say("road-pauses", &[("steps", pauses.into())]);
            }
            lines.push(line);
        }
        match &step.publicity {
            Some(Publicity::Forbidden(_)) => lines.push(self.catalogue.text("road-no-notice")),
            Some(Publicity::Posted {
                days_long, fields, ..
            }) => {
                let days = self.long(days_long).unwrap_or_default();
                let fields: Vec<String> = fields.iter().map(|f| self.field(f)).collect();
                let fields = fields.join(if self.chinese() { "、" } else { ", " });
                let args = [("days", i64::from(days).into()), ("fields", fields.into())];
                lines.push(self.say("road-posted", &args));
            }
            None => {}
        }
        if let Some(sampling) = &step.sampling {
            let percent = sampling.percent.as_ref().and_then(|p| self.long(p));
            let percent =
                percent.map(|p| self.say("road-share", &[("percent", i64::from(p).into())]));
            let always = sampling.always.as_ref().map(|l| self.of(l));
            let parts: Vec<String> = percent.into_iter().chain(always).collect();
            let parts = parts.join(if self.chinese() { "；" } else { "; " });
            lines.push(self.say("road-sampling", &[("what", parts.into())]));
        }
        for (_, label, signatures) in &step.evidence {
            let args = [
                ("what", self.of(label).into()),
                ("signatures", i64::from(*signatures).into()),
            ];
            let code = if *signatures == 0 {
                "road-leaves"
            } else {
                "road-leaves-signed"
            };
            lines.push(self.say(code, &args));
        }
        for branch in &step.branches {
            let args = [
                ("branch", self.of(&branch.label).into()),
                ("to", self.step(&branch.to).into()),
            ];
            lines.push(self.say("road-branch", &args));
        }
        lines.join("\n")
    }

    /// What a notice may say: a fact by its label, or one of the built-in words.
    fn field(&self, field: &str) -> String {
        let facts = self
            .pack
            .facts
            .household
            .iter()
            .chain(&self.pack.facts.person);
        let mut known = facts.filter(|f| f.id == field);
        match known.next() {
            Some(fact) => self.of(&fact.label),
            None => self.catalogue.label(&format!("notice-{field}")),
        }
    }

    /// The limits for the whole road: label, words, source.
    pub(crate) fn totals(&self, road: &Road, on: Option<base::date::Date>) -> Vec<[String; 3]> {
        let totals = road.totals.iter();
        let totals = totals.filter(|t| on.is_none_or(|on| t.days.contain(on)));
        let rows = totals.filter_map(|t| {
            let days = self.long(&t.days_long)?;
            let mut line = self.within(days, t.count);
            line += &self.say("road-after", &[("steps", self.step(&t.after).into())]);
            line += &self.excluding(&t.excludes);
            Some([
                self.catalogue.text("road-whole"),
                line,
                self.source(&t.cite),
            ])
        });
        rows.collect()
    }

    fn excluding(&self, steps: &[String]) -> String {
        if steps.is_empty() {
            return String::new();
        }
        self.say("road-excluding", &[("steps", self.steps(steps).into())])
    }

    /// What is due when, if a case is accepted on the outlook's day: label, words, source.
    pub(crate) fn ahead(&self, outlook: &Outlook<'_>) -> Vec<[String; 3]> {
        let accepted = outlook.accepted.to_string();
        let label = self.say("road-accepted", &[("day", accepted.into())]);
        let text = match outlook.decide_by {
            Some(due) => self.say("road-decide-by", &[("due", due.to_string().into())]),
            None => self.catalogue.text("road-no-limit"),
        };
        let mut rows = vec![[label, text, String::new()]];
        rows.extend(outlook.steps.iter().filter_map(|m| self.milestone(m)));
        rows.extend(outlook.wholes.iter().map(|w| self.whole(w)));
        rows
    }

    fn milestone(&self, m: &Milestone<'_>) -> Option<[String; 3]> {
        let mut text = match m.limit {
            Some((days, count)) => self.within(days, count) + &self.by(m.due),
            None => String::new(),
        };
        if let Some(last) = m.notice_ends {
            let args = [
                ("from", m.begins.to_string().into()),
                ("to", last.to_string().into()),
            ];
            text += &self.say("road-hangs", &args);
        }
        (!text.is_empty()).then(|| [self.of(&m.step.label), text, self.source(m.cite)])
    }

    fn by(&self, due: Option<base::date::Date>) -> String {
        match due {
            Some(due) => self.say("road-by", &[("due", due.to_string().into())]),
            None => self.catalogue.text("road-no-calendar"),
        }
    }

    fn whole(&self, w: &Whole<'_>) -> [String; 3] {
        let text = self.within(w.days, w.count) + &self.excluding(w.excludes) + &self.by(w.due);
        [self.catalogue.text("road-whole"), text, self.source(w.cite)]
    }
}
