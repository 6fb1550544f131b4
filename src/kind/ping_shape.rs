//! Pingbacks and trackbacks that lost their type, as in old imports and in dumps of Movable Type, Disqus and plain
//! text.
//!
//! A pingback is a call from one blog to another: “this page of mine links yours”. A trackback is an announcement
//! with a title and an excerpt of its own. What the programs store as the
//! text, of pingbacks first:
//!
//! - WordPress 1.5 and later (`class-wp-xmlrpc-server.php`, `wp-trackback.php`): `[&#8230;] excerpt [&#8230;]`;
//!   `<strong>title</strong>`, an empty line and the excerpt.
//! - b2, and WordPress before 1.5 (`b2trackback.php`): `<pingback />[...] excerpt`;
//!   `<trackback /><strong>title</strong><br />excerpt`.
//! - Dotclear 1 and 2: no pingbacks; `<!-- TB -->`, `<p><strong>title</strong></p>` and the excerpt.
//! - BlogEngine.NET, Community Server: `Pingback from host` with the address `pingback`; `Trackback from host` with
//!   the address `trackback`.
//! - JRoller: no pingbacks; `[Trackback] excerpt`.
//!
//! WordPress stores the title of the page as a pingback's author, and the name of the blog as a trackback's. Neither
//! has an e-mail address. Importers and exporters change dots to `…`, escape the brackets (`\[…\]`) or write Markdown
//! (`**title**`), and some lose the address of the page.
//!
//! What this can't distinguish: a person without an e-mail address who starts with a title in bold type and a blank
//! line writes a trackback's shape, and a pingback whose brackets an import removed is a comment.

use super::Kind;
use super::page_title::is_page_title;
use crate::text::{View, fold};

/// The minimum number of words in a title on the same line as its excerpt.
const MIN_TITLE_WORDS: usize = 3;

/// The minimum number of characters between two marks. WordPress writes `[…] […]` where it finds no excerpt.
const MIN_EXCERPT: usize = 1;

/// [`Kind::Pingback`] or [`Kind::Trackback`] if the record has that shape.
pub fn kind(view: &View) -> Option<Kind> {
    let author = &view.comment.author;
    let email = author.email.trim();
    if email.eq_ignore_ascii_case("pingback") {
        return Some(Kind::Pingback);
    }
    if email.eq_ignore_ascii_case("trackback") {
        return Some(Kind::Trackback);
    }
    // An address without `@` is a placeholder of a template.
    if email.contains('@') || author.is_registered() {
        return None;
    }
    let body = view.comment.body.trim_start();
    written_mark(body)
        .or_else(|| announced(&view.folded))
        .or_else(|| is_trackback(view).then_some(Kind::Trackback))
        .or_else(|| is_pingback(view).then_some(Kind::Pingback))
}

/// The kind named by a mark at the start of a body.
fn written_mark(body: &str) -> Option<Kind> {
    const MARKS: &[(&str, Kind)] = &[
        ("<pingback />", Kind::Pingback),
        ("<pingback/>", Kind::Pingback),
        ("<trackback />", Kind::Trackback),
        ("<trackback/>", Kind::Trackback),
        ("<!-- tb -->", Kind::Trackback),
        ("[pingback]", Kind::Pingback),
        ("\\[pingback\\]", Kind::Pingback),
        ("[trackback]", Kind::Trackback),
        ("\\[trackback\\]", Kind::Trackback),
    ];
    let starts_with =
        |mark: &str| body.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    MARKS.iter().find(|(mark, _)| starts_with(mark)).map(|(_, kind)| *kind)
}

/// The kind named by the first words of a text.
fn announced(folded: &str) -> Option<Kind> {
    let folded = folded.trim_start();
    let starts_with = |word: &str| {
        folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(" from ") || rest.starts_with(": "))
    };
    [Kind::Pingback, Kind::Trackback].into_iter().find(|kind| starts_with(kind.name()))
}

/// Whether a body is a title in bold type, followed by an excerpt in a new paragraph. If the record has no address,
/// the excerpt must end with an ellipsis.
fn is_trackback(view: &View) -> bool {
    if !view.comment.body.trim_start().starts_with(['<', '*']) {
        return false;
    }
    let address = view.comment.author.url.trim();
    // jekyll-import writes every slash as a character reference, and Dotclear wraps the title in a paragraph.
    let body = view.comment.body.trim_start().replace("<&#47;", "</");
    let body = body.strip_prefix("<p>").unwrap_or(&body).trim_start();
    let is_cut = || ["...", "…", "&#8230;", "[...]", "[…]"].iter().any(|end| body.trim_end().ends_with(end));
    let bold = ["strong", "b"]
        .iter()
        .find_map(|element| body.strip_prefix(&format!("<{element}>"))?.split_once(&format!("</{element}>")));
    if let Some((title, excerpt)) = bold {
        let is_set_apart = ["\n", "\r\n", "<br", "</p>"].iter().any(|start| excerpt.starts_with(start))
            || excerpt.trim_start().starts_with("<p");
        return !title.trim().is_empty() && is_set_apart && (!address.is_empty() || is_cut());
    }
    let Some((title, _)) = body.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
        return false;
    };
    // Markdown exporters put title and excerpt on one line. People who emphasise their first words write the same, so
    // the title must have several words and the record an address.
    let is_title = MIN_TITLE_WORDS <= title.split_whitespace().count() || is_cut();
    let has_page = view.site.as_ref().is_some_and(|site| !site.path().is_empty());
    let is_name = fold(title).trim() == view.name.trim() && !address.is_empty();
    (is_title && has_page) || is_name
}

/// Whether a text is an excerpt between two ellipsis marks, or has one such mark and a page title as its author.
fn is_pingback(view: &View) -> bool {
    // Exporters that write Markdown escape brackets.
    let folded = view.folded.trim().replace("\\[", "[").replace("\\]", "]");
    let (start, end) = (mark_at_start(&folded), mark_at_end(&folded));
    let has_excerpt = start + end + MIN_EXCERPT <= folded.len();
    match (start, end) {
        (0, 0) => false,
        (1.., 1..) => has_excerpt,
        _ => is_page_title(&view.comment.author.name),
    }
}

/// The spellings of the ellipsis mark, folded.
const MARKS: [&str; 4] = ["[...]", "[ ... ]", "[..]", "[....]"];

/// The length of the mark that a text starts with, or 0.
fn mark_at_start(folded: &str) -> usize {
    MARKS.iter().find(|mark| folded.starts_with(**mark)).map_or(0, |mark| mark.len())
}

/// The length of the mark that a text ends with, or 0.
fn mark_at_end(folded: &str) -> usize {
    MARKS.iter().find(|mark| folded.ends_with(**mark)).map_or(0, |mark| mark.len())
}

#[cfg(test)]
mod tests {
    use crate::kind::testing::check;

    const PAGE: &str = "http://harbour.example/2009/05/knots/";

    #[test]
    fn an_excerpt_between_marks_is_a_pingback() {
        for body in [
            "[...] as Ada wrote about knots [...]",
            "[…] as Ada wrote about knots […]",
            "[&#8230;] as Ada wrote about knots [&#8230;]",
            "[&hellip;] as Ada wrote about knots [&hellip;]",
            "\\[…\\] as Ada wrote about knots \\[…\\]",
            "\\[...\\] as Ada wrote about knots \\[...\\]",
            "<p>[...] as Ada wrote about knots [...]</p>",
            "<p>[...] as Ada wrote about knots [...]<&#47;p>",
            "[...] 打结的方法 [...]",
            "[...]as Ada wrote about knots[...]",
            "[...] [...]",
        ] {
            check("Knots", "", PAGE, body, "pingback");
            check("Knots", "", "", body, "pingback");
            check("Ann", "ann@boats.example", PAGE, body, "comment");
        }
        check("Knots", "", PAGE, "[...] a tweet: RT @ada knots [...]", "pingback");
    }

    #[test]
    fn one_mark_under_the_title_of_a_page_is_a_pingback() {
        for title in
            ["Knots « Harbour", "Knots | Harbour", "Knots - Harbour", "Seven knots that hold in rain"]
        {
            check(title, "", "", "[...] as Ada wrote about knots (Ada", "pingback");
            check(title, "", PAGE, "as Ada wrote about knots […]", "pingback");
        }
        check("Ann", "", "", "[...] and then it slipped", "comment");
        check("Ann", "", PAGE, "I could tell you more [...]", "comment");
        check("Knots « Harbour", "", PAGE, "A good text about knots.", "comment");
    }

    #[test]
    fn a_bold_title_and_an_excerpt_are_a_trackback() {
        for body in [
            "<strong>Knots</strong>\n\nAda wrote about knots.",
            "<strong>Knots</strong>\r\n\r\nAda wrote about knots.",
            "<strong>Knots</strong><br />Ada wrote about knots.",
            "<strong>Knots<&#47;strong>\nAda wrote about knots.",
            "<p><strong>Knots</strong></p>\n<p>Ada wrote about knots.</p>",
            "<b>Knots</b>\n\nAda wrote about knots.",
            "**Knots that hold** Ada wrote about knots.",
            "<trackback /><strong>Knots</strong><br />Ada wrote about knots.",
            "<!-- TB --><p>Ada wrote about knots.</p>",
        ] {
            check("Harbour Notes", "", PAGE, body, "trackback");
            check("Ann", "ann@boats.example", PAGE, body, "comment");
        }
        check("Harbour", "", "http://%/b3d21", "<strong>Knots</strong>\n\nAda wrote", "trackback");
        check("Harbour", "", "", "<strong>Knots</strong>\n\nAda wrote about knots...", "trackback");
    }

    #[test]
    fn marks_that_programs_write() {
        check("harbour.example", "pingback", PAGE, "Pingback from harbour.example", "pingback");
        check("harbour.example", "trackback", PAGE, "Knots\n\nAda wrote about knots", "trackback");
        check("Knots", "", PAGE, "Pingback from  Knots &raquo; Harbour Notes", "pingback");
        check("Ada", "$comment.email", PAGE, "\\[Trackback\\] Reading about knots", "trackback");
        check("Ada", "", PAGE, "<pingback />[...] as Ada wrote", "pingback");
    }

    #[test]
    fn emphasis_and_omissions_of_people_are_comments() {
        check("Ann", "", "", "<strong>Thanks</strong>\n\nI will try that.", "comment");
        check("Ann", "", PAGE, "<strong>Bob</strong> wrote that it slips.", "comment");
        check("Ann", "", PAGE, "**Never** again.", "comment");
        check("Ann", "", PAGE, "Pingbacks from my blog don't arrive.", "comment");
        check("Ann", "", PAGE, "[...]", "comment");
        check("Ann", "", PAGE, "So [...] what now?", "comment");
    }
}
