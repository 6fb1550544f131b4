//! JSON objects, one a line or in an array, which may be the value of a key of an outer object. The WordPress REST API,
//! `wp comment list --format=json` and threadsift's own decisions have this form.
//!
//! A list is read if its objects have a text. Of nested lists only the outermost is read. A broken object is reported,
//! and reading goes on at the next one.
//!
//! This reader cannot tell a list of comments from another list whose objects have a text, such as one of posts.

pub mod export;
mod object;
mod scanner;

use std::io::BufRead;
use std::ops::Range;

use serde_json::Value;

use self::object::{Object, Repair};
use self::scanner::{Piece, Scanner};
use super::columns::{Columns, Field, FieldPositions};
use super::sink::RecordSink;
use super::table_row::{self, TableRow, TableRows};
use super::{Format, Provides, Reading, Required};
use crate::error::{ErrorKind, Result};
use crate::input::sanitize::Sanitized;

pub const FORMAT: Format = Format {
    name: "json",
    about: "JSON objects, one a line or in a list (WordPress REST, `wp comment list --format=json`, threadsift's decisions)",
    sniff,
    read,
    is_page: false,
    requires: Required::Nothing,
    provides: &Provides::ALL,
    example: r#"{"id":"11","post":"1","post_title":"First post","parent":"0","author":"Ada","body":"A first remark."}
{"id":"12","post":"1","post_title":"First post","parent":"11","author":"Grace","author_email":"grace@path.example","author_url":"http://path.example/","author_ip":"192.0.2.7","author_user_agent":"Mozilla/5.0","user_id":"2","date":"2009-08-21T11:30:00","status":"approved","type":"comment","body":"Second thoughts & more."}
"#,
};

fn sniff(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut visible = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(visible.next(), Some(b'{' | b'[')) && matches!(visible.next(), Some(b'"' | b'{' | b'}' | b']'))
}

fn read(reading: &mut Reading) -> Result<()> {
    let name = reading.name;
    let columns = reading.columns;
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut scanner = Scanner::new(bytes, replaced);
    let mut list = ObjectList::new(columns, RecordSink::new(reading.input, &mut *reading.sink));
    let failed = |source| ErrorKind::Read { name: name.to_owned(), source };
    while let Some(piece) = scanner.next(|start| is_outer_object(start, columns)).map_err(failed)? {
        let (bytes, is_salvaged) = match piece {
            Piece::Stray { byte, what } => {
                list.sink.damage(byte, what);
                continue;
            }
            Piece::Broken { byte, what } => {
                list.lose(byte, what);
                continue;
            }
            Piece::Object { bytes, is_salvaged } => (bytes, is_salvaged),
        };
        let repair = match list.parse(&scanner) {
            Ok(repair) => repair,
            Err(what) => {
                scanner.reject();
                if !is_salvaged {
                    list.lose(bytes.start, what);
                }
                continue;
            }
        };
        match list.role(scanner.outer_list(), is_salvaged) {
            Role::Comment => list.push_comment(repair, bytes),
            Role::NoBody => return Err(table_row::no_body(name, &list.keys)),
            Role::Other if is_salvaged => scanner.pass_over(),
            Role::Other => list.without_body = Some(std::mem::take(&mut list.keys)),
        }
    }
    match list.without_body {
        Some(keys) if !list.has_comments => Err(table_row::no_body(name, &keys)),
        _ => Ok(()),
    }
}

/// Whether an object whose text starts so, up to the value of its first list, is the outer object and not a comment. A
/// comment has an id or a text before its first list, but a list called `comments` is never part of a comment.
fn is_outer_object(start: &str, columns: &Columns) -> bool {
    let object = serde_json::from_str::<Object>(&format!("{start}null}}")).unwrap_or_default();
    let keys = key_names(&object);
    let positions = columns.find(&keys);
    let is_comment = positions.get(Field::Id).is_some() || positions.get(Field::Body).is_some();
    !is_comment || keys.last().is_some_and(|key| key == "comments")
}

/// The list that is read, and its last object.
struct ObjectList<'a> {
    columns: &'a Columns,
    sink: RecordSink<'a>,
    rows: TableRows,
    /// The keys of the last object, and the fields that they hold. Most objects have the keys of the one before.
    keys: Vec<String>,
    positions: Option<FieldPositions>,
    /// The values of the last object.
    values: Vec<String>,
    has_comments: bool,
    /// The number of the outer object's list that has comments.
    comment_list: u32,
    /// The keys of an object without a text from the outer object's other lists.
    without_body: Option<Vec<String>>,
}

/// What an object is, judging by its keys and by the objects before it.
enum Role {
    Comment,
    /// An object that shows that its list has no comments.
    NoBody,
    /// Not a comment, in a file that may have comments elsewhere.
    Other,
}

impl<'a> ObjectList<'a> {
    fn new(columns: &'a Columns, sink: RecordSink<'a>) -> ObjectList<'a> {
        ObjectList {
            columns,
            sink,
            rows: TableRows::default(),
            keys: Vec::new(),
            positions: None,
            values: Vec::new(),
            has_comments: false,
            comment_list: 0,
            without_body: None,
        }
    }

    /// Parses the scanner's last object. The error says what is wrong with it.
    fn parse<R: BufRead>(&mut self, scanner: &Scanner<R>) -> std::result::Result<Repair, String> {
        let (mut object, repair) = object::parse(scanner)?;
        add_post_url(&mut object);
        if self.positions.is_none() || !self.keys.iter().eq(object.keys()) {
            self.keys = key_names(&object);
            self.positions = Some(self.columns.find(&self.keys));
        }
        self.values = object.into_iter().map(|(_, value)| into_text(value)).collect();
        Ok(repair)
    }

    fn role(&mut self, outer_list: u32, is_salvaged: bool) -> Role {
        if self.positions.as_ref().is_some_and(|positions| positions.get(Field::Body).is_some()) {
            (self.has_comments, self.comment_list) = (true, outer_list);
            return Role::Comment;
        }
        let is_in_comment_list = self.has_comments && [0, self.comment_list].contains(&outer_list);
        match outer_list {
            _ if is_salvaged => Role::Other,
            // A single comment may lack the key that the others have.
            _ if is_in_comment_list => Role::Comment,
            0 => Role::NoBody,
            _ => Role::Other,
        }
    }

    fn push_comment(&mut self, repair: Repair, bytes: Range<u64>) {
        self.sink.count_comment();
        if repair.has_controls && repair.n_foreign == 0 {
            let what =
                "the object has line breaks or control characters that JSON wants escaped; they were kept";
            self.sink.damage(bytes.start, what.to_owned());
        }
        let Some(positions) = &self.positions else { return };
        let row = TableRow { bytes, positions, values: &self.values, n_foreign: repair.n_foreign };
        self.rows.push(&row, &mut self.sink);
    }

    /// Reports an object that could not be read. It counts as a comment.
    fn lose(&mut self, byte: u64, what: String) {
        self.sink.count_comment();
        self.sink.damage(byte, what);
    }
}

fn key_names(object: &Object) -> Vec<String> {
    object.keys().cloned().collect()
}

/// Adds the address of the post to a comment of WordPress REST, which has only its own address and the number of the
/// post. The address shows that comments in several files belong to one post.
fn add_post_url(object: &mut Object) {
    let is_rest = object.get("content").is_some_and(Value::is_object);
    let link = object.get("link").and_then(Value::as_str).filter(|_| is_rest);
    if let Some((page, _)) = link.and_then(|link| link.split_once("#comment-")) {
        let page = page.to_owned();
        object.entry("post_url").or_insert(Value::String(page));
    }
}

fn into_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => object::value_text(&other),
    }
}
