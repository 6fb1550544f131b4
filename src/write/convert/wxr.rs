//! A WordPress export (WXR 1.2) of comments from any dump, as Tools > Import of WordPress takes it.
//!
//! Comments stand inside their posts, so each is written to a spool first and copied to its post afterwards.
//! The importer makes posts of posts: those without comments become drafts, for a dump does not always tell what was
//! published. `docs/formats.md` says what becomes of everything else that WXR has no place for.

use std::io::{self, Write};
use std::ops::Range;

use jiff::civil::DateTime;
use xxhash_rust::xxh3::xxh3_64;

use super::numbers::Numbers;
use super::rows::PostRow;
use super::survey::Survey;
use super::xml::{Xml, escape};
use super::{Conversion, Converted, Target};
use crate::comment::{Author, Comment, Record, Status, parse_date};
use crate::error::Result;
use crate::input::spool::Spool;
use crate::write::whole;

pub const TARGET: Target =
    Target { name: "wxr", about: "a WordPress export, for Tools > Import and `wp import`", write };

/// What WordPress has in place of a date that nobody knows.
const NO_DATE: &str = "0000-00-00 00:00:00";

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    let mut survey = Survey::of(conversion)?;
    let mut converted = Converted { damages: std::mem::take(&mut survey.damages), ..Converted::default() };
    let numbers = Numbers::give(conversion, &survey, &mut converted);
    let spool = Spool::default();
    let mut tally = Tally::default();
    let mut pieces = Vec::new();
    let mut outcome = Ok(());
    let mut index = 0;
    for (number, input) in &conversion.inputs {
        input.read(*number, conversion.columns, &mut |record| {
            let Record::Comment(mut comment) = record else { return };
            if outcome.is_ok() && (conversion.choice.is_kept)(index) {
                let parent = parent(conversion, &survey, &numbers, index, &mut tally);
                comment.marks = survey.said_of(&comment);
                let xml = comment_xml(&comment, numbers.comments[index], parent, &mut tally);
                let post = survey.posts[survey.comments[index].post as usize].same_as;
                outcome = spool.append(xml.as_bytes()).map(|place| pieces.push((post, place)));
            }
            index += 1;
        })?;
    }
    converted.n_comments = pieces.len();
    // The sort is stable: under each post the comments stay in the order of the dump.
    pieces.sort_by_key(|(post, _)| *post);
    outcome
        .and_then(|()| assemble(&mut survey, &numbers, &spool, &pieces, &mut tally, to))
        .map_err(whole::to_output)?;
    tally.say(&mut converted);
    Ok(converted)
}

/// The number of the comment that one answers; 0 at the top of a thread.
fn parent(
    conversion: &Conversion,
    survey: &Survey,
    numbers: &Numbers,
    index: usize,
    tally: &mut Tally,
) -> u64 {
    let adopter = (conversion.choice.new_parent)(index);
    let parent = match adopter {
        Some(adopter) => {
            let post =
                |index: usize| survey.comments.get(index).map(|it| survey.posts[it.post as usize].same_as);
            adopter.filter(|it| post(*it) == post(index))
        }
        None => numbers.parents[index].map(|it| it as usize),
    };
    match parent.filter(|it| (conversion.choice.is_kept)(*it)) {
        Some(parent) => numbers.comments[parent],
        None => {
            tally.orphans += usize::from(adopter.is_none() && !survey.comments[index].parent.is_empty());
            0
        }
    }
}

fn comment_xml(comment: &Comment, number: u64, parent: u64, tally: &mut Tally) -> String {
    let mut xml = Xml::default();
    let author = &comment.author;
    let date = wordpress_date(comment.date);
    let indent = "\t\t\t";
    xml.line("\t\t<wp:comment>");
    xml.plain(indent, "wp:comment_id", &number.to_string());
    // WordPress keeps names and addresses escaped.
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
    tally.fractions += usize::from(comment.date.is_some_and(|it| it.subsec_nanosecond() != 0));
    tally.undated += usize::from(comment.date.is_none());
    tally.dated += usize::from(comment.date.is_some());
    tally.forbid(&xml);
    xml.text
}

fn assemble(
    survey: &mut Survey,
    numbers: &Numbers,
    spool: &Spool,
    pieces: &[(u32, Range<u64>)],
    tally: &mut Tally,
    to: &mut dyn Write,
) -> io::Result<()> {
    to.write_all(head(&survey.sites, &survey.owners, tally).as_bytes())?;
    let mut rest = pieces;
    for index in 0..survey.posts.len() {
        let n_comments = rest.partition_point(|(post, _)| *post as usize <= index);
        let (own, others) = rest.split_at(n_comments);
        rest = others;
        let entry = &survey.posts[index];
        if entry.same_as as usize != index || (own.is_empty() && !survey.has_post(index)) {
            continue;
        }
        let (id, has_comments) = (entry.id.to_string(), entry.has_comments);
        let post = survey.post(index)?.unwrap_or_else(|| tally.unknown_post(&id, own.len()));
        to.write_all(post_xml(&post, numbers.posts[index], has_comments, tally).as_bytes())?;
        for (_, place) in own {
            to.write_all(&spool.get(place.clone())?)?;
        }
        to.write_all(b"\t</item>\n")?;
    }
    to.write_all(b"</channel>\n</rss>\n")
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

fn post_xml(post: &PostRow, number: u64, has_comments: bool, tally: &mut Tally) -> String {
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
    // The reader puts a line end behind every text of a post.
    let body = post.post_body.strip_suffix('\n').unwrap_or(&post.post_body);
    xml.cdata(indent, "content:encoded", body);
    xml.cdata(indent, "excerpt:encoded", "");
    xml.plain(indent, "wp:post_id", &number.to_string());
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

/// A term as it stands in addresses.
fn slug(term: &str) -> String {
    let words = term.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn wordpress_date(date: Option<DateTime>) -> String {
    date.map_or(NO_DATE.to_owned(), |it| it.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// What WXR could not hold.
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
    orphans: usize,
    unknown_posts: usize,
    under_unknown_posts: usize,
    published: usize,
    drafts: usize,
    forbidden: usize,
}

impl Tally {
    /// The number of an account; names have one that depends on nothing else.
    fn user(&mut self, user: &str) -> u64 {
        const MOST_BITS: u32 = 52;
        match user.trim() {
            "" => 0,
            user => user.parse().unwrap_or_else(|_| {
                self.named_users += 1;
                1 + (xxh3_64(user.as_bytes()) >> (u64::BITS - MOST_BITS))
            }),
        }
    }

    fn unknown_post(&mut self, id: &str, n_comments: usize) -> PostRow {
        self.unknown_posts += 1;
        self.under_unknown_posts += n_comments;
        PostRow { post_title: id.to_owned(), ..PostRow::default() }
    }

    fn forbid(&mut self, xml: &Xml) {
        self.forbidden += xml.n_forbidden;
    }

    fn say(&self, converted: &mut Converted) {
        let (one, many) = ("comment", "comments");
        converted.lose(self.agents, |n| format!("WXR has no user agents: {n} lost one"), one, many);
        converted.lose(self.labels, |n| format!("WXR has no labels: {n} lost one"), one, many);
        let lose = |n| format!("WXR has local and GMT times, the dump has one: it stands for both on {n}");
        converted.lose(self.dated, lose, one, many);
        converted.lose(self.fractions, |n| format!("WXR has whole seconds: {n} lost a fraction"), one, many);
        converted.lose(self.undated, |n| format!("{n} without a date stayed without"), one, many);
        let lose = |n| format!("the dump does not say whether {n} had been approved: they are written so");
        converted.lose(self.unknown_status, lose, one, many);
        let lose = |n| format!("WordPress has no placeholders of deleted comments: {n} went to the bin");
        converted.lose(self.deleted, lose, one, many);
        let lose = |n| format!("WordPress does not know the status of {n}: they wait for moderation");
        converted.lose(self.odd_status, lose, one, many);
        let lose = |n| format!("WordPress numbers its users: {n} of users with names got numbers of those");
        converted.lose(self.named_users, lose, "mention", "mentions");
        let lose = |n| format!("{n} answered one that is not there: they stand at the top of their threads");
        converted.lose(self.orphans, lose, one, many);
        let under = self.under_unknown_posts;
        let lose = |n| format!("the dump lacks {n} that comments stand under: empty ones hold the {under}");
        converted.lose(self.unknown_posts, lose, "post", "posts");
        let lose =
            |n| format!("what is a page, and what was a draft, is not told: {n} with comments published");
        converted.lose(self.published, lose, "post", "posts");
        converted.lose(self.drafts, |n| format!("{n} without comments became drafts"), "post", "posts");
        let lose = |n| format!("XML forbids {n}: they were left out");
        converted.lose(self.forbidden, lose, "character", "characters");
    }
}
