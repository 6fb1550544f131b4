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
        const MOST_QUOTED: usize = 3;
        let table = &self.tables[part as usize];
        if table.is_empty() {
            return None;
        }
        let mut sums = Sums::default();
        visit(view, part, &mut |field, bucket, _| sums.add(field, table.steps(bucket)));
        form(view, part).for_each(|it| sums.add(Field::Form, table.steps(it)));
        let score = telling(table.total(&sums)?)?;
        let mut strongest: Vec<(f32, &str)> = Vec::with_capacity(MOST_QUOTED + 1);
        visit(view, part, &mut |_, bucket, text| {
            let weight = table.weight(bucket) * score.signum();
            if weight <= 0.0 {
                return;
            }
            let is_stronger = strongest.len() < MOST_QUOTED || strongest.iter().any(|it| it.0 < weight);
            if is_stronger && !text.trim().is_empty() && !strongest.iter().any(|it| it.1 == text) {
                strongest.push((weight, text));
                strongest.sort_by(|a, b| b.0.total_cmp(&a.0));
                strongest.truncate(MOST_QUOTED);
            }
        });
        let quoted: Vec<&str> = strongest.iter().map(|it| it.1.trim()).collect();
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
        let mut found = FIELDS.map(|_| Vec::new());
        visit(view, part, &mut |field, bucket, _| found[field as usize].push(bucket));
        found[Field::Form as usize].extend(form(view, part));
        found.map(Vec::into_boxed_slice)
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

/// The buckets of a text's form; names and hosts have none.
fn form(view: &View, part: Part) -> impl Iterator<Item = Bucket> {
    let marks = (part == Part::Text).then(|| form::marks(view));
    marks.into_iter().flatten().map(move |it| bucket(mixed(it, part)))
}

/// Visits the words and letters of a part: what they are, their bucket, and how they read.
fn visit<'a>(view: &'a View, part: Part, visit: &mut impl FnMut(Field, Bucket, &'a str)) {
    match part {
        Part::Text => {
            let mut before: Option<(u64, usize)> = None;
            for place in &view.word_places {
                let hash = hash(&view.folded[place.clone()], part);
                visit(Field::Words, bucket(hash), &view.folded[place.clone()]);
                if let Some((first, start)) = before {
                    let pair = bucket(first.rotate_left(21) ^ hash);
                    visit(Field::Words, pair, &view.folded[start..place.end]);
                }
                before = Some((hash, place.start));
            }
            runs(&view.folded, part, visit);
        }
        Part::Name => {
            view.name_words().for_each(|word| visit(Field::Words, bucket(hash(word, part)), word));
            runs(&view.name, part, visit);
        }
        Part::Host => {
            if let Some(site) = &view.site {
                let ending = site.host().rsplit('.').next().unwrap_or_default();
                visit(Field::Words, bucket(hash(ending, part)), ending);
                runs(site.label(), part, visit);
            }
        }
    }
}

/// The runs of four bytes: four letters of most European languages, two of others.
fn runs<'a>(text: &'a str, part: Part, visit: &mut impl FnMut(Field, Bucket, &'a str)) {
    const LENGTH: usize = 4;
    let mut before = None;
    for (start, run) in text.as_bytes().windows(LENGTH).enumerate() {
        let number = u32::from_le_bytes([run[0], run[1], run[2], run[3]]);
        // A hundred exclamation marks tell no more than five.
        if before.replace(number) != Some(number) {
            // A run that starts or ends within a letter can't be quoted.
            let quotable = text.get(start..start + LENGTH).unwrap_or_default();
            visit(Field::Letters, bucket(mixed(number, part)), quotable);
        }
    }
}

/// A number of a part among those of all parts.
fn mixed(number: u32, part: Part) -> u64 {
    (u64::from(number) | (part as u64 + 1) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn hash(word: &str, part: Part) -> u64 {
    xxh3_64_with_seed(word.as_bytes(), part as u64)
}

/// The upper bits are the well mixed ones of a product.
fn bucket(hash: u64) -> Bucket {
    (hash >> (64 - BUCKETS.ilog2())) as Bucket
}
