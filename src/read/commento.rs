//! Exports of [Commento](https://commento.io) and Commento++, version 1, which Commento 1.8 makes under “Export
//! data”: one object with a list of comments and, after it, a list of commenters.
//!
//! The export is read twice, since the names of authors come after the comments. Pages have no titles. A deleted
//! comment stays in the export as an empty one. A comment that Commento's spam filter (Akismet) flagged has the
//! status spam. Authors who are not in the list of commenters are anonymous. Moderators are taken for owners of the
//! blog, because the export does not distinguish them.

use std::collections::{HashMap, HashSet};

use super::json::export::{self, ExportObject};
use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "commento",
    about: "export of Commento (JSON)",
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
        Provides::Users,
    ],
    example: r#"{"version":1,"comments":[
{"commentHex":"a11","domain":"blog.example","url":"/first/","commenterHex":"anonymous","markdown":"A first remark.","html":"<p>A first remark.</p>","parentHex":"root","score":0,"state":"approved","creationDate":"2009-08-21T10:02:11Z"},
{"commentHex":"a12","domain":"blog.example","url":"/first/","commenterHex":"c1","markdown":"Second thoughts & more.","html":"<p>Second thoughts &amp; more.</p>","parentHex":"a11","score":1,"state":"approved","creationDate":"2009-08-21T11:30:00Z"}],
"commenters":[
{"commenterHex":"c1","email":"grace@path.example","name":"Grace","link":"http://path.example/","provider":"commento","joinDate":"2009-08-01T00:00:00Z","isModerator":false}]}
"#,
};

fn sniff(head: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
    head.trim_ascii_start().starts_with(b"{") && (has(br#""commentHex""#) || has(br#""commenterHex""#))
}

fn read(reading: &mut Reading) -> Result<()> {
    let mut people: HashMap<String, Author> = HashMap::new();
    let mut moderators = Vec::new();
    export::survey(reading, true, &mut |object| {
        if object.has("commenterHex") && !object.has("commentHex") {
            let author = commenter(object);
            if object.is_true("isModerator") {
                moderators.push(author.clone());
            }
            people.insert(object.text("commenterHex"), author);
        }
    })?;
    for moderator in moderators {
        (reading.sink)(Record::Owner(moderator));
    }
    let mut pages = HashSet::new();
    export::read(reading, true, &mut |object, sink| {
        if object.has("commentHex") {
            let page = push_page(object, &mut pages, sink);
            push_comment(object, page, &people, sink);
        }
    })
}

fn commenter(object: &ExportObject) -> Author {
    // Commento's script writes this word if the author left a field empty.
    let value = |key| Some(object.text(key)).filter(|text| text != "undefined").unwrap_or_default();
    let is_guest = value("provider") == "anon";
    let user = if is_guest { String::new() } else { value("commenterHex") };
    Author { name: value("name"), email: value("email"), url: value("link"), user, ..Author::default() }
}

/// Passes on the page of a comment, if it is new, and returns its id.
fn push_page(object: &ExportObject, pages: &mut HashSet<String>, sink: &mut RecordSink) -> String {
    // Exports have one or the other pair of names.
    let (host, path) = (object.first_text(&["domain", "host"]), object.first_text(&["url", "path"]));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let url = if host.is_empty() { path } else { format!("https://{host}{slash}{path}") };
    if pages.insert(url.clone()) {
        let post = Post { id: url.clone(), url: url.clone(), input: sink.input(), ..Post::default() };
        sink.push(Record::Post(Box::new(post)));
    }
    url
}

fn push_comment(
    object: &ExportObject,
    page: String,
    people: &HashMap<String, Author>,
    sink: &mut RecordSink,
) {
    let mut comment = sink.start_comment(object.bytes.start);
    object.report_damage(&["markdown", "html"], sink);
    let (state, time) = (object.text("state"), object.text("creationDate"));
    comment.id = object.text("commentHex");
    comment.post = page;
    comment.parent = Some(object.text("parentHex")).filter(|parent| parent != "root").unwrap_or_default();
    comment.date = sink.date(parse_date(&time), &time, object.bytes.start);
    comment.marks.spam_by_filter = state == "flagged";
    comment.status = match state.as_str() {
        _ if object.is_true("deleted") => Status::Deleted,
        "flagged" => Status::Spam,
        state => Status::from_text(state),
    };
    comment.body = object.first_text(&["html", "markdown"]);
    comment.author = people.get(&object.text("commenterHex")).cloned().unwrap_or_default();
    sink.end_comment(comment, object.bytes.end);
}
