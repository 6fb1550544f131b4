//! Known templates: texts that spam software posts on thousands of blogs, with a few words exchanged.
//!
//! A template is recognised by its shingles of [`SHINGLE_WORDS`] words. Single shingles occur in honest comments as
//! often as in spam; a run of [`MIN_RUN`] words with known shingles only occurs in spam.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::{View, WordId};

/// The number of words in a shingle.
const SHINGLE_WORDS: usize = 4;

/// The minimum number of consecutive words that are evidence.
const MIN_RUN: usize = 8;

/// The number of bits in a hashed shingle. In a table of 100,000 shingles, another shingle collides with a
/// probability of 0.6 %. A run needs five in a row, which hardly ever collide.
const BITS: u32 = 24;

/// A hashed shingle: [`BITS`] bits.
pub type Shingle = u32;

/// The shingles of known templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates(Vec<Shingle>);

impl Templates {
    /// No template.
    pub const EMPTY: Templates = Templates(Vec::new());

    /// Templates with these shingles.
    pub fn new(mut shingles: Vec<Shingle>) -> Templates {
        shingles.sort_unstable();
        shingles.dedup();
        Templates(shingles)
    }

    /// The shingles, sorted.
    pub fn shingles(&self) -> &[Shingle] {
        &self.0
    }

    /// The words of a template in a text, in quotation marks. `None` if no run is long enough.
    pub fn quotation(&self, view: &View) -> Option<(f32, String)> {
        if self.0.is_empty() || view.words.len() < MIN_RUN {
            return None;
        }
        let (start, end) = self.longest_run(&shingles(view))?;
        let (first, last) = (view.words.get(start)?, view.words.get(end - 1)?);
        Some((1.0, format!("“{}”", view.folded.get(first.place.start..last.place.end)?)))
    }

    /// Whether a text with these shingles, in the order of the text, has the words of a template.
    pub fn are_in(&self, shingles: &[Shingle]) -> bool {
        !self.0.is_empty() && self.longest_run(shingles).is_some()
    }

    /// The first of the longest runs: its first word, and the word after its last one.
    fn longest_run(&self, shingles: &[Shingle]) -> Option<(usize, usize)> {
        let mut longest = (0, 0);
        let mut start = 0;
        for (index, shingle) in shingles.iter().enumerate() {
            if self.0.binary_search(shingle).is_err() {
                start = index + 1;
            } else if longest.1 - longest.0 < index + SHINGLE_WORDS - start {
                longest = (start, index + SHINGLE_WORDS);
            }
        }
        (MIN_RUN <= longest.1 - longest.0).then_some(longest)
    }
}

/// The shingles of a text, in its order.
pub fn shingles(view: &View) -> Box<[Shingle]> {
    let words: Vec<WordId> = view.words.iter().map(|word| word.id()).collect();
    let hashed = |words: &[WordId]| {
        let mut bytes = [0; SHINGLE_WORDS * size_of::<WordId>()];
        for (bytes, word) in bytes.chunks_exact_mut(size_of::<WordId>()).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        (xxh3_64_with_seed(&bytes, 1) >> (u64::BITS - BITS)) as Shingle
    };
    words.windows(SHINGLE_WORDS).map(hashed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::text::view;

    const TEMPLATE: &str = "I was able to find good advice from your well kept weblog pages";

    #[track_caller]
    fn check(body: &str, expected: Option<&str>) {
        let of = |body: &str| Comment { body: body.to_owned(), ..Comment::default() };
        let template = of(TEMPLATE);
        let templates = Templates::new(shingles(&view(&template)).into());
        let comment = of(body);
        let found = templates.quotation(&view(&comment)).map(|(_, quotation)| quotation);
        assert_eq!(found.as_deref(), expected, "{body:?}");
        assert_eq!(templates.are_in(&shingles(&view(&comment))), expected.is_some());
    }

    #[test]
    fn a_run_of_eight_known_words_is_quoted() {
        check(
            "Hello! I was ABLE to find good advice, from my aunt",
            Some("“i was able to find good advice, from”"),
        );
        check(
            "able to find good advice from your well kept",
            Some("“able to find good advice from your well kept”"),
        );
    }

    #[test]
    fn fewer_words_and_known_words_in_other_orders_are_no_template() {
        check("I was able to find good advice", None);
        check("I was able to find it, good advice from your well kept pages", None);
        check("", None);
    }
}
