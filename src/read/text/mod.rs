//! Pages of plain text: what is left of a blog post when a browser, a crawler or an archive saved it as text.
//!
//! Nobody specified this format, so the reader goes by the shape alone, and only where the shape is plain:
//! - *bulleted*: every comment has a line of its own with a bullet, perhaps the author's address, and the
//!   author's name; the text stands below, indented deeper; answers are indented deeper still.
//! - *doubled*: nothing separates the comments, but each of them stands twice in a row.
//!
//! What stands before the first comment is the post. Its title is the first short line among the first five that
//! says again what the text below starts with (sites print the title once more above the text); else the first
//! line, unless that is a paragraph already: then the post has no title.
//! A page that says that it has no comments (`No comments`, `0 responses`) has none, whatever its shape.
//!
//! What this reader cannot tell apart: comments that nothing marks (they stay part of the post); a list of
//! addresses in an article, each with its description indented below, from a thread; an article of which every
//! paragraph stands twice from comments that do. One passage that stands twice is taken for a slip of the
//! article, never for a comment.

mod bulleted;
mod doubled;

use std::ops::Range;

use super::page::{Line, Page, join};
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Comment, Post, Record};
use crate::error::{Place, Result};

/// Pages of plain text.
pub const FORMAT: Format = Format {
    name: "text",
    about: "a page saved as plain text, its comments bulleted and indented, or each of them twice in a row",
    sniff,
    is_page: true,
    requires: Required::Comment,
    read,
    provides: &[Provides::Posts, Provides::Parents, Provides::Sites],
    example: "Mud season\n\
        \n\
        Every March the path to the shed disappears. This year I laid straw, and it disappeared as well.\n\
        \n\
        \u{20} • http://ada.example/ Ada Finch\n\
        \n\
        \u{20}   Straw rots. Try bark.\n\
        \n\
        \u{20}   • Ben Ode\n\
        \n\
        \u{20}     Second thoughts & more.\n",
};

/// What other formats start with; a page that starts so is not text, even if no reader wanted it.
const OTHER_FORMATS: &[&str] =
    &["<?xml", "<!doctype", "<html", "<rss", "<feed", "{", "[{", "[\"", "[[", "%pdf", "%!ps"];

/// How many lines may come before the title and its repetition: the blog's name, its motto, a date.
const TITLE_LINES: usize = 5;

/// A longer line is a paragraph, not a title.
const TITLE_CHARS: usize = 100;

/// A comment of a page: ranges of the page's lines.
struct Entry<'a> {
    /// The entry that it answers.
    parent: Option<usize>,
    name: &'a str,
    url: &'a str,
    /// All of it, without the answers to it.
    lines: Range<usize>,
    /// Its text.
    body: Range<usize>,
}

fn sniff(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end inside a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or("")
        }
        Err(_) => return false,
    };
    let text = text.trim_start_matches(|char: char| char == '\u{feff}' || char.is_whitespace());
    let start: String = text.chars().take(16).filter(|it| !it.is_whitespace()).collect();
    let is_other = OTHER_FORMATS.iter().any(|it| start.to_ascii_lowercase().starts_with(it));
    !text.is_empty()
        && !is_other
        && !text.chars().any(|it| it.is_control() && !"\t\n\r\u{c}\u{85}".contains(it))
}

fn read(reading: &mut Reading) -> Result<()> {
    let page = Page::read(reading)?;
    let lines = page.lines();
    if lines.is_empty() {
        return Ok(());
    }
    let mut entries = bulleted::find(&lines).or_else(|| doubled::find(&lines)).unwrap_or_default();
    let (start, end) = match (entries.first(), entries.last()) {
        (Some(first), Some(last)) => (first.lines.start, last.lines.end),
        _ => (lines.len(), lines.len()),
    };
    let article = if lines[..start].iter().chain(&lines[end..]).any(|it| says_none(it.text)) {
        entries.clear();
        &lines[..]
    } else {
        &lines[..start]
    };
    let (title, text) = split_title(article);
    let post = Post { id: "p1".to_owned(), title, body: join(text), input: reading.input, ..Post::default() };
    (reading.sink)(Record::Post(Box::new(post)));
    for (entry_idx, entry) in entries.iter().enumerate() {
        let bytes = page.bytes_of(&lines[entry.lines.clone()]);
        (reading.sink)(Record::Comment(Box::new(Comment {
            id: id_of(entry_idx),
            post: "p1".to_owned(),
            parent: entry.parent.map(id_of).unwrap_or_default(),
            author: Author { name: entry.name.to_owned(), url: entry.url.to_owned(), ..Author::default() },
            body: join(&lines[entry.body.clone()]),
            place: Place { input: reading.input, record: entry_idx as u32 + 1, byte: bytes.start },
            end: bytes.end,
            ..Comment::default()
        })));
    }
    Ok(())
}

fn id_of(entry_idx: usize) -> String {
    format!("c{}", entry_idx + 1)
}

/// Is this a line with which blogs say that nobody has commented? The bare invitation `Leave a comment` is none:
/// it stands below forty comments just as well.
fn says_none(line: &str) -> bool {
    if 60 < line.len() {
        return false;
    }
    let line = line.to_lowercase();
    let words: Vec<&str> =
        line.split(|char: char| !char.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    match words.as_slice() {
        ["no" | "0" | "zero", "comments" | "responses" | "replies" | "thoughts", rest @ ..] => {
            matches!(rest, [] | ["yet"] | ["so", "far"] | ["on", ..] | ["to", ..])
        }
        ["comments" | "responses" | "replies", "0" | "none"] => true,
        ["there", "are", "no", "comments" | "responses", ..] => true,
        ["be", "the", "first", "to", "comment" | "reply" | "respond" | "leave" | "write" | "post", ..] => {
            true
        }
        _ => false,
    }
}

/// The title of an article, and the lines of its text; see the module's page.
fn split_title<'a, 'b>(article: &'b [Line<'a>]) -> (String, &'b [Line<'a>]) {
    let is_title = |line: &Line| line.text.chars().count() <= TITLE_CHARS;
    // A line that stands twice is a title only at the very top; further down it is a refrain.
    let says_again = |line_idx: usize, below: &Line| {
        let title = article[line_idx].text;
        below.text.contains(title) && (title.len() < below.text.len() || line_idx < 2)
    };
    let recurs = |line_idx: usize| {
        let title = article[line_idx].text;
        let is_name = title.contains(' ') && !title.ends_with(['.', ',', ';', ':']);
        is_name && article[line_idx + 1..].iter().take(2).any(|below| says_again(line_idx, below))
    };
    let mut candidates = 0..article.len().min(TITLE_LINES);
    let title_idx = candidates.find(|line_idx| is_title(&article[*line_idx]) && recurs(*line_idx));
    match title_idx.or_else(|| article.first().is_some_and(is_title).then_some(0)) {
        Some(line_idx) => (article[line_idx].text.to_owned(), &article[line_idx + 1..]),
        None => (String::new(), article),
    }
}
