//! The evidence shown is the evidence used.

use crate::{ModelSource, Records, Settings, Silent, dedupe};
use arrow_array::StringViewArray;
use base::column::ColumnRole;

/// Families of one surname in homes of three, some entered twice, so that both rivals play.
fn ledger() -> Records {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for n in 0..240usize {
        let (home, child) = (n / 3, n % 3);
        let name = ["Smith", "Jones", "Brown", "Green", "Clark"][home % 5];
        let given = ["Anna", "Peter", "Ruth", "Paul", "Jane", "Mark", "Lucy"][(n * 5 + home) % 7];
        let born = format!("{}-{:02}-{:02}", 1940 + n % 37, 1 + n % 12, 1 + n % 27);
        let address = format!("{} Mill Lane {}", home, ["Hull", "York"][home % 2]);
        rows.push([name.into(), given.into(), born.clone(), address.clone()]);
        if n % 4 == 0 {
            let born = if n % 8 == 0 {
                born
            } else {
                format!("{}-01-11", 1940 + n % 37)
            };
            let address = if child == 0 {
                address
            } else {
                "9 New Street Leeds".to_owned()
            };
            rows.push([name.into(), given[..3].into(), born, address]);
        }
    }
    let roles = [
        ColumnRole::Surname,
        ColumnRole::GivenName,
        ColumnRole::BirthDate,
        ColumnRole::Address,
    ];
    let column = |at: usize| StringViewArray::from_iter_values(rows.iter().map(|row| &row[at]));
    let columns = roles.into_iter().enumerate();
    Records::new(columns.map(|(at, role)| (role, column(at))).collect()).unwrap()
}

#[test]
fn the_weights_of_the_fields_add_up_to_the_probability() {
    let settings = Settings {
        threshold: 0.2,
        near_miss_from: 1e-5,
        ..Settings::default()
    };
    let found = dedupe(&ledger(), &ModelSource::BuiltIn, &settings, &Silent).unwrap();
    let both = [&found.pairs, &found.near_misses];
    assert!(both.iter().all(|pairs| !pairs.is_empty()), "{both:?}");
    for pairs in both {
        for at in 0..pairs.len() {
            let told = found
                .explainer
                .explain(pairs.left[at], pairs.right[at])
                .unwrap();
            let (told, used) = (told.probability, f64::from(pairs.probability[at]));
            assert!((told - used).abs() < 0.001, "told {told}, used {used}");
        }
    }
}
