#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stridewise_testkit::properties::reshape_keeps_the_order_of_elements(bytes));
