//! A small YAML document as a tree of texts, lists and mappings. Parsing does not recurse, and the text that
//! aliases repeat is limited, so that no document exhausts the stack or the memory.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

use crate::read::yaml::{NUL_GUARD, scalar_text};

/// The deepest nesting. Front matter has a few levels.
const MAX_DEPTH: usize = 64;

/// The most text that aliases may repeat.
const MAX_ALIASED_BYTES: usize = 1 << 20;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A text, number or date, as it was written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and their values, in their order.
    Mapping(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key. Keys are compared without case.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Node::Mapping(entries) = self else { return None };
        entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The text of a key, without white space around it; `None` if it is empty or no text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Node::Text(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The texts of a key that has one or a list of them.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let nodes = match self.get(key) {
            Some(Node::List(nodes)) => nodes.as_slice(),
            Some(node) => std::slice::from_ref(node),
            None => &[],
        };
        let text = |node: &Node| match node {
            Node::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        };
        nodes.iter().filter_map(text).collect()
    }

    /// Returns true for a list that has a mapping, at any depth of lists.
    pub fn holds_mappings(&self) -> bool {
        match self {
            Node::List(nodes) => nodes.iter().any(|node| !matches!(node, Node::Text(_))),
            _ => false,
        }
    }
}

/// A list or mapping that has not ended.
enum Open {
    List(Vec<Node>),
    /// The entries, and the key of the next value.
    Mapping(Vec<(String, Node)>, Option<String>),
}

/// Parses the first document of a text.
///
/// # Errors
/// It is not YAML, is nested too deeply, or repeats too much text by aliases.
pub fn parse(text: &str) -> Result<Node, String> {
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', NUL_GUARD)) } else { text.into() };
    let mut parser = Parser::new_from_str(&text);
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, String> = HashMap::new();
    let mut n_aliased = 0;
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|error| error.info().to_owned())?;
        let node = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if MAX_DEPTH < open.len() => {
                return Err(format!("it is nested more than {MAX_DEPTH} deep"));
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Mapping(Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(nodes)) => Node::List(nodes),
                Some(Open::Mapping(entries, _)) => Node::Mapping(entries),
                None => continue,
            },
            Event::Scalar(text, style, anchor, tag) => {
                let text = scalar_text(text, style, tag.as_deref())?;
                if anchor != 0 {
                    anchors.insert(anchor, text.clone());
                }
                Node::Text(text)
            }
            Event::Alias(anchor) => {
                let text = anchors.get(&anchor).cloned().unwrap_or_default();
                n_aliased += text.len();
                if MAX_ALIASED_BYTES < n_aliased {
                    return Err("its aliases repeat too much text".to_owned());
                }
                Node::Text(text)
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(node),
            Some(Open::List(nodes)) => nodes.push(node),
            Some(Open::Mapping(entries, key)) => match (key.take(), node) {
                (Some(key), node) => entries.push((key, node)),
                (None, Node::Text(text)) => *key = Some(text),
                // A key that is a list or a mapping is ignored.
                (None, _) => *key = Some(String::new()),
            },
        }
    }
    Ok(Node::Mapping(Vec::new()))
}
