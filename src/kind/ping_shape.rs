//! Pingbacks and trackbacks that lost their type, as in old imports and in dumps of Movable Type, Disqus and plain text.
//!
//! A pingback is a call from one blog to another: “this page of mine links yours”. WordPress
//! (`wp_xmlrpc_server::pingback_ping`) fetches that page and stores `[…] excerpt […]` with the page's title as the
//! author. A trackback carries its own title and excerpt; WordPress (`wp-trackback.php`) and the Movable Type importer
//! store `<strong>title</strong>`, an empty line and the excerpt with the blog's name as the author. Both have the page's
//! address and no e-mail address.
//!
//! What this can't distinguish: a person without an e-mail address who starts with a title in bold type and a blank
//! line writes a trackback's shape, and a pingback whose brackets an import removed is a comment.

use super::Kind;
use crate::text::View;

/// [`Kind::Pingback`] or [`Kind::Trackback`] if the record has that shape.
pub fn kind(view: &View) -> Option<Kind> {
    let author = &view.comment.author;
    if !author.email.trim().is_empty() || view.site.is_none() || has_user(&author.user) {
        return None;
    }
    // Exporters that write Markdown escape brackets.
    let folded = view.folded.trim().replace("\\[", "[").replace("\\]", "]");
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

/// Whether a name looks like the title of a page rather than a person's name.
fn is_page_title(name: &str) -> bool {
    let has_divider = ["»", "«", " | ", " -- ", " — ", " – ", "&raquo;", " : ", " - "]
        .iter()
        .any(|divider| name.contains(divider));
    has_divider || 4 < name.split_whitespace().count()
}
