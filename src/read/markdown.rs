//! Pages in Markdown of blogs that moved from WordPress to a static site generator: front matter, the post, and the
//! old comments as a list below it.
//!
//! ```text
//! - **[Ada Finch](http://ada.example/)** _10 Jan 2010 7:36 pm_:
//!   The text of the comment.
//!   - **Ben Ode** _11 Jan 2010 9:02 am_ _(pingback)_:
//!     An answer to it.
//! ```
//!
//! Only list items with a name in bold and a date in italics are comments. The post is described by its front matter.
//! Texts are kept in Markdown.
//!
//! Limit: a comment that quotes another one in the same list form looks like a comment and an answer to it.

use jiff::civil::{Date, DateTime, Time};

use super::front_matter::{self, Node};
use super::page::{Line, Page, join};
use super::{Format, Provides, Reading, Required, text};
use crate::comment::{Author, Comment, Post, Record, parse_date};
use crate::error::{Note, Place, Result};

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
    (text::FORMAT.sniff)(head) && (has_front_matter || has_comments(text))
}

/// Returns true if a page has such a list.
pub fn has_comments(text: &str) -> bool {
    text.lines().any(|line| Head::parse(line.trim()).is_some())
}

fn read(reading: &mut Reading) -> Result<()> {
    let page = Page::read(reading)?;
    let lines = page.lines();
    if lines.is_empty() {
        return Ok(());
    }
    let split = front_matter::split(page.text()).filter(|split| !split.is_cut);
    let (settings, n_settings) = match split {
        Some(split) => {
            let n_before = lines.partition_point(|line| line.start() < split.content.start);
            (front_matter::settings(&page.text()[split.settings], split.language), n_before)
        }
        None => ((Node::Mapping(Vec::new()), None), 0),
    };
    let (settings, note) = settings;
    if let Some(what) = note {
        (reading.sink)(Record::Note(Note { input: reading.input, what }));
    }
    let content = &lines[n_settings..];
    let first = content.iter().position(|line| Head::parse(line.text).is_some()).unwrap_or(content.len());
    let (article, thread) = content.split_at(first);
    let post = post_of(&settings, article, reading);
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

/// Returns true if a line is part of the comment that starts with `head`. A paragraph may continue without its
/// indentation.
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
        if let Some((word, behind)) = rest.strip_prefix(" _(").and_then(|rest| rest.split_once(")_")) {
            (declared_type, rest) = (word, behind);
        }
        let link = signature
            .strip_prefix('[')
            .and_then(|link| link.strip_suffix(')'))
            .and_then(|link| link.rsplit_once("]("));
        let (name, url) = link.unwrap_or((signature, ""));
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
        Some(Head { name: unescape(name), url, date, declared_type, rest })
    }
}

/// Parses `10 Jan 2010 7:36 pm`, `10 January 2010 19:36` and `10 Jan 2010`.
fn parse_spoken_date(text: &str) -> Option<DateTime> {
    const DAYS: [&str; 2] = ["%d %b %Y", "%d %B %Y"];
    const TIMES: [&str; 2] = [" %I:%M %p", " %H:%M"];
    let with_time =
        |day: &&str| TIMES.iter().find_map(|time| DateTime::strptime(format!("{day}{time}"), text).ok());
    let midnight = |day: &&str| Date::strptime(day, text).ok().map(|date| date.to_datetime(Time::midnight()));
    DAYS.iter().find_map(with_time).or_else(|| DAYS.iter().find_map(midnight))
}

fn has_year(text: &str) -> bool {
    text.split(|char: char| !char.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// Removes the backslashes that Markdown needs before punctuation.
pub fn unescape(text: &str) -> String {
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

/// The post: front matter describes it, or else a heading at its top.
fn post_of(settings: &Node, article: &[Line], reading: &Reading) -> Post {
    let end = article.iter().rposition(|line| !leads_on(line.text)).map_or(0, |last| last + 1);
    let mut post = front_matter::post(settings, &join(&article[..end]), reading.name, reading.input);
    if post.title.is_empty() {
        let heading = article.first().and_then(|line| line.text.strip_prefix("# "));
        post.title = heading.unwrap_or_default().to_owned();
    }
    post
}

/// Returns true for lines between the post and its comments, or after them: a rule, a heading, a marker.
fn leads_on(line: &str) -> bool {
    is_fence(line) || line.starts_with('#') || line.starts_with("<!--")
}

/// The line around front matter, or a rule.
fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}
