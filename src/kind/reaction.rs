//! Likes and emoji that arrived as comments.

use crate::text::View;

/// Is the whole text one emoji or “USER liked this”, as bridges from other networks write it?
pub fn is_reaction(view: &View) -> bool {
    let text = view.folded.trim();
    let Some(first) = text.chars().next() else { return false };
    let is_emoji = |it: char| matches!(it, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}');
    let only_emoji = is_emoji(first) && text.chars().all(|it| is_emoji(it) || it == ' ');
    // Bridges leave no e-mail; a person who answers with a heart does, where the dump has e-mails.
    let by_bridge =
        view.comment.author.email.is_empty() && view.site.as_ref().is_some_and(|it| it.is_profile());
    by_bridge
        && (only_emoji
            || ["liked this!", "reposted this!", "favorited this"].iter().any(|it| text.ends_with(it)))
}
