//! The edits of the comments of a clean export.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::renumbering::NewIds;
use super::{Edit, Layout, PersonalData, Preparation};
use crate::comment::Comment;
use crate::input::Window;
use crate::read::{Element, comment_elements};
use crate::write::plural;

/// Collects edits.
pub struct Editor<'a> {
    preparation: &'a Preparation,
    new_ids: &'a NewIds,
    emails: LinkFinder,
    edits: Vec<Edit>,
    n_redacted: BTreeMap<PersonalData, usize>,
    n_dropped_meta: usize,
    n_personal_meta: usize,
    n_renumbered: usize,
}

impl<'a> Editor<'a> {
    /// Without edits yet.
    pub fn new(preparation: &'a Preparation, new_ids: &'a NewIds) -> Editor<'a> {
        let mut emails = LinkFinder::new();
        emails.kinds(&[LinkKind::Email]);
        Editor {
            preparation,
            new_ids,
            emails,
            edits: Vec::new(),
            n_redacted: BTreeMap::new(),
            n_dropped_meta: 0,
            n_personal_meta: 0,
            n_renumbered: 0,
        }
    }

    /// The edits in the order of their bytes, and counts of what was done.
    pub fn finish(mut self) -> (Vec<Edit>, Vec<String>) {
        self.edits.sort_by_key(|edit| edit.bytes.start);
        let mut remarks = Vec::new();
        let mut remark = |n: usize, one: &str, many: &str, what: &str| {
            if 0 < n {
                remarks.push(format!("{} {what}", plural(n, one, many)));
            }
        };
        let renumbered = "numbered anew, because the importer needs parents before their replies";
        remark(self.n_renumbered, "comment", "comments", renumbered);
        remark(self.n_dropped_meta, "row of metadata", "rows of metadata", "left out by --drop-meta");
        let personal = "left out by --redact, because they may hold addresses";
        remark(self.n_personal_meta, "row of metadata", "rows of metadata", personal);
        for (data, n) in &self.n_redacted {
            let (one, many) = data.nouns();
            remark(*n, one, many, "replaced by pseudonyms");
        }
        (self.edits, remarks)
    }

    /// Replaces e-mail addresses before the first item, where the authors of posts are, and those that are the login of
    /// the author of a post.
    pub fn edit_head(&mut self, window: &mut Window, layout: &Layout) -> io::Result<()> {
        const LONGEST_HEAD: u64 = 64 << 20;
        const ITEM_HEAD: u64 = 64 << 10;
        if !self.redacts(PersonalData::Email) {
            return Ok(());
        }
        let head = layout.head.start..layout.head.end.min(LONGEST_HEAD);
        let bytes = window.part(head.clone())?;
        self.redact_emails(&bytes, head.start, &(0..bytes.len()));
        for item in &layout.items {
            // `dc:creator` follows the title and the link of a post.
            let bytes = window.part(item.start..item.end.min(item.start + ITEM_HEAD))?;
            let head_end = memchr::memmem::find(&bytes, b"<content:encoded>").unwrap_or(bytes.len());
            let creator = memchr::memmem::find(&bytes[..head_end], b"<dc:creator>");
            let end = memchr::memmem::find(&bytes[..head_end], b"</dc:creator>");
            if let (Some(start), Some(end)) = (creator, end) {
                self.redact_emails(&bytes, item.start, &(start..end));
            }
        }
        Ok(())
    }

    /// Adds the edits of a comment.
    pub fn edit_comment(&mut self, window: &mut Window, comment: &Comment) -> io::Result<()> {
        let bytes = window.part(comment.place.byte..comment.end)?;
        let elements = comment_elements(&bytes);
        let start = comment.place.byte;
        let mut meta_end = 0;
        for (position, element) in elements.iter().enumerate() {
            // What belongs to a row of metadata was treated with it.
            if element.bytes.start < meta_end {
                continue;
            }
            match &*element.name {
                "commentmeta" => {
                    meta_end = element.bytes.end;
                    let inside =
                        elements[position + 1..].iter().take_while(|inner| inner.bytes.start < meta_end);
                    self.edit_meta(&bytes, start, element, inside, comment);
                }
                "comment_author_email" => {
                    self.redact(start, element, PersonalData::Email, &comment.author.email)
                }
                "comment_author_IP" => self.redact(start, element, PersonalData::Ip, &comment.author.ip),
                "comment_agent" => self.redact(start, element, PersonalData::Agent, &comment.author.agent),
                "comment_id" => self.renumber(start, element, comment, &comment.id),
                "comment_parent" => self.renumber(start, element, comment, &comment.parent),
                _ if self.redacts(PersonalData::Email) => self.redact_emails(&bytes, start, &element.value),
                _ => {}
            }
        }
        self.n_renumbered += usize::from(self.new_id(comment, &comment.id).is_some());
        Ok(())
    }

    fn edit_meta<'e>(
        &mut self,
        bytes: &[u8],
        start: u64,
        meta: &Element,
        inside: impl Iterator<Item = &'e Element>,
        comment: &Comment,
    ) {
        let text = |range: &Range<usize>| String::from_utf8_lossy(&bytes[range.clone()]).into_owned();
        let (mut key, mut value) = (String::new(), String::new());
        for element in inside {
            match &*element.name {
                "meta_key" => key = text(&element.value),
                "meta_value" => value = text(&element.value),
                _ => {}
            }
        }
        let key = key.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
        let is_dropped = self.preparation.drop_meta.iter().any(|pattern| pattern.matches(key));
        let is_personal = !is_dropped && self.is_personal(&value, comment);
        self.n_dropped_meta += usize::from(is_dropped);
        self.n_personal_meta += usize::from(is_personal);
        if is_dropped || is_personal {
            let blank = bytes[..meta.bytes.start].iter().rev().take_while(|byte| byte.is_ascii_whitespace());
            let first = meta.bytes.start - blank.count();
            self.replace(start, first..meta.bytes.end, String::new());
        }
    }

    /// Returns true if a value has personal data in it. It may be serialized by PHP, which counts bytes, so that it
    /// can't be edited.
    fn is_personal(&self, value: &str, comment: &Comment) -> bool {
        let author = &comment.author;
        let has = |data: PersonalData, datum: &str| {
            self.redacts(data) && !datum.trim().is_empty() && value.contains(datum.trim())
        };
        has(PersonalData::Ip, &author.ip)
            || has(PersonalData::Email, &author.email)
            || has(PersonalData::Agent, &author.agent)
            || (self.redacts(PersonalData::Agent) && value.contains("user_agent"))
            || (self.redacts(PersonalData::Ip) && value.contains("user_ip"))
            || (self.redacts(PersonalData::Email) && self.emails.links(value).next().is_some())
    }

    fn redacts(&self, data: PersonalData) -> bool {
        self.preparation.redaction.as_ref().is_some_and(|redaction| redaction.has(data))
    }

    /// Replaces the value of a field.
    fn redact(&mut self, start: u64, element: &Element, data: PersonalData, value: &str) {
        let redaction = self.preparation.redaction.as_ref().filter(|redaction| redaction.has(data));
        if let Some(redaction) = redaction.filter(|_| !value.trim().is_empty()) {
            let pseudonym = redaction.pseudonym(data, value);
            self.count(data);
            self.replace(start, element.value.clone(), pseudonym);
        }
    }

    /// Replaces each e-mail address in a range of bytes.
    fn redact_emails(&mut self, bytes: &[u8], start: u64, range: &Range<usize>) {
        let Some(redaction) = &self.preparation.redaction else { return };
        for (valid_from, text) in valid_texts(&bytes[range.clone()]) {
            let offset = range.start + valid_from;
            let found: Vec<(Range<usize>, String)> = self
                .emails
                .links(text)
                .map(|link| {
                    let bytes = offset + link.start()..offset + link.end();
                    (bytes, redaction.pseudonym(PersonalData::Email, link.as_str()))
                })
                .collect();
            for (bytes, pseudonym) in found {
                self.count(PersonalData::Email);
                self.replace(start, bytes, pseudonym);
            }
        }
    }

    fn count(&mut self, data: PersonalData) {
        *self.n_redacted.entry(data).or_default() += 1;
    }

    fn renumber(&mut self, start: u64, element: &Element, comment: &Comment, id: &str) {
        if let Some(new_id) = self.new_id(comment, id) {
            self.replace(start, element.value.clone(), new_id.to_string());
        }
    }

    fn new_id(&self, comment: &Comment, id: &str) -> Option<u64> {
        self.new_ids.get(&(comment.post.clone(), id.parse().ok()?)).copied()
    }

    fn replace(&mut self, start: u64, bytes: Range<usize>, replacement: String) {
        let bytes = start + bytes.start as u64..start + bytes.end as u64;
        self.edits.push(Edit { bytes, replacement });
    }
}

/// The valid UTF-8 texts in some bytes, each with its offset.
fn valid_texts(bytes: &[u8]) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    bytes.utf8_chunks().map(move |chunk| {
        let start = offset;
        offset += chunk.valid().len() + chunk.invalid().len();
        (start, chunk.valid())
    })
}
