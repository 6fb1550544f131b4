//! What a signal is: its test, with its name, its documentation and what is assumed about its weight.

use crate::context::Surroundings;
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::ngram_model::Part;
use crate::text::View;

/// A named test for one kind of evidence, with its documentation.
pub struct Signal {
    /// The id: what the signal finds, in kebab case. Never renamed. The signal's file has the same name.
    pub name: &'static str,
    /// The group. The sum of a group is capped.
    pub group: Group,
    /// The kinds of records that the signal is tested on.
    pub kinds: &'static [Kind],
    /// Whether the signal raises or lowers the score, and what that means.
    pub sign: Sign,
    /// What a fit assumes about the weight.
    pub prior: Prior,
    /// The test.
    pub test: Test,
    /// A small dump in any format. Its last comment has what the signal looks for.
    #[allow(dead_code, reason = "the contract tests run it")]
    pub fires_on: &'static str,
    /// A small dump of honest comments that are close to the spam. None of them triggers the signal.
    #[allow(dead_code, reason = "the contract tests run it")]
    pub silent_on: &'static str,
}

/// The direction in which a signal moves the score, with explanations for readers of a decision.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// Only raises the score: the weight is 0 or more.
    Suspicion {
        /// What the signal found.
        explains_for: &'static str,
        /// Honest people and comments that it can hit.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        may_misfire_on: &'static str,
    },
    /// Only lowers the score: the weight is 0 or less.
    Trust {
        /// What the signal found.
        explains_against: &'static str,
        /// Spam that can earn this trust.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        exploitable_by: &'static str,
    },
    /// Raises or lowers the score by the sign of its strength: the weight is 0 or more.
    Either {
        /// What it means when the signal raises the score.
        explains_for: &'static str,
        /// What it means when the signal lowers the score.
        explains_against: &'static str,
        /// Honest people and comments that it can hit.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        may_misfire_on: &'static str,
    },
}

impl Sign {
    /// The explanation of a finding that moves the score by `weight`.
    pub fn explanation(&self, weight: f32) -> &'static str {
        match *self {
            Sign::Either { explains_against, .. } if weight < 0.0 => explains_against,
            Sign::Suspicion { explains_for, .. } | Sign::Either { explains_for, .. } => explains_for,
            Sign::Trust { explains_against, .. } => explains_against,
        }
    }

    /// The lowest and the highest weight of such a signal.
    pub fn range(&self) -> (f64, f64) {
        match self {
            Sign::Suspicion { .. } | Sign::Either { .. } => (0.0, f64::INFINITY),
            Sign::Trust { .. } => (f64::NEG_INFINITY, 0.0),
        }
    }
}

/// What a fit assumes about a signal's weight before it sees any data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// The weight is probably near zero; labelled comments decide.
    Zero,
    /// The weight is probably near these log-odds. For signals that are reliable but rare on the labelled blogs.
    Belief(f64),
    /// The weight is 1 and not fitted, since the strength of the signal is in log-odds already.
    Fixed,
}

impl Prior {
    /// The expected weight, which is used for signals that were never fitted.
    pub fn mean(self) -> f64 {
        match self {
            Prior::Zero => 0.0,
            Prior::Belief(log_odds) => log_odds,
            Prior::Fixed => 1.0,
        }
    }
}

/// The test of a signal. It returns a description of what it found, or `None`.
pub enum Test {
    /// Tests the comment alone.
    Alone(fn(&View) -> Option<String>),
    /// Scores one part of the comment alone, by the learned weights of its words and character n-grams.
    Learned(Part),
    /// Searches the text for the words of known templates.
    Template,
    /// Tests the comment among all others.
    InDump(fn(&Case) -> Option<String>),
    /// Tests the comment against the probabilities of other comments. Also returns the strength.
    InContext(fn(&Case, &Surroundings) -> Option<(Strength, String)>),
}

/// The strength of a finding, a factor of the signal's weight; 1 for signals without degrees.
pub type Strength = f32;

/// Groups of signals. The sum of a group is capped, so that variants of one idea don't add up: see `model`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The author's name and site.
    Author,
    /// Links in the body.
    Links,
    /// The words of the body.
    Text,
    /// The body compared with the post and the blog.
    Topic,
    /// The comment among others like it.
    Campaign,
    /// Evidence in favour of the author.
    Trust,
}

/// Every group, in the order of the enumeration.
pub const GROUPS: [Group; 6] =
    [Group::Author, Group::Links, Group::Text, Group::Topic, Group::Campaign, Group::Trust];

crate::names::named!(Group, GROUPS);

impl Group {
    /// The name of the group.
    pub fn name(self) -> &'static str {
        match self {
            Group::Author => "author",
            Group::Links => "links",
            Group::Text => "text",
            Group::Topic => "topic",
            Group::Campaign => "campaign",
            Group::Trust => "trust",
        }
    }
}
