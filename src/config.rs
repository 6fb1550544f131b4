//! Settings: thresholds, signals switched off. Unknown keys are errors.

use std::sync::Arc;

use serde::Deserialize;

use crate::blocklist::Blocklist;
use crate::error::{ErrorKind, Result};
use crate::signals::SIGNALS;

/// What a user can set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// From this probability on, 0 to 1, a comment is spam.
    pub spam_threshold: f32,
    /// From this probability on, 0 to 1, a person should look at a comment.
    pub review_threshold: f32,
    /// The names of signals that are switched off.
    pub off: Vec<String>,
    /// Make nothing of what the dump's owner or software had decided.
    pub ignore_status: bool,
    /// What nobody may say, as a file of its own has it.
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
        let config: Config = toml::from_str(text).map_err(|error| ErrorKind::Settings(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// Checks what the types can't.
    ///
    /// # Errors
    /// As [`Config::from_toml`].
    pub fn check(&self) -> Result<()> {
        let (review, spam) = (self.review_threshold, self.spam_threshold);
        if !(0.0..=1.0).contains(&review) || !(0.0..=1.0).contains(&spam) || spam < review {
            let message =
                format!("the thresholds must lie between 0 and 1, review ({review}) not above spam ({spam})");
            return Err(ErrorKind::Settings(message).into());
        }
        match self.off.iter().find(|name| !SIGNALS.iter().any(|it| it.name == **name)) {
            Some(name) => {
                let known = SIGNALS.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
                Err(ErrorKind::Settings(format!(
                    "there is no signal {name:?} to switch off; there are {known}"
                ))
                .into())
            }
            None => Ok(()),
        }
    }
}
