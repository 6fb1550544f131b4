//! What words and letters alone tell: linear scores over hashed words, runs of letters and marks of form, apart for the
//! text, the author's name and the host.
//!
//! Words that were learned on some blogs carry little to others, so these scores are three signals among many, and
//! their weights are fitted on blogs that the scores had not seen.
//!
//! The tables hold no personal data: a bucket has a weight only when several people have shared it, on several blogs if
//! many teach (see `learn`), and all that is left of them is its number.

mod form;
mod strongest;
mod table;

pub use table::{BUCKETS, Sums, Table};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::{View, Word};
use strongest::Strongest;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The body: its words with their pairs, its runs of letters, and its form.
    Text,
    /// The author's name: its words, and its runs of letters.
    Name,
    /// The author's host: its last label, and its runs of letters.
    Host,
}

/// Every part, in the order of the enumeration.
pub const PARTS: [Part; 3] = [Part::Text, Part::Name, Part::Host];

impl Part {
    /// The word for the part.
    pub fn name(self) -> &'static str {
        match self {
            Part::Text => "text",
            Part::Name => "name",
            Part::Host => "host",
        }
    }
}

/// The number of a hashed feature, under [`BUCKETS`].
pub type Bucket = u32;

/// The buckets of one part of a comment, field by field, in their order; what is repeated counts again, but not at once.
pub type Found = [Box<[Bucket]>; FIELDS.len()];

/// The buckets of a comment, part by part.
pub type Features = [Found; PARTS.len()];

/// Scores for all parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexical {
    /// One table a part; empty where nothing was learned.
    pub tables: [Table; PARTS.len()],
}

impl Lexical {
    /// How much a part speaks for spam, in log-odds, with the features that say so most. `None` where nothing was
    /// learned, where the part is empty, and where it tells nothing either way.
    pub fn telling_score(&self, view: &View, part: Part) -> Option<(f32, String)> {
        let table = &self.tables[part as usize];
        let weights = table.weights.first_chunk::<BUCKETS>()?;
        let steps = move |bucket: Bucket| weights[bucket as usize];
        let letters = letters(view, part);
        // A text has no more words and pairs than letters.
        let mut all: Vec<i8> = Vec::with_capacity(2 * letters.len());
        visit_words(view, part, |bucket| all.push(steps(bucket)));
        let n_words = all.len();
        all.extend(runs(letters, part).map(steps));
        let (words, runs) = all.split_at_mut(n_words);
        let repeated = repeated(letters);
        repeated.iter().for_each(|it| runs[*it] = 0);
        let sum = |steps: &[i8]| steps.iter().map(|it| i32::from(*it)).sum();
        let mut sums = Sums::default();
        sums.add(Field::Words, words.len(), sum(words));
        sums.add(Field::Letters, runs.len() - repeated.len(), sum(runs));
        form(view, part).for_each(|bucket| sums.add(Field::Form, 1, steps(bucket).into()));
        let score = telling(table.total(&sums)?)?;
        let mut strongest = Strongest::speaking(0.0 < score);
        strongest.add(words, |place| spelled(view, part, place));
        // A run that starts or ends within a letter can't be quoted.
        strongest.add(runs, |start| letters.get(start..start + RUN).unwrap_or_default());
        let seen = strongest.quotation().unwrap_or_else(|| match part {
            Part::Text => "its form".to_owned(),
            // Nothing in it is known.
            Part::Name => format!("“{}”", view.name),
            Part::Host => view.site.as_ref().map_or(String::new(), |it| it.host().to_owned()),
        });
        Some((score, seen))
    }
}

/// Scores under this say nothing.
const LEAST_TELLING: f32 = 0.25;

/// No part tells more than this.
const MOST_TELLING: f32 = 8.0;

/// A score as evidence: within bounds, and nothing where it says nothing.
pub fn telling(score: f32) -> Option<f32> {
    let score = score.clamp(-MOST_TELLING, MOST_TELLING);
    (LEAST_TELLING <= score.abs()).then_some(score)
}

/// The buckets of all parts.
pub fn all_features(view: &View) -> Features {
    PARTS.map(|part| {
        let letters = letters(view, part);
        let repeated = repeated(letters);
        let runs = runs(letters, part).enumerate();
        let runs = runs.filter(|(start, _)| repeated.binary_search(start).is_err()).map(|(_, bucket)| bucket);
        let mut words = Vec::new();
        visit_words(view, part, |bucket| words.push(bucket));
        [words.into(), runs.collect(), form(view, part).collect()]
    })
}

/// What features are of. Each field is normalised apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Words and pairs of words.
    Words,
    /// Runs of letters.
    Letters,
    /// How a text is made: short or long, shouted, full of digits.
    Form,
}

/// Every field, in the order of the enumeration.
pub const FIELDS: [Field; 3] = [Field::Words, Field::Letters, Field::Form];

/// The words of a part; of a text, each but the first with the pair that ends in it.
fn visit_words(view: &View, part: Part, mut visit: impl FnMut(Bucket)) {
    match part {
        Part::Text => {
            let mut before = None;
            for Word { hash, .. } in &view.words {
                visit(bucket(*hash));
                if let Some(before) = before.replace(*hash) {
                    visit(bucket(u64::rotate_left(before, 21) ^ hash));
                }
            }
        }
        Part::Name => view.name_words().for_each(|word| visit(bucket(hash(word, part)))),
        Part::Host => host_ending(view).into_iter().for_each(|ending| visit(bucket(hash(ending, part)))),
    }
}

/// How one of these words or pairs is spelled.
fn spelled<'a>(view: &'a View, part: Part, place: usize) -> &'a str {
    match part {
        Part::Text => {
            let last = place.div_ceil(2);
            let first = if place.is_multiple_of(2) { last.saturating_sub(1) } else { last };
            &view.folded[view.words[first].place.start..view.words[last].place.end]
        }
        Part::Name => view.name_words().nth(place).unwrap_or_default(),
        Part::Host => host_ending(view).unwrap_or_default(),
    }
}

fn host_ending<'a>(view: &'a View) -> Option<&'a str> {
    view.site.as_ref().map(|it| it.host().rsplit('.').next().unwrap_or_default())
}

/// The letters of a part.
fn letters<'a>(view: &'a View, part: Part) -> &'a str {
    match part {
        Part::Text => &view.folded,
        Part::Name => &view.name,
        Part::Host => view.site.as_ref().map_or("", |it| it.label()),
    }
}

/// Four letters of most European languages, two of others: so many bytes.
const RUN: usize = 4;

/// The runs of bytes, one from each place on.
fn runs(letters: &str, part: Part) -> impl Iterator<Item = Bucket> {
    let numbers =
        letters.as_bytes().windows(RUN).map(|it| it.first_chunk().map_or(0, |it| u32::from_le_bytes(*it)));
    numbers.map(move |it| bucket(mixed(it, part)))
}

/// The places of the runs that go on as the one before did: a hundred exclamation marks tell no more than five.
fn repeated(letters: &str) -> Vec<usize> {
    let bytes = letters.as_bytes();
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    // Most texts have no three like bytes in a row, which is told without branches, many bytes in one step.
    let threes = bytes.iter().zip(second).zip(third);
    if !threes.fold(false, |found, ((one, two), three)| found | (one == two) & (two == three)) {
        return Vec::new();
    }
    let is_one_byte = |it: &[u8]| it.iter().all(|byte| *byte == it[0]);
    (1..).zip(bytes.windows(RUN + 1)).filter(|(_, it)| is_one_byte(it)).map(|(start, _)| start).collect()
}

/// The buckets of a text's form; names and hosts have none.
fn form(view: &View, part: Part) -> impl Iterator<Item = Bucket> {
    let marks = (part == Part::Text).then(|| form::marks(view));
    marks.into_iter().flatten().map(move |it| bucket(mixed(it, part)))
}

/// A number of a part among those of all parts.
fn mixed(number: u32, part: Part) -> u64 {
    (u64::from(number) | (part as u64 + 1) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a word of the name or of the host: apart from each other, and from the words of the text, whose hashes
/// the view has.
fn hash(word: &str, part: Part) -> u64 {
    xxh3_64_with_seed(word.as_bytes(), part as u64)
}

/// The upper bits are the well mixed ones of a product.
fn bucket(hash: u64) -> Bucket {
    (hash >> (64 - BUCKETS.ilog2())) as Bucket
}
