//! Decisions as JSON objects: one per line, or spread over several lines as formatters write them, in a list or not.

use serde::Deserialize;
use serde_json::{Deserializer, Value};

use super::{DecisionLine, LineCounter};
use crate::error::LineTrouble;

/// The members of an object that matter.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Members {
    source: Value,
    id: Value,
    byte: Value,
    verdict: Value,
    duplicate_of: Value,
    /// The decision beside a comment that was set aside.
    decision: Option<Box<Members>>,
}

/// Parses all objects. After a broken one, reading continues at the next line that starts with an object.
pub fn parse(text: &str) -> (Vec<DecisionLine>, Vec<LineTrouble>) {
    let (mut lines, mut troubles) = (Vec::new(), Vec::new());
    let mut counter = LineCounter::new(text);
    let mut at = 0;
    loop {
        // Between objects, the signs of a list mean nothing.
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']');
        at += text.as_bytes()[at..].iter().take_while(|byte| is_between(byte)).count();
        if at == text.len() {
            return (lines, troubles);
        }
        let line = counter.line_of(at);
        let mut objects = Deserializer::from_str(&text[at..]).into_iter::<Members>();
        match objects.next() {
            Some(Ok(members)) => {
                lines.push(members.decision(line));
                at += objects.byte_offset();
            }
            Some(Err(error)) => {
                let what = format!("it is not a decision as a JSON object ({})", message(&error));
                troubles.push(LineTrouble { line, what });
                at = text[at..].find("\n{").map_or(text.len(), |found| at + found + 1);
            }
            None => return (lines, troubles),
        }
    }
}

/// The message of an error without its line, which is counted from the start of the object.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

impl Members {
    fn decision(self, line: usize) -> DecisionLine {
        if let (true, Some(decision)) = (self.verdict.is_null(), self.decision) {
            return decision.decision(line);
        }
        DecisionLine {
            line,
            source: text(self.source),
            id: text(self.id),
            byte: text(self.byte).parse().ok(),
            verdict: text(self.verdict),
            duplicate_of: text(self.duplicate_of),
        }
    }
}

/// The text of a value; empty for null.
fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        value => value.to_string(),
    }
}
