//! What the formats of comment servers have in common: they publish what they import, find a page by its address, and
//! know nothing of pings, moderation or posts without comments.

use jiff::civil::DateTime;

use super::Converted;
use super::comment_row::PostRow;
use super::inventory::Refusal;
use super::nested::{Nested, Page};
use super::wxr::wordpress_date;
use crate::comment::{Comment, Status};

/// The value for an unknown date: the importers refuse a comment without a date.
const NO_DATE: &str = "1970-01-01 00:00:00";

/// Counts of what the formats of comment servers can't represent.
#[derive(Default)]
pub struct ServerTally {
    /// The number of pings. The servers show them as comments.
    pings: usize,
    /// The number of comments without a date.
    undated: usize,
    /// The number of comments without a name.
    nameless: usize,
    /// The number of comments without an e-mail address.
    pub without_email: usize,
    /// The number of replies.
    pub replies: usize,
    /// The number of characters that the format forbids.
    pub forbidden: usize,
}

impl ServerTally {
    /// Counts what a comment loses.
    pub fn count(&mut self, comment: &Comment) {
        self.pings += usize::from(matches!(&*comment.declared_type, "pingback" | "trackback"));
        self.undated += usize::from(comment.date.is_none());
        self.nameless += usize::from(comment.author.name.trim().is_empty());
    }

    /// Reports what was counted.
    pub fn report(&self, server: &str, nested: &Nested, converted: &mut Converted) {
        let parents = if nested.orphans == 1 { "its parent is" } else { "their parents are" };
        let to_top = format!("moved to the top level: {parents} not in the dump");
        converted.lose(nested.orphans, ("reply", "replies"), &to_top);
        let comments = ("comment", "comments");
        let as_comments = format!("written as comments: {server} has no pings; `clean` takes them out");
        converted.lose(self.pings, ("ping", "pings"), &as_comments);
        converted.lose(self.undated, comments, &format!("without a date: written as of {NO_DATE}"));
        converted.lose(self.nameless, comments, "without a name: written as Anonymous");
        let forbids = "left out: XML forbids control characters";
        converted.lose(self.forbidden, ("character", "characters"), forbids);
    }
}

/// Why a server that publishes everything does not take a comment.
pub fn refusal_of_unapproved(comment: &Comment) -> Option<Refusal> {
    match comment.status {
        Status::Approved | Status::Unknown => None,
        _ => Some("not approved, and the server publishes what it imports"),
    }
}

/// The page of a post: its address, or its id if that is an address.
pub fn page(post: &PostRow, dump_id: &str) -> Page {
    match address(post, dump_id) {
        Some(address) => Page::At(address.to_owned()),
        None => Page::Refused("the post has no address, by which the server finds the page"),
    }
}

/// The address of a post. Dumps of comment servers have addresses or paths as ids of pages.
pub fn address<'a>(post: &'a PostRow, dump_id: &'a str) -> Option<&'a str> {
    let url = post.post_url.trim();
    Some(if url.is_empty() { dump_id.trim() } else { url }).filter(|address| address.contains('/'))
}

/// A date as the importers expect it, in UTC where the dump knows.
pub fn date(date: Option<DateTime>) -> String {
    if date.is_some() { wordpress_date(date) } else { NO_DATE.to_owned() }
}

/// The name of the author; `Anonymous`, as WordPress shows it, if there is none.
pub fn name(comment: &Comment) -> &str {
    match comment.author.name.trim() {
        "" => "Anonymous",
        name => name,
    }
}
