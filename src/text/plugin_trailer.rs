//! What plugins hang on comments: CommentLuv's “last blog post” line and BackType's “originally posted on”.
//!
//! A trailer is not what the author wrote, changes between two copies of one comment, and carries a link that the
//! blog's owner invited. It is set apart for comparing and judging, and stays in every output.

use std::sync::LazyLock;

use memchr::{memchr_iter, memrchr};
use regex::Regex;

use super::html::{Html, LinkForm};

/// CommentLuv's lines from 2007 to 2012: `NAME's last blog post..TITLE`, `NAMEs last [type] ..TITLE`,
/// `NAME recently posted..TITLE`; the template could be edited, the two dots before the title stayed.
static LAST_POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^.{1,70}(?: (?:last|latest) [\w\[\] ]{1,24}| recently posted) ?\.\.+ ?\S.*$")
        .expect("it compiles")
});

static ORIGINALLY_POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^this comment was originally posted on .{1,200}$").expect("it compiles")
});

/// The most characters before the title: a name, `'s last blog post` in any language, and the dots. A paragraph that
/// ends in dots and a link is longer.
const LONGEST_OPENING: usize = 100;

/// Cuts the trailer off a text and takes its links out. A text that is nothing but a trailer keeps it.
pub fn cut(html: &mut Html) -> Option<String> {
    let end = html.text.trim_end().len();
    let text = &html.text[..end];
    let start = if text.ends_with("=-.") {
        text.rfind(".-=")?
    } else {
        let line = memrchr(b'\n', text.as_bytes()).map_or(0, |it| it + 1);
        let last = text[line..].trim();
        let stands_before_link = || {
            // The plugin linked the title; only people write an address out.
            let mut titles = html.links.iter().filter(|it| it.form != LinkForm::Bare && it.place.end == end);
            titles.any(|it| line <= it.place.start && is_opening(text[line..it.place.start].trim()))
        };
        let is_last_post = || has_opening(last) && LAST_POST.is_match(last);
        let is_of_comment = || last.split(' ').nth(1).is_some_and(|it| it.eq_ignore_ascii_case("comment"));
        let is_copy = || last.starts_with(['t', 'T']) && is_of_comment() && ORIGINALLY_POSTED.is_match(last);
        if !is_last_post() && !is_copy() && !stands_before_link() {
            return None;
        }
        line
    };
    if text[..start].trim().is_empty() {
        return None;
    }
    let trailer = text[start..].trim().to_owned();
    html.links.retain(|it| it.place.start < start);
    html.text.truncate(html.text[..start].trim_end().len());
    Some(trailer)
}

/// Do dots stand where [`LAST_POST`] has them, behind no more than 70 characters, ` latest `, 24 and a blank? And has it
/// such words? Few comments do, so the pattern is seldom asked and seldom made.
fn has_opening(line: &str) -> bool {
    // A long s is an s, too, where case does not matter.
    const WORDS: [&str; 5] = [" last ", " laſt ", " latest ", " lateſt ", " recently po"];
    let bytes = line.as_bytes();
    let dots = memchr_iter(b'.', bytes).find(|it| bytes.get(it + 1) == Some(&b'.'));
    let has_words = || memchr_iter(b' ', bytes).any(|at| WORDS.iter().any(|it| starts_with(&line[at..], it)));
    dots.is_some_and(|dots| line[..dots].chars().nth(70 + 8 + 24 + 1).is_none()) && has_words()
}

/// Does a text start with some words, whatever the case of the letters of ASCII?
fn starts_with(text: &str, words: &str) -> bool {
    text.as_bytes().get(..words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words.as_bytes()))
}

fn is_opening(text: &str) -> bool {
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
