//! Decisions as comma-separated values (RFC 4180) for spreadsheets, with all findings of a comment in one cell.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::decision_row::DecisionRow;
use super::{Output, Results, for_spreadsheet, for_terminal, output_failed};
use crate::error::{Error, Result};

pub const OUTPUT: Output =
    Output { name: "csv", about: "a table for spreadsheets, with all findings", write };

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    let rows = results
        .judged
        .decisions
        .indices()
        .map(|index| DecisionRow::new(results.judged, results.inputs, index));
    write_rows(&DecisionRow::default(), rows, to)
}

/// Writes rows as a table. The names of its columns are those of the fields of `model`.
///
/// # Errors
/// The output can't be written.
pub fn write_rows<T: Serialize>(model: &T, rows: impl Iterator<Item = T>, to: &mut dyn Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(to);
    let header = columns(model).map_err(output_failed)?;
    table.write_record(header.keys()).map_err(failed)?;
    for row in rows {
        let columns = columns(&row).map_err(output_failed)?;
        let cells = columns.values().map(|value| for_spreadsheet(&for_terminal(&cell(value))).into_owned());
        table.write_record(cells).map_err(failed)?;
    }
    table.flush().map_err(output_failed)
}

/// The columns of a row: the names and values of its fields, in their order.
pub fn columns(row: &impl Serialize) -> io::Result<Map<String, Value>> {
    match serde_json::to_value(row)? {
        Value::Object(columns) => Ok(columns),
        _ => Ok(Map::new()),
    }
}

/// The text of a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(element).collect::<Vec<_>>().join("; "),
        // JSON writes 1.0 where a spreadsheet shows 1.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        value => value.to_string(),
    }
}

/// An element of an array: a word, or a finding in a few words, such as `link-count +1.20: 3 links`.
fn element(value: &Value) -> String {
    match value {
        Value::String(word) => word.clone(),
        finding => self::finding(finding),
    }
}

fn finding(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap_or_default();
    format!("{} {:+.2}: {}", text("signal"), finding["weight"].as_f64().unwrap_or_default(), text("seen"))
}

/// The system's error inside an error of the CSV writer.
pub fn csv_source(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

fn failed(error: csv::Error) -> Error {
    output_failed(csv_source(error))
}
