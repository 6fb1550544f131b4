//! The kind of a record: comment, pingback, trackback, retweet, reaction or protected. It is determined before spam is
//! judged, and each signal names the kinds that it looks at.
//!
//! The type that the dump declares counts, with one exception: services that echoed tweets sent them as pingbacks and
//! trackbacks, and those are retweets. If the type is missing, or `comment`, the kind follows from the record's shape,
//! because imports between blog systems lose types.

mod account;
mod machine;
mod page_title;
mod ping_shape;
mod reaction;
mod reblog;
mod report;
mod retweet;
mod starter;

use crate::text::{View, lower_case_ascii};
use report::Report;

/// What a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A person's text about the post.
    #[default]
    Comment,
    /// Another page's link to the post, reported and verified by blog software.
    Pingback,
    /// Another page's announcement of itself; nothing verified that it links the post.
    Trackback,
    /// A tweet that a plugin or service copied into the comments.
    Retweet,
    /// A like, repost, bookmark or single emoji.
    Reaction,
    /// An order note, editorial note or log entry, the comment that WordPress installs, and every unknown type: never
    /// judged, never removed.
    Protected,
}

/// Every kind, in the order of the documentation.
pub const KINDS: [Kind; 6] =
    [Kind::Comment, Kind::Pingback, Kind::Trackback, Kind::Retweet, Kind::Reaction, Kind::Protected];

crate::names::named!(Kind, KINDS);

impl Kind {
    /// The name in decisions, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Comment => "comment",
            Kind::Pingback => "pingback",
            Kind::Trackback => "trackback",
            Kind::Retweet => "retweet",
            Kind::Reaction => "reaction",
            Kind::Protected => "protected",
        }
    }

    /// Returns true for pingbacks and trackbacks.
    pub fn is_ping(self) -> bool {
        matches!(self, Kind::Pingback | Kind::Trackback)
    }
}

/// The kind of a comment, determined from the comment alone.
pub fn recognise(view: &View) -> Kind {
    let declared = lower_case_ascii(&view.comment.declared_type);
    match &*declared {
        // `review` is the type of a customer's comment on a product in shop plugins.
        "" | "comment" | "review" | "reply" | "social-facebook" => by_shape(view),
        // The Social plugin by MailChimp also gives this type to comments of people who logged in with Twitter.
        "social-twitter" if view.comment.author.is_registered() => Kind::Comment,
        "pingback" | "webmention" if retweet::is_echo_service(view) => Kind::Retweet,
        "trackback" if retweet::is_echo_service(view) || retweet::is_retweet(view) => Kind::Retweet,
        "pingback" | "webmention" | "mention" if report::report(view) == Some(Report::Share) => Kind::Retweet,
        "pingback" | "webmention" | "mention" if report::is_reaction_of_ping(view) => Kind::Reaction,
        "pingback" | "webmention" | "mention" => Kind::Pingback,
        "trackback" => Kind::Trackback,
        "tweetback" | "retweet" | "tweet" | "twitter" | "social-twitter" | "social-twitter-rt" => {
            Kind::Retweet
        }
        "social-facebook-like"
        | "like"
        | "favorite"
        | "repost"
        | "announce"
        | "bookmark"
        | "reacji"
        | "reaction"
        | "tag"
        | "listen"
        | "watch"
        | "read"
        | "follow"
        | "quote"
        | "boost"
        | "share"
        | "invite" => Kind::Reaction,
        _ if declared.starts_with("rsvp") => Kind::Reaction,
        _ => Kind::Protected,
    }
}

/// The kind of a record without a declared type.
fn by_shape(view: &View) -> Kind {
    if starter::is_starter(view) || machine::is_machine_row(view) {
        return Kind::Protected;
    }
    match report::report(view) {
        Some(Report::Reaction) => return Kind::Reaction,
        Some(Report::Share) => return Kind::Retweet,
        Some(Report::Mention) => return Kind::Pingback,
        None => {}
    }
    if reaction::is_reaction(view) {
        return Kind::Reaction;
    }
    if retweet::is_echo_service(view) {
        return Kind::Retweet;
    }
    match ping_shape::kind(view) {
        // A page that links the post may quote a tweet.
        Some(Kind::Pingback) => Kind::Pingback,
        _ if retweet::is_retweet(view) || reblog::is_reblog(view) => Kind::Retweet,
        shape => shape.unwrap_or(Kind::Comment),
    }
}

#[cfg(test)]
mod testing;
