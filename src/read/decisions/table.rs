//! Decisions as a table, as spreadsheets save it: with commas, semicolons or tabs, and columns in any order.

use csv::{ReaderBuilder, StringRecord};

use super::{DecisionLine, LineCounter};
use crate::error::LineTrouble;

/// The separators that are tried.
const SEPARATORS: &[u8] = b",;\t|";

/// The columns that are used, by their letters.
const COLUMNS: [&str; 5] = ["source", "id", "byte", "verdict", "duplicateof"];

/// The positions of the columns in [`COLUMNS`].
type Positions = [Option<usize>; COLUMNS.len()];

/// Parses all rows.
pub fn parse(text: &str) -> (Vec<DecisionLine>, Vec<LineTrouble>) {
    // Excel's own line, which names the separator.
    let n_before =
        text.split(['\r', '\n']).next().filter(|line| line.to_ascii_lowercase().starts_with("sep="));
    let start = n_before.map_or(0, |line| line.len());
    let table = &text[start..];
    let header = table.trim_start_matches(['\r', '\n']).split(['\r', '\n']).next().unwrap_or_default();
    let candidates = SEPARATORS.iter().map(|separator| (*separator, names(header, *separator)));
    let (separator, names) = candidates
        .reduce(|best, other| if n_found(&best.1) < n_found(&other.1) { other } else { best })
        .unwrap_or_default();
    let mut counter = LineCounter::new(text);
    let positions = match positions(&names) {
        Ok(positions) => positions,
        Err(what) => return (Vec::new(), vec![LineTrouble { line: counter.line_of(start), what }]),
    };
    let (mut lines, mut troubles) = (Vec::new(), Vec::new());
    let mut rows = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(table.as_bytes());
    let mut row = StringRecord::new();
    loop {
        let at = start + rows.position().byte() as usize;
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return (lines, troubles),
            Err(error) => {
                troubles.push(LineTrouble { line: counter.line_of(at), what: error.to_string() });
                return (lines, troubles);
            }
        }
        let start_of_row = row.position().map_or(at, |place| start + place.byte() as usize);
        // Spreadsheets write rows of empty cells.
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            lines.push(decision(counter.line_of(start_of_row), &row, &positions));
        }
    }
}

fn decision(line: usize, row: &StringRecord, positions: &Positions) -> DecisionLine {
    let [source, id, byte, verdict, duplicate_of] =
        positions.map(|position| position.and_then(|position| row.get(position)).unwrap_or_default().trim());
    DecisionLine {
        line,
        source: source.to_owned(),
        id: id.to_owned(),
        byte: byte.parse().ok(),
        verdict: verdict.to_owned(),
        duplicate_of: duplicate_of.to_owned(),
    }
}

/// The names of the columns in a header, as letters.
fn names(header: &str, separator: u8) -> Vec<String> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(header.as_bytes());
    let mut names = StringRecord::new();
    // Reading from memory can't fail.
    let _ = reader.read_record(&mut names);
    let letters = |name: &str| name.chars().filter(|char| char.is_alphanumeric()).collect::<String>();
    let mut names: Vec<String> = names.iter().map(|name| letters(name).to_lowercase()).collect();
    // A person may have added verdicts to a table of comments from WordPress.
    if !names.iter().any(|name| name == "id") {
        names.iter_mut().filter(|name| *name == "commentid").for_each(|name| *name = "id".to_owned());
    }
    names
}

fn n_found(names: &[String]) -> usize {
    COLUMNS.iter().filter(|column| names.iter().any(|name| name == *column)).count()
}

/// Finds the columns; describes what is wrong with the header if they can't be found.
fn positions(names: &[String]) -> Result<Positions, String> {
    let mut positions = Positions::default();
    for (column, position) in COLUMNS.iter().zip(&mut positions) {
        let mut found = names.iter().enumerate().filter(|(_, name)| name == column).map(|(place, _)| place);
        *position = found.next();
        if found.next().is_some() {
            return Err(format!("two columns are called {column}; keep one of them"));
        }
    }
    for (name, position) in [("id", positions[1]), ("verdict", positions[3])] {
        if position.is_none() {
            return Err(format!("the first line has to name the columns, but there is no column {name}"));
        }
    }
    Ok(positions)
}
