//! Front matter: the settings at the head of a post for static site generators (Jekyll, Hugo and others), as YAML
//! between two lines `---` or as TOML between two lines `+++`.

mod tree;

use std::ops::Range;
use std::path::Path;

use jiff::civil::DateTime;
use jiff::tz::Offset;

pub use self::tree::{Node, parse};
use super::field_text::unescape_html;
use crate::comment::{Author, Post, parse_date};

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Between two lines `---`.
    Yaml,
    /// Between two lines `+++`.
    Toml,
}

/// The two parts of a page, as byte ranges of its text.
pub struct Split {
    /// Whether the end of the front matter is missing, so that there is no content.
    pub is_cut: bool,
    /// The language of the front matter.
    pub language: Language,
    /// The front matter, without the lines around it.
    pub settings: Range<usize>,
    /// The text below the front matter.
    pub content: Range<usize>,
}

/// Splits a page into front matter and content; `None` if it has no front matter.
pub fn split(text: &str) -> Option<Split> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(text, mark);
    let first = lines.next()?;
    let language = match text[first.clone()].trim_end() {
        "---" => Language::Yaml,
        "+++" => Language::Toml,
        _ => return None,
    };
    let is_end = |line: &str| match language {
        Language::Yaml => matches!(line.trim_end(), "---" | "..."),
        Language::Toml => line.trim_end() == "+++",
    };
    let end = text.len()..text.len();
    let last = lines.find(|line| is_end(&text[line.clone()]));
    let is_cut = last.is_none();
    let last = last.unwrap_or(end);
    Some(Split { is_cut, language, settings: first.end..last.start, content: last.end..text.len() })
}

/// The byte ranges of the lines of a text from a byte on, each with its line end: `\n`, `\r\n` or `\r`.
pub fn lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut start = from;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let end_bytes = match rest[length..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        let line = start..start + length + end_bytes;
        start = line.end;
        Some(line)
    })
}

/// The settings of a page, and a note if they are not valid YAML or TOML: then each key is read by itself, which is
/// enough for a title with an unquoted colon.
pub fn settings(text: &str, language: Language) -> (Node, Option<String>) {
    let parse_all = |text: &str| match language {
        Language::Yaml => parse(text),
        Language::Toml => parse_toml(text),
    };
    let error = match parse_all(text) {
        Ok(settings) => return (settings, None),
        Err(error) => error,
    };
    let mut entries = Vec::new();
    let starts = lines(text, 0).filter(|line| is_key(&text[line.clone()])).map(|line| line.start);
    let starts: Vec<usize> = starts.chain([text.len()]).collect();
    for part in starts.windows(2) {
        let part = &text[part[0]..part[1]];
        match parse_all(part) {
            Ok(Node::Mapping(parsed)) => entries.extend(parsed),
            _ => entries.extend(
                part.split_once([':', '='])
                    .map(|(key, value)| (key.trim().to_owned(), Node::Text(value.trim().to_owned()))),
            ),
        }
    }
    let note = format!("the front matter is not valid ({error}); it was read key by key");
    (Node::Mapping(entries), Some(note))
}

/// Returns true if a line starts with a key at the margin.
pub fn is_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once([':', '=']) else { return false };
    let key = key.trim_end();
    let is_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | '"' | '\'');
    let is_toml = line[key.len()..].trim_start().starts_with('=');
    let is_separated = is_toml || value.trim().is_empty() || value.starts_with([' ', '\t']);
    !key.is_empty() && key.chars().all(is_word) && is_separated
}

fn parse_toml(text: &str) -> Result<Node, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(node(toml::Value::Table(table)))
}

/// The tree of a TOML value. The TOML parser limits its depth.
fn node(value: toml::Value) -> Node {
    match value {
        toml::Value::String(text) => Node::Text(text),
        toml::Value::Array(values) => Node::List(values.into_iter().map(node).collect()),
        toml::Value::Table(table) => {
            Node::Mapping(table.into_iter().map(|(key, value)| (key, node(value))).collect())
        }
        other => Node::Text(other.to_string()),
    }
}

/// The post that front matter describes. `name` is that of the input.
pub fn post(settings: &Node, body: &str, name: &str, input: u32) -> Post {
    let first = |keys: &[&str]| keys.iter().find_map(|key| settings.text(key));
    // Only numbers, because posts in several inputs may share an id that is a word.
    let id = first(&["wordpress_id", "wp_id", "post_id", "id"]).filter(|id| id.parse::<u64>().is_ok());
    let mut authors: Vec<String> = ["author", "authors", "author_login"]
        .iter()
        .flat_map(|key| settings.texts(key))
        .chain(author_keys(settings, &["display_name", "name", "login"]))
        .map(unescape_html)
        .collect();
    authors.dedup();
    let terms = ["categories", "category", "tags", "tag"].iter().flat_map(|key| settings.texts(key));
    Post {
        id: id.unwrap_or("p1").to_owned(),
        title: unescape_html(settings.text("title").unwrap_or_default().to_owned()),
        url: address(settings, name),
        body: body.to_owned(),
        authors,
        terms: terms.map(unescape_html).collect(),
        date: date(settings),
        input,
        byte: 0,
    }
}

/// The author of a post, as the account that answers comments; `None` if the front matter has no e-mail address.
pub fn owner(settings: &Node) -> Option<Author> {
    let nested = |key| author_keys(settings, &[key]).next();
    let email = settings.text("author_email").map(str::to_owned).or_else(|| nested("email"))?;
    let url = settings.text("author_url").map(str::to_owned).or_else(|| nested("url"));
    let name = nested("display_name").or_else(|| settings.text("author").map(str::to_owned));
    Some(Author {
        name: unescape_html(name.unwrap_or_default()),
        email,
        url: url.unwrap_or_default(),
        ..Author::default()
    })
}

fn author_keys<'a>(settings: &'a Node, keys: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    keys.iter().filter_map(|key| Some(settings.get("author")?.text(key)?.to_owned()))
}

/// The date of a post or comment. WordPress's importers for Jekyll write `date_gmt` with the zone of the machine
/// that they ran on, although its time is GMT, so the zone is ignored.
pub fn date(settings: &Node) -> Option<DateTime> {
    let gmt = settings.text("date_gmt").and_then(|text| parse(text, true));
    return gmt.or_else(|| {
        let texts = ["date", "published", "pubdate", "created"].iter().filter_map(|key| settings.text(key));
        texts.map(|text| parse(text, false)).find(Option::is_some)?
    });

    fn parse(text: &str, is_zone_ignored: bool) -> Option<DateTime> {
        match is_zone_ignored {
            true => parse_without_zone(text),
            false => parse_any_date(text),
        }
    }
}

/// Parses a date in the form of Ruby (`2010-06-30 00:15:09 +0200`, `… UTC`), of mail headers (`Wed, 14 Mar 2007
/// 13:14:32 +0000`) or of [`parse_date`].
pub fn parse_any_date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let spaced = text.replace(" UTC", "+00:00").replace(" Z", "Z").replace(" +", "+").replace(" -", "-");
    let zoned =
        || jiff::fmt::rfc2822::parse(text).ok().map(|moment| Offset::UTC.to_datetime(moment.timestamp()));
    parse_date(&spaced).or_else(|| parse_date(text)).or_else(zoned)
}

fn parse_without_zone(text: &str) -> Option<DateTime> {
    let (day, time) = text.trim().split_once([' ', 'T'])?;
    let time: String =
        time.chars().take_while(|char| char.is_ascii_digit() || matches!(char, ':' | '.')).collect();
    parse_date(&format!("{day}T{time}"))
}

/// The address of a post: the one in its front matter, else one derived from the name of the file.
fn address(settings: &Node, name: &str) -> String {
    let old = settings.text("wordpress_url");
    let written = ["permalink", "url", "link"].iter().find_map(|key| settings.text(key));
    // A permalink with placeholders is a pattern.
    let written = written.filter(|address| !address.contains("/:"));
    if let Some(address) = written.filter(|address| address.contains("://")) {
        return address.to_owned();
    }
    if let (Some(path), Some(old)) = (written, old)
        && let Ok(address) = url::Url::parse(old).and_then(|old| old.join(path))
    {
        return address.into();
    }
    old.or(written).map_or_else(|| address_from_name(name), str::to_owned)
}

/// `2010-06-30-slug.md` is `/2010/06/30/slug.html` by Jekyll's defaults; other names are those of pages, and an
/// `index.md` is the page of its folder.
fn address_from_name(name: &str) -> String {
    let path = Path::new(name);
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut slug = stem(path);
    if matches!(slug.as_str(), "index" | "_index")
        && let Some(folder) = path.parent().filter(|folder| folder.file_name().is_some())
    {
        slug = stem(folder);
    }
    let day = slug.get(..11).and_then(|day| day.strip_suffix('-')).filter(|day| parse_date(day).is_some());
    match day {
        Some(day) => format!("/{}/{}.html", day.replace('-', "/"), &slug[11..]),
        None => format!("/{slug}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_date(text: &str, expected: &str) {
        let found = parse_any_date(text).map_or_else(String::new, |date| date.to_string());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_of_ruby_and_of_mail_are_read() {
        check_date("2010-06-30 00:15:09 +0200", "2010-06-29T22:15:09");
        check_date("2011-12-28 14:24:01.000000000 +01:00", "2011-12-28T13:24:01");
        check_date("2011-12-28 14:24:01 UTC", "2011-12-28T14:24:01");
        check_date("2011-12-28 14:24:01 -0330", "2011-12-28T17:54:01");
        check_date("2011-12-28T14:24:01Z", "2011-12-28T14:24:01");
        check_date("2011-12-28 14:24", "2011-12-28T14:24:00");
        check_date("2011-12-28", "2011-12-28T00:00:00");
        check_date("Wed, 14 Mar 2007 13:14:32 +0000", "2007-03-14T13:14:32");
        check_date("Wed, 14 Mar 2007 13:14:32 -0700", "2007-03-14T20:14:32");
        check_date("0000-00-00 00:00:00", "");
        check_date("soon", "");
    }

    #[test]
    fn settings_that_are_not_valid_are_read_key_by_key() {
        let text = "title: Mud: a season\ntags:\n- Walls\nlayout: post\n";
        let (settings, note) = settings(text, Language::Yaml);
        assert_eq!(
            (settings.text("title"), settings.texts("tags")),
            (Some("Mud: a season"), vec!["Walls".to_owned()])
        );
        assert!(note.is_some_and(|note| note.contains("key by key")));
        let (settings, _) = super::settings("title = Mud\ntags = [\"Walls\"]\n", Language::Toml);
        assert_eq!((settings.text("title"), settings.texts("tags")), (Some("Mud"), vec!["Walls".to_owned()]));
        assert!(!is_key("Note that: this is text") && !is_key("http://shed.example/ is") && is_key("a_b:"));
    }

    #[test]
    fn an_address_is_written_or_follows_from_the_name() {
        let check = |settings: &str, name: &str, expected: &str| {
            assert_eq!(address(&tree::parse(settings).unwrap_or(Node::List(Vec::new())), name), expected);
        };
        check("permalink: http://shed.example/a/", "2010-06-30-mud.md", "http://shed.example/a/");
        check("permalink: /a/\nwordpress_url: http://shed.example/?p=7", "x.md", "http://shed.example/a/");
        check("wordpress_url: http://shed.example/?p=7", "x.md", "http://shed.example/?p=7");
        check("permalink: /a/", "x.md", "/a/");
        check("permalink: /:year/:title/", "_posts/2010-06-30-mud.md", "/2010/06/30/mud.html");
        check("title: Mud", "content/posts/mud/index.md", "/mud/");
        check("title: Mud", "about.md", "/about/");
    }
}
