//! Converts a SQLite database to lines of JSON.
//!
//! Rows are read in the order of their ids. SQLite gives up at a damaged page; the rows after the damage are then
//! read from the end of the table.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::{CommentRow, DatabaseLine, TableName, ThreadRow};
use crate::input::lines;

const MAGIC: &[u8] = b"SQLite format 3\0";

/// The longest row. Comment forms do not accept longer texts, and a row escaped for JSON still fits into the
/// longest line that is read.
const MAX_ROW_BYTES: i32 = 2 << 20;

const THREADS: &[&str] = &["id", "uri", "title"];

const COMMENTS: &[&str] =
    &["id", "tid", "parent", "created", "mode", "remote_addr", "text", "author", "email", "website"];

/// Whether this is the start of a SQLite database.
pub fn is_database(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// The path of a database's write-ahead log, which is in the same folder.
fn log_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Writes the content of a database as lines to an unnamed temporary file. The write-ahead log beside the file that the
/// bytes were read from, if there is one, has the latest changes.
///
/// # Errors
/// The file can't be read, there is no room for temporary files, or the list of the database's tables can't be
/// read.
pub fn unpack(bytes: &mut impl io::Read, original: Option<&Path>) -> io::Result<File> {
    // SQLite opens files by name and writes beside them. The copy is removed when this function returns.
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("isso.db");
    io::copy(bytes, &mut File::create(&path)?)?;
    if let Some(log) = original.map(log_of).filter(|log| log.is_file()) {
        io::copy(&mut File::open(log)?, &mut File::create(log_of(&path))?)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(&path, flags).map_err(damaged)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES).map_err(damaged)?;
    database.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON").map_err(damaged)?;
    let mut lines = BufWriter::new(tempfile::tempfile()?);
    let tables = tables(&database).map_err(damaged)?;
    let is_isso = super::is_isso(&tables);
    write(&mut lines, &DatabaseLine::Sqlite(tables))?;
    if is_isso {
        copy(&database, "threads", THREADS, thread_row, &mut lines)?;
        copy(&database, "comments", COMMENTS, comment_row, &mut lines)?;
    }
    let mut lines = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
    lines.rewind()?;
    Ok(lines)
}

fn damaged(error: rusqlite::Error) -> io::Error {
    io::Error::other(format!(
        "the SQLite database is damaged ({error}); `sqlite3 FILE .recover | sqlite3 NEW` may save what is left of it"
    ))
}

fn tables(database: &Connection) -> rusqlite::Result<Vec<TableName>> {
    let mut tables = Vec::new();
    let mut names = database
        .prepare("SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let mut rows = names.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let wanted: &[&str] = match name.as_str() {
            "threads" => &["id", "uri"],
            "comments" => &["id", "tid", "text"],
            _ => &[],
        };
        let columns = columns(database, &name)?;
        let is_isso =
            !wanted.is_empty() && wanted.iter().all(|name| columns.iter().any(|column| column == name));
        tables.push(TableName { name, is_isso });
    }
    Ok(tables)
}

fn columns(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut names = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    names.query_map([table], |row| row.get(0))?.collect()
}

/// Copies the rows of a table. Columns that an older version of Isso lacks are empty.
fn copy(
    database: &Connection,
    table: &str,
    wanted: &[&str],
    to_line: fn(Values) -> DatabaseLine,
    lines: &mut impl Write,
) -> io::Result<()> {
    let known = columns(database, table).unwrap_or_default();
    let column = |name: &&str| {
        if known.iter().any(|column| column == name) { (*name).to_owned() } else { "NULL".to_owned() }
    };
    let select = wanted.iter().map(column).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT rowid, {select} FROM {table} WHERE ?1 < rowid ORDER BY rowid");
    let mut last = None;
    let Err(error) = copy_rows(database, &sql, &mut last, to_line, lines)? else { return Ok(()) };
    let place = last.map_or("at its start".to_owned(), |id| format!("after row {id}"));
    let what = format!(
        "the table {table} is damaged {place} ({error}); the rows after the damage were read from the end of the table"
    );
    write(lines, &DatabaseLine::Damage(what))?;
    // Reading backwards ends at the same damage.
    copy_rows(database, &format!("{sql} DESC"), &mut last, to_line, lines)?.or(Ok(()))
}

/// Copies the rows with ids above `last` until there are no more or SQLite reports an error, which is the inner result.
fn copy_rows(
    database: &Connection,
    sql: &str,
    last: &mut Option<i64>,
    to_line: fn(Values) -> DatabaseLine,
    lines: &mut impl Write,
) -> io::Result<rusqlite::Result<()>> {
    let start = last.unwrap_or(i64::MIN);
    let mut statement = match database.prepare(sql) {
        Ok(statement) => statement,
        Err(error) => return Ok(Err(error)),
    };
    let n_columns = statement.column_count();
    let mut rows = match statement.query([start]) {
        Ok(rows) => rows,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                *last = row.get(0).ok().or(*last);
                write(lines, &to_line(Values::new(row, n_columns)))?;
            }
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        }
    }
}

fn write(lines: &mut impl Write, line: &DatabaseLine) -> io::Result<()> {
    serde_json::to_writer(&mut *lines, line)?;
    lines.write_all(b"\n")
}

/// The values of a row after its id, as texts, in the order of the query.
struct Values {
    texts: std::vec::IntoIter<String>,
    /// How many bytes were not UTF-8.
    n_foreign: usize,
}

impl Values {
    fn new(row: &Row, n_columns: usize) -> Values {
        let mut n_foreign = 0;
        let text = |column| match row.get_ref(column) {
            Ok(ValueRef::Integer(number)) => number.to_string(),
            Ok(ValueRef::Real(number)) => number.to_string(),
            Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => {
                let (text, n) = lines::decode(bytes.to_vec());
                n_foreign += n;
                text
            }
            Ok(ValueRef::Null) | Err(_) => String::new(),
        };
        let texts: Vec<String> = (1..n_columns).map(text).collect();
        Values { texts: texts.into_iter(), n_foreign }
    }

    fn next(&mut self) -> String {
        self.texts.next().unwrap_or_default()
    }
}

/// A row of `threads`, in the order of [`THREADS`].
fn thread_row(mut values: Values) -> DatabaseLine {
    DatabaseLine::Thread(ThreadRow {
        id: values.next(),
        uri: values.next(),
        title: values.next(),
        n_foreign: values.n_foreign,
    })
}

/// A row of `comments`, in the order of [`COMMENTS`].
fn comment_row(mut values: Values) -> DatabaseLine {
    DatabaseLine::Comment(CommentRow {
        id: values.next(),
        tid: values.next(),
        parent: values.next(),
        created: values.next().parse().unwrap_or_default(),
        mode: values.next().parse().unwrap_or_default(),
        remote_addr: values.next(),
        text: values.next(),
        author: values.next(),
        email: values.next(),
        website: values.next(),
        n_foreign: values.n_foreign,
    })
}
