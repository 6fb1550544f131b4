//! Settings: thresholds, and signals that are switched off. Unknown keys are errors.

use std::sync::Arc;

use serde::Deserialize;

use crate::blocklist::Blocklist;
use crate::error::{ErrorKind, Result, toml_message};
use crate::signals;

/// The settings that users can change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The probability, 0 to 1, from which the verdict is `spam`.
    pub spam_threshold: f32,
    /// The probability, 0 to 1, from which the verdict is `review`.
    pub review_threshold: f32,
    /// The names of signals that are switched off.
    pub off: Vec<String>,
    /// Whether the moderation status in the dump is ignored.
    pub ignore_status: bool,
    /// The entries of the user's blocklist, which is a file of its own.
    #[serde(skip)]
    pub blocklist: Option<Arc<Blocklist>>,
}

impl Default for Config {
    /// On 18 labelled blogs, each scored by weights fitted on the other 17: from 0.9 on, 400 of 549 spam and 10 of
    /// 4,687 honest entries; from 0.3 on, 488 and 127.
    fn default() -> Config {
        Config {
            spam_threshold: 0.9,
            review_threshold: 0.3,
            off: Vec::new(),
            ignore_status: false,
            blocklist: None,
        }
    }
}

impl Config {
    /// Reads settings in TOML.
    ///
    /// # Errors
    /// Unknown keys, unknown signals, thresholds out of range or out of order.
    pub fn from_toml(text: &str) -> Result<Config> {
        let config: Config =
            toml::from_str(text).map_err(|error| ErrorKind::Settings(toml_message(text, &error)))?;
        config.check()?;
        Ok(config)
    }

    /// Checks the ranges of thresholds and the names of signals.
    ///
    /// # Errors
    /// A threshold or the name of a signal is wrong.
    pub fn check(&self) -> Result<()> {
        let wrong = |message: String| Err(ErrorKind::Settings(message).into());
        let (spam, review) = (self.spam_threshold, self.review_threshold);
        for (name, threshold) in [("spam-threshold", spam), ("review-threshold", review)] {
            if !(0.0..=1.0).contains(&threshold) {
                return wrong(format!("{name} is {threshold}, but must be between 0 and 1"));
            }
        }
        if spam < review {
            return wrong(format!(
                "review-threshold ({review}) is above spam-threshold ({spam}), but must not be"
            ));
        }
        self.off.iter().try_for_each(|name| signals::position(name).map(drop))
    }
}
