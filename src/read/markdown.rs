//! Pages in Markdown, as blogs are kept once they left WordPress for a generator of static pages: front matter,
//! the post, and the old comments as a list below it.
//!
//! ```text
//! - **[Ada Finch](http://ada.example/)** _10 Jan 2010 7:36 pm_:
//!   The text of the comment.
//!   - **Ben Ode** _11 Jan 2010 9:02 am_ _(pingback)_:
//!     An answer to it.
//! ```
//!
//! Only list items with a name in bold and a date in italics are comments. The post's title, address, date, author,
//! categories and tags come from the front matter, which is YAML as generators write it: one key a line, and lists.
//! Texts are kept in Markdown.
//!
//! What this reader cannot tell apart: a comment that quotes another one in the same list form from an answer to it.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};

use super::page::{Line, Page, join};
use super::{Format, Provides, Reading, Required, text};
use crate::comment::{Author, Comment, Post, Record, parse_date};
use crate::error::{Place, Result};

/// Pages in Markdown.
pub const FORMAT: Format = Format {
    name: "markdown",
    about: "a page in Markdown with a list of comments: `- **[Name](url)** _10 Jan 2010 7:36 pm_:`",
    sniff,
    is_page: true,
    requires: Required::Record,
    read,
    provides: &[Provides::Posts, Provides::Parents, Provides::Dates, Provides::Types, Provides::Sites],
    example: "---\n\
        title: Mud season\n\
        date: 2010-03-07\n\
        ---\n\
        \n\
        Every March the path to the shed disappears.\n\
        \n\
        ## Comments\n\
        \n\
        - **[Ada Finch](http://ada.example/)** _8 Mar 2010 7:36 pm_:\n\
        \u{20} Straw rots. Try bark.\n\
        \u{20} - **Ben Ode** _9 Mar 2010 9:02 am_ _(comment)_:\n\
        \u{20}   Second thoughts & more.\n",
};

/// The line that a comment starts with.
struct Head<'a> {
    name: String,
    url: &'a str,
    date: Option<DateTime>,
    declared_type: &'a str,
    /// Text on the same line.
    rest: &'a str,
}

fn sniff(head: &[u8]) -> bool {
    let Ok(text) =
        std::str::from_utf8(head).or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]))
    else {
        return false;
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let has_front_matter = lines.next().is_some_and(is_fence)
        && lines.take_while(|line| !is_fence(line)).any(|line| line.starts_with("title:"));
    let mut has_comment = text.lines().map(|line| Head::parse(line.trim()).is_some());
    (text::FORMAT.sniff)(head) && (has_front_matter || has_comment.any(|it| it))
}

fn read(reading: &mut Reading) -> Result<()> {
    let page = Page::read(reading)?;
    let lines = page.lines();
    if lines.is_empty() {
        return Ok(());
    }
    let (front_matter, content) = split_front_matter(&lines);
    let first = content.iter().position(|line| Head::parse(line.text).is_some()).unwrap_or(content.len());
    let (article, thread) = content.split_at(first);
    let post = post_of(&front_matter, article, reading.input);
    let post_id = post.id.clone();
    (reading.sink)(Record::Post(Box::new(post)));

    // The comments that the next one may answer, the deepest last.
    let mut open: Vec<(u32, String)> = Vec::new();
    let mut n_comments = 0;
    let mut at = 0;
    while at < thread.len() {
        let (start, line) = (at, &thread[at]);
        at += 1;
        let Some(head) = Head::parse(line.text) else {
            continue;
        };
        while thread.get(at).is_some_and(|below| belongs_to(line, below)) {
            at += 1;
        }
        while open.last().is_some_and(|(indent, _)| line.indent <= *indent) {
            open.pop();
        }
        n_comments += 1;
        let id = format!("c{n_comments}");
        let bytes = page.bytes_of(&thread[start..at]);
        let text = join(&thread[start + 1..at]);
        (reading.sink)(Record::Comment(Box::new(Comment {
            id: id.clone(),
            post: post_id.clone(),
            parent: open.last().map(|(_, id)| id.clone()).unwrap_or_default(),
            author: Author { name: head.name, url: head.url.to_owned(), ..Author::default() },
            date: head.date,
            declared_type: head.declared_type.to_owned(),
            body: if head.rest.is_empty() {
                text
            } else {
                format!("{}\n{text}", head.rest).trim_end().to_owned()
            },
            place: Place { input: reading.input, record: n_comments, byte: bytes.start },
            end: bytes.end,
            ..Comment::default()
        })));
        open.push((line.indent, id));
    }
    Ok(())
}

/// Is a line part of the comment that starts with `head`? A paragraph may go on without its indentation.
fn belongs_to(head: &Line, line: &Line) -> bool {
    let is_lazy = line.n_blank_above == 0 && !leads_on(line.text);
    Head::parse(line.text).is_none() && (head.indent < line.indent || is_lazy)
}

impl<'a> Head<'a> {
    fn parse(line: &'a str) -> Option<Head<'a>> {
        let item = line
            .strip_prefix("- ")
            .or_else(|| line.strip_prefix("* "))
            .or_else(|| line.strip_prefix("+ "))?;
        // A text that starts with a heading or a picture has turned its item into one.
        let item = item.trim_start_matches(['#', ' ']).strip_prefix("**")?;
        let (signature, rest) = item.split_once("** _")?;
        let (date_text, mut rest) = rest.split_once('_')?;
        let date = parse_spoken_date(date_text).or_else(|| parse_date(date_text));
        if date.is_none() && !has_year(date_text) {
            return None;
        }
        let mut declared_type = "";
        if let Some((word, behind)) = rest.strip_prefix(" _(").and_then(|it| it.split_once(")_")) {
            (declared_type, rest) = (word, behind);
        }
        let link = signature
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(')'))
            .and_then(|it| it.rsplit_once("]("));
        let (name, url) = link.unwrap_or((signature, ""));
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
        Some(Head { name: unescape(name), url, date, declared_type, rest })
    }
}

/// `10 Jan 2010 7:36 pm`, `10 January 2010 19:36`, `10 Jan 2010`.
fn parse_spoken_date(text: &str) -> Option<DateTime> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let mut words = text.split_whitespace();
    let day = words.next()?.parse().ok()?;
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month_idx = MONTHS.find(&month).filter(|it| it % 3 == 0)? / 3;
    let date = Date::new(words.next()?.parse().ok()?, month_idx as i8 + 1, day).ok()?;
    let Some((hour, minute)) = words.next().and_then(|it| it.split_once(':')) else {
        return Some(date.to_datetime(Time::midnight()));
    };
    let hour: i8 = hour.parse().ok()?;
    let hour = match words.next().map(str::to_ascii_lowercase).as_deref() {
        Some("am") => hour % 12,
        Some("pm") => hour % 12 + 12,
        _ => hour,
    };
    Some(date.to_datetime(Time::new(hour, minute.parse().ok()?, 0, 0).ok()?))
}

fn has_year(text: &str) -> bool {
    text.split(|char: char| !char.is_ascii_digit()).any(|it| it.len() == 4)
}

/// Takes away the backslashes that Markdown puts before punctuation.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(char);
        } else if let Some(escaped) = chars.next() {
            plain.push(escaped);
        }
    }
    plain
}

/// The keys of the front matter with their values, and the lines below it.
fn split_front_matter<'a, 'b>(lines: &'b [Line<'a>]) -> (BTreeMap<&'a str, Vec<String>>, &'b [Line<'a>]) {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let end = match lines.first() {
        Some(first) if is_fence(first.text) => lines.iter().skip(1).position(|it| is_fence(it.text)),
        _ => None,
    };
    let Some(end) = end else {
        return (values, lines);
    };
    let mut latest = "";
    for line in &lines[1..=end] {
        if let Some(item) = line.text.strip_prefix("- ") {
            values.entry(latest).or_default().push(unquote(item));
        } else if let Some((key, value)) = line.text.split_once(':').filter(|_| line.indent == 0) {
            latest = key.trim();
            let list = value.trim().strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let items = list.map_or_else(|| vec![unquote(value)], |it| it.split(',').map(unquote).collect());
            values.entry(latest).or_default().extend(items.into_iter().filter(|it| !it.is_empty()));
        }
    }
    (values, &lines[end + 2..])
}

fn post_of(front_matter: &BTreeMap<&str, Vec<String>>, article: &[Line], input: u32) -> Post {
    let all = |keys: &[&str]| {
        keys.iter().filter_map(|key| front_matter.get(key)).flatten().cloned().collect::<Vec<_>>()
    };
    let one = |keys: &[&str]| all(keys).into_iter().next();
    let end = article.iter().rposition(|line| !leads_on(line.text)).map_or(0, |last| last + 1);
    let heading = article.first().and_then(|line| line.text.strip_prefix("# "));
    Post {
        id: one(&["wp_id", "wordpress_id", "id"]).unwrap_or_else(|| "p1".to_owned()),
        title: one(&["title"]).or_else(|| heading.map(str::to_owned)).unwrap_or_default(),
        url: one(&["url", "permalink", "link"]).unwrap_or_default(),
        body: join(&article[..end]),
        authors: all(&["author", "authors"]),
        terms: all(&["categories", "category", "tags"]),
        date: one(&["date"]).and_then(|it| parse_date(&it)),
        input,
    }
}

/// Does a line lead from the post to its comments, or away from them: a rule, a heading, a marker?
fn leads_on(line: &str) -> bool {
    is_fence(line) || line.starts_with('#') || line.starts_with("<!--")
}

/// The line around front matter, or a rule.
fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn unquote(value: &str) -> String {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    match value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => value.to_owned(),
    }
}
