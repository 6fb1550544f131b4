//! Isso's generic format, for `isso import --type generic` (`isso/migrate.py`): threads with their comments, without
//! parents.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};

use serde::Serialize;
use url::Url;

use super::comment_row::PostRow;
use super::inventory::{Inventory, Refusal};
use super::nested::{self, Document, Nested, Page, PostToWrite};
use super::servers::{self, ServerTally};
use super::{Conversion, Converted, Target};
use crate::comment::Comment;
use crate::error::Result;

pub const TARGET: Target = Target { name: "isso", about: "a file for `isso import --type generic`", write };

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    nested::write(conversion, &mut Export::default(), to)
}

#[derive(Default)]
struct Export {
    tally: ServerTally,
    is_after_thread: bool,
}

/// A comment in the generic format.
#[derive(Serialize)]
struct IssoComment<'a> {
    id: u64,
    author: &'a str,
    email: &'a str,
    website: &'a str,
    remote_addr: String,
    created: String,
    text: String,
}

impl Document for Export {
    fn head(&mut self, _inventory: &Inventory) -> String {
        // Isso recognises the format by the first two characters, so the first thread follows on this line.
        "[".to_owned()
    }

    fn post_start(&mut self, to_write: &PostToWrite) -> String {
        let address = servers::address(to_write.post, to_write.dump_id).unwrap_or_default();
        let separator = if std::mem::replace(&mut self.is_after_thread, true) { ",\n" } else { "" };
        let (id, title) = (json(&path(address)), json(&to_write.post.post_title));
        format!("{separator}{{\"id\":{id},\"title\":{title},\"comments\":[")
    }

    fn comment(&mut self, comment: &Comment, id: u64, parent: u64) -> String {
        self.tally.count(comment);
        self.tally.replies += usize::from(parent != 0);
        let comment = IssoComment {
            id,
            author: servers::name(comment),
            email: comment.author.email.trim(),
            website: comment.author.url.trim(),
            remote_addr: anonymous(&comment.author.ip),
            created: servers::date(comment.date),
            text: markdown(&comment.body),
        };
        json(&comment)
    }

    fn post_end(&self) -> &'static str {
        "]}"
    }

    fn tail(&self) -> &'static str {
        "]\n"
    }

    fn comment_separator(&self) -> &'static str {
        ",\n"
    }

    fn page(&self, post: &PostRow, dump_id: &str) -> Page {
        match servers::page(post, dump_id) {
            Page::At(address) => Page::At(path(&address)),
            page => page,
        }
    }

    fn refusal(&self, comment: &Comment) -> Option<Refusal> {
        servers::refusal_of_unapproved(comment)
    }

    fn report(&self, nested: &Nested, converted: &mut Converted) {
        self.tally.report("Isso", nested, converted);
        let flat = "written at the top level: Isso's generic format has no parents";
        converted.lose(self.tally.replies, ("reply", "replies"), flat);
    }
}

/// The path and query of an address, by which Isso knows a page.
fn path(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) => match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        },
        Err(_) => address.to_owned(),
    }
}

/// An IP address without its last part, as Isso stores it (`isso/utils/__init__.py`): 8 bits of IPv4, 80 bits of IPv6.
fn anonymous(ip: &str) -> String {
    match ip.trim().parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => anonymous_v4(ip),
        Ok(IpAddr::V6(ip)) => match (ip.to_ipv4_mapped(), ip.segments()) {
            (Some(ip), _) => anonymous_v4(ip),
            (None, [a, b, c, ..]) => format!("{a:04x}:{b:04x}:{c:04x}:0000:0000:0000:0000:0000"),
        },
        Err(_) => "0.0.0.0".to_owned(),
    }
}

fn anonymous_v4(ip: Ipv4Addr) -> String {
    let [a, b, c, _] = ip.octets();
    format!("{a}.{b}.{c}.0")
}

/// The text as Markdown: a single line break, which WordPress shows, needs two spaces before it.
fn markdown(body: &str) -> String {
    let body = body.replace("\r\n", "\n");
    if body.contains("<pre") {
        return body;
    }
    let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
    for at in 1..lines.len() {
        let is_break = !lines[at - 1].trim().is_empty() && !lines[at].trim().is_empty();
        if is_break {
            let line = lines[at - 1].trim_end().to_owned();
            lines[at - 1] = line + "  ";
        }
    }
    lines.join("\n")
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
