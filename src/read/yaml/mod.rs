//! Comments in YAML: one a file, as [Staticman](https://staticman.net) writes them to `_data/comments/POST/` for
//! Jekyll and Hugo; lists of them (`_data/comments/POST.yml`); and `wp comment list --format=yaml`.
//!
//! The post of a comment that does not name one is the name of the folder, or of the file if that has a list. A
//! broken comment is reported, and reading continues at the next one. WP-CLI writes YAML with Spyc 0.6, which does
//! not escape texts in quotation marks; the text that was meant is restored. An alias (`*name`) can't refer to an
//! anchor in another comment of a list.
//!
//! The keys `replying_to` and `reply_to` have the id of a comment or, in some themes, its number on the page. These
//! cannot be distinguished; the value is kept as it is. `_parent` is the page in most themes, so it is read only if
//! it is an id of Staticman (a UUID).

mod mappings;
mod pieces;

use std::ffi::OsStr;
use std::path::Path;

use self::mappings::Mapping;
use self::pieces::{MAX_PIECE_BYTES, Pieces};
pub use mappings::{NUL_GUARD, scalar_text};

use super::column_use::ColumnUse;
use super::columns::{Columns, Field};
use super::sink::RecordSink;
use super::table_row::{self, TableRow, TableRows, Within};
use super::{Format, Provides, Reading, Required};
use crate::error::{ErrorKind, Result};

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

/// How many items of a list may lack a text before the list is refused as one without comments.
const MAX_WITHOUT_TEXT: usize = 100;

/// Returns true if the keys of the first mapping are those of a comment and no page of text follows.
fn sniff(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let is_visible = |line: &&str| !line.is_empty() && !line.starts_with(['#', '%']);
    let lines = head.trim_start_matches('\u{feff}').lines().map(str::trim_end).filter(is_visible);
    let lines: Vec<&str> = lines.collect();
    let start = usize::from(lines.first() == Some(&"---"));
    let Some(first) = lines.get(start) else { return false };
    let is_list = *first == "-" || first.starts_with("- ");
    // A page with a YAML header has its text after the second separator.
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
    let positions = Columns::default().find_usual(&keys);
    let has_text = positions.get(Field::Body).is_some() && 3 <= positions.n_found();
    has_text || (is_list && keys.iter().any(|key| table_row::is_wp_cli_id(key)))
}

/// The key that a line starts with, if it is indented by at most `margin`.
fn key(line: &str, margin: usize) -> Option<&str> {
    let text = line.trim_start();
    let (key, value) = text.split_once(':')?;
    let is_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    let key = key.trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && key.chars().all(is_word) && (value.is_empty() || value.starts_with(' '));
    (is_key && line.len() - text.len() <= margin).then_some(key)
}

fn read(reading: &mut Reading) -> Result<()> {
    let name = reading.name;
    let columns = reading.columns;
    let posts = PostsFromPath::new(name);
    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let mut rows = TableRows::default();
    let mut column_use = ColumnUse::new(columns);
    let mut has_comments = false;
    let mut without_text: Vec<Vec<String>> = Vec::new();
    let mut pieces = Pieces::new(&mut *reading.bytes);
    let failed = |source| ErrorKind::Read { name: name.to_owned(), source };
    while let Some(piece) = pieces.next().map_err(failed)? {
        if MAX_WITHOUT_TEXT < without_text.len() {
            break;
        }
        let mappings = match mappings::parse(&piece) {
            Ok(mappings) => mappings,
            Err(broken) => {
                sink.count_comment();
                sink.damage(broken.byte, broken.what);
                continue;
            }
        };
        for mut mapping in mappings {
            sink.count_comment();
            if piece.is_cut {
                let what =
                    format!("this comment is longer than {} MiB; its text was cut", MAX_PIECE_BYTES >> 20);
                sink.damage(mapping.bytes.start, what);
            }
            let start = mapping.bytes.start;
            let post = if piece.is_item { &posts.file } else { &posts.folder };
            add_fields(&mut mapping, post, columns);
            let positions = columns.find(&mapping.keys);
            if positions.get(Field::Body).is_none() {
                // A file of a folder that has a single mapping without a text must not stop the others from being read.
                if !has_comments && piece.is_item {
                    without_text.push(mapping.keys);
                }
                if MAX_WITHOUT_TEXT < without_text.len() {
                    break;
                }
                let what = "the mapping has no text and is no comment; it was left out".to_owned();
                sink.damage(start, what);
                continue;
            }
            has_comments = true;
            column_use.see(&mapping.keys);
            let row = TableRow {
                bytes: mapping.bytes,
                positions: &positions,
                values: &mapping.values,
                n_foreign: piece.n_foreign,
                within: Within::default(),
            };
            rows.push(&row, &mut sink);
        }
    }
    if let (Some(keys), false) = (without_text.first(), has_comments) {
        return Err(table_row::no_body(name, keys));
    }
    if has_comments {
        column_use.check(name)?;
    }
    column_use.report(&mut sink);
    Ok(())
}

/// The names of posts in the path of a file.
struct PostsFromPath {
    /// The name of the folder, which is the post of a single comment.
    folder: String,
    /// The name of the file, which is the post of a list of comments.
    file: String,
}

impl PostsFromPath {
    fn new(name: &str) -> PostsFromPath {
        let path = Path::new(name);
        let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        PostsFromPath { folder: text(path.parent().and_then(Path::file_name)), file: text(path.file_stem()) }
    }
}

/// Adds what is known of a comment besides its own keys: the post, and Staticman's id of the comment that it answers.
fn add_fields(mapping: &mut Mapping, post: &str, columns: &Columns) {
    let positions = columns.find(&mapping.keys);
    let value = |field| positions.get(field).and_then(|position| mapping.values.get(position));
    let has = |field| value(field).is_some_and(|value| !value.trim().is_empty());
    let names_post = [Field::Post, Field::PostUrl, Field::PostTitle].into_iter().any(has);
    let parent = mapping.value("_parent").filter(|parent| !has(Field::Parent) && is_uuid(parent));
    let parent = parent.map(str::to_owned);
    if !names_post && !post.is_empty() {
        mapping.prepend("post", post.to_owned());
    }
    if let Some(parent) = parent {
        mapping.prepend("parent", parent);
    }
}

fn is_uuid(text: &str) -> bool {
    const UUID_CHARS: usize = 36;
    text.len() == UUID_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
