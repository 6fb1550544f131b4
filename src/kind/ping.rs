//! Pingbacks and trackbacks whose type was lost: old imports, Movable Type, Disqus, plain text.
//!
//! Both leave a shape. `wp_xmlrpc_server::pingback_ping` writes `[…] excerpt […]` under the title of the other page;
//! `wp-trackback.php` and the Movable Type importer write `<strong>title</strong>`, an empty line and an excerpt
//! under the other blog's name. Neither has an e-mail address; both have the other page's address.

use super::Kind;
use crate::text::View;

/// The kind that the shape tells, if any.
pub fn shape(view: &View) -> Option<Kind> {
    let author = &view.comment.author;
    if !author.email.trim().is_empty() || view.site.is_none() || has_user(&author.user) {
        return None;
    }
    let folded = view.folded.trim();
    let body = view.comment.body.trim_start();
    if folded.starts_with("[...]") && folded.ends_with("[...]") && 12 < folded.len() {
        return Some(Kind::Pingback);
    }
    if let Some(rest) = body.strip_prefix("<strong>") {
        let (title, excerpt) = rest.split_once("</strong>")?;
        let set_apart = excerpt.starts_with('\n')
            || excerpt.starts_with("\r\n")
            || excerpt.trim_start().starts_with("<p");
        return (!title.trim().is_empty() && set_apart).then_some(Kind::Trackback);
    }
    let one_mark = folded.starts_with("[...]") || folded.ends_with("[...]");
    (one_mark && is_page_title(&author.name)).then_some(Kind::Pingback)
}

fn has_user(user: &str) -> bool {
    !matches!(user.trim(), "" | "0")
}

/// Does a name look like the title of a page rather than a person's name?
fn is_page_title(name: &str) -> bool {
    let has_divider =
        ["»", "«", " | ", " -- ", " — ", " – ", "&raquo;", " : ", " - "].iter().any(|it| name.contains(it));
    has_divider || 4 < name.split_whitespace().count()
}
