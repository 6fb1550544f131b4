//! Functions shared by the targets.

use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, FORMATS, Format, Reading};

/// The format with a number, which is its position in [`FORMATS`].
pub fn format(number: u8) -> &'static Format {
    &FORMATS[usize::from(number) % FORMATS.len()]
}

/// Reads bytes in a format. Checks that comments have ids and are inside of the bytes, in order.
pub fn read(format: &Format, bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut input = bytes;
    let columns = Columns::default();
    let mut reading = Reading {
        name: "fuzzed",
        input: 0,
        bytes: &mut input,
        again: &|| Ok(Box::new(bytes)),
        columns: &columns,
        sink: &mut |it| records.push(it),
    };
    // An error is a valid result, for example for a table without a text column.
    let _ = (format.read)(&mut reading);
    let mut last = 0;
    for record in &records {
        if let Record::Comment(it) = record {
            assert!(!it.id.is_empty(), "a comment without an id at {}", it.place.byte);
            assert!(it.place.byte <= it.end && it.end <= bytes.len() as u64, "{}..{}", it.place.byte, it.end);
            assert!(last <= it.place.byte, "{} after {last}", it.place.byte);
            last = it.place.byte;
        }
    }
    records
}
