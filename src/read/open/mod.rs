//! Opening inputs: paths, folders, archives, compressed files and bytes are turned into [`Input`]s with a
//! recognised format.

mod origin;
mod sql_parts;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::origin::Origin;
use self::sql_parts::{OneTable, SqlPart};
use super::{Columns, FORMATS, Format, Input, Part, Reading, csv, hugo, isso, jekyll, page, sql};
use crate::comment::Record;
use crate::error::{ErrorKind, Result};
use crate::input::archive::{self, Entry};
use crate::input::encoding::{self, Encoding};
use crate::input::growth::{Bounded, Counted};
use crate::input::spool::{CopyError, Spool};
use crate::input::unpack::{self, Salvage, Stream};
use crate::input::{HEAD_BYTES, Source, folder, preamble, read_head};

/// The most layers of compression and archives: a `.gz` in a `.tar.gz` has three.
const MOST_LAYERS: usize = 3;

/// The number of files that stay open; the others are opened again for each reading.
const MOST_HELD: usize = 16;

/// Options for opening inputs.
#[derive(Clone, Copy, Default)]
pub struct OpenOptions<'a> {
    /// The format of all inputs; `None`: recognised for each.
    pub format: Option<&'static Format>,
    /// The maximum number of bytes that are copied to the temporary file in total; `None`: 16 GiB, and no more than
    /// 200 times the compressed bytes.
    pub unpack_limit: Option<u64>,
    /// The user's names for columns, if any.
    pub columns: Option<&'a Columns>,
    /// The encoding of inputs that have no byte order mark; `None`: UTF-8, or what an XML declaration names.
    pub encoding: Option<Encoding>,
}

/// The result of opening inputs.
#[derive(Default)]
pub struct OpenedInputs {
    /// The inputs; at least one.
    pub inputs: Vec<Input>,
    /// The names of the files in folders and archives that are no dumps, judged by their first bytes.
    pub left_out: Vec<String>,
}

impl Input {
    /// Opens one file, or standard input for `-`, unpacks it where needed and finds its format.
    ///
    /// # Errors
    /// The input can't be read, is empty, is in no known format, or is an archive of several dumps.
    #[cfg(any(test, feature = "unstable-internals"))]
    pub fn open(path: &Path, format: Option<&'static Format>) -> Result<Input> {
        open_one(&name_of(path), format, |opener| opener.file(path, None))
    }

    /// Takes bytes in memory as the contents of a file, which may be compressed. The name is used in messages.
    ///
    /// # Errors
    /// The bytes are empty, in no known format, or an archive of several dumps.
    pub fn from_bytes(
        name: &str,
        bytes: impl Into<Vec<u8>>,
        format: Option<&'static Format>,
    ) -> Result<Input> {
        open_one(name, format, |opener| opener.source(Origin::named(name), Source::memory(bytes.into())))
    }

    /// Copies a reader to a temporary file and takes that as an input. The name is used in messages.
    ///
    /// # Errors
    /// The bytes are empty, in no known format, or an archive of several dumps.
    pub fn from_reader(name: &str, reader: impl Read, format: Option<&'static Format>) -> Result<Input> {
        open_one(name, format, |opener| opener.reader(Origin::named(name), reader))
    }

    /// Opens every input that the user named. A folder or an archive is replaced by the dumps in it, in the order of
    /// their names.
    ///
    /// # Errors
    /// An input can't be read, is empty or in no known format, or would unpack to more than is allowed; or a folder
    /// or an archive has no dump in it. Other files in folders and archives are left out.
    pub fn open_all(paths: &[PathBuf], options: &OpenOptions) -> Result<OpenedInputs> {
        let mut opener = Opener::new(options);
        for path in paths {
            if path.is_dir() {
                opener.folder(path)?;
            } else {
                opener.file(path, None)?;
            }
        }
        opener.join_sql_parts()?;
        Ok(opener.finish())
    }
}

/// Opens an input that must be one dump.
fn open_one(
    name: &str,
    format: Option<&'static Format>,
    open: impl FnOnce(&mut Opener) -> Result<()>,
) -> Result<Input> {
    let options = OpenOptions { format, ..OpenOptions::default() };
    let mut opener = Opener::new(&options);
    open(&mut opener)?;
    opener.join_sql_parts()?;
    let mut inputs = opener.finish().inputs;
    match (inputs.pop(), inputs.len()) {
        (Some(input), 0) => Ok(input),
        (_, n_more) => Err(ErrorKind::SeveralDumps { name: name.to_owned(), n_dumps: n_more + 1 }.into()),
    }
}

/// Whether a file is a log or an index that SQLite keeps beside one of the other files, with which it is read.
fn is_database_log(path: &Path, files: &[PathBuf]) -> bool {
    let name = path.as_os_str().to_string_lossy();
    let database = ["-wal", "-shm", "-journal"].into_iter().find_map(|suffix| name.strip_suffix(suffix));
    database.is_some_and(|database| {
        files.binary_search_by(|file| file.as_path().cmp(Path::new(database))).is_ok()
    })
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// Collects the inputs of one call.
struct Opener<'a> {
    options: &'a OpenOptions<'a>,
    spool: Arc<Spool>,
    opened: OpenedInputs,
    /// Files in folders and archives that could not be read, with the reasons.
    unread: Vec<String>,
    /// Files with one table of a database, which may belong together.
    sql_parts: Vec<SqlPart>,
}

impl<'a> Opener<'a> {
    fn new(options: &'a OpenOptions<'a>) -> Opener<'a> {
        let spool = Arc::new(Spool::new(options.unpack_limit));
        Opener { options, spool, opened: OpenedInputs::default(), unread: Vec::new(), sql_parts: Vec::new() }
    }

    fn finish(mut self) -> OpenedInputs {
        if let Some(first) = self.opened.inputs.first_mut() {
            first.unread = self.unread;
        }
        self.opened
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        let failed = |source| ErrorKind::Read { name: folder.display().to_string(), source };
        let found = folder::files(folder).map_err(failed)?;
        let (n_before, n_unread) = (self.opened.inputs.len(), self.unread.len());
        self.unread.extend(found.unread);
        let files = found.files.iter().filter(|path| !is_database_log(path, &found.files));
        for path in files {
            let within = path.strip_prefix(folder).ok().and_then(Path::parent).map(Path::to_owned);
            let outcome = self.file(path, within);
            self.leave_out(path.display().to_string(), outcome)?;
        }
        self.join_sql_parts()?;
        self.check_found(n_before, n_unread, &format!("the folder {}", folder.display()))
    }

    /// Takes a file; `within` are the folders between a folder that was named and the file.
    fn file(&mut self, path: &Path, within: Option<PathBuf>) -> Result<()> {
        if path == Path::new("-") {
            let origin = Origin::named("standard input");
            return self.reader(origin, io::stdin().lock());
        }
        let origin = Origin {
            path: Some(path.to_owned()),
            file_name: path.file_name().unwrap_or(path.as_os_str()).to_owned(),
            was_found: within.is_some(),
            folder: within.unwrap_or_default(),
            ..Origin::named(&name_of(path))
        };
        let failed = |source| ErrorKind::Read { name: name_of(path), source };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")).into());
        }
        // Pipes and devices can't be read twice.
        if !metadata.is_file() {
            return self.reader(origin, file);
        }
        let is_held = self.opened.inputs.len() < MOST_HELD;
        let source = if is_held { Source::held(file, &metadata) } else { Source::named(path, &metadata) };
        self.source(origin, source)
    }

    /// Takes bytes that can be read more than once.
    fn source(&mut self, origin: Origin, source: Source) -> Result<()> {
        let failed = |error| ErrorKind::Read { name: origin.name.clone(), source: error };
        let head = source.head(HEAD_BYTES).map_err(failed)?;
        let is_zip = archive::is_zip(&head);
        let is_packed = is_zip || archive::is_tar(&head) || unpack::packing(&head).is_some();
        if is_packed || isso::is_database(&head) {
            self.spool.expect(source.len());
            if is_zip {
                return self.zip(&origin, &source);
            }
            let bytes = source.window().map_err(failed)?;
            return self.stream(origin, Box::new(bytes));
        }
        if self.encoding(&origin, &head).is_some() {
            self.spool.expect(source.len());
            let bytes = source.window().map_err(failed)?;
            return self.stream(origin, Box::new(bytes));
        }
        let recognised = self.format(&origin, &head)?;
        self.admit(origin, recognised, source)
    }

    /// Takes bytes that can be read only once.
    fn reader(&mut self, origin: Origin, bytes: impl Read) -> Result<()> {
        let spool = self.spool.clone();
        self.stream(origin, Box::new(Counted::new(bytes, spool)))
    }

    /// Unpacks and decodes a stream, layer by layer, and keeps a copy of the dump.
    fn stream(&mut self, mut origin: Origin, mut bytes: Stream) -> Result<()> {
        let head = read_head(&mut bytes).map_err(|source| self.unreadable(&origin, source))?;
        let may_unpack = origin.n_layers < MOST_LAYERS;
        let packing = unpack::packing(&head).filter(|_| may_unpack);
        let bytes: Stream = Box::new(io::Cursor::new(head.clone()).chain(bytes));
        if let Some(packing) = packing {
            origin.unpacked(packing.extensions);
            let unpacked = Salvage::new((packing.unpack)(bytes), &origin.trouble);
            return self.stream(origin, Box::new(unpacked));
        }
        if may_unpack && archive::is_zip(&head) {
            let source = self.copy(&origin, bytes)?;
            return self.zip(&origin, &source);
        }
        if may_unpack && archive::is_tar(&head) {
            return self.tar(&origin, bytes);
        }
        if isso::is_database(&head) {
            let source = self.copy(&origin, bytes)?;
            // An entry of an archive has the archive's path.
            let original = origin.path.as_deref().filter(|_| origin.n_layers == 0);
            let unpacked = source.window().and_then(|mut window| isso::unpack(&mut window, original));
            let lines = unpacked.map_err(|source| self.unreadable(&origin, source))?;
            return self.stream(origin, Box::new(lines));
        }
        if let Some(encoding) = self.encoding(&origin, &head) {
            let text = encoding::decoded(bytes, encoding, &origin.malformed);
            let text = text.map_err(|source| self.unreadable(&origin, source))?;
            return self.stream(Origin { encoding: Some(encoding), ..origin }, text);
        }
        let recognised = self.format(&origin, &head)?;
        let source = self.copy(&origin, bytes)?;
        self.admit(origin, recognised, source)
    }

    /// The encoding from which an input has to be decoded. Pictures and other binary files in the same folder are
    /// not decoded, because they might then look like text.
    fn encoding(&self, origin: &Origin, head: &[u8]) -> Option<Encoding> {
        if origin.encoding.is_some() {
            return None;
        }
        let encoding = Encoding::of(head, self.options.encoding)?;
        let is_text = !origin.was_found || !encoding.is_ascii_compatible() || !head.contains(&0);
        is_text.then_some(encoding)
    }

    fn zip(&mut self, origin: &Origin, source: &Source) -> Result<()> {
        let bytes = source.window().map_err(|source| self.unreadable(origin, source))?;
        self.archive(origin, |visit| archive::each_zip_entry(bytes, visit))
    }

    /// Reads a tar archive as a stream. Most files in a backup are not dumps and need not be copied.
    fn tar(&mut self, origin: &Origin, bytes: Stream) -> Result<()> {
        let bytes = Bounded::new(bytes, self.spool.clone());
        self.archive(origin, |visit| archive::each_tar_entry(Box::new(bytes), visit))
    }

    /// Takes the dumps in an archive, given a function that visits its entries.
    fn archive(
        &mut self,
        origin: &Origin,
        each_entry: impl FnOnce(&mut dyn FnMut(Entry) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        let (n_before, n_unread) = (self.opened.inputs.len(), self.unread.len());
        each_entry(&mut |entry| {
            match entry {
                Entry::File(name, bytes) => {
                    let within = origin.entry(name);
                    let full_name = within.name.clone();
                    let bytes = Box::new(Salvage::new(bytes, &within.trouble));
                    let outcome = self.stream(within, bytes);
                    self.leave_out(full_name, outcome)?;
                }
                Entry::Closed(name, why) => self.unread.push(format!("{}/{name} {why}", origin.name)),
                Entry::Broken(why) => self.unread.push(format!("{} {why}", origin.name)),
            }
            Ok(())
        })?;
        if let Some(trouble) = origin.trouble.take() {
            self.unread
                .push(format!("{} is broken ({trouble}); what could be found in it was read", origin.name));
        }
        self.join_sql_parts()?;
        self.opened.inputs[n_before..].sort_by(|one, other| one.name.cmp(&other.name));
        self.check_found(n_before, n_unread, &format!("the archive {}", origin.name))
    }

    /// Leaves out a file of a folder or an archive that is not a dump, and notes a broken one.
    fn leave_out(&mut self, name: String, outcome: Result<()>) -> Result<()> {
        let Err(error) = outcome else { return Ok(()) };
        match error.kind() {
            kind if kind.is_no_dump() => self.opened.left_out.push(name),
            ErrorKind::Packed { what } => self.unread.push(what.clone()),
            ErrorKind::Read { .. } | ErrorKind::UnpackLimit { .. } | ErrorKind::TooLarge { .. } => {
                self.unread.push(error.to_string());
            }
            _ => return Err(error),
        }
        Ok(())
    }

    /// Checks that a folder or an archive had a dump, given the numbers of inputs and of unread files before it.
    fn check_found(&mut self, n_before: usize, n_unread: usize, place: &str) -> Result<()> {
        if n_before < self.opened.inputs.len() {
            return Ok(());
        }
        Err(match self.unread.drain(n_unread..).next() {
            Some(what) => ErrorKind::Packed { what },
            None => ErrorKind::NoDumps { place: place.to_owned() },
        }
        .into())
    }

    /// The format, and the number of bytes at the start of the file that belong to no dump.
    fn format(&self, origin: &Origin, head: &[u8]) -> Result<(&'static Format, usize)> {
        let name = &origin.name;
        if head.is_empty() {
            return Err(ErrorKind::Empty { name: name.clone() }.into());
        }
        if let Some(tables) = isso::foreign_tables(head) {
            return Err(ErrorKind::ForeignDatabase { name: name.clone(), tables }.into());
        }
        let Some((format, n_skipped)) = self.recognise(head) else {
            return Err(ErrorKind::UnknownFormat {
                name: name.clone(),
                head: String::from_utf8_lossy(head).chars().take(24).collect(),
                formats: FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join("|"),
            }
            .into());
        };
        let is_part = format.name == sql::FORMAT.name && OneTable::of_head(&head[n_skipped..]).is_some();
        if origin.was_found && !is_part {
            self.try_to_read(name, format, &head[n_skipped..], head.len() < HEAD_BYTES)?;
        }
        Ok((format, n_skipped))
    }

    /// Tries to read the start of a file in a folder or an archive. Settings and lists of pictures may be in the
    /// same folder as a dump, so a short file is read on trial, and of a long table only the head.
    fn try_to_read(&self, name: &str, format: &Format, head: &[u8], is_short: bool) -> Result<()> {
        if !is_short && format.name != csv::FORMAT.name {
            return Ok(());
        }
        let columns = self.options.columns.cloned().unwrap_or_default();
        let mut bytes = head;
        let mut n_records = 0;
        (format.read)(&mut Reading {
            name,
            input: 0,
            bytes: &mut bytes,
            again: &|| Ok(Box::new(head)),
            columns: &columns,
            sink: &mut |record| n_records += usize::from(!matches!(record, Record::Note(_))),
        })?;
        if is_short && n_records == 0 {
            return Err(ErrorKind::NoRecords { name: name.to_owned(), format: format.name }.into());
        }
        Ok(())
    }

    /// Recognises a format. Text may be a dump in another format after a preamble, so other formats are tried
    /// first.
    fn recognise(&self, head: &[u8]) -> Option<(&'static Format, usize)> {
        // The marks of other formats may occur anywhere, even in a quotation. Tables and posts are recognised by their
        // first lines.
        let by_start = [&csv::FORMAT, &jekyll::FORMAT, &hugo::FORMAT];
        let sniffed = |bytes: &[u8]| by_start.into_iter().chain(FORMATS).find(|format| (format.sniff)(bytes));
        let meant = |format: &&Format| self.options.format.is_none_or(|named| named.name == format.name);
        let found = sniffed(head);
        if found.is_none_or(|format| format.is_page) {
            let n_skipped = preamble::length(head);
            let behind = sniffed(&head[n_skipped..])
                .filter(|format| 0 < n_skipped && !format.is_page && meant(format));
            if let Some(format) = behind {
                return Some((format, n_skipped));
            }
        }
        Some((self.options.format.or(found)?, 0))
    }

    fn copy(&self, origin: &Origin, mut bytes: Stream) -> Result<Source> {
        let name = || origin.name.clone();
        match self.spool.copy(&mut bytes) {
            Ok(range) => Ok(Source::spooled(self.spool.clone(), range)),
            Err(CopyError::Read(source)) => Err(self.unreadable(origin, source)),
            Err(CopyError::Write(source)) => Err(ErrorKind::Spool { name: name(), source }.into()),
            Err(CopyError::Limit { limit, before }) => {
                Err(ErrorKind::UnpackLimit { name: name(), limit, before }.into())
            }
        }
    }

    fn unreadable(&self, origin: &Origin, source: io::Error) -> crate::error::Error {
        let name = origin.name.clone();
        if origin.n_layers == 0 && !origin.was_found {
            return ErrorKind::Read { name, source }.into();
        }
        ErrorKind::Packed { what: format!("{name} can't be unpacked ({source}); fetch it again if you can") }
            .into()
    }

    fn admit(
        &mut self,
        origin: Origin,
        (format, n_skipped): (&'static Format, usize),
        source: Source,
    ) -> Result<()> {
        let (name, was_found) = (origin.name.clone(), origin.was_found);
        if was_found && format.is_page && page::LIMIT_BYTES < source.len() {
            return Err(ErrorKind::TooLarge { name, limit: page::LIMIT_BYTES }.into());
        }
        if format.name == sql::FORMAT.name {
            let failed = |error| ErrorKind::Read { name: name.clone(), source: error };
            let head = source.head(HEAD_BYTES).map_err(failed)?;
            if let Some(table) = OneTable::of(&source, &head[n_skipped..]).map_err(failed)? {
                let position = self.opened.inputs.len();
                self.sql_parts.push(SqlPart::new(origin, source, n_skipped, position, table));
                return Ok(());
            }
        }
        self.push(origin, (format, n_skipped), source, Vec::new());
        Ok(())
    }

    /// Adds an input, which may consist of several files.
    fn push(
        &mut self,
        origin: Origin,
        (format, n_skipped): (&'static Format, usize),
        source: Source,
        parts: Vec<Part>,
    ) {
        self.opened.inputs.push(Input {
            broken: origin.trouble.take(),
            malformed: (origin.malformed.n_places(), origin.malformed.first_byte()),
            notes: origin.notes(),
            name: origin.name,
            path: origin.path,
            file_name: origin.file_name,
            folder: origin.folder,
            format,
            encoding: origin.encoding,
            source,
            n_skipped,
            unread: Vec::new(),
            was_found: origin.was_found,
            is_guess: self.options.format.is_none(),
            parts,
        });
    }
}
