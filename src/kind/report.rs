//! Reports of reactions to a post elsewhere, such as likes and shares: `Ann liked this on Facebook.`,
//! `… reposted this!`.
//!
//! Programs that copy likes and shares write them as comments of the person, in the third person:
//!
//! - Social 2 and 3 by MailChimp (`lib/social/service/facebook.php`):
//!   `<a href="PROFILE">Ann</a> liked this on Facebook.`, the e-mail address `facebook.N@example.com` and the user
//!   agent `Social Aggregator`
//! - Semantic-Linkbacks 3 for WordPress (`class-linkbacks-handler.php`): `Ann liked this Article on <a>HOST</a>.`,
//!   `Ann is attending.`
//! - ActivityPub 2 and later for WordPress (`class-comment.php`), Atmosphere: `… liked this!`, `… reposted this!`
//! - Bridgy and other webmention senders: `likes this.`, `Ann liked this!`
//!
//! The person is the author of the record, so a report repeats the author's name or starts with three dots.
//!
//! What this can't distinguish: a person who writes about themselves by name.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::account::is_written_by_program;
use crate::text::{View, fold};

/// What a report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// A like, repost, bookmark or answer to an invitation.
    Reaction,
    /// The post was passed on: shared, tweeted, boosted.
    Share,
    /// The post was mentioned on another page.
    Mention,
}

/// What was liked. Semantic-Linkbacks names the kind of the post.
const OBJECT: &str =
    r"(?: (?:this|your|the|a|an|that)(?: [\w-]+){0,2}| (?:article|note|photo|post|page|status|entry|link))";

/// Where it was liked.
const PLACE: &str =
    r"(?: (?:on|via|from|at|in|through|auf|sur|en|no|na|su|op|på|di|în) (?:[\w.+'-]+)(?: [\w.+'-]+)?)?";

static REACTION: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = [
        "likes?|liked|favou?rites?|favou?rited|loves?|loved|starred|hearted",
        r"reposted|reposts|bookmarked|\+1'?d|gave a \+1 to|reacted to",
    ]
    .join("|");
    let english = format!(r"(?:also )?(?:{verbs}){OBJECT}{PLACE}");
    let others = [
        r"gefällt (?:das|dies|dieser \w+|dein beitrag)",
        r"mag (?:das|dies|diesen \w+)",
        r"hat (?:das|dies|diesen \w+) (?:favorisiert|geliked|gelikt)",
        r"(?:a aimé|aime) (?:ça|ceci|cela|cet article|votre \w+)",
        r"a? ?le (?:gusta|ha gustado|gustó) (?:esto|esta entrada|tu \w+)",
        r"(?:curtiu|gostou) (?:d?isto|d?isso|deste \w+)|gosta (?:disto|disso)",
        r"a? ?piace (?:questo elemento|questo|questo \w+)",
        r"vindt dit (?:leuk|bericht leuk)",
        r"(?:menyukai|suka) ini",
        r"bunu beğendi",
        r"gillar (?:detta|det här)|gillade (?:detta|det här)",
        r"(?:liker|likte) (?:dette|det)|synes godt om (?:dette|det)",
        r"tykkää tästä",
        r"lubi to|polubił\(?a?\)? to",
        r"нравится это|это нравится|понравилось это",
        r"さんが「?いいね[!!]?」?(?:と言っています|しました)",
        r"赞了(?:这|這|它|此).{0,6}|喜欢(?:这|這).{0,6}",
    ];
    let rsvp = [
        "is (?:not )?attending",
        "maybe (?:will be )?attending|might be attending|will (?:not |maybe )?be attending",
        "is (?:invited|interested|tracking)(?: in this event| to this event| this event)?",
    ]
    .join("|");
    Regex::new(&format!("^(?:{english}|(?:{}){PLACE}|(?:{rsvp}){PLACE})$", others.join("|")))
        .expect("it compiles")
});

static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = "shared|shares|reshared|tweeted|retweeted|tweets|retweets|boosted|boosts|reblogged|reblogs";
    let english = format!(r"(?:also )?(?:{verbs}){OBJECT}{PLACE}|(?:shared|tweeted) a link{PLACE}");
    let others = [
        r"hat (?:das|dies|diesen \w+) (?:geteilt|getwittert|geboostet)",
        r"a partagé (?:ça|ceci|cela|cet article|votre \w+|un lien)",
        r"compartió (?:esto|esta entrada|un enlace)|compartilhou (?:isto|isso|este \w+|um link)",
        r"ha condiviso (?:questo|questo \w+|un link)",
        r"heeft dit gedeeld",
    ];
    Regex::new(&format!("^(?:{english}|(?:{}){PLACE})$", others.join("|"))).expect("it compiles")
});

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^mentioned (?:this|your) [\w-]+ on [\w.-]+\.[a-z]+$").expect("it compiles")
});

/// The maximum number of words in a report, without the person's name.
const MOST_WORDS: usize = 12;

/// The person named in a report.
enum Subject {
    /// The author, or the person that the first link leads to.
    Author,
    /// No person is named.
    Missing,
}

/// What a record reports; `None` if it is no report.
pub fn report(view: &View) -> Option<Report> {
    let folded = view.folded.trim();
    let n_words = view.words.len();
    if n_words == 0 || MOST_WORDS + view.name_words.len() < n_words {
        return None;
    }
    let (subject, said) = without_subject(view, folded);
    let said = said.trim_matches([' ', '.', '!', '*', ',', ':', '。', '♥', '❤', '👍']);
    let patterns = [(&REACTION, Report::Reaction), (&SHARE, Report::Share), (&MENTION, Report::Mention)];
    let (_, found) = patterns.into_iter().find(|(pattern, _)| pattern.is_match(said))?;
    let is_report = match subject {
        Subject::Author => true,
        // People write `liked this`, too. A program names the person, or is recognised by its author fields.
        Subject::Missing => is_written_by_program(view) || (is_bridged(view) && is_third_person(said)),
    };
    is_report.then_some(found)
}

/// Whether a ping reports nothing but a like, repost or bookmark. The type already shows that a program wrote it, so
/// the report may name any person.
pub fn is_reaction_of_ping(view: &View) -> bool {
    // Up to four words for the person, what they did, and to what.
    const MOST_WORDS: usize = 7;
    const VERBS: [&str; 5] = ["liked", "favorited", "favourited", "reposted", "bookmarked"];
    const OBJECTS: [&str; 4] = [" this", " this post", " this article", " your post"];
    let text = view.folded.trim().trim_end_matches(['.', '!', ' ']);
    let person_and_verb = OBJECTS.iter().find_map(|object| text.strip_suffix(object));
    let is_person = |text: &str| text.is_empty() || text.ends_with(' ');
    let ends_with_verb = |text: &str| VERBS.iter().any(|verb| text.strip_suffix(verb).is_some_and(is_person));
    report(view) == Some(Report::Reaction)
        || (person_and_verb.is_some_and(ends_with_verb) && view.words.len() <= MOST_WORDS)
}

/// The person named in a report, and the rest of its text.
fn without_subject<'a>(view: &View, folded: &'a str) -> (Subject, Cow<'a, str>) {
    if let Some(rest) = folded.strip_prefix("...") {
        return (Subject::Author, rest.trim_start().into());
    }
    let name = view.name.trim();
    let linked = view.links.first().filter(|link| link.place.start == 0).map(|link| fold(&link.anchor));
    let linked = linked.as_deref().unwrap_or_default().trim();
    for subject in [name, linked] {
        let found = (!subject.is_empty()).then(|| find_words(folded, subject)).flatten();
        if let Some(start) = found {
            let (before, after) = (folded[..start].trim_end(), folded[start + subject.len()..].trim_start());
            let separator = if before.is_empty() || after.is_empty() { "" } else { " " };
            return (Subject::Author, format!("{before}{separator}{after}").into());
        }
    }
    (Subject::Missing, folded.into())
}

/// The byte position of `words` in a text, not inside other words.
fn find_words(text: &str, words: &str) -> Option<usize> {
    let start = text.find(words)?;
    let is_letter = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() && char.is_ascii());
    let is_whole = !is_letter(text[..start].chars().next_back())
        && !is_letter(text[start + words.len()..].chars().next());
    is_whole.then_some(start)
}

/// Whether the author has a profile on a social network and no e-mail address, like the authors of bridged reactions.
fn is_bridged(view: &View) -> bool {
    view.comment.author.email.trim().is_empty() && view.site.as_ref().is_some_and(|site| site.is_profile())
}

/// Whether a text without a subject is in the third person of the present tense. People don't use it about
/// themselves.
fn is_third_person(said: &str) -> bool {
    let verb = said.split(' ').next().unwrap_or_default();
    matches!(verb, "likes" | "shares" | "loves" | "favorites" | "reposts" | "boosts")
}

#[cfg(test)]
mod tests {
    use crate::kind::testing::check;

    #[test]
    fn likes_name_the_person_who_likes() {
        for body in [
            "<a href=\"http://facebook.com/profile.php?id=71\" target=\"_blank\">Ann Lee</a> liked this on Facebook.",
            "Ann Lee liked this on Facebook.",
            "Ann Lee likes this on Facebook",
            "Ann Lee liked this post on twitter.com.",
            "Ann Lee liked this Article on <a href=\"http://ann.example/likes/7\">ann.example</a>.",
            "Ann Lee favorited this",
            "Ann Lee liked your post",
            "Ann Lee bookmarked this Note on ann.example.",
            "Ann Lee is <strong>attending</strong>.",
            "Maybe Ann Lee will be <strong>attending</strong>",
            "Ann Lee gefällt das.",
            "Ann Lee aime ça.",
            "A Ann Lee le gusta esto.",
            "Ann Lee curtiu isso.",
            "A Ann Lee piace questo elemento.",
            "… liked this!",
            "&hellip; reposted this!",
            "Ann Lee reposted this!",
        ] {
            check("Ann Lee", "", "https://social.example/ann", body, "reaction");
            check(
                "Ann Lee",
                "facebook.71@example.com",
                "http://facebook.com/profile.php?id=71",
                body,
                "reaction",
            );
            check("Ann Lee", "ann@boats.example", "", body, "reaction");
        }
        check("Ann Lee", "facebook.71@example.com", "", "liked this on Facebook.", "reaction");
        check("", "", "http://facebook.com/ann", "likes this.", "reaction");
    }

    #[test]
    fn shares_and_boosts_pass_the_post_on() {
        for body in
            ["Ann shared this on Facebook.", "Ann tweeted this", "… boosted this!", "Ann retweeted this."]
        {
            check("Ann", "", "https://social.example/ann", body, "retweet");
        }
        check("Ann", "", "http://ann.example/7", "Ann mentioned this Article on ann.example.", "pingback");
    }

    #[test]
    fn people_who_like_something_write_comments() {
        for body in [
            "liked this",
            "Liked this post!",
            "I liked this on Facebook.",
            "I like this.",
            "My wife liked this.",
            "Bob liked this, but I did not.",
            "Shared this on Facebook!",
            "I shared this on Twitter.",
            "... and I liked this part about knots",
            "Ann liked this more than I did, because she sails.",
            "Everybody loves this.",
            "+1",
        ] {
            check("Ann", "ann@boats.example", "http://ann.example", body, "comment");
            check("Ann", "", "http://facebook.com/ann", body.trim_end_matches(" on Facebook."), "comment");
        }
    }
}
