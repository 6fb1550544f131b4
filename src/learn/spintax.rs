//! Templates in the notation of spam software: `{nice|great} post` stands for two texts.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::comment::Comment;
use crate::ngram_model::{Shingle, shingles};
use crate::text::view;

/// The number of texts that a template with choices is expanded to.
const EXPANSIONS: u64 = 32;

/// The shingles of each text of a template.
pub fn template_shingles(template: &str) -> Vec<Box<[Shingle]>> {
    let n_texts = if template.contains(['{', '}']) { EXPANSIONS } else { 1 };
    let of_text = |seed: u64| {
        let comment = Comment { body: expanded(template, seed), ..Comment::default() };
        shingles(&view(&comment))
    };
    (0..n_texts).map(of_text).collect()
}

/// One text of a template. `seed` picks the alternatives, the same for the same seed.
fn expanded(template: &str, seed: u64) -> String {
    // The alternatives of each open brace, the last of which is being read.
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut text = String::new();
    for (place, char) in template.char_indices() {
        match char {
            '{' => open.push(vec![String::new()]),
            '|' if !open.is_empty() => {
                if let Some(alternatives) = open.last_mut() {
                    alternatives.push(String::new());
                }
            }
            '}' => {
                let mut alternatives = open.pop().unwrap_or_default();
                let pick = xxh3_64_with_seed(&place.to_le_bytes(), seed) % alternatives.len().max(1) as u64;
                if !alternatives.is_empty() {
                    let picked = alternatives.swap_remove(pick as usize);
                    innermost(&mut open, &mut text).push_str(&picked);
                }
            }
            _ => innermost(&mut open, &mut text).push(char),
        }
    }
    // Braces that are not closed are no choices.
    text.push_str(&open.into_iter().flatten().collect::<Vec<_>>().join(" "));
    text
}

/// Where the text of the innermost open brace goes.
fn innermost<'a>(open: &'a mut [Vec<String>], text: &'a mut String) -> &'a mut String {
    open.last_mut().and_then(|alternatives| alternatives.last_mut()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &[&str]) {
        let mut found: Vec<String> = (0..EXPANSIONS).map(|seed| expanded(template, seed)).collect();
        found.sort();
        found.dedup();
        assert_eq!(found, expected, "{template:?}");
    }

    #[test]
    fn every_alternative_is_picked_by_some_seed() {
        check("{Nice|Great} post", &["Great post", "Nice post"]);
        check("a {b|{c|d} e}!", &["a b!", "a c e!", "a d e!"]);
        check("{|so }good", &["good", "so good"]);
    }

    #[test]
    fn braces_that_are_no_choice_are_left_out() {
        check("one} {two", &["one two"]);
        check("plain | text", &["plain | text"]);
    }
}
