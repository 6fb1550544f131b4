//! Opening: archives, compressed files, encodings, databases, text before a dump. What is opened is read.

#![no_main]

use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, Input};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = Input::from_bytes("fuzzed", bytes, None) else { return };
    let len = input.source().len();
    let _ = input.read(0, &Columns::default(), &mut |record| {
        if let Record::Comment(comment) = record {
            assert!(comment.place.byte <= comment.end && comment.end <= len, "{:?}", comment.place);
        }
    });
});
