//! Folding: texts that a reader would call the same become the same string.
//!
//! Folding is an ordered chain of steps, [`STEPS`], one file per step. To add a step, write its file, add one entry
//! to the list, and increase [`FINGERPRINT_VERSION`], because published fingerprints are hashes of folded texts.

mod addresses;
mod compatibility;
mod invisible;
mod lower_case;
mod punctuation;
mod spaces;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use addresses::may_have_addresses;
pub use lower_case::lower_case_ascii;
pub use spaces::has_single_spaces;

/// One step of the chain. Borrows a text that it doesn't change.
type Step = fn(&str) -> Cow<'_, str>;

/// The steps in the order in which they are applied.
const STEPS: &[Step] = &[
    punctuation::unify,
    invisible::remove,
    compatibility::compose,
    lower_case::lower_case,
    spaces::collapse,
    addresses::shorten,
];

/// The version of the steps that normalise a text before its fingerprint is taken. Two fingerprints can be compared if
/// they have the same version. Version 2 repairs UTF-8 that was read as Latin-1, Windows-1252 or Windows-1251, removes
/// markup and a plugin's line, and then repeats these steps until they change nothing. Version 1 repaired nothing.
///
/// 1. Typographic quotes and dashes become `'`, `"` and `-`; a text in ASCII keeps its backticks.
/// 2. Controls, format characters and invisible fillers are removed.
/// 3. Normalization Form KC (Unicode Standard Annex 15).
/// 4. Lower case, character by character.
/// 5. White space becomes single spaces between words.
/// 6. Addresses lose `http://`, `https://`, `www.` and final slashes.
pub const FINGERPRINT_VERSION: u32 = 2;

/// The maximum number of rounds. A step can create work for an earlier one: lower case undoes a composition, and
/// removing a character can make one possible. Two rounds are usual; the limit bounds the work on hostile texts.
const MAX_ROUNDS: usize = 8;

/// Folds a text: the steps of the chain, repeated until they change nothing. Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = text.to_owned();
    for _ in 0..MAX_ROUNDS {
        let mut has_changed = false;
        for step in STEPS {
            if let Cow::Owned(changed) = step(&folded) {
                has_changed = true;
                folded = changed;
            }
        }
        if !has_changed {
            break;
        }
    }
    folded
}

/// Folds a single word and removes its accents: `José` and `jose` are one name.
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let folded = fold(word);
    if folded.is_ascii() {
        return Cow::Owned(folded);
    }
    folded.nfd().filter(|char| !is_combining_mark(*char)).nfc().collect()
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
        fn ascii_is_folded_like_other_texts(text in "[ht:/w.(a\" \n\tA\u{1}]{0,40}") {
            let folded = format!("{} é", fold(&text));
            prop_assert_eq!(fold(&format!("{text} é")), folded.trim_start());
        }

        #[test]
        fn no_step_undoes_another(
            text in "[a-eEK`htpw:/.(\u{1}\u{200b}\u{300}-\u{303}\u{327}éÉİßﬁが\u{3099}か\u{1161}\u{1100}´｀ -]{0,20}",
        ) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
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
        check("http://(www.a.example)", "(a.example)");
        check("\0nul", "nul");
    }

    #[test]
    fn backticks_in_ascii_are_code() {
        check("run `ls`", "run `ls`");
        check("it`s “so”", "it's \"so\"");
    }
}
