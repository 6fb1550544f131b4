//! Tables with a header row (RFC 4180): exports of spreadsheets and databases, `wp comment list --format=csv`, and
//! threadsift's own. The delimiter is a comma, a semicolon, a tab or a pipe, whichever gives the header the most known
//! names; a first line such as `sep=;` names it. Some programs escape quotation marks with backslashes, and MySQL's
//! client writes none at all; [`dialect`] handles these.
//!
//! `SELECT * FROM wp_comments INTO OUTFILE` writes no header. A first row with the values of that table's columns, in
//! their order, is recognised.
//!
//! Exporters write an apostrophe before `=`, `+`, `-`, `@`, a tab or a line end, so that spreadsheets don't run the
//! cell as a formula. It is removed from every cell. A row with too few fields is read as far as it goes, if it has
//! an id and a text, and reported.
//!
//! This reader cannot distinguish the exporter's apostrophe from one in the text in tables of WP-CLI, which does
//! not double it, nor a row that was cut off between two fields from a short row.

mod dialect;
mod header;

use csv::{ByteRecord, ReaderBuilder, Terminator};

use self::dialect::{DialectReader, MAX_ROW_BYTES, Quoting};
use self::header::Header;
use super::column_use::ColumnUse;
use super::columns::{Columns, Field};
use super::sink::RecordSink;
use super::table_row::{self, TableRow, TableRows, Within};
use super::{Format, Provides, Reading, Required};
use crate::error::{ErrorKind, Result};
use crate::input::sanitize::{Replaced, Sanitized};

/// The characters that a formula can start with. Spreadsheets set to East Asian languages take full-width signs for
/// their ASCII forms, and some skip white space before them. Such a cell is written with an apostrophe before it.
pub const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

pub const FORMAT: Format = Format {
    name: "csv",
    about: "table with a header row (comma, semicolon, tab or pipe), `wp comment list --format=csv`",
    sniff,
    read,
    is_page: false,
    requires: Required::Record,
    provides: &Provides::ALL,
    example: r#"id,post,post_title,parent,author,email,url,ip,agent,user,date,status,type,body
11,1,First post,0,Ada,,,,,,2009-08-21 10:02:11,1,comment,A first remark.
12,1,First post,11,Grace,grace@path.example,http://path.example/,192.0.2.7,Mozilla/5.0,2,2009-08-21 11:30:00,1,comment,"Second thoughts & more."
"#,
};

fn sniff(head: &[u8]) -> bool {
    Header::guess(head, &Columns::default()).looks_like_comments()
}

/// Whether this is the start of a table with a text column, given the user's names for columns.
pub fn has_text_column(head: &[u8], columns: &Columns) -> bool {
    let header = Header::guess(head, columns);
    2 <= header.names.len() && header.positions.get(Field::Body).is_some()
}

fn read(reading: &mut Reading) -> Result<()> {
    let head = match reading.bytes.fill_buf() {
        Ok(head) => head.to_vec(),
        Err(source) => return Err(reading.failed(source)),
    };
    let mut header = Header::guess(&head, reading.columns);
    let mut column_use = ColumnUse::new(reading.columns);
    column_use.see(&header.names);
    column_use.check(reading.name)?;
    if header.positions.get(Field::Body).is_none() {
        return Err(table_row::no_body(reading.name, &header.names));
    }
    let delimiter = header.dialect.delimiter;
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut table = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(header.dialect.quoting != Some(Quoting::None))
        // With `\r\n` as the terminator, the parser would count the `\n` among the bytes of the next row.
        .terminator(Terminator::Any(header.dialect.line_end))
        .buffer_capacity(64 * 1024)
        .from_reader(DialectReader::new(bytes, header.dialect, &head));

    let mut sink = RecordSink::new(reading.input, &mut *reading.sink);
    let mut rows = TableRows::default();
    let mut record = ByteRecord::new();
    let mut last_start = 0;
    let mut n_header_rows = header.n_rows;
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
            .map(|field| dialect_reader.quoting().restore(field, delimiter))
            .map(|field| String::from_utf8_lossy(&field).into_owned())
            .collect();
        let n_foreign = restore(&replaced, start..end, &mut values);
        header.remove_wrapping(&mut values);
        // Spreadsheets write empty rows.
        if values.iter().all(String::is_empty) && [1, header.names.len()].contains(&record.len()) {
            continue;
        }
        if 0 < n_header_rows {
            n_header_rows -= 1;
            continue;
        }
        if header.replace_with(&values, reading.columns) {
            continue;
        }
        sink.count_comment();
        last_start = start;
        if n_cut < dialect_reader.n_cut() {
            n_cut = dialect_reader.n_cut();
            sink.damage(start, format!("a row is longer than {} MiB; it was cut there", MAX_ROW_BYTES >> 20));
        }
        let row = TableRow {
            bytes: start..end,
            positions: &header.positions,
            values: &values,
            n_foreign,
            within: Within::default(),
        };
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
    column_use.report(&mut sink);
    Ok(())
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
