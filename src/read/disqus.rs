//! Disqus exports: one XML file with the threads (pages) of a forum and the posts (comments) under them.
//!
//! Disqus opens another thread when a page is reached under another address. Threads with one identifier are one
//! page, so all of them get the first one's address; a later stage merges threads with spellings of one address.
//! Exports have neither the sites of authors nor pending comments. Posts that are both spam and deleted are spam,
//! because a person reviewed them. The export does not say whether a person or Disqus's filter set `isSpam`; the
//! filter is assumed. Authors with a Disqus account are users, guests are not.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use quick_xml::events::BytesStart;

use super::sink::RecordSink;
use super::xml::{self, Elements, attribute, local};
use super::{Format, Provides, Reading, Required, field_text};
use crate::comment::{Comment, Post, Record, Status, parse_date};
use crate::error::Result;

/// Disqus exports.
pub const FORMAT: Format = Format {
    name: "disqus",
    about: "Disqus export (XML with threads and posts)",
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
        Provides::Emails,
        Provides::Ips,
        Provides::Users,
    ],
    example: r#"<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1">
<id>mud-season</id>
<link>http://ada.example/mud-season</link>
<title>Mud season</title>
</thread>
<post dsq:id="11">
<message><![CDATA[<p>A first remark.</p>]]></message>
<createdAt>2009-08-21T10:02:11Z</createdAt>
<author><name>Ada</name><isAnonymous>true</isAnonymous></author>
<thread dsq:id="1" />
</post>
<post dsq:id="12">
<message><![CDATA[<p>Second thoughts &amp; more.</p>]]></message>
<createdAt>2009-08-21T11:30:00Z</createdAt>
<author><email>grace@path.example</email><name>Grace</name><isAnonymous>false</isAnonymous><username>grace</username></author>
<ipAddress>192.0.2.7</ipAddress>
<thread dsq:id="1" />
<parent dsq:id="11" />
</post>
</disqus>
"#,
};

const ROOT: &[u8] = b"<disqus";

fn sniff(head: &[u8]) -> bool {
    let Some(start) = memmem::find(head, ROOT) else { return false };
    let rest = &head[start + ROOT.len()..];
    let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
    let before = &head[..start];
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before).trim_ascii();
    let is_first = before.is_empty() || memmem::find(before, b"<?xml").is_some();
    memmem::find(tag, b"disqus.com").is_some() || (is_first && tag.trim_ascii().is_empty())
}

fn read(reading: &mut Reading) -> Result<()> {
    xml::read(reading, Export::default())
}

#[derive(Default)]
struct Export {
    n_threads: u32,
    thread: Option<Thread>,
    post: Option<Message>,
    in_author: bool,
    /// The first address of each identifier.
    addresses: HashMap<String, String>,
    /// The threads that were deleted, with all their posts.
    deleted: HashSet<String>,
}

/// An incomplete `<thread>`.
struct Thread {
    post: Box<Post>,
    identifier: String,
    is_deleted: bool,
}

/// An incomplete `<post>`.
struct Message {
    comment: Box<Comment>,
    is_deleted: bool,
    is_spam: bool,
    is_guest: bool,
}

impl Elements for Export {
    const PREFIXES: &[&str] = &["dsq"];
    const NAMESPACE: &str = "http://disqus.com";
    const ROOT: &str = "disqus";

    fn is_structure(name: &str) -> bool {
        matches!(name, "disqus" | "category" | "thread" | "post" | "author" | "parent")
    }

    fn is_own(name: &str) -> bool {
        const OWN: &[&str] =
            &["message", "createdAt", "isDeleted", "isSpam", "isAnonymous", "username", "ipAddress"];
        OWN.contains(&name)
    }

    fn open(&mut self, tag: &BytesStart, start: u64, records: &mut RecordSink) {
        match tag.name().0 {
            "thread" => match &mut self.post {
                Some(post) if post.comment.post.is_empty() => post.comment.post = attribute(tag, "id"),
                _ => {
                    self.lose_post(start, records);
                    self.open_thread(attribute(tag, "id"), records);
                }
            },
            "post" => {
                self.lose_post(start, records);
                self.hand_on_thread(records);
                let mut comment = records.start_comment(start);
                comment.id = attribute(tag, "id").trim().to_owned();
                self.post = Some(Message { comment, is_deleted: false, is_spam: false, is_guest: false });
            }
            "parent" => {
                if let Some(post) = &mut self.post {
                    post.comment.parent = attribute(tag, "id").trim().to_owned();
                }
            }
            "author" => self.in_author = true,
            _ => {}
        }
    }

    fn field(&mut self, tag: &BytesStart, text: String, start: u64, records: &mut RecordSink) {
        let name = local(tag.name().0);
        if let Some(post) = &mut self.post {
            post.set(name, text, self.in_author, start, records);
        } else if let Some(thread) = &mut self.thread {
            thread.set(name, text, self.in_author, start, records);
        }
    }

    fn close(&mut self, name: &str, end: u64, records: &mut RecordSink) {
        match name {
            "author" => self.in_author = false,
            "post" => {
                self.in_author = false;
                if let Some(post) = self.post.take() {
                    let mut comment = post.into_comment();
                    if comment.status == Status::Approved && self.deleted.contains(&comment.post) {
                        comment.status = Status::Deleted;
                    }
                    records.end_comment(comment, end);
                }
            }
            "thread" if self.post.is_none() => self.hand_on_thread(records),
            _ => {}
        }
    }

    fn finish(&mut self, end: u64, records: &mut RecordSink) {
        self.lose_post(end, records);
        if self.thread.is_some() {
            records.damage(end, "the file ends inside a thread; what was complete is kept".to_owned());
        }
        self.hand_on_thread(records);
    }
}

impl Export {
    fn open_thread(&mut self, id: String, records: &mut RecordSink) {
        self.hand_on_thread(records);
        self.in_author = false;
        self.n_threads += 1;
        let id = if id.trim().is_empty() { format!("p{}", self.n_threads) } else { id.trim().to_owned() };
        let post = Box::new(Post { id, input: records.input(), ..Post::default() });
        self.thread = Some(Thread { post, identifier: String::new(), is_deleted: false });
    }

    fn hand_on_thread(&mut self, records: &mut RecordSink) {
        let Some(Thread { mut post, identifier, is_deleted }) = self.thread.take() else { return };
        if is_deleted {
            self.deleted.insert(post.id.clone());
        }
        if !identifier.is_empty() && !post.url.trim().is_empty() {
            post.url.clone_from(self.addresses.entry(identifier).or_insert_with(|| post.url.clone()));
        }
        records.push(Record::Post(post));
    }

    fn lose_post(&mut self, byte: u64, records: &mut RecordSink) {
        self.in_author = false;
        if let Some(post) = self.post.take() {
            records.lose_comment(&post.comment, byte);
        }
    }
}

impl Thread {
    fn set(&mut self, field: &str, text: String, in_author: bool, start: u64, records: &mut RecordSink) {
        match field {
            "name" | "username" if in_author => self.post.authors.push(text),
            _ if in_author => {}
            "id" => self.identifier = text.trim().to_owned(),
            "link" => self.post.url = text.trim().to_owned(),
            "title" => self.post.title = field_text::unescape_html(text),
            "message" => self.post.body = text,
            "isDeleted" => self.is_deleted = is_true(field, &text, start, records),
            "createdAt" => self.post.date = records.date(parse_date(&text), &text, start),
            _ => {}
        }
    }
}

impl Message {
    fn set(&mut self, field: &str, text: String, in_author: bool, start: u64, records: &mut RecordSink) {
        let comment = &mut self.comment;
        match field {
            "name" if in_author => comment.author.name = text,
            "email" if in_author => comment.author.email = text.trim().to_owned(),
            "username" if in_author => comment.author.user = text.trim().to_owned(),
            "isAnonymous" if in_author => self.is_guest = is_true(field, &text, start, records),
            _ if in_author => {}
            "ipAddress" => comment.author.ip = text.trim().to_owned(),
            "message" => comment.body = text,
            "createdAt" => comment.date = records.date(parse_date(&text), &text, start),
            "isDeleted" => self.is_deleted = is_true(field, &text, start, records),
            "isSpam" => self.is_spam = is_true(field, &text, start, records),
            _ => {}
        }
    }

    fn into_comment(self) -> Box<Comment> {
        let mut comment = self.comment;
        if self.is_guest {
            comment.author.user.clear();
        }
        comment.post = comment.post.trim().to_owned();
        comment.status = match (self.is_spam, self.is_deleted) {
            (true, _) => Status::Spam,
            (false, true) => Status::Deleted,
            (false, false) => Status::Approved,
        };
        comment.marks.spam_by_filter = self.is_spam;
        comment
    }
}

fn is_true(field: &str, text: &str, start: u64, records: &mut RecordSink) -> bool {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => true,
        "false" | "0" | "" => false,
        _ => {
            records.damage(start, format!("<{field}> is neither true nor false; it was taken for false"));
            false
        }
    }
}
