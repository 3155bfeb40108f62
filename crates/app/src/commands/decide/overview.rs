//! The answer to the window's question "what may this household be owed?": what is, what must still
//! be asked, what is not and why; and the decisions worth telling in full, each said once.

use super::report::{Section, Writer};
use base::message::Message;
use policy::decide::{All, Decision, Outcome};

/// The answer at a glance.
pub(super) struct Overview {
    /// One sentence.
    pub(super) summary: String,
    /// Owed, open, not owed; those without a line are left out.
    pub(super) groups: Vec<Group>,
}

/// Programmes with one outcome.
pub(super) struct Group {
    /// Catalogue code of the heading.
    pub(super) heading: &'static str,
    pub(super) mark: &'static str,
    pub(super) outcome: Outcome,
    pub(super) lines: Vec<Line>,
}

/// One programme for those of whom the same is said.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) who: String,
    pub(super) said: String,
}

impl Line {
    pub(super) fn text(&self) -> String {
        format!("{} – {}: {}", self.title, self.who, self.said)
    }
}

/// A decision told in full, for everyone for whom it is the same.
pub(super) struct Told<'d> {
    pub(super) decision: &'d Decision,
    pub(super) who: String,
    pub(super) sections: Vec<Section>,
}

const GROUPS: [(&str, &str, Outcome); 3] = [
    ("decide-all-granted", "✓", Outcome::Granted),
    ("decide-all-open", "?", Outcome::NeedsFact),
    ("decide-all-refused", "✗", Outcome::Refused),
];

impl Writer<'_> {
    pub(super) fn overview(&self, all: &All) -> Overview {
        let groups: Vec<Group> = GROUPS
            .into_iter()
            .map(|(heading, mark, outcome)| Group {
                heading,
                mark,
                outcome,
                lines: self.lines(all, outcome),
            })
            .collect();
        let programmes = |outcome: Outcome| {
            let of = all.decisions.iter().filter(|d| d.outcome == outcome);
            let mut ids: Vec<&str> = of.map(|d| d.programme.as_str()).collect();
            ids.dedup();
            ids.len()
        };
        let open = all.decisions.iter();
        let open = open.filter(|d| d.outcome == Outcome::NeedsFact);
        let mut asked: Vec<&str> = open
            .flat_map(|d| d.missing.iter().filter(|m| m.matters))
            .map(|m| m.path.as_str())
            .collect();
        asked.sort_unstable();
        asked.dedup();
        let said = Message::new("decide-total")
            .with("granted", programmes(Outcome::Granted))
            .with("amount", all.total_month.to_string())
            .with("facts", asked.len())
            .with("open", programmes(Outcome::NeedsFact))
            .with("refused", programmes(Outcome::Refused));
        Overview {
            summary: self.catalogue.say(&said),
            groups: groups.into_iter().filter(|g| !g.lines.is_empty()).collect(),
        }
    }

    fn lines(&self, all: &All, outcome: Outcome) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for decision in all.decisions.iter().filter(|d| d.outcome == outcome) {
            let title = self.of(&decision.title);
            let said = self.glance(decision);
            let who = self.who(decision.member);
            let same = |l: &&mut Line| (&l.title, &l.said) == (&title, &said);
            match lines.iter_mut().find(same) {
                Some(line) => line.who = self.list(&[&line.who, &who]),
                None => lines.push(Line { title, who, said }),
            }
        }
        lines
    }

    /// What a clerk needs of a decision at a glance.
    fn glance(&self, decision: &Decision) -> String {
        match decision.outcome {
            Outcome::Granted => {
                let mut said = self.conclusion(decision);
                if !decision.rests_on.is_empty() {
                    let titles: Vec<String> = decision
                        .rests_on
                        .iter()
                        .map(|id| match self.pack.programme(id) {
                            Some(programme) => self.of(&programme.title),
                            None => id.clone(),
                        })
                        .collect();
                    let rests =
                        Message::new("decide-rests-on").with("programme", self.list(&titles));
                    said.push_str(&self.catalogue.say(&rests));
                }
                said
            }
            Outcome::NeedsFact => {
                let missing = decision.missing.iter().filter(|m| m.matters);
                let mut labels: Vec<String> = Vec::new();
                for (zh, en) in missing.map(|m| &m.label) {
                    let label = if self.chinese() { zh } else { en };
                    if !labels.contains(label) {
                        labels.push(label.clone());
                    }
                }
                let said = Message::new("decide-ask").with("facts", self.list(&labels));
                self.catalogue.say(&said)
            }
            Outcome::Refused | Outcome::NotInForce => self.why(decision),
        }
    }

    /// Why it is not owed: what fails, or the award it gives way to.
    fn why(&self, decision: &Decision) -> String {
        let given_way = decision.stacking.iter().filter(|s| s.yields);
        let mut why: Vec<String> = given_way.map(|s| self.of(&s.sentence)).collect();
        for reason in decision.reasons() {
            let mut conditions = decision.conditions.iter();
            let condition = conditions.find(|c| c.id == reason);
            let mut groups = decision.groups.iter();
            let group = groups.find(|g| g.id == reason);
            let text = match (condition, group) {
                (Some(c), _) => self.of(c.text.as_ref().unwrap_or(&c.label)),
                (None, Some(g)) => {
                    let said = Message::new("decide-lacks").with("what", self.of(&g.label));
                    self.catalogue.say(&said)
                }
                (None, None) => continue,
            };
            if !why.contains(&text) {
                why.push(text);
            }
        }
        if why.is_empty() {
            return self.conclusion(decision);
        }
        why.join(if self.chinese() { "；" } else { "; " })
    }

    /// The decisions told in full: with `--all` those that are owed, then those that are open;
    /// what is the same for several members is said once.
    pub(super) fn told<'d>(
        &self,
        (decisions, all): (&'d [Decision], bool),
        more: Option<Section>,
    ) -> Vec<Told<'d>> {
        let owed = |outcome| decisions.iter().filter(move |d| d.outcome == outcome);
        let order: Vec<&Decision> = if all {
            owed(Outcome::Granted)
                .chain(owed(Outcome::NeedsFact))
                .collect()
        } else {
            decisions.iter().collect()
        };
        let mut found: Vec<Told<'d>> = Vec::new();
        for decision in order {
            let sections = self.sections(decision);
            let who = self.who(decision.member);
            let same = |t: &&mut Told<'d>| {
                all && t.decision.programme == decision.programme
                    && t.decision.amount == decision.amount
                    && t.sections == sections
            };
            match found.iter_mut().find(same) {
                Some(told) => told.who = self.list(&[&told.who, &who]),
                None => found.push(Told {
                    decision,
                    who,
                    sections,
                }),
            }
        }
        // What is said beside one decision stands below it.
        if let Some(first) = found.first_mut() {
            first.sections.extend(more);
        }
        found
    }

    fn chinese(&self) -> bool {
        self.catalogue.tag().starts_with("zh")
    }

    /// Several things in a row, as the language separates them.
    pub(super) fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(if self.chinese() { "、" } else { ", " })
    }
}
