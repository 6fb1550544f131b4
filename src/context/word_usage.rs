//! Word usage: for each word, how spammy the comments in this dump that use it look.
//!
//! Weights that were learned on other blogs don't know what this blog talks about. The blog's own comments show that:
//! if all comments with `views` look honest, “check the views” is no advertising; and a word that hundreds of
//! suspicious comments repeat in different sentences marks each of them. As for campaigns, only the first-stage
//! probabilities of *other* comments count.
//!
//! A text that was posted many times is counted once, by its earliest comment. So spammers who replay an honest
//! comment don't make its words suspicious, and repeating a word doesn't make it look normal.

use std::num::NonZeroU32;

use rayon::prelude::*;

use super::{Context, Scored, Surroundings};
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::logistic::logit;
use crate::text::WordId;

/// For each comment, the other comments that use its words.
pub struct WordUsage(PerComment<Option<SameWords>>);

/// The other comments that use a comment's words.
#[derive(Clone, Copy, Debug)]
pub struct SameWords {
    /// The number of its words that others use.
    pub n_words: NonZeroU32,
    /// The mean first-stage probability of those others in percent, averaged over the words.
    pub mean_percent: u8,
    /// The mean first-stage probability of all comments in percent.
    pub usual_percent: u8,
    /// The log-odds of the words relative to the usual log-odds: `Σ word / √n`.
    pub log_odds: f64,
}

/// The minimum number of table slots per word, so that few words share a slot.
const SLOTS_PER_WORD: usize = 4;

/// The maximum number of table slots: 2 MiB, which fit into a processor's cache.
const MOST_SLOTS: usize = 1 << 18;

/// The minimum number of comments counted into a table of its own. One table that all threads lock word by word would
/// take twice as long.
const COMMENTS_PER_TABLE: usize = 1 << 15;

/// Words used by fewer other comments are left out as chance.
const MIN_OTHERS: u64 = 2;

/// The weight of the usual probability in a word's mean, in comments: a pseudocount.
const PSEUDOCOUNT: f64 = 3.0;

/// The range of the usual probability: even in a dump that is all spam a word may be evidence.
const USUAL: (f64, f64) = (0.01, 0.99);

/// The number of texts that use a word, and the sum of their probabilities, in one integer. Integer sums don't depend
/// on the order of adding.
#[derive(Clone, Copy)]
struct Uses(u64);

impl Uses {
    /// The number of bits for the sum; the count is above them. Both overflow at the same number of comments.
    const SUM_BITS: u32 = 38;
    /// The sum's unit is 1/4096.
    const STEPS: f64 = 4096.0;

    fn one(probability: f32) -> Uses {
        Uses(1 << Uses::SUM_BITS | (f64::from(probability) * Uses::STEPS) as u64)
    }

    fn n(self) -> u64 {
        self.0 >> Uses::SUM_BITS
    }

    fn sum(self) -> f64 {
        (self.0 & ((1 << Uses::SUM_BITS) - 1)) as f64 / Uses::STEPS
    }
}

/// The uses of all words, by their hashes.
struct Table {
    slots: Vec<u64>,
    /// The mean probability of all texts, 0 to 1.
    usual: f64,
}

impl Context for WordUsage {
    fn gather(scored: &Scored) -> WordUsage {
        let table = Table::gather(scored);
        let comments = scored.dump.comments.par_indices();
        WordUsage(comments.map(|index| table.same_words(&scored.case(index), scored.probabilities)).collect())
    }

    /// Adds the other comments with the same words. Comments of the blog's owner have none.
    fn describe<'a>(&'a self, case: &Case<'a>, surroundings: &mut Surroundings<'a>) {
        surroundings.same_words = self.0[case.index].filter(|_| !case.person().is_owner);
    }
}

impl Table {
    fn gather(scored: &Scored) -> Table {
        let comments = &scored.dump.comments;
        let texts = || {
            let all = comments.par_indices().with_min_len(COMMENTS_PER_TABLE);
            all.filter(|index| is_counted(&scored.case(*index)))
        };
        let n_words: usize = texts().map(|index| comments[index].words().len()).sum();
        let n_slots = (SLOTS_PER_WORD * n_words).clamp(1, MOST_SLOTS).next_power_of_two();
        let nothing = || (vec![0; n_slots], 0);
        let count = |(mut slots, all): (Vec<u64>, u64), index: CommentIdx| {
            let uses = Uses::one(scored.probabilities[index]);
            for word in comments[index].content_words() {
                let slot = slot(word, &slots);
                slots[slot] += uses.0;
            }
            (slots, all + uses.0)
        };
        let add = |(mut slots, all): (Vec<u64>, u64), (other, all_others): (Vec<u64>, u64)| {
            slots.iter_mut().zip(other).for_each(|(uses, more)| *uses += more);
            (slots, all + all_others)
        };
        let (slots, all) = texts().fold(nothing, count).reduce_with(add).unwrap_or_else(nothing);
        let all = Uses(all);
        Table { slots, usual: (all.sum() / all.n().max(1) as f64).clamp(USUAL.0, USUAL.1) }
    }

    /// The other comments that use the words of a comment. `None` if there are none.
    fn same_words(&self, case: &Case, probabilities: &PerComment<f32>) -> Option<SameWords> {
        if case.facts.kind != Kind::Comment {
            return None;
        }
        let earliest = Case::new(case.known.clusters.first(case.index), case.dump, case.known);
        let of_own_text = if is_counted(&earliest) { Uses::one(probabilities[earliest.index]).0 } else { 0 };
        let (mut n_words, mut means, mut log_odds) = (0, 0.0, 0.0);
        for word in case.facts.content_words() {
            let all = self.slots[slot(word, &self.slots)];
            // Near-duplicates don't share every word.
            let is_own = earliest.index == case.index || earliest.facts.words().binary_search(&word).is_ok();
            let others = Uses(if is_own { all.saturating_sub(of_own_text) } else { all });
            if MIN_OTHERS <= others.n() {
                let (n, sum) = (others.n() as f64, others.sum());
                let spam = sum + PSEUDOCOUNT * self.usual;
                n_words += 1;
                means += sum / n;
                log_odds += (spam / (n + PSEUDOCOUNT - spam)).ln();
            }
        }
        let n = f64::from(n_words);
        Some(SameWords {
            n_words: NonZeroU32::new(n_words)?,
            mean_percent: percent(means / n),
            usual_percent: percent(self.usual),
            log_odds: (log_odds - n * logit(self.usual)) / n.sqrt(),
        })
    }
}

/// Whether a comment's words are counted: only the earliest comment with each text counts.
fn is_counted(case: &Case) -> bool {
    case.facts.kind == Kind::Comment && case.known.clusters.first(case.index) == case.index
}

fn slot(word: WordId, slots: &[u64]) -> usize {
    word as usize & (slots.len() - 1)
}

fn percent(probability: f64) -> u8 {
    (100.0 * probability).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::facts::{Dump, Look, look};
    use crate::knowledge::Knowledge;

    /// Checks the log-odds of a comment's words, after other texts with their first-stage probabilities.
    fn check(others: &[(&str, f32)], says: &str, is_expected: impl Fn(Option<f64>) -> bool) {
        let mut dump = Dump::default();
        for (number, text) in others.iter().map(|(text, _)| *text).chain([says]).enumerate() {
            let comment = Comment { id: number.to_string(), body: text.to_owned(), ..Comment::default() };
            dump.comments.push(look(&comment, &Look::BLANK));
        }
        let probabilities: PerComment<f32> =
            others.iter().map(|(_, probability)| *probability).chain([0.5]).collect();
        let known = Knowledge::gather(&dump);
        let usage = WordUsage::gather(&Scored { dump: &dump, known: &known, probabilities: &probabilities });
        let found = usage.0[CommentIdx::from(others.len())].map(|same_words| same_words.log_odds);
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
    fn words_count_by_the_probabilities_of_others_that_use_them() {
        check(TALK, "our gazebo is green", |usage| usage.is_some_and(|log_odds| 0.5 < log_odds));
        check(TALK, "our kettle is green", |usage| usage.is_some_and(|log_odds| log_odds < -0.5));
        check(TALK, "my kettle in your gazebo", |usage| usage.is_some_and(|log_odds| log_odds.abs() < 1.0));
    }

    #[test]
    fn words_that_nobody_else_uses_count_nothing() {
        check(TALK, "marmalade", |usage| usage.is_none());
        check(TALK, "", |usage| usage.is_none());
    }

    #[test]
    fn no_word_counts_if_all_comments_look_alike() {
        let alike: Vec<(&str, f32)> = TALK.iter().map(|(text, _)| (*text, 0.5)).collect();
        check(&alike, "our gazebo is green", |usage| usage.is_some_and(|log_odds| log_odds.abs() < 1e-9));
    }

    #[test]
    fn copies_do_not_count_against_the_original() {
        const SAID: &str = "the hinges of our barometer creak at dusk";
        check(&[(SAID, 0.1), (SAID, 0.9), (SAID, 0.9), ("kettle", 0.02)], SAID, |usage| usage.is_none());
    }

    #[test]
    fn sums_and_counts_overflow_at_the_same_number() {
        let most = (1 << (u64::BITS - Uses::SUM_BITS)) - 1;
        let all = Uses(Uses::one(1.0).0 * most);
        assert_eq!((all.n(), all.sum()), (most, most as f64));
    }
}
