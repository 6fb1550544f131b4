//! The part of a WordPress export that Remark42's importer reads (`backend/app/migrator/wordpress.go`): the address of
//! each post, and of each comment the id, name, IP address, date, text, approval and parent.

use std::io::Write;

use super::comment_row::PostRow;
use super::inventory::{Inventory, Refusal};
use super::nested::{self, Document, Nested, Page, PostToWrite};
use super::servers::{self, ServerTally};
use super::xml::Xml;
use super::{Conversion, Converted, Target};
use crate::comment::Comment;
use crate::error::Result;

pub const TARGET: Target =
    Target { name: "remark42", about: "a file for `remark42 import --provider=wordpress`", write };

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
        xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>");
        xml.line("<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">");
        xml.line("<channel>");
        xml.line("\t<wp:wxr_version>1.2</wp:wxr_version>");
        xml.text
    }

    fn post_start(&mut self, to_write: &PostToWrite) -> String {
        let mut xml = Xml::default();
        xml.line("\t<item>");
        xml.cdata("\t\t", "title", &to_write.post.post_title);
        xml.plain("\t\t", "link", servers::address(to_write.post, to_write.dump_id).unwrap_or_default());
        self.tally.forbidden += xml.n_forbidden;
        xml.text
    }

    fn comment(&mut self, comment: &Comment, id: u64, parent: u64) -> String {
        self.tally.count(comment);
        let mut xml = Xml::default();
        let indent = "\t\t\t";
        xml.line("\t\t<wp:comment>");
        xml.plain(indent, "wp:comment_id", &id.to_string());
        xml.cdata(indent, "wp:comment_author", servers::name(comment));
        xml.cdata(indent, "wp:comment_author_email", &comment.author.email);
        xml.cdata(indent, "wp:comment_author_IP", &comment.author.ip);
        xml.cdata(indent, "wp:comment_date_gmt", &servers::date(comment.date));
        // The importer resolves character references once before it reads the text as Markdown with HTML in it.
        xml.cdata(indent, "wp:comment_content", &comment.body.replace('&', "&amp;"));
        xml.cdata(indent, "wp:comment_approved", "1");
        xml.plain(indent, "wp:comment_parent", &parent.to_string());
        xml.line("\t\t</wp:comment>");
        self.tally.forbidden += xml.n_forbidden;
        xml.text
    }

    fn page(&self, post: &PostRow, dump_id: &str) -> Page {
        servers::page(post, dump_id)
    }

    fn refusal(&self, comment: &Comment) -> Option<Refusal> {
        servers::refusal_of_unapproved(comment)
    }

    fn report(&self, nested: &Nested, converted: &mut Converted) {
        self.tally.report("Remark42", nested, converted);
    }
}
