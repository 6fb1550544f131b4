//! Pages of plain text: blog posts that a browser, a crawler or an archive saved as text.
//!
//! The format has no specification. Comments are recognised by the shape of the page, in two forms:
//! - *bulleted*: the first line of a comment has a bullet, perhaps the author's address, and the author's name. The
//!   text is below, indented further. Answers are indented further still.
//! - *doubled*: nothing separates the comments, but each of them occurs twice in a row.
//!
//! The text above the first comment is the post. Its title is the first short line among the first five that occurs
//! again in one of the two lines below it, because sites repeat the title above the text. Otherwise it is the first
//! line, unless that is as long as a paragraph. A page that says that it has no comments (`No comments`, `0 responses`)
//! has none, whatever its shape.
//!
//! Limits: comments without such marks stay part of the post. A list of addresses in an article with indented
//! descriptions looks like a thread, and an article whose paragraphs all occur twice looks like doubled comments. A
//! single passage that occurs twice is not taken for a comment.

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

/// The starts of other formats. A file that starts like this is not text, even if no reader recognises it.
const OTHER_FORMATS: &[&str] =
    &["<?xml", "<!doctype", "<html", "<rss", "<feed", "{", "[{", "[\"", "[[", "%pdf", "%!ps"];

/// The number of first lines that may be the title. The blog's name, its motto or a date may come before it.
const TITLE_LINES: usize = 5;

/// The length of the longest title. A longer line is a paragraph.
const TITLE_CHARS: usize = 100;

/// A comment, as ranges of the page's lines.
struct Entry<'a> {
    /// The entry that it answers.
    parent: Option<usize>,
    name: &'a str,
    url: &'a str,
    /// Its lines, without the answers to it.
    lines: Range<usize>,
    /// The lines of its text.
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
    let start: String = text.chars().take(16).filter(|char| !char.is_whitespace()).collect();
    let is_other = OTHER_FORMATS.iter().any(|mark| start.to_ascii_lowercase().starts_with(mark));
    !text.is_empty()
        && !is_other
        && !text.chars().any(|char| char.is_control() && !"\t\n\r\u{c}\u{85}".contains(char))
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
    let article = if lines[..start].iter().chain(&lines[end..]).any(|line| says_none(line.text)) {
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

/// Returns true for a line that says that a post has no comments. `Leave a comment` says nothing: it is also below
/// posts that have some.
fn says_none(line: &str) -> bool {
    if 60 < line.len() {
        return false;
    }
    let line = line.to_lowercase();
    let words: Vec<&str> =
        line.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
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

/// The title of an article, and the lines of its text.
fn split_title<'a, 'b>(article: &'b [Line<'a>]) -> (String, &'b [Line<'a>]) {
    let is_title = |line: &Line| line.text.chars().count() <= TITLE_CHARS;
    // A line that occurs twice is a title only at the top. Further down it is a refrain.
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
