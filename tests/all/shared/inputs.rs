//! Bytes as an input, and what is read from it.

use threadsift::ErrorKind;
use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, Input};

/// Opens bytes as if they lay in a file.
pub fn open(bytes: &[u8]) -> Input {
    Input::from_bytes("input", bytes, None).unwrap()
}

/// Everything that is read from an input, which may be nothing.
#[track_caller]
pub fn records(input: &Input) -> Vec<Record> {
    let mut records = Vec::new();
    match input.read(0, &Columns::default(), &mut |record| records.push(record)) {
        Err(error) if matches!(error.kind(), ErrorKind::NoRecords { .. }) => {}
        outcome => outcome.expect("it can be read"),
    }
    records
}
