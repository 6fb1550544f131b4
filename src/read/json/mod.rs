//! JSON objects, one a line or in an array, which may be the value of a key of an outer object. The WordPress REST API,
//! `wp comment list --format=json` and threadsift's own decisions have this form.
//!
//! A list is read if its objects have a text. Objects may be nested as APIs and exports nest them: replies in their
//! comment (`replies`, `children`, `comments`, `responses`), comments in their page, authors and pages as inner
//! objects (`author.name`, `post.title`), and lists in wrappers (`data.comments.nodes`). The role of an object is
//! derived from its keys and from the name of its list, not from the service that wrote it: see [`roles`]. A broken
//! object is reported, and reading continues at the next one.
//!
//! A long outer object is read list by list, but a page of up to 16 MiB is read whole. Authors who are only named
//! in another list, such as one of users, are not looked up there.
//!
//! This reader takes every list of objects with a text for comments, unless its name says otherwise (`posts`,
//! `pages`).

pub mod export;
mod flat;
mod members;
mod object;
mod roles;
mod scanner;
mod services;
mod text;

use foldhash::HashSet;

use self::flat::{FlatObject, ObjectList};
use self::roles::{Role, Surroundings};
use self::scanner::{Outer, Piece, Scanner};
use self::text::ObjectText;
use super::canonical_name::letters;
use super::column_use::ColumnUse;
use super::columns::{Columns, Field, FieldPositions};
use super::sink::RecordSink;
use super::table_row::{self, TableRow, TableRows, Within};
use super::{Format, Provides, Reading, Required};
use crate::comment::{Post, Record};
use crate::error::{ErrorKind, Result};
use crate::input::sanitize::Sanitized;

pub const FORMAT: Format = Format {
    name: "json",
    about: "JSON objects, one a line or in a list (WordPress REST and GraphQL, APIs of comment services, \
        `wp comment list --format=json`, threadsift's decisions)",
    sniff,
    read,
    is_page: false,
    requires: Required::Record,
    provides: &Provides::ALL,
    example: r#"{"id":"11","post":"1","post_title":"First post","parent":"0","author":"Ada","body":"A first remark."}
{"id":"12","post":"1","post_title":"First post","parent":"11","author":"Grace","author_email":"grace@path.example","author_url":"http://path.example/","author_ip":"192.0.2.7","author_user_agent":"Mozilla/5.0","user_id":"2","date":"2009-08-21T11:30:00","status":"approved","type":"comment","body":"Second thoughts & more."}
"#,
};

fn sniff(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let visible: Vec<u8> = head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(64).collect();
    let n_open = visible.iter().take_while(|byte| matches!(byte, b'{' | b'[')).count();
    // Mappings of YAML in flow style have keys without quotation marks.
    let is_key_or_end = |byte: &u8| matches!(byte, b'"' | b'}' | b']');
    match (n_open, visible.get(n_open)) {
        (0, _) | (_, None) => false,
        (_, Some(byte)) => is_key_or_end(byte),
    }
}

fn read(reading: &mut Reading) -> Result<()> {
    let name = reading.name;
    let columns = reading.columns;
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut scanner = Scanner::new(bytes, replaced);
    let mut reader = Reader::new(columns, RecordSink::new(reading.input, &mut *reading.sink));
    let failed = |source| ErrorKind::Read { name: name.to_owned(), source };
    while let Some(piece) = scanner.next(|start| outer(start, columns)).map_err(failed)? {
        let (bytes, is_salvaged, is_cut) = match piece {
            Piece::Stray { byte, what } => {
                reader.sink.damage(byte, what);
                continue;
            }
            Piece::Broken { byte, what } => {
                reader.lose(byte, what);
                continue;
            }
            Piece::Object { bytes, is_salvaged, is_cut } => (bytes, is_salvaged, is_cut),
        };
        let text = match ObjectText::new(&scanner, bytes.clone()) {
            Ok(text) => text,
            Err(what) => {
                if scanner.enter_list() {
                    continue;
                }
                scanner.reject();
                if !is_salvaged {
                    reader.lose(bytes.start, what);
                }
                continue;
            }
        };
        reader.is_cut = is_cut;
        let taken = reader.take(&text, scanner.outer_list(), scanner.list_key(), is_salvaged);
        drop(text);
        match taken {
            Taken::Read => {}
            Taken::NoBody => return Err(table_row::no_body(name, &reader.keys)),
            Taken::Other if is_salvaged => scanner.pass_over(),
            Taken::Other => reader.without_body = Some(std::mem::take(&mut reader.keys)),
        }
    }
    reader.finish(name)
}

/// How an object is read that starts with this text, which ends at the value of its first list. A comment has an id
/// or a text before its first list. A page has a title or an address, and the list of its comments after that.
fn outer(start: &str, columns: &Columns) -> Outer {
    let members = serde_json::from_str::<object::Object>(&format!("{start}null}}")).unwrap_or_default();
    let keys: Vec<String> = members.keys().cloned().collect();
    let positions = columns.find(&keys);
    let has = |field| positions.get(field).is_some();
    let list = keys.last().map(|key| letters(key)).unwrap_or_default();
    let is_page = keys.iter().any(|key| roles::is_of_page(key));
    match () {
        () if list == "errors" => Outer::No,
        () if list == "comments" && has(Field::Body) && has(Field::Author) && !is_page => Outer::No,
        () if list != "comments" && (has(Field::Id) || has(Field::Body)) => Outer::No,
        () if is_page || has(Field::Id) || has(Field::Body) => Outer::Whole,
        () => Outer::Lists,
    }
}

/// The result of reading an object.
enum Taken {
    /// It was read.
    Read,
    /// It has no text, which shows that its list has no comments.
    NoBody,
    /// It is not a comment, but the file may have comments elsewhere.
    Other,
}

/// Reads objects.
struct Reader<'a> {
    columns: &'a Columns,
    sink: RecordSink<'a>,
    rows: TableRows,
    column_use: ColumnUse<'a>,
    /// The keys of the last object, and the fields that they hold. Most objects have the keys of the one before.
    keys: Vec<String>,
    positions: FieldPositions,
    has_comments: bool,
    /// The number of the outer object's list that has comments.
    comment_list: u32,
    /// The keys of an object without a text from the outer object's other lists.
    without_body: Option<Vec<String>>,
    n_with_text: usize,
    n_without_text: usize,
    /// The keys of the first comment without a text.
    keys_without_text: Vec<String>,
    /// The error that a server sent instead of comments.
    server_error: Option<String>,
    /// The ids of the owners that were passed on.
    owners: HashSet<String>,
    /// Whether the last object was cut because it is too long.
    is_cut: bool,
}

/// Where an object was found.
#[derive(Clone, Copy)]
struct Context<'c> {
    within: Within<'c>,
    surroundings: Surroundings,
}

impl<'a> Reader<'a> {
    fn new(columns: &'a Columns, sink: RecordSink<'a>) -> Reader<'a> {
        Reader {
            columns,
            sink,
            rows: TableRows::default(),
            column_use: ColumnUse::new(columns),
            keys: Vec::new(),
            positions: columns.find::<&str>(&[]),
            has_comments: false,
            comment_list: 0,
            without_body: None,
            n_with_text: 0,
            n_without_text: 0,
            keys_without_text: Vec::new(),
            server_error: None,
            owners: HashSet::default(),
            is_cut: false,
        }
    }

    /// Reads an object that is in no other, except in the outer one.
    fn take(&mut self, text: &ObjectText, outer_list: u32, list_key: &str, is_salvaged: bool) -> Taken {
        let Ok(flat) = self.flatten(&text.text) else { return Taken::Other };
        if outer_list == 0
            && !is_salvaged
            && let Some(message) = roles::server_error(&flat)
        {
            let what =
                format!("this is an error that a server sent ({message}) and no comment; it was left out");
            self.sink.damage(text.bytes_of(&text.text).start, what);
            self.server_error.get_or_insert(message);
            return Taken::Read;
        }
        let surroundings = roles::surroundings(list_key);
        let page = self.push_page(roles::page_of_key(list_key));
        let within = Within { page: page.as_ref(), ..Within::default() };
        let context = Context { within, surroundings };
        if self.visit(text, &text.text, &flat, context) {
            self.comment_list = outer_list;
            return Taken::Read;
        }
        // The objects inside it had other keys.
        let Ok(flat) = self.flatten(&text.text) else { return Taken::Other };
        let is_in_comment_list = self.has_comments && [0, self.comment_list].contains(&outer_list);
        match outer_list {
            _ if is_salvaged => Taken::Other,
            // A single comment may lack the key that the others have.
            _ if is_in_comment_list => {
                self.push(text, &text.text, &flat, context);
                Taken::Read
            }
            0 => Taken::NoBody,
            _ => Taken::Other,
        }
    }

    /// Flattens an object and finds its fields.
    fn flatten<'t>(&mut self, object: &'t str) -> serde_json::Result<FlatObject<'t>> {
        let mut flat = flat::flatten(object)?;
        if let Some(owner) = services::adapt(&mut flat)
            && self.owners.insert(owner.user.clone())
        {
            self.sink.push(Record::Owner(owner));
        }
        if self.keys != flat.keys {
            self.keys.clone_from(&flat.keys);
            self.positions = self.columns.find(&self.keys);
        }
        Ok(flat)
    }

    /// Reads a flattened object and the objects inside it. Returns false if there is nothing to read.
    fn visit(&mut self, text: &ObjectText, object: &str, flat: &FlatObject, context: Context) -> bool {
        let role = roles::role(flat, &self.positions, context.surroundings);
        if role == Role::Comment {
            let id = self.push(text, object, flat, context);
            for list in flat.lists.iter().filter(|list| roles::holds_comments(list)) {
                let within = Within { parent: &id, ..context.within };
                self.visit_list(text, list, Context { within, surroundings: Surroundings::Comments });
            }
            return true;
        }
        if role == Role::Other {
            return false;
        }
        if let Some(message) = roles::partial_error(flat) {
            let what =
                format!("the server reported an error beside the comments ({message}); some may be missing");
            self.sink.damage(text.bytes_of(object).start, what);
        }
        let names: Vec<(String, &str)> = flat.lists.iter().map(|list| list.name_and_prefix()).collect();
        let is_named = |name: &str| roles::surroundings(name) != Surroundings::Unknown;
        let has_named = names.iter().any(|(name, _)| is_named(name));
        let mut last_page = None;
        if role == Role::Page {
            last_page = self.push_page(roles::page(flat, "", context.within.id));
        }
        let mut is_read = last_page.is_some();
        for (list, (name, prefix)) in flat.lists.iter().zip(&names) {
            let surroundings = roles::surroundings(name);
            if (has_named && !is_named(name)) || roles::is_error_list(list) {
                continue;
            }
            if surroundings == Surroundings::Comments && (role == Role::Wrapper || !prefix.is_empty()) {
                last_page = self.push_page(roles::page(flat, prefix, "")).or(last_page);
            } else if let Some(page) = roles::page_of_key(&list.key) {
                last_page = self.push_page(Some(page));
            }
            let within = Within { page: last_page.as_ref().or(context.within.page), ..context.within };
            is_read |= surroundings == Surroundings::Comments;
            is_read |= self.visit_list(text, list, Context { within, surroundings });
        }
        is_read
    }

    /// Reads the objects of a list. Returns false if there is nothing to read in them.
    fn visit_list(&mut self, text: &ObjectText, list: &ObjectList, context: Context) -> bool {
        let mut is_read = false;
        for (position, item) in list.items.iter().enumerate() {
            let id = list.ids.get(position).map_or("", String::as_str);
            let context = Context { within: Within { id, ..context.within }, ..context };
            if let Ok(flat) = self.flatten(item) {
                is_read |= self.visit(text, item, &flat, context);
            }
        }
        is_read
    }

    /// Passes on a page, if there is one.
    fn push_page(&mut self, page: Option<Post>) -> Option<Post> {
        let page = Post { input: self.sink.input(), ..page? };
        self.rows.push_post(page.clone(), &mut self.sink);
        Some(page)
    }

    /// Passes on a comment and returns its id.
    fn push(&mut self, text: &ObjectText, object: &str, flat: &FlatObject, context: Context) -> String {
        self.sink.count_comment();
        let mut bytes = text.bytes_of(object);
        for what in text.repair.describe() {
            self.sink.damage(bytes.start, what);
        }
        if std::mem::take(&mut self.is_cut) {
            let what = format!(
                "the object is longer than {} MiB; its longest text was cut",
                scanner::MAX_OBJECT_BYTES >> 20
            );
            self.sink.damage(bytes.start, what);
        }
        self.column_use.see(&self.keys);
        let other_lists =
            flat.lists.iter().filter(|list| !list.items.is_empty() && !roles::holds_comments(list));
        self.column_use.see(&other_lists.map(|list| list.key.as_str()).collect::<Vec<_>>());
        // The replies in a comment have bytes of their own.
        let replies = flat.lists.iter().filter(|list| roles::holds_comments(list));
        let first_reply =
            replies.filter_map(|list| list.items.first()).map(|item| text.bytes_of(item).start).min();
        bytes.end = first_reply.unwrap_or(bytes.end);
        self.has_comments = true;
        match self.positions.get(Field::Body) {
            Some(_) => self.n_with_text += 1,
            None => {
                self.n_without_text += 1;
                if self.keys_without_text.is_empty() {
                    self.keys_without_text.clone_from(&self.keys);
                }
            }
        }
        let n_foreign = text.repair.n_foreign;
        let row = TableRow {
            bytes,
            positions: &self.positions,
            values: &flat.values,
            n_foreign,
            within: context.within,
        };
        let made_up = format!("c{}", self.sink.place(0).record);
        let ids = [row.value(Field::Id).trim(), context.within.id, &made_up];
        let id = ids.into_iter().find(|id| !id.is_empty()).unwrap_or_default().to_owned();
        self.rows.push(&row, &mut self.sink);
        id
    }

    /// Reports an object that could not be read. It counts as a comment.
    fn lose(&mut self, byte: u64, what: String) {
        self.sink.count_comment();
        self.sink.damage(byte, what);
    }

    /// Says what could not be used.
    fn finish(mut self, name: &str) -> Result<()> {
        if let (Some(message), false) = (self.server_error, self.has_comments) {
            return Err(ErrorKind::ServerError { name: name.to_owned(), message }.into());
        }
        if self.has_comments {
            self.column_use.check(name)?;
        }
        if self.has_comments && self.n_with_text == 0 {
            return Err(table_row::no_body(name, &self.keys_without_text));
        }
        if let (Some(keys), false) = (&self.without_body, self.has_comments) {
            return Err(table_row::no_body(name, keys));
        }
        if 0 < self.n_without_text {
            let n = self.n_without_text;
            self.sink.note(match n {
                1 => "1 comment has no key for the text; it was read with an empty one".to_owned(),
                n => format!("{n} comments have no key for the text; they were read with an empty one"),
            });
        }
        self.column_use.report(&mut self.sink);
        Ok(())
    }
}
