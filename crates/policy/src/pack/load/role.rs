//! Roles: what ledgers can be, and how their fields are found.

use super::Loader;
use crate::cel::Type;
use crate::pack::diagnostic::Problem;
use crate::pack::raw::RoleEntry;
use crate::pack::{Field, Role};
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
        });
    }
}
