//! Every seed of the fuzz targets, and every input that once failed, through the same functions.

#[path = "../../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own when it is fuzzed")]
mod targets;

use std::path::Path;

#[test]
fn no_target_fails_on_its_seeds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    for (name, target) in targets::TARGETS {
        let mut replayed = 0;
        for seed in std::fs::read_dir(seeds.join(name)).unwrap() {
            let seed = seed.unwrap().path();
            println!("{}", seed.display());
            target(&std::fs::read(seed).unwrap());
            replayed += 1;
        }
        assert!(replayed > 0, "{name} has no seeds");
    }
}
