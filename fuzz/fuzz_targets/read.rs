//! Every reader on arbitrary bytes. The first byte selects the format.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((number, bytes)) = bytes.split_first() {
        let format = threadsift_fuzz::format(*number);
        let once = threadsift_fuzz::read(format, bytes);
        assert!(once == threadsift_fuzz::read(format, bytes), "reading twice gives other records");
    }
});
