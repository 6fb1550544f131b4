//! Lists of JSON objects: one object a line, an array of them, or an array under a key of one outer object.
//! WordPress REST, `wp comment list --format=json` and our own decisions are such lists.
//!
//! It can't tell the keys of a post's own list from those of its comments: only lists with a text count,
//! and of nested lists only the outermost.

use std::io::BufRead;
use std::ops::Range;

use serde_json::{Map, Value};

use super::columns::{Field, Found};
use super::objects::{Objects, Piece};
use super::row::{self, Row, Rows};
use super::{Format, Provides, Reading, Required};
use crate::comment::Record;
use crate::error::{Damage, ErrorKind, Place, Result};
use crate::input::sanitize::Sanitized;

pub const FORMAT: Format = Format {
    name: "json",
    about: "JSON objects, one a line or in a list (WordPress REST, `wp comment list --format=json`, our decisions)",
    sniff,
    is_page: false,
    requires: Required::Nothing,
    read,
    provides: &Provides::ALL,
    example: r#"{"id":"11","post":"1","post_title":"First post","parent":"0","author":"Ada","body":"A first remark."}
{"id":"12","post":"1","post_title":"First post","parent":"11","author":"Grace","author_email":"grace@path.example","author_url":"http://path.example/","author_ip":"192.0.2.7","author_user_agent":"Mozilla/5.0","user_id":"2","date":"2009-08-21T11:30:00","status":"approved","type":"comment","body":"Second thoughts & more."}
"#,
};

/// The keys and values of an object, in their order.
pub type Object = Map<String, Value>;

fn sniff(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut solid = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(solid.next(), Some(b'{' | b'[')) && matches!(solid.next(), Some(b'"' | b'{' | b'}' | b']'))
}

fn read(reading: &mut Reading) -> Result<()> {
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut objects = Objects::new(bytes, replaced);
    let mut list = List { place: Place { input: reading.input, ..Place::default() }, ..List::default() };
    // An object with an id or a text before its first list is a comment, unless that list is called `comments`.
    let is_outer = |start: &str| {
        let keys = serde_json::from_str::<Object>(&format!("{start}null}}"))
            .map(|it| names(&it))
            .unwrap_or_default();
        let found = reading.columns.find(&keys);
        let is_comment = found.place(Field::Id).is_some() || found.place(Field::Body).is_some();
        !is_comment || keys.last().is_some_and(|key| key == "comments")
    };
    while let Some(piece) =
        objects.next(is_outer).map_err(|source| ErrorKind::Read { name: reading.name.to_owned(), source })?
    {
        let (bytes, salvaged, repair) = match piece {
            Piece::Stray { byte, what } => {
                list.damage(byte, what, reading.sink);
                continue;
            }
            Piece::Broken { byte, what } => {
                list.lose(byte, what, reading.sink);
                continue;
            }
            Piece::Object { bytes, salvaged } => match list.read(&objects, reading.columns) {
                Ok(repair) => (bytes, salvaged, repair),
                Err(what) => {
                    objects.reject();
                    if !salvaged {
                        list.lose(bytes.start, what, reading.sink);
                    }
                    continue;
                }
            },
        };
        match list.role(objects.outer_list(), salvaged) {
            Role::Comment => list.hand_on(repair, bytes, reading.sink),
            Role::NoBody => return Err(row::no_body(reading.name, &list.keys)),
            Role::Stranger if salvaged => objects.pass_over(),
            Role::Stranger => list.without_body = Some(std::mem::take(&mut list.keys)),
        }
    }
    match list.without_body {
        Some(keys) if !list.has_comments => Err(row::no_body(reading.name, &keys)),
        _ => Ok(()),
    }
}

/// What was seen of the list so far.
#[derive(Default)]
struct List {
    rows: Rows,
    /// Where the last object stands.
    place: Place,
    /// The keys of the last object and what they mean; the next one has the same, as a rule.
    keys: Vec<String>,
    found: Option<Found>,
    /// The values of the last object.
    values: Vec<String>,
    has_comments: bool,
    /// The outer object's list that has comments.
    comment_list: u32,
    /// The keys of an object of the outer object's other lists.
    without_body: Option<Vec<String>>,
}

enum Role {
    Comment,
    /// The list can't be one of comments.
    NoBody,
    /// It is no comment, but others may be.
    Stranger,
}

impl List {
    /// Reads the last object; says what is wrong where it is none.
    fn read<R: BufRead>(
        &mut self,
        objects: &Objects<R>,
        columns: &super::Columns,
    ) -> std::result::Result<Repair, String> {
        let (mut object, repair) = parse(objects)?;
        name_post(&mut object);
        if self.found.is_none() || !self.keys.iter().eq(object.keys()) {
            self.keys = names(&object);
            self.found = Some(columns.find(&self.keys));
        }
        self.values = object.into_iter().map(|(_, value)| into_text(value)).collect();
        Ok(repair)
    }

    fn role(&mut self, outer_list: u32, salvaged: bool) -> Role {
        let has_body = self.found.as_ref().is_some_and(|found| found.place(Field::Body).is_some());
        if has_body {
            (self.has_comments, self.comment_list) = (true, outer_list);
            return Role::Comment;
        }
        match self.has_comments && (outer_list == 0 || self.comment_list == outer_list) {
            _ if salvaged => Role::Stranger,
            // One comment may lack what the others have.
            true => Role::Comment,
            false if outer_list == 0 => Role::NoBody,
            false => Role::Stranger,
        }
    }

    fn hand_on(&mut self, repair: Repair, bytes: Range<u64>, sink: &mut dyn FnMut(Record)) {
        self.place = Place { record: self.place.record + 1, byte: bytes.start, ..self.place };
        if repair.has_controls && repair.n_foreign == 0 {
            let what =
                "the object has line breaks or control characters that JSON wants escaped; they were kept";
            self.damage(bytes.start, what.to_owned(), sink);
        }
        let Some(found) = &self.found else { return };
        let (place, n_foreign) = (self.place, repair.n_foreign);
        self.rows.hand_on(&Row { place, end: bytes.end, found, values: &self.values, n_foreign }, sink);
    }

    /// Counts an object that could not be read.
    fn lose(&mut self, byte: u64, what: String, sink: &mut dyn FnMut(Record)) {
        self.place.record += 1;
        self.damage(byte, what, sink);
    }

    fn damage(&self, byte: u64, what: String, sink: &mut dyn FnMut(Record)) {
        sink(Record::Damage(Damage { place: Place { byte, ..self.place }, what }));
    }
}

/// What had to be done to read an object.
#[derive(Default)]
pub struct Repair {
    /// How many bytes were not UTF-8.
    pub n_foreign: usize,
    /// Had it control characters that JSON wants escaped?
    pub has_controls: bool,
}

/// Parses the last object; what was not UTF-8 shows as control characters, which JSON forbids in texts.
pub fn parse<R: BufRead>(objects: &Objects<R>) -> std::result::Result<(Object, Repair), String> {
    let text = objects.text();
    let error = match serde_json::from_str(&text) {
        Ok(object) => return Ok((object, Repair::default())),
        Err(error) => error,
    };
    // Bytes can be restored once, so it must be sure that this is an object.
    if serde_json::from_str::<Object>(&escape_controls(&text)).is_ok() {
        let mut text = text.into_owned();
        let n_foreign = objects.restore(&mut text);
        if let Ok(object) = serde_json::from_str(&escape_controls(&text)) {
            return Ok((object, Repair { n_foreign, has_controls: true }));
        }
    }
    let error = error.to_string();
    // The parser counts from the object's start, which helps nobody.
    let error = error.split(" at line ").next().unwrap_or_default();
    Err(format!("this is not a JSON object ({error}); it was left out and reading went on at the next one"))
}

/// Writes control characters inside strings as JSON wants them.
fn escape_controls(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let (mut in_string, mut after_backslash) = (false, false);
    for char in text.chars() {
        if in_string && char < ' ' {
            escaped.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            escaped.push(char);
        }
        in_string ^= char == '"' && !after_backslash;
        after_backslash = in_string && char == '\\' && !after_backslash;
    }
    escaped
}

fn names(object: &Object) -> Vec<String> {
    object.keys().cloned().collect()
}

/// WordPress REST names a comment's post by its number and by the address of the comment on it. The address tells that
/// answers in several files are about one post.
fn name_post(object: &mut Object) {
    let is_rest = object.get("content").is_some_and(Value::is_object);
    let link = object.get("link").and_then(Value::as_str).filter(|_| is_rest);
    if let Some((page, _)) = link.and_then(|it| it.split_once("#comment-")) {
        let page = page.to_owned();
        object.entry("post_url").or_insert(Value::String(page));
    }
}

fn into_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => text(&other),
    }
}

/// A value as text; WordPress REST has texts as `{"rendered": …, "raw": …}`, the raw one only for editors.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        // Tools that know only floating numbers write the id 5 as 5.0.
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        },
        Value::Object(parts) => match parts.get("raw").or_else(|| parts.get("rendered")) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        },
        // A list of texts, such as the terms of a post, one a line.
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
    }
}
