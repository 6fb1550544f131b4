//! Names of people, in which a trade is a surname: `Ann Price`, `Mr. Coach`, `Paul van der Berg`.

use crate::lists::{COMMON_WORDS, FAMILY_NAMES, GIVEN_NAMES, Lists, TRADE_WORDS};

/// Forms of address before a name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "dr",
    "prof",
    "professor",
    "sir",
    "rev",
    "herr",
    "frau",
    "sr",
    "sra",
    "senor",
    "senora",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "signor",
    "signora",
    "pan",
    "pani",
    "pak",
    "bu",
];

/// Words between given name and surname.
const PARTICLES: &[&str] = &[
    "van", "von", "vom", "zu", "zum", "zur", "den", "der", "ter", "ten", "de", "del", "della", "dei", "di",
    "da", "dos", "das", "do", "du", "des", "la", "le", "el", "al", "bin", "ibn", "ben", "bar", "mac", "mc",
    "st", "san", "af", "av",
];

/// Professions and wares that are rare surnames, and missing from the list of family names.
const SURNAMES: &[&str] = &[
    "accountant",
    "architect",
    "builder",
    "chef",
    "coach",
    "dentist",
    "designer",
    "florist",
    "lender",
    "loan",
    "plumber",
    "printer",
    "roofer",
    "surgeon",
    "tailor",
    "writer",
];

/// Given names that are brands: `Jordan Sale` is no person.
const BRANDS: &[&str] = &[
    "chanel", "chloe", "dell", "diesel", "dior", "hermes", "jordan", "mac", "mercedes", "north", "omega",
    "pandora", "paris", "prada", "tiffany",
];

/// The maximum number of words before `from`; more are a phrase.
const MAX_NAMES: usize = 2;

/// Whether a name of several words is a personal name: given names, initials and particles, then a surname. The
/// surname is a family name or in none of the lists. After a form of address, any single word is a surname.
/// `Jan from Guernsey` is a person, too.
pub fn names_person<'a>(words: impl Iterator<Item = (&'a str, Lists)>) -> bool {
    let words: Vec<(&str, Lists)> = words.collect();
    let n_titles = words.iter().take_while(|(word, _)| TITLES.contains(word)).count();
    let origin = words.iter().position(|(word, _)| ["from", "aus", "dari"].contains(word));
    if let Some((before, after)) = origin.map(|position| (&words[..position], &words[position + 1..])) {
        let is_thing = |lists: Lists| lists.have(&COMMON_WORDS) || lists.have(&TRADE_WORDS);
        let names_nobody = before.iter().any(|(_, lists)| is_thing(*lists) && !lists.have(&GIVEN_NAMES));
        return (1..=MAX_NAMES).contains(&before.len()) && !after.is_empty() && !names_nobody;
    }
    match &words[n_titles..] {
        [(_, lists)] => 0 < n_titles && *lists != Lists::default(),
        [(first, lists), between @ .., (last, last_lists)] => {
            let is_given = |word: &str, lists: Lists| {
                lists.have(&GIVEN_NAMES) && !lists.have(&TRADE_WORDS) && !BRANDS.contains(&word)
            };
            let is_initial = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
            let may_be_between = |word: &str, lists: Lists| {
                is_given(word, lists) || is_initial(word) || PARTICLES.contains(&word)
            };
            let is_surname =
                last_lists.have(&FAMILY_NAMES) || *last_lists == Lists::default() || SURNAMES.contains(last);
            is_given(first, *lists)
                && between.iter().all(|(word, lists)| may_be_between(word, *lists))
                && is_surname
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::lists_with;

    fn is_person(name: &str) -> bool {
        names_person(name.split(' ').map(|word| (word, lists_with(word))))
    }

    #[test]
    fn a_trade_is_a_surname_after_a_given_name_or_a_form_of_address() {
        let people = [
            "greg price",
            "ann coach",
            "mr coach",
            "ms price",
            "paul van der heyde",
            "john q cash",
            "anna maria book",
        ];
        for name in people {
            assert!(is_person(name), "{name}");
        }
    }

    #[test]
    fn search_phrases_are_no_people() {
        let phrases = [
            "cash advance",
            "jordan sale",
            "ralph lauren outlet",
            "plumber leeds",
            "price",
            "mr",
            "thomas craig consulting",
            "work from home",
            "",
        ];
        for name in phrases {
            assert!(!is_person(name), "{name}");
        }
    }
}
