//! WordUsage: how spammy the comments of a dump look that use a word.
//!
//! What was learned on other blogs does not know what is talked of here. The comments at hand do: where everyone who
//! says `views` looks honest, saying `check the views` is no advertising, and what hundreds of suspects repeat in other
//! words gives each of them away. As with campaigns it is the first-stage probability of the *others* that counts.
//!
//! A text that was posted many times speaks once, by its earliest comment. So nobody's words turn against him because a
//! spammer replays them, and nobody makes a word his own by repeating it.

use std::num::NonZeroU32;
use std::ops::Range;

use rayon::prelude::*;

use crate::facts::Dump;
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::text::WordId;

/// For each word, how many texts use it and what their probabilities come to.
pub struct WordUsage<'a> {
    /// Counts in the upper bits, sums of probabilities in steps in the lower: see [`Uses`].
    table: Vec<u64>,
    /// The first-stage probabilities of all comments.
    probabilities: &'a [f32],
    /// The mean probability of all texts, 0 to 1.
    usual: f64,
}

/// What the others look like that use a comment's words, in the little memory that there is for each comment.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// How many of its words others use.
    pub n_words: NonZeroU32,
    /// The mean first-stage probability of those others in percent, each word counting alike.
    pub mean_percent: u8,
    /// The same of all comments.
    pub usual_percent: u8,
    /// What the words come to, in log-odds over the usual: `Σ word / √n`.
    pub log_odds: f64,
}

/// The table has so many places a word at least, so that few words share one …
const PLACES_A_WORD: usize = 4;

/// … but no more than this: 2 MiB, which stay close at hand.
const MOST_PLACES: usize = 1 << 18;

/// So many comments at least are counted in a table of their own: with a lock on every word of one for all, the counting
/// would take twice as long.
const FEWEST: usize = 1 << 15;

/// What fewer others say is chance.
const LEAST_OTHERS: u64 = 2;

/// A word is believed to be as usual by so many comments, before anybody has used it.
const DOUBT: f64 = 3.0;

/// No dump is so honest or so bad that a word could tell nothing.
const USUAL: (f64, f64) = (0.01, 0.99);

/// Odds in this range have room for those of one more word: at most 2²⁶ comments use it.
const ROOM: Range<f64> = 1e-200..1e200;

/// The uses of a word: a sum that no order of adding can change.
#[derive(Clone, Copy)]
struct Uses(u64);

impl Uses {
    /// The number of lower bits: as many comments fit in the upper ones as their probabilities in these.
    const SHIFT: u32 = 38;
    /// Steps of a probability of 1.
    const STEPS: f64 = 4096.0;

    fn one(probability: f32) -> Uses {
        Uses(1 << Uses::SHIFT | (f64::from(probability) * Uses::STEPS) as u64)
    }

    fn n(self) -> u64 {
        self.0 >> Uses::SHIFT
    }

    fn sum(self) -> f64 {
        (self.0 & ((1 << Uses::SHIFT) - 1)) as f64 / Uses::STEPS
    }
}

impl<'a> WordUsage<'a> {
    /// Counts the words of all texts, with the first-stage probabilities of who uses them.
    pub fn gather(dump: &Dump, known: &Knowledge, probabilities: &'a [f32]) -> WordUsage<'a> {
        let speaks = |index: &usize| speaks(&Case::new(*index, dump, known));
        let speakers = || (0..dump.comments.len()).into_par_iter().with_min_len(FEWEST).filter(speaks);
        let n_words: usize = speakers().map(|it| dump.comments[it].words().len()).sum();
        let places = (PLACES_A_WORD * n_words).clamp(1, MOST_PLACES).next_power_of_two();
        let nobody = || (vec![0; places], 0);
        let count = |(mut table, all): (Vec<u64>, u64), index: usize| {
            let uses = Uses::one(probabilities[index]);
            for word in dump.comments[index].content_words() {
                let place = place(word, &table);
                table[place] += uses.0;
            }
            (table, all + uses.0)
        };
        let add = |(mut table, all): (Vec<u64>, u64), (other, all_others): (Vec<u64>, u64)| {
            table.iter_mut().zip(other).for_each(|(uses, more)| *uses += more);
            (table, all + all_others)
        };
        let (table, all) = speakers().fold(nobody, count).reduce_with(add).unwrap_or_else(nobody);
        let all = Uses(all);
        let usual = (all.sum() / all.n().max(1) as f64).clamp(USUAL.0, USUAL.1);
        WordUsage { table, probabilities, usual }
    }

    /// What the others look like that use the words of a comment. `None` where nobody else uses any.
    pub fn usage(&self, case: &Case) -> Option<Usage> {
        if case.facts.kind != Kind::Comment {
            return None;
        }
        let earliest = Case::new(case.known.clusters.first(case.index), case.dump, case.known);
        let of_own_text = if speaks(&earliest) { Uses::one(self.probabilities[earliest.index]).0 } else { 0 };
        let (mut n_words, mut means, mut log_odds, mut odds) = (0, 0.0, 0.0, 1.0);
        for word in case.facts.content_words() {
            let all = self.table[place(word, &self.table)];
            // Near copies don't share every word.
            let is_own = earliest.index == case.index || earliest.facts.words().binary_search(&word).is_ok();
            let others = Uses(if is_own { all.saturating_sub(of_own_text) } else { all });
            if LEAST_OTHERS <= others.n() {
                let (n, sum) = (others.n() as f64, others.sum());
                n_words += 1;
                means += sum / n;
                let spam = sum + DOUBT * self.usual;
                odds *= spam / (n + DOUBT - spam);
                // A logarithm takes longer than all the rest, and that of a product is the sum of those of its factors.
                if !ROOM.contains(&odds) {
                    log_odds += odds.ln();
                    odds = 1.0;
                }
            }
        }
        let n = f64::from(n_words);
        Some(Usage {
            n_words: NonZeroU32::new(n_words)?,
            mean_percent: percent(means / n),
            usual_percent: percent(self.usual),
            log_odds: (log_odds + odds.ln() - n * logit(self.usual)) / n.sqrt(),
        })
    }
}

/// Is it a comment, and the earliest of its text?
fn speaks(case: &Case) -> bool {
    case.facts.kind == Kind::Comment && case.known.clusters.first(case.index) == case.index
}

fn place(word: WordId, table: &[u64]) -> usize {
    word as usize & (table.len() - 1)
}

fn percent(probability: f64) -> u8 {
    (100.0 * probability).round() as u8
}

fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::facts::{Look, look};

    /// What a comment's words tell, last of a dump of texts with their first-stage probabilities.
    fn check(others: &[(&str, f32)], says: &str, is_expected: impl Fn(Option<f64>) -> bool) {
        let mut dump = Dump::default();
        for (number, text) in others.iter().map(|it| it.0).chain([says]).enumerate() {
            let comment = Comment { id: number.to_string(), body: text.to_owned(), ..Comment::default() };
            dump.comments.push(look(&comment, &Look::BLANK));
        }
        let probabilities: Vec<f32> = others.iter().map(|it| it.1).chain([0.5]).collect();
        let known = Knowledge::gather(&mut dump);
        let word_usage = WordUsage::gather(&dump, &known, &probabilities);
        let found = word_usage.usage(&Case::new(others.len(), &dump, &known)).map(|it| it.log_odds);
        assert!(is_expected(found), "{says:?} {found:?}");
    }

    const TALK: &[(&str, f32)] = &[
        ("gazebo warehouse in town", 0.9),
        ("cheap gazebo", 0.9),
        ("one more gazebo, delivered", 0.9),
        ("kettle on the stove", 0.02),
        ("the kettle sings", 0.02),
        ("whose kettle boiled over", 0.02),
    ];

    #[test]
    fn words_tell_what_the_others_look_like_that_use_them() {
        check(TALK, "our gazebo is green", |it| it.is_some_and(|it| 0.5 < it));
        check(TALK, "our kettle is green", |it| it.is_some_and(|it| it < -0.5));
        check(TALK, "my kettle in your gazebo", |it| it.is_some_and(|it| it.abs() < 1.0));
    }

    #[test]
    fn what_nobody_else_says_tells_nothing() {
        check(TALK, "marmalade", |it| it.is_none());
        check(TALK, "", |it| it.is_none());
    }

    #[test]
    fn where_all_look_alike_no_word_tells() {
        let alike: Vec<(&str, f32)> = TALK.iter().map(|it| (it.0, 0.5)).collect();
        check(&alike, "our gazebo is green", |it| it.is_some_and(|it| it.abs() < 1e-9));
    }

    #[test]
    fn who_is_replayed_is_not_accused_by_the_copies() {
        const SAID: &str = "the hinges of our barometer creak at dusk";
        check(&[(SAID, 0.1), (SAID, 0.9), (SAID, 0.9), ("kettle", 0.02)], SAID, |it| it.is_none());
    }

    #[test]
    fn sums_have_room_for_every_comment_that_they_count() {
        let most = (1 << (u64::BITS - Uses::SHIFT)) - 1;
        let all = Uses(Uses::one(1.0).0 * most);
        assert_eq!((all.n(), all.sum()), (most, most as f64));
    }
}
