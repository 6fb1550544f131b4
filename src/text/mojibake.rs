//! Mojibake: UTF-8 text that was decoded with another encoding, once or twice: `Ã¶` instead of `ö`, `РџСЂРё` instead
//! of `При`. It is repaired for comparing and judging, but never in an output.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

/// The maximum number of times that text is misread in practice.
const MAX_ROUNDS: usize = 2;

/// The text with every misread character repaired; borrowed if there is none.
pub fn repair(text: &str) -> Cow<'_, str> {
    let mut repaired = Cow::Borrowed(text);
    for _ in 0..MAX_ROUNDS {
        match repair_once(&repaired) {
            Some(text) => repaired = Cow::Owned(text),
            None => break,
        }
    }
    repaired
}

fn repair_once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    if is_misread_as_cyrillic(text) {
        return repair_from(text, WINDOWS_1251, is_cyrillic_lead);
    }
    repair_from(text, WINDOWS_1252, is_lead)
}

fn repair_from(text: &str, encoding: &'static Encoding, is_lead: fn(char) -> bool) -> Option<String> {
    if !text.contains(is_lead) {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_changed = false;
    while let Some(first) = rest.chars().next() {
        let found = is_lead(first).then(|| misread(rest, encoding)).flatten();
        // `café”…` ends in the bytes of a Chinese character.
        let is_plausible = |char: char| {
            !matches!(char, '\u{800}'..='\u{1fff}' | '\u{2e00}'..='\u{ffff}')
                || !repaired.ends_with(|before: char| before.is_ascii_alphabetic())
        };
        let found = found.filter(|(char, _)| is_plausible(*char));
        let (char, length) = found.unwrap_or((first, first.len_utf8()));
        has_changed |= found.is_some();
        repaired.push(char);
        rest = &rest[length..];
    }
    has_changed.then_some(repaired)
}

/// Whether a character is a misread lead byte of an accented Latin letter, a Greek or Cyrillic one, a typographic
/// sign, a character of East Asia or an emoji.
fn is_lead(char: char) -> bool {
    matches!(char, 'Â'..='Å' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | 'à'..='ï' | 'ð')
}

/// Whether a character is a lead byte misread as Windows-1251: of an accented Latin letter, a Cyrillic letter or a
/// typographic sign.
fn is_cyrillic_lead(char: char) -> bool {
    matches!(char, 'Р' | 'С' | 'Г' | 'В' | 'Ѓ' | 'в')
}

/// Whether a text was read as Windows-1251. Its lead bytes are ordinary letters there, so most letters must be part
/// of a misread character: four pairs at least, or a typographic sign.
fn is_misread_as_cyrillic(text: &str) -> bool {
    const MIN_PAIRS: usize = 4;
    if text.contains("вЂ") {
        return true;
    }
    let (mut n_pairs, mut n_letters) = (0, 0);
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        if !matches!(char, '\u{400}'..='\u{4ff}') {
            continue;
        }
        n_letters += 1;
        if is_cyrillic_lead(char) && misread_pair(char, rest.clone().next()) {
            n_pairs += 1;
            rest.next();
        }
    }
    MIN_PAIRS <= n_pairs && n_letters <= n_pairs + n_pairs / 4
}

/// Whether two characters are the bytes of one, read as Windows-1251.
fn misread_pair(first: char, second: Option<char>) -> bool {
    let pair: String = [Some(first), second].into_iter().flatten().collect();
    misread(&pair, WINDOWS_1251).is_some()
}

/// The original of the misread character at the start of a text, and the length in bytes of its misread form.
fn misread(text: &str, encoding: &'static Encoding) -> Option<(char, usize)> {
    const LONGEST: usize = 4;
    let mut bytes = Vec::with_capacity(LONGEST);
    let mut length = 0;
    for char in text.chars().take(LONGEST) {
        bytes.push(byte(char, encoding)?);
        length += char.len_utf8();
        if let Ok(decoded) = std::str::from_utf8(&bytes) {
            return decoded.chars().next().map(|decoded| (decoded, length)).filter(|_| 1 < bytes.len());
        }
    }
    None
}

/// The byte that was read as this character. Latin-1 and Windows-1252 differ only where Latin-1 has control characters.
fn byte(char: char, encoding: &'static Encoding) -> Option<u8> {
    let latin = u8::try_from(u32::from(char)).ok();
    if let Some(byte) = latin.filter(|byte| encoding == WINDOWS_1252 || byte.is_ascii() || *byte < 0xa0) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (encoded, _, has_failed) = encoding.encode(char.encode_utf8(&mut buffer));
    (!has_failed && encoded.len() == 1).then(|| encoded[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(repair(text), expected);
    }

    #[test]
    fn misread_characters_are_repaired() {
        check("\u{c3}\u{85}sa LÃ¶nn", "Åsa Lönn");
        check("itâ€™s 5 â‚¬", "it’s 5 €");
        check("ÃƒÂ¶rt", "ört");
        check("ÐŸÑ€Ð¸", "При");
        check("ok ðŸ˜€", "ok 😀");
        check("already ö, then Ã¶", "already ö, then ö");
        check("(çºŒ) å‰", "(続) å‰".replace('続', "\u{7e8c}").as_str());
        check("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир");
        check("itвЂ™s fine", "it’s fine");
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "Åsa Lönn",
            "crème brûlée",
            "SÃO PAULO",
            "Ñandú",
            "При",
            "à la «carte»",
            "naïve Ångström",
            "“café”…",
            "Рёв и СЁМГА",
            "Своё, Сёстры, Рёбра, Сёла, Серёжа",
            "В © Г ±",
            "château”– or “née”…",
        ] {
            check(text, text);
        }
    }
}
