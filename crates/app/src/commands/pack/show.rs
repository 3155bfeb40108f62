//! `doudi pack show`: what a pack or one of its programmes says, on the terminal or as a page to
//! pin on a wall. What is shown is made once, as sections of rows; the page adds the road.

use super::{show_page, show_register};
use crate::cli::{file, sub, value};
use crate::commands::decide_batch::programme;
use crate::commands::road::Words;
use crate::commands::{required, text};
use crate::failure::Failure;
use crate::messages::Catalogue;
use crate::packs::{self, cited};
use base::date::Date;
use base::message::Message;
use clap::{Arg, ArgMatches, Command};
use policy::journey::outlook;
use policy::pack::{Citation, Label, Pack, Parameter};
use policy::programme::{Days, Formula, Programme};
use std::collections::HashMap;
use std::io::Write as _;
use std::process::ExitCode;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    sub(
        "show",
        catalogue,
        say("help-pack-show"),
        say("example-pack-show"),
    )
    .arg(file("pack", "DIR", say("help-pack-dir")))
    .arg(
        Arg::new("programme")
            .value_name("CODE")
            .help(say("help-show-programme")),
    )
    .arg(value("register", "CODE", say("help-show-register")).conflicts_with("programme"))
    .arg(value("on", "DATE", say("help-show-on")))
    .arg(value("output", "OUT.html", say("help-show-out")).short('o'))
}

/// A heading with rows below it.
pub(crate) struct Section {
    pub(crate) heading: String,
    /// Cells of each row: label, content, source.
    pub(crate) rows: Vec<[String; 3]>,
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    let (_, pack) = packs::open(catalogue, required(args, "pack")?)?;
    let one = text(args, "programme")
        .map(|id| programme(&pack, id))
        .transpose()?;
    let on = text(args, "on").map(|day| packs::day(day)).transpose()?;
    let show = Show::new(catalogue, &pack, on);
    let ledger = text(args, "register")
        .map(|id| show_register::find(&pack, id))
        .transpose()?;
    let (title, summary, sections) = match (one, ledger) {
        (_, Some(register)) => (
            &register.label,
            show.of(&register.purpose),
            show_register::sections(&show, register),
        ),
        (Some(programme), None) => (
            &programme.title,
            show.of(&programme.summary),
            show.programme(programme),
        ),
        (None, None) => (&pack.title, String::new(), show.pack()),
    };
    let title = show.of(title);
    if let Some(target) = text(args, "output") {
        let road = one.and_then(|p| Some((p.road.as_ref()?, show.words(p))));
        let page = show_page::page(catalogue, &pack, (&title, &summary), &sections, road, on);
        std::fs::write(target, page).map_err(|e| {
            Failure::Sheet(sheet::SheetError::Unwritable {
                file: target.clone(),
                why: e.to_string(),
            })
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = format!("{title}\n{summary}\n");
    for section in &sections {
        out += &format!("\n{}\n", section.heading);
        for [label, content, source] in &section.rows {
            out += &format!("  {label}\n");
            for line in content.lines().filter(|l| !l.is_empty()) {
                out += &format!("      {line}\n");
            }
            if !source.is_empty() {
                out += &format!("      [{source}]\n");
            }
        }
    }
    // A closed pipe is no failure.
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(ExitCode::SUCCESS)
}

pub(super) struct Show<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) pack: &'a Pack,
    pub(super) language: &'static str,
    /// The day whose rules are shown; all versions without it.
    on: Option<Date>,
}

impl<'a> Show<'a> {
    fn new(catalogue: &'a Catalogue, pack: &'a Pack, on: Option<Date>) -> Self {
        let language = catalogue.language().tag();
        Self {
            catalogue,
            pack,
            language,
            on,
        }
    }

    fn shown(&self, days: Days) -> bool {
        self.on.is_none_or(|on| days.contain(on))
    }

    pub(super) fn of(&self, label: &Label) -> String {
        label.of(self.language).to_owned()
    }

    pub(super) fn cite(&self, cite: &Citation) -> String {
        let doubt = if cite.verified {
            String::new()
        } else {
            format!(" · {}", self.catalogue.text("pack-unverified"))
        };
        format!("{}{doubt}", cited(cite))
    }

    pub(super) fn section(&self, code: &'static str, rows: Vec<[String; 3]>) -> Option<Section> {
        let heading = self.catalogue.text(code);
        (!rows.is_empty()).then_some(Section { heading, rows })
    }

    fn history(&self, parameter: &Parameter) -> [String; 3] {
        let mut lines = Vec::new();
        let mut sources: Vec<String> = Vec::new();
        for dated in &parameter.values {
            let to = dated.to.map_or("…".to_owned(), |to| to.to_string());
            let value = parameter.shown(&dated.value, self.language);
            let layer = self
                .pack
                .layers
                .get(dated.layer)
                .map_or("", |l| l.id.as_str());
            let over: Vec<String> = dated
                .over
                .iter()
                .map(|o| parameter.shown(&o.value, self.language))
                .collect();
            let over = if over.is_empty() {
                String::new()
            } else {
                format!(" ({layer} ← {})", over.join(", "))
            };
            lines.push(format!("{} – {to}  {value}{over}", dated.from));
            let source = self.cite(&dated.cite);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let label = format!("{} ({})", self.of(&parameter.label), parameter.id);
        [label, lines.join("\n"), sources.join("; ")]
    }

    fn pack(&self) -> Vec<Section> {
        let pack = self.pack;
        let layers = pack
            .layers
            .iter()
            .map(|l| [self.of(&l.title), l.id.clone(), String::new()]);
        let programmes = pack.programmes.iter();
        let programmes = programmes.map(|p| {
            [
                format!("{} ({})", self.of(&p.title), p.id),
                self.of(&p.summary),
                String::new(),
            ]
        });
        let registers = pack.registers.iter();
        let registers = registers.map(|r| {
            let label = format!("{} ({})", self.of(&r.label), r.id);
            [label, self.of(&r.purpose), String::new()]
        });
        let overrides = pack.overrides.iter().map(|o| {
            let name = |at: usize| pack.layers.get(at).map_or("", |l| l.id.as_str());
            let content = format!("{} ← {}", name(o.layer), name(o.above));
            [o.id.clone(), content, self.cite(&o.cite)]
        });
        let constraints = pack.constraints.iter();
        let constraints =
            constraints.map(|c| [self.of(&c.label), c.id.clone(), self.cite(&c.cite)]);
        let parameters = pack.parameters.iter().map(|p| self.history(p));
        [
            self.section("show-layers", layers.collect()),
            self.section("show-programmes", programmes.collect()),
            self.section("show-registers", registers.collect()),
            self.section("show-overrides", overrides.collect()),
            self.section("show-constraints", constraints.collect()),
            self.section("show-parameters", parameters.collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A formula with the labels of what it names.
    fn readable(&self, programme: &Programme, formula: &Formula) -> String {
        let mut labels: HashMap<String, String> = HashMap::new();
        let facts = &self.pack.facts;
        for (owner, list) in [("household", &facts.household), ("person", &facts.person)] {
            for fact in list {
                labels.insert(format!("{owner}.{}", fact.id), self.of(&fact.label));
            }
        }
        for derive in &programme.derives {
            labels.insert(
                format!("{}.{}", derive.entity.word(), derive.id),
                self.of(&derive.label),
            );
        }
        for parameter in &self.pack.parameters {
            labels.insert(format!("param.{}", parameter.id), self.of(&parameter.label));
        }
        let mut out = String::new();
        let mut word = String::new();
        for c in formula.text.trim().chars().chain([' ']) {
            if c.is_alphanumeric() || c == '_' || (c == '.' && !word.is_empty()) {
                word.push(c);
                continue;
            }
            out += &match labels.get(&word) {
                Some(label) => format!("「{label}」"),
                None => std::mem::take(&mut word),
            };
            word.clear();
            out.push(c);
        }
        self.plain(out.trim_end())
    }

    /// Signs of the expression as people write them.
    fn plain(&self, formula: &str) -> String {
        let and = format!(" {} ", self.catalogue.text("show-and"));
        let or = format!(" {} ", self.catalogue.text("show-or"));
        let not = self.catalogue.text("show-not");
        let signs = [
            (" && ", and.as_str()),
            (" || ", or.as_str()),
            (" <= ", " ≤ "),
            (" >= ", " ≥ "),
            (" == ", " = "),
            (" != ", " ≠ "),
            (" * ", " × "),
            (" / ", " ÷ "),
            ("!「", &format!("{not}「")),
        ];
        let plain = signs.iter().fold(formula.to_owned(), |text, (sign, word)| {
            text.replace(sign, word)
        });
        plain.replace("「 ", "「")
    }

    fn words<'w>(&'w self, programme: &'w Programme) -> Words<'w> {
        Words {
            catalogue: self.catalogue,
            pack: self.pack,
            programme,
        }
    }

    fn programme(&self, programme: &Programme) -> Vec<Section> {
        let mut sections = self.owed(programme);
        sections.extend(self.handled(programme));
        sections
    }

    /// What is owed, and to whom.
    fn owed(&self, programme: &Programme) -> Vec<Section> {
        let read = |formula: &Formula| self.readable(programme, formula);
        let basis = programme.basis.iter().map(|b| {
            let days = [b.from, b.to].map(|d| d.map_or(String::new(), |d| d.to_string()));
            [self.of(&b.title), b.document.clone(), days.join(" – ")]
        });
        let conditions = programme.conditions.iter().filter(|x| self.shown(x.days));
        let conditions = conditions.map(|c| [self.of(&c.label), read(&c.is), self.cite(&c.cite)]);
        let statuses = programme.statuses.iter().filter(|x| self.shown(x.days));
        let statuses = statuses.map(|s| [self.of(&s.label), read(&s.when), self.cite(&s.cite)]);
        let groups = programme
            .groups
            .iter()
            .filter(|x| self.shown(x.days))
            .map(|g| {
                let any = if g.any { "show-any" } else { "show-all" };
                let labels = g.of.iter().map(|id| {
                    let condition = programme.conditions.iter().find(|c| c.id == *id);
                    let group = programme.groups.iter().find(|g| g.id == *id);
                    let label = condition.map(|c| &c.label).or(group.map(|g| &g.label));
                    label.map_or_else(|| id.clone(), |l| self.of(l))
                });
                let labels = labels.collect::<Vec<_>>().join(" · ");
                let any = self.catalogue.text(any);
                [
                    self.of(&g.label),
                    format!("{any} {labels}"),
                    self.cite(&g.cite),
                ]
            });
        let derives = programme.derives.iter().filter(|x| self.shown(x.days));
        let derives = derives.map(|d| [self.of(&d.label), read(&d.is), self.cite(&d.cite)]);
        let steps = programme
            .amount
            .iter()
            .flat_map(|a| &a.steps)
            .filter(|x| self.shown(x.days))
            .map(|s| {
                let when = s.when.as_ref().map_or(String::new(), |w| {
                    format!("\n{} {}", self.catalogue.text("show-when"), read(w))
                });
                [
                    self.of(&s.label),
                    format!("{}{when}", read(&s.is)),
                    self.cite(&s.cite),
                ]
            });
        let text: String = self
            .formulas(programme)
            .map(|f| f.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let parameters = self.pack.parameters.iter();
        let parameters = parameters.filter(|p| packs::mentions(&text, &format!("param.{}", p.id)));
        [
            self.section("show-basis", basis.collect()),
            self.section("show-conditions", conditions.collect()),
            self.section("show-groups", groups.collect()),
            self.section("show-statuses", statuses.collect()),
            self.section("show-amount", steps.collect()),
            self.section("show-derived", derives.collect()),
            self.section(
                "show-parameters",
                parameters.map(|p| self.history(p)).collect(),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// By which road it is decided, what it needs, how it ends, and examples.
    fn handled(&self, programme: &Programme) -> Vec<Section> {
        let read = |formula: &Formula| self.readable(programme, formula);
        let words = self.words(programme);
        let reviews = programme
            .reviews
            .iter()
            .filter(|x| self.shown(x.days))
            .map(|r| {
                let when = r.when.as_ref().map_or(String::new(), read);
                let months = self.pack.span_on(&r.months, self.on.unwrap_or(r.days.from));
                let months = months.map_or(String::new(), |months| {
                    let said = Message::new("road-months").with("months", i64::from(months));
                    self.catalogue.say(&said)
                });
                let content = format!("{months}\n{when}").trim().to_owned();
                [self.of(&r.label), content, self.cite(&r.cite)]
            });
        let documents = programme.documents.iter().filter(|x| self.shown(x.days));
        let documents = documents.map(|d| {
            [
                self.of(&d.label),
                d.when.as_ref().map_or(String::new(), read),
                self.cite(&d.cite),
            ]
        });
        let road = programme
            .road
            .iter()
            .flat_map(|r| &r.steps)
            .filter(|x| self.shown(x.days));
        let road = road.map(|s| {
            let to = s.days.to.map_or(String::new(), |to| to.to_string());
            let dates = if s.days == programme.days || self.on.is_some() {
                String::new()
            } else {
                format!("{} – {to}\n", s.days.from)
            };
            let asks = format!("{dates}{}", words.asks(s));
            [self.of(&s.label), asks, self.cite(&s.cite)]
        });
        let mut limits: Vec<[String; 3]> = Vec::new();
        if let Some(road) = &programme.road {
            limits.extend(words.totals(road, self.on));
        }
        let ahead = self
            .on
            .and_then(|on| outlook(self.pack, programme, on).ok());
        limits.extend(ahead.iter().flat_map(|ahead| words.ahead(ahead)));
        let ends = programme.ends.iter().filter(|x| self.shown(x.days));
        let ends = ends.map(|e| [self.of(&e.label), String::new(), self.cite(&e.cite)]);
        let examples = programme.examples.iter().map(|e| {
            let amount = e.expect.amount.map_or(String::new(), |a| format!(" {a}"));
            let outcome = self.catalogue.label(&e.expect.outcome);
            let cite = e.cite.as_ref().map_or(String::new(), |c| self.cite(c));
            [e.name.clone(), format!("{}: {outcome}{amount}", e.on), cite]
        });
        [
            self.section("show-road", road.collect()),
            self.section("road-limits", limits),
            self.section("show-reviews", reviews.collect()),
            self.section("show-documents", documents.collect()),
            self.section("show-ends", ends.collect()),
            self.section("show-examples", examples.collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn formulas<'p>(&self, programme: &'p Programme) -> impl Iterator<Item = &'p Formula> {
        let steps = programme.amount.iter().flat_map(|a| &a.steps);
        let derives = programme.derives.iter().map(|d| &d.is);
        derives
            .chain(programme.conditions.iter().map(|c| &c.is))
            .chain(programme.statuses.iter().map(|s| &s.when))
            .chain(steps.flat_map(|s| std::iter::once(&s.is).chain(&s.when)))
    }
}
