//! From findings to a probability: a sum of log-odds.
//!
//! `logit(p) = base + Σ weight(finding)`. The sum of the findings of a group is at most the group's cap. If it is more,
//! all of them are scaled down by the same factor, so that the sum of the rows is always the score.

mod file;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use crate::config::Config;
use crate::facts::{Hit, SignalIdx};
use crate::kind::Kind;
use crate::ngram_model::NgramModel;
use crate::signals::{GROUPS, Group, SIGNALS};

/// What one signal found on one comment, with its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding<'a> {
    /// The signal's name.
    pub signal: &'static str,
    /// The signal's group.
    pub group: Group,
    /// Log-odds: positive speaks for spam.
    pub weight: f32,
    /// What was seen.
    pub seen: Cow<'a, str>,
}

/// Weights for all signals.
#[derive(Clone, Debug)]
pub struct Model {
    /// The log-odds of spam for a comment of which nothing is known.
    pub base: f32,
    /// The share of spam among the comments that the model was fitted to, above 0 and below 1. `base` belongs to it.
    /// `None` in models that don't say so; scores are then not adapted to the dump.
    pub spam_share: Option<f32>,
    /// The log-odds of spam for a pingback or trackback of which nothing is known.
    pub ping_base: f32,
    /// The greatest sum of the findings of each group, in either direction.
    pub caps: GroupSums,
    /// One weight a signal, in log-odds, in the order of the registry of signals.
    pub weights: Vec<f32>,
    /// The names of the signals that have no fitted weight and count with the mean of their prior.
    pub unfitted: Vec<&'static str>,
    /// The learned weights of words and character n-grams. Shared, so that models are cheap to clone.
    pub lexical: Arc<NgramModel>,
}

/// The sum of the findings of each group, before the caps.
pub type GroupSums = [f32; GROUPS.len()];

impl Model {
    /// The model without the signals that the settings switch off: their weights are 0.
    pub fn without(&self, config: &Config) -> Model {
        let mut model = self.clone();
        for (signal, weight) in SIGNALS.iter().zip(&mut model.weights) {
            if config.off.iter().any(|name| name == signal.name) {
                *weight = 0.0;
            }
        }
        model
    }

    /// The log-odds of spam before any finding.
    pub fn base(&self, kind: Kind) -> f32 {
        if kind.is_ping() { self.ping_base } else { self.base }
    }

    /// The findings for some hits, in the same order. Hits without weight are left out.
    pub fn weigh<'a>(&self, hits: Vec<Hit<'a>>) -> Vec<Finding<'a>> {
        let sums = self.group_sums(hits.iter().map(|hit| (hit.signal, hit.strength)));
        let row = |hit: Hit<'a>| {
            let signal = &SIGNALS[hit.signal.index()];
            let sum = sums[signal.group as usize];
            let weight = hit.strength * self.weights[hit.signal.index()];
            let scale = if sum == 0.0 { 1.0 } else { self.capped(signal.group, sum) / sum };
            Finding { signal: signal.name, group: signal.group, weight: weight * scale, seen: hit.seen }
        };
        let mut rows: Vec<Finding> = hits.into_iter().map(row).collect();
        rows.retain(|finding| finding.weight != 0.0);
        rows
    }

    /// The sum of hits by group. Hits are the positions and strengths of signals.
    pub fn group_sums(&self, hits: impl Iterator<Item = (SignalIdx, f32)>) -> GroupSums {
        let mut sums = [0.0; GROUPS.len()];
        for (signal, strength) in hits {
            sums[SIGNALS[signal.index()].group as usize] += strength * self.weights[signal.index()];
        }
        sums
    }

    /// Adds hits to the sums of their groups.
    pub fn add(&self, hits: &[Hit], sums: &mut GroupSums) {
        let more = self.group_sums(hits.iter().map(|hit| (hit.signal, hit.strength)));
        sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    }

    /// The log-odds of spam that follow from the sums of the groups.
    pub fn log_odds(&self, kind: Kind, sums: &GroupSums) -> f32 {
        let groups = GROUPS.iter().zip(sums).map(|(group, sum)| self.capped(*group, *sum));
        self.base(kind) + groups.sum::<f32>()
    }

    fn capped(&self, group: Group, sum: f32) -> f32 {
        let cap = self.caps[group as usize];
        sum.clamp(-cap, cap)
    }
}
