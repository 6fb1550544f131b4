//! Lists of spam templates: one text per line, or one JSON object per line with the member `text`.

use std::path::Path;

use serde::Deserialize;

use crate::error::{ErrorKind, Result};
use crate::input::read_short_text;

/// The longest list that is read.
const MOST_BYTES: u64 = 64 << 20;

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// Reads the texts of a list. Empty lines are skipped.
///
/// # Errors
/// The file can't be read, or a line that starts with `{"` is not a JSON object with a text.
pub fn read_templates(path: &Path) -> Result<Vec<String>> {
    let name = path.display().to_string();
    let list =
        read_short_text(path, MOST_BYTES).map_err(|source| ErrorKind::Read { name: name.clone(), source })?;
    let lines = list.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    let text = |(index, line): (usize, &str)| {
        // A template may start with a brace, but hardly with a brace and a quotation mark.
        if !line.starts_with("{\"") {
            return Ok(line.to_owned());
        }
        let parsed: Line = serde_json::from_str(line).map_err(|error| {
            let message = format!("it is no JSON object with a text: {error}");
            ErrorKind::Templates { name: name.clone(), line: index + 1, message }
        })?;
        Ok(parsed.text)
    };
    lines.map(text).collect()
}
