//! How much two texts have in common, as sorted sets of their counted words (see `text::bag`).

/// Texts are near when they share so many of [`OF`] words (multiset Jaccard): of twenty words, four may be replaced.
/// A ratio of whole numbers, so that no comparison hangs on the last bit of a fraction.
const NEAR: usize = 13;

/// Of long texts fewer will do, for nobody says half of thirty words again by chance: a quarter may be replaced.
const NEAR_LONG: usize = 11;

/// How many of [`OF`] words any two near sets share at the least.
pub const LEAST_NEAR: usize = NEAR_LONG;

/// See [`NEAR`].
pub const OF: usize = 20;

/// From so many words on, both texts are long.
const LONG_MIN_WORDS: usize = 20;

/// Shorter texts are near only when their words are the same: `thanks for the tip ann` is not `thanks for the tip bob`.
pub const NEAR_MIN_WORDS: usize = 6;

/// How many of [`OF`] words a set of this size shares at least with any set that is near it.
pub fn least_near(size: usize) -> usize {
    if size < LONG_MIN_WORDS { NEAR } else { NEAR_LONG }
}

/// The overlap that two sets of these sizes need to be near: J ≥ n/d exactly when the overlap ≥ n (a + b) / (n + d).
fn needed(one: usize, other: usize) -> usize {
    let near = least_near(one.min(other));
    (near * (one + other)).div_ceil(near + OF)
}

/// Are two sets near? Stops as soon as too much is missing.
pub fn are_near(one: &[u32], other: &[u32]) -> bool {
    let needed = needed(one.len(), other.len());
    let (mut at_one, mut at_other, mut n_shared) = (0, 0, 0);
    while needed <= n_shared + (one.len() - at_one).min(other.len() - at_other) {
        if at_one == one.len() || at_other == other.len() {
            return true;
        }
        let (left, right) = (one[at_one], other[at_other]);
        n_shared += usize::from(left == right);
        at_one += usize::from(left <= right);
        at_other += usize::from(right <= left);
    }
    false
}

/// How many elements two sorted sets share.
pub fn overlap(one: &[u32], other: &[u32]) -> usize {
    let (mut at_one, mut at_other, mut n_shared) = (0, 0, 0);
    while at_one < one.len() && at_other < other.len() {
        let (left, right) = (one[at_one], other[at_other]);
        n_shared += usize::from(left == right);
        at_one += usize::from(left <= right);
        at_other += usize::from(right <= left);
    }
    n_shared
}

/// The Jaccard similarity of two sorted sets, 0 to 1; two empty sets are alike.
pub fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let n_shared = overlap(one, other);
    let n_all = one.len() + other.len() - n_shared;
    if n_all == 0 { 1.0 } else { n_shared as f64 / n_all as f64 }
}
