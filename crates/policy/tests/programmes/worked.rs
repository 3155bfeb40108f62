//! The worked examples of the field, T1-1 to T6-3, as a clerk would check them.

use crate::pack::pack;
use policy::decide::check_examples;

#[test]
fn every_example_of_the_pack_comes_out_as_it_says() {
    let pack = pack();
    let (errors, warnings) = check_examples(&pack);
    let shown = |found: &[policy::pack::Diagnostic]| -> String {
        found.iter().map(|d| format!("{d}\n")).collect()
    };
    assert_eq!(shown(&errors), "");
    assert_eq!(shown(&warnings), "");
    assert!(
        pack.programmes
            .iter()
            .map(|p| p.examples.len())
            .sum::<usize>()
            >= 20
    );
}
