//! Keeps track of the columns of an input: a column that the user named must exist, and unused columns are reported
//! once.

use foldhash::HashSet;

use super::canonical_name::canonical_form;
use super::columns::{self, Columns};
use super::harmless_names::is_harmless;
use super::sink::RecordSink;
use crate::error::{ErrorKind, Result};

/// How many different names of an input are remembered.
const MAX_REMEMBERED: usize = 256;

/// How many names a message lists.
const MAX_LISTED: usize = 12;

/// The longest name in a message. Names come from the input.
const MAX_NAME_CHARS: usize = 40;

/// The names of an input's columns or keys, and what the user named.
pub struct ColumnUse<'a> {
    columns: &'a Columns,
    /// All names, in the order in which they were seen.
    names: Vec<String>,
    seen: HashSet<String>,
    /// The user's names that were not seen so far.
    missing: Vec<&'a str>,
    unused: Vec<String>,
}

impl<'a> ColumnUse<'a> {
    /// A record of an input without columns so far.
    pub fn new(columns: &'a Columns) -> ColumnUse<'a> {
        let missing = columns.wanted().collect();
        ColumnUse { columns, names: Vec::new(), seen: HashSet::default(), missing, unused: Vec::new() }
    }

    /// Takes the names of a row's columns.
    pub fn see(&mut self, names: &[impl AsRef<str>]) {
        self.missing.retain(|wanted| columns::position(names, wanted).is_none());
        for name in names.iter().map(|name| name.as_ref().trim()) {
            if self.seen.contains(name) || MAX_REMEMBERED <= self.seen.len() {
                continue;
            }
            self.seen.insert(name.to_owned());
            self.names.push(name.to_owned());
            let is_wanted = self.columns.wanted().any(|wanted| columns::position(&[name], wanted).is_some());
            if !is_wanted && !is_harmless(&canonical_form(name)) {
                self.unused.push(name.to_owned());
            }
        }
    }

    /// Checks that the columns that the user named are there.
    ///
    /// # Errors
    /// One of them was not seen.
    pub fn check(&self, input: &str) -> Result<()> {
        let Some(column) = self.missing.first() else { return Ok(()) };
        Err(ErrorKind::NoColumn {
            name: input.to_owned(),
            column: (*column).to_owned(),
            found: listed(&self.names),
        }
        .into())
    }

    /// Names the columns that were not used.
    pub fn report(&self, sink: &mut RecordSink) {
        if !self.unused.is_empty() {
            sink.note(format!("these columns or keys were not used: {}", listed(&self.unused)));
        }
    }
}

/// The first names, separated by commas, and how many more there are.
pub fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(MAX_LISTED).map(|name| shortened(name)).collect();
    let more = match names.len() - shown.len() {
        0 => String::new(),
        n_more => format!(", and {n_more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME_CHARS) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
