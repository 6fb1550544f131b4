//! Comments in YAML: one a file, as Staticman writes them below `_data/comments/POST/` for Jekyll and Hugo; lists of
//! them (`_data/comments/POST.yml`); and `wp comment list --format=yaml`.
//!
//! A comment that does not name its post stands under the one after which its folder is named, or its file where
//! that holds a list. `replying_to` and `reply_to` name the comment that is answered, or in some themes its number
//! among those on the page; they are kept as they are. `_parent` is the page in most themes, so it counts only where
//! it is an id as Staticman makes them (a UUID).
//!
//! WP-CLI writes YAML with Spyc 0.6, which puts texts into quotes without escaping them; such lines are read as Spyc
//! meant them. An alias (`*name`) can't reach from one comment of a list to another here.

mod pieces;
mod values;

use std::path::Path;

use self::pieces::Pieces;
use self::values::Mapping;
use super::columns::{Columns, Field};
use super::row::{self, Row, Rows};
use super::{Format, Provides, Reading, Required};
use crate::comment::Record;
use crate::error::{Damage, Place, Result};

pub const FORMAT: Format = Format {
    name: "yaml",
    about: "comments in YAML (Staticman, Jekyll data, `wp comment list --format=yaml`)",
    sniff,
    is_page: false,
    requires: Required::Record,
    read,
    provides: &Provides::ALL,
    example: r#"- id: 11
  post: 1
  post_title: First post
  author: Ada
  body: A first remark.
- id: 12
  post: 1
  post_title: First post
  parent: 11
  author: Grace
  email: grace@path.example
  url: http://path.example/
  ip: 192.0.2.7
  agent: Mozilla/5.0
  user_id: 2
  date: 2009-08-21T11:30:00Z
  status: approved
  type: comment
  body: "Second thoughts & more."
"#,
};

/// After so many without a text it is clear that no comment of a list has one.
const MOST_WITHOUT_TEXT: usize = 100;

/// The keys of the first mapping are those of a comment, and no page of text follows behind it.
fn sniff(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let is_solid = |line: &&str| !line.is_empty() && !line.starts_with(['#', '%']);
    let lines = head.trim_start_matches('\u{feff}').lines().map(str::trim_end).filter(is_solid);
    let lines: Vec<&str> = lines.collect();
    let start = usize::from(lines.first() == Some(&"---"));
    let Some(first) = lines.get(start) else { return false };
    let is_list = *first == "-" || first.starts_with("- ");
    // Pages with a head in YAML have a text behind it.
    if !is_list && lines[start..].contains(&"---") {
        return false;
    }
    let keys = lines[start..].iter().enumerate().map_while(|(index, line)| match line.strip_prefix("- ") {
        Some(_) if 0 < index && is_list => None,
        Some(rest) if is_list => Some(rest),
        _ => Some(*line),
    });
    let margin = if is_list { 2 } else { 0 };
    let keys: Vec<&str> = keys.filter_map(|line| key(line, margin)).collect();
    let found = Columns::default().find(&keys);
    let has_text = found.place(Field::Body).is_some() && 3 <= found.n_known();
    has_text || (is_list && keys.iter().any(|it| row::is_wp_cli(it)))
}

/// The key that a line starts with, if it is indented no more than by this.
fn key(line: &str, margin: usize) -> Option<&str> {
    let text = line.trim_start();
    let (key, value) = text.split_once(':')?;
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
    let key = key.trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && key.chars().all(is_word) && (value.is_empty() || value.starts_with(' '));
    (is_key && line.len() - text.len() <= margin).then_some(key)
}

fn read(reading: &mut Reading) -> Result<()> {
    let (post_of_one, post_of_list) = posts(reading.name);
    let mut rows = Rows::default();
    let mut place = Place { input: reading.input, ..Place::default() };
    let mut has_comments = false;
    let mut without_text: Vec<Vec<String>> = Vec::new();
    let mut pieces = Pieces::new(&mut *reading.bytes);
    loop {
        let piece = match pieces.next() {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(source) => {
                return Err(crate::error::ErrorKind::Read { name: reading.name.to_owned(), source }.into());
            }
        };
        place.byte = piece.bytes.start;
        let mut damage = |place, what| (reading.sink)(Record::Damage(Damage { place, what }));
        let mappings = match values::mappings(&piece) {
            Ok(mappings) => mappings,
            Err((byte, what)) => {
                place.record += 1;
                damage(Place { byte, ..place }, what);
                continue;
            }
        };
        for mut mapping in mappings {
            place = Place { record: place.record + 1, byte: mapping.bytes.start, ..place };
            let post = if piece.is_item { &post_of_list } else { &post_of_one };
            complete(&mut mapping, post, reading.columns);
            let found = reading.columns.find(&mapping.keys);
            if found.place(Field::Body).is_none() {
                // One file of a folder that lacks a text must not keep the others from being read.
                if !has_comments && piece.is_item {
                    without_text.push(mapping.keys);
                    if MOST_WITHOUT_TEXT < without_text.len() {
                        break;
                    }
                }
                let what = "the mapping has no text and is no comment; it was left out".to_owned();
                (reading.sink)(Record::Damage(Damage { place, what }));
                continue;
            }
            has_comments = true;
            let (end, n_foreign) = (mapping.bytes.end, piece.n_foreign);
            let row = Row { place, end, found: &found, values: &mapping.values, n_foreign };
            rows.hand_on(&row, reading.sink);
        }
        if MOST_WITHOUT_TEXT < without_text.len() {
            break;
        }
    }
    match without_text.first() {
        Some(keys) if !has_comments => Err(row::no_body(reading.name, keys)),
        _ => Ok(()),
    }
}

/// The posts that the path of a file names: that of the folder, for a single comment, and that of the file, for a list.
fn posts(name: &str) -> (String, String) {
    let path = Path::new(name);
    let text =
        |it: Option<&std::ffi::OsStr>| it.map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    (text(path.parent().and_then(Path::file_name)), text(path.file_stem()))
}

/// Says what is known of a comment besides its own keys.
fn complete(mapping: &mut Mapping, post: &str, columns: &Columns) {
    let found = columns.find(&mapping.keys);
    let value = |field| found.place(field).map_or("", |it| mapping.values[it].trim());
    let names_post = [Field::Post, Field::PostUrl, Field::PostTitle].iter().any(|it| !value(*it).is_empty());
    let has_parent = !value(Field::Parent).is_empty();
    let answered = mapping.value("_parent").filter(|it| !has_parent && is_uuid(it)).map(str::to_owned);
    if !names_post && !post.is_empty() {
        mapping.set("post", post.to_owned());
    }
    if let Some(answered) = answered {
        mapping.set("parent", answered);
    }
}

fn is_uuid(text: &str) -> bool {
    const UUID_CHARS: usize = 36;
    text.len() == UUID_CHARS && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}
