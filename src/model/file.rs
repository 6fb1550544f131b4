//! Models in TOML.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Model;
use crate::error::{ErrorKind, Result};
use crate::signals::{GROUPS, SIGNALS};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base: f32,
    ping_base: f32,
    caps: BTreeMap<String, f32>,
    weights: BTreeMap<String, f32>,
}

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
            caps: [f32::INFINITY; GROUPS.len()],
            weights: vec![0.0; SIGNALS.len()],
        };
        for (name, cap) in file.caps {
            let group = GROUPS.iter().find(|it| it.name() == name);
            let group = *group.ok_or_else(|| wrong(format!("there is no group {name:?}")))?;
            if !(0.0..).contains(&cap) {
                return Err(wrong(format!("the cap of {name} is not 0 or more")).into());
            }
            model.caps[group as usize] = cap;
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
}
