//! The import format of Movable Type and TypePad: lines of text, `-----` after each part, `--------` after each post.
//!
//! It has no ids, no parents, no types and no decisions. Pings are blocks of their own; their text becomes
//! `<strong>title</strong>`, an empty line and the excerpt, as WordPress imports them. Dates are local.
//! Fields are read at the head of a block only, each once. Five hyphens end a part only where another part or the end
//! of the post follows, and eight end a post only where another post follows; else they belong to the text.
//!
//! What this reader cannot tell apart: a field that is missing at the head of a comment from a text whose first line
//! looks like that field.

use jiff::civil::DateTime;

use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required, field_text};
use crate::comment::{Comment, Post, Record, parse_date};
use crate::error::Result;
use crate::input::lines::{Line, Lines, MAX_LINE_BYTES};

/// Exports of Movable Type and TypePad.
pub const FORMAT: Format = Format {
    name: "movable-type",
    about: "export of Movable Type or TypePad (`AUTHOR:`, `TITLE:`, `-----`)",
    sniff,
    is_page: false,
    requires: Required::Record,
    read,
    provides: &[
        Provides::Posts,
        Provides::Dates,
        Provides::Types,
        Provides::Emails,
        Provides::Sites,
        Provides::Ips,
    ],
    example: "AUTHOR: Ada\n\
        TITLE: Mud season\n\
        DATE: 08/21/2009 09:00:00 AM\n\
        -----\n\
        BODY:\n\
        Every March the path disappears.\n\
        -----\n\
        PING:\n\
        TITLE: Straw\n\
        URL: http://ode.example/straw\n\
        IP: 192.0.2.7\n\
        BLOG NAME: Ode\n\
        DATE: 08/21/2009 10:02:11 AM\n\
        A first remark.\n\
        -----\n\
        COMMENT:\n\
        AUTHOR: Grace\n\
        EMAIL: grace@path.example\n\
        IP:\n\
        URL:\n\
        DATE: 08/21/2009 11:30:00 AM\n\
        Second thoughts & more.\n\
        -----\n\
        --------\n",
};

const PART_END: &str = "-----";

const POST_END: &str = "--------";

/// The most text that is kept of a block.
const MAX_TEXT_BYTES: usize = MAX_LINE_BYTES;

/// The most categories and tags that are kept of a post.
const MAX_TERMS: usize = 1000;

const POST_FIELDS: &[&str] = &[
    "AUTHOR",
    "TITLE",
    "BASENAME",
    "STATUS",
    "ALLOW COMMENTS",
    "ALLOW PINGS",
    "CONVERT BREAKS",
    "PRIMARY CATEGORY",
    "CATEGORY",
    "TAGS",
    "DATE",
    "UNIQUE URL",
    "NO ENTRY",
];

const COMMENT_FIELDS: &[&str] = &["AUTHOR", "EMAIL", "IP", "URL", "DATE"];

const PING_FIELDS: &[&str] = &["TITLE", "URL", "IP", "BLOG NAME", "DATE"];

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Body,
    Excerpt,
    Keywords,
    Comment,
    Ping,
}

const PARTS: &[(&str, Part)] = &[
    ("BODY:", Part::Body),
    ("EXTENDED BODY:", Part::Body),
    ("EXCERPT:", Part::Excerpt),
    ("KEYWORDS:", Part::Keywords),
    ("COMMENT:", Part::Comment),
    ("PING:", Part::Ping),
];

fn sniff(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.split(['\n', '\r']).map(str::trim_end).filter(|it| !it.is_empty());
    let starts_post = lines.next().is_some_and(|it| field(it, POST_FIELDS).is_some());
    starts_post && lines.any(|it| it == PART_END) && lines.next().is_some_and(|it| part(it).is_some())
}

fn read(reading: &mut Reading) -> Result<()> {
    let mut lines = Lines::new(&mut *reading.bytes);
    let mut import = Import::new(RecordSink::new(reading.input, &mut *reading.sink));
    loop {
        match lines.next() {
            Ok(Some(line)) => import.line(line),
            Ok(None) => break,
            Err(source) => return Err(reading.failed(source)),
        }
    }
    import.finish(lines.n_read());
    Ok(())
}

struct Import<'a> {
    records: RecordSink<'a>,
    n_posts: u32,
    post: Option<Draft>,
    block: Option<Block>,
    /// Hyphens that end the block if the next line says so.
    held: Option<Held>,
}

/// A post that is not complete.
struct Draft {
    post: Box<Post>,
    start: u64,
    basename: String,
    n_foreign: usize,
    in_head: bool,
}

/// A part that is not complete.
struct Block {
    part: Part,
    comment: Option<Box<Comment>>,
    /// The title of a ping.
    title: String,
    seen: Vec<&'static str>,
    in_head: bool,
    text: String,
    start: u64,
    n_foreign: usize,
    is_cut: bool,
}

struct Held {
    text: String,
    start: u64,
    /// Where the block ends if it does.
    end: u64,
    ends_post: bool,
}

impl<'a> Import<'a> {
    fn new(records: RecordSink<'a>) -> Import<'a> {
        Import { records, n_posts: 0, post: None, block: None, held: None }
    }

    fn line(&mut self, line: Line) {
        if line.is_cut {
            let what = format!("a line is longer than {} MiB; it was cut there", MAX_LINE_BYTES >> 20);
            self.records.damage(line.bytes.start, what);
        }
        if let Some(mut held) = self.held.take() {
            if line.text.trim().is_empty() {
                held.add("");
                self.held = Some(held);
                return;
            }
            self.settle(held, &line);
        }
        let word = line.text.trim_end();
        let ends_post = word == POST_END;
        if self.block.is_some() && (ends_post || word == PART_END) {
            let end = if ends_post { line.bytes.start } else { line.bytes.end };
            let mut held = Held { text: String::new(), start: line.bytes.start, end, ends_post };
            held.add(word);
            self.held = Some(held);
        } else if let Some(block) = &mut self.block {
            block.take(line, &mut self.records);
        } else if ends_post {
            self.end_post();
        } else if let Some(part) = part(word) {
            self.start_block(part, &line);
        } else {
            self.take_head(&line);
        }
    }

    /// The line after the hyphens tells what they are.
    fn settle(&mut self, held: Held, line: &Line) {
        if held.is_end_before(line) {
            self.end_block(held.end);
            if held.ends_post {
                self.end_post();
            }
        } else if let Some(block) = &mut self.block {
            block.add(&held.text);
            let what = "a row of hyphens inside a text was read as part of the text".to_owned();
            self.records.damage(held.start, what);
        }
    }

    fn draft(&mut self, start: u64) -> &mut Draft {
        self.post.get_or_insert_with(|| {
            self.n_posts += 1;
            let id = format!("p{}", self.n_posts);
            let post = Box::new(Post { id, input: self.records.input(), ..Post::default() });
            Draft { post, start, basename: String::new(), n_foreign: 0, in_head: true }
        })
    }

    fn take_head(&mut self, line: &Line) {
        let word = line.text.trim();
        if word.is_empty() {
            return;
        }
        let start = line.bytes.start;
        let draft = self.draft(start);
        if word == PART_END {
            draft.in_head = false;
            return;
        }
        let Some((name, value)) = field(word, POST_FIELDS).filter(|_| draft.in_head) else { return };
        draft.n_foreign += line.n_foreign;
        let value = value.to_owned();
        match name {
            "AUTHOR" => draft.post.authors.push(value),
            "TITLE" => draft.post.title = value,
            "BASENAME" => draft.basename = value,
            "UNIQUE URL" => draft.post.url = value,
            "PRIMARY CATEGORY" | "CATEGORY" => add_terms(&mut draft.post, &[value.as_str()]),
            "TAGS" => add_terms(&mut draft.post, &value.split(',').collect::<Vec<_>>()),
            "DATE" => {
                let date = self.records.date(date(&value), &value, start);
                self.draft(start).post.date = date;
            }
            _ => {}
        }
    }

    fn start_block(&mut self, part: Part, line: &Line) {
        let start = line.bytes.start;
        let draft = self.draft(start);
        draft.in_head = false;
        let post = draft.post.id.clone();
        let is_comment = matches!(part, Part::Comment | Part::Ping);
        let comment = is_comment.then(|| {
            let mut comment = self.records.start_comment(start);
            comment.post = post;
            comment
        });
        self.block = Some(Block {
            part,
            comment,
            title: String::new(),
            seen: Vec::new(),
            in_head: is_comment,
            text: String::new(),
            start,
            n_foreign: 0,
            is_cut: false,
        });
    }

    fn end_block(&mut self, end: u64) {
        let Some(block) = self.block.take() else { return };
        if block.is_cut {
            let what = format!("a text is longer than {} MiB; it was cut there", MAX_TEXT_BYTES >> 20);
            self.records.damage(block.start, what);
        }
        if block.comment.is_some() {
            if let Some(trouble) = field_text::describe_damage(&[&block.text], block.n_foreign) {
                self.records.damage(block.start, format!("the comment has {trouble}"));
            }
            if let Some(comment) = block.into_comment() {
                self.records.end_comment(comment, end);
            }
        } else {
            block.give_to(self.draft(end));
        }
    }

    fn end_post(&mut self) {
        let Some(mut draft) = self.post.take() else { return };
        if 0 < draft.n_foreign {
            let trouble = field_text::describe_damage(&[""], draft.n_foreign).unwrap_or_default();
            self.records.damage(draft.start, format!("the post has {trouble}"));
        }
        if draft.post.title.is_empty() {
            draft.post.title = draft.basename;
        }
        self.records.push(Record::Post(draft.post));
    }

    fn finish(&mut self, end: u64) {
        let ends_post = self.held.as_ref().is_some_and(|it| it.ends_post);
        if let Some(held) = self.held.take() {
            self.end_block(held.end);
        }
        if let Some(block) = self.block.take() {
            match block.comment {
                Some(comment) => self.records.lose_comment(&comment, end),
                None => block.give_to(self.draft(end)),
            }
        }
        if self.post.is_some() && !ends_post {
            self.records.damage(end, "the file ends inside a post; what was complete is kept".to_owned());
        }
        self.end_post();
    }
}

impl Block {
    fn take(&mut self, line: Line, records: &mut RecordSink) {
        self.n_foreign += line.n_foreign;
        if self.in_head && self.take_field(&line, records) {
            return;
        }
        self.in_head = false;
        self.add(&line.text);
        self.add("\n");
    }

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

    fn add(&mut self, text: &str) {
        if self.is_cut || MAX_TEXT_BYTES < self.text.len() + text.len() {
            self.is_cut = true;
        } else {
            self.text.push_str(text);
        }
    }

    fn into_comment(self) -> Option<Box<Comment>> {
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

    fn give_to(self, draft: &mut Draft) {
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
    fn add(&mut self, line: &str) {
        if self.text.len() < MAX_TEXT_BYTES {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn is_end_before(&self, line: &Line) -> bool {
        let word = line.text.trim_end();
        if self.ends_post {
            let is_start_of_one = || line.is_open && POST_FIELDS.iter().any(|it| it.starts_with(word));
            return field(word, POST_FIELDS).is_some() || is_start_of_one();
        }
        // The file may end in the middle of the line that tells.
        let is_start_of_one = || {
            line.is_open && (POST_END.starts_with(word) || PARTS.iter().any(|(it, _)| it.starts_with(word)))
        };
        word == POST_END || part(word).is_some() || is_start_of_one()
    }
}

fn part(line: &str) -> Option<Part> {
    PARTS.iter().find(|(name, _)| *name == line).map(|(_, part)| *part)
}

fn field<'a>(line: &'a str, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
    let (name, value) = line.split_once(':')?;
    let name = names.iter().find(|it| **it == name)?;
    Some((name, value.trim()))
}

fn add_terms(post: &mut Post, terms: &[&str]) {
    for term in terms.iter().map(|it| it.trim().trim_matches('"')).filter(|it| !it.is_empty()) {
        if post.terms.len() < MAX_TERMS && !post.terms.iter().any(|it| it == term) {
            post.terms.push(term.to_owned());
        }
    }
}

fn date(text: &str) -> Option<DateTime> {
    american_date(text).or_else(|| parse_date(text))
}

/// Reads `MM/DD/YYYY HH:MM:SS`, with `AM` or `PM` or without.
fn american_date(text: &str) -> Option<DateTime> {
    let mut words = text.split_whitespace();
    let [month, day, year] = numbers(words.next()?, '/')?;
    let [mut hour, minute, second] = numbers(words.next()?, ':')?;
    match words.next().map(str::to_ascii_uppercase).as_deref() {
        Some("AM") if hour == 12 => hour = 0,
        Some("PM") if hour < 12 => hour += 12,
        _ => {}
    }
    let small = |it: i16| i8::try_from(it).ok();
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}

/// Three numbers; the last may be missing.
fn numbers(text: &str, separator: char) -> Option<[i16; 3]> {
    let mut parts = text.split(separator).map(|it| it.parse().ok());
    let numbers = [parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?];
    parts.next().is_none().then_some(numbers)
}
