//! Likes, reposts and emoji that a bridge stored as comments.
//!
//! Bridges such as Bridgy copy the reactions of a social network to the blog that the post was shared from. Without a
//! type of its own, a like is a comment `USER liked this!` or a single emoji, with the user's profile as the site and no
//! e-mail address.
//!
//! What this can't distinguish: a person who answers with nothing but an emoji, gives a profile and whose e-mail address
//! is not in the dump.

use crate::text::View;

/// How reports of reactions end.
const ENDINGS: &[&str] = &["liked this!", "reposted this!", "favorited this"];

/// A report names the person, with up to four words, what they did, and to what.
const MAX_REPORT_WORDS: usize = 7;

/// Returns true if the text is nothing but emoji, or ends like a bridge's report of a like or repost.
pub fn is_reaction(view: &View) -> bool {
    let text = view.folded.trim();
    let Some(first) = text.chars().next() else { return false };
    let is_emoji = |char: char| matches!(char, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}');
    let only_emoji = is_emoji(first) && text.chars().all(|char| is_emoji(char) || char == ' ');
    // People who answer with a heart leave an e-mail address; bridges have none.
    let is_from_bridge = view.comment.author.email.trim().is_empty()
        && view.site.as_ref().is_some_and(|site| site.is_profile());
    is_from_bridge && (only_emoji || ENDINGS.iter().any(|ending| text.ends_with(ending)))
}

/// Returns true if a ping says nothing but that somebody liked, shared or kept the post.
pub fn is_report(view: &View) -> bool {
    let text = view.folded.trim().trim_end_matches(['.', '!', ' ']);
    let verbs =
        ["liked", "favorited", "favourited", "reposted", "bookmarked", "shared", "boosted", "retweeted"];
    let objects = [" this", " this post", " this article", " your post"];
    let rest = objects.iter().find_map(|object| text.strip_suffix(object));
    rest.is_some_and(|rest| verbs.iter().any(|verb| rest == *verb || rest.ends_with(&format!(" {verb}"))))
        && view.words.len() <= MAX_REPORT_WORDS
}
