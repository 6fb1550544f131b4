//! Parses one JSON object and turns its values into texts.

use std::io::BufRead;
use std::ops::Range;

use serde_json::{Map, Value};

use super::scanner::Scanner;
use super::text::{ObjectText, Repair};

/// The keys and values of an object, in the order of the file.
pub type Object = Map<String, Value>;

/// Parses the scanner's last object, which has these bytes.
///
/// # Errors
/// It is not a JSON object. The message says so in a sentence.
pub fn parse<R: BufRead>(scanner: &Scanner<R>, bytes: Range<u64>) -> Result<(Object, Repair), String> {
    let text = ObjectText::new(scanner, bytes)?;
    let object = serde_json::from_str(&text.text).map_err(|error| {
        format!("this is not a JSON object ({error}); it was left out and reading went on at the next one")
    })?;
    Ok((object, text.repair))
}

/// The keys of an object that has one text in several forms, or a value with its type. WordPress REST has the raw text
/// only if an editor exported it; MongoDB writes the types of ids, dates and numbers.
const FORMS: &[&str] = &[
    "raw",
    "rendered",
    "value",
    "processed",
    "html",
    "text",
    "plain",
    "markdown",
    "$oid",
    "$date",
    "$numberLong",
    "$t",
    "_seconds",
    "seconds",
];

/// The text of a value.
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
        Value::Object(parts) => form(parts).map(value_text).unwrap_or_default(),
        // A list of texts, such as the terms of a post, has one on each line.
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
    }
}

/// The value of an object that has one text in several forms.
pub fn form(parts: &Object) -> Option<&Value> {
    let is_text = |value: &&Value| match value {
        Value::String(_) | Value::Number(_) => true,
        Value::Object(parts) => parts.keys().all(|key| key.starts_with('$')),
        _ => false,
    };
    FORMS.iter().find_map(|form| parts.get(*form).filter(is_text))
}
