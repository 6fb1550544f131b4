//! Parses one JSON object and turns its values into texts. An object with bytes that are not UTF-8 or with unescaped
//! control characters is repaired first.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::scanner::Scanner;

/// The keys and values of an object, in the order of the file.
pub type Object = Map<String, Value>;

/// What was repaired in an object.
#[derive(Default)]
pub struct Repair {
    /// How many bytes were not UTF-8.
    pub n_foreign: usize,
    /// Whether strings had control characters that JSON requires to be escaped.
    pub has_controls: bool,
}

/// Parses the scanner's last object. Its bytes that are not UTF-8 are control characters until they are restored, and
/// JSON forbids these in strings.
///
/// # Errors
/// It is not a JSON object. The message says so in a sentence.
pub fn parse<R: BufRead>(scanner: &Scanner<R>) -> Result<(Object, Repair), String> {
    let text = scanner.text();
    let error = match serde_json::from_str(&text) {
        Ok(object) => return Ok((object, Repair::default())),
        Err(error) => error,
    };
    // Restoring consumes the bytes, so it has to be known before that the object can be parsed.
    if serde_json::from_str::<Object>(&escape_controls(&text)).is_ok() {
        let mut text = text.into_owned();
        let n_foreign = scanner.restore(&mut text);
        if let Ok(object) = serde_json::from_str(&escape_controls(&text)) {
            return Ok((object, Repair { n_foreign, has_controls: true }));
        }
    }
    let error = error.to_string();
    // The parser counts lines and columns from the start of the object; the report has the byte in the file.
    let error = error.split(" at line ").next().unwrap_or_default();
    Err(format!("this is not a JSON object ({error}); it was left out and reading went on at the next one"))
}

/// Escapes the control characters inside strings.
fn escape_controls(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let (mut in_string, mut after_backslash) = (false, false);
    for char in text.chars() {
        if in_string && char < ' ' {
            escaped.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            escaped.push(char);
        }
        in_string ^= char == '"' && !after_backslash;
        after_backslash = in_string && char == '\\' && !after_backslash;
    }
    escaped
}

/// The text of a value. A text of WordPress REST is an object, `{"rendered": …, "raw": …}`, which has the raw text only
/// if an editor exported it.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        // Tools that know only floating-point numbers write the id 5 as 5.0.
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        },
        Value::Object(parts) => match parts.get("raw").or_else(|| parts.get("rendered")) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        },
        // A list of texts, such as the terms of a post, has one on each line.
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
    }
}
