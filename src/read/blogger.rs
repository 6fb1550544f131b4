//! Blogger exports: the classic backup (`blog-MM-DD-YYYY.xml`) and the `feed.atom` of Google Takeout.
//!
//! Both are Atom feeds whose entries are posts, pages, comments, settings and templates in any order; settings and
//! templates are left out. Ids are the numbers at the end of the entries' ids. Every comment has the same made-up
//! e-mail address. Comments by a profile that also wrote posts are by a user of the blog.
//!
//! This reader cannot distinguish comments from placeholders of deleted comments in languages other than English,
//! unless the placeholders are marked as such.

use std::collections::HashSet;

use memchr::memmem;
use quick_xml::events::BytesStart;

use super::sink::RecordSink;
use super::xml::{self, Elements, attribute, local};
use super::{Format, Provides, Reading, Required, field_text};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

/// Blogger exports.
pub const FORMAT: Format = Format {
    name: "blogger",
    about: "Blogger backup (`blog-….xml`) or the `feed.atom` of Google Takeout",
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
        Provides::Sites,
        Provides::Users,
    ],
    example: r#"<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<entry>
<id>tag:blogger.com,1999:blog-7.post-1</id>
<blogger:type>POST</blogger:type>
<title>First post</title>
<author><name>Ada</name><uri>https://www.blogger.com/profile/71</uri></author>
<content type='html'>&lt;p&gt;Every March the path disappears.&lt;/p&gt;</content>
</entry>
<entry>
<id>tag:blogger.com,1999:blog-7.post-11</id>
<blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>
<blogger:type>COMMENT</blogger:type>
<blogger:status>LIVE</blogger:status>
<author><name>Ada</name><uri>https://www.blogger.com/profile/71</uri></author>
<content type='html'>A first remark.</content>
<published>2009-08-21T10:02:11Z</published>
</entry>
<entry>
<id>tag:blogger.com,1999:blog-7.post-12</id>
<blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>
<blogger:inReplyTo>tag:blogger.com,1999:blog-7.post-11</blogger:inReplyTo>
<blogger:type>COMMENT</blogger:type>
<blogger:status>LIVE</blogger:status>
<author><name>Grace</name></author>
<content type='html'>Second thoughts &amp;amp; more.</content>
<published>2009-08-21T11:30:00Z</published>
</entry>
</feed>
"#,
};

/// The texts that replace a deleted comment.
const DELETED: &[&str] = &[
    "This comment has been removed by the author.",
    "This comment has been removed by a blog administrator.",
    "This post has been removed by the author.",
    "This post has been removed by a blog administrator.",
];

/// The class of a placeholder for a deleted comment, in any language.
const DELETED_CLASS: &str = "deleted-comment";

fn sniff(head: &[u8]) -> bool {
    let Some(start) = memmem::find(head, b"<feed") else { return false };
    let feed = &head[start..];
    memmem::find(feed, b"blogger.com,1999:blog-").is_some()
        || memmem::find(feed, b"schemas.google.com/blogger/").is_some()
}

fn read(reading: &mut Reading) -> Result<()> {
    xml::read(reading, Feed::default())
}

#[derive(Default)]
struct Feed {
    entry: Option<Box<Entry>>,
    in_author: bool,
    /// The blog's own author.
    owner: Author,
    /// The address of the blog.
    site: String,
    /// The profiles of the authors of posts.
    profiles: HashSet<String>,
}

/// An incomplete `<entry>`. Its kind may be its last element.
#[derive(Default)]
struct Entry {
    start: u64,
    id: String,
    kind: String,
    title: String,
    url: String,
    filename: String,
    body: String,
    author: Author,
    names: Vec<String>,
    profiles: Vec<String>,
    terms: Vec<String>,
    published: String,
    post: String,
    parent: String,
    status: String,
    is_trashed: bool,
}

impl Elements for Feed {
    const PREFIXES: &[&str] = &["blogger", "thr", "app", "openSearch"];
    const NAMESPACE: &str = "http://www.w3.org/2005/Atom";
    const ROOT: &str = "feed";

    fn is_structure(name: &str) -> bool {
        matches!(name, "feed" | "entry" | "author" | "app:control")
    }

    fn is_own(name: &str) -> bool {
        const PREFIXES: &[&str] = &["blogger", "thr", "app", "gd", "georss", "media"];
        let prefix = name.split_once(':').map(|(prefix, _)| prefix);
        prefix.is_some_and(|prefix| PREFIXES.contains(&prefix))
            || matches!(name, "published" | "updated" | "category")
    }

    fn holds_tags(tag: &BytesStart) -> bool {
        attribute(tag, "type") == "xhtml"
    }

    fn open(&mut self, tag: &BytesStart, start: u64, records: &mut RecordSink) {
        match tag.name().0 {
            "entry" => {
                self.lose_entry(start, records);
                self.entry = Some(Box::new(Entry { start, ..Entry::default() }));
                self.in_author = false;
            }
            "author" => self.in_author = true,
            _ => {}
        }
    }

    fn field(&mut self, tag: &BytesStart, text: String, _start: u64, records: &mut RecordSink) {
        let name = tag.name().0;
        if let Some(entry) = &mut self.entry {
            if self.in_author {
                entry.set_author(name, text);
            } else {
                entry.set(name, tag, text);
            }
        } else if self.in_author {
            match name {
                "name" => self.owner.name = text,
                "uri" => self.owner.url = text.trim().to_owned(),
                // Blogger replaces every address by one of its own.
                "email" if !text.contains("@blogger.com") => self.owner.email = text.trim().to_owned(),
                _ => {}
            }
        } else if name == "link" && attribute(tag, "rel") == "alternate" && self.site.is_empty() {
            self.site = attribute(tag, "href").trim().to_owned();
            records.push(Record::Site(self.site.clone()));
        }
    }

    fn close(&mut self, name: &str, end: u64, records: &mut RecordSink) {
        match name {
            "entry" => {
                self.in_author = false;
                if let Some(entry) = self.entry.take() {
                    self.hand_on(*entry, end, records);
                }
            }
            "author" => {
                self.in_author = false;
                if self.entry.is_none() {
                    self.hand_on_owner(records);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, end: u64, records: &mut RecordSink) {
        self.lose_entry(end, records);
    }
}

impl Feed {
    fn hand_on_owner(&mut self, records: &mut RecordSink) {
        let mut owner = std::mem::take(&mut self.owner);
        if let Some(number) = profile(&owner.url) {
            owner.user = number.to_owned();
            self.profiles.insert(number.to_owned());
        }
        records.push(Record::Owner(owner));
    }

    fn hand_on(&mut self, entry: Entry, end: u64, records: &mut RecordSink) {
        match entry.kind.as_str() {
            "post" | "page" => self.hand_on_post(entry, records),
            "comment" => {
                let mut comment = records.start_comment(entry.start);
                comment.status = entry.status();
                comment.id = number(&entry.id).to_owned();
                comment.post = number(&entry.post).to_owned();
                comment.parent = number(&entry.parent).to_owned();
                comment.date = records.date(parse_date(&entry.published), &entry.published, entry.start);
                comment.author = entry.author;
                comment.body = entry.body;
                if let Some(number) =
                    profile(&comment.author.url).filter(|number| self.profiles.contains(*number))
                {
                    comment.author.user = number.to_owned();
                }
                records.end_comment(comment, end);
            }
            _ => {}
        }
    }

    fn hand_on_post(&mut self, entry: Entry, records: &mut RecordSink) {
        self.profiles.extend(entry.profiles);
        let url = match entry.filename.strip_prefix('/') {
            Some(path) if entry.url.is_empty() && !self.site.is_empty() => {
                format!("{}/{path}", self.site.trim_end_matches('/'))
            }
            _ => entry.url,
        };
        let date = records.date(parse_date(&entry.published), &entry.published, entry.start);
        records.push(Record::Post(Box::new(Post {
            id: number(&entry.id).to_owned(),
            title: entry.title,
            url,
            byte: 0,
            body: entry.body,
            authors: entry.names,
            terms: entry.terms,
            date,
            input: records.input(),
        })));
    }

    /// Keeps an incomplete entry if it is a post.
    fn lose_entry(&mut self, byte: u64, records: &mut RecordSink) {
        let Some(entry) = self.entry.take() else { return };
        if matches!(entry.kind.as_str(), "post" | "page") {
            let what =
                format!("the post that starts at byte {} has no end; what was complete is kept", entry.start);
            records.damage(byte, what);
            self.hand_on_post(*entry, records);
        } else {
            let what = format!(
                "the entry that starts at byte {} has no end; it was left out and stays in the dump",
                entry.start
            );
            records.damage(byte, what);
        }
    }
}

impl Entry {
    fn set_author(&mut self, field: &str, text: String) {
        match field {
            "name" => {
                if self.author.name.is_empty() {
                    self.author.name.clone_from(&text);
                }
                self.names.push(text);
            }
            "uri" => {
                self.profiles.extend(profile(&text).map(str::to_owned));
                if self.author.url.is_empty() {
                    self.author.url = text.trim().to_owned();
                }
            }
            "email" if self.author.email.is_empty() => self.author.email = text.trim().to_owned(),
            _ => {}
        }
    }

    fn set(&mut self, field: &str, tag: &BytesStart, text: String) {
        match field {
            "id" => self.id = text,
            "title" if attribute(tag, "type") == "html" => self.title = field_text::unescape_html(text),
            "title" => self.title = text,
            "content" => self.body = text,
            "published" => self.published = text,
            "category" => match attribute(tag, "term").split_once("/kind#") {
                Some((_, kind)) => self.kind = kind.to_owned(),
                None => self.terms.push(attribute(tag, "term")),
            },
            "link" => self.set_link(&attribute(tag, "rel"), attribute(tag, "href")),
            _ => match local(field) {
                "in-reply-to" if self.post.is_empty() => self.post = attribute(tag, "ref"),
                _ if !field.starts_with("blogger:") => {}
                "type" => self.kind = text.trim().to_ascii_lowercase(),
                "status" => self.status = text,
                "parent" => self.post = text,
                "inReplyTo" => self.parent = text,
                "filename" => self.filename = text.trim().to_owned(),
                "trashed" => self.is_trashed = !text.trim().is_empty(),
                _ => {}
            },
        }
    }

    fn set_link(&mut self, relation: &str, address: String) {
        match relation {
            "alternate" => self.url = address.trim().to_owned(),
            // The address of the parent in the feed of comments: `…/comments/default/PARENT`.
            "related" => {
                let path = address.split(['?', '#']).next().unwrap_or_default();
                self.parent = path.rsplit('/').next().unwrap_or_default().to_owned();
            }
            _ => {}
        }
    }

    fn status(&self) -> Status {
        if is_placeholder(&self.body) {
            Status::Deleted
        } else if self.is_trashed {
            Status::Trash
        } else {
            // `SPAM_COMMENT` in archives of Takeout.
            Status::from_text(self.status.trim().trim_end_matches("_COMMENT"))
        }
    }
}

/// The number at the end of an id: `tag:blogger.com,1999:blog-7.post-12`.
fn number(id: &str) -> &str {
    let id = id.trim();
    let last = id.rsplit('-').next().unwrap_or(id);
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { last } else { id }
}

/// The number of a profile of Blogger.
fn profile(address: &str) -> Option<&str> {
    let (_, number) = address.split_once("blogger.com/profile/")?;
    let number = number.trim().trim_end_matches('/');
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn is_placeholder(body: &str) -> bool {
    let mut text = body.trim();
    // The placeholder may be inside an element.
    while let Some((tag, rest)) = text.strip_prefix('<').and_then(|inner| inner.split_once('>')) {
        if tag.contains(DELETED_CLASS) {
            return true;
        }
        text = rest.trim_start();
    }
    DELETED.iter().any(|placeholder| {
        text.strip_prefix(placeholder).is_some_and(|rest| rest.is_empty() || rest.starts_with('<'))
    })
}
