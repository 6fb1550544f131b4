//! The weights of one part, in a byte each.

use super::{Bucket, Field, Found};

/// How many buckets features are hashed into: a power of two.
pub const BUCKETS: usize = 1 << 17;

/// A linear score over buckets: `bias + Σ weight / √n`, words and letters apart, where `n` counts their buckets, so
/// that long texts don't shout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The score of what has nothing known in it, in log-odds.
    pub bias: f32,
    /// What a step of a weight's byte is worth, in log-odds.
    pub step: f32,
    /// One weight a bucket, in steps; no weights at all where nothing was learned.
    pub weights: Vec<i8>,
}

/// What words and letters come to, in whole steps: no order of adding can change that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    steps: [i32; 2],
    n: [u32; 2],
}

impl Sums {
    /// Adds a feature.
    pub fn add(&mut self, field: Field, steps: i8) {
        self.steps[field as usize] += i32::from(steps);
        self.n[field as usize] += 1;
    }
}

impl Table {
    /// Nothing was learned.
    pub const EMPTY: Table = Table { bias: 0.0, step: 0.0, weights: Vec::new() };

    /// Stores weights in a byte each.
    pub fn quantised(bias: f32, weights: &[f32]) -> Table {
        let largest = weights.iter().fold(0.0f32, |largest, it| largest.max(it.abs()));
        let step = if largest == 0.0 { 1.0 } else { largest / f32::from(i8::MAX) };
        Table { bias, step, weights: weights.iter().map(|it| (it / step).round() as i8).collect() }
    }

    /// Was nothing learned?
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The weight of a bucket, in steps.
    pub fn steps(&self, bucket: Bucket) -> i8 {
        self.weights[bucket as usize]
    }

    /// The weight of a bucket, in log-odds.
    pub fn weight(&self, bucket: Bucket) -> f32 {
        self.step * f32::from(self.steps(bucket))
    }

    /// The log-odds that sums come to. `None` for no features.
    pub fn total(&self, sums: &Sums) -> Option<f32> {
        let of = |field: usize| sums.steps[field] as f32 / (sums.n[field].max(1) as f32).sqrt();
        (sums.n != [0, 0]).then(|| self.bias + self.step * (of(0) + of(1)))
    }

    /// The log-odds of buckets. `None` for no buckets and for an empty table.
    pub fn score(&self, found: &Found) -> Option<f32> {
        if self.is_empty() {
            return None;
        }
        let mut sums = Sums::default();
        found[0].iter().for_each(|it| sums.add(Field::Words, self.steps(*it)));
        found[1].iter().for_each(|it| sums.add(Field::Letters, self.steps(*it)));
        self.total(&sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_weight_is_right_to_a_step() {
        let mut weights = vec![0.0; BUCKETS];
        (weights[3], weights[5]) = (2.0, -0.7);
        let table = Table::quantised(-1.0, &weights);
        let score = |words: &[Bucket], letters: &[Bucket]| table.score(&[words.into(), letters.into()]);
        assert!((score(&[3, 5], &[]).unwrap_or(0.0) - (-1.0 + 1.3 / 2.0f32.sqrt())).abs() < table.step);
        assert_eq!(score(&[9], &[7]), Some(-1.0));
        assert_eq!(score(&[], &[]), None);
    }
}
