//! WordPress exports (WXR 1.0 to 1.2), as `export.php` of WordPress and `wp export` write them.
//!
//! Broken XML is tolerated and reported (see [`super::xml`]). A comment that is cut off at the end of the file is
//! lost and reported. Several exports may be concatenated; the ids of posts in the second one get a prefix
//! (`2:17`), because sites have the same ids. Posts without ids, as in files made for other importers, are
//! identified by their addresses (see [`post_ids`]). WXR has neither user agents nor comments in the spam folder:
//! the exporter omits both.

mod elements;
mod post_ids;

use std::ops::Range;

use memchr::memmem;
use quick_xml::events::BytesStart;

use super::sink::RecordSink;
use super::xml::{self, Elements, local};
use super::{Copying, Format, Provides, Reading, Required, field_text};
use crate::comment::{Author, Comment, Marks, Post, Record, Status, parse_date};
use crate::error::Result;
pub use elements::{Element, elements};
use post_ids::{PostIds, is_missing};

pub const FORMAT: Format = Format {
    name: "wxr",
    about: "WordPress export (Tools > Export, `wp export`)",
    sniff,
    is_page: false,
    requires: Required::Record,
    read,
    provides: &[
        Provides::Posts,
        Provides::Ids,
        Provides::Parents,
        Provides::Dates,
        Provides::Status,
        Provides::Types,
        Provides::Emails,
        Provides::Sites,
        Provides::Ips,
        Provides::Users,
    ],
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
			<wp:comment_author><![CDATA[Grace]]></wp:comment_author>
			<wp:comment_author_email>grace@path.example</wp:comment_author_email>
			<wp:comment_author_url>http://path.example/</wp:comment_author_url>
			<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
			<wp:comment_date_gmt>2009-08-21 11:30:00</wp:comment_date_gmt>
			<wp:comment_content><![CDATA[Second thoughts &amp; more.]]></wp:comment_content>
			<wp:comment_approved>1</wp:comment_approved>
			<wp:comment_type>comment</wp:comment_type>
			<wp:comment_parent>11</wp:comment_parent>
			<wp:comment_user_id>2</wp:comment_user_id>
		</wp:comment>
	</item>
</channel></rss>
"#,
};

fn sniff(head: &[u8]) -> bool {
    // Articles about WordPress mention these marks too, but not in lines that start with markup.
    let is_markup = |line: &[u8]| {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii_start();
        line.starts_with(b"<") || line.starts_with(b"xmlns:")
    };
    let is_marked = |line: &[u8]| {
        memmem::find(line, b"wordpress.org/export/").is_some() || memmem::find(line, b"<wp:").is_some()
    };
    head.split(|byte| *byte == b'\n').any(|line| is_markup(line) && is_marked(line))
}

/// A cleaned export lacks the elements of the comments that were removed.
pub const COPYING: Copying =
    Copying { format: FORMAT.name, parent_value, takes_blank_before: true, only_in_folders: false };

/// The bytes of the parent's id inside the bytes of one `<wp:comment>` element, CDATA marks included.
fn parent_value(element: &[u8]) -> Option<Range<usize>> {
    elements(element).into_iter().find(|part| part.name == "comment_parent").map(|part| part.value)
}

fn read(reading: &mut Reading) -> Result<()> {
    xml::read(reading, Export::default())
}

/// The current post and comment, as far as they were read.
#[derive(Default)]
struct Export {
    item: Option<Box<Item>>,
    comment: Option<Box<Comment>>,
    owner: Option<Author>,
    /// The key of the current `<wp:commentmeta>`.
    meta_key: String,
    /// The number of documents in the file so far.
    n_documents: u32,
    ids: PostIds,
}

/// An incomplete `<item>`.
#[derive(Default)]
struct Item {
    post: Box<Post>,
    guid: String,
    has_id: bool,
    /// Complete comments of a post that may still get an id, each with the byte after it.
    waiting: Vec<(Box<Comment>, u64)>,
}

/// The maximum number of comments that wait for the id of their post. WordPress writes the id before them.
const MAX_WAITING: usize = 1_000;

impl Elements for Export {
    const PREFIXES: &[&str] = &["wp", "content", "excerpt", "dc", "wfw"];
    const NAMESPACE: &str = "";
    const ROOT: &str = "rss";

    fn is_structure(name: &str) -> bool {
        is_structure(name)
    }

    fn is_own(name: &str) -> bool {
        name.starts_with("wp:")
    }

    fn open(&mut self, tag: &BytesStart, start: u64, records: &mut RecordSink) {
        let name = tag.name().0;
        match local(name) {
            "rss" => {
                self.n_documents += 1;
                self.ids.start_document();
            }
            "item" => {
                self.lose_comment(start, records);
                self.hand_on_post(records);
                let post = Box::new(Post { input: records.input(), byte: start, ..Post::default() });
                self.item = Some(Box::new(Item { post, ..Item::default() }));
            }
            "comment" if name.starts_with("wp:") => {
                self.lose_comment(start, records);
                self.comment = Some(records.start_comment(start));
            }
            "commentmeta" => self.meta_key.clear(),
            "author" | "wp_author" if name.starts_with("wp:") => self.owner = Some(Author::default()),
            _ => {}
        }
    }

    fn field(&mut self, tag: &BytesStart, text: String, _start: u64, records: &mut RecordSink) {
        let name = local(tag.name().0);
        if text.trim().is_empty() {
            return;
        }
        if let Some(comment) = &mut self.comment {
            match name {
                "meta_key" => self.meta_key = text.trim().to_owned(),
                "meta_value" if is_webmention_type(&self.meta_key) => set_webmention_type(comment, &text),
                "meta_value" => comment.marks = comment.marks.merge(Marks::from_meta(&self.meta_key, &text)),
                _ => set_comment(comment, name, text),
            }
        } else if let Some(owner) = &mut self.owner {
            match name {
                "author_login" => owner.user = text,
                "author_email" => owner.email = text,
                "author_display_name" => owner.name = text,
                _ => {}
            }
        } else if let Some(item) = &mut self.item {
            item.set(name, text);
        } else if matches!(name, "base_blog_url" | "base_site_url" | "link") {
            records.push(Record::Site(text));
        }
    }

    fn close(&mut self, name: &str, end: u64, records: &mut RecordSink) {
        match name {
            "wp:comment" => {
                if let Some(comment) = self.comment.take() {
                    self.hand_on_comment(comment, end, records);
                }
            }
            "item" => {
                self.lose_comment(end, records);
                self.hand_on_post(records);
            }
            "wp:author" | "wp:wp_author" => {
                if let Some(owner) = self.owner.take() {
                    records.push(Record::Owner(owner));
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, end: u64, records: &mut RecordSink) {
        self.lose_comment(end, records);
        if self.item.is_some() {
            records.damage(end, "the file ends inside a post; what was complete is kept".to_owned());
        }
        self.hand_on_post(records);
    }
}

impl Export {
    fn hand_on_comment(&mut self, mut comment: Box<Comment>, end: u64, records: &mut RecordSink) {
        let Some(item) = &mut self.item else { return records.end_comment(comment, end) };
        if item.has_id {
            comment.post.clone_from(&item.post.id);
            return records.end_comment(comment, end);
        }
        let is_complete = !is_missing(&item.post.id) || item.waiting.len() == MAX_WAITING;
        item.waiting.push((comment, end));
        if is_complete {
            self.settle_id(records);
        }
    }

    fn hand_on_post(&mut self, records: &mut RecordSink) {
        self.settle_id(records);
        if let Some(item) = self.item.take() {
            records.push(Record::Post(item.post));
        }
    }

    /// Determines the id of the item, and passes on the comments that waited for it.
    fn settle_id(&mut self, records: &mut RecordSink) {
        let Some(item) = self.item.as_mut().filter(|item| !item.has_id) else { return };
        let (id, is_guess) = self.ids.of(&item.post, &item.guid);
        if is_guess {
            records.note(
                "some posts have neither an id nor an address; they were told apart by their titles"
                    .to_owned(),
            );
        }
        item.post.id = if 1 < self.n_documents { format!("{}:{id}", self.n_documents) } else { id };
        item.has_id = true;
        for (mut comment, end) in item.waiting.drain(..) {
            comment.post.clone_from(&item.post.id);
            records.end_comment(comment, end);
        }
    }

    fn lose_comment(&mut self, byte: u64, records: &mut RecordSink) {
        if let Some(comment) = self.comment.take() {
            records.lose_comment(&comment, byte);
        }
    }
}

/// Whether a key of the comment's metadata holds the type of a webmention (plugins Semantic-Linkbacks and
/// Webmention).
fn is_webmention_type(key: &str) -> bool {
    matches!(key, "semantic_linkbacks_type" | "webmention_type")
}

/// Sets the type of a webmention: a reply is a comment, a like is a like, and a mention remains a ping.
fn set_webmention_type(comment: &mut Comment, kind: &str) {
    let kind = kind.trim().to_ascii_lowercase();
    match kind.as_str() {
        "" | "mention" | "linkback" | "webmention" => {}
        "reply" | "comment" => comment.declared_type = "comment".to_owned(),
        _ => comment.declared_type = kind,
    }
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
        "comment_author" => comment.author.name = field_text::unescape_html(text),
        "comment_author_url" => comment.author.url = field_text::unescape_html(text),
        "comment_author_email" => comment.author.email = text,
        "comment_author_IP" => comment.author.ip = text,
        "comment_user_id" => comment.author.user = text,
        "comment_date_gmt" => comment.date = parse_date(&text).or(comment.date),
        "comment_date" => comment.date = comment.date.or_else(|| parse_date(&text)),
        "comment_content" => comment.body = text,
        "comment_approved" => comment.status = Status::from_text(&text),
        // The type of a webmention in the metadata may come first.
        "comment_type" if comment.declared_type.is_empty() => comment.declared_type = text.trim().to_owned(),
        "comment_parent" => comment.parent = text.trim().to_owned(),
        _ => {}
    }
}

impl Item {
    fn set(&mut self, field: &str, text: String) {
        let post = &mut self.post;
        match field {
            "title" => post.title = field_text::unescape_html(text),
            "link" => post.url = text.trim().to_owned(),
            "guid" => self.guid = text.trim().to_owned(),
            "creator" => post.authors.push(text),
            "encoded" | "description" => {
                post.body.push_str(&text);
                post.body.push('\n');
            }
            "category" => post.terms.push(field_text::unescape_html(text)),
            // Earlier comments were passed on with a made-up id.
            "post_id" if !self.has_id => post.id = text.trim().to_owned(),
            "post_date_gmt" => post.date = parse_date(&text).or(post.date),
            "post_date" => post.date = post.date.or_else(|| parse_date(&text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: bool) {
        assert_eq!(sniff(head.as_bytes()), expected, "{head}");
    }

    #[test]
    fn an_export_is_known_by_its_markup() {
        check("<rss version=\"2.0\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\"\n>", true);
        check("PHP Warning:  Undefined variable in export.php\n  <wp:comment>", true);
    }

    #[test]
    fn who_only_speaks_of_its_marks_is_no_export() {
        check(r#"{"id":"1","body":"Look for <wp:comment> in http://wordpress.org/export/1.2/."}"#, false);
        check("id,body\n1,What does <wp:status> mean?\n", false);
    }
}
