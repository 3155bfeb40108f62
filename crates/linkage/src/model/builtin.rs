//! Agreement of true pairs as ledgers show it, before the data at hand is looked at. The numbers
//! are round ones chosen by us; training moves them.

use super::FieldModel;
use crate::field::{Field, Kind};
use base::column::ColumnRole;

/// The built-in weights of a field; u is moved by what random pairs of the data show.
pub(super) fn field(field: &Field) -> FieldModel {
    let m: &[f64] = match (field.kind, field.role) {
        (Kind::Surname, _) => &[0.03, 0.01, 0.02, 0.02, 0.03, 0.89],
        (Kind::Given, _) => &[0.02, 0.01, 0.05, 0.04, 0.05, 0.83],
        (Kind::Id, _) => &[0.004, 0.03, 0.012, 0.05, 0.904],
        (Kind::Date, _) => &[0.03, 0.02, 0.03, 0.06, 0.86],
        (Kind::Sex, _) => &[0.02, 0.98],
        (Kind::Phone, _) => &[0.25, 0.05, 0.70],
        (Kind::Code, ColumnRole::HouseNumber | ColumnRole::Postcode) => &[0.20, 0.06, 0.74],
        (Kind::Code, _) => &[0.10, 0.05, 0.85],
        (Kind::Text, ColumnRole::Occupation) => &[0.35, 0.08, 0.07, 0.05, 0.45],
        (Kind::Text, _) => &[0.18, 0.07, 0.10, 0.15, 0.50],
    };
    let u: &[f64] = match field.kind {
        Kind::Surname => &[0.934, 0.0002, 0.02, 0.02, 0.0058, 0.02],
        Kind::Given => &[0.975, 0.0002, 0.015, 0.005, 0.002, 0.0028],
        Kind::Id => &[0.899_88, 0.1, 0.0001, 0.000_019, 0.000_001],
        Kind::Date => &[0.981, 0.012, 0.004, 0.002_95, 0.000_05],
        Kind::Sex => &[0.5, 0.5],
        Kind::Phone => &[0.999_98, 0.000_01, 0.000_01],
        Kind::Code => &[0.98, 0.01, 0.01],
        Kind::Text => &[0.91, 0.05, 0.02, 0.01, 0.01],
    };
    FieldModel {
        field: field.name.clone(),
        kind: field.kind,
        scale: scale(field.role),
        m: m.to_vec(),
        u: u.to_vec(),
    }
}

/// People of one home share all of its address: each further part of it says less.
fn scale(role: ColumnRole) -> f64 {
    match role {
        ColumnRole::Postcode => 0.7,
        ColumnRole::Place | ColumnRole::Division => 0.6,
        ColumnRole::Street | ColumnRole::HouseNumber => 0.8,
        ColumnRole::State => 0.4,
        ColumnRole::Address => 0.8,
        _ => 1.0,
    }
}
