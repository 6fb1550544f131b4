//! The document around the data: the template with the overview, the script, the style, and the policy that allows
//! them.

use std::borrow::Borrow;
use std::io::Write;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::overview::{self, Balance};
use super::people::{self, LanguageRow, People};
use super::posts::{self, Posts};
use super::timeline::{Timeline, timeline};
use super::{Kept, output_failed};
use crate::error::Result;
use crate::verdict::VERDICTS;
use crate::write::Results;
use crate::write::safe::is_harmless;

/// The parts of the script, in the order in which they need each other.
const SCRIPT: &str = concat!(
    include_str!("../../../templates/report/data.js"),
    include_str!("../../../templates/report/elements.js"),
    include_str!("../../../templates/report/changes.js"),
    include_str!("../../../templates/report/evidence.js"),
    include_str!("../../../templates/report/thread.js"),
    include_str!("../../../templates/report/card.js"),
    include_str!("../../../templates/report/filter.js"),
    include_str!("../../../templates/report/list.js"),
    include_str!("../../../templates/report/difference.js"),
    include_str!("../../../templates/report/views.js"),
    include_str!("../../../templates/report/download.js"),
    include_str!("../../../templates/report/main.js"),
);

const STYLE: &str = include_str!("../../../templates/report/style.css");

/// The document up to the data.
#[derive(Template)]
#[template(path = "report/document.html")]
struct Document<'a> {
    policy: String,
    script: &'a str,
    style: &'a str,
    inputs: String,
    balance: Balance,
    verdicts: Vec<&'static str>,
    timeline: Option<Timeline>,
    posts: Posts,
    people: People,
    languages: Vec<LanguageRow>,
    messages: Vec<String>,
    n_more_messages: usize,
}

impl Document<'_> {
    /// A number with its thousands separated, as the script writes numbers.
    fn grouped(&self, number: impl Borrow<usize>) -> String {
        let digits = number.borrow().to_string();
        let separated = digits.char_indices().flat_map(|(at, digit)| {
            let starts_group = 0 < at && (digits.len() - at).is_multiple_of(3);
            starts_group.then_some(',').into_iter().chain([digit])
        });
        separated.collect()
    }
}

/// Writes the document up to the data.
pub fn write(results: &Results, kept: &Kept, to: &mut dyn Write) -> Result<()> {
    let (messages, n_more_messages) = overview::messages(results);
    let document = Document {
        policy: policy(),
        script: SCRIPT,
        style: STYLE,
        inputs: overview::inputs(results),
        balance: overview::balance(results, kept),
        verdicts: VERDICTS.iter().map(|verdict| verdict.name()).collect(),
        timeline: timeline(results.judged),
        posts: posts::posts(results.judged),
        people: people::people(results.judged),
        languages: people::languages(results.judged),
        messages,
        n_more_messages,
    };
    document.write_into(to).map_err(output_failed)
}

/// The Content-Security-Policy: nothing is loaded from anywhere, and only this script and this style are used.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

/// The text with a code point in place of every character that is invisible or changes the direction of writing.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\t' | '\r' => visible.push(' '),
            _ if is_harmless(char) => visible.push(char),
            _ => visible += &format!("[U+{:04X}]", u32::from(char)),
        }
    }
    visible
}
