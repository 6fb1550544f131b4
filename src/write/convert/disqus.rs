//! Disqus' dialect of WordPress exports, for its importer ("Custom XML Import Format" in its documentation). All
//! elements are required, also without content.

use std::io::Write;

use xxhash_rust::xxh3::xxh3_64;

use super::comment_row::PostRow;
use super::inventory::{Inventory, Refusal};
use super::nested::{self, Document, Nested, Page, PostToWrite};
use super::servers::{self, ServerTally};
use super::xml::Xml;
use super::{Conversion, Converted, Target};
use crate::comment::{Comment, Status, parse_date};
use crate::error::Result;
use crate::text;

pub const TARGET: Target =
    Target { name: "disqus", about: "a file for Disqus' importer (generic WXR)", write };

/// The shortest text that Disqus takes, in characters.
const MIN_CHARS: usize = 3;

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    nested::write(conversion, &mut Export::default(), to)
}

#[derive(Default)]
struct Export {
    tally: ServerTally,
}

impl Document for Export {
    fn head(&mut self, _inventory: &Inventory) -> String {
        let mut xml = Xml::default();
        xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.line("<rss version=\"2.0\"");
        xml.line("\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"");
        xml.line("\txmlns:dsq=\"http://www.disqus.com/\"");
        xml.line("\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"");
        xml.line("\txmlns:wp=\"http://wordpress.org/export/1.0/\"");
        xml.line(">");
        xml.line("<channel>");
        xml.text
    }

    fn post_start(&mut self, to_write: &PostToWrite) -> String {
        let post = to_write.post;
        let mut xml = Xml::default();
        let indent = "\t\t";
        xml.line("\t<item>");
        xml.cdata(indent, "title", &post.post_title);
        xml.plain(indent, "link", servers::address(post, to_write.dump_id).unwrap_or_default());
        xml.cdata(indent, "content:encoded", &post.post_body);
        xml.plain(indent, "dsq:thread_identifier", to_write.dump_id);
        let date = post.post_date.as_deref().and_then(parse_date);
        xml.plain(indent, "wp:post_date_gmt", &servers::date(date));
        xml.plain(indent, "wp:comment_status", "open");
        self.tally.forbidden += xml.n_forbidden;
        xml.text
    }

    fn comment(&mut self, comment: &Comment, id: u64, parent: u64) -> String {
        self.tally.count(comment);
        let mut xml = Xml::default();
        let indent = "\t\t\t";
        let name = servers::name(comment);
        xml.line("\t\t<wp:comment>");
        xml.plain(indent, "wp:comment_id", &id.to_string());
        xml.cdata(indent, "wp:comment_author", name);
        xml.cdata(indent, "wp:comment_author_email", &self.email(comment, name));
        xml.plain(indent, "wp:comment_author_url", comment.author.url.trim());
        xml.plain(indent, "wp:comment_author_IP", comment.author.ip.trim());
        xml.plain(indent, "wp:comment_date_gmt", &servers::date(comment.date));
        xml.cdata(indent, "wp:comment_content", &comment.body);
        let is_approved = matches!(comment.status, Status::Approved | Status::Unknown);
        xml.plain(indent, "wp:comment_approved", if is_approved { "1" } else { "0" });
        xml.plain(indent, "wp:comment_parent", &parent.to_string());
        xml.line("\t\t</wp:comment>");
        self.tally.forbidden += xml.n_forbidden;
        xml.text
    }

    fn page(&self, post: &PostRow, dump_id: &str) -> Page {
        servers::page(post, dump_id)
    }

    fn refusal(&self, comment: &Comment) -> Option<Refusal> {
        match comment.status {
            Status::Approved | Status::Pending | Status::Unknown => {}
            _ => return Some("spam, trash or deleted, which Disqus would publish"),
        }
        let is_short = text::strip(&comment.body).text.trim().chars().nth(MIN_CHARS - 1).is_none();
        is_short.then_some("fewer than three characters, which Disqus refuses")
    }

    fn report(&self, nested: &Nested, converted: &mut Converted) {
        self.tally.report("Disqus", nested, converted);
        let made_up = "without an e-mail address: written with one that is made from the name, because Disqus shows \
            all comments of one address under one name";
        converted.lose(self.tally.without_email, ("comment", "comments"), made_up);
    }
}

impl Export {
    /// The e-mail address of the author, or one that nobody has, the same for the same name.
    fn email(&mut self, comment: &Comment, name: &str) -> String {
        match comment.author.email.trim() {
            "" => {
                self.tally.without_email += 1;
                // RFC 2606 reserves the domain.
                format!("{:016x}@anonymous.invalid", xxh3_64(name.as_bytes()))
            }
            email => email.to_owned(),
        }
    }
}
