//! Exports of [Comentario](https://comentario.app) 3 with the version number 3: one object with lists of pages,
//! comments and commenters. Only later releases write the author's name and IP address with a comment and the sites
//! of commenters. Comentario's version 1 is the format of Commento.
//!
//! The export is read twice, since the names of authors may come after the comments. Pages have paths; their host
//! is not in the export. A deleted comment stays in the export as an empty one. A comment that is neither approved
//! nor pending was rejected and gets the status trash. Authors who are not in the list of commenters are anonymous
//! and may have left a name with the comment. Moderators are taken for owners of the blog.
//!
//! This reader cannot distinguish pages of several hosts that have the same path.

use std::collections::HashMap;

use super::json::export::{self, ExportObject};
use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "comentario",
    about: "export of Comentario (JSON)",
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
    export::survey(reading, true, &mut |object| {
        if is_comment(object) {
            return;
        }
        if object.has("path") {
            let (id, title, url) = (object.text("id"), object.text("title"), object.text("path"));
            first.push(Record::Post(Box::new(Post { id, title, url, input, ..Post::default() })));
        } else if object.has("name") {
            let author = commenter(object);
            if object.is_true("isModerator") || object.is_true("isOwner") {
                first.push(Record::Owner(author.clone()));
            }
            people.insert(object.text("id"), author);
        }
    })?;
    for record in first {
        (reading.sink)(record);
    }
    export::read(reading, true, &mut |object, sink| {
        if is_comment(object) {
            push_comment(object, &people, sink);
        }
    })
}

fn is_comment(object: &ExportObject) -> bool {
    object.has("pageId")
}

fn commenter(object: &ExportObject) -> Author {
    Author {
        name: object.text("name"),
        email: object.text("email"),
        url: object.text("websiteUrl"),
        user: object.text("id"),
        ..Author::default()
    }
}

fn push_comment(object: &ExportObject, people: &HashMap<String, Author>, sink: &mut RecordSink) {
    let mut comment = sink.start_comment(object.bytes.start);
    object.report_damage(&["markdown", "html"], sink);
    let time = object.text("createdTime");
    comment.id = object.text("id");
    comment.post = object.text("pageId");
    comment.parent = object.text("parentId");
    comment.date = sink.date(parse_date(&time), &time, object.bytes.start);
    comment.status =
        match (object.is_true("isDeleted"), object.is_true("isPending"), object.is_true("isApproved")) {
            (true, _, _) => Status::Deleted,
            (_, true, _) => Status::Pending,
            (_, _, true) => Status::Approved,
            _ => Status::Trash,
        };
    comment.body = object.first_text(&["html", "markdown"]);
    comment.author = people.get(&object.text("userCreated")).cloned().unwrap_or_default();
    comment.author.ip = object.text("authorIp");
    if comment.author.name.is_empty() {
        comment.author.name = object.text("authorName");
    }
    sink.end_comment(comment, object.bytes.end);
}
