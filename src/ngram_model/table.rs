//! The weights of one part, in a byte each.

use super::{Bucket, FIELDS, Field, Found};

/// How many buckets features are hashed into: a power of two.
pub const BUCKETS: usize = 1 << 17;

/// A linear score over buckets: `bias + Σ weight / √n`, each field apart, where `n` counts their buckets, so
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

/// What each field comes to, in whole steps: no order of adding can change that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    steps: [i32; FIELDS.len()],
    n: [u32; FIELDS.len()],
}

impl Sums {
    /// Adds `n` features of a field, which come to so many steps.
    pub fn add(&mut self, field: Field, n: usize, steps: i32) {
        self.steps[field as usize] += steps;
        self.n[field as usize] += n as u32;
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
        let of = |field: Field| {
            let (steps, n) = (sums.steps[field as usize], sums.n[field as usize]);
            steps as f32 / (n.max(1) as f32).sqrt()
        };
        // A form alone is no text.
        let has_text = 0 < sums.n[Field::Words as usize] + sums.n[Field::Letters as usize];
        has_text.then(|| self.bias + self.step * FIELDS.map(of).iter().sum::<f32>())
    }

    /// The log-odds of buckets. `None` for no buckets and for an empty table.
    pub fn score(&self, found: &Found) -> Option<f32> {
        if self.is_empty() {
            return None;
        }
        let mut sums = Sums::default();
        for (field, buckets) in FIELDS.iter().zip(found) {
            buckets.iter().for_each(|it| sums.add(*field, 1, self.steps(*it).into()));
        }
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
        let score =
            |words: &[Bucket], letters: &[Bucket]| table.score(&[words.into(), letters.into(), [].into()]);
        assert!((score(&[3, 5], &[]).unwrap_or(0.0) - (-1.0 + 1.3 / 2.0f32.sqrt())).abs() < table.step);
        assert_eq!(score(&[9], &[7]), Some(-1.0));
        assert_eq!(score(&[], &[]), None);
    }

    #[test]
    fn a_form_alone_is_no_text() {
        let mut weights = vec![0.0; BUCKETS];
        weights[3] = 2.0;
        let table = Table::quantised(-1.0, &weights);
        assert_eq!(table.score(&[[].into(), [].into(), [3].into()]), None);
        assert_eq!(table.score(&[[9].into(), [].into(), [3].into()]), Some(1.0));
    }
}
