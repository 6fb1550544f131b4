//! A tolerant reader of XML, shared by all XML formats.
//!
//! An element is either a *structure*, which holds other elements, or a *field*, with its whole content as text.
//! Elements are recognised by name alone, so undeclared prefixes, bare ampersands, text outside CDATA and
//! unbalanced HTML in a text are tolerated; each is reported. Unreadable parts are skipped.
//!
//! Only the current field is in memory, up to [`LIMIT_BYTES`].

use std::io::{self, BufRead, Read};
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::sink::RecordSink;
use super::{Reading, field_text};
use crate::error::Result;
use crate::input::sanitize::{self, Replaced, Sanitized};

/// The longest tag or piece of text that is read at once, and the longest text of a field. Databases accept at most
/// 16 MiB at a time by default, so a blog did not write anything longer.
pub const LIMIT_BYTES: u64 = 16 << 20;

/// The nesting depth at which the parser is reset. It keeps the names of all open elements, so an endless sequence
/// of start tags would exhaust the memory.
const FORGETFUL_DEPTH: usize = 10_000;

/// The maximum number of remembered prefixes, which keeps the time linear for a file full of prefixes.
const MAX_PREFIXES: usize = 100;

/// The maximum length of a remembered prefix and of a name in a message.
const MAX_NAME_BYTES: usize = 60;

const TOO_LONG: &str = "more than 16 MiB of text; the rest was left out, and what is left";

/// The elements of a format. Names are passed as written, with their prefixes.
pub trait Elements {
    /// The prefixes of the format's own elements and of those that its exporters use. An element with another
    /// prefix is foreign: it is skipped with everything in it.
    const PREFIXES: &[&str];

    /// The namespace of elements without a prefix; empty if they have none.
    const NAMESPACE: &str;

    /// The root element. It starts another document wherever it occurs.
    const ROOT: &str;

    /// Whether this element holds others. Its start tag ends a field that was left open.
    fn is_structure(name: &str) -> bool;

    /// Whether this is a field with a name that HTML does not have, so that it can't be part of the text around it.
    fn is_own(name: &str) -> bool;

    /// Whether tags may occur unescaped in this field.
    fn holds_tags(_: &BytesStart) -> bool {
        false
    }

    /// A structure starts at this byte.
    fn open(&mut self, tag: &BytesStart, start: u64, records: &mut RecordSink);

    /// A field that starts at this byte is complete.
    fn field(&mut self, tag: &BytesStart, text: String, start: u64, records: &mut RecordSink);

    /// A structure ends before this byte.
    fn close(&mut self, name: &str, end: u64, records: &mut RecordSink);

    /// The file ends at this byte.
    fn finish(&mut self, end: u64, records: &mut RecordSink);
}

/// Walks through the whole input.
///
/// # Errors
/// The input can't be read.
pub fn read<E: Elements>(reading: &mut Reading, elements: E) -> Result<()> {
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let records = RecordSink::new(reading.input, &mut *reading.sink);
    let mut walk =
        Walk { elements, records, replaced, declared: Vec::new(), reported: Vec::new(), field: None };
    let mut xml = tolerant(Metered::new(bytes));
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        // The parser's own count leaves out a byte order mark.
        let start = xml.get_mut().next_event();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => {
                depth = match &event {
                    Event::Start(_) => depth + 1,
                    Event::End(_) => depth.saturating_sub(1),
                    _ => depth,
                };
                let is_start = matches!(event, Event::Start(_));
                walk.event(event, start..xml.get_ref().n_read);
                if is_start && FORGETFUL_DEPTH < depth {
                    xml = tolerant(xml.into_inner());
                    depth = 0;
                }
            }
            Err(quick_xml::Error::Io(source)) if !xml.get_ref().is_over() => {
                let source = io::Error::new(source.kind(), source.to_string());
                return Err(crate::error::ErrorKind::Read { name: reading.name.to_owned(), source }.into());
            }
            Err(error) => {
                let what = if xml.get_ref().is_over() {
                    format!("{} MiB without an end", LIMIT_BYTES >> 20)
                } else {
                    error.to_string()
                };
                walk.records.damage(start, format!("this is not XML ({what}); reading went on behind it"));
                walk.gather(None, &[&String::from_utf8_lossy(&buffer)]);
                if xml.get_ref().n_read == start {
                    break;
                }
                // The parser stops at an error, so a new one takes over.
                xml = tolerant(xml.into_inner());
            }
        }
    }
    walk.finish(xml.get_ref().n_read);
    Ok(())
}

/// A parser that tolerates bare ampersands and unbalanced tags.
pub fn tolerant<R>(bytes: R) -> Reader<R> {
    let mut xml = Reader::from_reader(bytes);
    let config = xml.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    xml
}

/// The name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of the attribute with this local name, quoted or not; empty if it is missing.
pub fn attribute(tag: &BytesStart, name: &str) -> String {
    let mut attributes = tag.html_attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| local(attribute.key.0) == name);
    found
        .map_or(String::new(), |attribute| htmlize::unescape_attribute(attribute.value.as_ref()).into_owned())
}

/// The state of a walk through the file, with the current field.
struct Walk<'a, E> {
    elements: E,
    records: RecordSink<'a>,
    replaced: Replaced,
    declared: Vec<String>,
    reported: Vec<String>,
    field: Option<Field>,
}

struct Field {
    tag: BytesStart<'static>,
    start: u64,
    text: String,
    holds_tags: bool,
    /// Whether the element belongs to another namespace. Nothing in it is read, and it may hold elements of its own.
    is_foreign: bool,
    /// The number of open elements inside a foreign one with end tags that could be mistaken for others: structures
    /// elsewhere, such as `<item>`, and elements with its own name.
    n_inside: usize,
    /// A part of its content that XML forbids or an exporter would not write.
    oddity: Option<&'static str>,
}

impl Field {
    fn may_be_mistaken<E: Elements>(&self, name: &str) -> bool {
        E::is_structure(name) || self.tag.name().0 == name
    }
}

impl<E: Elements> Walk<'_, E> {
    fn event(&mut self, event: Event, bytes: Range<u64>) {
        let end = bytes.end;
        match event {
            Event::Start(tag) => {
                self.start(tag, bytes, ">");
            }
            Event::Empty(tag) => {
                let name = tag.name().0.to_owned();
                if self.start(tag, bytes.clone(), "/>") {
                    self.end(&name, bytes);
                }
            }
            Event::End(tag) => self.end(tag.name().0, bytes),
            Event::Text(text) => self.gather(oddity(&text), &[&text]),
            Event::CData(text) => self.gather(None, &[&text]),
            Event::GeneralRef(name) => {
                let mut text = String::new();
                field_text::append_reference(&name, &mut text);
                self.gather(None, &[&text]);
            }
            Event::Comment(text) => self.stray(&["<!--", &text, "-->"]),
            Event::PI(text) => self.stray(&["<?", &text, "?>"]),
            _ => {}
        }
        if self.field.is_none() {
            // Bytes outside of any field that were not UTF-8 are dropped.
            self.replaced.restore(0..end, &mut String::new());
        }
    }

    /// Handles a start tag. Returns whether it starts an element, rather than being HTML in a text.
    fn start(&mut self, tag: BytesStart, bytes: Range<u64>, close: &str) -> bool {
        let name = tag.name().0;
        self.check_prefix(&tag, bytes.start);
        if let Some(field) = &mut self.field {
            if field.is_foreign && name != E::ROOT && (!name.contains(':') || is_foreign::<E>(&tag)) {
                field.n_inside += usize::from(close == ">" && field.may_be_mistaken::<E>(name));
                return false;
            }
            if !E::is_structure(name) && !E::is_own(name) {
                self.stray(&["<", &tag, close]);
                return false;
            }
            let what = "a field is not closed; it was taken to end here".to_owned();
            self.records.damage(bytes.start, what);
            self.close_field(bytes.start);
        }
        let start = bytes.start;
        let tag = self.restored(tag, bytes);
        if E::is_structure(tag.name().0) {
            self.elements.open(&tag, start, &mut self.records);
        } else {
            let is_foreign = is_foreign::<E>(&tag);
            let holds_tags = is_foreign || E::holds_tags(&tag);
            let (tag, text) = (tag.into_owned(), String::new());
            self.field = Some(Field { tag, start, text, holds_tags, is_foreign, n_inside: 0, oddity: None });
        }
        true
    }

    fn end(&mut self, name: &str, bytes: Range<u64>) {
        match &mut self.field {
            Some(field) if 0 < field.n_inside && field.may_be_mistaken::<E>(name) => field.n_inside -= 1,
            Some(field) if field.tag.name().0 == name => self.close_field(bytes.start),
            Some(_) if !E::is_structure(name) => self.stray(&["</", name, ">"]),
            _ => {
                self.close_field(bytes.start);
                self.elements.close(name, bytes.end, &mut self.records);
            }
        }
    }

    /// Adds HTML in a field without CDATA to the text.
    fn stray(&mut self, markup: &[&str]) {
        let is_odd = self.field.as_ref().is_some_and(|field| !field.holds_tags);
        self.gather(is_odd.then_some("tags of HTML outside CDATA"), markup);
    }

    fn gather(&mut self, oddity: Option<&'static str>, text: &[&str]) {
        let Some(field) = self.field.as_mut().filter(|field| !field.is_foreign) else { return };
        field.oddity = field.oddity.or(oddity);
        let n_bytes: usize = text.iter().map(|piece| piece.len()).sum();
        if field.oddity == Some(TOO_LONG) || LIMIT_BYTES < (field.text.len() + n_bytes) as u64 {
            field.oddity = Some(TOO_LONG);
        } else {
            field.text.extend(text.iter().copied());
        }
    }

    fn close_field(&mut self, end: u64) {
        let Some(Field { tag, start, mut text, oddity, is_foreign, .. }) = self.field.take() else { return };
        if is_foreign {
            self.replaced.restore(start..end, &mut String::new());
            return;
        }
        let n_foreign = self.replaced.restore(start..end, &mut text);
        let name: String = tag.name().0.chars().take(MAX_NAME_BYTES).collect();
        if let Some(trouble) = field_text::describe_damage(&[&text], n_foreign) {
            self.records.damage(start, format!("<{name}> has {trouble}"));
        }
        if let Some(oddity) = oddity {
            self.records.damage(start, format!("<{name}> has {oddity}; it was read as text"));
        }
        self.elements.field(&tag, text, start, &mut self.records);
    }

    fn finish(&mut self, end: u64) {
        self.close_field(end);
        self.elements.finish(end, &mut self.records);
    }

    /// Reports an undeclared prefix once.
    fn check_prefix(&mut self, tag: &BytesStart, start: u64) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            if let Some(prefix) = attribute.key.0.strip_prefix("xmlns:") {
                remember(&mut self.declared, prefix);
            }
        }
        let Some((prefix, _)) = tag.name().0.split_once(':') else { return };
        let is_known = self.declared.iter().any(|declared| declared == prefix);
        if self.field.is_none() && !is_known && remember(&mut self.reported, prefix) {
            self.records.damage(
                start,
                format!("the prefix {prefix}: is not declared; its elements were read all the same"),
            );
        }
    }

    /// The tag with the bytes that were not UTF-8.
    fn restored<'t>(&self, tag: BytesStart<'t>, bytes: Range<u64>) -> BytesStart<'t> {
        if !tag.contains(sanitize::PLACEHOLDER) {
            return tag;
        }
        let name_len = tag.name().0.len();
        let mut content = tag.to_string();
        self.replaced.restore(bytes, &mut content);
        if content.is_char_boundary(name_len) { BytesStart::from_content(content, name_len) } else { tag }
    }
}

/// Whether an element belongs to another namespace: by its prefix, or by a namespace that it declares for itself.
fn is_foreign<E: Elements>(tag: &BytesStart) -> bool {
    match tag.name().0.split_once(':') {
        Some((prefix, _)) => !E::PREFIXES.contains(&prefix),
        None => {
            let mut attributes = tag.attributes();
            let declared =
                attributes.with_checks(false).flatten().find(|attribute| attribute.key.0 == "xmlns");
            declared.is_some_and(|declared| !declared.value.is_empty() && declared.value != E::NAMESPACE)
        }
    }
}

/// Remembers a prefix. Returns whether it was new and there was room for it.
fn remember(prefixes: &mut Vec<String>, prefix: &str) -> bool {
    let has_room = prefixes.len() < MAX_PREFIXES && prefix.len() <= MAX_NAME_BYTES;
    let is_new = has_room && !prefixes.iter().any(|known| known == prefix);
    if is_new {
        prefixes.push(prefix.to_owned());
    }
    is_new
}

/// The oddity of text outside CDATA, if any.
fn oddity(text: &str) -> Option<&'static str> {
    let has_bare_ampersand = || text.contains('&').then_some("a bare ampersand outside CDATA");
    text.contains("]]>").then_some("a CDATA section that ends early").or_else(has_bare_ampersand)
}

/// Counts the bytes that were read, and stops if a single event has too many.
struct Metered<R> {
    inner: R,
    n_read: u64,
    limit: u64,
}

impl<R: BufRead> Metered<R> {
    fn new(inner: R) -> Metered<R> {
        Metered { inner, n_read: 0, limit: LIMIT_BYTES }
    }

    /// Allows one more event; returns the byte at which it starts.
    fn next_event(&mut self) -> u64 {
        self.limit = self.n_read.saturating_add(LIMIT_BYTES);
        self.n_read
    }

    fn is_over(&self) -> bool {
        self.limit <= self.n_read
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_over() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        self.inner.consume(n_bytes);
        self.n_read += n_bytes as u64;
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let n_bytes = available.read(into)?;
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}
