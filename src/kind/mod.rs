//! What kind of thing is it? Settled before anyone asks whether it is spam.
//!
//! The declared type counts, except that a typed ping which is a tweet echo is a retweet. Where the type is missing
//! or lost, the shape decides.

mod ping;
mod reaction;
mod retweet;

use crate::text::{View, lower_case};

/// What a record is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// What a person wrote to this post.
    #[default]
    Comment,
    /// Another page links the post; software noticed.
    Pingback,
    /// Another page's software announced itself.
    Trackback,
    /// A tweet or a share that reached the comments.
    Retweet,
    /// A like, a repost, a bookmark, an emoji.
    Reaction,
    /// Order notes, editorial notes, logs, and every type that we don't know: never judged, never removed.
    Protected,
}

/// Every kind, in the order of the documentation.
pub const KINDS: [Kind; 6] =
    [Kind::Comment, Kind::Pingback, Kind::Trackback, Kind::Retweet, Kind::Reaction, Kind::Protected];

crate::names::named!(Kind, KINDS);

impl Kind {
    /// The word that decisions use.
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

    /// Pingbacks and trackbacks.
    pub fn is_ping(self) -> bool {
        matches!(self, Kind::Pingback | Kind::Trackback)
    }
}

/// What a comment is, as far as it shows by itself.
pub fn recognise(view: &View) -> Kind {
    let declared = lower_case(&view.comment.declared_type);
    match &*declared {
        // `review` is what shops call a customer's comment on a product.
        "" | "comment" | "review" | "mention" | "reply" => {
            if reaction::is_reaction(view) {
                Kind::Reaction
            } else if retweet::is_retweet(view) {
                Kind::Retweet
            } else {
                ping::shape(view).unwrap_or(Kind::Comment)
            }
        }
        "pingback" | "webmention" if retweet::is_echo_service(view) => Kind::Retweet,
        "trackback" if retweet::is_echo_service(view) || retweet::is_retweet(view) => Kind::Retweet,
        "pingback" | "webmention" => Kind::Pingback,
        "trackback" => Kind::Trackback,
        "tweetback" | "retweet" => Kind::Retweet,
        "like" | "favorite" | "repost" | "announce" | "bookmark" | "reacji" | "reaction" | "tag"
        | "listen" | "watch" | "read" | "follow" => Kind::Reaction,
        _ if declared.starts_with("rsvp") => Kind::Reaction,
        _ => Kind::Protected,
    }
}
