//! Models on paper and back.

use super::*;
use base::column::ColumnRole;

fn model() -> Model {
    let field = |name: &str, kind, role| Field {
        name: name.to_owned(),
        kind,
        role,
        nth: 0,
    };
    Model::built_in(&[
        field("surname", Kind::Surname, ColumnRole::Surname),
        field("sex", Kind::Sex, ColumnRole::Sex),
    ])
}

#[test]
fn a_model_is_read_back() {
    let model = model();
    assert_eq!(Model::parse(&model.write().unwrap()), Ok(model));
}

#[test]
fn files_that_are_no_models_are_told_apart() {
    assert!(matches!(
        Model::parse("format ="),
        Err(Error::ModelUnreadable { .. })
    ));
    assert!(matches!(
        Model::parse("a = 1"),
        Err(Error::ModelForeign { .. })
    ));
    let newer = model()
        .write()
        .unwrap()
        .replace("version = 1", "version = 9");
    assert!(matches!(
        Model::parse(&newer),
        Err(Error::ModelNewer { found: 9, .. })
    ));
    let short = model()
        .write()
        .unwrap()
        .replace("m = [0.02, 0.98]", "m = [1.0]");
    assert!(matches!(
        Model::parse(&short),
        Err(Error::ModelLevel { .. })
    ));
    let odd = model()
        .write()
        .unwrap()
        .replace("m = [0.02, 0.98]", "m = [0.02, -1.0]");
    assert!(matches!(Model::parse(&odd), Err(Error::ModelNumber { .. })));
}

#[test]
fn evidence_rises_with_the_level() {
    let mut field = model().fields.remove(0);
    field.u = vec![0.5, 0.01, 0.3, 0.1, 0.05, 0.04];
    field.order();
    let weights: Vec<f64> = (0..6).map(|level| field.weight(level)).collect();
    assert!(
        weights.windows(2).all(|w| w[0] <= w[1] + 1e-9),
        "{weights:?}"
    );
}

#[test]
fn a_saved_model_serves_the_fields_it_knows() {
    let mut saved = model();
    saved.fields.remove(0);
    saved.fields[0].m = vec![0.5, 0.5];
    let fields = [Field {
        name: "sex".into(),
        kind: Kind::Sex,
        role: ColumnRole::Sex,
        nth: 0,
    }];
    assert_eq!(Model::adapted(&saved, &fields).fields[0].m, [0.5, 0.5]);
}
