//! Decisions as JSON: the stable form that others read (docs/spec/programmes.md, 5). Sentences are
//! in one language, money is in fen where the name says so and else in yuan as text.

use super::{All, Counterfactual, Decision, Named};
use crate::cel::Datum;
use crate::fact::Case;
use crate::journey::{next_review, outlook};
use crate::pack::{Citation, Label, Pack};
use base::money::Fen;
use serde_json::{Value, json};

/// The language of a decision, and the sentences that the engine does not have.
pub struct Words<'w> {
    /// `zh-CN` or `en`.
    pub language: &'w str,
    /// What would have to be otherwise.
    pub counterfactual: &'w dyn Fn(&Counterfactual) -> String,
}

impl Words<'_> {
    fn of(&self, label: &Label) -> String {
        label.of(self.language).to_owned()
    }

    fn named(&self, named: &Named) -> Value {
        json!({
            "name": named.name,
            "label": self.of(&named.label),
            "value": self.of(&named.value),
        })
    }
}

/// One decision.
pub fn json(pack: &Pack, case: &Case, decision: &Decision, words: &Words<'_>) -> Value {
    let d = decision;
    let member = |at: Option<usize>| at.map(|at| case.member_id(at).to_owned());
    let status = match &d.status {
        Some(status) => Some(status.id.as_str()),
        None => (d.outcome == super::Outcome::Granted).then_some("ordinary"),
    };
    json!({
        "programme": d.programme,
        "title": words.of(&d.title),
        "unit": d.unit.word(),
        "member": member(d.member),
        "on": d.on.to_string(),
        "language": words.language,
        "outcome": d.outcome.word(),
        "eligible": d.outcome.eligible(),
        "amount_fen": d.amount.map(Fen::get),
        "period": d.period.as_ref().map(|(period, _)| *period),
        "status": status,
        "status_text": d.status.as_ref().map(|s| words.of(&s.text)),
        "until": d.status.as_ref().and_then(|s| s.until).map(|u| u.to_string()),
        "pack": {"id": pack.id, "version": pack.version},
        "conditions": conditions(d, words),
        "groups": d.groups.iter().map(|g| json!({
            "id": g.id,
            "label": words.of(&g.label),
            "group": g.group,
            "any": g.any,
            "holds": g.holds,
            "needed": g.needed,
            "cite": cite(&g.cite),
        })).collect::<Vec<_>>(),
        "derived": d.derived.iter().map(|v| json!({
            "id": v.id,
            "entity": v.entity.word(),
            "member": member(v.member),
            "label": words.of(&v.label),
            "value": datum(&v.value),
            "text": v.text,
            "expression": v.expression.trim(),
            "cite": cite(&v.cite),
        })).collect::<Vec<_>>(),
        "computation": d.computation.iter().map(|l| json!({
            "name": l.id,
            "label": words.of(&l.label),
            "member": member(l.member),
            "kind": l.kind.word(),
            "value": l.value.to_string(),
            "total": l.total.to_string(),
            "text": l.text,
            "counted": l.counted,
            "cite": cite(&l.cite),
        })).collect::<Vec<_>>(),
        "parameters": parameters(pack, d, words),
        "missing": d.missing.iter().map(|m| json!({
            "path": m.path,
            "label": if words.language.starts_with("zh") { &m.label.0 } else { &m.label.1 },
            "matters": m.matters,
            "computed": m.computed,
        })).collect::<Vec<_>>(),
        "assumed": d.assumed.iter().map(|a| words.named(a)).collect::<Vec<_>>(),
        "counterfactuals": counterfactuals(d, words),
        "stacking": d.stacking.iter().map(|s| json!({
            "id": s.id,
            "rule": s.rule.word(),
            "with": s.with,
            "title": words.of(&s.title),
            "other": s.other.map(|a| a.to_string()),
            "yields": s.yields,
            "before": s.before.map(|a| a.to_string()),
            "text": words.of(&s.sentence),
            "cite": cite(&s.cite),
        })).collect::<Vec<_>>(),
        "rests_on": d.rests_on,
        "first_month": d.first_month.as_ref().and_then(|b| b.month).map(|m| m.to_string()),
        "first_month_rule": d.first_month.as_ref().map(|b| b.rule),
        "reasons": d.reasons(),
        "review_months": d.review.as_ref().map(|(months, ..)| months),
        "review_by": d.review.as_ref().and_then(|(months, ..)| next_review(d.on, *months))
            .map(|day| day.to_string()),
        "road": road(pack, d, words),
        "documents": d.documents.iter().map(|(id, label, source)| json!({
            "id": id,
            "label": words.of(label),
            "cite": cite(source),
        })).collect::<Vec<_>>(),
        "shares": d.shares.iter().enumerate().map(|(at, share)| json!({
            "member": case.member_id(at),
            "amount_fen": share.get(),
        })).collect::<Vec<_>>(),
        "case": case.given,
    })
}

/// When the steps of the road are due if the case is accepted on the day of the decision.
fn road(pack: &Pack, d: &Decision, words: &Words<'_>) -> Value {
    let programme = pack.programme(&d.programme);
    let Some(ahead) = programme.and_then(|p| outlook(pack, p, d.on).ok()) else {
        return Value::Null;
    };
    let day = |day: Option<base::date::Date>| day.map(|day| day.to_string());
    json!({
        "accepted": ahead.accepted.to_string(),
        "decide_by": day(ahead.decide_by),
        "steps": ahead.steps.iter().map(|m| json!({
            "id": m.step.id,
            "label": words.of(&m.step.label),
            "actor": m.step.actor,
            "days": m.limit.map(|(days, _)| days),
            "count": m.limit.map(|(_, count)| count.word()),
            "due": day(m.due),
            "notice_from": m.notice_ends.map(|_| m.begins.to_string()),
            "notice_to": day(m.notice_ends),
            "cite": cite(m.cite),
        })).collect::<Vec<_>>(),
        "whole": ahead.wholes.iter().map(|w| json!({
            "days": w.days,
            "count": w.count.word(),
            "excludes": w.excludes,
            "due": day(w.due),
            "cite": cite(w.cite),
        })).collect::<Vec<_>>(),
    })
}

fn conditions(d: &Decision, words: &Words<'_>) -> Vec<Value> {
    let each = d.conditions.iter().map(|c| {
        json!({
            "id": c.id,
            "label": words.of(&c.label),
            "group": c.group,
            "holds": c.holds,
            "needed": c.needed,
            "text": c.text.as_ref().map(|t| words.of(t)),
            "reason": c.reason,
            "cite": cite(&c.cite),
            "values": c.values.iter().map(|v| words.named(v)).collect::<Vec<_>>(),
        })
    });
    each.collect()
}

fn parameters(pack: &Pack, d: &Decision, words: &Words<'_>) -> Vec<Value> {
    let used = d.parameters.iter().filter_map(|p| pack.parameters.get(*p));
    let each = used.filter_map(|p| {
        let value = p.on(d.on)?;
        Some(json!({
            "id": p.id,
            "label": words.of(&p.label),
            "value": table(&p.of, &value.value),
            "from": value.from.to_string(),
            "to": value.to.map(|t| t.to_string()),
            "cite": cite(&value.cite),
        }))
    });
    each.collect()
}

fn counterfactuals(d: &Decision, words: &Words<'_>) -> Vec<Value> {
    let each = d.counterfactuals.iter().map(|c| {
        json!({
            "condition": c.condition,
            "effect": if c.gains { "gain" } else { "lose" },
            "name": c.subject.name,
            "label": words.of(&c.subject.label),
            "relation": c.relation.word(),
            "bound": words.of(&c.bound),
            "now": words.of(&c.subject.value),
            "alone": c.alone,
            "text": (words.counterfactual)(c),
            "cite": cite(&c.cite),
        })
    });
    each.collect()
}

/// The decisions of all programmes.
pub fn all_json(pack: &Pack, case: &Case, all: &All, words: &Words<'_>) -> Value {
    let decisions = all.decisions.iter().map(|d| json(pack, case, d, words));
    json!({
        "decisions": decisions.collect::<Vec<_>>(),
        "total_month_fen": all.total_month.get(),
    })
}

fn cite(cite: &Citation) -> Value {
    json!({
        "document": cite.document,
        "article": cite.article,
        "verified": cite.verified,
    })
}

fn datum(value: &Datum) -> Value {
    match value {
        Datum::Missing => Value::Null,
        Datum::Bool(b) => (*b).into(),
        Datum::Int(n) => (*n).into(),
        other => other.value().shown().into(),
    }
}

/// A parameter's value; a table by its keys.
fn table(of: &crate::cel::Type, value: &Datum) -> Value {
    match (of, value) {
        (crate::cel::Type::Table(keys, _), Datum::Table(values)) => {
            let fields = keys.names().iter().zip(values.iter());
            fields
                .map(|(key, value)| (key.clone(), datum(value)))
                .collect()
        }
        (_, value) => datum(value),
    }
}
