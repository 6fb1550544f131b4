//! Tweets and the services that turned them into comments: Topsy, uberVU, BackType, Chat Catcher, Tweetbacks.

use std::sync::LazyLock;

use memchr::{memchr, memmem};
use regex::Regex;

use crate::text::View;

/// A tweet by its grammar: `RT @ada`, `… via @ada`, `♺ @ada`, `retweeting @ada`.
static PASSED_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\w@])(?:rt:? ?@ ?\w|♺ ?@\w|retweeting @\w|mt @\w|ht @\w)|\(?via @ ?\w+\)?$")
        .expect("it compiles")
});

/// What the services of [`is_echo_service`] wrote into their comments.
static SERVICES: LazyLock<[memmem::Finder; 2]> =
    LazyLock::new(|| ["topsy_trackback_", "Posted using Chat Catcher"].map(memmem::Finder::new));

/// Tweets had 140 characters; handles and a link that an import had expanded make them longer.
const LONGEST_TWEET: usize = 260;

/// Is it a tweet, by its author's address or by its grammar?
pub fn is_retweet(view: &View) -> bool {
    if is_echo_service(view) || view.site.as_ref().is_some_and(|site| is_permalink(site.host(), site.path()))
    {
        return true;
    }
    let has_tweet_mail = ends_with(&view.comment.author.email, "@twitter.com");
    let has_at = || memchr(b'@', view.folded.as_bytes()).is_some();
    let may_be_tweet = || has_at() && view.folded.chars().count() <= LONGEST_TWEET;
    has_tweet_mail || (may_be_tweet() && PASSED_ON.is_match(&view.folded))
}

/// Does a text end with some words, whatever the case of the letters of ASCII?
fn ends_with(text: &str, words: &str) -> bool {
    let start = text.len().checked_sub(words.len());
    start.is_some_and(|it| text.as_bytes()[it..].eq_ignore_ascii_case(words.as_bytes()))
}

/// Is it by a service that echoed tweets? Such services also sent pingbacks and trackbacks.
pub fn is_echo_service(view: &View) -> bool {
    let host = view.site.as_ref().map_or("", |it| it.registrable_domain());
    matches!(host, "topsy.com" | "ubervu.com" | "backtype.com" | "tweetmeme.com" | "chatcatcher.com")
        || view.name.starts_with("tweets that mention ")
        || view.name.starts_with("ubervu - ")
        || view.trailer.as_deref().is_some_and(is_posted_on_twitter)
        || SERVICES.iter().any(|it| it.find(view.comment.body.as_bytes()).is_some())
}

fn is_posted_on_twitter(trailer: &str) -> bool {
    let trailer = trailer.to_ascii_lowercase();
    trailer.starts_with("this comment was originally posted on") && trailer.contains("twitter")
}

/// `twitter.com/USER/status/ID`, not a mere profile.
fn is_permalink(host: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let (_user, status, id) = (parts.next(), parts.next(), parts.next());
    matches!(host, "twitter.com" | "m.twitter.com" | "mobile.twitter.com" | "x.com")
        && matches!(status, Some("status" | "statuses"))
        && id.is_some_and(|it| it.starts_with(|digit: char| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::comment::Comment;
    use crate::kind::recognise;
    use crate::text::view;

    fn check(name: &str, url: &str, body: &str, expected: &str) {
        let mut comment = Comment { body: body.to_owned(), ..Comment::default() };
        comment.author.name = name.to_owned();
        comment.author.url = url.to_owned();
        assert_eq!(recognise(&view(&comment)).name(), expected, "{body}");
    }

    #[test]
    fn tweets_are_retweets() {
        check("csternberg", "", "RT @ada Knots that hold http://bit.ly/x", "retweet");
        check("Ada", "http://twitter.com/ada/statuses/34297", "Knots that hold", "retweet");
        check("Ada", "", "So true! RT @bob: knots that hold", "retweet");
        check("Bob", "", "Knots that hold http://is.gd/x (via @ada)", "retweet");
        check(
            "Tweets that mention Knots -- Topsy.com",
            "http://topsy.com/a/b",
            "[...] was mentioned [...]",
            "retweet",
        );
    }

    #[test]
    fn people_on_twitter_write_comments() {
        check("Ada", "http://twitter.com/ada", "I tied one yesterday.", "comment");
        check("Ada", "", "@bob that is not what I meant", "comment");
        check("Bob", "", "I can start @ any time", "comment");
    }
}
