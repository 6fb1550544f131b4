//! Whole comments as newline-delimited JSON.

use std::io::Write;

use super::{Conversion, Converted, Target, labels};
use crate::error::Result;
use crate::write::ndjson::line;

pub const TARGET: Target = Target { name: "ndjson", about: "one JSON object a comment, one a line", write };

fn write(conversion: &Conversion, to: &mut dyn Write) -> Result<Converted> {
    labels::rows(conversion, "NDJSON", &mut |row| line(to, row))
}
