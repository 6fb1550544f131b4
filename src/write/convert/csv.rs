//! Whole comments as comma-separated values (RFC 4180). Cells that a spreadsheet would take for formulas get an
//! apostrophe, which the reader takes off again. Lists (authors and terms of a post) stand in one cell, one item a line.

use std::io::Write;

use super::rows::{CommentRow, PostRow};
use super::{Conversion, Converted, Target, labels};
use crate::error::Result;
use crate::write::{for_spreadsheet, whole};

pub const TARGET: Target =
    Target { name: "csv", about: "a table with a header, for spreadsheets too", write };

const HEADER: [&str; 21] = [
    "id",
    "post",
    "parent",
    "author_name",
    "author_email",
    "author_url",
    "author_ip",
    "author_user_agent",
    "user_id",
    "date",
    "status",
    "type",
    "marks",
    "label",
    "body",
    "post_title",
    "post_url",
    "post_date",
    "post_authors",
    "post_terms",
    "post_body",
];

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(HEADER).map_err(|error| whole::to_output(error.into()))?;
    let converted = labels::rows(conversion, "CSV", &mut |row| Ok(table.write_record(cells(row))?))?;
    table.flush().map_err(whole::to_output)?;
    Ok(converted)
}

fn cells(row: &CommentRow) -> [String; 21] {
    let unknown = PostRow::default();
    let post = row.about_post.unwrap_or(&unknown);
    let cells = [
        &row.id,
        &row.post,
        &row.parent,
        row.author_name,
        row.author_email,
        row.author_url,
        row.author_ip,
        row.author_user_agent,
        row.user_id,
        row.date.as_deref().unwrap_or_default(),
        row.status,
        row.declared_type,
        &row.marks.join(" "),
        row.label,
        row.body,
        &post.post_title,
        &post.post_url,
        post.post_date.as_deref().unwrap_or_default(),
        &post.post_authors.join("\n"),
        &post.post_terms.join("\n"),
        &post.post_body,
    ];
    cells.map(|it| for_spreadsheet(it).into_owned())
}
