//! Texts made comparable: what a reader would call the same text is the same string.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Folds a text for comparing: compatibility forms (NFKC, Unicode Standard Annex 15), lower case, one kind of quote
/// and dash, no invisible characters, single spaces, and addresses without scheme, `www.` and a slash at the end.
/// Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = if text.is_ascii() { text.to_ascii_lowercase() } else { fold_unicode(text) };
    let is_plain = folded.is_ascii();
    // No branches, so that many bytes are looked at in one step.
    if !is_plain || folded.bytes().fold(false, |found, it| found | is_control(it)) {
        folded.retain(|char| !is_invisible(char));
    }
    let mut spaced = String::with_capacity(folded.len());
    if is_plain {
        space_ascii(&folded, &mut spaced);
    } else {
        folded.split_whitespace().for_each(|token| push_token(&mut spaced, token));
    }
    spaced
}

/// Puts single spaces between the tokens of a text in ASCII without controls. Most texts have such already, so runs of
/// tokens are copied as they are.
fn space_ascii(text: &str, spaced: &mut String) {
    let bytes = text.as_bytes();
    let (mut run, mut at) = (0..0, 0);
    loop {
        // All blanks of ASCII, and nothing else that is left.
        while bytes.get(at).is_some_and(|it| *it <= b' ') {
            at += 1;
        }
        let start = at;
        while bytes.get(at).is_some_and(|it| b' ' < *it) {
            at += 1;
        }
        let stays = start < at && !may_hold_address(&bytes[start..at]);
        if stays && run.end + 1 == start && bytes[run.end] == b' ' && !run.is_empty() {
            run.end = at;
            continue;
        }
        if !run.is_empty() {
            separate(spaced);
            spaced.push_str(&text[run]);
        }
        if start == at {
            return;
        }
        run = if stays { start..at } else { at..at };
        if !stays {
            push_token(spaced, &text[start..at]);
        }
    }
}

/// Only such tokens can be changed by [`push_token`].
fn may_hold_address(token: &[u8]) -> bool {
    match token[0] {
        b'h' => token.starts_with(b"http"),
        b'w' => token.starts_with(b"www."),
        first => matches!(first, b'(' | b'[' | b'<' | b'"' | b'\''),
    }
}

fn separate(spaced: &mut String) {
    if !spaced.is_empty() {
        spaced.push(' ');
    }
}

fn push_token(spaced: &mut String, token: &str) {
    if !may_hold_address(token.as_bytes()) {
        separate(spaced);
        spaced.push_str(token);
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
        let next: String = text
            .chars()
            .filter(|char| !is_invisible(*char))
            .map(plain_punctuation)
            .nfkc()
            .flat_map(char::to_lowercase)
            .collect();
        if next == text {
            break;
        }
        text = next;
    }
    text
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
    matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f)
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
