//! The import format of Movable Type and TypePad: lines of text, `-----` after each part, `--------` after each post.
//!
//! The format has no ids, parents, types or moderation status. Pings are parts of their own; their text becomes
//! `<strong>title</strong>`, an empty line and the excerpt, as WordPress imports them. Dates are local.
//!
//! Fields are read only at the head of a part, each once. Five hyphens end a part only if another part or the end
//! of the post follows, and eight hyphens end a post only if another post follows. Otherwise they belong to the
//! text.
//!
//! Limit: if a comment lacks a field and the first line of its text looks like that field, the line is read as the
//! field.

mod import;
mod part;

use jiff::civil::DateTime;

use self::import::Import;
use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required};
use crate::comment::parse_date;
use crate::error::Result;
use crate::input::lines::{Lines, MAX_LINE_BYTES};

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

/// The line after each part.
const PART_END: &str = "-----";

/// The line after each post.
const POST_END: &str = "--------";

/// The most text that is kept of a part.
const MAX_TEXT_BYTES: usize = MAX_LINE_BYTES;

/// The fields at the head of a post.
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

/// The kinds of parts of a post.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Body,
    Excerpt,
    Keywords,
    Comment,
    Ping,
}

/// The first lines of parts.
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
    let mut lines = text.split(['\n', '\r']).map(str::trim_end).filter(|line| !line.is_empty());
    let starts_post = lines.next().is_some_and(|line| field(line, POST_FIELDS).is_some());
    starts_post && lines.any(|line| line == PART_END) && lines.next().is_some_and(|line| part(line).is_some())
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

/// The kind of the part that a line starts.
fn part(line: &str) -> Option<Part> {
    PARTS.iter().find(|(name, _)| *name == line).map(|(_, part)| *part)
}

/// The name and the value of a field, if a line is one of these fields.
fn field<'a>(line: &'a str, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
    let (name, value) = line.split_once(':')?;
    let name = names.iter().find(|known| **known == name)?;
    Some((name, value.trim()))
}

/// Parses `MM/DD/YYYY HH:MM:SS` with or without `AM` or `PM`, or any other date that is common in dumps.
fn date(text: &str) -> Option<DateTime> {
    const FORMATS: [&str; 4] =
        ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M"];
    // `AM` or `PM` is passed over where the hour is not one of twelve.
    let bare = text.trim_end().trim_end_matches(|char: char| char.is_ascii_alphabetic()).trim_end();
    let parse =
        |format: &&str| DateTime::strptime(format, text).or_else(|_| DateTime::strptime(format, bare)).ok();
    FORMATS.iter().find_map(parse).or_else(|| parse_date(text))
}
