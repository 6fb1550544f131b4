//! What a comparison keeps of one dump: hashes of texts, not the texts.

use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;
use xxhash_rust::xxh3::xxh3_128;

use super::field::{FIELDS, Field};
use crate::comment::{Comment, Post, Record, Status};
use crate::error::{Damage, Note};
use crate::index::{IndexVec, positions};

positions! {
    /// The position of a comment in one of the two dumps. A record that is in the dump twice counts once.
    EntryIdx
}

/// One of the two dumps.
#[derive(Default)]
pub struct Side {
    /// The comments, in the order of the dump. A record that is in the dump twice is here once.
    pub comments: IndexVec<EntryIdx, Entry>,
    /// The comment of each record, in the order of the records; `None` for a repeated record.
    pub entry_of_record: Vec<Option<EntryIdx>>,
    /// The damaged places.
    pub damages: Vec<Damage>,
    /// Notes for the user.
    pub notes: Vec<Note>,
    posts: HashMap<(u32, Box<str>), PostEntry>,
    seen: HashSet<u128>,
    /// Whether any comment has a value in each of [`FIELDS`].
    has: [bool; FIELDS.len()],
}

/// One comment.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The id in its dump.
    pub id: Box<str>,
    /// Whether the id was made up from the position, because the format has no ids.
    pub has_made_up_id: bool,
    /// The id of its post.
    pub post: Box<str>,
    /// The comment that it answers; empty at the top of a thread.
    pub parent: Box<str>,
    /// The author's name.
    pub author: Box<str>,
    /// When it was written.
    pub date: Option<DateTime>,
    /// The moderation status.
    pub status: Status,
    /// The number of its input.
    pub input: u32,
    /// Where its record starts, in bytes.
    pub byte: u64,
    email: u128,
    url: u128,
    declared_type: u128,
    text: u128,
}

/// What is known about a post.
#[derive(Clone, Debug, Default)]
pub struct PostEntry {
    /// The title, in lower case.
    pub title: String,
    /// The address.
    pub url: String,
    /// When it was published.
    pub date: Option<DateTime>,
}

impl Side {
    /// Takes a record of the dump.
    pub fn take(&mut self, record: Record) {
        match record {
            Record::Comment(comment) => self.take_comment(&comment),
            Record::Post(post) => self.take_post(*post),
            Record::Damage(damage) => self.damages.push(damage),
            Record::Note(note) => self.notes.push(note),
            Record::Site(_) | Record::Owner(_) | Record::Marks { .. } => {}
        }
    }

    /// The post of a comment, if the dump has it.
    pub fn post(&self, entry: &Entry) -> Option<&PostEntry> {
        self.posts.get(&(entry.input, entry.post.clone()))
    }

    /// All posts.
    pub fn posts(&self) -> impl Iterator<Item = &PostEntry> {
        self.posts.values()
    }

    /// Returns true if any comment of the dump has a value in the field. An export without user agents, or one that
    /// was made anonymous, lacks a field in all comments; that is no change of the comments.
    pub fn has(&self, field: Field) -> bool {
        self.has[field as usize]
    }

    fn take_comment(&mut self, comment: &Comment) {
        let entry = Entry::new(comment);
        if !entry.has_made_up_id {
            let record =
                format!("{:?}", (&entry.id, &entry.post, &entry.parent, &entry.author, entry.hashes()));
            if !self.seen.insert(xxh3_128(record.as_bytes())) {
                self.entry_of_record.push(None);
                return;
            }
        }
        for field in FIELDS {
            self.has[field as usize] |= entry.has(field);
        }
        self.entry_of_record.push(Some(self.comments.push(entry)));
    }

    fn take_post(&mut self, post: Post) {
        let entry = PostEntry { title: folded(&post.title), url: post.url, date: post.date };
        // Of several posts with one id, the first has the comments.
        self.posts.entry((post.input, post.id.into())).or_insert(entry);
    }
}

impl Entry {
    fn new(comment: &Comment) -> Entry {
        let parent = if comment.parent == "0" { "" } else { &*comment.parent };
        let declared_type = match &*comment.declared_type {
            // WordPress 5.5 named the type that was empty before.
            "comment" => "",
            declared_type => declared_type,
        };
        Entry {
            id: comment.id.as_str().into(),
            has_made_up_id: comment.has_made_up_id(),
            post: comment.post.as_str().into(),
            parent: parent.into(),
            author: comment.author.name.trim().into(),
            date: comment.date,
            status: comment.status,
            input: comment.place.input,
            byte: comment.place.byte,
            email: hash(&comment.author.email),
            url: hash(&comment.author.url),
            declared_type: hash(declared_type),
            text: hash(&comment.body),
        }
    }

    /// Returns true if a field has the same value in both comments.
    pub fn is_same(&self, other: &Entry, field: Field) -> bool {
        match field {
            Field::Author => self.author == other.author,
            Field::Email => self.email == other.email,
            Field::Url => self.url == other.url,
            Field::Text => self.text == other.text,
            Field::Type => self.declared_type == other.declared_type,
            Field::Date => self.date == other.date,
            Field::Parent => self.parent == other.parent,
            Field::Post => self.post == other.post,
            Field::Status => self.status == other.status,
        }
    }

    /// The author, in the form in which MySQL's usual collations compare names.
    pub fn folded_author(&self) -> String {
        folded(&self.author)
    }

    /// A hash of the text.
    pub fn text(&self) -> u128 {
        self.text
    }

    /// Returns true if a field has a value.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::Author => !self.author.is_empty(),
            Field::Email => self.email != hash(""),
            Field::Url => self.url != hash(""),
            Field::Text => self.text != hash(""),
            Field::Type => self.declared_type != hash(""),
            Field::Date => self.date.is_some(),
            Field::Parent => !self.parent.is_empty(),
            Field::Post => !self.post.is_empty(),
            Field::Status => self.status != Status::Unknown,
        }
    }

    fn hashes(&self) -> (u128, u128, u128, u128, Option<DateTime>, Status) {
        (self.email, self.url, self.declared_type, self.text, self.date, self.status)
    }
}

/// Lower case, without outer white space.
fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A hash of a text. Line ends and white space around lines do not count: exporters change them.
fn hash(text: &str) -> u128 {
    let lines: Vec<&str> =
        text.trim().split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect();
    xxh3_128(lines.join("\n").as_bytes())
}
