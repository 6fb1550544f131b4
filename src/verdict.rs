//! *Decide*: the only file that does.

use crate::campaigns::Campaigns;
use crate::comment::Status;
use crate::config::Config;
use crate::duplicates::Duplicates;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::model::{Finding, Model};
use crate::normalize;
use crate::signals;

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

/// The evidence about a comment: what it shows by itself and in the dump, then what its company adds.
/// `campaigns` is `None` in the first stage, whose probabilities make the campaigns.
pub fn evidence(case: &Case, model: &Model, campaigns: Option<(&Campaigns, f32)>) -> Vec<Finding> {
    let mut sightings: Vec<_> = signals::judge(case).into_iter().map(|it| (it, 1.0)).collect();
    let company = campaigns.and_then(|(campaigns, first)| campaigns.company(case.index, first));
    if let Some(company) = company.filter(|_| !case.person().is_owner) {
        sightings.extend(signals::judge_company(&company, case.facts.kind));
    }
    sightings.sort_by_key(|(it, _)| it.signal);
    model.weigh(sightings)
}

/// Decides about one comment.
pub fn decide(
    case: &Case,
    findings: &[Finding],
    model: &Model,
    config: &Config,
    doubles: &Duplicates,
) -> Decision {
    let kind = case.facts.kind;
    let duplicate_of = doubles.kept(case.index);
    let judged = kind == Kind::Comment || kind.is_ping();
    let probability = if judged { model.probability(kind, findings) } else { 0.0 };
    let verdict = if kind == Kind::Protected || case.facts.status == Status::Deleted || is_empty(case) {
        Verdict::Untouched
    } else if kind == Kind::Comment && config.spam_threshold <= probability {
        Verdict::Spam
    } else if duplicate_of.is_some() {
        Verdict::Duplicate
    } else if judged && config.review_threshold <= probability {
        // Of pings no more than this can be said: the labelled blogs have 23 spam pings in all.
        Verdict::Review
    } else {
        Verdict::Genuine
    };
    let is_judged = judged && verdict != Verdict::Untouched;
    Decision {
        kind,
        verdict,
        duplicate_of: duplicate_of.filter(|_| verdict == Verdict::Duplicate),
        spam_probability: is_judged.then_some(probability),
    }
}

/// Nothing to read and nothing linked.
fn is_empty(case: &Case) -> bool {
    case.facts.fingerprint == normalize::fingerprint("") && case.facts.link_owners.is_empty()
}
