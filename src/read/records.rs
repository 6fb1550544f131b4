//! Where the records of an input go, and how many of them were comments.

use jiff::civil::DateTime;

use crate::comment::{Comment, Record};
use crate::error::{Damage, Place};

/// How many broken places of one input are named. Nobody reads more, and a file of nothing but broken places
/// must not exhaust the memory.
const MAX_DAMAGES: u32 = 10_000;

/// Hands records on and gives them their places.
pub struct Records<'a> {
    input: u32,
    n_comments: u32,
    n_damages: u32,
    sink: &'a mut dyn FnMut(Record),
}

impl<'a> Records<'a> {
    /// None so far, of this input.
    pub fn new(input: u32, sink: &'a mut dyn FnMut(Record)) -> Records<'a> {
        Records { input, n_comments: 0, n_damages: 0, sink }
    }

    /// The number of the input.
    pub fn input(&self) -> u32 {
        self.input
    }

    /// Hands on anything but a comment.
    pub fn hand_on(&mut self, record: Record) {
        (self.sink)(record);
    }

    /// A comment that starts here. It ends with [`Records::end_comment`] or [`Records::lose_comment`].
    pub fn start_comment(&mut self, byte: u64) -> Box<Comment> {
        self.n_comments += 1;
        let place = Place { input: self.input, record: self.n_comments, byte };
        Box::new(Comment { place, ..Comment::default() })
    }

    /// Hands on a comment that ends here; one without an id gets one.
    pub fn end_comment(&mut self, mut comment: Box<Comment>, end: u64) {
        comment.end = end;
        if comment.id.trim().is_empty() {
            comment.id = format!("c{}", comment.place.record);
        }
        (self.sink)(Record::Comment(comment));
    }

    /// Says that a comment has no end.
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

    /// Says what is broken at a byte.
    pub fn damage(&mut self, byte: u64, mut what: String) {
        self.n_damages = self.n_damages.saturating_add(1);
        if MAX_DAMAGES < self.n_damages {
            return;
        }
        if MAX_DAMAGES == self.n_damages {
            what.push_str("; what is broken behind it is read as well as it can be, but no longer named");
        }
        let place = Place { input: self.input, record: self.n_comments, byte };
        (self.sink)(Record::Damage(Damage { place, what }));
    }

    /// The date that was read from a text, or word that it is none.
    pub fn date(&mut self, date: Option<DateTime>, text: &str, byte: u64) -> Option<DateTime> {
        // A date with a zone has 35 characters.
        const QUOTED_CHARS: usize = 40;
        if date.is_none() && !text.trim().is_empty() {
            let quoted: String = text.trim().chars().take(QUOTED_CHARS).collect();
            self.damage(byte, format!("{quoted:?} is not a date; the record was kept without one"));
        }
        date
    }
}
