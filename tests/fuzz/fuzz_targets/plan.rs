//! See `earmark_fuzz::plan`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: earmark_fuzz::stop_only_for_own_panics(), |data: &[u8]| earmark_fuzz::plan::run(data));
