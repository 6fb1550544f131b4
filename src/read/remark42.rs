//! Backups and exports of Remark42, version 1 (`backend/app/migrator/native.go` of its source): a line about users and
//! pages, then a line for every comment.
//!
//! Comments that were deleted stay as placeholders. Comments are shown at once, so all others are approved. There are
//! no sites of authors, and of their addresses only hashes, which are not taken for addresses. Whoever gave no more
//! than a name and whoever came through an import is a guest; the others logged in. Admins own the blog.

use std::collections::HashSet;

use super::entries::{self, Entry};
use super::records::Records;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "remark42",
    about: "backup or export of Remark42 (JSON lines)",
    sniff,
    is_page: false,
    requires: Required::Nothing,
    read,
    provides: &[
        Provides::Posts,
        Provides::Ids,
        Provides::Parents,
        Provides::Dates,
        Provides::Status,
        Provides::Users,
    ],
    example: r#"{"version":1,"users":[{"id":"github_1","verified":true}],"posts":[{"url":"https://blog.example/first/"}]}
{"id":"11","pid":"","text":"<p>A first remark.</p>","user":{"name":"Ada","id":"anonymous_1","admin":false},"locator":{"site":"blog","url":"https://blog.example/first/"},"time":"2009-08-21T10:02:11Z","title":"First post"}
{"id":"12","pid":"11","text":"<p>Second thoughts &amp; more.</p>","user":{"name":"Grace","id":"github_1","admin":false},"locator":{"site":"blog","url":"https://blog.example/first/"},"time":"2009-08-21T11:30:00Z","title":"First post"}
"#,
};

/// How the ids of users begin that did not log in.
const GUESTS: &[&str] = &["anonymous_", "disqus_", "wordpress_", "commento_", "deleted"];

fn sniff(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').find(|it| !it.trim_ascii().is_empty()).unwrap_or_default();
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    let is_header = line.starts_with(br#"{"version":"#) && has(br#""users":"#) && !has(br#""comments":"#);
    is_header || (line.starts_with(b"{") && has(br#""locator":{"site":"#))
}

fn read(reading: &mut Reading) -> Result<()> {
    let (mut pages, mut admins) = (HashSet::new(), HashSet::new());
    entries::read(reading, false, &mut |entry, records| {
        if entry.has("locator") || entry.has("text") {
            hand_on_page(entry, &mut pages, records);
            let user = entry.inner("user", "id");
            if entry.inner("user", "admin") == "true" && admins.insert(user.clone()) {
                let name = entry.inner("user", "name");
                records.hand_on(Record::Owner(Author { name, user, ..Author::default() }));
            }
            hand_on_comment(entry, records);
        }
    })
}

fn hand_on_page(entry: &Entry, pages: &mut HashSet<String>, records: &mut Records) {
    let url = entry.inner("locator", "url");
    if !url.is_empty() && pages.insert(url.clone()) {
        let (id, title) = (url.clone(), entry.text("title"));
        records.hand_on(Record::Post(Box::new(Post {
            id,
            title,
            url,
            input: records.input(),
            ..Post::default()
        })));
    }
}

fn hand_on_comment(entry: &Entry, records: &mut Records) {
    let mut comment = records.start_comment(entry.bytes.start);
    entry.report(&["text"], records);
    let (user, time) = (entry.inner("user", "id"), entry.text("time"));
    let is_guest = GUESTS.iter().any(|it| user.starts_with(it));
    comment.id = entry.text("id");
    comment.post = entry.inner("locator", "url");
    comment.parent = entry.text("pid");
    comment.date = records.date(parse_date(&time), &time, entry.bytes.start);
    comment.status = if entry.is("delete") { Status::Deleted } else { Status::Approved };
    comment.body = entry.text("text");
    comment.author.name = entry.inner("user", "name");
    comment.author.user = if is_guest { String::new() } else { user };
    records.end_comment(comment, entry.bytes.end);
}
