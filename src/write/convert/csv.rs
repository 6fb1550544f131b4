//! Whole comments as comma-separated values (RFC 4180). Cells that a spreadsheet would take for formulas get an
//! apostrophe, which the reader removes. Lists (authors and terms of a post) are one cell, with one item per line.

use std::io::{self, Write};

use serde_json::Value;

use super::rows::{CommentRow, PostRow};
use super::{Conversion, Converted, Target, labels};
use crate::comment::Comment;
use crate::error::Result;
use crate::write::csv::columns;
use crate::write::{for_spreadsheet, whole};

pub const TARGET: Target =
    Target { name: "csv", about: "a table with a header, for spreadsheets too", write };

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    let unknown = PostRow::default();
    let mut table = csv::Writer::from_writer(to);
    let comment = Comment::default();
    let example = CommentRow { about_post: Some(&unknown), ..CommentRow::new(&comment) };
    let header = columns(&example).map_err(whole::to_output)?;
    table.write_record(header.keys()).map_err(|error| whole::to_output(error.into()))?;
    let converted = labels::rows(conversion, "CSV", &mut |row| {
        let about_post = row.about_post.or(Some(&unknown));
        Ok(table.write_record(cells(&CommentRow { about_post, ..row.clone() })?)?)
    })?;
    table.flush().map_err(whole::to_output)?;
    Ok(converted)
}

fn cells(row: &CommentRow) -> io::Result<Vec<String>> {
    let cell = |(name, value): (String, Value)| {
        let separator = if name == "marks" { " " } else { "\n" };
        let text = match value {
            Value::String(text) => text,
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(separator),
            _ => String::new(),
        };
        for_spreadsheet(&text).into_owned()
    };
    Ok(columns(row)?.into_iter().map(cell).collect())
}
