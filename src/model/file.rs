//! Models in TOML.

use std::collections::BTreeMap;

use std::io::{Read, Write};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::Deserialize;

use super::Model;
use crate::error::{ErrorKind, Result};
use crate::ngram_model::{BUCKETS, Lexical, PARTS, Table};
use crate::signals::{GROUPS, SIGNALS};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base: f32,
    ping_base: f32,
    caps: BTreeMap<String, f32>,
    weights: BTreeMap<String, f32>,
    #[serde(default)]
    lexical: BTreeMap<String, LexicalPart>,
}

/// What words and letters of one part tell: a byte a bucket, deflated (RFC 1950), in base64 (RFC 4648).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LexicalPart {
    bias: f32,
    step: f32,
    weights: String,
}

impl Model {
    /// The weights that ship with the tool.
    ///
    /// # Errors
    /// None in a released build: a test reads them.
    pub fn shipped() -> Result<Model> {
        Model::from_toml(include_str!("../../data/model.toml"))
    }

    /// Reads a model in TOML. A signal without a weight counts with the mean of its prior: see [`Model::unfitted`].
    ///
    /// # Errors
    /// Not TOML, unknown keys, unknown signals or groups, numbers that are not finite.
    pub fn from_toml(text: &str) -> Result<Model> {
        let wrong = |message: String| ErrorKind::Settings(format!("the model can't be used: {message}"));
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut model = Model {
            base: file.base,
            ping_base: file.ping_base,
            caps: [f32::INFINITY; GROUPS.len()],
            weights: SIGNALS.iter().map(|signal| signal.prior.mean() as f32).collect(),
            unfitted: SIGNALS.iter().map(|signal| signal.name).collect(),
            lexical: Arc::default(),
        };
        for (name, base) in [("base", file.base), ("ping-base", file.ping_base)] {
            if !base.is_finite() {
                return Err(wrong(format!("{name} is not a finite number")).into());
            }
        }
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
                return Err(wrong(format!("the weight of {name} is not a finite number")).into());
            }
            model.weights[signal] = weight;
            model.unfitted.retain(|unfitted| *unfitted != name);
        }
        let mut lexical = Lexical::default();
        for (name, part) in file.lexical {
            let place = PARTS.iter().position(|it| it.name() == name);
            let place = place.ok_or_else(|| wrong(format!("there are no words of {name:?}")))?;
            let bytes = unpacked(&part.weights).unwrap_or_default();
            if bytes.len() != BUCKETS || !part.bias.is_finite() || !part.step.is_finite() {
                return Err(wrong(format!("the words of {name} are damaged")).into());
            }
            let weights = bytes.into_iter().map(|it| it as i8).collect();
            lexical.tables[place] = Table { bias: part.bias, step: part.step, weights };
        }
        model.lexical = lexical.into();
        Ok(model)
    }

    /// The model in TOML. `about` goes into its head.
    pub fn to_toml(&self, about: Option<&str>) -> String {
        let mut text = String::from("# Weights in log-odds: positive weights raise the spam probability.\n");
        for line in about.unwrap_or_default().trim().lines() {
            text += &format!("# {line}\n");
        }
        text += &format!("base = {:.2}\nping-base = {:.2}\n", self.base, self.ping_base);
        text += "\n# The greatest sum of the findings of a group.\n[caps]\n";
        for (group, cap) in GROUPS.iter().zip(self.caps) {
            text += &format!("{} = {cap:.1}\n", group.name());
        }
        text += "\n[weights]\n";
        for (signal, weight) in SIGNALS.iter().zip(&self.weights) {
            text += &format!("{} = {weight:.2}\n", signal.name);
        }
        for (part, table) in PARTS.iter().zip(&self.lexical.tables).filter(|(_, it)| !it.is_empty()) {
            let weights = packed(&table.weights);
            let (name, bias, step) = (part.name(), table.bias, table.step);
            text += &format!("\n[lexical.{name}]\nbias = {bias}\nstep = {step}\nweights = \"{weights}\"\n");
        }
        text
    }
}

fn packed(weights: &[i8]) -> String {
    let bytes: Vec<u8> = weights.iter().map(|it| *it as u8).collect();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Memory takes every byte.
    let _ = encoder.write_all(&bytes);
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

fn unpacked(text: &str) -> Option<Vec<u8>> {
    let deflated = STANDARD.decode(text.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    // One byte more than there may be tells a bomb from a table.
    ZlibDecoder::new(deflated.as_slice()).take(BUCKETS as u64 + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ngram_model::Lexical;

    #[test]
    fn a_model_that_is_written_is_read_again() {
        let mut model = Model::shipped().unwrap();
        let mut weights = vec![0.0; BUCKETS];
        weights[7] = 0.5;
        let empty = Table::default();
        let tables = [Table::quantised(0.25, &weights), empty.clone(), empty];
        model.lexical = Lexical { tables }.into();
        let again = Model::from_toml(&model.to_toml(Some("about\nthis"))).unwrap();
        assert_eq!(again.lexical, model.lexical);
        assert_eq!((again.base, again.caps), (model.base, model.caps));
        assert_eq!(again.weights, model.weights);
        assert_eq!(again.unfitted, Vec::<&str>::new());
    }

    #[test]
    fn a_signal_without_a_weight_is_reported_and_counts_with_its_prior() {
        let text = Model::shipped().unwrap().to_toml(None);
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("harsh-trade = ")).collect();
        let model = Model::from_toml(&lines.join("\n")).unwrap();
        let signal = SIGNALS.iter().position(|signal| signal.name == "harsh-trade").unwrap();
        assert_eq!(model.unfitted, ["harsh-trade"]);
        assert_eq!(model.weights[signal], SIGNALS[signal].prior.mean() as f32);
        assert!(0.0 < model.weights[signal]);
    }

    #[test]
    fn numbers_are_finite() {
        let text = Model::shipped().unwrap().to_toml(None);
        for name in ["base", "ping-base", "late"] {
            let lines: Vec<String> = text
                .lines()
                .map(|line| match line.split_once(" = ") {
                    Some((key, _)) if key == name => format!("{name} = nan"),
                    _ => line.to_owned(),
                })
                .collect();
            let error = Model::from_toml(&lines.join("\n")).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("not a finite number"), "{error}");
        }
    }
}
