//! The figures of some blogs together.

use super::measures::{Confusion, Scored, area_under_curve, average_precision, recall_at};
use super::{Blog, Scoring};
use crate::config::Config;
use crate::kind::Kind;
use crate::verdict;

/// A labelled comment that was scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledScore {
    /// What it is.
    pub kind: Kind,
    /// The probability of spam that it was given, 0 to 1.
    pub probability: f32,
    /// Is it spam?
    pub is_spam: bool,
}

/// How well some blogs were judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Comments and pings that are spam.
    pub n_spam: usize,
    /// Comments and pings that are not.
    pub n_honest: usize,
    /// The area under the ROC curve; `None` unless there are both.
    pub area_under_curve: Option<f64>,
    /// The average precision.
    pub average_precision: Option<f64>,
    /// The share of spam above all but a hundredth of the honest.
    pub recall_at_1_percent: Option<f64>,
    /// The share of spam above all but a thousandth of the honest.
    pub recall_at_1_per_mille: Option<f64>,
    /// What the verdict `spam` got right and wrong.
    pub spam: Confusion,
    /// What the verdicts `spam` and `review` together got right and wrong.
    pub spam_or_review: Confusion,
}

impl Figures {
    /// Counts and measures. The thresholds are those of the settings.
    pub fn of(labelled_scores: &[LabelledScore], config: &Config) -> Figures {
        let scored: Vec<Scored> = labelled_scores.iter().map(|it| (it.probability, it.is_spam)).collect();
        let is_spam = |it: &LabelledScore| verdict::is_spam(it.kind, Some(it.probability), config);
        let spam = labelled_scores.iter().map(|it| (is_spam(it), it.is_spam));
        let doubted =
            labelled_scores.iter().map(|it| (config.review_threshold <= it.probability, it.is_spam));
        let n_spam = scored.iter().filter(|it| it.1).count();
        Figures {
            n_spam,
            n_honest: scored.len() - n_spam,
            area_under_curve: area_under_curve(&scored),
            average_precision: average_precision(&scored),
            recall_at_1_percent: recall_at(0.01, &scored),
            recall_at_1_per_mille: recall_at(0.001, &scored),
            spam: Confusion::count(spam),
            spam_or_review: Confusion::count(doubted),
        }
    }

    /// Honest comments that a person is asked to look at.
    pub fn honest_in_review(&self) -> usize {
        self.spam_or_review.false_alarms - self.spam.false_alarms
    }
}

/// The labelled comments of a blog that were scored.
pub fn labelled_scores(blog: &Blog, scoring: &Scoring) -> Vec<LabelledScore> {
    let judged = blog.labelled().filter_map(|(index, example, is_spam)| {
        let probability = scoring.probabilities[index]?;
        Some(LabelledScore { kind: example.kind, probability, is_spam })
    });
    judged.collect()
}
