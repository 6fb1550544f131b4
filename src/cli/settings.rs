//! The settings, the model and the blocklist that the arguments name.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::arguments::Judging;
use crate::blocklist::Blocklist;
use crate::config::Config;
use crate::error::{ErrorKind, Result};
use crate::model::Model;

/// Reads the settings file; options override what it says.
pub fn config(judging: &Judging) -> Result<Config> {
    let mut config = match &judging.config {
        Some(path) => Config::from_toml(&read_text(path)?)?,
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
        Some(path) => Model::from_toml(&read_text(path)?),
        None => Model::shipped(),
    }
}

/// Reads the blocklist, if one is named.
pub fn blocklist(judging: &Judging) -> Result<Option<Arc<Blocklist>>> {
    let Some(path) = &judging.blocklist else { return Ok(None) };
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    // One byte more than the limit is enough for the parser to see that the list is too long.
    let file = File::open(path).and_then(|file| file.take(Blocklist::MOST_BYTES + 1).read_to_end(&mut bytes));
    match file {
        Ok(_) => Ok(Some(Arc::new(Blocklist::parse(&name, &bytes)?))),
        Err(source) => Err(ErrorKind::Read { name, source }.into()),
    }
}

/// Starts the number of threads that the arguments name.
pub fn start_threads(judging: &Judging) -> Result<()> {
    if let Some(n_threads) = judging.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build_global();
        pool.map_err(|error| ErrorKind::Usage(format!("--threads {n_threads}: {error}")))?;
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<String> {
    let failed = |source| ErrorKind::Read { name: path.display().to_string(), source };
    Ok(std::fs::read_to_string(path).map_err(failed)?)
}
