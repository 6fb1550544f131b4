//! Obfuscated texts, which evade filters and stay readable: `v1agra`, `v.i.a.g.r.a`, `vιаgrа`.
//!
//! The plain text is used for comparing only. Zero-width characters and full-width letters are gone already: see
//! [`fold`](super::fold()). A text counts as obfuscated if many of its words are, so that model numbers, abbreviations
//! and code stay as they are.

/// The minimum number of obfuscated words in an obfuscated text. Fewer have other reasons.
const MIN_OBFUSCATED: usize = 3;

/// In an obfuscated text, at least one word in this many is obfuscated.
const MAX_WORDS_PER_OBFUSCATED: usize = 5;

/// A folded text in plain letters; `None` if it is not obfuscated.
pub fn deobfuscate(folded: &str) -> Option<String> {
    let n_obfuscated = folded.split(' ').filter(|word| is_obfuscated(word)).count();
    if n_obfuscated < MIN_OBFUSCATED {
        return None;
    }
    let n_words = folded.split(' ').count();
    let is_hidden = n_words <= MAX_WORDS_PER_OBFUSCATED * n_obfuscated;
    is_hidden.then(|| folded.split(' ').map(plain).collect::<Vec<_>>().join(" "))
}

/// Whether a word mixes look-alike letters of two scripts, or has between two letters a digit or sign that resembles
/// a letter, or a mark that doesn't join words.
fn is_obfuscated(word: &str) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let has_latin = word.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_look_alike =
        has_latin && !word.is_ascii() && word.chars().any(|char| latin_look_alike(char).is_some());
    let is_between_letters =
        |triple: &[u8]| triple[0].is_ascii_lowercase() && is_odd(triple[1]) && triple[2].is_ascii_lowercase();
    (has_look_alike || word.as_bytes().windows(3).any(is_between_letters)) && !is_address(word)
}

/// Whether a byte is a mark that doesn't join words, or a digit or sign that replaces a letter.
fn is_odd(byte: u8) -> bool {
    matches!(byte, b'.' | b'_' | b'*') || leet(byte.into()).is_some()
}

fn is_address(word: &str) -> bool {
    word.contains('/') || (word.contains('@') && word.contains('.'))
}

/// A word in plain letters: look-alikes, signs and digits replaced, single marks between letters removed.
fn plain(word: &str) -> String {
    if is_address(word) {
        return word.to_owned();
    }
    let core = word.trim_matches(|char: char| !char.is_alphanumeric() && !matches!(char, '@' | '$'));
    if !core.chars().any(|char| char.is_ascii_lowercase() || latin_look_alike(char).is_some()) {
        return word.to_owned();
    }
    let letters: Vec<char> =
        core.chars().map(|char| latin_look_alike(char).or_else(|| leet(char)).unwrap_or(char)).collect();
    let is_letter = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphabetic());
    let is_mark = |at: usize| {
        let is_scattered = matches!(letters[at], '.' | '-' | '_' | '*' | '\'');
        is_scattered && 0 < at && is_letter(at - 1) && is_letter(at + 1)
    };
    (0..letters.len()).filter(|at| !is_mark(*at)).map(|at| letters[at]).collect()
}

/// The letter that a digit or a sign replaces in leetspeak.
const fn leet(char: char) -> Option<char> {
    Some(match char {
        '4' | '@' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// The Latin letter that looks like a Cyrillic or a Greek one, in its capital or its small form (Unicode Technical
/// Standard 39, `confusables.txt`).
fn latin_look_alike(char: char) -> Option<char> {
    Some(match char {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ζ' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(folded: &str, expected: &str) {
        assert_eq!(deobfuscate(folded).as_deref().unwrap_or(folded), expected);
    }

    #[test]
    fn obfuscated_texts_become_plain() {
        check("buy ch34p v1agra fr0m u$ today, all p1lls g0!", "buy cheap viagra from us today all pills go");
        check("b.u-y che*ap pi_l.ls to.day", "buy cheap pills today");
        check("сheаp рills frоm us", "cheap pills from us");
    }

    #[test]
    fn other_texts_stay() {
        for text in [
            "my mp3 player has a usb2 port and an i7, don't buy a well-known one",
            "call a.example/x or self.items.len() when it is 3.5 times as long as the u.s.a. needs",
            "по-русски пишут так, а иногда и так",
            "mail ann@ann.example, bob@bob.example and cy@cy.example",
        ] {
            check(text, text);
        }
    }
}
