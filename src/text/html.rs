//! Comment bodies as text: tags taken out, their links kept, references resolved.
//!
//! Bodies are short fragments that browsers and blog software have already mended, so this is one pass over the
//! bytes and no tree: a `<` that starts no tag is text.

use std::borrow::Cow;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::{memchr, memchr2};

use super::fold::may_hold_addresses;
use super::links::Site;

/// A body without its markup.
#[derive(Debug, Default)]
pub struct Html {
    /// The text; block elements and `<br>` end lines.
    pub text: String,
    /// Links of the markup, of BBCode and of the bare text.
    pub links: Vec<Link>,
    /// Did it have `<code>` or `<pre>`?
    pub has_code: bool,
}

/// One link of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub site: Site,
    /// The text it stands on; empty for bare addresses.
    pub anchor: String,
    /// How it was written.
    pub form: LinkForm,
    /// Its place in the text.
    pub place: Range<usize>,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `<a href>`
    Anchor,
    /// `<img src>` and the like.
    Embedded,
    /// `[url=…]…[/url]`
    BbCode,
    /// An address in the text.
    Bare,
}

/// References are resolved this often: `&amp;amp;quot;` is three deep.
const REFERENCE_ROUNDS: usize = 3;

/// Elements after which a new line starts, and a new paragraph.
const LINES: &[&str] = &["br", "li", "tr", "div", "dt", "dd"];
const PARAGRAPHS: &[&str] =
    &["p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"];

/// Takes a body apart.
pub fn strip(body: &str) -> Html {
    let mut html = Html { text: String::with_capacity(body.len()), ..Html::default() };
    let mut open: Option<(Site, usize)> = None;
    let mut rest = body;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        push_text(&mut html.text, &rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::parse(rest) else {
            html.text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.len..];
        match tag.name.as_str() {
            "a" if tag.closes => close_link(&mut html, &mut open),
            "a" => {
                close_link(&mut html, &mut open);
                open =
                    tag.attribute("href").and_then(|it| Site::parse(&it)).map(|site| (site, html.text.len()));
            }
            "img" | "iframe" | "embed" => {
                if let Some(site) = tag.attribute("src").and_then(|it| Site::parse(&it)) {
                    let end = html.text.len();
                    html.links.push(Link {
                        site,
                        anchor: String::new(),
                        form: LinkForm::Embedded,
                        place: end..end,
                    });
                }
            }
            "script" | "style" if !tag.closes => rest = skip_raw(rest, &tag.name),
            "code" | "pre" => html.has_code = true,
            _ => {}
        }
        if LINES.contains(&tag.name.as_str()) {
            html.text.push('\n');
        } else if PARAGRAPHS.contains(&tag.name.as_str()) {
            html.text.push_str("\n\n");
        }
    }
    push_text(&mut html.text, rest);
    close_link(&mut html, &mut open);
    find_bbcode(&mut html);
    find_bare(&mut html);
    html
}

fn push_text(text: &mut String, piece: &str) {
    if memchr2(b'&', b'\r', piece.as_bytes()).is_none() {
        text.push_str(piece);
        return;
    }
    let mut resolved = Cow::Borrowed(piece);
    for _ in 0..REFERENCE_ROUNDS {
        // Borrowed where nothing was resolved.
        let Cow::Owned(next) = htmlize::unescape(&*resolved) else { break };
        resolved = next.into();
    }
    if memchr(b'\r', resolved.as_bytes()).is_some() {
        text.push_str(&resolved.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        text.push_str(&resolved);
    }
}

fn close_link(html: &mut Html, open: &mut Option<(Site, usize)>) {
    if let Some((site, start)) = open.take() {
        let place = start..html.text.len();
        let anchor = html.text[place.clone()].trim().to_owned();
        html.links.push(Link { site, anchor, form: LinkForm::Anchor, place });
    }
}

/// What a script or a style sheet says is not text.
fn skip_raw<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at;
        if rest.as_bytes()[start + 2..]
            .get(..name.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
        {
            return &rest[start..];
        }
        from = start + 2;
    }
    ""
}

fn find_bbcode(html: &mut Html) {
    if memchr(b'[', html.text.as_bytes()).is_none() {
        return;
    }
    let lower = html.text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find("[url") {
        let start = from + at;
        let Some(end) = lower[start..].find("[/url]").map(|it| start + it) else { break };
        from = end;
        let Some(bracket) = lower[start..end].find(']').map(|it| start + it) else { continue };
        let anchor = html.text[bracket + 1..end].trim().to_owned();
        let address = html.text[start + 4..bracket].trim_start_matches('=').trim_matches(['"', '\'', ' ']);
        let address = if address.is_empty() { anchor.as_str() } else { address };
        if let Some(site) = Site::parse(address) {
            html.links.push(Link { site, anchor, form: LinkForm::BbCode, place: start..end });
        }
    }
}

/// Addresses in the text that no link stands on. `linkify` wants a scheme, so `www.` ones are found by hand.
fn find_bare(html: &mut Html) {
    if !may_hold_addresses(&html.text) {
        return;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let taken: Vec<Range<usize>> = html.links.iter().map(|it| it.place.clone()).collect();
    for link in finder.links(&html.text) {
        let place = link.start()..link.end();
        let address = link.as_str();
        let is_address = address.contains("://") || address.starts_with("www.");
        let is_taken = taken.iter().any(|it| it.start < place.end && place.start < it.end);
        if let Some(site) = Site::parse(address).filter(|_| is_address && !is_taken) {
            html.links.push(Link { site, anchor: String::new(), form: LinkForm::Bare, place });
        }
    }
}

/// A start tag, an end tag, a comment or a declaration.
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
    len: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag that `text` starts with.
    fn parse(text: &'a str) -> Option<Tag<'a>> {
        if text.starts_with("<!--") {
            let len = text.find("-->").map_or(text.len(), |it| it + 3);
            return Some(Tag { name: String::new(), closes: false, attributes: "", len });
        }
        let closes = text.starts_with("</");
        let inner = &text[if closes { 2 } else { 1 }..];
        let name_len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if name_len == 0 || !inner.as_bytes()[0].is_ascii_alphabetic() {
            return None;
        }
        // `<john@example.com>` and `<http://…>` are text.
        if !matches!(inner.as_bytes().get(name_len), Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n')) {
            return None;
        }
        let mut quote = None;
        for (at, byte) in inner.bytes().enumerate().skip(name_len) {
            match (quote, byte) {
                (None, b'>') => {
                    let len = text.len() - inner.len() + at + 1;
                    let name = inner[..name_len].to_ascii_lowercase();
                    return Some(Tag { name, closes, attributes: &inner[name_len..at], len });
                }
                (None, b'<') => return None,
                (None, b'"' | b'\'') if inner.as_bytes()[at - 1] == b'=' => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
        }
        None
    }

    fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == '/');
            let name_len = rest.find(|it: char| it == '=' || it.is_whitespace())?;
            let name = &rest[..name_len];
            rest = rest[name_len..].trim_start();
            let Some(after) = rest.strip_prefix('=') else { continue };
            let after = after.trim_start();
            let (value, next) = match after.chars().next()? {
                quote @ ('"' | '\'') => {
                    let inner = &after[1..];
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                }
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(htmlize::unescape_attribute(value).trim().to_owned());
            }
            rest = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, text: &str, links: &[&str]) {
        let html = strip(body);
        assert_eq!(html.text.trim(), text, "text of {body:?}");
        let found: Vec<String> = html
            .links
            .iter()
            .map(|it| format!("{} {}", it.site.normal(), it.anchor).trim().to_owned())
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
    fn leaves_what_is_no_markup() {
        check("if a < b && c > d", "if a < b && c > d", &[]);
        check("i <3 this, <john@a.example>", "i <3 this, <john@a.example>", &[]);
        check("cut off <a href=\"http://a.example", "cut off <a href=\"http://a.example", &["a.example"]);
        check("&lt;div&gt; &amp;amp;amp; &quot;", "<div> & \"", &[]);
        check("<script>alert('x')</script>safe", "safe", &[]);
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
