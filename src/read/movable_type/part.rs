//! The pieces of a post while they are read: the post itself, a part, and hyphens that may be an end.

use super::{MAX_TEXT_BYTES, PARTS, POST_END, POST_FIELDS, Part, date, field, part};
use crate::comment::{Comment, Post};
use crate::input::lines::Line;
use crate::read::sink::RecordSink;

/// The most categories and tags that are kept of a post.
const MAX_TERMS: usize = 1000;

/// The fields at the head of a comment.
const COMMENT_FIELDS: &[&str] = &["AUTHOR", "EMAIL", "IP", "URL", "DATE"];

/// The fields at the head of a ping.
const PING_FIELDS: &[&str] = &["TITLE", "URL", "IP", "BLOG NAME", "DATE"];

/// A post that is not complete.
pub struct Draft {
    /// The post.
    pub post: Box<Post>,
    /// Its first byte.
    pub start: u64,
    /// Its title if it has no other.
    pub basename: String,
    /// The number of bytes that are not UTF-8.
    pub n_foreign: usize,
    /// Whether fields may follow.
    pub in_head: bool,
}

/// A part that is not complete.
pub struct Block {
    /// Its kind.
    pub part: Part,
    /// The comment or ping that it is, if any.
    pub comment: Option<Box<Comment>>,
    /// The title of a ping.
    pub title: String,
    /// The fields that were read.
    pub seen: Vec<&'static str>,
    /// Whether fields may follow.
    pub in_head: bool,
    /// Its text so far.
    pub text: String,
    /// Its first byte.
    pub start: u64,
    /// The number of bytes that are not UTF-8.
    pub n_foreign: usize,
    /// Whether its text was too long.
    pub is_cut: bool,
}

/// A row of hyphens that ends a part or a post if the next line says so.
pub struct Held {
    /// The hyphens, and empty lines below them.
    pub text: String,
    /// The first byte.
    pub start: u64,
    /// The byte at which the part ends, if it ends here.
    pub end: u64,
    /// Whether it ends the post as well.
    pub ends_post: bool,
}

impl Block {
    /// Takes the next line.
    pub fn take(&mut self, line: Line, records: &mut RecordSink) {
        self.n_foreign += line.n_foreign;
        if self.in_head && self.take_field(&line, records) {
            return;
        }
        self.in_head = false;
        self.add(&line.text);
        self.add("\n");
    }

    /// Takes a line as a field; returns false if it is none.
    fn take_field(&mut self, line: &Line, records: &mut RecordSink) -> bool {
        let names = if self.part == Part::Ping { PING_FIELDS } else { COMMENT_FIELDS };
        let found = field(&line.text, names).filter(|(name, _)| !self.seen.contains(name));
        let (Some((name, value)), Some(comment)) = (found, &mut self.comment) else { return false };
        self.seen.push(name);
        let text = value.to_owned();
        match name {
            "AUTHOR" | "BLOG NAME" => comment.author.name = text,
            "EMAIL" => comment.author.email = text,
            "IP" => comment.author.ip = text,
            "URL" => comment.author.url = text,
            "DATE" => comment.date = records.date(date(value), value, line.bytes.start),
            "TITLE" => self.title = text,
            _ => {}
        }
        true
    }

    /// Adds text, up to [`MAX_TEXT_BYTES`].
    pub fn add(&mut self, text: &str) {
        if self.is_cut || MAX_TEXT_BYTES < self.text.len() + text.len() {
            self.is_cut = true;
        } else {
            self.text.push_str(text);
        }
    }

    /// The complete comment or ping.
    pub fn into_comment(self) -> Option<Box<Comment>> {
        let mut comment = self.comment?;
        let text = self.text.trim_matches('\n');
        if self.part == Part::Ping {
            comment.declared_type = "trackback".to_owned();
            if !self.title.is_empty() {
                comment.body = format!("<strong>{}</strong>\n\n", self.title);
            }
        }
        comment.body.push_str(text);
        Some(comment)
    }

    /// Adds the text of a part that is no comment to the post.
    pub fn give_to(self, draft: &mut Draft) {
        draft.n_foreign += self.n_foreign;
        match self.part {
            Part::Keywords => add_terms(&mut draft.post, &self.text.split([',', '\n']).collect::<Vec<_>>()),
            Part::Excerpt if !draft.post.body.is_empty() => {}
            _ if draft.post.body.len() + self.text.len() <= MAX_TEXT_BYTES => {
                draft.post.body.push_str(&self.text)
            }
            _ => {}
        }
    }
}

impl Held {
    /// Adds a line.
    pub fn add(&mut self, line: &str) {
        if self.text.len() < MAX_TEXT_BYTES {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Returns true if the hyphens are an end, given the line below them.
    pub fn is_end_before(&self, line: &Line) -> bool {
        let word = line.text.trim_end();
        if self.ends_post {
            let is_start_of_one = || line.is_open && POST_FIELDS.iter().any(|name| name.starts_with(word));
            return field(word, POST_FIELDS).is_some() || is_start_of_one();
        }
        // The file may end inside the line that decides.
        let is_start_of_one = || {
            line.is_open
                && (POST_END.starts_with(word) || PARTS.iter().any(|(name, _)| name.starts_with(word)))
        };
        word == POST_END || part(word).is_some() || is_start_of_one()
    }
}

/// Adds categories or tags that are new.
pub fn add_terms(post: &mut Post, terms: &[&str]) {
    for term in terms.iter().map(|term| term.trim().trim_matches('"')).filter(|term| !term.is_empty()) {
        if post.terms.len() < MAX_TERMS && !post.terms.iter().any(|known| known == term) {
            post.terms.push(term.to_owned());
        }
    }
}
