//! Blocklists: lists of words in the format of WordPress's option `disallowed_keys` (Settings › Discussion).
//!
//! Each line is an entry. Entries are matched like in `wp_check_comment_disallowed_list()` of
//! `wp-includes/comment.php`: anywhere in the author's name, e-mail address, site, IP address and user agent, and in
//! the text with and without its tags, ignoring case. The format has no comments and no special characters: `#1 offer`
//! and `c++` are matched literally.
//!
//! `cialis` is therefore found in “specialist”. How much an entry counts is measured on the dump: see
//! `context::BlocklistHits`.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use foldhash::{HashSet, HashSetExt};

use crate::comment::Comment;
use crate::error::{ErrorKind, Result};

/// The entries of a blocklist, ready to be searched for.
#[derive(Debug)]
pub struct Blocklist {
    entries: Vec<Box<str>>,
    automaton: AhoCorasick,
}

impl Blocklist {
    /// The maximum size of a list in bytes: ten times the largest public lists, which have tens of thousands of
    /// entries.
    pub const MOST_BYTES: u64 = 8 << 20;

    /// Reads a list. `name` is the file, for errors. Accepts a byte order mark, any line ends, blank lines, and
    /// Windows-1252 if the bytes are not UTF-8. Of entries that differ only in case, the first is kept.
    ///
    /// # Errors
    /// The list has no entries or is too long.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Blocklist> {
        let refused = |why: String| ErrorKind::Settings(format!("the blocklist {name} {why}"));
        if Self::MOST_BYTES < bytes.len() as u64 {
            let most = Self::MOST_BYTES >> 20;
            return Err(
                refused(format!("is longer than {most} MiB; name a list with one entry per line")).into()
            );
        }
        let text = decoded(bytes);
        let mut seen = HashSet::new();
        // PHP's `trim` removes these characters, and its `empty` is true for "0".
        let lines = text.split(['\n', '\r']).map(|line| line.trim_matches([' ', '\t', '\0', '\x0B']));
        let entries = lines.filter(|line| !line.is_empty() && *line != "0");
        let entries = entries.filter(|entry| seen.insert(fold(entry)));
        let entries: Vec<Box<str>> = entries.map(Box::from).collect();
        if entries.is_empty() {
            let why = "has no entries; put one on each line, as under Settings › Discussion in WordPress";
            return Err(refused(why.to_owned()).into());
        }
        let automaton = AhoCorasick::new(entries.iter().map(|entry| fold(entry)))
            .map_err(|error| refused(format!("can't be used: {error}; split it")))?;
        Ok(Blocklist { entries, automaton })
    }

    /// The number of entries.
    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    /// The entry with this number, as it was written.
    pub fn entry(&self, number: u32) -> &str {
        &self.entries[number as usize]
    }

    /// The numbers of the entries that occur in a comment, sorted. `text` is the text of the comment without tags.
    pub fn hits(&self, comment: &Comment, text: &str) -> Box<[u32]> {
        let author = &comment.author;
        let fields = [&author.name, &author.email, &author.url, &comment.body, &author.ip, &author.agent];
        let mut numbers = HashSet::new();
        for field in fields.into_iter().map(String::as_str).chain([text]).filter(|field| !field.is_empty()) {
            let folded = fold(field);
            numbers
                .extend(self.automaton.find_overlapping_iter(&folded).map(|found| found.pattern().as_u32()));
        }
        let mut numbers: Vec<u32> = numbers.into_iter().collect();
        numbers.sort_unstable();
        numbers.into()
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = marked.unwrap_or(if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0
}

/// Lower case, character by character. Both forms of the Greek small sigma are the same.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).map(|char| if char == 'ς' { 'σ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Author;

    /// Checks which entries of a list occur in a comment with this text.
    #[track_caller]
    fn check(list: &[u8], body: &str, expected: &[&str]) {
        check_comment(list, &Comment { body: body.to_owned(), ..Comment::default() }, expected);
    }

    #[track_caller]
    fn check_comment(list: &[u8], comment: &Comment, expected: &[&str]) {
        let list = Blocklist::parse("list.txt", list).unwrap();
        let text = crate::text::strip(&comment.body).text;
        let found: Vec<&str> = list.hits(comment, &text).iter().map(|number| list.entry(*number)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_entry_is_found_inside_words_whatever_the_case() {
        check(b"cialis\nPoker\nloan", "A SpeCIALISt for pokers", &["cialis", "Poker"]);
        check("казино\nΟΔΟΣ".as_bytes(), "КАЗИНО, οδος, οδοσ", &["казино", "ΟΔΟΣ"]);
    }

    #[test]
    fn overlapping_entries_are_all_found() {
        check(b"online\nonline casino\nline cas", "Online Casino", &["online", "online casino", "line cas"]);
    }

    #[test]
    fn nothing_in_an_entry_is_special() {
        check(
            b"#1 offer\nc++\na.b\n[url",
            "The #1 offer, C++ and [url=x], axb",
            &["#1 offer", "c++", "[url"],
        );
    }

    #[test]
    fn blank_lines_marks_and_line_ends_are_no_entries() {
        check(b"\xEF\xBB\xBF spam \r\n\r\n\t\n0\nSPAM\nham\r\n", "spam and ham for 0", &["spam", "ham"]);
        check(b"\xFF\xFEa\0b\0\n\0c\0", "abc", &["ab", "c"]);
        check(b"caf\xE9", "CAFÉ", &["café"]);
    }

    #[test]
    fn every_field_is_looked_at_and_tags_hide_nothing() {
        let comment = Comment {
            author: Author {
                name: "Aname".to_owned(),
                email: "b@mail.example".to_owned(),
                url: "http://csite.example/".to_owned(),
                ip: "192.0.2.7".to_owned(),
                agent: "Eagent/1.0".to_owned(),
                user: "Fuser".to_owned(),
            },
            body: "vi<b>ag</b>ra <a href=\"http://glink.example/\">h</a>".to_owned(),
            ..Comment::default()
        };
        let list = b"aname\nb@mail\ncsite\n192.0.2.\neagent\nfuser\nviagra\nglink.example";
        let expected = ["aname", "b@mail", "csite", "192.0.2.", "eagent", "viagra", "glink.example"];
        check_comment(list, &comment, &expected);
    }

    #[test]
    fn a_list_without_entries_is_an_error() {
        for empty in [&b""[..], b"\r\n \n", b"\xEF\xBB\xBF", b"0\n"] {
            let error = Blocklist::parse("list.txt", empty).unwrap_err().to_string();
            assert!(error.contains("list.txt has no entries"), "{error}");
        }
    }
}
