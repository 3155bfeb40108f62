//! Indicators: what they are taken over decides which names their expressions may use.

use super::{Content, Loader, Named};
use crate::cel::{Scope, Type};
use crate::indicator::{Indicator, Measure, Over, finding_fields, problem_fields, task_fields};
use crate::pack::Parameter;
use crate::pack::diagnostic::Problem;
use crate::pack::layer::OverrideKind;
use crate::pack::raw::IndicatorEntry;
use crate::plan::Plan;
use crate::programme::Formula;
use crate::register::{ON, Register, scope, value_type};
use std::sync::Arc;
use toml::Spanned;

impl Named for Indicator {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Loader {
    /// The indicators of all layers.
    pub(super) fn indicators(
        &mut self,
        contents: &[Content<'_>],
        parameters: &[Parameter],
        registers: &[Register],
        plans: &[Plan],
    ) -> Vec<Indicator> {
        let values = parameters.iter().map(|p| (p.id.clone(), p.of.clone()));
        let param = Type::Record(values.collect::<Vec<_>>().into());
        let mut indicators = Vec::new();
        for content in contents {
            self.open(content);
            for entry in &content.file.indicator {
                let of = (OverrideKind::Indicator, entry.overrides.as_ref());
                self.change(of, &entry.id, &mut indicators, |loader, indicators| {
                    indicators.extend(loader.indicator(entry, &param, registers, plans));
                });
            }
        }
        indicators
    }

    fn indicator(
        &mut self,
        entry: &IndicatorEntry,
        param: &Type,
        registers: &[Register],
        plans: &[Plan],
    ) -> Option<Indicator> {
        let known: Vec<String> = plans
            .iter()
            .flat_map(|plan| plan.parts.iter().flat_map(|part| &part.items))
            .map(|item| item.id.clone())
            .collect();
        // A layer without a plan may serve several.
        if !known.is_empty() {
            for item in &entry.items {
                self.reference(item, &known);
            }
        }
        let (over, scope) = self.over(&entry.over, param, registers)?;
        let formula = |loader: &mut Self, source: &Option<Spanned<String>>, of: &Type| {
            let source = source.as_ref()?;
            let expression = loader.compile(source, &scope, of)?;
            Some(Formula {
                text: source.get_ref().clone(),
                expression,
            })
        };
        let of = formula(self, &entry.of, &Type::Bool);
        let counts = formula(self, &entry.counts, &Type::Bool);
        let measure = match entry.measure.get_ref().as_str() {
            "count" => Measure::Count,
            "share" => Measure::Share,
            "sum" => Measure::Sum(formula(self, &entry.sum, &Type::Int)?),
            "money" => Measure::Money(formula(self, &entry.sum, &Type::Money)?),
            other => {
                let problem = Problem::Value(other.to_owned());
                self.report(entry.measure.span().start, problem);
                return None;
            }
        };
        if entry.cite.is_empty() {
            let name = entry.id.get_ref().clone();
            let problem = Problem::Lacks { name, what: "cite" };
            self.report(entry.id.span().start, problem);
        }
        let scale = match measure {
            Measure::Share | Measure::Money(_) => 100,
            Measure::Count | Measure::Sum(_) => 1,
        };
        Some(Indicator {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            items: entry.items.iter().map(|i| i.get_ref().clone()).collect(),
            over,
            of,
            counts,
            measure,
            target: entry.target.map(|target| target.saturating_mul(scale)),
            better: entry.better,
            cite: entry.cite.clone(),
        })
    }

    /// What an indicator, or the ledger of a role, is taken over.
    pub(super) fn over(
        &mut self,
        over: &Spanned<String>,
        param: &Type,
        registers: &[Register],
    ) -> Option<(Over, Scope)> {
        let plain = |fields: Vec<(String, Type)>| {
            Scope::default()
                .with(ON, Type::Date)
                .with("param", param.clone())
                .with("self", Type::Record(Arc::new(fields)))
        };
        match over.get_ref().as_str() {
            "tasks" => return Some((Over::Tasks, plain(task_fields()))),
            "law" => return Some((Over::Law, plain(Vec::new()))),
            "findings" => return Some((Over::Findings, plain(finding_fields()))),
            "problems" => return Some((Over::Problems, plain(problem_fields()))),
            _ => {}
        }
        let known: Vec<String> = registers.iter().map(|r| r.id.clone()).collect();
        self.reference(over, &known);
        let register = registers.iter().find(|r| r.id == *over.get_ref())?;
        let fields: Vec<(String, Type)> = register
            .fields
            .iter()
            .map(|field| (field.id.clone(), value_type(field.kind, &field.words)))
            .collect();
        Some((
            Over::Register(register.id.clone()),
            scope(param.clone(), &fields, register.subject),
        ))
    }
}
