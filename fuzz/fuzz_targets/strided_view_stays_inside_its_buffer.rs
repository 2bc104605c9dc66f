#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stridewise_testkit::properties::strided_view_stays_inside_its_buffer(bytes));
