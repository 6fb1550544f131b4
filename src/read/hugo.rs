//! Posts for Hugo and other static site generators as blog2md and similar tools write them: the old comments follow
//! the text of the post, each under a heading.
//!
//! ```text
//! ---
//! title: Mud season
//! ---
//! The text of the post, in Markdown.
//! ---
//! ### Comments:
//! #### [Ada Finch](http://ada.example/ "ada@path.example") - <time datetime="2010-03-08 19:36:00">Mar 8, 2010</time>
//!
//! Straw rots. Try bark.
//! <hr />
//! ```
//!
//! A folder of posts is one dump. A comment ends at the next such heading. A name has a link only if the author's
//! address is known. Markdown's escaping backslashes are removed; other Markdown is kept.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::field_text::unescape_html;
use super::front_matter::{self, Language, Node};
use super::page::Page;
use super::sink::RecordSink;
use super::{Copying, Format, Provides, Reading, Required, markdown};
use crate::comment::{Author, Comment, Record};
use crate::error::Result;

/// Posts for Hugo.
pub const FORMAT: Format = Format {
    name: "hugo",
    about: "posts with comments below, each under `#### [Name](url) - <time …>` (blog2md); folders of posts",
    sniff,
    is_page: true,
    requires: Required::Record,
    read,
    provides: &[Provides::Posts, Provides::Dates, Provides::Emails, Provides::Sites],
    example: "---\n\
        title: Mud season\n\
        date: Sun, 07 Mar 2010 10:00:00 +0000\n\
        ---\n\
        \n\
        Every March the path to the shed disappears.\n\
        ---\n\
        ### Comments:\n\
        #### [Ada Finch](http://ada.example/ \"ada@path.example\") - \
        <time datetime=\"2010-03-08 19:36:00\">Mar 8, 2010</time>\n\
        \n\
        Straw rots. Try bark.\n\
        <hr />\n\
        #### Ben Ode - <time datetime=\"2010-03-09 09:02:00\">Mar 9, 2010</time>\n\
        \n\
        Second thoughts & more.\n\
        <hr />\n",
};

/// A cleaned post lacks the headings and texts that were removed.
pub const COPYING: Copying =
    Copying { format: FORMAT.name, parent_value: |_| None, takes_blank_before: false, only_in_folders: true };

/// Returns true if a page has a comment under such a heading.
pub fn has_comments(text: &str) -> bool {
    headings().is_match(text)
}

fn headings() -> &'static Regex {
    static HEADINGS: LazyLock<Regex> = LazyLock::new(|| {
        let linked = r#"\[(?<linked>[^\r\n]*)\]\((?<url>[^\s"<>]*)\s*(?:"(?<email>[^"\r\n]*)")?\)"#;
        let author = format!(r"(?:{linked}|(?<name>[^\r\n]+?))");
        let date = r#"<time[ \t]+datetime="(?<date>[^"\r\n]*)"[^>\r\n]*>"#;
        let pattern = format!(r"(?m)^#{{2,6}}[ \t]+{author}[ \t]+[-–—][ \t]*{date}[^\r\n]*(?:\r\n|\r|\n|\z)");
        Regex::new(&pattern).expect("the pattern is well formed")
    });
    &HEADINGS
}

fn sniff(head: &[u8]) -> bool {
    // Old blogs have bytes that are not UTF-8. The same headings may be quoted in dumps of other formats.
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['<', '{', '[']) || head.contains(&0) {
        return false;
    }
    let is_toml =
        front_matter::split(text).is_some_and(|split| split.language == Language::Toml && !split.is_cut);
    has_comments(text) || (is_toml && !markdown::has_comments(text))
}

fn read(reading: &mut Reading) -> Result<()> {
    let page = Page::read(reading)?;
    let text = page.text();
    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let split = front_matter::split(text).filter(|split| !split.is_cut);
    let content = split.as_ref().map_or(0..text.len(), |split| split.content.clone());
    let (settings, note) = match split {
        Some(split) => front_matter::settings(&text[split.settings], split.language),
        None => (Node::Mapping(Vec::new()), None),
    };
    if let Some(what) = note {
        sink.note(what);
    }
    let found: Vec<regex::Captures> = headings().captures_iter(&text[content.clone()]).collect();
    let place = |index: usize| -> Range<usize> {
        let heading = found[index].get_match().range();
        content.start + heading.start..content.start + heading.end
    };
    let first = if found.is_empty() { content.end } else { place(0).start };
    let body = article(&text[content.start..first]);
    let post = front_matter::post(&settings, body, reading.name, sink.input());
    let post_id = post.id.clone();
    if let Some(owner) = front_matter::owner(&settings) {
        sink.push(Record::Owner(owner));
    }
    sink.push(Record::Post(Box::new(post)));
    for (index, heading) in found.iter().enumerate() {
        let group = |name: &str| heading.name(name).map_or("", |found| found.as_str());
        let start = place(index).start;
        let end = if index + 1 < found.len() { place(index + 1).start } else { content.end };
        let byte = page.byte(start);
        let mut comment = sink.start_comment(byte);
        let name = if group("linked").is_empty() { group("name") } else { group("linked") };
        let date = front_matter::parse_any_date(group("date"));
        *comment = Comment {
            post: post_id.clone(),
            author: Author {
                name: unescape_html(markdown::unescape(name)),
                email: group("email").trim().to_owned(),
                url: unescape_html(group("url").to_owned()),
                ..Author::default()
            },
            date: sink.date(date, group("date"), byte),
            body: markdown::unescape(comment_text(&text[place(index).end..end])),
            ..*comment
        };
        sink.end_comment(comment, page.byte(end));
    }
    Ok(())
}

/// The text of a post, without the rule and the heading before its comments.
fn article(text: &str) -> &str {
    let leads_on = |line: &str| {
        let line = line.trim();
        line.is_empty() || line == "---" || line == "<hr />" || line.starts_with('#')
    };
    let last = front_matter::lines(text, 0).filter(|line| !leads_on(&text[line.clone()])).last();
    text[..last.map_or(0, |line| line.end)].trim()
}

/// The text of a comment, without the rule that separates it from the next one.
fn comment_text(text: &str) -> &str {
    let text = text.trim();
    ["<hr />", "<hr/>", "<hr>"].iter().find_map(|rule| text.strip_suffix(rule)).unwrap_or(text).trim()
}
