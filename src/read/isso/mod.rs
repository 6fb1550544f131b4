//! Databases of [Isso](https://isso-comments.de): SQLite files with the tables `threads` and `comments` of Isso 0.1
//! to 0.13 (`isso/db/threads.py` and `isso/db/comments.py` of its source; `user_version` 0 to 5).
//!
//! A database can't be read from its first byte to its last, so [`unpack`] converts it to lines of JSON when it is
//! opened: its tables, then its threads, then its comments. The byte ranges of comments are those in these lines.
//! SQLite opens a copy, so nothing is written beside the database. The `-wal` file of a running Isso is copied and
//! read too.
//!
//! Two threads with addresses that differ only in a slash at the end are one page. Comments of the later thread are
//! moved to the first.
//!
//! Isso stores the Markdown that an author wrote and half of the IP address (`127.0.0.0`), but neither types nor
//! users. A deleted comment that had answers remains as an empty one. Comments that were marked as spam cannot be
//! distinguished from other deleted ones, because Isso removes both.

mod database;

use std::collections::HashMap;

use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

pub use database::{is_database, unpack};

use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required, field_text};
use crate::comment::{Author, Post, Record, Status};
use crate::error::Result;
use crate::input::lines::Lines;

pub const FORMAT: Format = Format {
    name: "isso",
    about: "database of Isso (SQLite)",
    sniff,
    is_page: false,
    requires: Required::Record,
    read,
    provides: &[
        Provides::Posts,
        Provides::Ids,
        Provides::Parents,
        Provides::Dates,
        Provides::Status,
        Provides::Emails,
        Provides::Sites,
        Provides::Ips,
    ],
    example: r#"{"sqlite":[{"name":"comments","is_isso":true},{"name":"threads","is_isso":true}]}
{"thread":{"id":"1","uri":"/first-post","title":"First post"}}
{"comment":{"id":"11","tid":"1","created":1250848931.5,"mode":1,"text":"A first comment_row.","author":"Ada"}}
{"comment":{"id":"12","tid":"1","parent":"11","created":1250854200.0,"mode":1,"remote_addr":"192.0.2.0","text":"Second thoughts & more.","author":"Grace","email":"grace@path.example","website":"http://path.example"}}
"#,
};

/// One line of an unpacked database.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DatabaseLine {
    /// The first line: the tables of the database, in the order of their names.
    Sqlite(Vec<TableName>),
    Thread(ThreadRow),
    Comment(CommentRow),
    /// A part of the database that is damaged, as a sentence without a full stop.
    Damage(String),
}

#[derive(Serialize, Deserialize)]
struct TableName {
    name: String,
    /// Whether it has the name and the columns of a table of Isso.
    is_isso: bool,
}

/// A row of `threads`. Numbers are texts too, because SQLite does not enforce the types of columns.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ThreadRow {
    id: String,
    uri: String,
    title: String,
    /// How many bytes were not UTF-8.
    #[serde(skip_serializing_if = "is_zero")]
    n_foreign: usize,
}

/// A row of `comments`, without the columns that are not read.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct CommentRow {
    id: String,
    tid: String,
    parent: String,
    /// Seconds since 1970.
    created: f64,
    /// 1: approved; 2: pending; 4: deleted.
    mode: i64,
    remote_addr: String,
    text: String,
    author: String,
    email: String,
    website: String,
    /// How many bytes were not UTF-8.
    #[serde(skip_serializing_if = "is_zero")]
    n_foreign: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn sniff(head: &[u8]) -> bool {
    tables(head).is_some_and(|tables| is_isso(&tables))
}

/// The names of the tables, if this is the start of an unpacked database that is not Isso's.
pub fn foreign_tables(head: &[u8]) -> Option<String> {
    let tables = tables(head).filter(|tables| !is_isso(tables))?;
    Some(tables.into_iter().map(|table| table.name).collect::<Vec<_>>().join(", "))
}

fn is_isso(tables: &[TableName]) -> bool {
    tables.iter().filter(|table| table.is_isso).count() == 2
}

fn tables(head: &[u8]) -> Option<Vec<TableName>> {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice(line) {
        Ok(DatabaseLine::Sqlite(tables)) => Some(tables),
        _ => None,
    }
}

fn read(reading: &mut Reading) -> Result<()> {
    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let mut lines = Lines::new(&mut *reading.bytes);
    let mut pages = Pages::default();
    loop {
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(()),
            Err(source) => {
                return Err(crate::error::ErrorKind::Read { name: reading.name.to_owned(), source }.into());
            }
        };
        let start = line.bytes.start;
        match serde_json::from_str(&line.text) {
            Ok(DatabaseLine::Sqlite(_)) => {}
            Ok(DatabaseLine::Damage(what)) => sink.damage(start, what),
            Ok(DatabaseLine::Thread(thread)) => {
                report_damage(&[&thread.uri, &thread.title], thread.n_foreign, start, &mut sink);
                let is_new = pages.add(&thread);
                let (id, url, title) = (thread.id, thread.uri, thread.title);
                let post = Post { id, url, title, input: sink.input(), ..Post::default() };
                if is_new {
                    sink.push(Record::Post(Box::new(post)));
                }
            }
            Ok(DatabaseLine::Comment(comment_row)) => {
                let mut comment = sink.start_comment(start);
                report_damage(
                    &[&comment_row.text, &comment_row.author],
                    comment_row.n_foreign,
                    start,
                    &mut sink,
                );
                comment.id = comment_row.id;
                comment.post = pages.thread(comment_row.tid);
                comment.parent = comment_row.parent;
                comment.date = date(comment_row.created);
                comment.status = status(comment_row.mode);
                comment.body = comment_row.text;
                comment.author = Author {
                    name: comment_row.author,
                    email: comment_row.email,
                    url: comment_row.website,
                    ip: comment_row.remote_addr,
                    ..Author::default()
                };
                sink.end_comment(comment, line.bytes.end);
            }
            Err(error) => {
                let what = format!("this is not a row of an unpacked database ({error}); it was left out");
                sink.damage(start, what);
            }
        }
    }
}

/// The threads of each page.
#[derive(Default)]
struct Pages {
    /// The first thread of each page, by the address without a slash at the end.
    first: HashMap<String, String>,
    /// The first thread of the same page, by the id of each later thread.
    moved: HashMap<String, String>,
}

impl Pages {
    /// Adds a thread. Returns false if an earlier one has the same page.
    fn add(&mut self, thread: &ThreadRow) -> bool {
        let address = thread.uri.trim();
        if address.is_empty() {
            return true;
        }
        let address = address.trim_end_matches('/').to_owned();
        let first = self.first.entry(address).or_insert_with(|| thread.id.clone());
        if *first != thread.id {
            self.moved.insert(thread.id.clone(), first.clone());
        }
        *first == thread.id
    }

    /// The first thread of the page that this thread belongs to.
    fn thread(&self, id: String) -> String {
        self.moved.get(&id).cloned().unwrap_or(id)
    }
}

fn report_damage(texts: &[&str], n_foreign: usize, byte: u64, sink: &mut RecordSink) {
    if let Some(damage) = field_text::describe_damage(texts, n_foreign) {
        sink.damage(byte, format!("the row has {damage}"));
    }
}

fn status(mode: i64) -> Status {
    match mode {
        1 => Status::Approved,
        2 => Status::Pending,
        4 => Status::Deleted,
        _ => Status::Other,
    }
}

/// Converts seconds since 1970 to a date, without the fraction. 0, negative numbers and years beyond the calendar
/// are no dates.
fn date(seconds: f64) -> Option<jiff::civil::DateTime> {
    let moment = jiff::Timestamp::from_second(seconds as i64).ok().filter(|_| 0.0 < seconds);
    moment.map(|moment| Offset::UTC.to_datetime(moment))
}
