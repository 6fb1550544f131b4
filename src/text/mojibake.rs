//! Text in UTF-8 that was once read as Latin-1 or Windows-1252, and perhaps twice: `Ã¶` instead of `ö`. It is repaired for
//! comparing texts and names, never in an output.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// How often text is misread in practice.
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
    if !text.contains(is_lead) {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_changed = false;
    while let Some(first) = rest.chars().next() {
        let found = is_lead(first).then(|| misread(rest)).flatten();
        let (char, length) = found.unwrap_or((first, first.len_utf8()));
        has_changed |= found.is_some();
        repaired.push(char);
        rest = &rest[length..];
    }
    has_changed.then_some(repaired)
}

/// Whether a character is a misread lead byte of an accented Latin letter, a Greek or Cyrillic one, a typographic sign, a
/// character of East Asia or an emoji.
fn is_lead(char: char) -> bool {
    matches!(char, 'Â'..='Å' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | 'à'..='ï' | 'ð')
}

/// The character that the start of a text stands for, and the number of bytes that it takes there.
fn misread(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 4;
    let mut bytes = Vec::with_capacity(LONGEST);
    let mut length = 0;
    for char in text.chars().take(LONGEST) {
        bytes.push(byte(char)?);
        length += char.len_utf8();
        if let Ok(decoded) = std::str::from_utf8(&bytes) {
            return decoded.chars().next().map(|decoded| (decoded, length)).filter(|_| 1 < bytes.len());
        }
    }
    None
}

/// The byte that was read as this character.
fn byte(char: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(char)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (encoded, _, has_failed) = WINDOWS_1252.encode(char.encode_utf8(&mut buffer));
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
    }

    #[test]
    fn what_is_right_stays() {
        for text in
            ["Åsa Lönn", "crème brûlée", "SÃO PAULO", "Ñandú", "При", "à la «carte»", "naïve Ångström"]
        {
            check(text, text);
        }
    }
}
