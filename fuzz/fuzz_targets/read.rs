//! Every reader on arbitrary bytes. The first byte selects the format, unless the environment variable `FORMAT` does.

#![no_main]

use threadsift_fuzz::{format, named_format, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((number, bytes)) = bytes.split_first() {
        let format = named_format().unwrap_or_else(|| format(*number));
        let once = read(format, bytes);
        assert!(once == read(format, bytes), "reading twice gives other records");
    }
});
