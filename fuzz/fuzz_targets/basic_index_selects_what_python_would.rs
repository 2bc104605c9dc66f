#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stridewise_testkit::properties::basic_index_selects_what_python_would(bytes));
