//! The comment that WordPress puts under the first post of every new blog. Nobody wrote it.
//!
//! Since WordPress 4.6 it has the e-mail address `wapuu@wordpress.example` in every language. Earlier it had none, the
//! site of WordPress in the blog's language (`http://de.wordpress.org/`), and a name such as `Mr WordPress`.
//! Exports without addresses leave the name.

use crate::text::{View, lower_case_ascii};

/// The author names of the comment, folded, in the most common languages of WordPress.
const NAMES: &[&str] = &[
    "a wordpress commenter",
    "bir wordpress yorumcusu",
    "ein wordpress-kommentator",
    "een wordpress commentator",
    "een wordpress reageerder",
    "en wordpress-kommentator",
    "en wordpress-kommentatør",
    "komentujący wordpress",
    "mr wordpress",
    "mr. wordpress",
    "m. wordpress",
    "monsieur wordpress",
    "sr wordpress",
    "sr. wordpress",
    "señor wordpress",
    "un commentateur wordpress",
    "un commentatore di wordpress",
    "un commentatore wordpress",
    "un comentarista de wordpress",
    "un comentador de wordpress",
    "um comentarista do wordpress",
    "wordpress コメントの投稿者",
    "wordpress 先生",
    "комментатор wordpress",
    "мистер wordpress",
    "一位 wordpress 评论者",
    "一位wordpress评论者",
];

/// Whether a comment is the one that WordPress installs.
pub fn is_starter(view: &View) -> bool {
    let email = lower_case_ascii(view.comment.author.email.trim());
    if email == "wapuu@wordpress.example" {
        return true;
    }
    let is_site_of_wordpress = view.site.as_ref().is_some_and(|site| {
        let host = site.host();
        site.path().is_empty()
            && (host == "wordpress.com" || host == "wordpress.org" || host.ends_with(".wordpress.org"))
    });
    email.is_empty()
        && (NAMES.contains(&view.name.trim()) && (is_site_of_wordpress || view.site.is_none())
            || view.name.contains("wordpress") && is_site_of_wordpress)
}
