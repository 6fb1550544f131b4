//! How well scores tell spam from honest comments.

/// A comment's probability of spam, and whether it is.
pub type Scored = (f32, bool);

/// Counts of right and wrong answers at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Spam that was called so.
    pub hits: usize,
    /// Honest comments that were called spam.
    pub false_alarms: usize,
    /// Spam that was not called so.
    pub misses: usize,
    /// Honest comments that were left alone.
    pub spared: usize,
}

impl Confusion {
    /// Counts answers: was it called spam, and is it?
    pub fn count(answers: impl Iterator<Item = (bool, bool)>) -> Confusion {
        let mut counts = Confusion::default();
        for answer in answers {
            let cell = match answer {
                (true, true) => &mut counts.hits,
                (true, false) => &mut counts.false_alarms,
                (false, true) => &mut counts.misses,
                (false, false) => &mut counts.spared,
            };
            *cell += 1;
        }
        counts
    }

    /// The share of what was called spam that is; 1 when nothing was.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// The share of spam that was called so; 1 when there is none.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.hits + self.misses)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }

    /// Matthews' correlation coefficient, -1 to 1; 0 when a row or column of the table is empty.
    pub fn correlation(&self) -> f64 {
        let [hits, false_alarms, misses, spared] =
            [self.hits, self.false_alarms, self.misses, self.spared].map(|it| it as f64);
        let margins = (hits + false_alarms) * (hits + misses) * (spared + false_alarms) * (spared + misses);
        if margins == 0.0 { 0.0 } else { (hits * spared - false_alarms * misses) / margins.sqrt() }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The area under the ROC curve: the chance that a spam scores above an honest comment, ties counting half.
/// `None` unless there are both.
pub fn area_under_curve(scored: &[Scored]) -> Option<f64> {
    let sorted = descending(scored);
    let n_spam = scored.iter().filter(|it| it.1).count() as f64;
    let n_honest = scored.len() as f64 - n_spam;
    // For every honest comment, the spam above it and half of the spam beside it.
    let (mut above, mut area) = (0.0, 0.0);
    for tied in sorted.chunk_by(|one, other| one.0 == other.0) {
        let spam = tied.iter().filter(|it| it.1).count() as f64;
        area += (tied.len() as f64 - spam) * (above + spam / 2.0);
        above += spam;
    }
    (0.0 < n_spam && 0.0 < n_honest).then(|| area / n_spam / n_honest)
}

/// The mean precision over the places of spam in the ranking, ties taken together. `None` without spam.
pub fn average_precision(scored: &[Scored]) -> Option<f64> {
    let sorted = descending(scored);
    let n_spam = scored.iter().filter(|it| it.1).count();
    let (mut seen, mut hits, mut sum) = (0, 0, 0.0);
    for tied in sorted.chunk_by(|one, other| one.0 == other.0) {
        let spam = tied.iter().filter(|it| it.1).count();
        (seen, hits) = (seen + tied.len(), hits + spam);
        sum += spam as f64 * hits as f64 / seen as f64;
    }
    (0 < n_spam).then(|| sum / n_spam as f64)
}

/// The share of spam that scores above all honest comments but this share of them. `None` unless there are both.
pub fn recall_at(false_positive_rate: f64, scored: &[Scored]) -> Option<f64> {
    let sorted = descending(scored);
    let honest: Vec<f32> = sorted.iter().filter(|it| !it.1).map(|it| it.0).collect();
    let threshold = *honest.get((false_positive_rate * honest.len() as f64) as usize)?;
    let spam: Vec<f32> = sorted.iter().filter(|it| it.1).map(|it| it.0).collect();
    let hits = spam.iter().filter(|it| threshold < **it).count();
    (!spam.is_empty()).then(|| hits as f64 / spam.len() as f64)
}

/// The comments of one range of probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// From this probability on, 0 to 1.
    pub from: f32,
    /// Up to this one.
    pub to: f32,
    /// How many comments.
    pub n_all: usize,
    /// How many of them are spam.
    pub n_spam: usize,
    /// The mean of their probabilities; `None` for an empty bin.
    pub mean_probability: Option<f64>,
    /// The share of spam among them; `None` for an empty bin.
    pub share_of_spam: Option<f64>,
}

/// The calibration of probabilities: their mean and the share of spam, bin by bin.
pub fn calibration(scored: &[Scored]) -> Vec<Bin> {
    const EDGES: [f32; 9] = [0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.01];
    let bin = |edges: &[f32]| {
        let inside = scored.iter().filter(|it| edges[0] <= it.0 && it.0 < edges[1]);
        let inside: Vec<&Scored> = inside.collect();
        let n_spam = inside.iter().filter(|it| it.1).count();
        let mean = |sum: f64| (!inside.is_empty()).then(|| sum / inside.len() as f64);
        Bin {
            from: edges[0],
            to: edges[1].min(1.0),
            n_all: inside.len(),
            n_spam,
            mean_probability: mean(inside.iter().map(|it| f64::from(it.0)).sum()),
            share_of_spam: mean(n_spam as f64),
        }
    };
    EDGES.windows(2).map(bin).collect()
}

fn descending(scored: &[Scored]) -> Vec<Scored> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORED: &[Scored] =
        &[(0.9, true), (0.8, false), (0.7, true), (0.7, false), (0.2, false), (0.1, false)];

    fn check(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|it| (it - expected).abs() < 1e-9), "{found:?} {expected}");
    }

    #[test]
    fn ranks_are_measured() {
        // Of eight pairs of spam and honest comments, six are in order, one is tied, one is not.
        check(area_under_curve(SCORED), 6.5 / 8.0);
        check(average_precision(SCORED), (1.0 + 2.0 / 4.0) / 2.0);
        check(recall_at(0.0, SCORED), 0.5);
        check(recall_at(0.25, SCORED), 0.5);
        check(recall_at(0.5, SCORED), 1.0);
        assert_eq!(area_under_curve(&[(0.5, true)]), None);
    }

    #[test]
    fn answers_are_counted() {
        let counts = Confusion::count(SCORED.iter().map(|it| (0.7 <= it.0, it.1)));
        assert_eq!(counts, Confusion { hits: 2, false_alarms: 2, misses: 0, spared: 2 });
        check(Some(counts.precision()), 0.5);
        check(Some(counts.recall()), 1.0);
        check(Some(counts.f1()), 2.0 / 3.0);
        check(Some(counts.correlation()), 0.5);
    }

    #[test]
    fn every_comment_is_in_one_bin() {
        let scored: Vec<Scored> = (0..=100).map(|it| (it as f32 / 100.0, it % 2 == 0)).collect();
        assert_eq!(calibration(&scored).iter().map(|it| it.n_all).sum::<usize>(), scored.len());
    }

    #[test]
    fn an_empty_bin_has_no_mean() {
        let bins = calibration(&[(0.01, false), (0.015, true)]);
        assert_eq!(bins[0].share_of_spam, Some(0.5));
        assert!(bins[1..].iter().all(|bin| bin.mean_probability.is_none() && bin.share_of_spam.is_none()));
    }
}
