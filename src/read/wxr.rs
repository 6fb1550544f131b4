//! WordPress exports (WXR 1.0 to 1.2), as `export.php` of WordPress and `wp export` write them.
//!
//! Elements are told by their names alone, so undeclared prefixes, bare ampersands, text outside CDATA and
//! unbalanced HTML in a text do no harm; each is reported. A comment that the file's end cuts off is lost and said so.
//! WXR has no user agents and no comments filed under spam: the exporter leaves both out.

use std::ops::Range;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::fields;
use super::sanitize::{Replaced, Sanitized};
use super::{Format, Reading};
use crate::comment::{Author, Comment, Post, Record, Status, parse_date};
use crate::error::{Damage, Place, Result};

pub const FORMAT: Format = Format {
    name: "wxr",
    about: "WordPress export (Tools > Export, `wp export`)",
    sniff,
    read,
    example: r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
	<item>
		<title>First post</title>
		<wp:post_id>1</wp:post_id>
		<wp:comment>
			<wp:comment_id>11</wp:comment_id>
			<wp:comment_content><![CDATA[A first remark.]]></wp:comment_content>
			<wp:comment_parent>0</wp:comment_parent>
		</wp:comment>
		<wp:comment>
			<wp:comment_id>12</wp:comment_id>
			<wp:comment_content><![CDATA[Second thoughts &amp; more.]]></wp:comment_content>
			<wp:comment_parent>11</wp:comment_parent>
		</wp:comment>
	</item>
</channel></rss>
"#,
};

fn sniff(head: &[u8]) -> bool {
    memmem::find(head, b"wordpress.org/export/").is_some() || memmem::find(head, b"<wp:").is_some()
}

/// The bytes of the parent's id inside the bytes of one `<wp:comment>` element, CDATA marks included.
pub fn parent_value(element: &[u8]) -> Option<Range<usize>> {
    let mut xml = tolerant(element);
    let mut start = None;
    loop {
        let before = xml.buffer_position() as usize;
        match xml.read_event().ok()? {
            Event::Start(tag) if local(tag.name().0) == "comment_parent" => {
                start = Some(xml.buffer_position() as usize);
            }
            Event::End(tag) if local(tag.name().0) == "comment_parent" => {
                return start.map(|start| start..before);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn tolerant<R>(bytes: R) -> Reader<R> {
    let mut xml = Reader::from_reader(bytes);
    let config = xml.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    xml
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn read(reading: &mut Reading) -> Result<()> {
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut walk = Walk { input: reading.input, replaced, ..Walk::default() };
    let mut damage_at = None;
    let mut buffer = Vec::new();
    let mut xml = tolerant(bytes);
    loop {
        buffer.clear();
        let start = xml.buffer_position();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => {
                let end = xml.buffer_position();
                walk.event(event, start..end, reading.sink);
            }
            Err(quick_xml::Error::Io(source)) => {
                return Err(crate::error::ErrorKind::Read {
                    name: reading.name.to_owned(),
                    source: std::io::Error::new(source.kind(), source.to_string()),
                }
                .into());
            }
            Err(error) => {
                // The parser stays where it is when it can't go on: a second error at one place is the last.
                let at = xml.error_position();
                walk.damage(
                    at,
                    format!("this is not XML ({error}); reading went on behind it"),
                    reading.sink,
                );
                if damage_at == Some(at) || xml.buffer_position() <= start {
                    break;
                }
                damage_at = Some(at);
            }
        }
    }
    walk.finish(xml.buffer_position(), reading.sink);
    Ok(())
}

/// Where the walk through the file is, and what it has gathered of the record around it.
#[derive(Default)]
struct Walk {
    input: u32,
    replaced: Replaced,
    n_records: u32,
    declared: Vec<String>,
    reported: Vec<String>,
    post: Option<Box<Post>>,
    comment: Option<Box<Comment>>,
    owner: Option<Author>,
    field: Option<String>,
    field_start: u64,
    text: String,
    /// What stands in the field that XML forbids or the exporter would not have written.
    oddity: Option<&'static str>,
}

type Sink<'a> = &'a mut dyn FnMut(Record);

impl Walk {
    fn event(&mut self, event: Event, bytes: Range<u64>, sink: Sink) {
        match event {
            Event::Start(tag) => self.open(&tag, bytes.start, sink),
            Event::Empty(tag) => {
                self.check_prefix(&tag, bytes.start, sink);
                if self.field.is_some() {
                    self.stray(&tag, "/>");
                }
            }
            Event::End(tag) => {
                let name = tag.name().0;
                match &self.field {
                    Some(field) if field == name => self.close_field(bytes.start, sink),
                    Some(_) if !is_structure(name) => {
                        self.text.extend(["</", name, ">"]);
                    }
                    Some(_) => {
                        self.close_field(bytes.start, sink);
                        self.close(name, bytes.end, sink);
                    }
                    None => self.close(name, bytes.end, sink),
                }
            }
            Event::Text(text) => {
                self.oddity = self.oddity.or(oddity(&text));
                self.gather(&text);
            }
            Event::CData(text) => self.gather(&text),
            Event::GeneralRef(name) if self.field.is_some() => {
                fields::append_reference(&name, &mut self.text);
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &BytesStart, start: u64, sink: Sink) {
        self.check_prefix(tag, start, sink);
        let name = tag.name().0;
        if self.field.is_some() {
            if !is_structure(name) && !name.starts_with("wp:") {
                self.stray(tag, ">");
                return;
            }
            self.damage(start, "a field is not closed; it was taken to end here".to_owned(), sink);
            self.close_field(start, sink);
        }
        match local(name) {
            "item" => {
                self.lose_comment(start, sink);
                self.hand_on_post(sink);
                self.post = Some(Box::new(Post { input: self.input, ..Post::default() }));
            }
            "comment" if name.starts_with("wp:") => {
                self.lose_comment(start, sink);
                self.n_records += 1;
                let place = Place { input: self.input, record: self.n_records, byte: start };
                self.comment = Some(Box::new(Comment { place, ..Comment::default() }));
            }
            "author" | "wp_author" if name.starts_with("wp:") => self.owner = Some(Author::default()),
            _ if is_structure(name) => {}
            _ => {
                self.field = Some(name.to_owned());
                self.field_start = start;
                self.text.clear();
                self.oddity = None;
            }
        }
    }

    fn gather(&mut self, text: &str) {
        if self.field.is_some() {
            self.text.push_str(text);
        }
    }

    /// HTML that stands in a field without CDATA belongs to the text.
    fn stray(&mut self, tag: &BytesStart, close: &str) {
        self.oddity = self.oddity.or(Some("tags of HTML outside CDATA"));
        self.text.extend(["<", tag, close]);
    }

    fn close_field(&mut self, end: u64, sink: Sink) {
        let Some(name) = self.field.take() else { return };
        let mut text = std::mem::take(&mut self.text);
        let n_foreign = self.replaced.restore(self.field_start..end, &mut text);
        if let Some(trouble) = fields::trouble(&text, n_foreign) {
            self.damage(self.field_start, format!("<{name}> has {trouble}"), sink);
        }
        if let Some(oddity) = self.oddity.take() {
            self.damage(self.field_start, format!("<{name}> has {oddity}; it was read as text"), sink);
        }
        let name = local(&name);
        if let Some(comment) = &mut self.comment {
            set_comment(comment, name, text);
        } else if let Some(owner) = &mut self.owner {
            match name {
                "author_login" => owner.user = text,
                "author_email" => owner.email = text,
                "author_display_name" => owner.name = text,
                _ => {}
            }
        } else if let Some(post) = &mut self.post {
            set_post(post, name, text);
        } else if matches!(name, "base_blog_url" | "base_site_url" | "link") && !text.trim().is_empty() {
            sink(Record::Site(text));
        }
    }

    fn close(&mut self, name: &str, end: u64, sink: Sink) {
        match local(name) {
            "comment" if name.starts_with("wp:") => {
                if let Some(mut comment) = self.comment.take() {
                    comment.end = end;
                    comment.post = self.post.as_ref().map_or(String::new(), |post| post.id.clone());
                    if comment.id.trim().is_empty() {
                        comment.id = format!("c{}", comment.place.record);
                    }
                    sink(Record::Comment(comment));
                }
            }
            "item" => {
                self.lose_comment(end, sink);
                self.hand_on_post(sink);
            }
            "author" | "wp_author" => {
                if let Some(owner) = self.owner.take() {
                    sink(Record::Owner(owner));
                }
            }
            _ => {}
        }
    }

    fn hand_on_post(&mut self, sink: Sink) {
        if let Some(post) = self.post.take() {
            sink(Record::Post(post));
        }
    }

    fn lose_comment(&mut self, byte: u64, sink: Sink) {
        if let Some(comment) = self.comment.take() {
            self.n_records -= 1;
            let what = format!(
                "the comment that starts at byte {} has no end; it was left out and stays in the dump",
                comment.place.byte
            );
            self.damage(byte, what, sink);
        }
    }

    fn finish(&mut self, byte: u64, sink: Sink) {
        self.close_field(byte, sink);
        self.lose_comment(byte, sink);
        if self.post.is_some() {
            self.damage(byte, "the file ends inside a post; what was complete is kept".to_owned(), sink);
        }
        self.hand_on_post(sink);
    }

    /// Each undeclared prefix is reported once.
    fn check_prefix(&mut self, tag: &BytesStart, start: u64, sink: Sink) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            if let Some(prefix) = attribute.key.0.strip_prefix("xmlns:") {
                self.declared.push(prefix.to_owned());
            }
        }
        let name = tag.name().0;
        let Some((prefix, _)) = name.split_once(':') else { return };
        let known = |list: &[String]| list.iter().any(|it| it == prefix);
        if self.field.is_none() && !known(&self.declared) && !known(&self.reported) {
            self.reported.push(prefix.to_owned());
            self.damage(
                start,
                format!("the prefix {prefix}: is not declared; its elements were read all the same"),
                sink,
            );
        }
    }

    fn damage(&self, byte: u64, what: String, sink: Sink) {
        sink(Record::Damage(Damage {
            place: Place { input: self.input, record: self.n_records, byte },
            what,
        }));
    }
}

/// What is odd about text outside CDATA.
fn oddity(text: &str) -> Option<&'static str> {
    let has_bare_ampersand = || text.contains('&').then_some("a bare ampersand outside CDATA");
    text.contains("]]>").then_some("a CDATA section that ends early").or_else(has_bare_ampersand)
}

/// Elements that hold others: they end whatever field was left open.
fn is_structure(name: &str) -> bool {
    const STRUCTURE: &[&str] = &[
        "item",
        "channel",
        "rss",
        "image",
        "wp:comment",
        "wp:commentmeta",
        "wp:postmeta",
        "wp:author",
        "wp:wp_author",
        "wp:category",
        "wp:tag",
        "wp:term",
        "wp:termmeta",
    ];
    STRUCTURE.contains(&name)
}

fn set_comment(comment: &mut Comment, field: &str, text: String) {
    match field {
        "comment_id" => comment.id = text.trim().to_owned(),
        // The exporter escapes HTML in the name and the address before it wraps them in CDATA.
        "comment_author" => comment.author.name = fields::unescape(text),
        "comment_author_url" => comment.author.url = fields::unescape(text),
        "comment_author_email" => comment.author.email = text,
        "comment_author_IP" => comment.author.ip = text,
        "comment_user_id" => comment.author.user = text,
        "comment_date_gmt" => comment.date = parse_date(&text).or(comment.date),
        "comment_date" => comment.date = comment.date.or_else(|| parse_date(&text)),
        "comment_content" => comment.body = text,
        "comment_approved" => comment.status = Status::from_text(&text),
        "comment_type" => comment.declared_type = text.trim().to_owned(),
        "comment_parent" => comment.parent = text.trim().to_owned(),
        _ => {}
    }
}

fn set_post(post: &mut Post, field: &str, text: String) {
    match field {
        "title" => post.title = fields::unescape(text),
        "link" => post.url = text,
        "creator" => post.authors.push(text),
        "encoded" | "description" => {
            post.body.push_str(&text);
            post.body.push('\n');
        }
        "category" => post.terms.push(fields::unescape(text)),
        "post_id" => post.id = text.trim().to_owned(),
        "post_date_gmt" => post.date = parse_date(&text).or(post.date),
        "post_date" => post.date = post.date.or_else(|| parse_date(&text)),
        _ => {}
    }
}
