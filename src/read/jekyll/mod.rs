//! Jekyll posts with the old comments in their front matter, as jekyll-import and exitwp write them:
//!
//! ```text
//! ---
//! title: Mud season
//! wordpress_url: http://shed.example/?p=7
//! comments:
//! - id: 5
//!   author: Ada Finch
//!   author_email: ada@path.example
//!   date: 2010-03-08 19:36:00 +0100
//!   content: Straw rots. Try bark.
//! ---
//! The text of the post, in Markdown or HTML.
//! ```
//!
//! A folder of posts is one dump. Pages with front matter but without comments are read as posts, for any
//! generator. The comments are a list in block style of one mapping each, with the same key names as the columns of
//! tables. A broken item is reported, and reading continues at the next one. Texts and names are HTML with
//! character references.

mod items;

use std::sync::LazyLock;

use regex::Regex;

use self::items::{Parts, parent_value};
use super::columns::Field;
use super::field_text::unescape_html;
use super::front_matter::{self, Language, Node};
use super::page::Page;
use super::sink::RecordSink;
use super::table_row::{TableRow, TableRows, Within};
use super::{Copying, Format, HEAD_BYTES, Provides, Reading, Required, hugo, markdown};
use crate::comment::Record;
use crate::error::Result;

/// Posts of Jekyll.
pub const FORMAT: Format = Format {
    name: "jekyll",
    about: "posts with comments in their front matter, as jekyll-import and exitwp write them; folders of posts",
    sniff,
    is_page: true,
    requires: Required::Record,
    read,
    provides: &[
        Provides::Posts,
        Provides::Ids,
        Provides::Parents,
        Provides::Dates,
        Provides::Emails,
        Provides::Sites,
    ],
    example: "---\n\
        layout: post\n\
        title: Mud season\n\
        wordpress_id: 7\n\
        wordpress_url: http://shed.example/?p=7\n\
        date: 2010-03-07 10:00:00 +0100\n\
        comments:\n\
        - id: 11\n\
        \u{20} author: Ada Finch\n\
        \u{20} author_email: ada@path.example\n\
        \u{20} author_url: http://ada.example/\n\
        \u{20} date: 2010-03-08 19:36:00 +0100\n\
        \u{20} content: Straw rots. Try bark.\n\
        - id: 12\n\
        \u{20} parent: 11\n\
        \u{20} author: Ben Ode\n\
        \u{20} author_email: ben@path.example\n\
        \u{20} author_url: ''\n\
        \u{20} date: 2010-03-09 09:02:00 +0100\n\
        \u{20} content: Second thoughts & more.\n\
        ---\n\
        Every March the path to the shed disappears.\n",
};

/// A cleaned post lacks the items that were removed from its list.
pub const COPYING: Copying =
    Copying { format: FORMAT.name, parent_value, takes_blank_before: false, only_in_folders: true };

fn sniff(head: &[u8]) -> bool {
    // Old blogs have bytes that are not UTF-8.
    let text = String::from_utf8_lossy(head);
    static LIST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^comments:[ \t]*(?:#.*)?\r?\n(?:[ \t]*\r?\n)*[ \t]*- ")
            .expect("the pattern is well formed")
    });
    static POST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^(?:title|layout):").expect("the pattern is well formed"));
    let text = text.trim_start_matches('\u{feff}');
    let is_whole = head.len() < HEAD_BYTES;
    let split = front_matter::split(text).filter(|split| split.language == Language::Yaml);
    let Some(split) = split else { return false };
    let settings = &text[split.settings];
    let is_post = is_whole && !split.is_cut && POST.is_match(settings);
    LIST.is_match(settings) || (is_post && !markdown::has_comments(text) && !hugo::has_comments(text))
}

fn read(reading: &mut Reading) -> Result<()> {
    let page = Page::read(reading)?;
    let text = page.text();
    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let Some(split) = front_matter::split(text) else {
        sink.damage(0, "the page has no front matter; it was left out".to_owned());
        return Ok(());
    };
    let parts = Parts::new(text, split.settings.clone());
    let (settings, note) = match split.language {
        Language::Toml => front_matter::settings(&text[split.settings], Language::Toml),
        Language::Yaml => front_matter::settings(&parts.settings(text), Language::Yaml),
    };
    if let Some(what) = note {
        sink.note(what);
    }
    let mut post = front_matter::post(&settings, &text[split.content], reading.name, sink.input());
    if let Some(owner) = front_matter::owner(&settings) {
        sink.push(Record::Owner(owner));
    }
    let post_id = std::mem::take(&mut post.id);
    sink.push(Record::Post(Box::new(crate::comment::Post { id: post_id.clone(), ..post })));
    if settings.get("comments").is_some_and(Node::holds_mappings) {
        sink.damage(
            0,
            "comments in flow style, between brackets, are not read; they were left out".to_owned(),
        );
    }
    if split.is_cut {
        let what = "the file ends inside the front matter; what was there is kept, perhaps half a comment"
            .to_owned();
        sink.damage(page.byte(text.len()), what);
    }
    let mut rows = TableRows::default();
    for item in parts.items(text) {
        sink.count_comment();
        let bytes = page.byte(item.bytes.start)..page.byte(item.bytes.end);
        let entries = match item.node {
            Ok(Node::List(nodes)) => nodes,
            Ok(node) => vec![node],
            Err(error) => {
                let what =
                    format!("this is not YAML ({error}); the comment was left out, and stays in the dump");
                sink.damage(bytes.start, what);
                continue;
            }
        };
        let Some(node @ Node::Mapping(entries)) = entries.first() else {
            sink.damage(bytes.start, "the item is no mapping; it was left out".to_owned());
            continue;
        };
        if entries.iter().any(|(_, value)| value.holds_mappings()) {
            sink.damage(bytes.start, "the comment holds others, which were left out".to_owned());
        }
        let (mut names, mut values) = (vec!["post".to_owned()], vec![post_id.clone()]);
        for (name, value) in entries {
            let Node::Text(value) = value else { continue };
            let is_name = matches!(name.as_str(), "author" | "author_name" | "name" | "author_url");
            values.push(if is_name { unescape_html(value.clone()) } else { value.clone() });
            names.push(name.clone());
        }
        if let Some(date) = front_matter::date(node) {
            names.insert(0, "date_gmt".to_owned());
            values.insert(0, format!("{date}Z"));
        }
        let positions = reading.columns.find(&names);
        if positions.get(Field::Body).is_none() {
            sink.damage(bytes.start, "the item has no text and is no comment; it was left out".to_owned());
            continue;
        }
        rows.push(
            &TableRow {
                bytes,
                positions: &positions,
                values: &values,
                n_foreign: 0,
                within: Within::default(),
            },
            &mut sink,
        );
    }
    Ok(())
}
