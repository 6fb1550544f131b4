//! Exports of comment services: JSON objects for comments, people and pages, in lists of one outer object or one a
//! line. The keys of an object show which of these it is.

use std::io::{self, BufRead};
use std::ops::Range;

use serde_json::Value;

use super::object::{self, Object};
use super::scanner::{MAX_OBJECT_BYTES, Outer, Piece, Scanner};
use super::text::Repair;
use crate::error::Result;
use crate::input::sanitize::Sanitized;
use crate::read::sink::RecordSink;
use crate::read::{Reading, field_text};

/// One object of an export and its place in the file.
pub struct ExportObject {
    object: Object,
    /// The bytes from its first brace to its last.
    pub bytes: Range<u64>,
    repair: Repair,
    /// Whether a text in it was cut.
    is_cut: bool,
}

impl ExportObject {
    /// Whether the object has this key.
    pub fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// The value of a key as text; empty if the object lacks the key.
    pub fn text(&self, key: &str) -> String {
        self.object.get(key).map(object::value_text).unwrap_or_default()
    }

    /// The value of the first key that has one.
    pub fn first_text(&self, keys: &[&str]) -> String {
        keys.iter().map(|key| self.text(key)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The value of a key of an inner object, as text; empty if either key is missing.
    pub fn inner_text(&self, outer: &str, key: &str) -> String {
        let value = self.object.get(outer).and_then(|inner| inner.get(key));
        value.map(object::value_text).unwrap_or_default()
    }

    /// Whether the value of a key is `true`.
    pub fn is_true(&self, key: &str) -> bool {
        self.object.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Reports what is wrong with the bytes of the texts under these keys.
    pub fn report_damage(&self, keys: &[&str], sink: &mut RecordSink) {
        let texts: Vec<String> = keys.iter().map(|key| self.text(key)).collect();
        if let Some(damage) = field_text::describe_damage(&texts, self.repair.n_foreign) {
            sink.damage(self.bytes.start, format!("the record has {damage}"));
        }
        if 0 < self.repair.n_surrogates {
            self.repair.describe().last().into_iter().for_each(|what| sink.damage(self.bytes.start, what));
        }
        if self.is_cut {
            let what =
                format!("the object is longer than {} MiB; its longest text was cut", MAX_OBJECT_BYTES >> 20);
            sink.damage(self.bytes.start, what);
        }
    }
}

/// Reads an export a first time, to collect information that is needed before its comments are read. Broken objects
/// are skipped; the second reading reports them.
///
/// # Errors
/// The input can't be read.
pub fn survey(reading: &Reading, has_lists: bool, on_object: &mut dyn FnMut(&ExportObject)) -> Result<()> {
    let mut bytes = (reading.again)().map_err(|source| reading.failed(source))?;
    scan(&mut *bytes, has_lists, &mut |object| {
        if let Ok(object) = object {
            on_object(&object);
        }
    })
    .map_err(|source| reading.failed(source))
}

/// Reads an export. Broken objects are reported and left out.
///
/// # Errors
/// The input can't be read.
pub fn read(
    reading: &mut Reading,
    has_lists: bool,
    on_object: &mut dyn FnMut(&ExportObject, &mut RecordSink),
) -> Result<()> {
    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let outcome = scan(&mut *reading.bytes, has_lists, &mut |object| match object {
        Ok(object) => on_object(&object, &mut sink),
        Err(broken) => sink.damage(broken.byte, broken.what),
    });
    outcome.map_err(|source| reading.failed(source))
}

/// An object that could not be read.
struct Broken {
    byte: u64,
    what: String,
}

/// Calls `on_object` for every object of an export. `has_lists` says that the objects are in lists of an outer object.
fn scan(
    bytes: &mut dyn BufRead,
    has_lists: bool,
    on_object: &mut dyn FnMut(std::result::Result<ExportObject, Broken>),
) -> io::Result<()> {
    let (bytes, replaced) = Sanitized::new(bytes);
    let mut scanner = Scanner::new(bytes, replaced);
    while let Some(piece) = scanner.next(|_| if has_lists { Outer::Lists } else { Outer::No })? {
        let (bytes, is_salvaged, is_cut) = match piece {
            Piece::Stray { byte, what } | Piece::Broken { byte, what } => {
                on_object(Err(Broken { byte, what }));
                continue;
            }
            Piece::Object { bytes, is_salvaged, is_cut } => (bytes, is_salvaged, is_cut),
        };
        match object::parse(&scanner, bytes.clone()) {
            Ok((object, repair)) => {
                on_object(Ok(ExportObject { object, bytes, repair, is_cut }));
            }
            Err(what) => {
                scanner.reject();
                if !is_salvaged {
                    on_object(Err(Broken { byte: bytes.start, what }));
                }
            }
        }
    }
    Ok(())
}
