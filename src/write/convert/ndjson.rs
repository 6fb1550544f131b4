//! Whole comments as newline-delimited JSON.

use std::io::Write;

use super::{Conversion, Converted, Target, unique_ids};
use crate::error::Result;
use crate::write::json::write_line;

pub const TARGET: Target =
    Target { name: "ndjson", about: "one JSON object per comment, one per line", write };

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    unique_ids::write_rows(conversion, "NDJSON", &mut |row| write_line(to, row))
}
