//! Recognition of the format of the bytes, and its reader.

#![no_main]

use threadsift::internals::read::{FORMATS, HEAD_BYTES};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    for format in FORMATS.iter().filter(|it| (it.sniff)(head)).take(1) {
        threadsift_fuzz::read(format, bytes);
    }
});
