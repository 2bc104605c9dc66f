//! The properties of the fuzz targets without a fuzzer: the committed corpus, then random bytes.
//!
//! `STRIDEWISE_FUZZ_SECONDS` says for how long each property meets random bytes; a moment where it is not set.

use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use stridewise_testkit::properties;

fn hold(name: &str) {
    let (_, property) =
        *properties::ALL.iter().find(|(known, _)| *known == name).expect("the property exists");

    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    for entry in std::fs::read_dir(corpus).into_iter().flatten() {
        property(&std::fs::read(entry.expect("the corpus can be listed").path()).expect("and read"));
    }

    let seconds =
        std::env::var("STRIDEWISE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0.2);
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let config = Config { cases: 1000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    while Instant::now() < end {
        let outcome = runner.run(&prop::collection::vec(any::<u8>(), 0..200), |bytes| {
            property(&bytes);
            Ok(())
        });
        if let Err(failure) = outcome {
            panic!("{name}: {failure}");
        }
    }
}

#[test]
fn basic_index_selects_what_python_would() {
    hold("basic_index_selects_what_python_would");
}

#[test]
fn reshape_keeps_the_order_of_elements() {
    hold("reshape_keeps_the_order_of_elements");
}

#[test]
fn strided_view_stays_inside_its_buffer() {
    hold("strided_view_stays_inside_its_buffer");
}

#[test]
fn dtype_text_names_one_dtype() {
    hold("dtype_text_names_one_dtype");
}
