//! Emoji that a bridge stored as comments.
//!
//! Bridges such as Bridgy copy the reactions of a social network to the blog that the post was shared from. Without a
//! type of its own, such a reaction is a comment of a single emoji, with the user's profile as the site and no e-mail
//! address. Likes and reposts in words are [reports](super::report).
//!
//! What this can't distinguish: a person who replies with a single emoji and gives a profile, if the dump has no
//! e-mail addresses.

use crate::text::View;

/// Returns true if the text consists of emoji, and the author fields show that a bridge copied it.
pub fn is_reaction(view: &View) -> bool {
    let text = view.folded.trim();
    let Some(first) = text.chars().next() else { return false };
    let is_emoji = |char: char| matches!(char, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}');
    let only_emoji = is_emoji(first) && text.chars().all(|char| is_emoji(char) || char == ' ');
    // People who answer with a heart leave an e-mail address; bridges have none.
    only_emoji
        && view.comment.author.email.trim().is_empty()
        && view.site.as_ref().is_some_and(|site| site.is_profile())
}
