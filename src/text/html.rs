//! Comment bodies as text: markup removed, links collected, character references resolved.
//!
//! Bodies are short fragments, so no tree is built: the tokenizer of the HTML standard finds tags, comments and
//! declarations, and everything between them is text. Two things differ from a browser, because they are what the
//! author wrote and a moderator should see them: an address in angle brackets (`<ann@boats.example>`) is text, and so
//! is a tag that the end of the body cuts off.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::{DefaultEmitter, Span, StartTag, State, Token, Tokenizer};
use linkify::{LinkFinder, LinkKind};
use memchr::{memchr, memchr2};

use super::fold::may_have_addresses;
use super::links::Site;

/// The text and the links of a comment body.
#[derive(Debug, Default)]
pub struct Html {
    /// The text. Block elements and `<br>` end lines.
    pub text: String,
    /// Links in markup, in BBCode and in the text itself.
    pub links: Vec<Link>,
    /// Whether the body has a `<code>` or `<pre>` element.
    pub has_code: bool,
}

/// A link in a comment body.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The target.
    pub site: Site,
    /// The link text; empty for bare addresses.
    pub anchor: String,
    /// How the link is written.
    pub form: LinkForm,
    /// The byte range of the link text in [`Html::text`].
    pub place: Range<usize>,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `<a href>`
    Anchor,
    /// `<img src>`, `<iframe src>` or `<embed src>`
    Embedded,
    /// `[url=…]…[/url]`
    BbCode,
    /// An address in the text.
    Bare,
}

/// How often character references are resolved: `&amp;amp;quot;` is three levels deep.
const REFERENCE_ROUNDS: usize = 3;

/// The start of an end tag with its slash as a character reference.
const ESCAPED_END_TAG: &str = "<&#47;";

/// Elements that start a new line.
const LINES: &[&[u8]] = &[b"br", b"li", b"tr", b"div", b"dt", b"dd"];

/// Elements that start a new paragraph.
const PARAGRAPHS: &[&[u8]] =
    &[b"p", b"blockquote", b"pre", b"ul", b"ol", b"table", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"hr"];

/// Separates the text of a body from its markup. Takes linear time on any input.
pub fn strip(body: &str) -> Html {
    // jekyll-import, which converts WordPress posts, writes every slash as a character reference, in end tags too.
    if body.contains(ESCAPED_END_TAG) {
        return strip(&body.replace(ESCAPED_END_TAG, "</"));
    }
    let mut builder = Builder::new(body);
    // Most comments have no markup. Not tokenizing them saves 9 % of the instructions of a run.
    if memchr(b'<', body.as_bytes()).is_none() {
        return builder.finish();
    }
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let mut tokenizer = Tokenizer::new_with_emitter(body, emitter);
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            Token::StartTag(tag) if !is_address(&tag.name) => {
                builder.start_element(&tag);
                match &**tag.name {
                    b"script" => tokenizer.set_state(State::ScriptData),
                    b"style" => tokenizer.set_state(State::RawText),
                    _ => {}
                }
            }
            Token::EndTag(tag) if !is_address(&tag.name) => builder.end_element(&tag.name, tag.span),
            Token::Comment(comment) => builder.skip_comment(comment.span),
            Token::Doctype(doctype) => builder.skip_markup(doctype.span),
            // Text is copied from the body, between the spans of the markup.
            _ => {}
        }
    }
    builder.finish()
}

/// Whether a tag name is an e-mail or web address that was put in angle brackets.
fn is_address(name: &[u8]) -> bool {
    name.ends_with(b":") || name.iter().any(|byte| matches!(byte, b'@' | b'.'))
}

/// The state of [`strip`]: what was built so far.
struct Builder<'a> {
    body: &'a str,
    html: Html,
    /// The start of the text that is not copied yet.
    text_start: usize,
    /// Whether that text belongs to a script or a style sheet.
    is_hidden: bool,
    open_anchor: Option<OpenAnchor>,
}

/// An `<a href>` without its end tag.
struct OpenAnchor {
    site: Site,
    text_start: usize,
}

impl<'a> Builder<'a> {
    fn new(body: &'a str) -> Builder<'a> {
        let html = Html { text: String::with_capacity(body.len()), ..Html::default() };
        Builder { body, html, text_start: 0, is_hidden: false, open_anchor: None }
    }

    /// Copies the text before a piece of markup, and continues after it.
    fn skip_markup(&mut self, markup: Span) {
        self.push_text_until(markup.start);
        self.text_start = markup.end;
    }

    /// Skips an HTML comment, but keeps the text of a CDATA section. Browsers treat both as comments, but a CDATA
    /// section was pasted from a feed.
    fn skip_comment(&mut self, comment: Span) {
        const START: &str = "<![CDATA[";
        const END: &str = "]]>";
        let raw = self.body.get(comment.start..comment.end).unwrap_or_default();
        if raw.len() < START.len() + END.len() || !raw.starts_with(START) || !raw.ends_with(END) {
            self.skip_markup(comment);
            return;
        }
        self.skip_markup(Span { start: comment.start, end: comment.start + START.len() });
        self.skip_markup(Span { start: comment.end - END.len(), end: comment.end });
    }

    fn push_text_until(&mut self, end: usize) {
        if let Some(text) = self.body.get(self.text_start..end).filter(|_| !self.is_hidden) {
            push_text(&mut self.html.text, text);
        }
    }

    fn start_element(&mut self, tag: &StartTag<usize>) {
        self.skip_markup(tag.span);
        let site = |attribute: &[u8]| {
            let value = tag.attributes.get(attribute)?;
            Site::parse(String::from_utf8_lossy(value).trim())
        };
        match &**tag.name {
            b"a" => {
                self.close_anchor();
                let text_start = self.html.text.len();
                self.open_anchor = site(b"href").map(|site| OpenAnchor { site, text_start });
            }
            b"img" | b"iframe" | b"embed" => {
                let end = self.html.text.len();
                self.html.links.extend(site(b"src").map(|site| Link {
                    site,
                    anchor: String::new(),
                    form: LinkForm::Embedded,
                    place: end..end,
                }));
            }
            b"script" | b"style" => self.is_hidden = true,
            b"code" | b"pre" => self.html.has_code = true,
            _ => {}
        }
        self.break_line(&tag.name);
    }

    fn end_element(&mut self, name: &[u8], span: Span) {
        self.skip_markup(span);
        self.is_hidden = false;
        if name == b"a" {
            self.close_anchor();
        }
        self.break_line(name);
    }

    fn break_line(&mut self, element: &[u8]) {
        if LINES.contains(&element) {
            self.html.text.push('\n');
        } else if PARAGRAPHS.contains(&element) {
            self.html.text.push_str("\n\n");
        }
    }

    fn close_anchor(&mut self) {
        if let Some(OpenAnchor { site, text_start }) = self.open_anchor.take() {
            let place = text_start..self.html.text.len();
            let anchor = self.html.text[place.clone()].trim().to_owned();
            self.html.links.push(Link { site, anchor, form: LinkForm::Anchor, place });
        }
    }

    fn finish(mut self) -> Html {
        self.push_text_until(self.body.len());
        self.close_anchor();
        find_bbcode(&mut self.html);
        find_bare(&mut self.html);
        self.html
    }
}

/// Appends text with its character references resolved and its line ends normalised.
fn push_text(text: &mut String, piece: &str) {
    if memchr2(b'&', b'\r', piece.as_bytes()).is_none() {
        text.push_str(piece);
        return;
    }
    let mut resolved = Cow::Borrowed(piece);
    for _ in 0..REFERENCE_ROUNDS {
        // Borrowed if there is nothing to resolve.
        let Cow::Owned(next) = htmlize::unescape(&*resolved) else { break };
        resolved = next.into();
    }
    if memchr(b'\r', resolved.as_bytes()).is_some() {
        text.push_str(&resolved.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        text.push_str(&resolved);
    }
}

/// Collects the links written as `[url]…[/url]` or `[url=…]…[/url]`.
fn find_bbcode(html: &mut Html) {
    if memchr(b'[', html.text.as_bytes()).is_none() {
        return;
    }
    let lower = html.text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("[url") {
        let start = from + at;
        let Some(end) = lower[start..].find("[/url]").map(|offset| start + offset) else { break };
        from = end;
        let Some(bracket) = lower[start..end].find(']').map(|offset| start + offset) else { continue };
        let anchor = html.text[bracket + 1..end].trim().to_owned();
        let address = html.text[start + 4..bracket].trim_start_matches('=').trim_matches(['"', '\'', ' ']);
        let address = if address.is_empty() { anchor.as_str() } else { address };
        if let Some(site) = Site::parse(address) {
            html.links.push(Link { site, anchor, form: LinkForm::BbCode, place: start..end });
        }
    }
}

/// Collects the addresses in the text that are not part of another link: those with a scheme or `www.`.
fn find_bare(html: &mut Html) {
    if !may_have_addresses(&html.text) {
        return;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let mut taken: Vec<Range<usize>> = html.links.iter().map(|link| link.place.clone()).collect();
    taken.sort_unstable_by_key(|place| place.start);
    let mut taken = taken.into_iter().peekable();
    // The greatest end of the links that start before the end of the current address.
    let mut taken_end = 0;
    for link in finder.links(&html.text) {
        let place = link.start()..link.end();
        while let Some(other) = taken.next_if(|other| other.start < place.end) {
            taken_end = taken_end.max(other.end);
        }
        let address = link.as_str();
        let is_address = address.contains("://") || address.starts_with("www.");
        let is_taken = place.start < taken_end;
        if let Some(site) = Site::parse(address).filter(|_| is_address && !is_taken) {
            html.links.push(Link { site, anchor: String::new(), form: LinkForm::Bare, place });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(body: &str, text: &str, links: &[&str]) {
        let html = strip(body);
        assert_eq!(html.text.trim(), text, "text of {body:?}");
        let found: Vec<String> = html
            .links
            .iter()
            .map(|link| format!("{} {}", link.site.normal(), link.anchor).trim().to_owned())
            .collect();
        assert_eq!(found, links, "links of {body:?}");
    }

    #[test]
    fn takes_markup_out_and_keeps_its_links() {
        check("a <b>bold</b> word", "a bold word", &[]);
        check("<a href=\"http://a.example/x\">here</a>, ok", "here, ok", &["a.example/x here"]);
        check("<A HREF='http://www.a.example/'>Here", "Here", &["a.example Here"]);
        check("<img src=http://p.example/i.png> look", "look", &["p.example/i.png"]);
        check(
            "see http://a.example/x). Or www.b.example!",
            "see http://a.example/x). Or www.b.example!",
            &["a.example/x", "b.example"],
        );
        check("[url=http://a.example]pills[/url]", "[url=http://a.example]pills[/url]", &["a.example pills"]);
    }

    #[test]
    fn end_tags_with_an_escaped_slash_end_their_elements() {
        check("<p>a <b>bold<&#47;b> word<&#47;p>", "a bold word", &[]);
        check(
            "<a href=\"http:&#47;&#47;a.example&#47;x\">here<&#47;a>, ok",
            "here, ok",
            &["a.example/x here"],
        );
    }

    #[test]
    fn leaves_what_is_no_markup() {
        check("if a < b && c > d", "if a < b && c > d", &[]);
        check("i <3 this, <john@a.example>", "i <3 this, <john@a.example>", &[]);
        check("cut off <a href=\"http://a.example", "cut off <a href=\"http://a.example", &["a.example"]);
        check("&lt;div&gt; &amp;amp;amp; &quot;", "<div> & \"", &[]);
        check("<script>alert('x')</script>safe", "safe", &[]);
    }

    #[test]
    fn attributes_are_read_as_browsers_do() {
        for tag in [
            "<a href = \"http://x.example/?a>b\">",
            "<a href='http://x.example/?a>b'>",
            "<a\nhref\t=\r\n'http://x.example/?a>b' >",
            "<a title='>'href=\"http://x.example/?a>b\">",
            "<a rel=nofollow href=http://x.example/?a&gt;b>",
            "<a/href=http://x.example/?a&gt;b>",
            "<A disabled HREF=\"http://x.example/?a>b\" href='http://y.example'>",
        ] {
            check(&format!("{tag}shop</a>"), "shop", &["x.example/?a>b= shop"]);
        }
    }

    #[test]
    fn comments_and_declarations_are_no_text() {
        for markup in [
            "<!doctype html>",
            "<!-- a > b -->",
            "<!-->",
            "<!-- <b> --!>",
            "<?php echo 1 ?>",
            "<!--[if gte mso 9]><xml></xml><![endif]-->",
            "</ p>",
            "<o:p></o:p>",
            "<my-element>",
        ] {
            check(&format!("so{markup}ap"), "soap", &[]);
        }
        check("before <!-- never closed", "before", &[]);
        check("a section <![CDATA[of a feed]]> is text", "a section of a feed is text", &[]);
        check("before <!doctype never closed", "before", &[]);
    }

    #[test]
    fn what_the_end_cuts_off_is_text() {
        for cut in ["<", "</", "<b", "</b", "<b title", "<b title=", "<b title=\"a>b", "<b title='a' "] {
            check(&format!("1 {cut}"), format!("1 {cut}").trim(), &[]);
        }
    }

    #[test]
    fn line_breaks_of_plain_text_stay() {
        check("one\r\ntwo\n\n<b>thr\r\nee</b> <p>four", "one\ntwo\n\nthr\nee \n\nfour", &[]);
    }

    #[test]
    fn scripts_and_style_sheets_are_no_text() {
        check("a<style>p { x: 'y>' }</STYLE >b", "ab", &[]);
        check("a<script>if (a</b>/) '<p>' </scriptx></script>b", "ab", &[]);
        check("a<script>never closed</p>", "a", &[]);
    }

    proptest! {
        #[test]
        fn markup_spans_are_those_of_the_body(
            text in "[a-c é\r\n]{0,6}",
            tag in "<(b|/b|b x='[a>\r\né]{0,4}'|!--[a\r\né]{0,3}--)>",
        ) {
            let expected = text.replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(strip(&format!("{text}{tag}é{tag}!")).text, format!("{expected}é!"));
        }

        #[test]
        fn no_body_is_too_strange(body in "[<>/a!?='\"\\[\\]&;\\-\r\né ]{0,60}") {
            strip(&body);
        }
    }

    #[test]
    fn addresses_inside_links_are_not_counted_again() {
        check(
            "<a href='http://a.example'>http://a.example and more</a> http://b.example \
             [url=http://c.example]http://c.example[/url] http://d.example",
            "http://a.example and more http://b.example [url=http://c.example]http://c.example[/url] http://d.example",
            &["a.example http://a.example and more", "c.example http://c.example", "b.example", "d.example"],
        );
    }

    #[test]
    fn bbcode_that_is_never_closed_is_text() {
        check("[url [url", "[url [url", &[]);
        check(
            "[url [url[/url] [url=http://a.example]b[/url]",
            "[url [url[/url] [url=http://a.example]b[/url]",
            &["a.example b"],
        );
    }
}
