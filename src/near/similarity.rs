//! Multiset Jaccard similarity of sorted sets, the thresholds, and the bounds that follow from them.
//!
//! Thresholds are fractions t / [`DENOMINATOR`] of whole numbers, so that no comparison depends on rounding.
//! All bounds below are equivalent forms of overlap / (a + b - overlap) ≥ t / d for sets of a and b elements.

/// Similarity threshold when the smaller set is short: 13/20, so four of twenty words may be replaced.
const SHORT_THRESHOLD: usize = 13;

/// Similarity threshold of long sets: 11/20, so a quarter of the words may be replaced. It is lower because
/// long texts hardly share half of their words by chance.
const LONG_THRESHOLD: usize = 11;

/// The lowest threshold that applies to any pair of sets.
pub const LOWEST_THRESHOLD: usize = LONG_THRESHOLD;

/// Denominator of all thresholds.
pub const DENOMINATOR: usize = 20;

/// Size from which a set is long.
const LONG_MIN_SIZE: usize = 20;

/// Size from which a set can be similar to a different one. In shorter texts every word matters: `thanks for
/// the tip ann` is not `thanks for the tip bob`.
const MIN_SIZE: usize = 6;

/// The similarity threshold of a pair whose smaller set has `size` elements. It bounds from below the
/// threshold of all pairs that include a set of this size.
pub fn threshold(size: usize) -> usize {
    if size < LONG_MIN_SIZE { SHORT_THRESHOLD } else { LONG_THRESHOLD }
}

/// The overlap from which two sets of these sizes are similar.
fn min_overlap(one_size: usize, other_size: usize) -> usize {
    let threshold = threshold(one_size.min(other_size));
    (threshold * (one_size + other_size)).div_ceil(threshold + DENOMINATOR)
}

/// The smallest size of a set that can be similar to one of `size` elements (length filter).
pub fn min_similar_size(size: usize) -> usize {
    (threshold(size) * size).div_ceil(DENOMINATOR)
}

/// The largest size of a set that can be similar to one of `size` elements if the first element that both
/// share is at `position` of the latter (length and position filter). The overlap is at most `size -
/// position` then.
pub fn max_similar_size(size: usize, position: usize) -> usize {
    let threshold = threshold(size);
    (DENOMINATOR * size).saturating_sub((threshold + DENOMINATOR) * position) / threshold
}

/// How many of its rarest elements a set is indexed by: every similar set shares at least one of them. 0 if
/// the set is too small to be similar to another.
pub fn prefix_len(size: usize) -> usize {
    if size < MIN_SIZE { 0 } else { size - min_similar_size(size) + 1 }
}

/// Whether two sets of these sizes can be similar although they differ in at least `n_different` elements.
pub fn allows_difference(one_size: usize, other_size: usize, n_different: usize) -> bool {
    let threshold = threshold(one_size.min(other_size));
    (threshold + DENOMINATOR) * n_different <= (DENOMINATOR - threshold) * (one_size + other_size)
}

/// Whether two sorted sets are similar. The merge stops as soon as the required overlap is out of reach.
pub fn are_similar(one: &[u32], other: &[u32]) -> bool {
    let min_overlap = min_overlap(one.len(), other.len());
    let (mut one_pos, mut other_pos, mut n_shared) = (0, 0, 0);
    while min_overlap <= n_shared + (one.len() - one_pos).min(other.len() - other_pos) {
        if one_pos == one.len() || other_pos == other.len() {
            return true;
        }
        let (left, right) = (one[one_pos], other[other_pos]);
        n_shared += usize::from(left == right);
        one_pos += usize::from(left <= right);
        other_pos += usize::from(right <= left);
    }
    false
}

/// Number of elements that two sorted sets share.
pub fn overlap(one: &[u32], other: &[u32]) -> usize {
    let (mut one_pos, mut other_pos, mut n_shared) = (0, 0, 0);
    while one_pos < one.len() && other_pos < other.len() {
        let (left, right) = (one[one_pos], other[other_pos]);
        n_shared += usize::from(left == right);
        one_pos += usize::from(left <= right);
        other_pos += usize::from(right <= left);
    }
    n_shared
}

/// Jaccard similarity of two sorted sets, from 0 to 1; two empty sets have 1.
pub fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let n_shared = overlap(one, other);
    let n_union = one.len() + other.len() - n_shared;
    if n_union == 0 { 1.0 } else { n_shared as f64 / n_union as f64 }
}
