//! Comma-separated values (RFC 4180) for spreadsheets: the columns of the decisions, findings in one cell.

use std::io::Write;

use super::rows::DecisionRow;
use super::{Output, Results, for_spreadsheet, for_terminal, whole};
use crate::error::Result;

pub const OUTPUT: Output =
    Output { name: "csv", about: "a table for spreadsheets, with all findings", write };

const HEADER: [&str; 15] = [
    "id",
    "post",
    "parent",
    "author",
    "date",
    "status",
    "kind",
    "verdict",
    "duplicate_of",
    "text_cluster",
    "spam_probability",
    "findings",
    "fingerprint",
    "source",
    "byte",
];

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(HEADER).map_err(failed)?;
    for index in 0..results.judged.decisions.len() {
        let row = DecisionRow::new(results.judged, results.inputs, index);
        let findings: Vec<String> =
            row.findings.iter().map(|it| format!("{} {:+.2}: {}", it.signal, it.weight, it.seen)).collect();
        let probability = row.spam_probability.map_or(String::new(), |it| it.to_string());
        let byte = row.byte.to_string();
        let cells = [
            row.id,
            row.post,
            row.parent,
            row.author,
            row.date.as_deref().unwrap_or_default(),
            row.status,
            row.kind,
            row.verdict,
            row.duplicate_of.as_deref().unwrap_or_default(),
            &row.text_cluster,
            &probability,
            &findings.join("; "),
            &row.fingerprint,
            row.source,
            &byte,
        ];
        table
            .write_record(cells.map(|it| for_spreadsheet(&for_terminal(it)).into_owned()))
            .map_err(failed)?;
    }
    table.flush().map_err(whole::to_output)
}

fn failed(error: csv::Error) -> crate::error::Error {
    whole::to_output(error.into())
}
