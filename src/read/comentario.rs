//! Exports of Comentario 3, which call themselves version 3: one object with lists of pages, comments and commenters.
//! Names and addresses that stand with a comment, and sites of commenters, were added in its later releases.
//!
//! Pages are told by their paths; the host is not in the export. A deleted comment stays as a placeholder. What is
//! neither approved nor pending was rejected, and counts as binned. Whoever is no commenter is anonymous and may have
//! left a name with the comment; moderators are taken for owners of the blog. Exports in Comentario's version 1 are
//! those of Commento.

use std::collections::HashMap;

use super::entries::{self, Entry};
use super::records::Records;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "comentario",
    about: "export of Comentario (JSON)",
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
        Provides::Emails,
        Provides::Sites,
        Provides::Ips,
        Provides::Users,
    ],
    example: r#"{"version":3,"pages":[
{"id":"e1","domainId":"d1","path":"/first/","title":"First post","isReadonly":false,"countComments":2}],
"comments":[
{"id":"a11","pageId":"e1","markdown":"A first remark.","html":"<p>A first remark.</p>","isApproved":true,"isPending":false,"isDeleted":false,"createdTime":"2009-08-21T10:02:11Z","authorName":"Ada"},
{"id":"a12","parentId":"a11","pageId":"e1","markdown":"Second thoughts & more.","html":"<p>Second thoughts &amp; more.</p>","isApproved":true,"isPending":false,"isDeleted":false,"createdTime":"2009-08-21T11:30:00Z","userCreated":"c1","authorIp":"192.0.2.7"}],
"commenters":[
{"id":"c1","email":"grace@path.example","name":"Grace","websiteUrl":"http://path.example/","isCommenter":true,"isModerator":false}]}
"#,
};

fn sniff(head: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
    let has_pages = has(br#""pages""#) && (has(br#""domainId""#) || has(br#""pageId""#));
    head.trim_ascii_start().starts_with(b"{") && has(br#""version""#) && has_pages
}

fn read(reading: &mut Reading) -> Result<()> {
    let mut people: HashMap<String, Author> = HashMap::new();
    let mut first = Vec::new();
    let input = reading.input;
    entries::survey(reading, true, &mut |entry| {
        if is_comment(entry) {
        } else if entry.has("path") {
            let (id, title, url) = (entry.text("id"), entry.text("title"), entry.text("path"));
            first.push(Record::Post(Box::new(Post { id, title, url, input, ..Post::default() })));
        } else if entry.has("name") {
            let author = commenter(entry);
            if entry.is("isModerator") || entry.is("isOwner") {
                first.push(Record::Owner(author.clone()));
            }
            people.insert(entry.text("id"), author);
        }
    })?;
    for record in first {
        (reading.sink)(record);
    }
    entries::read(reading, true, &mut |entry, records| {
        if is_comment(entry) {
            hand_on_comment(entry, &people, records);
        }
    })
}

fn is_comment(entry: &Entry) -> bool {
    entry.has("pageId")
}

fn commenter(entry: &Entry) -> Author {
    Author {
        name: entry.text("name"),
        email: entry.text("email"),
        url: entry.text("websiteUrl"),
        user: entry.text("id"),
        ..Author::default()
    }
}

fn hand_on_comment(entry: &Entry, people: &HashMap<String, Author>, records: &mut Records) {
    let mut comment = records.start_comment(entry.bytes.start);
    entry.report(&["markdown", "html"], records);
    let (html, time) = (entry.text("html"), entry.text("createdTime"));
    comment.id = entry.text("id");
    comment.post = entry.text("pageId");
    comment.parent = entry.text("parentId");
    comment.date = records.date(parse_date(&time), &time, entry.bytes.start);
    comment.status = match (entry.is("isDeleted"), entry.is("isPending"), entry.is("isApproved")) {
        (true, _, _) => Status::Deleted,
        (_, true, _) => Status::Pending,
        (_, _, true) => Status::Approved,
        _ => Status::Trash,
    };
    comment.body = if html.is_empty() { entry.text("markdown") } else { html };
    comment.author = people.get(&entry.text("userCreated")).cloned().unwrap_or_default();
    comment.author.ip = entry.text("authorIp");
    if comment.author.name.is_empty() {
        comment.author.name = entry.text("authorName");
    }
    records.end_comment(comment, entry.bytes.end);
}
