//! Dumps that make a join expensive: texts that share words with nearly all others and are not duplicates,
//! texts that are nearly all the same, and texts that are long, short or many.

use std::io::{self, Write};

use clap::ValueEnum;
use rand::RngExt;
use rand::seq::SliceRandom;
use serde_json::json;

use crate::corpus::date_of;
use crate::courtesies::courtesy;
use crate::prose::comment;
use crate::rng::{Purpose, Rng, rng};
use crate::vocabulary::Vocabulary;

/// The shape of the texts of a hostile dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// 600 words, all but thirty of them shared by all
    Boilerplate,
    /// 600 words, two thirds of them shared by all: just below the similarity threshold
    HalfShared,
    /// 200 words, random_words from 2,000
    FewWords,
    /// Each of 400 words with probability one half
    HalfOfWords,
    /// A megabyte of words
    Long,
    /// A courtesy
    Courtesies,
    /// Six to eight words, random_words from fifty
    Short,
    /// The same text for all comments
    Copies,
}

impl Shape {
    /// Number of words shared by all texts, in shapes with shared words.
    const SHARED: usize = 400;

    /// A text of this shape.
    fn text(self, seed: u64, rng: &mut Rng, vocabulary: &Vocabulary) -> String {
        let word = |rank: usize| vocabulary.ranked(rank).to_owned();
        let random_words = |n_words: usize, n_all: usize, rng: &mut Rng| -> Vec<String> {
            (0..n_words).map(|_| word(Shape::SHARED + rng.random_range(0..n_all))).collect()
        };
        let with_shared = |n_shared: usize, rng: &mut Rng| -> Vec<String> {
            let mut words: Vec<String> = (0..n_shared.min(Shape::SHARED)).map(word).collect();
            let n_more = n_shared.saturating_sub(Shape::SHARED);
            words.extend((0..n_more).map(|it| word(Vocabulary::N_WORDS - 1 - it)));
            words.extend(random_words(600 - n_shared, 20_000, rng));
            words.shuffle(rng);
            words
        };
        let words = match self {
            Shape::Boilerplate => with_shared(570, rng),
            Shape::HalfShared => with_shared(Shape::SHARED, rng),
            Shape::FewWords => random_words(200, 2_000, rng),
            Shape::HalfOfWords => (0..400).filter(|_| rng.random()).map(word).collect(),
            Shape::Long => random_words(150_000, 20_000, rng),
            Shape::Courtesies => return courtesy(rng, vocabulary),
            Shape::Short => {
                let n_words = rng.random_range(6..=8);
                random_words(n_words, 50, rng)
            }
            Shape::Copies => {
                let mut first = self::rng(seed, Purpose::Original, 0);
                return comment(&mut first, vocabulary, crate::prose::Style::Long);
            }
        };
        words.join(" ")
    }
}

/// Writes `n_comments` comments of one shape as NDJSON, each by a different person.
pub fn write(shape: Shape, n_comments: u32, seed: u64, output: &mut dyn Write) -> io::Result<()> {
    const N_POSTS: u32 = 500;
    let vocabulary = Vocabulary::new(seed);
    for number in 0..n_comments {
        let mut rng = rng(seed, Purpose::Repetition, number);
        let line = json!({
            "id": (number + 1).to_string(),
            "post": (number % N_POSTS + 1).to_string(),
            "author": format!("Name {number}"),
            "email": format!("name{number}@people.example"),
            "date": date_of(number).to_string(),
            "body": shape.text(seed, &mut rng, &vocabulary),
        });
        serde_json::to_writer(&mut *output, &line)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
