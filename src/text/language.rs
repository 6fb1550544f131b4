//! The language of a text, by counting function words, and by the script if only one language uses it.
//!
//! Counts can be summed over a thread, a post and a whole blog. A language detector would need some forty characters
//! for every single text.

use super::lexicon::{LANGUAGES, word_info};
use super::words::word_hash;

/// The number of words of a text that indicate each language, in the order of [`LANGUAGES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LanguageVotes(pub [u32; LANGUAGES.len()]);

impl LanguageVotes {
    /// Counts the words of a text.
    pub fn count<'a>(words: impl Iterator<Item = &'a str>) -> LanguageVotes {
        let mut votes = LanguageVotes::default();
        for word in words {
            votes.add_languages(word_info(word_hash(word)).languages);
            votes.add_script(word);
        }
        votes
    }

    /// Counts a word for each language in which it is a function word. `languages` is a bit set, as in
    /// [`WordInfo`](super::WordInfo).
    pub fn add_languages(&mut self, mut languages: u32) {
        while languages != 0 {
            self.0[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }

    /// Counts a word for the language of its script, if only one language uses the script.
    pub fn add_script(&mut self, word: &str) {
        if let Some(language) = by_script(word) {
            self.0[index(language)] += 1;
        }
    }

    /// Adds the votes of another text.
    pub fn add(&mut self, other: &LanguageVotes) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.saturating_add(theirs);
        }
    }

    /// The language with the most votes, as an index into [`LANGUAGES`], and its votes. `None` if no language leads.
    pub fn leader(&self) -> Option<(usize, u32)> {
        let most = self.0.iter().copied().max().filter(|votes| 0 < *votes)?;
        let mut leaders = self.0.iter().enumerate().filter(|(_, votes)| **votes == most);
        let leader = leaders.next()?.0;
        leaders.next().is_none().then_some((leader, most))
    }

    /// The votes for a language, given as an index into [`LANGUAGES`].
    pub fn get(&self, language: usize) -> u32 {
        self.0[language]
    }
}

fn index(language: &str) -> usize {
    LANGUAGES.iter().position(|code| *code == language).unwrap_or_default()
}

fn by_script(word: &str) -> Option<&'static str> {
    if word.is_ascii() {
        return None;
    }
    match word.chars().next()? {
        '\u{400}'..='\u{52f}' => Some("ru"),
        '\u{3040}'..='\u{30ff}' => Some("ja"),
        '\u{3400}'..='\u{9fff}' => Some("zh"),
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Some("ko"),
        '\u{600}'..='\u{6ff}' => Some("ar"),
        '\u{370}'..='\u{3ff}' => Some("el"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_blog_still_has_a_language() {
        let mut blog = LanguageVotes::default();
        let post = LanguageVotes::count(
            std::iter::repeat_n("the", 50_000).chain(std::iter::repeat_n("der", 40_000)),
        );
        (0..3).for_each(|_| blog.add(&post));
        assert_eq!(blog.leader().map(|(language, _)| LANGUAGES[language]), Some("en"));
    }
}
