//! Exports of comment services: JSON objects for comments, people and pages, in lists or one a line. Which list an
//! object belongs to shows in its keys.

use std::io::{self, BufRead};
use std::ops::Range;

use serde_json::Value;

use super::json::{self, Object};
use super::objects::{Objects, Piece};
use super::records::Records;
use super::{Reading, fields};
use crate::error::Result;
use crate::input::sanitize::Sanitized;

/// One object and where it stands.
pub struct Entry {
    object: Object,
    /// The bytes from its first brace to its last.
    pub bytes: Range<u64>,
    n_foreign: usize,
}

impl Entry {
    /// Has it this key?
    pub fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// A value as text; empty where there is none.
    pub fn text(&self, key: &str) -> String {
        self.object.get(key).map(json::text).unwrap_or_default()
    }

    /// The value of a key of an object inside this one, as text.
    pub fn inner(&self, outer: &str, key: &str) -> String {
        self.object.get(outer).and_then(|it| it.get(key)).map(json::text).unwrap_or_default()
    }

    /// Does it say yes under this key?
    pub fn is(&self, key: &str) -> bool {
        self.object.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Reports what is wrong with the texts under these keys.
    pub fn report(&self, keys: &[&str], records: &mut Records) {
        let texts: String = keys.iter().map(|key| self.text(key)).collect();
        if let Some(trouble) = fields::trouble(&[&texts], self.n_foreign) {
            records.damage(self.bytes.start, format!("the record has {trouble}"));
        }
    }
}

/// Walks over an export a first time, for what must be known before its comments are read. What is broken is passed
/// over; the second walk reports it.
///
/// # Errors
/// The input can't be read.
pub fn survey(reading: &Reading, has_lists: bool, on_entry: &mut dyn FnMut(&Entry)) -> Result<()> {
    let mut bytes = (reading.again)().map_err(|source| reading.failed(source))?;
    walk(&mut *bytes, has_lists, &mut |it| {
        if let Ok(entry) = it {
            on_entry(&entry);
        }
    })
    .map_err(|source| reading.failed(source))
}

/// Walks over an export. What is broken is reported, and reading goes on.
///
/// # Errors
/// The input can't be read.
pub fn read(
    reading: &mut Reading,
    has_lists: bool,
    on_entry: &mut dyn FnMut(&Entry, &mut Records),
) -> Result<()> {
    let mut records = Records::new(reading.input, &mut *reading.sink);
    let outcome = walk(&mut *reading.bytes, has_lists, &mut |it| match it {
        Ok(entry) => on_entry(&entry, &mut records),
        Err((byte, what)) => records.damage(byte, what),
    });
    outcome.map_err(|source| reading.failed(source))
}

/// Gives every object, or the byte and the description of something broken. `has_lists` if the objects lie in the
/// lists of one outer object.
fn walk(
    bytes: &mut dyn BufRead,
    has_lists: bool,
    on_piece: &mut dyn FnMut(std::result::Result<Entry, (u64, String)>),
) -> io::Result<()> {
    let (bytes, replaced) = Sanitized::new(bytes);
    let mut objects = Objects::new(bytes, replaced);
    while let Some(piece) = objects.next(|_| has_lists)? {
        match piece {
            Piece::Stray { byte, what } | Piece::Broken { byte, what } => on_piece(Err((byte, what))),
            Piece::Object { bytes, salvaged } => match json::parse(&objects) {
                Ok((object, repair)) => {
                    on_piece(Ok(Entry { object, bytes, n_foreign: repair.n_foreign }));
                }
                Err(what) => {
                    objects.reject();
                    if !salvaged {
                        on_piece(Err((bytes.start, what)));
                    }
                }
            },
        }
    }
    Ok(())
}
