//! Sums of probabilities.

/// The number of some comments, and the sum of their probabilities.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    n: u32,
    /// In millionths. Integer sums don't depend on the order of adding.
    sum: u64,
}

const MILLION: f64 = 1e6;

impl Tally {
    /// A tally of one comment.
    pub fn one(probability: f32) -> Tally {
        Tally { n: 1, sum: (f64::from(probability) * MILLION) as u64 }
    }

    /// Adds the comments of another tally.
    pub fn add(&mut self, other: Tally) {
        self.n += other.n;
        self.sum += other.sum;
    }

    /// The tally without the comments of another one, which it includes.
    pub fn without(self, other: Tally) -> Tally {
        Tally { n: self.n.saturating_sub(other.n), sum: self.sum.saturating_sub(other.sum) }
    }

    /// The number of comments.
    pub fn n(self) -> u32 {
        self.n
    }

    /// The sum of their probabilities.
    pub fn sum(self) -> f64 {
        self.sum as f64 / MILLION
    }
}
