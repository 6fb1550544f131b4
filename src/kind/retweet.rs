//! Tweets that were stored as comments.
//!
//! From 2008 on, services searched Twitter for links to a post and sent the tweets to the blog. Topsy sent a
//! trackback that quotes the tweets (“Tweets that mention …”); uberVU and TweetMeme sent pingbacks; BackType and Chat
//! Catcher sent comments, signed in the text; the Tweetbacks plugin stored the tweet under its author's name with the
//! tweet's address as the site. A retweet passes on another person's tweet: `RT @ada`, `… via @ada`.
//!
//! What this can't distinguish: a tweet without a mention and without its address from a short comment; and a short
//! comment that ends with `via @ada` from a tweet.

use std::sync::LazyLock;

use regex::Regex;

use super::account;
use crate::text::View;

/// The grammar of retweets: `RT @ada`, `… via @ada`, `♺ @ada`, `retweeting @ada`.
static RETWEET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\w@])(?:rt:? ?@ ?\w|♺ ?@\w|retweeting @\w|mt @\w|ht @\w)|\(?via @ ?\w+\)?$")
        .expect("it compiles")
});

/// Signatures of services in the bodies that they sent.
const SERVICE_MARKS: [&str; 2] = ["topsy_trackback_", "Posted using Chat Catcher"];

/// Starts of the titles that services gave to tweets, folded.
const TITLES: [&str; 8] = [
    "tweets that mention ",
    "tweets die ",
    "tweets que mencionan ",
    "tweets which mention ",
    "twitter trackbacks for ",
    "twitted by ",
    "ubervu - ",
    "social comments and analytics for this post",
];

/// Ends of the titles that services gave to tweets, folded.
const TITLE_ENDS: [&str; 3] = ["-- topsy.com", "on topsy.com", "-- tweetmeme"];

/// Phrases in the excerpts of uberVU and Topsy, folded.
const SENTENCES: [&str; 4] = [
    "this post was mentioned on twitter by ",
    "this post was mentioned on friendfeed by ",
    "this post was twitted by ",
    "social comments and analytics for this post",
];

/// The maximum number of characters in a tweet: 140, plus user names and a link that an import expanded.
const LONGEST_TWEET: usize = 260;

/// Returns true for a tweet, by its author's address or by its grammar.
pub fn is_retweet(view: &View) -> bool {
    if is_echo_service(view) || view.site.as_ref().is_some_and(|site| is_permalink(site.host(), site.path()))
    {
        return true;
    }
    let is_short = || view.folded.chars().count() <= LONGEST_TWEET;
    has_address_of_tweet(view) || (view.folded.contains('@') && is_short() && RETWEET.is_match(&view.folded))
}

/// Whether the e-mail address is one that plugins generate for tweets: `USER@twitter.com` with the user's profile as
/// the site (Twitter Mentions as Comments 1), `N@twitter.id` (bSuite 5), or `twitter.N@example.com` (Social 2).
/// People who work at Twitter write comments, and so do visitors who logged in with Social.
fn has_address_of_tweet(view: &View) -> bool {
    let author = &view.comment.author;
    let is_on_twitter = || view.site.as_ref().is_some_and(|site| site.registrable_domain() == "twitter.com");
    let is_one_line = || !view.plain.trim().contains('\n') && view.plain.chars().count() <= LONGEST_TWEET;
    ends_with(&author.email, "@twitter.id")
        || (!author.is_registered() && account::network(view) == Some("twitter"))
        || (ends_with(&author.email, "@twitter.com") && is_on_twitter() && is_one_line())
}

/// Returns true if a text ends with `ending`, ignoring the case of ASCII letters.
fn ends_with(text: &str, ending: &str) -> bool {
    let start = text.len().checked_sub(ending.len());
    start.is_some_and(|start| text.as_bytes()[start..].eq_ignore_ascii_case(ending.as_bytes()))
}

/// Returns true if a service that echoed tweets sent the record, as a comment, a pingback or a trackback.
pub fn is_echo_service(view: &View) -> bool {
    let host = view.site.as_ref().map_or("", |site| site.registrable_domain());
    let is_notice = view
        .site
        .as_ref()
        .is_some_and(|site| is_permalink(site.host(), site.path()) && view.name.contains("status on"));
    is_notice
        || matches!(host, "topsy.com" | "ubervu.com" | "backtype.com" | "tweetmeme.com" | "chatcatcher.com")
        || TITLES.iter().any(|title| view.name.starts_with(title))
        || TITLE_ENDS.iter().any(|end| view.name.trim_end().ends_with(end))
        || SENTENCES.iter().any(|sentence| view.folded.contains(sentence))
        || view.trailer.as_deref().is_some_and(is_posted_on_twitter)
        || SERVICE_MARKS.iter().any(|mark| view.comment.body.contains(mark))
}

fn is_posted_on_twitter(trailer: &str) -> bool {
    let trailer = trailer.to_ascii_lowercase();
    trailer.starts_with("this comment was originally posted on") && trailer.contains("twitter")
}

/// Returns true for the address of a tweet (`twitter.com/USER/status/ID`) or of a notice of a StatusNet or GNU social
/// server (`identi.ca/notice/ID`), and false for that of a profile.
fn is_permalink(host: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    let is_number =
        |part: Option<&str>| part.is_some_and(|part| part.starts_with(|digit: char| digit.is_ascii_digit()));
    let is_tweet = matches!(host, "twitter.com" | "m.twitter.com" | "mobile.twitter.com" | "x.com")
        && matches!(second, Some("status" | "statuses"))
        && is_number(third);
    is_tweet || (first == Some("notice") && is_number(second) && parts.next().is_none() && third.is_none())
}

#[cfg(test)]
mod tests {
    use crate::comment::{Author, Comment};
    use crate::kind::testing::{self, check_comment};

    #[track_caller]
    fn check(name: &str, url: &str, body: &str, expected: &str) {
        testing::check(name, "", url, body, expected);
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
    fn titles_and_sentences_of_services_are_retweets() {
        for title in ["Tweets die Knoten erwähnt -- Topsy.com", "Twitted by ada", "uberVU - social comments"]
        {
            check(title, "", "[...] a text [...]", "retweet");
        }
        check(
            "Knots",
            "",
            "[...] This post was mentioned on Twitter by Ada. Ada said: knots [...]",
            "retweet",
        );
        check(
            "Ada (ada) 's status on Monday",
            "http://identi.ca/notice/1254",
            "[...] knots [...]",
            "retweet",
        );
    }

    #[track_caller]
    fn check_email(email: &str, url: &str, user: &str, body: &str, expected: &str) {
        let [email, url, user] = [email, url, user].map(str::to_owned);
        let author = Author { name: "Ada".to_owned(), email, url, user, ..Author::default() };
        check_comment(Comment { author, body: body.to_owned(), ..Comment::default() }, expected);
    }

    #[test]
    fn addresses_that_plugins_fill_in_are_those_of_tweets() {
        check_email("ada@twitter.com", "http://twitter.com/ada", "", "Knots http://is.gd/x", "retweet");
        check_email("ada@twitter.com", "http://twitter.com/ada", "", "See the manual.\nIt works.", "comment");
        check_email("ada@twitter.com", "http://ada.example", "", "See the manual.", "comment");
        check_email("twitter.42@example.com", "http://twitter.com/ada", "0", "@bob knots", "retweet");
        check_email("twitter.42@example.com", "http://twitter.com/ada", "7", "I like knots.", "comment");
        check_email("facebook.42@example.com", "", "0", "I like knots.", "comment");
    }

    #[test]
    fn people_on_twitter_write_comments() {
        check("Ada", "http://twitter.com/ada", "I tied one yesterday.", "comment");
        check("Ada", "", "@bob that is not what I meant", "comment");
        check("Bob", "", "I can start @ any time", "comment");
    }
}
