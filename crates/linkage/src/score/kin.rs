//! What agreement says against people of one home: brothers share a generation character, twins
//! the birth date, everybody the place they come from.

use crate::field::Kind;
use crate::model::FieldModel;
use base::column::ColumnRole;

/// Whether all people of one home have the same value there.
pub(super) fn role_of_home(role: ColumnRole) -> bool {
    matches!(
        role,
        ColumnRole::Surname
            | ColumnRole::Phone
            | ColumnRole::Address
            | ColumnRole::HouseNumber
            | ColumnRole::Street
            | ColumnRole::Place
            | ColumnRole::State
            | ColumnRole::Postcode
            | ColumnRole::Division
            | ColumnRole::BankAccount
    )
}

/// Whether whoever moves house changes the value.
pub(super) fn moves(role: ColumnRole) -> bool {
    role_of_home(role)
        && !matches!(
            role,
            ColumnRole::Surname | ColumnRole::Phone | ColumnRole::BankAccount
        )
}

/// How often two people of one home agree so, by level; the numbers are round ones chosen by us.
fn chance(kind: Kind, role: ColumnRole, chinese: bool) -> Option<&'static [f64]> {
    Some(match (kind, role) {
        (Kind::Given, _) if !chinese => &[0.934, 0.004, 0.03, 0.01, 0.008, 0.014],
        (Kind::Given, _) => &[0.82, 0.004, 0.14, 0.02, 0.01, 0.006],
        (Kind::Date, _) => &[0.90, 0.04, 0.03, 0.022, 0.008],
        (Kind::Text, ColumnRole::BirthPlace) => &[0.3, 0.05, 0.05, 0.1, 0.5],
        (Kind::Text, ColumnRole::Occupation) => &[0.78, 0.05, 0.02, 0.02, 0.13],
        (Kind::Text, ColumnRole::Email) => &[0.85, 0.06, 0.03, 0.02, 0.04],
        (Kind::Code, ColumnRole::Ethnicity) => &[0.04, 0.01, 0.95],
        _ => return None,
    })
}

/// The most that each level of a field weighs against people of one home.
pub(super) fn weights(
    field: &FieldModel,
    role: ColumnRole,
    chinese: bool,
    random: &[f32; 8],
) -> [f32; 8] {
    let mut out = [f32::INFINITY; 8];
    if let Some(chance) = chance(field.kind, role, chinese) {
        for ((out, m), u) in out.iter_mut().zip(&field.m).zip(chance) {
            *out = ((m / u).log2() * field.scale) as f32;
        }
        // Disagreement says as much against people of one home as against any others.
        out[0] = random[0];
    }
    out
}
