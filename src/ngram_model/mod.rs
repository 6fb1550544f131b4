//! Linear scores of words, character n-grams and form, separate for the text, the author's name and the host.
//!
//! Features are hashed into buckets, and each part of a comment has its own table of weights. Words that were learned
//! on some blogs say little about other blogs, so the scores are only three signals among many. The weights of these
//! signals are fitted to out-of-fold scores.
//!
//! The tables hold no personal data: a bucket has a weight only if several people used it (k-anonymity, see `learn`),
//! and only the number of the bucket is kept.

mod form;
mod table;
mod templates;

use table::Sums;
pub use table::{BUCKETS, Table};
pub use templates::{Shingle, Templates, shingles};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::{View, Word};

/// A part of a comment with a score of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The body: its words and pairs of words, its character n-grams, and its form.
    Text,
    /// The author's name: its words and its character n-grams.
    Name,
    /// The host of the author's site: its last label and its character n-grams.
    Host,
}

/// Every part, in the order of the enumeration.
pub const PARTS: [Part; 3] = [Part::Text, Part::Name, Part::Host];

impl Part {
    /// The name of the part in models.
    pub fn name(self) -> &'static str {
        match self {
            Part::Text => "text",
            Part::Name => "name",
            Part::Host => "host",
        }
    }
}

/// The kinds of features. The weights of each kind are normalised separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// Words and pairs of adjacent words.
    Word,
    /// Character n-grams: sequences of four bytes.
    CharNgram,
    /// The form of a text: its length, and how many capitals, digits and links it has.
    Form,
}

/// Every kind of features, in the order of the enumeration.
pub const FEATURE_KINDS: [FeatureKind; 3] = [FeatureKind::Word, FeatureKind::CharNgram, FeatureKind::Form];

/// The number of a hashed feature, less than [`BUCKETS`].
pub type Bucket = u32;

/// The features of one part, per kind, in the order of the text. Repeated features are repeated here.
pub type PartFeatures = [Box<[Bucket]>; FEATURE_KINDS.len()];

/// The features of a comment.
#[derive(Clone, Debug)]
pub struct Features {
    /// The features of each part.
    pub parts: [PartFeatures; PARTS.len()],
    /// The shingles of the text, by which templates are recognised.
    pub shingles: Box<[Shingle]>,
}

/// The learned model of words: weights for all parts, and templates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NgramModel {
    /// One table per part; empty if nothing was learned.
    pub tables: [Table; PARTS.len()],
    /// The templates of spam software.
    pub templates: Templates,
}

impl NgramModel {
    /// The score of a part in log-odds, with a quotation of the features that contribute most to it. `None` if nothing
    /// was learned, if the part is empty, or if the score is too small to be evidence.
    pub fn score(&self, view: &View, part: Part) -> Option<(f32, String)> {
        let table = &self.tables[part as usize];
        if table.is_empty() {
            return None;
        }
        let characters = characters(view, part);
        let mut sums = Sums::default();
        // The strongest features for and against spam: the sign of the score is not known yet.
        let (mut strongest_for, mut strongest_against) = (Strongest::default(), Strongest::default());
        for (bucket, word) in words(view, part) {
            let weight = sums[FeatureKind::Word as usize].add(table.steps(bucket));
            strongest_for.add(weight, || word);
            strongest_against.add(-weight, || word);
        }
        char_ngrams(characters, part).for_each(|(start, bucket)| {
            let weight = sums[FeatureKind::CharNgram as usize].add(table.steps(bucket));
            // An n-gram that starts or ends within a character can't be quoted.
            let ngram = || characters.get(start..start + N).unwrap_or_default();
            strongest_for.add(weight, ngram);
            strongest_against.add(-weight, ngram);
        });
        form(view, part).for_each(|bucket| _ = sums[FeatureKind::Form as usize].add(table.steps(bucket)));
        let score = as_evidence(table.score_of_sums(&sums)?)?;
        let strongest = if 0.0 < score { strongest_for } else { strongest_against };
        let quotation = strongest.quotation().unwrap_or_else(|| match part {
            Part::Text => "its form".to_owned(),
            Part::Name => format!("“{}”", view.name),
            Part::Host => view.site.as_ref().map_or(String::new(), |site| site.host().to_owned()),
        });
        Some((score, quotation))
    }
}

/// A score as evidence: within bounds, and `None` if it is too small.
pub fn as_evidence(score: f32) -> Option<f32> {
    const LEAST: f32 = 0.25;
    const MOST: f32 = 8.0;
    let score = score.clamp(-MOST, MOST);
    (LEAST <= score.abs()).then_some(score)
}

/// The features of a comment.
pub fn features(view: &View) -> Features {
    Features { parts: PARTS.map(|part| part_features(view, part)), shingles: shingles(view) }
}

fn part_features(view: &View, part: Part) -> PartFeatures {
    let words = words(view, part).map(|(bucket, _)| bucket);
    let char_ngrams = char_ngrams(characters(view, part), part).map(|(_, bucket)| bucket);
    [words.collect(), char_ngrams.collect(), form(view, part).collect()]
}

/// The words of a part, with their texts. In a text, each word but the first is followed by the pair that it ends.
fn words<'a>(view: &'a View, part: Part) -> Box<dyn Iterator<Item = (Bucket, &'a str)> + 'a> {
    let hashed = move |word: &'a str| (bucket(xxh3_64_with_seed(word.as_bytes(), part as u64)), word);
    match part {
        Part::Text => {
            let word =
                |word: &Word| (bucket(word.hash), view.folded.get(word.place.clone()).unwrap_or_default());
            let pair = |first: &Word, last: &Word| {
                let text = view.folded.get(first.place.start..last.place.end).unwrap_or_default();
                (bucket(first.hash.rotate_left(21) ^ last.hash), text)
            };
            let first = view.words.first().map(word);
            let rest = view.words.windows(2).flat_map(move |two| [word(&two[1]), pair(&two[0], &two[1])]);
            Box::new(first.into_iter().chain(rest))
        }
        Part::Name => Box::new(view.name_words().map(hashed)),
        Part::Host => {
            let last_label = view.site.as_ref().and_then(|site| site.host().rsplit('.').next());
            Box::new(last_label.into_iter().map(hashed))
        }
    }
}

/// The text of a part, whose character n-grams are features.
fn characters<'a>(view: &'a View, part: Part) -> &'a str {
    match part {
        Part::Text => &view.folded,
        Part::Name => &view.name,
        Part::Host => view.site.as_ref().map_or("", |site| site.label()),
    }
}

/// The length of character n-grams in bytes: four letters of most European languages, two of Greek or Cyrillic.
const N: usize = 4;

/// The character n-grams with the bytes at which they start. Immediate repetitions count once: a hundred exclamation
/// marks are the same feature as four.
fn char_ngrams(characters: &str, part: Part) -> impl Iterator<Item = (usize, Bucket)> {
    let windows = characters.as_bytes().windows(N);
    let numbers = windows.map(|bytes| bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)));
    let mut previous = None;
    let is_new = move |(_, number): &(usize, u32)| previous.replace(*number) != Some(*number);
    numbers.enumerate().filter(is_new).map(move |(start, number)| (start, bucket(mixed(number, part))))
}

/// The buckets of a text's form. Names and hosts have none.
fn form(view: &View, part: Part) -> impl Iterator<Item = Bucket> {
    let marks = (part == Part::Text).then(|| form::marks(view));
    marks.into_iter().flatten().map(move |mark| bucket(mixed(mark, part)))
}

/// The hash of a number, different for each part.
fn mixed(number: u32, part: Part) -> u64 {
    (u64::from(number) | (part as u64 + 1) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bucket of a hash: its upper bits, which multiplication mixes best.
fn bucket(hash: u64) -> Bucket {
    (hash >> (64 - BUCKETS.ilog2())) as Bucket
}

/// The texts of the features with the greatest weights.
#[derive(Default)]
struct Strongest<'a> {
    /// In descending order of weights.
    found: Vec<(i32, &'a str)>,
    /// Weights up to this are too small.
    floor: i32,
}

impl<'a> Strongest<'a> {
    const MOST: usize = 3;

    /// Adds a feature if its weight is positive and among the greatest. Of equal weights the first stays.
    fn add(&mut self, weight: i32, text: impl FnOnce() -> &'a str) {
        if self.floor < weight {
            self.insert(weight, text().trim());
        }
    }

    fn insert(&mut self, weight: i32, text: &'a str) {
        if text.is_empty() || self.found.iter().any(|(_, other)| *other == text) {
            return;
        }
        let place = self.found.partition_point(|(other, _)| weight <= *other);
        self.found.insert(place, (weight, text));
        self.found.truncate(Self::MOST);
        if self.found.len() == Self::MOST {
            self.floor = self.found[Self::MOST - 1].0;
        }
    }

    /// The texts in quotation marks. `None` if there are none.
    fn quotation(&self) -> Option<String> {
        let quoted: Vec<String> = self.found.iter().map(|(_, text)| format!("“{text}”")).collect();
        (!quoted.is_empty()).then(|| quoted.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::text::view;

    #[track_caller]
    fn check(body: &str, n_words: usize, n_char_ngrams: usize) {
        let comment = Comment { body: body.to_owned(), ..Comment::default() };
        let [text, ..] = features(&view(&comment)).parts;
        assert_eq!(text.map(|buckets| buckets.len())[..2], [n_words, n_char_ngrams], "{body:?}");
    }

    #[test]
    fn words_come_with_their_pairs_and_immediate_repetitions_count_once() {
        check("", 0, 0);
        check("rye", 1, 0);
        check("rye flour", 3, 6);
        check("aaaaaaaaaa", 1, 1);
        check("rye rye", 3, 4);
    }

    #[test]
    fn scripts_without_spaces_have_features() {
        check("这样写很清楚", 9, 15);
    }

    #[test]
    fn the_three_strongest_are_quoted_once_each() {
        let mut strongest = Strongest::default();
        for (weight, text) in
            [(1, "low"), (5, "rye "), (5, "bread"), (9, "rye"), (-3, "no"), (7, " "), (2, "flour")]
        {
            strongest.add(weight, || text);
        }
        assert_eq!(strongest.quotation().as_deref(), Some("“rye”, “bread”, “flour”"));
        assert_eq!(Strongest::default().quotation(), None);
    }
}
