//! Bytes as an input, and what is read from it.

use std::io::Write;

use threadsift::comment::Record;
use threadsift::read::{Columns, Input};

/// Opens bytes as if they lay in a file.
pub fn open(bytes: &[u8]) -> Input {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    Input::open(file.path(), None).unwrap()
}

/// Everything that is read from an input.
pub fn records(input: &Input) -> Vec<Record> {
    let mut records = Vec::new();
    input.read(0, &Columns::default(), &mut |it| records.push(it)).unwrap();
    records
}
