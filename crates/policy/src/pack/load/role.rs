//! Roles: what ledgers can be, and how their fields are found.

use super::{Content, Loader};
use crate::cel::Type;
use crate::indicator::Over;
use crate::pack::diagnostic::Problem;
use crate::pack::raw::RoleEntry;
use crate::pack::{Field, Living, Parameter, Role};
use crate::programme::Formula;
use crate::register::Register;
use base::column::ColumnRole;

impl Loader {
    pub(super) fn role(&mut self, entry: &RoleEntry, roles: &mut Vec<Role>) {
        let mut fields: Vec<Field> = Vec::new();
        for field in &entry.field {
            self.unique(
                &field.id,
                fields.iter().any(|f| f.id == *field.id.get_ref()),
            );
            let column = field.column.as_ref().and_then(|code| {
                let role: Option<ColumnRole> = code.get_ref().parse().ok();
                if role.is_none() {
                    let problem = Problem::UnknownType(code.get_ref().clone());
                    self.report(code.span().start, problem);
                }
                role
            });
            let mut of = self.type_of(&field.of);
            if of == Type::Text && !field.codes.is_empty() {
                of = Type::Code(
                    field
                        .codes
                        .keys()
                        .map(|word| word.as_str().into())
                        .collect(),
                );
            }
            fields.push(Field {
                id: field.id.get_ref().clone(),
                of,
                column,
                headers: field.headers.clone(),
                codes: field.codes.clone().into_iter().collect(),
                optional: field.optional,
                kin: field.kin,
            });
        }
        roles.push(Role {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            provider: entry.provider.clone(),
            fields,
            living: None,
        });
    }

    /// Which register stands for which role; registers are known only after the roles.
    pub(super) fn living(
        &mut self,
        contents: &[Content<'_>],
        parameters: &[Parameter],
        registers: &[Register],
        roles: &mut [Role],
    ) {
        let values = parameters.iter().map(|p| (p.id.clone(), p.of.clone()));
        let param = Type::Record(values.collect::<Vec<_>>().into());
        for content in contents {
            self.open(content);
            for entry in &content.file.role {
                let Some(given) = &entry.register else {
                    continue;
                };
                let Some((Over::Register(register), scope)) =
                    self.over(&given.id, &param, registers)
                else {
                    continue;
                };
                let when = given.when.as_ref().and_then(|source| {
                    let expression = self.compile(source, &scope, &Type::Bool)?;
                    Some(Formula {
                        text: source.get_ref().clone(),
                        expression,
                    })
                });
                if let Some(role) = roles.iter_mut().find(|r| r.id == *entry.id.get_ref()) {
                    role.living = Some(Living { register, when });
                }
            }
        }
    }
}
