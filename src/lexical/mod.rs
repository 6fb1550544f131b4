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

use std::iter;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::normalize::{View, Word};

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
        let mut strongest = Strongest::default();
        let mut weigh = |bucket, text, place| {
            let steps = table.steps(bucket);
            strongest.add(steps, text, place);
            steps
        };
        visit_words(view, part, &mut |bucket, text, place| {
            sums.add(Field::Words, iter::once(weigh(bucket, text, place)));
        });
        let letters = letters(view, part);
        sums.add(Field::Letters, runs(letters, part).map(|(bucket, place)| weigh(bucket, letters, place)));
        sums.add(Field::Form, form(view, part).map(|bucket| weigh(bucket, "", 0..0)));
        let score = telling(table.total(&sums)?)?;
        let quoted = if 0.0 < score { strongest.for_spam } else { strongest.against };
        let seen = match part {
            _ if 0 < quoted[0].0 => quotation(&quoted),
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
    for_spam: Quoted<'a>,
    against: Quoted<'a>,
    /// Who is not stronger than either is not among them.
    weak: (i16, i16),
}

/// Features by their strengths; the strength of none is 0.
type Quoted<'a> = [(u8, &'a str); 3];

impl<'a> Strongest<'a> {
    #[inline]
    fn add(&mut self, steps: i8, text: &'a str, place: Range<usize>) {
        // One rare branch: on which side a feature stands can't be foretold.
        if (i16::from(steps) < self.weak.0) | (self.weak.1 < i16::from(steps)) {
            self.insert(steps, text, place);
        }
    }

    #[cold]
    fn insert(&mut self, steps: i8, text: &'a str, place: Range<usize>) {
        let quoted = if 0 < steps { &mut self.for_spam } else { &mut self.against };
        // A run that starts or ends within a letter can't be quoted.
        let text = text.get(place).unwrap_or_default();
        if quoted.iter().any(|it| it.1 == text) || text.trim().is_empty() {
            return;
        }
        let last = quoted.len() - 1;
        quoted[last] = (steps.unsigned_abs(), text);
        for place in (0..last).rev() {
            if quoted[place].0 < quoted[place + 1].0 {
                quoted.swap(place, place + 1);
            }
        }
        let least = |quoted: &Quoted| i16::from(quoted[last].0);
        self.weak = (-least(&self.against), least(&self.for_spam));
    }
}

fn quotation(quoted: &Quoted) -> String {
    let mut quotation = String::new();
    for (_, text) in quoted.iter().filter(|it| 0 < it.0) {
        quotation.push_str(if quotation.is_empty() { "“" } else { "”, “" });
        quotation.push_str(text.trim());
    }
    quotation + "”"
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
            for Word { place, hash, .. } in &view.words {
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
