//! What words and letters alone tell: linear scores over hashed words, runs of letters and marks of form, apart for the
//! text, the author's name and the host.
//!
//! Words that were learned on some blogs carry little to others, so these scores are three signals among many, and
//! their weights are fitted on blogs that the scores had not seen.
//!
//! The tables hold no personal data: a bucket has a weight only when several people have shared it, on several blogs if
//! many teach (see `learn`), and all that is left of them is its number.

mod form;
mod table;

pub use table::{BUCKETS, Sums, Table};

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::normalize::View;

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
        if table.is_empty() {
            return None;
        }
        let mut sums = Sums::default();
        let (mut for_spam, mut against) = (Strongest::default(), Strongest::default());
        let mut add = |field, bucket, text, place| {
            let steps = table.steps(bucket);
            sums.add(field, steps);
            let strongest = if 0 < steps { &mut for_spam } else { &mut against };
            strongest.add(steps.unsigned_abs(), text, place);
        };
        visit_words(view, part, &mut |bucket, text, place| add(Field::Words, bucket, text, place));
        let letters = letters(view, part);
        runs(letters, part).for_each(|(bucket, place)| add(Field::Letters, bucket, letters, place));
        form(view, part).for_each(|bucket| add(Field::Form, bucket, "", 0..0));
        let score = telling(table.total(&sums)?)?;
        let strongest = if 0.0 < score { for_spam } else { against };
        let quoted = strongest.texts();
        let seen = match part {
            _ if !quoted.is_empty() => format!("“{}”", quoted.join("”, “")),
            Part::Text => "its form".to_owned(),
            // Nothing in it is known.
            Part::Name => format!("“{}”", view.name),
            Part::Host => view.site.as_ref().map_or(String::new(), |it| it.host().to_owned()),
        };
        Some((score, seen))
    }
}

/// The features that say most, the strongest first; of equals, the first in the text.
#[derive(Default)]
struct Strongest<'a> {
    found: Vec<(u8, &'a str)>,
    /// Who is not stronger is not among them.
    least: u8,
}

impl<'a> Strongest<'a> {
    const MOST: usize = 3;

    #[inline]
    fn add(&mut self, strength: u8, text: &'a str, place: Range<usize>) {
        if self.least < strength {
            self.insert(strength, text, place);
        }
    }

    #[cold]
    fn insert(&mut self, strength: u8, text: &'a str, place: Range<usize>) {
        // A run that starts or ends within a letter can't be quoted.
        let text = text.get(place).unwrap_or_default();
        if text.trim().is_empty() || self.found.iter().any(|it| it.1 == text) {
            return;
        }
        let behind = self.found.partition_point(|it| strength <= it.0);
        self.found.insert(behind, (strength, text));
        self.found.truncate(Self::MOST);
        if self.found.len() == Self::MOST {
            self.least = self.found[Self::MOST - 1].0;
        }
    }

    fn texts(&self) -> Vec<&'a str> {
        self.found.iter().map(|it| it.1.trim()).collect()
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
        let mut words = Vec::new();
        visit_words(view, part, &mut |bucket, _, _| words.push(bucket));
        let letters = runs(letters(view, part), part).map(|(bucket, _)| bucket);
        [words.into(), letters.collect(), form(view, part).collect()]
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

/// Visits the words of a part and their pairs: their bucket, and the text they stand in with their place there.
fn visit_words<'a>(view: &'a View, part: Part, visit: &mut impl FnMut(Bucket, &'a str, Range<usize>)) {
    match part {
        Part::Text => {
            let mut before: Option<(u64, usize)> = None;
            for (place, hash) in view.word_places.iter().zip(&view.word_hashes) {
                visit(bucket(*hash), &view.folded, place.clone());
                if let Some((first, start)) = before {
                    visit(bucket(first.rotate_left(21) ^ hash), &view.folded, start..place.end);
                }
                before = Some((*hash, place.start));
            }
        }
        Part::Name => {
            view.name_words().for_each(|word| visit(bucket(hash(word, part)), word, 0..word.len()));
        }
        Part::Host => {
            if let Some(site) = &view.site {
                let ending = site.host().rsplit('.').next().unwrap_or_default();
                visit(bucket(hash(ending, part)), ending, 0..ending.len());
            }
        }
    }
}

/// The letters of a part.
fn letters<'a>(view: &'a View, part: Part) -> &'a str {
    match part {
        Part::Text => &view.folded,
        Part::Name => &view.name,
        Part::Host => view.site.as_ref().map_or("", |it| it.label()),
    }
}

/// The runs of four bytes: four letters of most European languages, two of others.
fn runs(letters: &str, part: Part) -> impl Iterator<Item = (Bucket, Range<usize>)> {
    const LENGTH: usize = 4;
    let mut before = None;
    letters.as_bytes().windows(LENGTH).enumerate().filter_map(move |(start, run)| {
        let number = u32::from_le_bytes([run[0], run[1], run[2], run[3]]);
        // A hundred exclamation marks tell no more than five.
        let is_new = before.replace(number) != Some(number);
        is_new.then(|| (bucket(mixed(number, part)), start..start + LENGTH))
    })
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
