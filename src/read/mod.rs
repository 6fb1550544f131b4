//! Readers, one file or folder per format. A reader turns bytes into [`Record`]s in the order of the dump, gives every
//! comment its byte range, and continues after a broken record.
//!
//! To add a format, write one file with a [`Format`] constant and add it to [`FORMATS`].

mod blogger;
mod canonical_name;
mod column_names;
mod column_use;
mod columns;
mod comentario;
mod commento;
mod csv;
mod decisions;
mod details;
mod disqus;
mod field_text;
mod front_matter;
mod harmless_names;
mod hugo;
mod isso;
mod jekyll;
mod json;
mod labels;
mod markdown;
mod movable_type;
mod open;
mod page;
mod remark42;
mod seal;
mod sink;
mod sql;
mod table_row;
mod template_list;
mod text;
mod wxr;
mod xml;
mod yaml;

use std::cell::Cell;
use std::ffi::OsString;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use columns::Columns;
pub use csv::FORMULA_STARTS;
pub use decisions::{DecisionFile, DecisionLine};
pub use details::Provides;
pub use labels::Labels;
pub use open::{OpenOptions, OpenedInputs};
pub use seal::{PlacedSeal, Seal, TAIL_BYTES as SEAL_TAIL_BYTES, hex as digest_digits};
pub use template_list::read_templates;
pub use wxr::{Element, elements as comment_elements};

use crate::comment::Record;
use crate::error::{Damage, ErrorKind, Note, Place, Result};
pub use crate::input::HEAD_BYTES;
use crate::input::Source;
use crate::input::encoding::Encoding;

/// A format that can be read.
pub struct Format {
    /// The word for `--from`.
    pub name: &'static str,
    /// A description in one line.
    pub about: &'static str,
    /// Returns true if an input that starts with these bytes (up to [`HEAD_BYTES`]) looks like this format.
    pub sniff: fn(&[u8]) -> bool,
    /// Whether it is a page for people. Many dumps in other formats look like one.
    pub is_page: bool,
    /// What an input must contain to be a dump in this format.
    pub requires: Required,
    /// Reads the whole input.
    pub read: fn(&mut Reading) -> Result<()>,
    /// What its dumps can say about comments.
    pub provides: &'static [Provides],
    /// A small dump in this format: one post where the format has posts, and two comments,
    /// the second with the text `Second thoughts & more.` It has everything that the format provides.
    #[allow(dead_code, reason = "the contract tests read it")]
    pub example: &'static str,
}

/// What an input must contain to be a dump in the format that [`Format::sniff`] recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Any record: a comment, a post, or a damaged place.
    Record,
    /// A comment or a damaged place, unless the user names the format: nearly any file has this format.
    Comment,
}

/// Every format, in the order in which they are tried on an input, the least specific last.
pub const FORMATS: &[Format] = &[
    wxr::FORMAT,
    disqus::FORMAT,
    blogger::FORMAT,
    movable_type::FORMAT,
    isso::FORMAT,
    remark42::FORMAT,
    commento::FORMAT,
    comentario::FORMAT,
    json::FORMAT,
    sql::FORMAT,
    csv::FORMAT,
    jekyll::FORMAT,
    hugo::FORMAT,
    markdown::FORMAT,
    yaml::FORMAT,
    text::FORMAT,
];

/// How a cleaned dump is written in the format of its input: the bytes of what is kept are copied.
pub struct Copying {
    /// The word for the format.
    format: &'static str,
    /// The bytes of a parent's id in those of a comment.
    pub parent_value: fn(&[u8]) -> Option<Range<usize>>,
    /// Whether the white space before a comment is removed with it.
    pub takes_blank_before: bool,
    /// Whether such dumps are many small files, which are copied only where a folder is named for them.
    pub only_in_folders: bool,
}

/// The formats that are copied; dumps in other formats become WordPress exports.
const COPYINGS: &[Copying] = &[wxr::COPYING, jekyll::COPYING, hugo::COPYING];

/// One input on its way through a reader.
pub struct Reading<'a> {
    /// The input's name, for errors.
    pub name: &'a str,
    /// The input's number.
    pub input: u32,
    /// The bytes, from the first.
    pub bytes: &'a mut dyn BufRead,
    /// Opens the same bytes again, for formats that name the authors after the comments.
    pub again: &'a dyn Fn() -> io::Result<Box<dyn BufRead + 'a>>,
    /// The user's names for columns.
    pub columns: &'a Columns,
    /// Receives the records.
    pub sink: &'a mut dyn FnMut(Record),
}

impl Reading<'_> {
    /// An error of the system while reading this input.
    pub fn failed(&self, source: io::Error) -> crate::error::Error {
        ErrorKind::Read { name: self.name.to_owned(), source }.into()
    }
}

/// An input that was opened and whose format is known. It can be read as often as needed.
pub struct Input {
    /// The input as the user named it, or `archive.zip/entry` for an entry of an archive.
    pub name: String,
    /// The path of the file or of the archive that contains it, if there is one.
    pub path: Option<PathBuf>,
    /// The name of the file, without folders and without the extension of its compression (`.gz`).
    pub file_name: OsString,
    /// The folders between the folder or archive that was named and the file, without unsafe components such as
    /// `..`.
    pub folder: PathBuf,
    /// Its format.
    pub format: &'static Format,
    /// The encoding from which it was decoded to UTF-8, if it was.
    pub encoding: Option<Encoding>,
    /// The number of places that could not be decoded, and the byte of the first.
    malformed: (usize, u64),
    source: Source,
    /// The number of bytes at its start that belong to no dump.
    n_skipped: usize,
    /// The error by which unpacking ended early, if any.
    broken: Option<String>,
    /// What the user should know about how it was opened.
    notes: Vec<String>,
    /// Other files of its folder or archive that could not be read.
    unread: Vec<String>,
    /// Whether it lay in a folder or an archive that was named.
    was_found: bool,
    /// Whether its format was recognised rather than named.
    is_guess: bool,
    /// The files that it consists of; empty if it is one file.
    parts: Vec<Part>,
}

/// A file that is a part of an input.
pub struct Part {
    /// The byte of the input at which it starts.
    start: u64,
    /// Its name in messages.
    name: String,
    /// The path of the file, or of the archive that contains it, if there is one.
    path: Option<PathBuf>,
}

impl Input {
    /// Recognises the format again, with the user's names for columns. Without them, a table with unknown column
    /// names looks like a page of text.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn knowing(mut self, columns: &Columns) -> Result<Input> {
        let failed = |source| ErrorKind::Read { name: self.name.clone(), source };
        if self.format.is_page
            && csv::has_text_column(&self.source.head(HEAD_BYTES).map_err(failed)?, columns)
        {
            self.format =
                FORMATS.iter().find(|format| format.name == csv::FORMAT.name).unwrap_or(self.format);
        }
        Ok(self)
    }

    /// Reads the input from its start and passes every record to `sink`.
    ///
    /// # Errors
    /// The input can't be read, lacks an essential part (such as a table's text column), or is not a dump: it has
    /// less than [`Format::requires`], like a file of notes or settings that the user named by mistake. Files found
    /// in folders and archives may have less.
    pub fn read(&self, number: u32, columns: &Columns, sink: &mut dyn FnMut(Record)) -> Result<()> {
        let failed = |source| ErrorKind::Read { name: self.name.clone(), source };
        let (n_comments, n_others) = (Cell::new(0_usize), Cell::new(0_usize));
        let mut sink = |record| {
            let record = self.in_part(record);
            match record {
                // A damaged place counts as a comment.
                Record::Comment(_) | Record::Damage(_) => n_comments.update(|count| count + 1),
                Record::Post(_) | Record::Marks { .. } => n_others.update(|count| count + 1),
                Record::Site(_) | Record::Owner(_) | Record::Note(_) => {}
            }
            sink(record);
        };
        let mut damage = |byte, what| {
            sink(Record::Damage(Damage { place: Place { input: number, record: 0, byte }, what }))
        };
        self.unread.iter().for_each(|what| damage(0, format!("not everything could be read: {what}")));
        let (n_malformed, first) = self.malformed;
        if 0 < n_malformed {
            let encoding = self.encoding.map_or("text", Encoding::name);
            let what = format!(
                "from here on, {n_malformed} places are not valid {encoding}; each was replaced by U+FFFD"
            );
            damage(first, what);
        }
        if let Some(trouble) = &self.broken {
            let what =
                format!("the packed file is broken from here on ({trouble}); fetch it again if you can");
            damage(self.source.len(), what);
        }
        if 0 < self.n_skipped {
            let what =
                format!("{} bytes before the dump are not part of it; they were passed over", self.n_skipped);
            damage(0, what);
        }
        for note in &self.notes {
            sink(Record::Note(Note { input: number, what: note.clone() }));
        }
        let mut bytes = self.bytes().map_err(failed)?;
        (self.format.read)(&mut Reading {
            name: &self.name,
            input: number,
            bytes: &mut *bytes,
            again: &|| self.bytes(),
            columns,
            sink: &mut sink,
        })?;
        // A named page without comments is an error, below.
        if self.was_found && self.format.is_page && n_comments.get() == 0 {
            let what = "no comments were found on this page".to_owned();
            sink(Record::Note(Note { input: number, what }));
        }
        let is_dump = match self.format.requires {
            Required::Comment if self.is_guess => 0 < n_comments.get(),
            Required::Record | Required::Comment => 0 < n_comments.get() + n_others.get(),
        };
        if is_dump || self.was_found {
            return Ok(());
        }
        Err(ErrorKind::NoRecords { name: self.name.clone(), format: self.format.name }.into())
    }

    /// Adds the name of the file to a damage, where the input consists of several, and its byte in that file.
    fn in_part(&self, record: Record) -> Record {
        let Record::Damage(Damage { place, what }) = record else { return record };
        let what = match self.parts.iter().rev().find(|part| part.start <= place.byte) {
            Some(Part { start, name, .. }) => format!("{name} (byte {}): {what}", place.byte - start),
            None => what,
        };
        Record::Damage(Damage { place, what })
    }

    /// A reader from the first byte. The skipped bytes read as empty lines, so that offsets stay the same.
    fn bytes(&self) -> io::Result<Box<dyn BufRead + '_>> {
        let mut window = self.source.window()?;
        if self.n_skipped == 0 {
            return Ok(Box::new(window));
        }
        let mut head = window.part(0..HEAD_BYTES as u64)?;
        window.seek(SeekFrom::Start(head.len() as u64))?;
        head.iter_mut().take(self.n_skipped).for_each(|byte| *byte = b'\n');
        Ok(Box::new(io::Cursor::new(head).chain(window)))
    }

    /// The paths of the files that it is read from; none for standard input.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.path.iter().chain(self.parts.iter().flat_map(|part| &part.path)).map(PathBuf::as_path)
    }

    /// How a cleaned dump is written in this input's format; `None` if it has to be converted.
    pub fn copying(&self) -> Option<&'static Copying> {
        COPYINGS.iter().find(|copying| copying.format == self.format.name)
    }

    /// The unpacked bytes, for quoting and copying parts of them.
    pub fn source(&self) -> &Source {
        &self.source
    }
}
