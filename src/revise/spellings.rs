//! How spreadsheets spell ids: with an apostrophe before formulas, with separators of thousands, with decimals.

use std::borrow::Cow;

use crate::read::FORMULA_STARTS;

/// The characters between groups of three digits.
const SEPARATORS: &[char] = &[',', '.', '\'', '’', ' ', '\u{a0}', '\u{202f}'];

/// A text that may be meant.
pub struct Spelling<'a> {
    /// The text.
    pub text: Cow<'a, str>,
}

impl Spelling<'_> {
    /// Describes what a spreadsheet did to an id that can't be restored.
    pub fn trouble(id: &str) -> Option<&'static str> {
        let (digits, exponent) = id.split_once(['E', 'e'])?;
        let is_number = |text: &str, signs: &[char]| {
            text.starts_with(|char: char| char.is_ascii_digit() || signs.contains(&char))
                && text.chars().all(|char| char.is_ascii_digit() || signs.contains(&char))
        };
        (is_number(digits, &['.', ',']) && is_number(exponent, &['+'])).then_some(
            "a spreadsheet shortened the number; format the column as a whole number or as text and save it again",
        )
    }
}

/// The text as it is, then what a spreadsheet may have changed it from.
pub fn spellings(text: &str) -> impl Iterator<Item = Spelling<'_>> {
    let unguarded =
        text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_STARTS)).map(Cow::Borrowed);
    let all = [Some(Cow::Borrowed(text)), unguarded, without_decimals(text), without_groups(text)];
    all.into_iter().flatten().map(|text| Spelling { text })
}

/// `812` for `812.0` and `812,00`.
fn without_decimals(text: &str) -> Option<Cow<'_, str>> {
    let (whole, decimals) = text.split_once(['.', ','])?;
    let is_whole = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let is_zero = !decimals.is_empty() && decimals.bytes().all(|byte| byte == b'0') && decimals.len() < 3;
    (is_whole && is_zero).then_some(Cow::Borrowed(whole))
}

/// `1234` for `1,234`, `1.234` and `1 234`.
fn without_groups(text: &str) -> Option<Cow<'_, str>> {
    let separator = text.chars().find(|char| SEPARATORS.contains(char))?;
    let mut groups = text.split(separator);
    let is_of_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = |group: &str| (1..=3).contains(&group.len()) && is_of_digits(group);
    let is_grouped =
        groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3 && is_of_digits(group));
    is_grouped.then(|| Cow::Owned(text.replace(separator, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = spellings(text).map(|spelling| spelling.text.into_owned()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_number_is_restored() {
        check("1234", &["1234"]);
        for text in ["1,234,567", "1.234.567", "1 234 567", "1\u{202f}234\u{202f}567", "1'234'567"] {
            check(text, &[text, "1234567"]);
        }
        check("812.0", &["812.0", "812"]);
        check("812,00", &["812,00", "812"]);
        check("1,000", &["1,000", "1000"]);
    }

    #[test]
    fn other_texts_stay() {
        for text in ["1,23", "12,3456", "1,234.567", "a,123", "1.2.3", ",123", "0x1,000", "'quoted"] {
            check(text, &[text]);
        }
        check("'-7", &["'-7", "-7"]);
    }

    #[test]
    fn a_shortened_number_is_noticed() {
        for text in ["1.23E+11", "1,23E+11", "1e5"] {
            assert!(Spelling::trouble(text).is_some(), "{text}");
        }
        for text in ["17", "c17", "E5", "1E", "ab12e5"] {
            assert!(Spelling::trouble(text).is_none(), "{text}");
        }
    }
}
