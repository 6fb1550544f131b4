//! Tweets that were stored as comments.
//!
//! From 2008 on, services searched Twitter for links to a post and sent the tweets to the blog. Topsy sent a trackback
//! that quotes the tweets (“Tweets that mention …”); uberVU and TweetMeme sent pingbacks; BackType and Chat Catcher sent
//! comments, signed in the text; the Tweetbacks plugin stored the tweet under its author's name with the tweet's
//! address as the site. A retweet passes on another person's tweet: `RT @ada`, `… via @ada`.
//!
//! What this can't distinguish: a tweet without a mention, whose address an import lost, from a short comment; and a
//! reader's `via @ada` at the end of a short comment from a tweet.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::View;

/// The grammar of retweets: `RT @ada`, `… via @ada`, `♺ @ada`, `retweeting @ada`.
static RETWEET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\w@])(?:rt:? ?@ ?\w|♺ ?@\w|retweeting @\w|mt @\w|ht @\w)|\(?via @ ?\w+\)?$")
        .expect("it compiles")
});

/// The marks that services left in the bodies that they sent.
const SERVICE_MARKS: [&str; 2] = ["topsy_trackback_", "Posted using Chat Catcher"];

/// The most characters of a tweet: 140, plus user names and a link that an import expanded.
const LONGEST_TWEET: usize = 260;

/// Returns true for a tweet, by its author's address or by its grammar.
pub fn is_retweet(view: &View) -> bool {
    if is_echo_service(view) || view.site.as_ref().is_some_and(|site| is_permalink(site.host(), site.path()))
    {
        return true;
    }
    let has_tweet_mail = ends_with(&view.comment.author.email, "@twitter.com");
    let may_be_tweet = || view.folded.contains('@') && view.folded.chars().count() <= LONGEST_TWEET;
    has_tweet_mail || (may_be_tweet() && RETWEET.is_match(&view.folded))
}

/// Returns true if a text ends with an ending, ignoring the case of ASCII letters.
fn ends_with(text: &str, ending: &str) -> bool {
    let start = text.len().checked_sub(ending.len());
    start.is_some_and(|start| text.as_bytes()[start..].eq_ignore_ascii_case(ending.as_bytes()))
}

/// Returns true if a service that echoed tweets sent the record, as a comment, a pingback or a trackback.
pub fn is_echo_service(view: &View) -> bool {
    let host = view.site.as_ref().map_or("", |site| site.registrable_domain());
    matches!(host, "topsy.com" | "ubervu.com" | "backtype.com" | "tweetmeme.com" | "chatcatcher.com")
        || view.name.starts_with("tweets that mention ")
        || view.name.starts_with("ubervu - ")
        || view.trailer.as_deref().is_some_and(is_posted_on_twitter)
        || SERVICE_MARKS.iter().any(|mark| view.comment.body.contains(mark))
}

fn is_posted_on_twitter(trailer: &str) -> bool {
    let trailer = trailer.to_ascii_lowercase();
    trailer.starts_with("this comment was originally posted on") && trailer.contains("twitter")
}

/// Returns true for the address of a tweet, `twitter.com/USER/status/ID`, and false for that of a profile.
fn is_permalink(host: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let (_user, status, id) = (parts.next(), parts.next(), parts.next());
    matches!(host, "twitter.com" | "m.twitter.com" | "mobile.twitter.com" | "x.com")
        && matches!(status, Some("status" | "statuses"))
        && id.is_some_and(|id| id.starts_with(|digit: char| digit.is_ascii_digit()))
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
