//! Measures of how well scores separate spam from honest comments.

/// The probability of spam of a comment, and whether it is spam.
pub type Scored = (f32, bool);

/// The confusion matrix at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Spam that was called spam.
    pub true_positives: usize,
    /// Honest comments that were called spam.
    pub false_positives: usize,
    /// Spam that was not called spam.
    pub false_negatives: usize,
    /// Honest comments that were not called spam.
    pub true_negatives: usize,
}

impl Confusion {
    /// Counts pairs: whether a comment was called spam, and whether it is spam.
    pub fn count(pairs: impl Iterator<Item = (bool, bool)>) -> Confusion {
        let mut counts = Confusion::default();
        for pair in pairs {
            let cell = match pair {
                (true, true) => &mut counts.true_positives,
                (true, false) => &mut counts.false_positives,
                (false, true) => &mut counts.false_negatives,
                (false, false) => &mut counts.true_negatives,
            };
            *cell += 1;
        }
        counts
    }

    /// The share of spam among the comments that were called spam. `None` if none was.
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The share of spam that was called spam. `None` without spam.
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The harmonic mean of precision and recall. `None` without spam, called so or real.
    pub fn f1(&self) -> Option<f64> {
        let both = 2 * self.true_positives;
        share(both, both + self.false_positives + self.false_negatives)
    }

    /// Matthews' correlation coefficient, -1 to 1. `None` if a row or column of the matrix is empty.
    pub fn correlation(&self) -> Option<f64> {
        let counts = [self.true_positives, self.false_positives, self.false_negatives, self.true_negatives];
        let [tp, fp, fn_, tn] = counts.map(|count| count as f64);
        let margins = (tp + fp) * (tp + fn_) * (tn + fp) * (tn + fn_);
        (margins != 0.0).then(|| (tp * tn - fp * fn_) / margins.sqrt())
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// The area under the ROC curve: the probability that spam scores above an honest comment, where ties count half.
/// `None` unless there are both.
pub fn area_under_curve(scored: &[Scored]) -> Option<f64> {
    let n_spam = count_spam(scored) as f64;
    let n_honest = scored.len() as f64 - n_spam;
    // For each honest comment: the spam with a higher score, and half of the spam with the same score.
    let (mut n_higher, mut area) = (0.0, 0.0);
    for tied in descending(scored).chunk_by(|one, other| one.0 == other.0) {
        let n_tied = count_spam(tied) as f64;
        area += (tied.len() as f64 - n_tied) * (n_higher + n_tied / 2.0);
        n_higher += n_tied;
    }
    (0.0 < n_spam && 0.0 < n_honest).then(|| area / n_spam / n_honest)
}

/// The mean of the precision at each spam comment in the ranking; ties share their precision. `None` without spam.
pub fn average_precision(scored: &[Scored]) -> Option<f64> {
    let (mut n_seen, mut n_found, mut sum) = (0, 0, 0.0);
    for tied in descending(scored).chunk_by(|one, other| one.0 == other.0) {
        let n_tied = count_spam(tied);
        (n_seen, n_found) = (n_seen + tied.len(), n_found + n_tied);
        sum += n_tied as f64 * n_found as f64 / n_seen as f64;
    }
    (0 < n_found).then(|| sum / n_found as f64)
}

/// The share of spam that is found at a false-positive rate: that scores above all honest comments but this share of
/// them. `None` unless there are both.
pub fn recall_at(false_positive_rate: f64, scored: &[Scored]) -> Option<f64> {
    let (spam, honest): (Vec<Scored>, Vec<Scored>) =
        descending(scored).into_iter().partition(|(_, is_spam)| *is_spam);
    let (threshold, _) = *honest.get((false_positive_rate * honest.len() as f64) as usize)?;
    share(spam.iter().filter(|(probability, _)| threshold < *probability).count(), spam.len())
}

/// The comments whose probabilities are in one range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The lowest probability of the range.
    pub from: f32,
    /// The upper end of the range, which is not in it.
    pub to: f32,
    /// The number of comments.
    pub n_all: usize,
    /// The number of spam comments.
    pub n_spam: usize,
    /// The mean of the probabilities; `None` for an empty bin.
    pub mean_probability: Option<f64>,
    /// The share of spam; `None` for an empty bin.
    pub share_of_spam: Option<f64>,
}

/// The calibration of probabilities: the mean probability and the share of spam in each range.
pub fn calibration(scored: &[Scored]) -> Vec<Bin> {
    const EDGES: [f32; 9] = [0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.01];
    let bin = |edges: &[f32]| {
        let inside = scored.iter().filter(|(probability, _)| (edges[0]..edges[1]).contains(probability));
        let inside: Vec<Scored> = inside.copied().collect();
        let n_spam = count_spam(&inside);
        let sum: f64 = inside.iter().map(|(probability, _)| f64::from(*probability)).sum();
        Bin {
            from: edges[0],
            to: edges[1].min(1.0),
            n_all: inside.len(),
            n_spam,
            mean_probability: (!inside.is_empty()).then(|| sum / inside.len() as f64),
            share_of_spam: share(n_spam, inside.len()),
        }
    };
    EDGES.windows(2).map(bin).collect()
}

fn count_spam(scored: &[Scored]) -> usize {
    scored.iter().filter(|(_, is_spam)| *is_spam).count()
}

fn descending(scored: &[Scored]) -> Vec<Scored> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|one, other| other.0.total_cmp(&one.0));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORED: &[Scored] =
        &[(0.9, true), (0.8, false), (0.7, true), (0.7, false), (0.2, false), (0.1, false)];

    fn check(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 1e-9), "{found:?} {expected}");
    }

    #[test]
    fn rankings_are_measured() {
        // Of eight pairs of spam and honest comments, six are in order, one is tied, one is not.
        check(area_under_curve(SCORED), 6.5 / 8.0);
        check(average_precision(SCORED), (1.0 + 2.0 / 4.0) / 2.0);
        check(recall_at(0.0, SCORED), 0.5);
        check(recall_at(0.25, SCORED), 0.5);
        check(recall_at(0.5, SCORED), 1.0);
    }

    #[test]
    fn confusion_is_counted() {
        let counts =
            Confusion::count(SCORED.iter().map(|(probability, is_spam)| (0.7 <= *probability, *is_spam)));
        let expected =
            Confusion { true_positives: 2, false_positives: 2, false_negatives: 0, true_negatives: 2 };
        assert_eq!(counts, expected);
        check(counts.precision(), 0.5);
        check(counts.recall(), 1.0);
        check(counts.f1(), 2.0 / 3.0);
        check(counts.correlation(), 0.5);
    }

    #[test]
    fn what_cannot_be_measured_has_no_figure() {
        let nothing = Confusion::default();
        let measures = [nothing.precision(), nothing.recall(), nothing.f1(), nothing.correlation()];
        assert_eq!(measures, [None; 4]);
        assert_eq!(area_under_curve(&[(0.5, true)]), None);
        assert_eq!(average_precision(&[(0.5, false)]), None);
        assert_eq!([recall_at(0.01, &[(0.5, true)]), recall_at(0.01, &[(0.5, false)])], [None; 2]);
    }

    #[test]
    fn every_comment_is_in_one_bin() {
        let scored: Vec<Scored> = (0..=100).map(|n| (n as f32 / 100.0, n % 2 == 0)).collect();
        assert_eq!(calibration(&scored).iter().map(|bin| bin.n_all).sum::<usize>(), scored.len());
    }

    #[test]
    fn an_empty_bin_has_no_mean() {
        let bins = calibration(&[(0.01, false), (0.015, true)]);
        assert_eq!(bins[0].share_of_spam, Some(0.5));
        assert!(bins[1..].iter().all(|bin| bin.mean_probability.is_none() && bin.share_of_spam.is_none()));
    }
}
