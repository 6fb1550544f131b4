//! Tables with a header row: commas, semicolons, tabs or pipes, whichever explains the header best.
//!
//! Quoting is RFC 4180, or with backslashes where the table shows that it is written so (see [`super::quotes`]).
//! An apostrophe that an exporter put before `=`, `+`, `-`, `@`, a tab or a line end to tame spreadsheets is taken off
//! every cell. In tables of WP-CLI it can't be told from one that was there before; our own put another one before it. A row cut off between two fields looks like a short row.

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::columns::{Columns, Field, Found};
use super::quotes::{MAX_ROW_BYTES, Quotes};
use super::row::{self, Row, Rows};
use super::{Format, Provides, Reading, Required};
use crate::comment::Record;
use crate::error::{Damage, ErrorKind, Place, Result};
use crate::input::sanitize::{Replaced, Sanitized};

pub const FORMAT: Format = Format {
    name: "csv",
    about: "table with a header row (comma, semicolon, tab or pipe), `wp comment list --format=csv`",
    sniff,
    is_page: false,
    requires: Required::Nothing,
    read,
    provides: &Provides::ALL,
    example: r#"id,post,post_title,parent,author,email,url,ip,agent,user,date,status,type,body
11,1,First post,0,Ada,,,,,,2009-08-21 10:02:11,1,comment,A first remark.
12,1,First post,11,Grace,grace@path.example,http://path.example/,192.0.2.7,Mozilla/5.0,2,2009-08-21 11:30:00,1,comment,"Second thoughts & more."
"#,
};

/// The first of equally good ones is taken.
const DELIMITERS: &[u8] = b",;\t|";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn sniff(head: &[u8]) -> bool {
    let layout = Layout::guess(head, &Columns::default());
    let known = layout.found.place(Field::Body).is_some() || 2 <= layout.found.n_known();
    known && 2 <= layout.names.len() && layout.names.iter().all(|name| looks_like_a_name(name))
}

/// Is it a table that has a text column by the user's names for columns?
pub fn has_text_column(head: &[u8], columns: &Columns) -> bool {
    let layout = Layout::guess(head, columns);
    2 <= layout.names.len() && layout.found.place(Field::Body).is_some()
}

/// Sentences have commas too, but their parts are long or end in punctuation.
fn looks_like_a_name(name: &str) -> bool {
    let known_char = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ' ' | '/' | '#');
    name.chars().all(known_char) && !name.ends_with('.') && name.split(' ').count() <= 4 && name.len() <= 60
}

fn read(reading: &mut Reading) -> Result<()> {
    let head = match reading.bytes.fill_buf() {
        Ok(head) => head.to_vec(),
        Err(source) => return Err(reading.failed(source)),
    };
    let mut layout = Layout::guess(&head, reading.columns);
    if layout.found.place(Field::Body).is_none() {
        return Err(row::no_body(reading.name, &layout.names));
    }
    let from_wp_cli = layout.names.iter().any(|name| row::is_wp_cli(name));
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let quotes = Quotes::new(bytes, layout.delimiter, layout.line_end, from_wp_cli, &head);
    let mut table = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(layout.delimiter)
        // With `\r\n` as an end the parser would give the `\n` to the next row's bytes.
        .terminator(Terminator::Any(layout.line_end))
        .buffer_capacity(64 * 1024)
        .from_reader(quotes);

    let mut rows = Rows::default();
    let mut record = ByteRecord::new();
    let mut place = Place { input: reading.input, ..Place::default() };
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
        let quotes = table.get_ref();
        let mut values: Vec<String> = record
            .iter()
            .take(layout.names.len())
            .map(|field| String::from_utf8_lossy(&quotes.quoting().restore(field)).into_owned())
            .collect();
        let n_foreign = restore(&replaced, start..end, &mut values);
        layout.tidy(&mut values);
        // Spreadsheets write empty rows too.
        if values.iter().all(String::is_empty) && [1, layout.names.len()].contains(&record.len()) {
            continue;
        }
        if !std::mem::replace(&mut header_is_read, true) || layout.takes_header(&values, reading.columns) {
            continue;
        }
        place = Place { record: place.record + 1, byte: start, ..place };
        let row = Row { place, end, found: &layout.found, values: &values, n_foreign };
        let mut damage = |what| (reading.sink)(Record::Damage(Damage { place, what }));
        if n_cut < quotes.n_cut() {
            n_cut = quotes.n_cut();
            damage(format!("a row is longer than {} MiB; it was cut there", MAX_ROW_BYTES >> 20));
        }
        if let Some((what, keep)) = layout.misfit(&row, record.len()) {
            damage(what);
            if !keep {
                continue;
            }
        }
        rows.hand_on(&row, reading.sink);
    }
    if table.get_ref().is_open() {
        let what = "the file ends inside a quoted field; its last row is cut short".to_owned();
        (reading.sink)(Record::Damage(Damage { place, what }));
    }
    Ok(())
}

/// What the header row tells about the table.
struct Layout {
    delimiter: u8,
    line_end: u8,
    /// Do the lines end in `\r\n`?
    has_returns: bool,
    names: Vec<String>,
    found: Found,
}

impl Layout {
    fn guess(head: &[u8], columns: &Columns) -> Layout {
        let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
        let n_blank = head.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let head = &head[n_blank..];
        let line_end = if head.contains(&b'\n') || !head.contains(&b'\r') { b'\n' } else { b'\r' };
        let line = head.split(|byte| *byte == line_end).next().unwrap_or_default();
        let has_returns = line.ends_with(b"\r");
        let candidates = DELIMITERS.iter().map(|delimiter| {
            let names = header(line, *delimiter);
            Layout { delimiter: *delimiter, line_end, has_returns, found: columns.find(&names), names }
        });
        let merit = |it: &Layout| (it.found.n_known(), it.names.len());
        candidates
            .reduce(|best, it| if merit(&best) < merit(&it) { it } else { best })
            .expect("the list of delimiters is not empty")
    }

    /// Is a row the header of another table that was glued to this one: the same names, in whatever order? From there
    /// on its order counts.
    fn takes_header(&mut self, values: &[String], columns: &Columns) -> bool {
        let name = |it: &String| it.trim_start_matches('\u{feff}').trim().to_owned();
        let names: Vec<String> = values.iter().map(name).collect();
        let is_header = names.len() == self.names.len()
            && 2 <= names.len()
            && self.names.iter().all(|it| names.contains(it))
            && names.iter().all(|it| self.names.contains(it));
        if is_header {
            (self.found, self.names) = (columns.find(&names), names);
        }
        is_header
    }

    /// Takes off what belongs to the file and not to the values.
    fn tidy(&self, values: &mut [String]) {
        if let Some(last) = values.last_mut()
            && self.has_returns
            && last.ends_with('\r')
        {
            last.pop();
        }
        for value in values {
            let is_guarded = value.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
            if is_guarded && value.starts_with('\'') {
                value.remove(0);
            }
        }
    }

    /// What is wrong with a row that has not as many fields as the header, and whether it can be kept.
    fn misfit(&self, row: &Row, n_fields: usize) -> Option<(String, bool)> {
        let n_names = self.names.len();
        if n_fields == n_names {
            return None;
        }
        let has_id = self.found.place(Field::Id).is_none() || !row.value(Field::Id).trim().is_empty();
        let keep = has_id && !row.value(Field::Body).trim().is_empty();
        let outcome =
            if keep { "it was read as far as it goes" } else { "it lacks an id or a text and was left out" };
        Some((format!("the row has {n_fields} fields and the header {n_names}; {outcome}"), keep))
    }
}

fn header(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line);
    let mut names = ByteRecord::new();
    // Reading from memory can't fail.
    let _ = reader.read_byte_record(&mut names);
    names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}

/// Restores the bytes of a row that were not UTF-8; gives their number.
fn restore(replaced: &Replaced, bytes: std::ops::Range<u64>, values: &mut [String]) -> usize {
    let mut text = values.concat();
    let n_foreign = replaced.restore(bytes, &mut text);
    // Each foreign byte was one character before and is one character now.
    let mut chars = text.chars();
    for value in values.iter_mut().filter(|_| 0 < n_foreign) {
        *value = chars.by_ref().take(value.chars().count()).collect();
    }
    n_foreign
}
