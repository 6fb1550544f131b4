//! The weights of one part, one byte each.

use super::{Bucket, FEATURE_KINDS, FeatureKind, PartFeatures};

/// The number of buckets that features are hashed into: a power of two.
pub const BUCKETS: usize = 1 << 17;

/// A linear score: `bias + Σ weight / √n` over the features of each kind, where `n` is the number of features of that
/// kind, so that long texts do not get extreme scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The score of a part without any known feature, in log-odds.
    pub bias: f32,
    /// The size of a step in log-odds. Weights are stored in steps.
    pub step: f32,
    /// One weight per bucket, in steps; no weights if nothing was learned.
    pub weights: Vec<i8>,
}

impl Table {
    /// A table from which nothing was learned.
    pub const EMPTY: Table = Table { bias: 0.0, step: 0.0, weights: Vec::new() };

    /// Rounds weights to steps of which the largest weight has 127.
    pub fn quantised(bias: f32, weights: &[f32]) -> Table {
        let largest = weights.iter().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        let step = if largest == 0.0 { 1.0 } else { largest / f32::from(i8::MAX) };
        Table { bias, step, weights: weights.iter().map(|weight| (weight / step).round() as i8).collect() }
    }

    /// Returns true if nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The weight of a bucket, in steps.
    pub fn steps(&self, bucket: Bucket) -> i8 {
        self.weights[bucket as usize]
    }

    /// The score of a part in log-odds. `None` for an empty table, and for a part without words and n-grams: form alone
    /// is no text.
    pub fn score(&self, features: &PartFeatures) -> Option<f32> {
        if self.is_empty() {
            return None;
        }
        let mut sums = Sums::default();
        for (sum, buckets) in sums.iter_mut().zip(features) {
            buckets.iter().for_each(|bucket| _ = sum.add(self.steps(*bucket)));
        }
        self.score_of_sums(&sums)
    }

    /// Like [`Table::score`], from the sums of the weights.
    pub fn score_of_sums(&self, sums: &Sums) -> Option<f32> {
        let is_text =
            [FeatureKind::Word, FeatureKind::CharNgram].iter().any(|kind| 0 < sums[*kind as usize].n);
        let normalised = |sum: &Sum| sum.steps as f32 / (sum.n.max(1) as f32).sqrt();
        is_text.then(|| self.bias + self.step * sums.iter().map(normalised).sum::<f32>())
    }
}

/// The number of features of one kind and the sum of their weights.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    n: usize,
    /// Steps are whole numbers, so the order of features does not matter.
    steps: i32,
}

/// One sum per kind of features.
pub type Sums = [Sum; FEATURE_KINDS.len()];

impl Sum {
    /// Adds a feature, and returns its weight.
    pub fn add(&mut self, steps: i8) -> i32 {
        self.n += 1;
        self.steps += i32::from(steps);
        i32::from(steps)
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
        let score = |words: &[Bucket], char_ngrams: &[Bucket]| {
            table.score(&[words.into(), char_ngrams.into(), [].into()])
        };
        assert!((score(&[3, 5], &[]).unwrap_or(0.0) - (-1.0 + 1.3 / 2.0f32.sqrt())).abs() < table.step);
        assert_eq!(score(&[9], &[7]), Some(-1.0));
        assert_eq!(score(&[], &[]), None);
    }

    #[test]
    fn form_alone_is_no_text() {
        let mut weights = vec![0.0; BUCKETS];
        weights[3] = 2.0;
        let table = Table::quantised(-1.0, &weights);
        assert_eq!(table.score(&[[].into(), [].into(), [3].into()]), None);
        assert_eq!(table.score(&[[9].into(), [].into(), [3].into()]), Some(1.0));
    }
}
