//! Readers: one file a format. A reader turns bytes into [`Record`]s in the order of the dump, gives every
//! comment its byte range, and never gives up on a broken record.
//!
//! To add a format, write one file with a [`Format`] constant and add it to [`FORMATS`].

mod blogger;
mod columns;
mod comentario;
mod commento;
mod csv;
mod details;
mod disqus;
mod entries;
mod fields;
mod isso;
mod json;
mod lines;
mod markdown;
mod movable_type;
mod objects;
mod page;
mod quotes;
mod records;
mod remark42;
mod row;
mod sanitize;
mod source;
mod sql;
mod text;
mod wxr;
mod xml;

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

pub use columns::{Columns, Field};
pub use details::Detail;
pub use source::{Source, Window};
pub use wxr::parent_value;

use crate::comment::Record;
use crate::error::{Damage, ErrorKind, Place, Result};

/// A format that can be read.
pub struct Format {
    /// The word for `--from`.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Does an input that starts with these bytes (up to [`HEAD_BYTES`]) look like this format?
    pub sniff: fn(&[u8]) -> bool,
    /// Reads the whole input.
    pub read: fn(&mut Reading) -> Result<()>,
    /// What its dumps tell of comments, if anybody had written it into them.
    pub tells: &'static [Detail],
    /// A small dump in this format: one post where the format has posts, and two comments,
    /// the second with the text `Second thoughts & more.` It shows everything that the format tells.
    pub example: &'static str,
}

/// Every format, in the order in which they are tried on an input; the least particular comes last.
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
    markdown::FORMAT,
    text::FORMAT,
];

/// How much of an input the formats see when they are asked whether it is theirs.
pub const HEAD_BYTES: usize = 64 * 1024;

/// One input on its way through a reader.
pub struct Reading<'a> {
    /// The input's name, for errors.
    pub name: &'a str,
    /// The input's number.
    pub input: u32,
    /// The bytes, from the first.
    pub bytes: &'a mut dyn BufRead,
    /// The same bytes, for formats that tell behind a comment who wrote it.
    pub again: &'a dyn Fn() -> Box<dyn BufRead + 'a>,
    /// The user's names for columns.
    pub columns: &'a Columns,
    /// Takes the records.
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
    /// The input as the user named it.
    pub name: String,
    /// Where it lies, if it is a file.
    pub path: Option<PathBuf>,
    /// Its format.
    pub format: &'static Format,
    source: Source,
}

impl Input {
    /// Opens one file, or standard input for `-`, decompresses it where needed and finds its format.
    ///
    /// # Errors
    /// The input can't be read, is empty, or is in no known format.
    pub fn open(path: &Path, format: Option<&'static Format>) -> Result<Input> {
        let name =
            if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
        let failed = |source| ErrorKind::Read { name: name.clone(), source };
        let source = Source::open(path).map_err(failed)?;
        let head = source.head(HEAD_BYTES).map_err(failed)?;
        if head.is_empty() {
            return Err(ErrorKind::Empty { name }.into());
        }
        if let Some(tables) = isso::foreign_tables(&head) {
            return Err(ErrorKind::ForeignDatabase { name, tables }.into());
        }
        let Some(format) = format.or_else(|| FORMATS.iter().find(|format| (format.sniff)(&head))) else {
            return Err(ErrorKind::UnknownFormat {
                name,
                head: String::from_utf8_lossy(&head).chars().take(24).collect(),
                formats: FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join("|"),
            }
            .into());
        };
        let path = (path != Path::new("-")).then(|| path.to_owned());
        Ok(Input { name, path, format, source })
    }

    /// Opens every input that the user named; folders stand for the dumps in them, in the order of their names.
    ///
    /// # Errors
    /// As [`Input::open`]; and a folder without dumps. Files of a folder that are in no known format are left out.
    pub fn open_all(paths: &[PathBuf], format: Option<&'static Format>) -> Result<Vec<Input>> {
        let mut inputs = Vec::new();
        for path in paths {
            if path.is_dir() {
                inputs.extend(open_folder(path, format)?);
            } else {
                inputs.push(Input::open(path, format)?);
            }
        }
        Ok(inputs)
    }

    /// Looks at the format again with the user's names for columns: without them, a table whose columns have names
    /// of its own looks like a page of text, and a page of text has no columns.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn knowing(mut self, columns: &Columns) -> Result<Input> {
        let failed = |source| ErrorKind::Read { name: self.name.clone(), source };
        let is_page = [markdown::FORMAT.name, text::FORMAT.name].contains(&self.format.name);
        if is_page && csv::has_text_column(&self.source.head(HEAD_BYTES).map_err(failed)?, columns) {
            self.format = FORMATS.iter().find(|it| it.name == csv::FORMAT.name).unwrap_or(self.format);
        }
        Ok(self)
    }

    /// Reads the input from its start and hands every record to `sink`.
    ///
    /// # Errors
    /// The input can't be read, or lacks what its format can't do without (a table without a text column).
    pub fn read(&self, number: u32, columns: &Columns, sink: &mut dyn FnMut(Record)) -> Result<()> {
        let mut bytes = self.source.window();
        (self.format.read)(&mut Reading {
            name: &self.name,
            input: number,
            bytes: &mut bytes,
            again: &|| Box::new(self.source.window()),
            columns,
            sink,
        })?;
        if let Some(trouble) = self.source.broken() {
            let place = Place { input: number, record: 0, byte: self.source.len() };
            let what =
                format!("the compressed file is broken from here on ({trouble}); fetch it again if you can");
            sink(Record::Damage(Damage { place, what }));
        }
        Ok(())
    }

    /// The decompressed bytes, for quoting and copying parts of them.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

fn open_folder(folder: &Path, format: Option<&'static Format>) -> Result<Vec<Input>> {
    let failed = |source| ErrorKind::Read { name: folder.display().to_string(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            paths.push(path);
        }
    }
    paths.sort();
    let mut inputs = Vec::new();
    for path in paths {
        match Input::open(&path, format) {
            Ok(input) => inputs.push(input),
            Err(error) if error.kind().is_no_dump() => {}
            Err(error) => return Err(error),
        }
    }
    if inputs.is_empty() {
        return Err(ErrorKind::NoDumps { folder: folder.to_owned() }.into());
    }
    Ok(inputs)
}
