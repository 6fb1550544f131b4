//! Tables with a header row (RFC 4180): exports of spreadsheets and databases, `wp comment list --format=csv`, and
//! threadsift's own. The delimiter is a comma, a semicolon, a tab or a pipe, whichever gives the header the most known
//! names. Some programs escape quotation marks with backslashes; [`dialect`] handles these.
//!
//! Exporters write an apostrophe before `=`, `+`, `-`, `@`, a tab or a line end, so that spreadsheets don't run the cell
//! as a formula. It is removed from every cell. A row with too few fields is read as far as it goes, if it has an id and
//! a text, and reported.
//!
//! This reader cannot tell the exporter's apostrophe from one that was part of the text in tables of WP-CLI, which writes
//! no second one; nor a row that was cut off between two fields from a short row.

mod dialect;

use csv::{ByteRecord, ReaderBuilder, Terminator};

use self::dialect::{DialectReader, MAX_ROW_BYTES};
use super::columns::{Columns, Field, FieldPositions};
use super::sink::RecordSink;
use super::table_row::{self, TableRow, TableRows};
use super::{Format, Provides, Reading, Required};
use crate::error::{ErrorKind, Result};
use crate::input::sanitize::{Replaced, Sanitized};

/// The characters that a formula can start with. Spreadsheets set to East Asian languages take full-width signs for
/// their ASCII forms, and some skip white space before them. A cell that starts so is
/// guarded by an apostrophe when it is written.
pub const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

pub const FORMAT: Format = Format {
    name: "csv",
    about: "table with a header row (comma, semicolon, tab or pipe), `wp comment list --format=csv`",
    sniff,
    read,
    is_page: false,
    requires: Required::Nothing,
    provides: &Provides::ALL,
    example: r#"id,post,post_title,parent,author,email,url,ip,agent,user,date,status,type,body
11,1,First post,0,Ada,,,,,,2009-08-21 10:02:11,1,comment,A first remark.
12,1,First post,11,Grace,grace@path.example,http://path.example/,192.0.2.7,Mozilla/5.0,2,2009-08-21 11:30:00,1,comment,"Second thoughts & more."
"#,
};

/// The delimiters that are tried on the header. If two of them are equally good, the first one is used.
const DELIMITERS: &[u8] = b",;\t|";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn sniff(head: &[u8]) -> bool {
    let header = Header::guess(head, &Columns::default());
    let is_known = header.positions.get(Field::Body).is_some() || 2 <= header.positions.n_found();
    is_known && 2 <= header.names.len() && header.names.iter().all(|name| looks_like_a_name(name))
}

/// Whether this is the start of a table with a text column, given the user's names for columns.
pub fn has_text_column(head: &[u8], columns: &Columns) -> bool {
    let header = Header::guess(head, columns);
    2 <= header.names.len() && header.positions.get(Field::Body).is_some()
}

/// Whether a text may be the name of a column. A sentence has commas too, but its parts are long or end in a full stop.
fn looks_like_a_name(name: &str) -> bool {
    let is_name_char =
        |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ' ' | '/' | '#');
    name.chars().all(is_name_char) && !name.ends_with('.') && name.split(' ').count() <= 4 && name.len() <= 60
}

fn read(reading: &mut Reading) -> Result<()> {
    let head = match reading.bytes.fill_buf() {
        Ok(head) => head.to_vec(),
        Err(source) => return Err(reading.failed(source)),
    };
    let mut header = Header::guess(&head, reading.columns);
    if header.positions.get(Field::Body).is_none() {
        return Err(table_row::no_body(reading.name, &header.names));
    }
    let from_wp_cli = header.names.iter().any(|name| table_row::is_wp_cli_id(name));
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let dialect_reader = DialectReader::new(bytes, header.delimiter, header.line_end, from_wp_cli, &head);
    let mut table = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(header.delimiter)
        // With `\r\n` as the terminator, the parser would count the `\n` among the bytes of the next row.
        .terminator(Terminator::Any(header.line_end))
        .buffer_capacity(64 * 1024)
        .from_reader(dialect_reader);

    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let mut rows = TableRows::default();
    let mut record = ByteRecord::new();
    let mut last_start = 0;
    let mut header_is_read = false;
    let mut n_cut = 0;
    loop {
        let start = table.position().byte();
        match table.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(ErrorKind::Read { name: reading.name.to_owned(), source: error.into() }.into());
            }
        }
        let end = table.position().byte();
        let dialect_reader = table.get_ref();
        let mut values: Vec<String> = record
            .iter()
            .take(header.names.len())
            .map(|field| String::from_utf8_lossy(&dialect_reader.quoting().restore(field)).into_owned())
            .collect();
        let n_foreign = restore(&replaced, start..end, &mut values);
        header.remove_wrapping(&mut values);
        // Spreadsheets write empty rows.
        if values.iter().all(String::is_empty) && [1, header.names.len()].contains(&record.len()) {
            continue;
        }
        if !std::mem::replace(&mut header_is_read, true) || header.replace_with(&values, reading.columns) {
            continue;
        }
        sink.count_comment();
        last_start = start;
        if n_cut < dialect_reader.n_cut() {
            n_cut = dialect_reader.n_cut();
            sink.damage(start, format!("a row is longer than {} MiB; it was cut there", MAX_ROW_BYTES >> 20));
        }
        let row = TableRow { bytes: start..end, positions: &header.positions, values: &values, n_foreign };
        if record.len() != header.names.len() {
            let is_kept = header.can_keep(&row);
            let outcome = match is_kept {
                true => "it was read as far as it goes",
                false => "it lacks an id or a text and was left out",
            };
            let (n_fields, n_names) = (record.len(), header.names.len());
            sink.damage(start, format!("the row has {n_fields} fields and the header {n_names}; {outcome}"));
            if !is_kept {
                continue;
            }
        }
        rows.push(&row, &mut sink);
    }
    if table.get_ref().is_open() {
        let what = "the file ends inside a quoted field; its last row is cut short".to_owned();
        sink.damage(last_start, what);
    }
    Ok(())
}

/// The header row and what it shows about the table.
struct Header {
    delimiter: u8,
    line_end: u8,
    /// Whether lines end in `\r\n`.
    has_returns: bool,
    names: Vec<String>,
    positions: FieldPositions,
}

impl Header {
    fn guess(head: &[u8], columns: &Columns) -> Header {
        let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
        let n_blank = head.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let head = &head[n_blank..];
        let line_end = if head.contains(&b'\n') || !head.contains(&b'\r') { b'\n' } else { b'\r' };
        let line = head.split(|byte| *byte == line_end).next().unwrap_or_default();
        let has_returns = line.ends_with(b"\r");
        let candidates = DELIMITERS.iter().map(|delimiter| {
            let names = parse_names(line, *delimiter);
            Header { delimiter: *delimiter, line_end, has_returns, positions: columns.find(&names), names }
        });
        let score = |header: &Header| (header.positions.n_found(), header.names.len());
        candidates
            .reduce(|best, other| if score(&best) < score(&other) { other } else { best })
            .expect("the list of delimiters is not empty")
    }

    /// Returns true if a row is the header of another table that was appended to this one: the same names, in any order.
    /// Rows that follow have its order.
    fn replace_with(&mut self, values: &[String], columns: &Columns) -> bool {
        let name = |value: &String| value.trim_start_matches('\u{feff}').trim().to_owned();
        let names: Vec<String> = values.iter().map(name).collect();
        let is_header = names.len() == self.names.len()
            && 2 <= names.len()
            && self.names.iter().all(|name| names.contains(name))
            && names.iter().all(|name| self.names.contains(name));
        if is_header {
            (self.positions, self.names) = (columns.find(&names), names);
        }
        is_header
    }

    /// Removes the exporter's apostrophes and the end of the line from the values of a row.
    fn remove_wrapping(&self, values: &mut [String]) {
        if let Some(last) = values.last_mut()
            && self.has_returns
            && last.ends_with('\r')
        {
            last.pop();
        }
        for value in values {
            let is_guarded = value.trim_start_matches('\'').starts_with(FORMULA_STARTS);
            if is_guarded && value.starts_with('\'') {
                value.remove(0);
            }
        }
    }

    /// Whether a row with too few or too many fields is kept: it has a text and, if the table has ids, an id.
    fn can_keep(&self, row: &TableRow) -> bool {
        let has_id = self.positions.get(Field::Id).is_none() || !row.value(Field::Id).trim().is_empty();
        has_id && !row.value(Field::Body).trim().is_empty()
    }
}

fn parse_names(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line);
    let mut names = ByteRecord::new();
    // Reading from memory can't fail.
    let _ = reader.read_byte_record(&mut names);
    names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}

/// Restores the bytes of a row that were not UTF-8, and returns their number.
fn restore(replaced: &Replaced, bytes: std::ops::Range<u64>, values: &mut [String]) -> usize {
    let mut text = values.concat();
    let n_foreign = replaced.restore(bytes, &mut text);
    // Every restored byte is one character, as its placeholder was.
    let mut chars = text.chars();
    for value in values.iter_mut().filter(|_| 0 < n_foreign) {
        *value = chars.by_ref().take(value.chars().count()).collect();
    }
    n_foreign
}
