//! Lines that plugins append to comments: CommentLuv's link to the author's last blog post, and BackType's note of
//! where a comment was originally posted.
//!
//! Such a trailer was not written by the author, differs between two copies of one comment, and has a link that the
//! blog's owner invited. It is excluded from comparing and judging, and stays in every output.

use std::sync::LazyLock;

use regex::Regex;

use super::html::{Html, LinkForm};

/// CommentLuv's lines from 2007 to 2012: `NAME's last blog post..TITLE`, `NAMEs last [type] ..TITLE`,
/// `NAME recently posted..TITLE`. Owners could edit the template, but not the two dots before the title.
static LAST_POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^.{1,70}(?: (?:last|latest) [\w\[\] ]{1,24}| recently posted) ?\.\.+ ?\S.*$")
        .expect("it compiles")
});

/// The start of BackType's note, in any letter case.
const ORIGINALLY_POSTED: &str = "this comment was originally posted on ";

/// The maximum number of characters before the title: a name, `'s last blog post` in any language, and the dots. A
/// paragraph that ends in dots and a link is longer.
const LONGEST_OPENING: usize = 100;

/// Cuts the trailer off a text, together with its links. A text that is nothing but a trailer keeps it.
pub fn cut(html: &mut Html) -> Option<String> {
    let start = find(html)?;
    if html.text[..start].trim().is_empty() {
        return None;
    }
    let trailer = html.text[start..].trim().to_owned();
    html.links.retain(|link| link.place.start < start);
    html.text.truncate(html.text[..start].trim_end().len());
    Some(trailer)
}

/// The start of the trailer.
fn find(html: &Html) -> Option<usize> {
    let text = html.text.trim_end();
    if text.ends_with("=-.") {
        return text.rfind(".-=");
    }
    let line_start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].trim();
    let ends_with_title = || {
        // Plugins link the title; people write the address itself.
        let mut titles =
            html.links.iter().filter(|link| link.form != LinkForm::Bare && link.place.end == text.len());
        titles.any(|link| line_start <= link.place.start && is_opening(&text[line_start..link.place.start]))
    };
    // The pattern is compiled and tried only on lines with the dots, which few comments end with.
    let is_last_post = line.contains("..") && LAST_POST.is_match(line);
    (is_last_post || is_originally_posted(line) || ends_with_title()).then_some(line_start)
}

/// Returns true for BackType's note, which ends with the title of a post.
fn is_originally_posted(line: &str) -> bool {
    const LONGEST_TITLE: usize = 200;
    let start = line.get(..ORIGINALLY_POSTED.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(ORIGINALLY_POSTED))
        && (1..=LONGEST_TITLE).contains(&line[ORIGINALLY_POSTED.len()..].chars().count())
}

fn is_opening(text: &str) -> bool {
    let text = text.trim();
    text.ends_with("..") && text.chars().nth(LONGEST_OPENING).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::html::strip;
    use super::*;

    fn check(body: &str, text: &str, trailer: &str) {
        let mut html = strip(body);
        assert_eq!(cut(&mut html).unwrap_or_default(), trailer);
        assert_eq!((html.text.as_str(), html.links.len()), (text, 0));
    }

    #[test]
    fn trailers_of_every_period_are_set_apart() {
        check(
            "True.\n\n<em>Ann's last blog post..<a href='http://a.example/x'>Knots</a></em>",
            "True.",
            "Ann's last blog post..Knots",
        );
        check(
            "True.\n.-= Ann&#180;s last blog ..<a href=\"http://a.example/x\">Knots</a> =-.",
            "True.",
            ".-= Ann´s last blog ..Knots =-.",
        );
        check("True.\nAnns last blog post..Knots", "True.", "Anns last blog post..Knots");
        check("True.\nAnn recently posted...Knots", "True.", "Ann recently posted...Knots");
        check(
            "Vrai.\nLe dernier billet d'Ann..<a href='http://a.example/x'>Noeuds</a>",
            "Vrai.",
            "Le dernier billet d'Ann..Noeuds",
        );
    }

    #[test]
    fn paragraphs_that_end_in_dots_and_a_link_stay() {
        let keeps = |body: &str| {
            let mut html = strip(body);
            assert_eq!((cut(&mut html), html.links.len()), (None, 1), "{body}");
        };
        keeps("True.\n\nI wrote this down once... http://a.example/knots");
        let said =
            "Of all the knots that my grandfather taught me on the quay, in any weather, only this one";
        keeps(&format!("True.\n\n{said} never slipped...<a href='http://a.example/x'>the reef knot</a>"));
    }

    #[test]
    fn what_people_write_themselves_stays() {
        check("I read your last post.. and liked it", "I read your last post.. and liked it", "");
        check("Hmm..\nwell", "Hmm..\nwell", "");
    }
}
