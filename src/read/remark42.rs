//! Backups and exports of [Remark42](https://remark42.com), version 1 (`backend/app/migrator/native.go` of its source):
//! a line about users and pages, then a line for every comment.
//!
//! A deleted comment stays in the export as an empty one. All others are approved, because Remark42 has no moderation
//! queue. Authors have no sites, and their IP addresses are hashes, which are not read. A user id shows how an author
//! logged in: those of guests and of imported comments are not read as users. Admins are owners of the blog.
//!
//! This reader cannot distinguish comments that were deleted as spam from other deleted ones.

use std::collections::HashSet;

use super::json::export::{self, ExportObject};
use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "remark42",
    about: "backup or export of Remark42 (JSON lines)",
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
        Provides::Users,
    ],
    example: r#"{"version":1,"users":[{"id":"github_1","verified":true}],"posts":[{"url":"https://blog.example/first/"}]}
{"id":"11","pid":"","text":"<p>A first remark.</p>","user":{"name":"Ada","id":"anonymous_1","admin":false},"locator":{"site":"blog","url":"https://blog.example/first/"},"time":"2009-08-21T10:02:11Z","title":"First post"}
{"id":"12","pid":"11","text":"<p>Second thoughts &amp; more.</p>","user":{"name":"Grace","id":"github_1","admin":false},"locator":{"site":"blog","url":"https://blog.example/first/"},"time":"2009-08-21T11:30:00Z","title":"First post"}
"#,
};

/// How the ids of users who did not log in begin.
const GUESTS: &[&str] = &["anonymous_", "disqus_", "wordpress_", "commento_", "deleted"];

fn sniff(head: &[u8]) -> bool {
    let line =
        head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    let is_header = line.starts_with(br#"{"version":"#) && has(br#""users":"#) && !has(br#""comments":"#);
    // Answers of the API have a list of comments and are read as JSON.
    let is_answer = has(br#""comments":"#) || has(br#""comment":{"#);
    is_header || (line.starts_with(b"{") && has(br#""locator":{"site":"#) && !is_answer)
}

fn read(reading: &mut Reading) -> Result<()> {
    let (mut pages, mut admins) = (HashSet::new(), HashSet::new());
    export::read(reading, false, &mut |object, sink| {
        if object.has("locator") || object.has("text") {
            push_page(object, &mut pages, sink);
            let user = object.inner_text("user", "id");
            if object.inner_text("user", "admin") == "true" && admins.insert(user.clone()) {
                let name = object.inner_text("user", "name");
                sink.push(Record::Owner(Author { name, user, ..Author::default() }));
            }
            push_comment(object, sink);
        }
    })
}

/// Passes on the page of a comment, if it is new.
fn push_page(object: &ExportObject, pages: &mut HashSet<String>, sink: &mut RecordSink) {
    let url = object.inner_text("locator", "url");
    if !url.is_empty() && pages.insert(url.clone()) {
        let (id, title) = (url.clone(), object.text("title"));
        sink.push(Record::Post(Box::new(Post { id, title, url, input: sink.input(), ..Post::default() })));
    }
}

/// Whether a user with this id did not log in.
pub fn is_guest(user: &str) -> bool {
    GUESTS.iter().any(|prefix| user.starts_with(prefix))
}

fn push_comment(object: &ExportObject, sink: &mut RecordSink) {
    let mut comment = sink.start_comment(object.bytes.start);
    object.report_damage(&["text"], sink);
    let (user, time) = (object.inner_text("user", "id"), object.text("time"));
    let is_guest = is_guest(&user);
    comment.id = object.text("id");
    comment.post = object.inner_text("locator", "url");
    comment.parent = object.text("pid");
    comment.date = sink.date(parse_date(&time), &time, object.bytes.start);
    comment.status = if object.is_true("delete") { Status::Deleted } else { Status::Approved };
    comment.body = object.text("text");
    comment.author.name = object.inner_text("user", "name");
    comment.author.user = if is_guest { String::new() } else { user };
    sink.end_comment(comment, object.bytes.end);
}
