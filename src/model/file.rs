//! Models in TOML.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};

use super::Model;
use crate::error::{ErrorKind, Result, toml_message};
use crate::ngram_model::{BUCKETS, NgramModel, PARTS, Shingle, Table, Templates};
use crate::signals::{self, GROUPS, SIGNALS};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base: f64,
    spam_share: Option<f64>,
    ping_base: f64,
    caps: BTreeMap<String, f64>,
    weights: BTreeMap<String, f64>,
    #[serde(default)]
    lexical: BTreeMap<String, LexicalPart>,
    #[serde(default)]
    templates: Option<TemplateTable>,
}

/// The shingles of known templates: the differences of the sorted numbers as LEB128, deflated, in base64.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct TemplateTable {
    shingles: String,
}

/// The weights of words and character n-grams: one byte per bucket, deflated (RFC 1950), in base64 (RFC 4648).
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct LexicalPart {
    bias: f32,
    step: f32,
    weights: String,
}

impl Model {
    /// The model that comes with threadsift.
    ///
    /// # Errors
    /// None in a released build: a test reads the model.
    pub fn shipped() -> Result<Model> {
        Model::from_toml(include_str!("../../data/model.toml"))
    }

    /// Reads a model in TOML. A signal without a weight counts with the mean of its prior: see [`Model::unfitted`].
    ///
    /// # Errors
    /// The text is not TOML, a key, signal or group is unknown, or a number is not finite.
    pub fn from_toml(text: &str) -> Result<Model> {
        let wrong = |message: String| ErrorKind::Settings(format!("the model can't be used: {message}"));
        let file: File = toml::from_str(text).map_err(|error| wrong(toml_message(text, &error)))?;
        let finite = |name: &str, number: f64| match (number as f32).is_finite() {
            true => Ok(number as f32),
            false => Err(wrong(format!("{name} is not a finite number"))),
        };
        if file.spam_share.is_some_and(|share| share.is_nan() || share <= 0.0 || 1.0 <= share) {
            return Err(wrong("spam-share is not above 0 and below 1".to_owned()).into());
        }
        let mut model = Model {
            base: finite("base", file.base)?,
            spam_share: file.spam_share.map(|share| share as f32),
            ping_base: finite("ping-base", file.ping_base)?,
            caps: [f32::INFINITY; GROUPS.len()],
            weights: SIGNALS.iter().map(|signal| signal.prior.mean() as f32).collect(),
            unfitted: SIGNALS.iter().map(|signal| signal.name).collect(),
            lexical: Arc::default(),
        };
        for (name, cap) in file.caps {
            let group = GROUPS.iter().find(|group| group.name() == name);
            let group = *group.ok_or_else(|| wrong(format!("there is no group {name:?}")))?;
            if !(0.0..).contains(&cap) {
                return Err(wrong(format!("the cap of {name} is not 0 or more")).into());
            }
            model.caps[group as usize] = cap as f32;
        }
        for (name, weight) in file.weights {
            let signal = signals::position(&name).map_err(|error| wrong(error.to_string()))?;
            model.weights[signal.index()] = finite(&format!("the weight of {name}"), weight)?;
            model.unfitted.retain(|unfitted| *unfitted != name);
        }
        let mut lexical = NgramModel::default();
        for (name, part) in file.lexical {
            let place = PARTS.iter().position(|part| part.name() == name);
            let place = place.ok_or_else(|| wrong(format!("there is no lexical part {name:?}")))?;
            let bytes = unpacked(&part.weights, BUCKETS).unwrap_or_default();
            if bytes.len() != BUCKETS || !part.bias.is_finite() || !part.step.is_finite() {
                return Err(wrong(format!("the lexical part {name} is damaged")).into());
            }
            let weights = bytes.into_iter().map(|byte| byte as i8).collect();
            lexical.tables[place] = Table { bias: part.bias, step: part.step, weights };
        }
        if let Some(table) = file.templates {
            let shingles =
                unpacked(&table.shingles, MOST_TEMPLATE_BYTES).and_then(|bytes| from_differences(&bytes));
            let shingles = shingles.ok_or_else(|| wrong("the table of templates is damaged".to_owned()))?;
            lexical.templates = Templates::new(shingles);
        }
        model.lexical = lexical.into();
        Ok(model)
    }

    /// The model in TOML. `about` goes into its head.
    pub fn to_toml(&self, about: Option<&str>) -> String {
        let rounded = |number: &f32| (100.0 * f64::from(*number)).round() / 100.0;
        let parts = PARTS.iter().zip(&self.lexical.tables).filter(|(_, table)| !table.is_empty());
        let parts = parts.map(|(part, table)| {
            let weights: Vec<u8> = table.weights.iter().map(|weight| *weight as u8).collect();
            let weights = packed(&weights);
            (part.name().to_owned(), LexicalPart { bias: table.bias, step: table.step, weights })
        });
        let shingles = self.lexical.templates.shingles();
        let weights = SIGNALS.iter().zip(&self.weights);
        let file = File {
            base: rounded(&self.base),
            spam_share: self.spam_share.map(|share| (1000.0 * f64::from(share)).round() / 1000.0),
            ping_base: rounded(&self.ping_base),
            caps: GROUPS
                .iter()
                .zip(&self.caps)
                .map(|(group, cap)| (group.name().to_owned(), rounded(cap)))
                .collect(),
            weights: weights.map(|(signal, weight)| (signal.name.to_owned(), rounded(weight))).collect(),
            lexical: parts.collect(),
            templates: (!shingles.is_empty())
                .then(|| TemplateTable { shingles: packed(&differences(shingles)) }),
        };
        let about = about.unwrap_or_default().trim().lines().map(|line| format!("# {line}\n"));
        let head = "# Weights in log-odds: positive weights raise the probability of spam. The findings of a group\n\
                    # add up to at most its cap.\n";
        let body = toml::to_string(&file).expect("a model has only numbers and texts");
        format!("{head}{}\n{body}", about.collect::<String>())
    }
}

/// The most bytes of unpacked templates: four million shingles.
const MOST_TEMPLATE_BYTES: usize = 1 << 23;

fn packed(bytes: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

fn unpacked(text: &str, most: usize) -> Option<Vec<u8>> {
    let deflated = STANDARD.decode(text.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to recognise a table that is too long.
    ZlibDecoder::new(deflated.as_slice()).take(most as u64 + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The differences of sorted numbers, each in groups of seven bits with the lowest first, as in LEB128.
fn differences(sorted: &[Shingle]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut previous = 0;
    for number in sorted {
        let mut rest = number - previous;
        previous = *number;
        while 0x80 <= rest {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// The numbers of which `bytes` are the differences. `None` if a number is too large, or if the last one is cut.
fn from_differences(bytes: &[u8]) -> Option<Vec<Shingle>> {
    let mut numbers = Vec::new();
    let (mut number, mut difference, mut shift) = (0u32, 0u32, 0);
    for byte in bytes {
        difference |= u32::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            number = number.checked_add(difference)?;
            numbers.push(number);
            (difference, shift) = (0, 0);
        }
    }
    (shift == 0).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ngram_model::NgramModel;

    #[test]
    fn a_model_that_is_written_is_read_again() {
        let mut model = Model::shipped().unwrap();
        let mut weights = vec![0.0; BUCKETS];
        weights[7] = 0.5;
        let empty = Table::default();
        let tables = [Table::quantised(0.25, &weights), empty.clone(), empty];
        let templates = Templates::new(vec![1, 5, 128, 0xff_ffff]);
        model.lexical = NgramModel { tables, templates }.into();
        let again = Model::from_toml(&model.to_toml(Some("about\nthis"))).unwrap();
        assert_eq!(again.lexical, model.lexical);
        assert_eq!((again.base, again.spam_share), (model.base, model.spam_share));
        assert_eq!(again.caps, model.caps);
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

    #[test]
    fn damaged_differences_are_refused() {
        assert_eq!(from_differences(&[1, 0x80, 1]), Some(vec![1, 129]));
        assert_eq!(from_differences(&[1, 0x80]), None);
        assert_eq!(from_differences(&[0xff; 9]), None);
    }
}
