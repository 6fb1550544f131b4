//! Errors, which end a run, and damage, which is reported with its place. Each error message ends with advice.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A result of the library.
pub type Result<T> = std::result::Result<T, Error>;

/// An error that ends the run. A damaged record does not: see [`Damage`].
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

impl Error {
    /// The kind of the error.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The same error with the path of the output, which writers do not know.
    pub(crate) fn with_output(self, output: &Path) -> Error {
        match *self.0 {
            ErrorKind::Write { path, source } if path == Path::new(UNNAMED_OUTPUT) => {
                ErrorKind::Write { path: output.to_owned(), source }.into()
            }
            kind => kind.into(),
        }
    }
}

/// The name of an output in an error if the writer does not know the path.
pub(crate) const UNNAMED_OUTPUT: &str = "the output";

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }
}

/// The kinds of [`Error`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input could not be opened or read.
    #[error("cannot read {name}: {source}; check that it is there and that you may read it")]
    Read {
        /// The input as the user named it.
        name: String,
        /// The error of the system.
        source: io::Error,
    },
    /// An input has no bytes.
    #[error("{name} is empty; export the comments again and check that the download finished")]
    Empty {
        /// The input as the user named it.
        name: String,
    },
    /// No format recognises an input.
    #[error(
        "{name} has none of the formats that threadsift reads (it starts with {head:?}); \
         if it is in one of them nevertheless, name the format: {formats}"
    )]
    UnknownFormat {
        /// The input as the user named it.
        name: String,
        /// Its first characters.
        head: String,
        /// The names of the formats, separated by `|`.
        formats: String,
    },
    /// An input was read as a format, but contains no comments.
    #[error(
        "{name} was read as {format}, but contains no comments; \
         open an export of comments, or name the format"
    )]
    NoRecords {
        /// The input as the user named it.
        name: String,
        /// The format that it was read as.
        format: &'static str,
    },
    /// An input is a SQLite database of a program that is not supported.
    #[error(
        "{name} is a SQLite database, but not an Isso database, which has the tables comments and threads \
         (it has: {tables}); export the comments as JSON or CSV"
    )]
    ForeignDatabase {
        /// The input as the user named it.
        name: String,
        /// The names of its tables, separated by commas.
        tables: String,
    },
    /// An input is too long for a format that is read whole.
    #[error(
        "{name} is longer than {} MiB, too long for a page of text; split it into pages, \
         or if it is a dump in another format, name that format",
        limit >> 20
    )]
    TooLarge {
        /// The input as the user named it.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A folder or an archive holds nothing that can be read.
    #[error("{place} holds no dump; name the export file itself")]
    NoDumps {
        /// `the folder …` or `the archive …`.
        place: String,
    },
    /// One dump was asked for, and an archive holds more.
    #[error("{name} holds {n_dumps} dumps; unpack it and name one of them")]
    SeveralDumps {
        /// The archive as the user named it.
        name: String,
        /// The number of dumps in it.
        n_dumps: usize,
    },
    /// Nothing can be unpacked from a compressed file.
    #[error("{what}")]
    Packed {
        /// The whole sentence.
        what: String,
    },
    /// Unpacking would pass the limit.
    #[error(
        "unpacking {name} was stopped: with the {} unpacked before it, it passes the limit of {}; \
         if you trust the file, raise the limit",
        size(*before), size(*limit)
    )]
    UnpackLimit {
        /// The file that passed the limit.
        name: String,
        /// The limit for all files together, in bytes.
        limit: u64,
        /// The number of bytes unpacked before this file.
        before: u64,
    },
    /// A temporary file can't be written.
    #[error(
        "cannot copy {name} to a temporary file: {source}; make room, or choose another folder for temporary files"
    )]
    Spool {
        /// The input that was being copied.
        name: String,
        /// The error of the system.
        source: io::Error,
    },
    /// An output is one of the inputs.
    #[error("the output {} is an input too; choose another name, inputs are never overwritten", path.display())]
    OutputIsInput {
        /// The path of both.
        path: PathBuf,
    },
    /// Two outputs have the same path.
    #[error("two outputs would be one file, {}; give each a name of its own", path.display())]
    OutputTwice {
        /// The path of both.
        path: PathBuf,
    },
    /// An output could not be written.
    #[error(
        "cannot write {}: {source}; check that its folder exists and has room, or name another file",
        path.display()
    )]
    Write {
        /// The output, or its folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// No column of a table, or key of a list of objects, has the text of the comments.
    #[error(
        "{name} has no column for the text of comments (it has: {found}); name that column as body{hint}"
    )]
    NoBody {
        /// The input as the user named it.
        name: String,
        /// The columns of the input, separated by commas.
        found: String,
        /// More advice; may be empty.
        hint: String,
    },
    /// A table or a list of objects lacks a column that the user named.
    #[error("{name} has no column {column} (it has: {found}); name one of these for the field, or none")]
    NoColumn {
        /// The input as the user named it.
        name: String,
        /// The column that is not there.
        column: String,
        /// The columns that are there.
        found: String,
    },
    /// An input is the answer of a server that refused to give the comments.
    #[error(
        "{name} is not a dump but an error that a server sent ({message}); fetch the comments again, \
         with the rights that this needs"
    )]
    ServerError {
        /// The input as the user named it.
        name: String,
        /// The message of the server.
        message: String,
    },
    /// A line of a file of labels is wrong.
    #[error("{name}, line {line}: {message}; each line is an ID, a tab, and spam, ham or unsure")]
    Labels {
        /// The file of labels.
        name: String,
        /// The number of the line, from 1.
        line: usize,
        /// The problem with the line.
        message: String,
    },
    /// A file of decisions has none.
    #[error("{name} has no decisions; it needs an id and a verdict for each comment that it decides about")]
    NoDecisions {
        /// The file of decisions.
        name: String,
    },
    /// Lines of a file of decisions can't be used.
    #[error(
        "{name}: {} can't be used, so nothing was written",
        if troubles.len() == 1 { "1 line".to_owned() } else { format!("{} lines", troubles.len()) }
    )]
    Decisions {
        /// The file of decisions.
        name: String,
        /// The lines, in their order.
        troubles: Vec<LineTrouble>,
    },
    /// A line of a list of templates can't be used.
    #[error("{name}, line {line}: {message}; each line is a text, or an object with the member text")]
    Templates {
        /// The list of templates.
        name: String,
        /// The number of the line, from 1.
        line: usize,
        /// The problem with the line.
        message: String,
    },
    /// Settings, a model, a blocklist or a list of columns is wrong.
    #[error("{0}")]
    Settings(String),
    /// Arguments contradict each other or are incomplete.
    #[error("{0}")]
    Usage(String),
    /// An output can't be written, or not from this input.
    #[error("{0}")]
    Unwritable(String),
    /// No comment of the dump has this id.
    #[error("no comment has the id {id}; `threadsift triage --format table` lists the ids of a dump")]
    UnknownId {
        /// The id as the user named it.
        id: String,
    },
}

impl ErrorKind {
    /// Returns true if the input can be read but is no dump, as many files in folders and archives are.
    pub fn is_no_dump(&self) -> bool {
        matches!(
            self,
            ErrorKind::UnknownFormat { .. }
                | ErrorKind::NoRecords { .. }
                | ErrorKind::Empty { .. }
                | ErrorKind::ForeignDatabase { .. }
                | ErrorKind::NoDumps { .. }
                | ErrorKind::NoBody { .. }
                | ErrorKind::NoColumn { .. }
                | ErrorKind::ServerError { .. }
        )
    }
}

/// A position: input, record and byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The number of the input, from 0, in the order the inputs were named.
    pub input: u32,
    /// The number of the record in its input, from 1; 0 before the first.
    pub record: u32,
    /// The byte in the decompressed input, from 0.
    pub byte: u64,
}

/// A broken part of an input, and what was salvaged. The run continues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where the damage is.
    pub place: Place,
    /// What is wrong and what was salvaged, as a sentence without a full stop.
    pub what: String,
}

/// A line of a file that can't be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineTrouble {
    /// The number of the line, from 1.
    pub line: usize,
    /// The problem with the line.
    pub what: String,
}

/// Something about an input that the user should know although nothing is broken: keys that were not used, texts that
/// are missing. It does not change the exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The number of the input, from 0, in the order the inputs were named.
    pub input: u32,
    /// What was noticed, as a sentence without a full stop.
    pub what: String,
}

/// The line and the message of an error in a TOML file.
pub fn toml_message(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
    format!("line {line}: {}", error.message())
}

/// A number of bytes in the largest fitting unit.
fn size(n_bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let power = (n_bytes.max(1).ilog2() / 10).min(UNITS.len() as u32);
    match power.checked_sub(1) {
        None => format!("{n_bytes} bytes"),
        Some(unit) => format!("{} {}", n_bytes >> (10 * power), UNITS[unit as usize]),
    }
}
