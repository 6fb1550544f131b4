//! The sink of a reader: it numbers the records of one input and passes them on.
//!
//! Readers use it on one of three levels:
//! - [`RecordSink`] itself, where a format has its own elements for posts and comments (XML, JSON exports, SQLite);
//! - [`super::table_row::TableRows`], where one row or object has the fields of a comment and of its post, under names
//!   that [`super::columns`] knows (CSV, JSON lists, YAML);
//! - `sql::wordpress_rows`, for the rows of WordPress's own tables.

use jiff::civil::DateTime;

use crate::comment::{Comment, Record};
use crate::error::{Damage, Note, Place};

/// The maximum number of damages that are reported for one input, so that a file of broken records does not exhaust
/// the memory.
const MAX_DAMAGES: u32 = 10_000;

/// Passes the records of one input on and numbers its comments.
pub struct RecordSink<'a> {
    input: u32,
    n_comments: u32,
    n_damages: u32,
    receiver: &'a mut dyn FnMut(Record),
}

impl<'a> RecordSink<'a> {
    /// A sink for the input with this number; `receiver` gets every record.
    pub fn new(input: u32, receiver: &'a mut dyn FnMut(Record)) -> RecordSink<'a> {
        RecordSink { input, n_comments: 0, n_damages: 0, receiver }
    }

    /// The number of the input.
    pub fn input(&self) -> u32 {
        self.input
    }

    /// Passes on a record as it is.
    pub fn push(&mut self, record: Record) {
        (self.receiver)(record);
    }

    /// Counts a comment, whether it will be read or left out. Later damages belong to it.
    pub fn count_comment(&mut self) {
        self.n_comments += 1;
    }

    /// The place of the last counted comment, which starts at this byte.
    pub fn place(&self, byte: u64) -> Place {
        Place { input: self.input, record: self.n_comments, byte }
    }

    /// Counts a comment that starts at this byte. It ends with [`RecordSink::end_comment`] or
    /// [`RecordSink::lose_comment`].
    pub fn start_comment(&mut self, byte: u64) -> Box<Comment> {
        self.count_comment();
        Box::new(Comment { place: self.place(byte), ..Comment::default() })
    }

    /// Passes on a comment, given the byte after its last one. A comment without an id is named after its number.
    pub fn end_comment(&mut self, mut comment: Box<Comment>, end: u64) {
        comment.end = end;
        if comment.id.trim().is_empty() {
            comment.id = format!("c{}", comment.place.record);
        }
        self.push(Record::Comment(comment));
    }

    /// Reports at `byte` that the end of a comment is missing, and does not count the comment.
    pub fn lose_comment(&mut self, comment: &Comment, byte: u64) {
        self.n_comments -= 1;
        let start = comment.place.byte;
        self.damage(
            byte,
            format!(
                "the comment that starts at byte {start} has no end; it was left out and stays in the dump"
            ),
        );
    }

    /// Reports damage at a byte, and how it was handled.
    pub fn damage(&mut self, byte: u64, mut what: String) {
        self.n_damages = self.n_damages.saturating_add(1);
        if MAX_DAMAGES < self.n_damages {
            return;
        }
        if MAX_DAMAGES == self.n_damages {
            what.push_str("; further damages are not reported, but reading goes on");
        }
        let place = self.place(byte);
        self.push(Record::Damage(Damage { place, what }));
    }

    /// Passes on a note about the input for the user.
    pub fn note(&mut self, what: String) {
        let input = self.input;
        self.push(Record::Note(Note { input, what }));
    }

    /// Returns the date that was parsed from `text`, and reports a text that is not a date.
    pub fn date(&mut self, date: Option<DateTime>, text: &str, byte: u64) -> Option<DateTime> {
        // A date with a time zone has 35 characters.
        const QUOTED_CHARS: usize = 40;
        if date.is_none() && !text.trim().is_empty() {
            let quoted: String = text.trim().chars().take(QUOTED_CHARS).collect();
            self.damage(byte, format!("{quoted:?} is not a date; the record was kept without one"));
        }
        date
    }
}
