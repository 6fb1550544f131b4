//! *Decide*: the verdict on a comment, from its probability of spam, its duplicates and the thresholds.

use crate::config::Config;
use crate::duplicates::Duplicates;
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::knowledge::Case;

/// The verdict on a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Genuine discussion.
    Genuine,
    /// The same submission as another comment, which is kept.
    Duplicate,
    /// The probability of spam reaches the spam threshold.
    Spam,
    /// The probability of spam reaches the review threshold: a person should look at it.
    Review,
    /// Not judged and never removed: reactions, placeholders of deleted comments, texts of tools and the like.
    Untouched,
}

/// All verdicts, in the order of the documentation.
pub const VERDICTS: [Verdict; 5] =
    [Verdict::Genuine, Verdict::Duplicate, Verdict::Spam, Verdict::Review, Verdict::Untouched];

crate::names::named!(Verdict, VERDICTS);

impl Verdict {
    /// The name in decisions.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Genuine => "genuine",
            Verdict::Duplicate => "duplicate",
            Verdict::Spam => "spam",
            Verdict::Review => "review",
            Verdict::Untouched => "untouched",
        }
    }
}

/// The decision about one record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The kind of record.
    pub kind: Kind,
    /// The verdict on it.
    pub verdict: Verdict,
    /// The copy that is kept; `Some` for duplicates only.
    pub duplicate_of: Option<CommentIdx>,
    /// The probability of spam, 0 to 1; `None` for records that are not judged.
    pub spam_probability: Option<f32>,
}

/// Whether a comment or ping with this probability is spam.
pub fn is_spam(kind: Kind, probability: Option<f32>, config: &Config) -> bool {
    (kind == Kind::Comment || kind.is_ping())
        && probability.is_some_and(|probability| config.spam_threshold <= probability)
}

/// The decision about one comment with this probability.
pub fn decide(case: &Case, probability: Option<f32>, config: &Config, duplicates: &Duplicates) -> Decision {
    let kind = case.facts.kind;
    let duplicate_of = duplicates.kept(case.index);
    let verdict = if case.is_untouched() {
        Verdict::Untouched
    } else if is_spam(kind, probability, config) {
        Verdict::Spam
    } else if duplicate_of.is_some() {
        Verdict::Duplicate
    } else if probability.is_some_and(|probability| config.review_threshold <= probability) {
        Verdict::Review
    } else {
        Verdict::Genuine
    };
    let duplicate_of = duplicate_of.filter(|_| verdict == Verdict::Duplicate);
    Decision { kind, verdict, duplicate_of, spam_probability: probability }
}
