//! Whole comments as comma-separated values (RFC 4180). Cells that a spreadsheet would take for formulas get an
//! apostrophe, which the reader removes. Lists (authors and terms of a post) are one cell, with one item per line.

use std::io::{self, Write};

use serde_json::Value;

use super::comment_row::{CommentRow, PostRow};
use super::{Conversion, Converted, Target, unique_ids};
use crate::comment::Comment;
use crate::error::Result;
use crate::write::csv::{columns, csv_source};
use crate::write::{for_spreadsheet, output_failed};

pub const TARGET: Target =
    Target { name: "csv", about: "a table with a header, for spreadsheets too", write };

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    let unknown = PostRow::default();
    let mut table = csv::Writer::from_writer(to);
    let comment = Comment::default();
    let example = CommentRow { post_details: Some(&unknown), ..CommentRow::new(&comment) };
    let header = columns(&example).map_err(output_failed)?;
    table.write_record(header.keys()).map_err(|error| output_failed(csv_source(error)))?;
    let converted = unique_ids::write_rows(conversion, "CSV", &mut |row| {
        let post_details = row.post_details.or(Some(&unknown));
        table.write_record(cells(&CommentRow { post_details, ..row.clone() })?).map_err(csv_source)
    })?;
    table.flush().map_err(output_failed)?;
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
