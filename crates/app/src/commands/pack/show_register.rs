//! `doudi pack show --register`: what a register asks, of whom, how often, and what it counts.

use super::show::{Section, Show};
use crate::failure::Failure;
use base::message::Message;
use policy::pack::Pack;
use policy::programme::Formula;
use policy::register::{Class, Field, Register};

/// The register of a name; what there is when there is none of that name.
pub(super) fn find<'p>(pack: &'p Pack, id: &str) -> Result<&'p Register, Failure> {
    pack.register(id).ok_or_else(|| {
        let known: Vec<&str> = pack.registers.iter().map(|r| r.id.as_str()).collect();
        let said = Message::new("register-unknown")
            .with("value", id)
            .with("known", known.join(", "));
        Failure::Said(said, 2)
    })
}

/// A condition with the labels of its fields in the place of their names.
fn readable(show: &Show<'_>, register: &Register, formula: &Formula) -> String {
    let mut text = formula.text.clone();
    let mut fields: Vec<&Field> = register.fields.iter().collect();
    // The longest names first: one may begin another.
    fields.sort_by_key(|f| std::cmp::Reverse(f.id.len()));
    for field in fields {
        let label = format!("「{}」", show.of(&field.label));
        text = text.replace(&format!("self.{}", field.id), &label);
    }
    text
}

/// Everything there is to say of it.
pub(super) fn sections(show: &Show<'_>, register: &Register) -> Vec<Section> {
    let text = |code: &str| show.catalogue.text(code);
    let section = show.pack.sections.iter();
    let section = section.clone().find(|s| s.id == register.section);
    let keepers = register.keepers.iter().map(|k| {
        let level = show
            .catalogue
            .label(&format!("register-level-{}", k.level.code()));
        format!("{} ({level})", text(&format!("role-{}", k.role)))
    });
    let mut about = vec![
        [
            text("register-subject"),
            show.catalogue
                .label(&format!("register-subject-{}", register.subject.code())),
            String::new(),
        ],
        [
            text("register-section"),
            section.map_or_else(String::new, |s| show.of(&s.label)),
            String::new(),
        ],
        [
            text("register-keepers"),
            keepers.collect::<Vec<_>>().join(" · "),
            String::new(),
        ],
    ];
    if let Some(update) = &register.update {
        about.push([
            text("register-update-days"),
            readable(show, register, &update.days),
            show.cite(&update.cite),
        ]);
    }
    if !register.plan.is_empty() {
        let plan = register.plan.join(" · ");
        about.push([text("register-plan"), plan, String::new()]);
    }
    let basis = register
        .cite
        .iter()
        .map(|c| [show.cite(c), String::new(), String::new()]);
    let fields = register.fields.iter().map(|f| field(show, register, f));
    let checks = register.checks.iter().map(|c| {
        let cite = c.cite.as_ref().map_or_else(String::new, |c| show.cite(c));
        [show.of(&c.message), readable(show, register, &c.when), cite]
    });
    let reminders = register.reminders.iter().map(|r| {
        let cite = r.cite.as_ref().map_or_else(String::new, |c| show.cite(c));
        [show.of(&r.label), readable(show, register, &r.on), cite]
    });
    let statistics = register.statistics.iter();
    let statistics = statistics.map(|s| [show.of(&s.label), String::new(), String::new()]);
    [
        show.section("register-about", about),
        show.section("show-basis", basis.collect()),
        show.section("register-fields", fields.collect()),
        show.section("register-checks", checks.collect()),
        show.section("register-reminders", reminders.collect()),
        show.section("register-statistics", statistics.collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn field(show: &Show<'_>, register: &Register, field: &Field) -> [String; 3] {
    let text = |code: &str| show.catalogue.text(code);
    let mut marks = vec![
        show.catalogue
            .label(&format!("register-kind-{}", field.kind.code())),
    ];
    if field.required {
        marks.push(text("register-required"));
    }
    if field.class == Class::Sensitive {
        marks.push(text("register-sensitive"));
    }
    let mut content = marks.join(" · ");
    if !field.words.is_empty() {
        let words: Vec<String> = field.words.iter().map(|w| show.of(&w.label)).collect();
        content += &format!("\n{}", words.join(" / "));
    }
    let conditions = [
        ("register-required-when", &field.required_when),
        ("register-shown-when", &field.shown_when),
    ];
    for (code, formula) in conditions {
        if let Some(formula) = formula {
            content += &format!("\n{} {}", text(code), readable(show, register, formula));
        }
    }
    if let Some(hint) = &field.hint {
        content += &format!("\n{}", show.of(hint));
    }
    let label = format!("{} ({})", show.of(&field.label), field.id);
    [label, content, String::new()]
}
