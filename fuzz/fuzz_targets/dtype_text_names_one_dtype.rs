#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stridewise_testkit::properties::dtype_text_names_one_dtype(bytes));
