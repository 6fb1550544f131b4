//! The elements inside the bytes of one `<wp:comment>` element, for edits that leave all other bytes as they are.

use std::ops::Range;

use quick_xml::events::Event;

use crate::read::xml::{local, tolerant};

/// A field of a comment, or a row of its metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name without its prefix.
    pub name: String,
    /// The bytes of the element, with its tags.
    pub bytes: Range<usize>,
    /// The bytes between its tags, CDATA marks included.
    pub value: Range<usize>,
}

/// The elements inside a `<wp:comment>` element: each field, and each `<wp:commentmeta>` followed by its key and value.
/// Markup in texts, which is escaped or in a CDATA section, is none of them.
pub fn elements(comment: &[u8]) -> Vec<Element> {
    let mut xml = tolerant(comment);
    let mut elements: Vec<Element> = Vec::new();
    // The positions of elements that are open.
    let mut open: Vec<usize> = Vec::new();
    loop {
        let before = xml.buffer_position() as usize;
        let Ok(event) = xml.read_event() else { return elements };
        let after = xml.buffer_position() as usize;
        match event {
            Event::Start(tag) if local(tag.name().0) != "comment" => {
                let name = local(tag.name().0).to_owned();
                open.push(elements.len());
                // An element that is never closed is empty.
                elements.push(Element { name, bytes: before..after, value: after..after });
            }
            Event::End(tag) => {
                let is_opened = |position: &usize| elements[*position].name == local(tag.name().0);
                if let Some(at) = open.iter().rposition(is_opened) {
                    let element = &mut elements[open[at]];
                    element.bytes.end = after;
                    element.value.end = before;
                    open.truncate(at);
                }
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name: value` of each element.
    fn check(comment: &str, expected: &[&str]) {
        let found = elements(comment.as_bytes());
        let line = |element: &Element| format!("{}: {}", element.name, &comment[element.value.clone()]);
        assert_eq!(found.iter().map(line).collect::<Vec<_>>(), expected);
        for element in &found {
            assert!(comment[element.bytes.clone()].starts_with('<'), "{element:?}");
        }
    }

    #[test]
    fn fields_are_found_with_and_without_cdata() {
        check(
            "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_parent><![CDATA[7]]></wp:comment_parent>",
            &["comment_id: 1", "comment_parent: <![CDATA[7]]>"],
        );
    }

    #[test]
    fn markup_in_a_text_is_no_element() {
        check(
            "<wp:comment><wp:comment_content><![CDATA[<wp:comment_id>2</wp:comment_id>]]></wp:comment_content>",
            &["comment_content: <![CDATA[<wp:comment_id>2</wp:comment_id>]]>"],
        );
    }

    #[test]
    fn metadata_holds_its_key_and_value() {
        check(
            "<wp:comment><wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:commentmeta>",
            &[
                "commentmeta: <wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value>",
                "meta_key: k",
                "meta_value: v",
            ],
        );
    }

    #[test]
    fn an_element_that_is_not_closed_is_empty() {
        check(
            "<wp:comment><wp:comment_id>1<wp:comment_type>x</wp:comment_type>",
            &["comment_id: ", "comment_type: x"],
        );
    }
}
