//! Registers: fields, words and expressions of each, with what lower layers amend.

use super::{Content, Loader, Named};
use crate::cel::{Scope, Type, nearest};
use crate::pack::diagnostic::Problem;
use crate::pack::layer::OverrideKind;
use crate::pack::raw::register::{
    AmendRegisterEntry, CheckEntry, CodeListEntry, FieldEntry, RegisterEntry, ReminderEntry,
    StatisticEntry, UpdateEntry, WordEntry,
};
use crate::pack::{Label, Parameter};
use crate::programme::Formula;
use crate::register::{
    BUILT_IN, Check, Class, CodeList, DEATH_SOURCE, Field, KEEPERS, Keeper, Kind, Mark, Register,
    Reminder, Section, Statistic, Update, Word, scope, value_type,
};
use toml::Spanned;

impl Named for Section {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Named for CodeList {
    fn id(&self) -> &str {
        &self.id
    }
}

/// The parts of one register: its own, then what lower layers amend.
struct Written<'a, 'c> {
    head: (&'a Content<'c>, &'a RegisterEntry),
    amendments: Vec<(&'a Content<'c>, &'a AmendRegisterEntry)>,
}

/// What the expressions of a register may name.
struct Names<'a> {
    scope: Scope,
    fields: &'a [String],
}

impl Loader {
    /// Sections and code lists of all layers.
    pub(super) fn register_words(
        &mut self,
        contents: &[Content<'_>],
    ) -> (Vec<Section>, Vec<CodeList>) {
        let (mut sections, mut lists) = (Vec::new(), Vec::new());
        for content in contents {
            self.open(content);
            for entry in &content.file.section {
                let of = (OverrideKind::Section, entry.overrides.as_ref());
                self.change(of, &entry.id, &mut sections, |_, sections| {
                    sections.push(Section {
                        id: entry.id.get_ref().clone(),
                        label: entry.label.clone(),
                    });
                });
            }
            for entry in &content.file.code_list {
                let of = (OverrideKind::CodeList, entry.overrides.as_ref());
                self.change(of, &entry.id, &mut lists, |loader, lists| {
                    lists.push(loader.code_list(entry));
                });
            }
        }
        (sections, lists)
    }

    fn code_list(&mut self, entry: &CodeListEntry) -> CodeList {
        CodeList {
            id: entry.id.get_ref().clone(),
            words: self.words(&entry.codes),
            cite: entry.cite.clone(),
        }
    }

    fn words(&mut self, entries: &[WordEntry]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for entry in entries {
            let code = entry.code.get_ref();
            self.unique(&entry.code, words.iter().any(|w| w.code == *code));
            if code.is_empty() || code.contains([',', ' ']) {
                self.report(entry.code.span().start, Problem::Value(code.clone()));
            }
            words.push(Word {
                code: code.clone(),
                label: label(&entry.zh, &entry.en),
                also: entry.also.clone(),
            });
        }
        words
    }

    /// All registers, with what lower layers amend.
    pub(super) fn registers(
        &mut self,
        contents: &[Content<'_>],
        parameters: &[Parameter],
        sections: &[Section],
        lists: &[CodeList],
    ) -> Vec<Register> {
        let mut written: Vec<Written<'_, '_>> = Vec::new();
        for content in contents {
            self.open(content);
            for entry in &content.file.register {
                let overrides = entry.overrides.as_ref();
                match self.above(OverrideKind::Register, &entry.id, overrides) {
                    Ok(changes) => {
                        let whole = Written {
                            head: (content, entry),
                            amendments: Vec::new(),
                        };
                        let same =
                            |w: &Written<'_, '_>| w.head.1.id.get_ref() == entry.id.get_ref();
                        match written.iter().position(same).filter(|_| changes) {
                            Some(at) => {
                                if let Some(place) = written.get_mut(at) {
                                    *place = whole;
                                }
                            }
                            None => written.push(whole),
                        }
                    }
                    Err(()) => continue,
                }
            }
            for entry in &content.file.amend_register {
                let (id, cite) = (&entry.register, Some(&entry.cite));
                if self.above(OverrideKind::Register, id, cite) == Ok(true)
                    && let Some(of) = written
                        .iter_mut()
                        .find(|w| w.head.1.id.get_ref() == id.get_ref())
                {
                    of.amendments.push((content, entry));
                }
            }
        }
        let values = parameters.iter().map(|p| (p.id.clone(), p.of.clone()));
        let param = Type::Record(values.collect::<Vec<_>>().into());
        let made = written
            .iter()
            .map(|w| self.one_register(w, &param, sections, lists));
        made.collect()
    }

    fn one_register(
        &mut self,
        written: &Written<'_, '_>,
        param: &Type,
        sections: &[Section],
        lists: &[CodeList],
    ) -> Register {
        let (content, entry) = written.head;
        self.open(content);
        let known: Vec<String> = sections.iter().map(|s| s.id.clone()).collect();
        self.reference(&entry.section, &known);
        let keepers = self.keepers(entry);
        let groups = self.groups(entry);
        if entry.cite.is_empty() {
            self.lacks_part(&entry.id, "cite");
        }
        let mut entries: Vec<(&Content<'_>, &FieldEntry)> = Vec::new();
        let own = entry.field.iter().map(|f| (content, f));
        let more = written.amendments.iter();
        let more = more.flat_map(|(c, a)| a.field.iter().map(move |f| (*c, f)));
        for (content, field) in own.chain(more) {
            self.open(content);
            let same = |(_, f): &(&Content<'_>, &FieldEntry)| f.id.get_ref() == field.id.get_ref();
            match entries.iter().position(same) {
                Some(at) => {
                    let layer = entries.get(at).map(|(c, _)| c.layer);
                    self.unique(&field.id, layer == Some(content.layer));
                    if let Some(place) = entries.get_mut(at) {
                        *place = (content, field);
                    }
                }
                None => entries.push((content, field)),
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        for (content, field) in &entries {
            self.open(content);
            fields.push(self.register_field(field, &groups, lists));
        }
        let types = fields
            .iter()
            .map(|f| (f.id.clone(), value_type(f.kind, &f.words)));
        let types: Vec<(String, Type)> = types.collect();
        let ids: Vec<String> = fields.iter().map(|f| f.id.clone()).collect();
        let names = Names {
            scope: scope(param.clone(), &types, entry.subject),
            fields: &ids,
        };
        for ((content, written), field) in entries.iter().zip(&mut fields) {
            self.open(content);
            let condition = |of: &Option<Spanned<String>>, loader: &mut Self| {
                of.as_ref()
                    .and_then(|text| loader.said(text, &names.scope, &Type::Bool))
            };
            field.required_when = condition(&written.required_when, self);
            field.shown_when = condition(&written.shown_when, self);
        }
        let mut register = Register {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            purpose: entry.purpose.clone(),
            section: entry.section.get_ref().clone(),
            subject: entry.subject,
            mark: entry.mark,
            plan: entry.plan.clone(),
            key: Vec::new(),
            keepers,
            update: None,
            groups,
            fields,
            checks: Vec::new(),
            reminders: Vec::new(),
            statistics: Vec::new(),
            cite: entry.cite.clone(),
            layer: content.layer,
        };
        self.open(content);
        for id in &entry.key {
            register.key.extend(self.field_place(id, &names));
        }
        let coded = |f: &Field| f.id == DEATH_SOURCE && f.kind == Kind::Code;
        if register.mark == Some(Mark::Deaths) && !register.fields.iter().any(coded) {
            self.lacks_part(&entry.id, DEATH_SOURCE);
        }
        self.parts_of(&mut register, &names, entry.into());
        for (content, amendment) in &written.amendments {
            self.open(content);
            self.parts_of(&mut register, &names, (*amendment).into());
        }
        register
    }

    fn keepers(&mut self, entry: &RegisterEntry) -> Vec<Keeper> {
        if entry.keepers.is_empty() {
            self.lacks_part(&entry.id, "keepers");
        }
        let known: Vec<String> = KEEPERS.iter().map(|k| (*k).to_owned()).collect();
        let mut keepers = Vec::new();
        for keeper in &entry.keepers {
            self.reference(&keeper.role, &known);
            keepers.push(Keeper {
                role: keeper.role.get_ref().clone(),
                level: keeper.level,
            });
        }
        keepers
    }

    fn groups(&mut self, entry: &RegisterEntry) -> Vec<(String, Label)> {
        let mut groups: Vec<(String, Label)> = Vec::new();
        for group in &entry.group {
            let id = group.id.get_ref();
            self.unique(&group.id, groups.iter().any(|(known, _)| known == id));
            groups.push((id.clone(), label(&group.zh, &group.en)));
        }
        groups
    }

    fn register_field(
        &mut self,
        entry: &FieldEntry,
        groups: &[(String, Label)],
        lists: &[CodeList],
    ) -> Field {
        let id = entry.id.get_ref().clone();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if id.is_empty() || !id.chars().all(plain) {
            self.report(entry.id.span().start, Problem::Value(id.clone()));
        }
        let built_in = BUILT_IN.iter().any(|(name, _)| *name == id);
        self.unique(&entry.id, built_in);
        let kind = Kind::of(entry.of.get_ref()).unwrap_or_else(|| {
            let name = entry.of.get_ref().clone();
            self.report(entry.of.span().start, Problem::UnknownType(name));
            Kind::Text
        });
        let mut words = self.words(&entry.codes);
        if let Some(list) = &entry.list_of {
            let known: Vec<String> = lists.iter().map(|l| l.id.clone()).collect();
            self.reference(list, &known);
            let named = lists.iter().find(|l| l.id == *list.get_ref());
            words = named.map_or(words, |l| l.words.clone());
        }
        let coded = matches!(kind, Kind::Code | Kind::Codes);
        // An unknown list has been said already.
        if coded == words.is_empty() && entry.list_of.is_none() {
            self.lacks_part(&entry.id, "codes");
        }
        let names: Vec<String> = groups.iter().map(|(id, _)| id.clone()).collect();
        let group = entry.group.as_ref().and_then(|group| {
            self.reference(group, &names);
            names.iter().position(|n| n == group.get_ref())
        });
        let column = entry.column.as_ref().and_then(|code| {
            let role = code.get_ref().parse().ok();
            if role.is_none() {
                let name = code.get_ref().clone();
                self.report(code.span().start, Problem::UnknownType(name));
            }
            role
        });
        // A sealed value can be neither compared nor shown on a list.
        if entry.class == Class::Sensitive && (entry.list || entry.filter) {
            let name = id.clone();
            self.report(entry.id.span().start, Problem::MayNotPublish(name));
        }
        Field {
            id,
            kind,
            label: label(&entry.zh, &entry.en),
            hint: entry.hint.clone(),
            unit: entry.unit.clone(),
            group: group.unwrap_or(0),
            words,
            required: entry.required,
            required_when: None,
            shown_when: None,
            class: entry.class,
            list: entry.list,
            filter: entry.filter,
            column,
            headers: entry.headers.clone(),
            min: entry.min,
            max: entry.max,
        }
    }

    /// An expression with its text.
    fn said(&mut self, source: &Spanned<String>, scope: &Scope, of: &Type) -> Option<Formula> {
        let expression = self.compile(source, scope, of)?;
        let text = source.get_ref().clone();
        Some(Formula { text, expression })
    }

    fn lacks_part(&mut self, id: &Spanned<String>, what: &'static str) {
        let name = id.get_ref().clone();
        self.report(id.span().start, Problem::Lacks { name, what });
    }

    /// The place of a field that is named, or what is near it.
    fn field_place(&mut self, id: &Spanned<String>, names: &Names<'_>) -> Option<usize> {
        let place = names.fields.iter().position(|f| f == id.get_ref());
        if place.is_none() {
            let near = nearest(id.get_ref(), names.fields.iter().map(String::as_str));
            let problem = Problem::UnknownReference(id.get_ref().clone(), near);
            self.report(id.span().start, problem);
        }
        place
    }

    fn parts_of(&mut self, register: &mut Register, names: &Names<'_>, parts: PartsOf<'_>) {
        if let Some(update) = parts.update
            && let Some(days) = self.said(&update.days, &names.scope, &Type::Int)
        {
            register.update = Some(Update {
                days,
                cite: update.cite.clone(),
            });
        }
        for check in parts.check {
            self.unique(
                &check.id,
                register.checks.iter().any(|c| c.id == *check.id.get_ref()),
            );
            let when = self.said(&check.when, &names.scope, &Type::Bool);
            let field = self.field_place(&check.field, names);
            if let (Some(when), Some(field)) = (when, field) {
                register.checks.push(Check {
                    id: check.id.get_ref().clone(),
                    when,
                    level: check.level,
                    field,
                    message: label(&check.zh, &check.en),
                    cite: check.cite.clone(),
                });
            }
        }
        for reminder in parts.reminder {
            let known = &register.reminders;
            let taken = known.iter().any(|r| r.id == *reminder.id.get_ref());
            self.unique(&reminder.id, taken);
            if let Some(on) = self.said(&reminder.on, &names.scope, &Type::Date) {
                register.reminders.push(Reminder {
                    id: reminder.id.get_ref().clone(),
                    on,
                    ahead: reminder.ahead,
                    label: label(&reminder.zh, &reminder.en),
                    cite: reminder.cite.clone(),
                });
            }
        }
        for statistic in parts.statistic {
            self.statistic(register, names, statistic);
        }
    }

    /// A statistic reads the index of filterable fields: what it names must be in it, and what it
    /// sums must be a number.
    fn statistic(&mut self, register: &mut Register, names: &Names<'_>, entry: &StatisticEntry) {
        let known = &register.statistics;
        self.unique(&entry.id, known.iter().any(|s| s.id == *entry.id.get_ref()));
        let by = entry.by.as_ref().and_then(|id| self.field_place(id, names));
        let sum = entry
            .sum
            .as_ref()
            .and_then(|id| self.field_place(id, names));
        let field = |at: Option<usize>| at.and_then(|at| register.fields.get(at));
        if let (Some(field), Some(id)) = (field(by), &entry.by)
            && !field.filter
        {
            self.lacks_part(id, "filter = true");
        }
        if let (Some(field), Some(id)) = (field(sum), &entry.sum)
            && !field.kind.is_number()
        {
            let name = id.get_ref().clone();
            self.report(id.span().start, Problem::Value(name));
        }
        register.statistics.push(Statistic {
            id: entry.id.get_ref().clone(),
            label: label(&entry.zh, &entry.en),
            by,
            sum,
        });
    }
}

/// What both a register and an amendment have.
struct PartsOf<'a> {
    update: Option<&'a UpdateEntry>,
    check: &'a [CheckEntry],
    reminder: &'a [ReminderEntry],
    statistic: &'a [StatisticEntry],
}

impl<'a> From<&'a RegisterEntry> for PartsOf<'a> {
    fn from(entry: &'a RegisterEntry) -> Self {
        Self {
            update: entry.update.as_ref(),
            check: &entry.check,
            reminder: &entry.reminder,
            statistic: &entry.statistic,
        }
    }
}

impl<'a> From<&'a AmendRegisterEntry> for PartsOf<'a> {
    fn from(entry: &'a AmendRegisterEntry) -> Self {
        Self {
            update: entry.update.as_ref(),
            check: &entry.check,
            reminder: &entry.reminder,
            statistic: &entry.statistic,
        }
    }
}

fn label(zh: &str, en: &str) -> Label {
    Label {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
