//! *Decide*: the only file that does.

use crate::comment::Status;
use crate::config::Config;
use crate::context::Campaigns;
use crate::context::Habits;
use crate::duplicates::Duplicates;
use crate::facts::Hit;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::signals;
use crate::text;

/// What is done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Somebody said something.
    Genuine,
    /// The same submission as another one, which stays.
    Duplicate,
    /// The evidence reaches the spam threshold.
    Spam,
    /// A person should look.
    Review,
    /// Not judged: protected records, placeholders of deleted comments, nothing to read.
    Untouched,
}

/// Every verdict, in the order of the documentation.
pub const VERDICTS: [Verdict; 5] =
    [Verdict::Genuine, Verdict::Duplicate, Verdict::Spam, Verdict::Review, Verdict::Untouched];

impl Verdict {
    /// The word that decisions use.
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

/// What was decided about one record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What it is.
    pub kind: Kind,
    /// What is done with it.
    pub verdict: Verdict,
    /// The copy that stays, by its position in the dump.
    pub duplicate_of: Option<usize>,
    /// The probability of spam, 0 to 1; `None` for kinds that are not judged.
    pub spam_probability: Option<f32>,
}

/// What its company adds to what a comment shows by itself and in the dump; `first` is its first-stage probability.
pub fn company(case: &Case, campaigns: &Campaigns, first: f32) -> Vec<Hit<'static>> {
    if case.person().is_owner {
        return Vec::new();
    }
    signals::judge_company(case, &campaigns.company(case.index, first))
}

/// What the blog's habits add.
pub fn habit(case: &Case, habits: &Habits) -> Vec<Hit<'static>> {
    habits.of(case.index).map_or(Vec::new(), |it| signals::judge_habit(case, it))
}

/// Is there anything to judge?
pub fn is_judged(case: &Case) -> bool {
    let kind = case.facts.kind;
    (kind == Kind::Comment || kind.is_ping()) && !is_untouched(case)
}

/// Is a comment of this probability spam? Of pings no more can be said than that a person should look: the labelled
/// blogs have 23 spam pings in all.
pub fn is_spam(kind: Kind, probability: Option<f32>, config: &Config) -> bool {
    kind == Kind::Comment && probability.is_some_and(|it| config.spam_threshold <= it)
}

/// Decides about one comment.
pub fn decide(case: &Case, probability: Option<f32>, config: &Config, duplicates: &Duplicates) -> Decision {
    let kind = case.facts.kind;
    let duplicate_of = duplicates.kept(case.index);
    let verdict = if is_untouched(case) {
        Verdict::Untouched
    } else if is_spam(kind, probability, config) {
        Verdict::Spam
    } else if duplicate_of.is_some() {
        Verdict::Duplicate
    } else if probability.is_some_and(|it| config.review_threshold <= it) {
        Verdict::Review
    } else {
        Verdict::Genuine
    };
    let duplicate_of = duplicate_of.filter(|_| verdict == Verdict::Duplicate);
    Decision { kind, verdict, duplicate_of, spam_probability: probability }
}

fn is_untouched(case: &Case) -> bool {
    case.facts.kind == Kind::Protected || case.facts.status == Status::Deleted || is_empty(case)
}

/// Nothing to read and nothing linked.
fn is_empty(case: &Case) -> bool {
    let facts = case.facts;
    facts.n_words == 0 && facts.fingerprint == text::fingerprint("") && facts.link_owners().next().is_none()
}
