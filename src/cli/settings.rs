//! The settings, the model and the blocklist that the arguments name.

use std::path::Path;
use std::sync::Arc;

use super::arguments::Judging;
use crate::blocklist::Blocklist;
use crate::config::Config;
use crate::error::{ErrorKind, Result};
use crate::input::{read_short, read_short_text};
use crate::model::Model;

/// The longest settings file that is read.
const MOST_CONFIG_BYTES: u64 = 1 << 20;

/// The longest model that is read, many times as long as the one that comes with threadsift.
const MOST_MODEL_BYTES: u64 = 256 << 20;

/// Reads the settings file; options override what it says.
pub fn config(judging: &Judging) -> Result<Config> {
    let mut config = match &judging.config {
        Some(path) => in_file(path, Config::from_toml(&read_text(path, MOST_CONFIG_BYTES)?))?,
        None => Config::default(),
    };
    config.ignore_status |= judging.ignore_status;
    config.spam_threshold = judging.spam_threshold.unwrap_or(config.spam_threshold);
    config.review_threshold = judging.review_threshold.unwrap_or(config.review_threshold);
    config.check()?;
    Ok(config)
}

/// Reads the model, by default the one that comes with threadsift.
pub fn model(judging: &Judging) -> Result<Model> {
    match &judging.model {
        Some(path) => in_file(path, Model::from_toml(&read_text(path, MOST_MODEL_BYTES)?)),
        None => Model::shipped(),
    }
}

/// Reads the blocklist, if one is named.
pub fn blocklist(judging: &Judging) -> Result<Option<Arc<Blocklist>>> {
    let Some(path) = &judging.blocklist else { return Ok(None) };
    let name = path.display().to_string();
    match read_short(path, Blocklist::MOST_BYTES) {
        Ok(bytes) => Ok(Some(Arc::new(Blocklist::parse(&name, &bytes)?))),
        Err(source) => Err(ErrorKind::Read { name, source }.into()),
    }
}

fn read_text(path: &Path, limit: u64) -> Result<String> {
    let failed = |source| ErrorKind::Read { name: path.display().to_string(), source };
    Ok(read_short_text(path, limit).map_err(failed)?)
}

/// Puts the path of a file before the error that its content caused.
fn in_file<T>(path: &Path, result: Result<T>) -> Result<T> {
    result.map_err(|error| ErrorKind::Settings(format!("{}: {error}", path.display())).into())
}
