//! Databases of Isso: SQLite files with the tables `threads` and `comments`, as Isso 0.1 to 0.13 makes them
//! (`isso/db/threads.py` and `isso/db/comments.py` of its source; `user_version` 0 to 5).
//!
//! A database can't be read from its first byte to its last, so it is [`unpack`]ed when it is opened, like a
//! compressed file, to lines of JSON: its tables, then its threads, then its comments. The places of comments are
//! places in these lines. The database is copied before SQLite sees it, so nothing is ever written beside it; what
//! still waits in a `-wal` file of a running Isso is not read.
//!
//! Isso keeps the Markdown that people wrote and half of their addresses (`127.0.0.0`). It knows neither types nor
//! users, and a comment that was answered and then deleted leaves an empty placeholder.

mod database;

use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

pub use database::{is_database, unpack};

use super::records::Records;
use super::{Format, Provides, Reading, Required, fields};
use crate::comment::{Author, Post, Record, Status};
use crate::error::Result;
use crate::input::lines::Lines;

pub const FORMAT: Format = Format {
    name: "isso",
    about: "database of Isso (SQLite)",
    sniff,
    is_page: false,
    requires: Required::Nothing,
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
{"comment":{"id":"11","tid":"1","created":1250848931.5,"mode":1,"text":"A first remark.","author":"Ada"}}
{"comment":{"id":"12","tid":"1","parent":"11","created":1250854200.0,"mode":1,"remote_addr":"192.0.2.0","text":"Second thoughts & more.","author":"Grace","email":"grace@path.example","website":"http://path.example"}}
"#,
};

/// What the lines of an unpacked database say.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first line: the tables of the database, in the order of their names.
    Sqlite(Vec<Table>),
    Thread(Thread),
    Comment(Remark),
    /// What is broken, as a sentence without a full stop.
    Damage(String),
}

#[derive(Serialize, Deserialize)]
struct Table {
    name: String,
    /// Has it the name and the columns of a table of Isso?
    is_isso: bool,
}

/// A row of `threads`; numbers and texts are texts, for SQLite does not mind which they are.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Thread {
    id: String,
    uri: String,
    title: String,
    /// How many bytes were not UTF-8.
    #[serde(skip_serializing_if = "is_zero")]
    n_foreign: usize,
}

/// A row of `comments`, without the columns that say nothing about it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Remark {
    id: String,
    tid: String,
    parent: String,
    /// Seconds since 1970.
    created: f64,
    /// 1 is shown, 2 waits for moderation, 4 is the placeholder of a deleted one.
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

/// The names of the tables, if this is the start of an unpacked database of another program.
pub fn foreign_tables(head: &[u8]) -> Option<String> {
    let tables = tables(head).filter(|tables| !is_isso(tables))?;
    Some(tables.into_iter().map(|it| it.name).collect::<Vec<_>>().join(", "))
}

fn is_isso(tables: &[Table]) -> bool {
    tables.iter().filter(|it| it.is_isso).count() == 2
}

fn tables(head: &[u8]) -> Option<Vec<Table>> {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice(line) {
        Ok(Line::Sqlite(tables)) => Some(tables),
        _ => None,
    }
}

fn read(reading: &mut Reading) -> Result<()> {
    let mut records = Records::new(reading.input, &mut *reading.sink);
    let mut lines = Lines::new(&mut *reading.bytes);
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
            Ok(Line::Sqlite(_)) => {}
            Ok(Line::Damage(what)) => records.damage(start, what),
            Ok(Line::Thread(thread)) => {
                report(&[&thread.uri, &thread.title], thread.n_foreign, start, &mut records);
                let (id, url, title) = (thread.id, thread.uri, thread.title);
                let post = Post { id, url, title, input: records.input(), ..Post::default() };
                records.hand_on(Record::Post(Box::new(post)));
            }
            Ok(Line::Comment(remark)) => {
                let mut comment = records.start_comment(start);
                report(&[&remark.text, &remark.author], remark.n_foreign, start, &mut records);
                comment.id = remark.id;
                comment.post = remark.tid;
                comment.parent = remark.parent;
                comment.date = date(remark.created);
                comment.status = status(remark.mode);
                comment.body = remark.text;
                comment.author = Author {
                    name: remark.author,
                    email: remark.email,
                    url: remark.website,
                    ip: remark.remote_addr,
                    ..Author::default()
                };
                records.end_comment(comment, line.bytes.end);
            }
            Err(error) => {
                let what = format!("this is no row of an unpacked database ({error}); it was left out");
                records.damage(start, what);
            }
        }
    }
}

fn report(texts: &[&str], n_foreign: usize, byte: u64, records: &mut Records) {
    if let Some(trouble) = fields::trouble(texts, n_foreign) {
        records.damage(byte, format!("the row has {trouble}"));
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

/// Fractions of a second are left off; 0 and what no calendar has is no date.
fn date(seconds: f64) -> Option<jiff::civil::DateTime> {
    let moment = jiff::Timestamp::from_second(seconds as i64).ok().filter(|_| 0.0 < seconds);
    moment.map(|it| Offset::UTC.to_datetime(it))
}
