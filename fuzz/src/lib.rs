//! Functions shared by the targets.

use std::sync::LazyLock;

use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, FORMATS, Format, Reading};

/// The format with a number, which is its position in [`FORMATS`].
pub fn format(number: u8) -> &'static Format {
    &FORMATS[usize::from(number) % FORMATS.len()]
}

/// The format that the environment variable `FORMAT` names, for fuzzing one reader alone.
pub fn named_format() -> Option<&'static Format> {
    static NAMED: LazyLock<Option<&Format>> = LazyLock::new(|| {
        let name = std::env::var("FORMAT").ok()?;
        Some(FORMATS.iter().find(|format| format.name == name).expect("FORMAT names a format"))
    });
    *NAMED
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
        sink: &mut |record| records.push(record),
    };
    // An error is a valid result, for example for a table without a text column.
    let _ = (format.read)(&mut reading);
    let mut last = 0;
    for record in &records {
        if let Record::Comment(comment) = record {
            assert!(!comment.id.is_empty(), "a comment without an id at {}", comment.place.byte);
            assert!(comment.place.byte <= comment.end && comment.end <= bytes.len() as u64, "{}..{}", comment.place.byte, comment.end);
            assert!(last <= comment.place.byte, "{} after {last}", comment.place.byte);
            last = comment.place.byte;
        }
    }
    records
}
