//! Texts made comparable: what a reader would call the same text is the same string.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::{memchr_iter, memchr3_iter, memmem};
use unicode_normalization::UnicodeNormalization;

/// Folds a text for comparing: compatibility forms (NFKC, Unicode Standard Annex 15), lower case, one kind of quote
/// and dash, no invisible characters, single spaces, and addresses without scheme, `www.` and a slash at the end.
/// Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let is_ascii = text.is_ascii();
    let mut folded = if is_ascii { text.to_ascii_lowercase() } else { fold_unicode(text) };
    let is_plain = is_ascii || folded.is_ascii();
    // No branches, so that many bytes are looked at in one step.
    if !is_plain || folded.bytes().fold(false, |found, it| found | is_control(it)) {
        folded.retain(|char| !is_invisible(char));
    }
    if is_plain {
        return space_ascii(folded);
    }
    let mut spaced = String::with_capacity(folded.len());
    folded.split_whitespace().for_each(|token| push_token(&mut spaced, token));
    spaced
}

/// A text with the letters of ASCII in lower case, which most ids, addresses and types have already.
pub fn lower_case(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|it| it.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// Puts single spaces between the tokens of a text in ASCII without controls, and folds its addresses. Most lines have
/// such spaces already and no address, so they are copied as they are, and a text that is one such line is not copied.
fn space_ascii(text: String) -> String {
    let has_addresses = may_hold_addresses(&text);
    let is_plain = |line: &str| is_tidy(line) && !(has_addresses && may_hold_addresses(line));
    if is_plain(&text) {
        return text;
    }
    let mut spaced = String::with_capacity(text.len());
    let mut start = 0;
    // All blanks of ASCII but spaces that are left.
    for end in memchr3_iter(b'\n', b'\r', b'\t', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        if is_plain(line) {
            push_tidy(&mut spaced, line);
        } else {
            line.split(' ').filter(|it| !it.is_empty()).for_each(|token| push_token(&mut spaced, token));
        }
        start = end + 1;
    }
    spaced
}

/// Has a text no other blanks than single spaces between its words?
pub fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = |(one, other): (&u8, &u8)| (*one < b' ') | (*one == b' ') & (*other == b' ');
    // No branches, so that many bytes are looked at in one step.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_odd = pairs.fold(false, |found, pair| found | is_odd(pair));
    let is_blank_at_end = bytes.first() == Some(&b' ') || bytes.last().is_some_and(|it| *it <= b' ');
    let is_wide_blank = |it: char| !it.is_ascii() && it.is_whitespace();
    !has_odd && !is_blank_at_end && (text.is_ascii() || !text.chars().any(is_wide_blank))
}

/// Only texts with a scheme or `www.` have addresses that no tag marks, and tokens that [`fold_address`] changes.
pub fn may_hold_addresses(text: &str) -> bool {
    static WORLD_WIDE: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new("www."));
    memchr_iter(b':', text.as_bytes()).any(|at| text[at..].starts_with("://"))
        || WORLD_WIDE.find(text.as_bytes()).is_some()
}

fn push_tidy(spaced: &mut String, tidy: &str) {
    if !tidy.is_empty() {
        separate(spaced);
        spaced.push_str(tidy);
    }
}

fn separate(spaced: &mut String) {
    if !spaced.is_empty() {
        spaced.push(' ');
    }
}

fn push_token(spaced: &mut String, token: &str) {
    if !matches!(token.as_bytes()[0], b'h' | b'w' | b'(' | b'[' | b'<' | b'"' | b'\'') {
        push_tidy(spaced, token);
        return;
    }
    let start = token.find(|it: char| !matches!(it, '(' | '[' | '<' | '"' | '\'')).unwrap_or(token.len());
    let (opening, stem) = token.split_at(start);
    let stem = fold_address(stem);
    // An address that was nothing but a scheme leaves nothing behind.
    let is_blank = opening.is_empty() && stem.is_empty();
    if !is_blank {
        separate(spaced);
    }
    spaced.push_str(opening);
    spaced.push_str(stem);
}

/// Folds a single word and takes the accents off: `José` and `jose` are one name.
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let folded = fold(word);
    if folded.is_ascii() {
        return Cow::Owned(folded);
    }
    folded.nfd().filter(|it| !unicode_normalization::char::is_combining_mark(*it)).nfc().collect()
}

/// Lower case can undo a composition and a removed character can make one possible, so rounds run until nothing
/// moves; two are the rule.
fn fold_unicode(text: &str) -> String {
    const ROUNDS: usize = 8;
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = fold_once(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Only the case of plain letters can change, but for the last before others: a mark may stand on it.
fn fold_once(text: &str) -> String {
    let is_plain = |it: u8| it.is_ascii() && !is_control(it) && it != b'`';
    let mut folded = String::with_capacity(text.len());
    let (mut start, mut at) = (0, 0);
    while start < text.len() {
        at += text.bytes().skip(at).take_while(|it| is_plain(*it)).count();
        let has_others = at < text.len();
        let last = if start < at && has_others { at - 1 } else { at };
        folded.push_str(&text[start..last]);
        at += text.bytes().skip(at).take_while(|it| !is_plain(*it)).count();
        folded.extend(fold_chars(&text[last..at]));
        start = at;
    }
    folded.make_ascii_lowercase();
    folded
}

fn fold_chars(text: &str) -> impl Iterator<Item = char> {
    let visible = text.chars().filter(|char| !is_invisible(*char));
    visible.map(plain_punctuation).nfkc().flat_map(char::to_lowercase)
}

fn fold_address(token: &str) -> &str {
    let mut stem = token;
    while let Some(rest) = ["http://", "https://", "www."].iter().find_map(|it| stem.strip_prefix(it)) {
        stem = rest;
    }
    if stem.len() < token.len() { stem.trim_end_matches('/') } else { stem }
}

fn plain_punctuation(char: char) -> char {
    match char {
        '‘' | '’' | '‚' | '‛' | '´' | '`' | '′' | '‹' | '›' | 'ʼ' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => char,
    }
}

/// Of ASCII, what shows nothing.
fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f)
}

/// Controls, format characters and fillers that show nothing.
fn is_invisible(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' | ' '..='~' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' => true,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => {
            true
        }
        '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
        assert_eq!(fold(expected), expected, "folding twice is folding once");
    }

    proptest! {
        #[test]
        fn spaces_of_ascii_are_those_of_unicode(text in "[ht:/w.(a\" \n\t]{0,40}") {
            // A letter beyond ASCII takes the other way.
            let spaced = format!("{} é", fold(&text));
            prop_assert_eq!(fold(&format!("{text} é")), spaced.trim_start());
        }
    }

    proptest! {
        #[test]
        fn plain_letters_are_folded_as_others_are(text in "[a-eEK`\u{1}\u{200b}\u{300}-\u{303}\u{327}éÉİßﬁが\u{3099}か\u{1161}\u{1100} -]{0,20}") {
            prop_assert_eq!(fold_once(&text), fold_chars(&text).collect::<String>());
        }
    }

    #[test]
    fn what_reads_the_same_is_the_same() {
        check("  Hello,\n\tWorld ", "hello, world");
        check("“Curly” – isn’t it…", "\"curly\" - isn't it...");
        check("ｆｕｌｌ ﬁt", "full fit");
        check("zero\u{200b}width\u{feff} soft\u{ad}hyphen", "zerowidth softhyphen");
        check("e\u{301}tude É", "étude é");
        check("see (http://www.Boats.example/), https://a.example/b/", "see (boats.example/), a.example/b");
        check("http:// alone", "alone");
        check("\0nul", "nul");
    }
}
