//! Comments, their authors and their posts, unchanged as the dump has them.

mod moderation;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

pub use moderation::{LooseMarks, Marks};

use crate::error::Place;

/// One record of a dump: a comment, a ping, a note, or anything else that the dump stores as a comment.
///
/// Fields that the dump does not have are empty. Nothing here is normalised; `normalize` makes a second view.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comment {
    /// The id in its dump; made up from the position (`c17`) if the format has none.
    pub id: String,
    /// The id of its post in the same dump.
    pub post: String,
    /// The id of the comment it answers; empty or `0` at the top of a thread.
    pub parent: String,
    /// The author.
    pub author: Author,
    /// When it was written, in UTC where the dump knows, else local.
    pub date: Option<DateTime>,
    /// The moderation status in the dump.
    pub status: Status,
    /// The moderation marks of people and filters, if the dump stores them with the comment.
    pub marks: Marks,
    /// The type as the dump names it: ``, `comment`, `pingback`, `order_note` …
    pub declared_type: String,
    /// The text, usually HTML.
    pub body: String,
    /// Where the record starts.
    pub place: Place,
    /// The offset of the byte after the record.
    pub end: u64,
}

impl Comment {
    /// Whether the id was made up from the position, because the format has no ids.
    pub fn has_made_up_id(&self) -> bool {
        self.id.strip_prefix('c').is_some_and(|number| number.parse() == Ok(self.place.record))
    }
}

/// The author as the dump names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// The name as shown.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The author's site.
    pub url: String,
    /// The address the comment came from.
    pub ip: String,
    /// The user agent of the browser or plugin.
    pub agent: String,
    /// The id of a registered user; empty or `0` for guests.
    pub user: String,
}

impl Author {
    /// Whether the author was logged in.
    pub(crate) fn is_registered(&self) -> bool {
        !matches!(self.user.trim(), "" | "0")
    }
}

/// The moderation status of a comment in the dump.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// The dump does not say.
    #[default]
    Unknown,
    /// Shown on the site.
    Approved,
    /// Waiting for moderation.
    Pending,
    /// Filed under spam.
    Spam,
    /// In the bin.
    Trash,
    /// In the bin because its post is: says nothing about the comment.
    PostTrashed,
    /// A placeholder of a deleted comment.
    Deleted,
    /// A status that a plugin invented.
    Other,
}

/// Every status.
pub const STATUSES: [Status; 8] = [
    Status::Unknown,
    Status::Approved,
    Status::Pending,
    Status::Spam,
    Status::Trash,
    Status::PostTrashed,
    Status::Deleted,
    Status::Other,
];

crate::names::named!(Status, STATUSES);

impl Status {
    /// Reads a status as WordPress tables, WordPress REST, WP-CLI and our own decisions write it.
    pub fn from_text(text: &str) -> Status {
        const WORDS: [(&[&str], Status); 7] = [
            (&[""], Status::Unknown),
            (&["1", "approve", "approved", "live", "published", "accepted", "visible"], Status::Approved),
            (&["0", "hold", "pending", "unapproved", "moderated", "waiting", "unpublished"], Status::Pending),
            (&["spam"], Status::Spam),
            (&["trash", "trashed", "rejected", "hidden"], Status::Trash),
            (&["post-trashed"], Status::PostTrashed),
            (&["deleted"], Status::Deleted),
        ];
        let text = text.trim();
        let is_meant = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        WORDS.iter().find(|(words, _)| is_meant(words)).map_or(Status::Other, |(_, status)| *status)
    }

    /// The word that WordPress's tables use. Other statuses get the nearest word: an unknown status is approved, a
    /// deleted comment is trash, and a plugin's own status is pending.
    pub fn wordpress_name(self) -> &'static str {
        match self {
            Status::Unknown | Status::Approved => "1",
            Status::Pending | Status::Other => "0",
            Status::Spam => "spam",
            Status::Trash | Status::Deleted => "trash",
            Status::PostTrashed => "post-trashed",
        }
    }

    /// The word in decisions; empty if the dump has no status.
    pub fn name(self) -> &'static str {
        match self {
            Status::Unknown => "",
            Status::Approved => "approved",
            Status::Pending => "pending",
            Status::Spam => "spam",
            Status::Trash => "trash",
            Status::PostTrashed => "post-trashed",
            Status::Deleted => "deleted",
            Status::Other => "other",
        }
    }
}

/// A post, page or product that has comments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    /// The id in its dump.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// The text, usually HTML.
    pub body: String,
    /// The names that its author goes by (login, display name).
    pub authors: Vec<String>,
    /// Categories and tags.
    pub terms: Vec<String>,
    /// When it was published, in UTC where the dump knows, else local.
    pub date: Option<DateTime>,
    /// The number of its input.
    pub input: u32,
    /// The offset of its first byte in a WordPress export; 0 in other formats.
    pub byte: u64,
}

/// A record that a reader passes on, in the order of the dump.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The address of the blog itself.
    Site(String),
    /// Someone who writes the blog's posts.
    Owner(Author),
    /// A post. It may come before, between or after its comments.
    Post(Box<Post>),
    /// A comment.
    Comment(Box<Comment>),
    /// Moderation marks that are stored apart from their comment: before it, after it, or in another input.
    Marks {
        /// The comment's id.
        comment: String,
        /// The marks.
        marks: Marks,
    },
    /// A damaged place. Reading continues.
    Damage(crate::error::Damage),
    /// A note about the input for the user.
    Note(crate::error::Note),
}

/// Reads a date as the formats write it: `2009-08-21 10:02:11`, ISO 8601 with or without a zone
/// (turned to UTC), or a bare day. Zero dates (`0000-00-00 00:00:00`) and nonsense are `None`.
pub fn parse_date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.len() < 8 || text.starts_with("0000") {
        return None;
    }
    // After the date, only a zone has such a sign.
    let may_have_zone = text.bytes().skip(8).any(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-'));
    if may_have_zone && let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(jiff::tz::Offset::UTC.to_datetime(moment));
    }
    text.parse::<DateTime>().ok()
}
