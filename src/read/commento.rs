//! Exports of Commento (and Commento++) in version 1, as Commento 1.8 makes them under “Export data”: one object with a
//! list of comments and, behind it, one of commenters.
//!
//! Pages have no titles there. A deleted comment stays as a placeholder. What Commento's own filter (Akismet) flagged
//! is filed under spam. Whoever is no commenter is anonymous; moderators are taken for owners of the blog.

use std::collections::{HashMap, HashSet};

use super::entries::{self, Entry};
use super::records::Records;
use super::{Format, Provides, Reading, Required};
use crate::comment::{Author, Post, Record, Status, parse_date};
use crate::error::Result;

pub const FORMAT: Format = Format {
    name: "commento",
    about: "export of Commento (JSON)",
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
    entries::survey(reading, true, &mut |entry| {
        if entry.has("commenterHex") && !entry.has("commentHex") {
            let author = commenter(entry);
            if entry.is("isModerator") {
                moderators.push(author.clone());
            }
            people.insert(entry.text("commenterHex"), author);
        }
    })?;
    for moderator in moderators {
        (reading.sink)(Record::Owner(moderator));
    }
    let mut pages = HashSet::new();
    entries::read(reading, true, &mut |entry, records| {
        if entry.has("commentHex") {
            let page = hand_on_page(entry, &mut pages, records);
            hand_on_comment(entry, page, &people, records);
        }
    })
}

fn commenter(entry: &Entry) -> Author {
    // The page's script writes the word where somebody gave none.
    let value = |key| Some(entry.text(key)).filter(|it| it != "undefined").unwrap_or_default();
    let is_guest = value("provider") == "anon";
    let user = if is_guest { String::new() } else { value("commenterHex") };
    Author { name: value("name"), email: value("email"), url: value("link"), user, ..Author::default() }
}

/// Hands on the page of a comment, if it is new; gives its id.
fn hand_on_page(entry: &Entry, pages: &mut HashSet<String>, records: &mut Records) -> String {
    let of = |one: &str, other: &str| {
        Some(entry.text(one)).filter(|it| !it.is_empty()).unwrap_or_else(|| entry.text(other))
    };
    let (host, path) = (of("domain", "host"), of("url", "path"));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let url = if host.is_empty() { path } else { format!("https://{host}{slash}{path}") };
    if pages.insert(url.clone()) {
        let post = Post { id: url.clone(), url: url.clone(), input: records.input(), ..Post::default() };
        records.hand_on(Record::Post(Box::new(post)));
    }
    url
}

fn hand_on_comment(entry: &Entry, page: String, people: &HashMap<String, Author>, records: &mut Records) {
    let mut comment = records.start_comment(entry.bytes.start);
    entry.report(&["markdown", "html"], records);
    let (html, state, time) = (entry.text("html"), entry.text("state"), entry.text("creationDate"));
    comment.id = entry.text("commentHex");
    comment.post = page;
    comment.parent = Some(entry.text("parentHex")).filter(|it| it != "root").unwrap_or_default();
    comment.date = records.date(parse_date(&time), &time, entry.bytes.start);
    comment.marks.spam_by_filter = state == "flagged";
    comment.status = match state.as_str() {
        _ if entry.is("deleted") => Status::Deleted,
        "flagged" => Status::Spam,
        state => Status::from_text(state),
    };
    comment.body = if html.is_empty() { entry.text("markdown") } else { html };
    comment.author = people.get(&entry.text("commenterHex")).cloned().unwrap_or_default();
    records.end_comment(comment, entry.bytes.end);
}
