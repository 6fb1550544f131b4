//! A WordPress export (WXR 1.2) of comments from any dump, for Tools > Import of WordPress.
//!
//! Posts without comments become drafts, because not every dump has the status of posts. `docs/formats.md` lists
//! everything else that WXR can't represent.

use std::io::Write;

use jiff::civil::DateTime;
use xxhash_rust::xxh3::xxh3_64;

use super::inventory::Inventory;
use super::nested::{self, Document, Nested, PostToWrite};
use super::xml::{Xml, escape};
use super::{Conversion, Converted, Target};
use crate::comment::{Author, Comment, Status, parse_date};
use crate::error::Result;
use crate::write::plural;

pub const TARGET: Target =
    Target { name: "wxr", about: "a WordPress export, for Tools > Import and `wp import`", write };

/// The value that WordPress stores for an unknown date.
const NO_DATE: &str = "0000-00-00 00:00:00";

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    nested::write(conversion, &mut Export::default(), to)
}

/// A WordPress export.
#[derive(Default)]
struct Export {
    tally: Tally,
}

impl Document for Export {
    fn head(&mut self, inventory: &Inventory) -> String {
        head(&inventory.sites, &inventory.owners, &mut self.tally)
    }

    fn post_start(&mut self, post: &PostToWrite) -> String {
        post_xml(post, &mut self.tally)
    }

    fn comment(&mut self, comment: &Comment, id: u64, parent: u64) -> String {
        comment_xml(comment, id, parent, &mut self.tally)
    }

    fn writes_empty_posts(&self) -> bool {
        true
    }

    fn report(&self, nested: &Nested, converted: &mut Converted) {
        self.tally.report(nested, converted);
    }
}

fn comment_xml(comment: &Comment, number: u64, parent: u64, tally: &mut Tally) -> String {
    let mut xml = Xml::default();
    let author = &comment.author;
    let date = wordpress_date(comment.date);
    let indent = "\t\t\t";
    xml.line("\t\t<wp:comment>");
    xml.plain(indent, "wp:comment_id", &number.to_string());
    // WordPress stores names and addresses escaped.
    xml.cdata(indent, "wp:comment_author", &escape(&author.name));
    xml.cdata(indent, "wp:comment_author_email", &author.email);
    xml.plain(indent, "wp:comment_author_url", &escape(&author.url));
    xml.cdata(indent, "wp:comment_author_IP", &author.ip);
    xml.cdata(indent, "wp:comment_date", &date);
    xml.cdata(indent, "wp:comment_date_gmt", &date);
    xml.cdata(indent, "wp:comment_content", &comment.body);
    xml.cdata(indent, "wp:comment_approved", comment.status.wordpress_name());
    xml.cdata(indent, "wp:comment_type", &comment.declared_type);
    xml.plain(indent, "wp:comment_parent", &parent.to_string());
    xml.plain(indent, "wp:comment_user_id", &tally.user(&author.user).to_string());
    for (key, value) in comment.marks.to_meta() {
        xml.line("\t\t\t<wp:commentmeta>");
        xml.cdata("\t\t\t\t", "wp:meta_key", key);
        xml.cdata("\t\t\t\t", "wp:meta_value", value);
        xml.line("\t\t\t</wp:commentmeta>");
    }
    xml.line("\t\t</wp:comment>");
    tally.labels += usize::from(comment.marks.label.is_some());
    tally.agents += usize::from(!author.agent.trim().is_empty());
    tally.unknown_status += usize::from(comment.status == Status::Unknown);
    tally.deleted += usize::from(comment.status == Status::Deleted);
    tally.odd_status += usize::from(comment.status == Status::Other);
    tally.fractions += usize::from(comment.date.is_some_and(|date| date.subsec_nanosecond() != 0));
    tally.undated += usize::from(comment.date.is_none());
    tally.dated += usize::from(comment.date.is_some());
    tally.forbid(&xml);
    xml.text
}

fn head(sites: &[String], owners: &[Author], tally: &mut Tally) -> String {
    let mut xml = Xml::default();
    xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>");
    xml.line("<rss version=\"2.0\"");
    xml.line("\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"");
    xml.line("\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"");
    xml.line("\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"");
    xml.line("\txmlns:wp=\"http://wordpress.org/export/1.2/\"");
    xml.line(">");
    xml.line("<channel>");
    xml.line("\t<title>Comments</title>");
    if let Some(site) = sites.first() {
        xml.plain("\t", "link", site);
    }
    xml.line("\t<wp:wxr_version>1.2</wp:wxr_version>");
    for site in sites {
        xml.plain("\t", "wp:base_site_url", site);
        xml.plain("\t", "wp:base_blog_url", site);
    }
    for owner in owners {
        let login = if owner.user.is_empty() { &owner.name } else { &owner.user };
        xml.line("\t<wp:author>");
        xml.plain("\t\t", "wp:author_id", &tally.user(login).to_string());
        xml.cdata("\t\t", "wp:author_login", login);
        xml.cdata("\t\t", "wp:author_email", &owner.email);
        xml.cdata("\t\t", "wp:author_display_name", &owner.name);
        xml.line("\t</wp:author>");
    }
    tally.forbid(&xml);
    xml.text
}

fn post_xml(to_write: &PostToWrite, tally: &mut Tally) -> String {
    let PostToWrite { post, id, has_comments, .. } = *to_write;
    let mut xml = Xml::default();
    let date = wordpress_date(post.post_date.as_deref().and_then(parse_date));
    let indent = "\t\t";
    let status = if has_comments { "publish" } else { "draft" };
    tally.published += usize::from(has_comments);
    tally.drafts += usize::from(!has_comments);
    xml.line("\t<item>");
    xml.cdata(indent, "title", &escape(&post.post_title));
    xml.plain(indent, "link", &post.post_url);
    for author in &post.post_authors {
        xml.cdata(indent, "dc:creator", author);
    }
    // The reader adds a line end after each text of a post.
    let body = post.post_body.strip_suffix('\n').unwrap_or(&post.post_body);
    xml.cdata(indent, "content:encoded", body);
    xml.cdata(indent, "excerpt:encoded", "");
    xml.plain(indent, "wp:post_id", &id.to_string());
    xml.cdata(indent, "wp:post_date", &date);
    xml.cdata(indent, "wp:post_date_gmt", &date);
    xml.cdata(indent, "wp:comment_status", "open");
    xml.cdata(indent, "wp:ping_status", "open");
    xml.cdata(indent, "wp:post_name", "");
    xml.cdata(indent, "wp:status", status);
    xml.line("\t\t<wp:post_parent>0</wp:post_parent>");
    xml.line("\t\t<wp:menu_order>0</wp:menu_order>");
    xml.cdata(indent, "wp:post_type", "post");
    xml.cdata(indent, "wp:post_password", "");
    xml.line("\t\t<wp:is_sticky>0</wp:is_sticky>");
    for term in &post.post_terms {
        let name = format!("category domain=\"category\" nicename=\"{}\"", slug(term));
        xml.cdata(indent, &name, &escape(term));
    }
    tally.forbid(&xml);
    xml.text
}

/// The form of a term in addresses.
fn slug(term: &str) -> String {
    let words = term.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

pub fn wordpress_date(date: Option<DateTime>) -> String {
    date.map_or(NO_DATE.to_owned(), |date| date.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// Counts of what WXR could not represent.
#[derive(Default)]
struct Tally {
    agents: usize,
    labels: usize,
    dated: usize,
    undated: usize,
    fractions: usize,
    unknown_status: usize,
    deleted: usize,
    odd_status: usize,
    named_users: usize,
    published: usize,
    drafts: usize,
    forbidden: usize,
}

impl Tally {
    /// The numeric id of an account. For an account with a name, it is a hash of the name.
    fn user(&mut self, user: &str) -> u64 {
        const N_BITS: u32 = 52;
        match user.trim() {
            "" => 0,
            user => user.parse().unwrap_or_else(|_| {
                self.named_users += 1;
                1 + (xxh3_64(user.as_bytes()) >> (u64::BITS - N_BITS))
            }),
        }
    }

    fn forbid(&mut self, xml: &Xml) {
        self.forbidden += xml.n_forbidden;
    }

    fn report(&self, nested: &Nested, converted: &mut Converted) {
        let mut lose = |n, nouns, what_happened: &str| converted.lose(n, nouns, what_happened);
        let (comments, posts) = (("comment", "comments"), ("post", "posts"));
        lose(self.agents, ("user agent", "user agents"), "left out: WXR has no user agents");
        lose(self.labels, ("label", "labels"), "left out: WXR has no labels");
        lose(self.dated, comments, "with the same local time and GMT: the dump has only one of the two");
        lose(self.fractions, comments, "with a fraction of a second: left out");
        lose(self.undated, comments, "without a date");
        lose(self.unknown_status, comments, "without a status: written as approved");
        lose(self.deleted, comments, "deleted, with a placeholder in the dump: written as trash");
        lose(self.odd_status, comments, "with a status that WordPress does not have: written as pending");
        lose(
            self.named_users,
            ("user name", "user names"),
            "written as number: WordPress refers to users by number",
        );
        lose(nested.orphans, comments, "with a parent that is not in the dump: moved to the top level");
        let under = plural(nested.under_unknown_posts, "comment", "comments");
        lose(
            nested.unknown_posts,
            posts,
            &format!("not in the dump, but referred to by {under}: written without text"),
        );
        lose(
            self.published,
            posts,
            "with comments: written as published, because the dump may not name drafts and pages",
        );
        lose(self.drafts, posts, "without comments: written as draft");
        lose(self.forbidden, ("character", "characters"), "left out: XML forbids control characters");
    }
}
