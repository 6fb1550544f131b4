//! Threads of comments that start with a bullet, the author's address if there is one, and the author's name:
//!
//! ```text
//!   • http://ada.example/ Ada Finch
//!
//!     The text of the comment.
//!
//!     • Ben Ode
//!
//!       An answer to it.
//! ```
//!
//! Articles and comments have bulleted lists of their own. A bullet starts a comment only if its line can be a name and
//! text is below it, indented further. Within a thread, a line with a bullet is an item of a list inside a comment
//! - if the first comment has a blank line below the name, and this line has neither that nor an address;
//! - if its bullet differs from that of the comments at its depth, or, at a new depth, from that of the first comment.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Entry;
use crate::read::page::Line;

/// The characters that browsers and converters print before a list item.
const BULLETS: &[char] = &['•', '*', '-', '–', '◦', '·', '▪', '+', '‣', '●', '○', '■'];

/// The limits of a name. With an address, it may be the title of a page.
const NAME_CHARS: usize = 60;
const NAME_WORDS: usize = 8;
const PAGE_TITLE_CHARS: usize = 160;

/// The length from which a sentence belongs to an article rather than to a button, a heading or a comment form.
const PROSE_CHARS: usize = 100;

/// The comments of a page, or nothing if it has no thread.
pub fn find<'a>(lines: &[Line<'a>]) -> Option<Vec<Entry<'a>>> {
    // A list without addresses belongs to the article if the article continues below it.
    let margin = lines.iter().map(|line| line.indent).min()?;
    let is_prose = |line: &Line| {
        line.indent == margin
            && line.text.ends_with(['.', '!', '?', '”', '"'])
            && PROSE_CHARS <= line.text.chars().count()
    };
    let article_end = lines.iter().rposition(is_prose).unwrap_or(0);
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match Head::of(lines, at) {
            Some(head) if head.has_text => {
                let thread = Thread::read(lines, at, head);
                at = thread.lines.end.max(at + 1);
                if thread.is_plain(article_end) {
                    let n_before = entries.len();
                    entries.extend(thread.entries.into_iter().map(|mut entry| {
                        entry.parent = entry.parent.map(|parent| parent + n_before);
                        entry
                    }));
                }
            }
            _ => at += 1,
        }
    }
    (!entries.is_empty()).then_some(entries)
}

/// A line that may start a comment.
#[derive(Clone, Copy)]
struct Head<'a> {
    bullet: char,
    url: &'a str,
    name: &'a str,
    /// Whether text is below it, indented further.
    has_text: bool,
    /// Whether a blank line is between the two.
    is_apart: bool,
}

impl<'a> Head<'a> {
    fn of(lines: &[Line<'a>], at: usize) -> Option<Head<'a>> {
        let line = &lines[at];
        let (bullet, rest) = split_bullet(line.text)?;
        let (url, name) = split_url(rest);
        let name = name.strip_suffix(" says:").unwrap_or(name);
        if !can_be_name(name, url) {
            return None;
        }
        let below = lines.get(at + 1).filter(|below| line.indent < below.indent);
        let is_apart = below.is_some_and(|below| 0 < below.n_blank_above);
        // A line directly above another bullet is a heading in an outline, while a comment may start with a list.
        let is_outline = below
            .and_then(|below| split_bullet(below.text))
            .is_some_and(|(below_bullet, _)| below_bullet == bullet || !is_apart);
        let has_text = below.is_some() && (!url.is_empty() || !is_outline);
        Some(Head { bullet, url, name, has_text, is_apart })
    }
}

/// Comments with nothing between them.
struct Thread<'a> {
    entries: Vec<Entry<'a>>,
    lines: Range<usize>,
    is_apart: bool,
}

impl<'a> Thread<'a> {
    /// Reads from a first comment to the first line that neither is indented further than its bullet nor starts a
    /// comment.
    fn read(lines: &[Line<'a>], start: usize, first: Head<'a>) -> Thread<'a> {
        let top = lines[start].indent;
        let mut thread = Thread { entries: Vec::new(), lines: start..lines.len(), is_apart: first.is_apart };
        let mut bullets = BTreeMap::from([(top, first.bullet)]);
        // The comments that the next one may answer, the deepest last.
        let mut open: Vec<(u32, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate().skip(start) {
            let head = Head::of(lines, at).filter(|head| {
                let is_usual = match bullets.get(&line.indent) {
                    Some(bullet) => *bullet == head.bullet,
                    None => !head.url.is_empty() || head.bullet == first.bullet,
                };
                let is_alike = !head.url.is_empty() || head.is_apart == thread.is_apart;
                is_usual && (line.indent == top || (head.has_text && is_alike))
            });
            match head {
                Some(head) if top <= line.indent => {
                    while open.last().is_some_and(|(indent, _)| line.indent <= *indent) {
                        open.pop();
                    }
                    bullets.entry(line.indent).or_insert(head.bullet);
                    let parent = open.last().map(|(_, entry_idx)| *entry_idx);
                    open.push((line.indent, thread.entries.len()));
                    let (lines, body) = (at..at + 1, at + 1..at + 1);
                    thread.entries.push(Entry { parent, name: head.name, url: head.url, lines, body });
                }
                _ if top < line.indent => {
                    if let Some(entry) = thread.entries.last_mut() {
                        (entry.lines.end, entry.body.end) = (at + 1, at + 1);
                    }
                }
                _ => {
                    thread.lines.end = at;
                    break;
                }
            }
        }
        // Bullets without text at the end are the page's menu.
        while let Some(entry) = thread.entries.pop_if(|entry| entry.body.is_empty()) {
            thread.lines.end = entry.lines.start;
        }
        thread
    }

    /// Returns true if the thread is long enough to be recognised with certainty.
    fn is_plain(&self, article_end: usize) -> bool {
        let n_texts = self.entries.iter().filter(|entry| !entry.body.is_empty()).count();
        let has_url = self.entries.iter().any(|entry| !entry.url.is_empty() && !entry.body.is_empty());
        if has_url {
            2 <= n_texts || (n_texts == 1 && self.is_apart)
        } else {
            2 <= n_texts && article_end < self.lines.end
        }
    }
}

fn split_bullet(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix(BULLETS)?;
    let said = rest.trim_start();
    if said.len() == rest.len() {
        return None;
    }
    Some((text.chars().next()?, said))
}

fn split_url(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let lower = first.to_ascii_lowercase();
    if ["http://", "https://", "www."].iter().any(|scheme| lower.starts_with(scheme)) {
        (first, rest.trim())
    } else {
        ("", text)
    }
}

/// Returns true if these words can be a name. The end of a sentence counts only from four words on, because of
/// names such as `Sam Jr.`. With an address, the name may be the title of a page, as in pings.
fn can_be_name(name: &str, url: &str) -> bool {
    let n_words = name.split_whitespace().count();
    let n_chars = name.chars().count();
    if !url.is_empty() {
        return n_chars <= PAGE_TITLE_CHARS && (n_words <= 3 || !name.ends_with('.'));
    }
    let is_sentence = name.ends_with([':', ';', ',']) || (3 < n_words && name.ends_with(['.', '!', '?']));
    (1..=NAME_WORDS).contains(&n_words) && n_chars <= NAME_CHARS && !is_sentence
}
