//! All measures of the scores of some blogs.

use super::measures::{Confusion, Scored, area_under_curve, average_precision, recall_at};
use super::{Blog, Scoring};
use crate::config::Config;
use crate::kind::Kind;
use crate::verdict;

/// A labelled comment with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledScore {
    /// The kind of the comment.
    pub kind: Kind,
    /// The probability of spam, 0 to 1.
    pub probability: f32,
    /// Whether the label is spam.
    pub is_spam: bool,
}

/// How well the comments of some blogs were judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The number of spam comments and pings.
    pub n_spam: usize,
    /// The number of honest comments and pings.
    pub n_honest: usize,
    /// The area under the ROC curve.
    pub area_under_curve: Option<f64>,
    /// The average precision.
    pub average_precision: Option<f64>,
    /// The recall at a false-positive rate of 1 %.
    pub recall_at_1_percent: Option<f64>,
    /// The recall at a false-positive rate of 0.1 %.
    pub recall_at_1_per_mille: Option<f64>,
    /// The confusion matrix of the verdict `spam`.
    pub spam: Confusion,
    /// The confusion matrix of the verdicts `spam` and `review` together.
    pub spam_or_review: Confusion,
}

impl Figures {
    /// Measures scores, with the thresholds of the settings.
    pub fn measure(labelled_scores: &[LabelledScore], config: &Config) -> Figures {
        let scored: Vec<Scored> =
            labelled_scores.iter().map(|score| (score.probability, score.is_spam)).collect();
        let spam = labelled_scores
            .iter()
            .map(|score| (verdict::is_spam(score.kind, Some(score.probability), config), score.is_spam));
        let spam_or_review =
            scored.iter().map(|(probability, is_spam)| (config.review_threshold <= *probability, *is_spam));
        let n_spam = scored.iter().filter(|(_, is_spam)| *is_spam).count();
        Figures {
            n_spam,
            n_honest: scored.len() - n_spam,
            area_under_curve: area_under_curve(&scored),
            average_precision: average_precision(&scored),
            recall_at_1_percent: recall_at(0.01, &scored),
            recall_at_1_per_mille: recall_at(0.001, &scored),
            spam: Confusion::count(spam),
            spam_or_review: Confusion::count(spam_or_review),
        }
    }

    /// The number of honest comments with the verdict `review`.
    pub fn honest_in_review(&self) -> usize {
        self.spam_or_review.false_positives - self.spam.false_positives
    }
}

/// The mean over blogs of their measures: what the owner of one blog can expect. Each blog counts once, however many
/// comments it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanFigures {
    /// The number of blogs with [`MeanFigures::MIN_SPAM`] and [`MeanFigures::MIN_HONEST`] comments or more.
    pub n_blogs: usize,
    /// The mean area under the ROC curve.
    pub area_under_curve: f64,
    /// The mean recall at a false-positive rate of 1 %.
    pub recall_at_1_percent: f64,
    /// The mean share of spam with the verdict `spam`.
    pub found: f64,
    /// The mean share of spam with the verdict `spam` or `review`.
    pub found_or_review: f64,
    /// The mean share of honest comments with the verdict `spam`.
    pub honest_as_spam: f64,
    /// The mean share of honest comments with the verdict `review`.
    pub honest_in_review: f64,
}

impl MeanFigures {
    /// Blogs with less spam are left out: their shares are chance.
    pub const MIN_SPAM: usize = 10;
    /// Blogs with fewer honest comments are left out.
    pub const MIN_HONEST: usize = 20;

    /// The means over some blogs. `None` if no blog has enough comments of both sorts.
    pub fn over<'a>(blogs: impl Iterator<Item = &'a Figures>) -> Option<MeanFigures> {
        let is_large = |figures: &&Figures| {
            MeanFigures::MIN_SPAM <= figures.n_spam && MeanFigures::MIN_HONEST <= figures.n_honest
        };
        let blogs: Vec<&Figures> = blogs.filter(is_large).collect();
        let n_blogs = blogs.len();
        let mean = |measure: fn(&Figures) -> f64| {
            blogs.iter().map(|figures| measure(figures)).sum::<f64>() / n_blogs as f64
        };
        (0 < n_blogs).then(|| MeanFigures {
            n_blogs,
            area_under_curve: mean(|figures| figures.area_under_curve.unwrap_or_default()),
            recall_at_1_percent: mean(|figures| figures.recall_at_1_percent.unwrap_or_default()),
            found: mean(|figures| figures.spam.recall().unwrap_or_default()),
            found_or_review: mean(|figures| figures.spam_or_review.recall().unwrap_or_default()),
            honest_as_spam: mean(|figures| figures.spam.false_positives as f64 / figures.n_honest as f64),
            honest_in_review: mean(|figures| figures.honest_in_review() as f64 / figures.n_honest as f64),
        })
    }
}

/// The scores of the labelled comments of a blog.
pub fn labelled_scores(blog: &Blog, scoring: &Scoring) -> Vec<LabelledScore> {
    let labelled = blog.labelled().filter_map(|(index, example, is_spam)| {
        let probability = scoring.probabilities[index]?;
        Some(LabelledScore { kind: example.kind, probability, is_spam })
    });
    labelled.collect()
}
