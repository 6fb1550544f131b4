//! Likes, reposts and emoji that a bridge stored as comments.
//!
//! Bridges such as Bridgy copy the reactions of a social network to the blog that the post was shared from. Without a
//! type of its own, a like is a comment `USER liked this!` or a single emoji, with the user's profile as the site and no
//! e-mail address.
//!
//! What this can't distinguish: a person who answers with nothing but an emoji, gives a profile and whose e-mail address
//! is not in the dump.

use crate::text::View;

/// Returns true if the text is nothing but emoji, or ends like a bridge's report of a like or repost.
pub fn is_reaction(view: &View) -> bool {
    let text = view.folded.trim();
    let Some(first) = text.chars().next() else { return false };
    let is_emoji = |char: char| matches!(char, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}');
    let only_emoji = is_emoji(first) && text.chars().all(|char| is_emoji(char) || char == ' ');
    // People who answer with a heart leave an e-mail address; bridges have none.
    let is_from_bridge = view.comment.author.email.trim().is_empty()
        && view.site.as_ref().is_some_and(|site| site.is_profile());
    is_from_bridge
        && (only_emoji
            || ["liked this!", "reposted this!", "favorited this"]
                .iter()
                .any(|ending| text.ends_with(ending)))
}
