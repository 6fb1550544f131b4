//! Dumps that are made to keep a join busy: texts that share words with nearly all others and are no doubles, texts that
//! are nearly all the same, texts that are long, short or many.

use std::io::{self, Write};

use clap::ValueEnum;
use rand::RngExt;
use rand::seq::SliceRandom;
use serde_json::json;

use crate::chance::{Dice, Purpose, dice};
use crate::corpus::date_of;
use crate::courtesies::courtesy;
use crate::prose::comment;
use crate::vocabulary::Vocabulary;

/// What makes a dump hostile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// 600 words, all but thirty of them shared by all
    Boilerplate,
    /// 600 words, two thirds of them shared by all: just below what is near
    HalfShared,
    /// 200 words, drawn from 2,000
    FewWords,
    /// Each of 400 words with a chance of a half
    HalfOfWords,
    /// A megabyte of words
    Long,
    /// A courtesy
    Courtesies,
    /// Six to eight words, drawn from fifty
    Short,
    /// The same text, again and again
    Copies,
}

impl Shape {
    /// So many words are shared by all texts, where some are.
    const SHARED: usize = 400;

    /// A text of this shape.
    fn text(self, seed: u64, dice: &mut Dice, vocabulary: &Vocabulary) -> String {
        let word = |rank: usize| vocabulary.ranked(rank).to_owned();
        let drawn = |n_words: usize, n_all: usize, dice: &mut Dice| -> Vec<String> {
            (0..n_words).map(|_| word(Shape::SHARED + dice.random_range(0..n_all))).collect()
        };
        let with_shared = |n_shared: usize, dice: &mut Dice| -> Vec<String> {
            let mut words: Vec<String> = (0..n_shared.min(Shape::SHARED)).map(word).collect();
            let n_more = n_shared.saturating_sub(Shape::SHARED);
            words.extend((0..n_more).map(|it| word(Vocabulary::N_WORDS - 1 - it)));
            words.extend(drawn(600 - n_shared, 20_000, dice));
            words.shuffle(dice);
            words
        };
        let words = match self {
            Shape::Boilerplate => with_shared(570, dice),
            Shape::HalfShared => with_shared(Shape::SHARED, dice),
            Shape::FewWords => drawn(200, 2_000, dice),
            Shape::HalfOfWords => (0..400).filter(|_| dice.random()).map(word).collect(),
            Shape::Long => drawn(150_000, 20_000, dice),
            Shape::Courtesies => return courtesy(dice, vocabulary),
            Shape::Short => {
                let n_words = dice.random_range(6..=8);
                drawn(n_words, 50, dice)
            }
            Shape::Copies => {
                let mut first = self::dice(seed, Purpose::Story, 0);
                return comment(&mut first, vocabulary, crate::prose::Style::Long);
            }
        };
        words.join(" ")
    }
}

/// Writes so many comments of one shape by as many people, as NDJSON.
pub fn write(shape: Shape, n_comments: u32, seed: u64, output: &mut dyn Write) -> io::Result<()> {
    const N_POSTS: u32 = 500;
    let vocabulary = Vocabulary::new(seed);
    for number in 0..n_comments {
        let mut dice = dice(seed, Purpose::Telling, number);
        let line = json!({
            "id": (number + 1).to_string(),
            "post": (number % N_POSTS + 1).to_string(),
            "author": format!("Name {number}"),
            "email": format!("name{number}@people.example"),
            "date": date_of(number).to_string(),
            "body": shape.text(seed, &mut dice, &vocabulary),
        });
        serde_json::to_writer(&mut *output, &line)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
