//! The list of comments in front matter, item by item, so that a broken one does not hide the others.

use std::ops::Range;

use crate::read::front_matter::{self, Node, is_key};

/// The maximum number of places that are tried as the end of an item if its text looks like another item or key.
const MOST_ENDS_TRIED: usize = 8;

/// The lines of front matter: those of the settings, and those of the list of comments.
pub struct Parts {
    settings: Range<usize>,
    list: Range<usize>,
    /// The bytes after the list, which are settings again.
    rest: Range<usize>,
    /// The first bytes of lines that look like the start of an item, and the end of the list.
    starts: Vec<usize>,
}

/// An item of the list of comments.
pub struct Item {
    /// The bytes of its lines in the text.
    pub bytes: Range<usize>,
    /// The parsed item, or why it can't be parsed.
    pub node: Result<Node, String>,
}

impl Parts {
    /// Finds the list. Its items start in one column; it ends before the first line that starts a key.
    pub fn new(text: &str, settings: Range<usize>) -> Parts {
        let lines: Vec<Range<usize>> = front_matter::lines(&text[..settings.end], settings.start).collect();
        let is_list_key = |line: &Range<usize>| {
            let value = text[line.clone()].strip_prefix("comments:").map(str::trim);
            value.is_some_and(|value| value.is_empty() || value.starts_with('#'))
        };
        let above = lines.iter().position(is_list_key).map_or(lines.len(), |key| key + 1);
        let mut below = lines[above..].iter().skip_while(|line| text[(*line).clone()].trim().is_empty());
        let mut parts = Parts {
            settings: settings.clone(),
            list: settings.end..settings.end,
            rest: settings.end..settings.end,
            starts: Vec::new(),
        };
        let Some(first) = below.next() else { return parts };
        let Some(indent) = item_indent(&text[first.clone()]) else { return parts };
        parts.starts.push(first.start);
        parts.settings.end = first.start;
        parts.list.start = first.start;
        for line in below {
            if item_indent(&text[line.clone()]) == Some(indent) {
                parts.starts.push(line.start);
            } else if is_key(&text[line.clone()]) {
                parts.list.end = line.start;
                parts.rest.start = line.start;
                break;
            }
        }
        parts.starts.push(parts.list.end);
        parts
    }

    /// The settings above and below the list.
    pub fn settings(&self, text: &str) -> String {
        format!("{}{}", &text[self.settings.clone()], &text[self.rest.clone()])
    }

    /// The items. A quoted text may continue at the margin, as libyaml allows, and a line of it may look like the
    /// start of an item. Therefore several ends are tried, and an item ends at the first one with which it can be
    /// parsed.
    pub fn items<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Item> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = *self.starts.get(at)?;
            let ends = self.starts.get(at + 1..).filter(|ends| !ends.is_empty())?;
            let mut tried = ends.iter().take(MOST_ENDS_TRIED).enumerate();
            let readable = tried.find_map(|(n_more, end)| Some((n_more, parse(&text[start..*end]).ok()?)));
            let (n_more, node) = match readable {
                Some((n_more, node)) => (n_more, Ok(node)),
                None => (0, parse(&text[start..ends[0]])),
            };
            at += n_more + 1;
            Some(Item { bytes: start..ends[n_more], node })
        })
    }
}

/// Parses an item. Its quoted texts may continue at the margin, even with a dash.
fn parse(text: &str) -> Result<Node, String> {
    front_matter::parse(text).or_else(|error| {
        let mut indented = String::with_capacity(text.len() + 64);
        for (number, line) in front_matter::lines(text, 0).enumerate() {
            let line = &text[line];
            // White space at the start of a line is not part of a quoted text.
            if 0 < number && !line.starts_with([' ', '\t', '\r', '\n']) {
                indented.push_str("    ");
            }
            indented.push_str(line);
        }
        if indented.len() == text.len() {
            Err(error)
        } else {
            front_matter::parse(&indented).map_err(|_| error)
        }
    })
}

/// The column of the dash that starts an item.
fn item_indent(line: &str) -> Option<usize> {
    let item = line.trim_start_matches([' ', '\t']);
    let behind = item.strip_prefix('-')?;
    behind.starts_with([' ', '\t', '\r', '\n']).then_some(line.len() - item.len())
}

/// The bytes of a parent's id in those of an item. A text in block style may have lines that look like keys, but
/// they are indented further than the item's own keys.
pub fn parent_value(item: &[u8]) -> Option<Range<usize>> {
    let mut column = None;
    let mut start = 0;
    for line in item.split_inclusive(|byte| *byte == b'\n') {
        let is_first = column.is_none();
        let is_indent = |byte: &u8| matches!(byte, b' ' | b'\t') || (is_first && *byte == b'-');
        let indent = line.iter().take_while(|byte| is_indent(byte)).count();
        let key = &line[indent..];
        let is_empty = key.trim_ascii().is_empty();
        if !is_empty && *column.get_or_insert(indent) == indent {
            let names: [&[u8]; 3] = [b"parent:", b"parent_id:", b"comment_parent:"];
            if let Some(name) = names.into_iter().find(|name| key.starts_with(name)) {
                let n_blank = |bytes: &[u8]| {
                    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'\'')).count()
                };
                let value = indent + name.len() + n_blank(&key[name.len()..]);
                let is_id = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':');
                let length = line[value..].iter().take_while(is_id).count();
                return (0 < length).then_some(start + value..start + value + length);
            }
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_parent(item: &str, expected: Option<&str>) {
        let found = parent_value(item.as_bytes()).map(|range| &item[range]);
        assert_eq!(found, expected, "{item}");
    }

    #[test]
    fn a_parent_is_a_key_of_the_item_itself() {
        check_parent("- id: 5\n  parent: 31\n  content: x\n", Some("31"));
        check_parent("  - parent: '31'\n    id: 5\n", Some("31"));
        check_parent("-\n  id: 5\r\n  parent_id: \"a-7\"\r\n", Some("a-7"));
        check_parent("- id: 5\n  content: |-\n    see\n    parent: 31\n", None);
        check_parent("- id: 5\n  parent:\n", None);
    }

    fn check_items(list: &str, expected: &[&str]) {
        let text = format!("---\ntitle: Mud\ncomments:\n{list}layout: post\n---\nText\n");
        let split = front_matter::split(&text).unwrap_or_else(|| panic!("no front matter: {text}"));
        let parts = Parts::new(&text, split.settings);
        assert_eq!(parts.settings(&text), "title: Mud\ncomments:\nlayout: post\n");
        let content = |item: Item| match item.node {
            Ok(Node::List(nodes)) => {
                nodes.first().and_then(|node| node.text("content")).unwrap_or("").to_owned()
            }
            _ => "broken".to_owned(),
        };
        let found: Vec<String> = parts.items(&text).map(content).collect();
        assert_eq!(found, expected, "{list}");
    }

    #[test]
    fn an_item_ends_where_it_can_be_read() {
        check_items("- id: 1\n  content: one\n\n- id: 2\n  content: two\n", &["one", "two"]);
        check_items("  - id: 1\n    content: one\n  - id: 2\n    content: two\n", &["one", "two"]);
        check_items("- content: |-\n    - no item\n    key: no key\n", &["- no item\nkey: no key"]);
        // Texts that continue at the margin.
        check_items("- content: \"one\nand more\"\n- content: two\n", &["one and more", "two"]);
        check_items("- content: \"one\n- and more\"\n- content: two\n", &["one - and more", "two"]);
        // A broken item does not hide the others.
        check_items("- content: \"one\n  id: 3\n- content: two\n- content: 3\n", &["broken", "two", "3"]);
        check_items("- content: 'it's'\n- content: two\n", &["broken", "two"]);
    }
}
