//! From findings to a probability: a sum of log-odds.
//!
//! `logit(p) = base + Σ weight(finding)`. The findings of a group count together at most the group's cap; where the
//! cap is reached, each of them is scaled down alike, so that the sum of the rows is always the score.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::Config;
use crate::error::{ErrorKind, Result};
use crate::facts::Sighting;
use crate::kind::Kind;
use crate::signals::{Group, SIGNALS, Strength};

/// What one signal found on one comment, with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The signal's name.
    pub signal: &'static str,
    /// The signal's group.
    pub group: Group,
    /// Log-odds: positive speaks for spam.
    pub weight: f32,
    /// What was seen.
    pub seen: Box<str>,
}

/// Weights for all signals.
#[derive(Clone, Debug)]
pub struct Model {
    base: f32,
    ping_base: f32,
    caps: BTreeMap<Group, f32>,
    weights: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base: f32,
    ping_base: f32,
    caps: BTreeMap<String, f32>,
    weights: BTreeMap<String, f32>,
}

/// What a signal saw, and how much of it.
pub type Weighed = (Sighting, Strength);

impl Model {
    /// The weights that ship with the tool.
    ///
    /// # Errors
    /// None in a released build: a test reads them.
    pub fn shipped() -> Result<Model> {
        Model::from_toml(include_str!("../../data/weights.toml"))
    }

    /// Reads weights in TOML. Signals without a weight weigh nothing.
    ///
    /// # Errors
    /// Not TOML, unknown keys, unknown signals or groups, weights that are no finite number.
    pub fn from_toml(text: &str) -> Result<Model> {
        let wrong = |message: String| ErrorKind::Settings(format!("the model can't be used: {message}"));
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut model = Model {
            base: file.base,
            ping_base: file.ping_base,
            caps: BTreeMap::new(),
            weights: vec![0.0; SIGNALS.len()],
        };
        for (name, cap) in file.caps {
            let group = SIGNALS.iter().map(|it| it.group).find(|it| it.name() == name);
            let group = group.ok_or_else(|| wrong(format!("there is no group {name:?}")))?;
            model.caps.insert(group, cap);
        }
        for (name, weight) in file.weights {
            let signal = SIGNALS.iter().position(|it| it.name == name);
            let signal = signal.ok_or_else(|| wrong(format!("there is no signal {name:?}")))?;
            if !weight.is_finite() {
                return Err(wrong(format!("the weight of {name} is no number")).into());
            }
            model.weights[signal] = weight;
        }
        Ok(model)
    }

    /// The same model with signals switched off.
    pub fn without(mut self, config: &Config) -> Model {
        for (signal, weight) in SIGNALS.iter().zip(&mut self.weights) {
            if config.off.iter().any(|it| it == signal.name) {
                *weight = 0.0;
            }
        }
        self
    }

    /// The log-odds of spam before anything was found.
    pub fn base(&self, kind: Kind) -> f32 {
        if kind.is_ping() { self.ping_base } else { self.base }
    }

    /// The rows of the evidence, in the order of the sightings. Sightings that weigh nothing are left out.
    pub fn weigh(&self, sightings: Vec<Weighed>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = sightings
            .into_iter()
            .map(|(sighting, strength)| {
                let signal = usize::from(sighting.signal);
                let (name, group) = (SIGNALS[signal].name, SIGNALS[signal].group);
                Finding { signal: name, group, weight: strength * self.weights[signal], seen: sighting.seen }
            })
            .filter(|it| it.weight != 0.0)
            .collect();
        for (group, cap) in &self.caps {
            let sum: f32 = findings.iter().filter(|it| it.group == *group).map(|it| it.weight).sum();
            if *cap < sum.abs() {
                findings
                    .iter_mut()
                    .filter(|it| it.group == *group)
                    .for_each(|it| it.weight *= cap / sum.abs());
            }
        }
        findings
    }

    /// The probability of spam that findings add up to.
    pub fn probability(&self, kind: Kind, findings: &[Finding]) -> f32 {
        let logit = self.base(kind) + findings.iter().map(|it| it.weight).sum::<f32>();
        1.0 / (1.0 + (-logit).exp())
    }
}
