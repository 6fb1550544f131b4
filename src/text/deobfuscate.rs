//! Texts that hide from filters and not from readers: `v1agra`, `v.i.a.g.r.a`, `vιаgrа`. Lifted for comparing only.
//!
//! Characters of no width and full-width letters are gone already: see [`fold`](super::fold()). A text is taken for
//! disguised when many of its words are, so that model numbers, abbreviations and code stay what they are.

use super::runs::bits;

/// A text with fewer strange words has them for other reasons.
const MIN_DISGUISED: usize = 3;

/// One word in so many is disguised.
const MAX_WORDS_A_DISGUISE: usize = 5;

/// A folded text without its disguise; `None` for a text that has none.
pub fn deobfuscate(folded: &str) -> Option<String> {
    if !may_hide(folded.as_bytes()) {
        return None;
    }
    let (mut n_words, mut n_disguised) = (0, 0);
    for word in folded.split(' ') {
        n_words += 1;
        n_disguised += usize::from(is_disguised(word));
    }
    let is_hidden = MIN_DISGUISED <= n_disguised && n_words <= MAX_WORDS_A_DISGUISE * n_disguised;
    is_hidden.then(|| folded.split(' ').map(plain).collect::<Vec<_>>().join(" "))
}

/// Has a text so many strange places that it can have as many strange words?
fn may_hide(folded: &[u8]) -> bool {
    if !folded.is_ascii() {
        return true;
    }
    let letters = bits(folded, |it| it.is_ascii_lowercase());
    let odd = bits(folded, is_odd);
    let (mut n_between, mut letters_before, mut odd_before) = (0, 0, 0);
    for (letters, odd) in letters.zip(odd) {
        // A letter, with what is odd before it and a letter before that.
        let between = letters & (odd << 1 | odd_before >> 63) & (letters << 2 | letters_before >> 62);
        n_between += between.count_ones() as usize;
        (letters_before, odd_before) = (letters, odd);
    }
    MIN_DISGUISED <= n_between
}

/// Letters of two scripts that look alike, a sign or a digit between letters, a mark between letters that joins no
/// words.
fn is_disguised(word: &str) -> bool {
    if word.bytes().all(|it| it.is_ascii_lowercase()) || is_address(word) {
        return false;
    }
    let has_latin = word.bytes().any(|it| it.is_ascii_lowercase());
    let has_twin = has_latin && !word.is_ascii() && word.chars().any(|it| twin(it).is_some());
    let is_letter = |it: Option<&u8>| it.is_some_and(u8::is_ascii_lowercase);
    let letters = word.as_bytes();
    let stands_between = |(at, it): (usize, &u8)| {
        is_odd(*it) && 0 < at && is_letter(letters.get(at - 1)) && is_letter(letters.get(at + 1))
    };
    has_twin || letters.iter().enumerate().any(stands_between)
}

/// The marks that join no words, and the digits and signs that stand for a letter.
fn is_odd(byte: u8) -> bool {
    matches!(byte, b'.' | b'_' | b'*') || sign(byte.into()).is_some()
}

fn is_address(word: &str) -> bool {
    word.contains('/') || (word.contains('@') && word.contains('.'))
}

/// The word in plain letters: twins, signs and digits replaced, single marks between letters left out.
fn plain(word: &str) -> String {
    if is_address(word) {
        return word.to_owned();
    }
    let core = word.trim_matches(|it: char| !it.is_alphanumeric() && !matches!(it, '@' | '$'));
    if !core.chars().any(|it| it.is_ascii_lowercase() || twin(it).is_some()) {
        return word.to_owned();
    }
    let letters: Vec<char> = core.chars().map(|it| twin(it).or_else(|| sign(it)).unwrap_or(it)).collect();
    let is_letter = |at: usize| letters.get(at).is_some_and(|it| it.is_alphabetic());
    let is_mark = |at: usize| {
        let is_scattered = matches!(letters[at], '.' | '-' | '_' | '*' | '\'');
        is_scattered && 0 < at && is_letter(at - 1) && is_letter(at + 1)
    };
    (0..letters.len()).filter(|at| !is_mark(*at)).map(|at| letters[at]).collect()
}

/// The letter that a digit or a sign stands for.
const fn sign(char: char) -> Option<char> {
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
fn twin(char: char) -> Option<char> {
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
    fn disguises_are_lifted() {
        check("buy ch34p v1agra fr0m u$ today, all p1lls g0!", "buy cheap viagra from us today all pills go");
        check("b.u-y che*ap pi_l.ls to.day", "buy cheap pills today");
        check("сheаp рills frоm us", "cheap pills from us");
    }

    #[test]
    fn what_is_no_disguise_stays() {
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
