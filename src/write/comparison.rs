//! The comparison of two dumps: a table for people, NDJSON and CSV.

use std::collections::HashMap;
use std::io::Write;

use comfy_table::{Cell, CellAlignment, ContentArrangement};
use serde::Serialize;

use super::csv::write_rows;
use super::json::write_line;
use super::table::{header, new_table, shortened};
use super::{Style, for_terminal, output_failed};
use crate::comment::Record;
use crate::diff::{Change, Comparison, Entry, EntryIdx, Field, ImportEffect, Row, Side};
use crate::error::Result;
use crate::read::{Columns, Input};
use crate::text;

/// The longest text in a row, in characters.
const TEXT_CHARS: usize = 200;

/// The longest text that is compared with its edited form, in bytes. A difference behind it is not shown.
const COMPARED_BYTES: usize = 1 << 16;

/// The longest text in a cell of the table, in characters.
const TABLE_TEXT_CHARS: usize = 60;

/// The longest name in a cell of the table, in characters.
const AUTHOR_CHARS: usize = 20;

/// How many characters before the first difference are shown.
const CONTEXT_CHARS: usize = 20;

/// A comment that differs between two dumps. Each field is a key of the NDJSON and a column of the CSV output.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "docs/commands.md documents each field")]
pub struct ComparisonRow<'a> {
    pub change: &'static str,
    pub id: &'a str,
    pub old_id: &'a str,
    pub post: &'a str,
    pub author: &'a str,
    pub date: Option<String>,
    pub status: &'static str,
    pub old_status: &'static str,
    pub fields: Vec<&'static str>,
    pub import: &'static str,
    pub text: String,
    pub old_text: String,
    pub source: &'a str,
    pub byte: Option<u64>,
    pub old_source: &'a str,
    pub old_byte: Option<u64>,
}

/// A comparison with the dumps that it is about.
pub struct ComparedDumps<'a> {
    /// The comparison.
    pub comparison: &'a Comparison,
    /// The inputs of the old dump.
    pub old: &'a [Input],
    /// The inputs of the new dump.
    pub new: &'a [Input],
    /// The user's names of columns.
    pub columns: &'a Columns,
    /// The style of tables.
    pub style: Style,
}

/// The beginnings of the texts of the comments that are shown, by their positions in their dump.
#[derive(Default)]
struct Texts {
    old: HashMap<EntryIdx, String>,
    new: HashMap<EntryIdx, String>,
}

impl ComparedDumps<'_> {
    /// Writes a table of the comments that differ.
    ///
    /// # Errors
    /// An input can't be read again or the output can't be written.
    pub fn table(&self, to: &mut dyn Write) -> Result<()> {
        let texts = self.texts()?;
        let mut table = new_table(self.style);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(header(&["Change", "Id", "Author", "Date", "What", "Import"]));
        for row in self.changed_rows() {
            let shown = self.row(row, &texts);
            table.add_row([
                Cell::new(shown.change),
                Cell::new(for_terminal(shown.id)).set_alignment(CellAlignment::Right),
                Cell::new(shortened(shown.author, AUTHOR_CHARS)),
                Cell::new(shown.date.as_deref().map_or("", |date| date.get(..10).unwrap_or(date))),
                Cell::new(self.what(row, &shown)),
                Cell::new(shown.import),
            ]);
        }
        writeln!(to, "{table}").map_err(output_failed)
    }

    /// Writes the comments that differ as one JSON object per line.
    ///
    /// # Errors
    /// An input can't be read again or the output can't be written.
    pub fn ndjson(&self, to: &mut dyn Write) -> Result<()> {
        let texts = self.texts()?;
        self.changed_rows().try_for_each(|row| write_line(to, &self.row(row, &texts))).map_err(output_failed)
    }

    /// Writes the comments that differ as comma-separated values.
    ///
    /// # Errors
    /// An input can't be read again or the output can't be written.
    pub fn csv(&self, to: &mut dyn Write) -> Result<()> {
        let texts = self.texts()?;
        let rows = self.changed_rows().map(|row| self.row(row, &texts));
        write_rows(&ComparisonRow::default(), rows, to)
    }

    /// The rows of comments that differ. An unchanged comment is among them if an import would not recognise it.
    fn changed_rows(&self) -> impl Iterator<Item = &Row> {
        self.comparison
            .rows
            .iter()
            .filter(|row| row.change != Change::Unchanged || row.import == Some(ImportEffect::AddedAgain))
    }

    fn row<'a>(&'a self, row: &Row, texts: &'a Texts) -> ComparisonRow<'a> {
        let old = row.old.map(|index| &self.comparison.old.comments[index]);
        let new = row.new.map(|index| &self.comparison.new.comments[index]);
        let Some(shown) = new.or(old) else { return ComparisonRow::default() };
        let text = |texts: &'a HashMap<EntryIdx, String>, index: Option<EntryIdx>| {
            index.and_then(|index| texts.get(&index)).map_or("", String::as_str)
        };
        let (old_text, text) = (text(&texts.old, row.old), text(&texts.new, row.new));
        let start = if row.fields.contains(&Field::Text) { difference(old_text, text) } else { 0 };
        ComparisonRow {
            change: row.change.name(),
            id: &shown.id,
            old_id: old.map_or("", |entry| &entry.id),
            post: &shown.post,
            author: &shown.author,
            date: shown.date.map(|date| date.to_string()),
            status: new.map_or("", |entry| entry.status.name()),
            old_status: old.map_or("", |entry| entry.status.name()),
            fields: row.fields.iter().map(|field| field.name()).collect(),
            import: row.import.map_or("", ImportEffect::name),
            text: part(text, start),
            old_text: part(old_text, start),
            source: new.map_or("", |entry| name(self.new, entry)),
            byte: new.map(|entry| entry.byte),
            old_source: old.map_or("", |entry| name(self.old, entry)),
            old_byte: old.map(|entry| entry.byte),
        }
    }

    /// What differs, in words.
    fn what(&self, row: &Row, shown: &ComparisonRow) -> String {
        let old = row.old.map(|index| &self.comparison.old.comments[index]);
        let text = |text: &str| shortened(text, TABLE_TEXT_CHARS);
        let date = |date: Option<&str>| date.unwrap_or("no date").to_owned();
        let field = |field: &Field| match field {
            Field::Text => format!("text: “{}” → “{}”", text(&shown.old_text), text(&shown.text)),
            Field::Status => format!("status: {} → {}", shown.old_status, shown.status),
            Field::Author => {
                let before = old.map_or("", |entry| &entry.author);
                format!(
                    "author: {} → {}",
                    shortened(before, AUTHOR_CHARS),
                    shortened(shown.author, AUTHOR_CHARS)
                )
            }
            Field::Date => {
                let before = old.and_then(|entry| entry.date).map(|date| date.to_string());
                format!("date: {} → {}", date(before.as_deref()), date(shown.date.as_deref()))
            }
            field => field.name().to_owned(),
        };
        match row.change {
            Change::Gone => text(&shown.old_text),
            Change::New | Change::Unchanged => text(&shown.text),
            Change::Edited | Change::Moderated => row.fields.iter().map(field).collect::<Vec<_>>().join(", "),
        }
    }

    /// Reads the texts of the rows again.
    fn texts(&self) -> Result<Texts> {
        let mut texts = Texts::default();
        let (mut of_old, mut of_new) = (HashMap::new(), HashMap::new());
        for row in self.changed_rows() {
            let max_bytes = if row.fields.contains(&Field::Text) { COMPARED_BYTES } else { 4 * TEXT_CHARS };
            of_old.extend(row.old.map(|index| (index, max_bytes)));
            of_new.extend(row.new.map(|index| (index, max_bytes)));
        }
        self.read(self.old, &self.comparison.old, &of_old, &mut texts.old)?;
        self.read(self.new, &self.comparison.new, &of_new, &mut texts.new)?;
        Ok(texts)
    }

    fn read(
        &self,
        inputs: &[Input],
        side: &Side,
        max_bytes: &HashMap<EntryIdx, usize>,
        texts: &mut HashMap<EntryIdx, String>,
    ) -> Result<()> {
        let mut entries = side.entry_of_record.iter();
        for (number, input) in (0..).zip(inputs) {
            input.read(number, self.columns, &mut |record| {
                let Record::Comment(comment) = record else { return };
                let Some(index) = entries.next().copied().flatten() else { return };
                if let Some(max_bytes) = max_bytes.get(&index) {
                    let text = text::strip(&comment.body).text;
                    let mut ends = (0..=text.len().min(*max_bytes)).rev();
                    let end = ends.find(|end| text.is_char_boundary(*end)).unwrap_or_default();
                    texts.insert(index, text[..end].to_owned());
                }
            })?;
        }
        Ok(())
    }
}

/// The name of a comment's input.
fn name<'a>(inputs: &'a [Input], entry: &Entry) -> &'a str {
    inputs.get(entry.input as usize).map_or("", |input| input.name.as_str())
}

/// The number of characters before the place where two texts begin to differ, less some context.
fn difference(one: &str, other: &str) -> usize {
    let n_same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    n_same.saturating_sub(CONTEXT_CHARS)
}

/// The part of a text that a row shows, from the character `start`.
fn part(text: &str, start: usize) -> String {
    let rest: String = text.chars().skip(start).collect();
    let ellipsis = if 0 < start && !rest.is_empty() { "…" } else { "" };
    format!("{ellipsis}{}", shortened(&rest, TEXT_CHARS))
}
