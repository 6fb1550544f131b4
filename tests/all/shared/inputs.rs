//! Bytes as an input, and what is read from it.

use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, Input};

/// Opens bytes as if they lay in a file.
pub fn open(bytes: &[u8]) -> Input {
    Input::from_bytes("input", bytes, None).unwrap()
}

/// Everything that is read from an input.
pub fn records(input: &Input) -> Vec<Record> {
    let mut records = Vec::new();
    input.read(0, &Columns::default(), &mut |it| records.push(it)).unwrap();
    records
}
