//! The first lines of a table: the delimiter, the names of the columns, and how texts are quoted.

use csv::{ByteRecord, ReaderBuilder};

use super::FORMULA_STARTS;
use super::dialect::{Dialect, Quoting};
use crate::read::columns::{Columns, Field, FieldPositions};
use crate::read::sql::COMMENT_COLUMNS;
use crate::read::table_row::{self, TableRow};

/// The delimiters that are tried on the header. If two of them are equally good, the first one is used.
const DELIMITERS: &[u8] = b",;\t|";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How many rows at the start show whether quotation marks mean anything.
const MAX_PROBED_ROWS: usize = 200;

/// The header row and what it shows about the table.
pub struct Header {
    /// How the table is written.
    pub dialect: Dialect,
    /// How many rows come before the first comment.
    pub n_rows: usize,
    /// The names of the columns.
    pub names: Vec<String>,
    /// The positions of the fields.
    pub positions: FieldPositions,
    /// Whether lines end in `\r\n`.
    has_returns: bool,
    /// How many fields have a usual name.
    n_usual: usize,
    has_usual_body: bool,
}

impl Header {
    /// Guesses the header from the start of a table.
    pub fn guess(head: &[u8], columns: &Columns) -> Header {
        let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
        let n_blank = head.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let head = &head[n_blank..];
        let line_end = if head.contains(&b'\n') || !head.contains(&b'\r') { b'\n' } else { b'\r' };
        let (separator, head) = match separator_line(head, line_end) {
            Some((delimiter, rest)) => (Some(delimiter), rest),
            None => (None, head),
        };
        let n_before = usize::from(separator.is_some());
        let line = head.split(|byte| *byte == line_end).next().unwrap_or_default();
        let has_returns = line.ends_with(b"\r");
        let tried = DELIMITERS
            .iter()
            .copied()
            .filter(|delimiter| separator.is_none_or(|separator| separator == *delimiter));
        let tried: Vec<u8> = tried.chain(separator).collect();
        let candidates = tried.iter().map(|delimiter| {
            let delimiter = *delimiter;
            let quoting = quoting(head, delimiter, line_end);
            let has_bare_nulls = line.starts_with(b"\"");
            let from_wp_cli = delimiter == b',' && !line.contains(&b'"');
            let dialect = Dialect { delimiter, line_end, quoting, from_wp_cli, has_bare_nulls };
            if starts_with_wordpress_row(head, &dialect) {
                let names: Vec<String> = COMMENT_COLUMNS.map(str::to_owned).to_vec();
                let is_bare = delimiter == b'\t' && !line.contains(&b'"');
                let usual = if is_bare { Quoting::None } else { Quoting::Escaped };
                let quoting = Some(quoting.unwrap_or(usual));
                let dialect = Dialect { quoting, has_bare_nulls: true, ..dialect };
                return Header::new(dialect, n_before, names, has_returns, columns);
            }
            let names = parse_names(line, delimiter);
            let from_wp_cli = from_wp_cli && names.iter().any(|name| table_row::is_wp_cli_id(name));
            Header::new(Dialect { from_wp_cli, ..dialect }, n_before + 1, names, has_returns, columns)
        });
        let score = |header: &Header| (header.positions.n_found(), header.names.len());
        candidates
            .reduce(|best, other| if score(&best) < score(&other) { other } else { best })
            .expect("the list of delimiters is not empty")
    }

    fn new(
        dialect: Dialect,
        n_rows: usize,
        names: Vec<String>,
        has_returns: bool,
        columns: &Columns,
    ) -> Header {
        let usual = columns.find_usual(&names);
        let (n_usual, has_usual_body) = (usual.n_found(), usual.get(Field::Body).is_some());
        let positions = columns.find(&names);
        Header { dialect, n_rows, names, positions, has_returns, n_usual, has_usual_body }
    }

    /// Whether this is the header of a table of comments: names that such tables usually have, or three others.
    pub fn looks_like_comments(&self) -> bool {
        let is_known = self.has_usual_body || 2 <= self.n_usual || 3 <= self.positions.n_found();
        is_known && 2 <= self.names.len() && self.names.iter().all(|name| looks_like_a_name(name))
    }

    /// Returns true if a row is the header of another table that was appended to this one: the same names, in any
    /// order. Rows that follow have its order.
    pub fn replace_with(&mut self, values: &[String], columns: &Columns) -> bool {
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
    pub fn remove_wrapping(&self, values: &mut [String]) {
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
    pub fn can_keep(&self, row: &TableRow) -> bool {
        let has_id = self.positions.get(Field::Id).is_none() || !row.value(Field::Id).trim().is_empty();
        has_id && !row.value(Field::Body).trim().is_empty()
    }
}

/// The delimiter that the first line names for Excel (`sep=;`), and what follows the line.
fn separator_line(head: &[u8], line_end: u8) -> Option<(u8, &[u8])> {
    let end = memchr::memchr(line_end, head)?;
    let line = head[..end].trim_ascii_end();
    let line = line.strip_prefix(b"\"").map_or(line, |line| line.strip_suffix(b"\"").unwrap_or(line));
    let (key, delimiter) = line.split_at_checked(4)?;
    let is_line = key.eq_ignore_ascii_case(b"sep=") && delimiter.len() <= 1;
    // A tab at the end of the line was trimmed.
    is_line.then(|| (delimiter.first().copied().unwrap_or(b'\t'), &head[end + 1..]))
}

/// How a table is quoted, as far as its first rows show it. In tables of MySQL's client and of `INTO OUTFILE`, each
/// line has as many tabs as the first one, whatever the quotation marks.
fn quoting(head: &[u8], delimiter: u8, line_end: u8) -> Option<Quoting> {
    if delimiter != b'\t' {
        return None;
    }
    let mut rows = unquoted_rows(head, delimiter, line_end);
    let first = rows.next()?;
    let (mut has_escapes, mut has_odd_marks) = (false, false);
    for row in rows.take(MAX_PROBED_ROWS) {
        if row.len() != first.len() {
            return None;
        }
        for field in row {
            let inner = field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            match inner {
                Some(inner) if memchr::memmem::find(inner, b"\"\"").is_some() => return None,
                Some(_) => {}
                None => has_odd_marks |= field.starts_with(b"\""),
            }
            has_escapes |= inner.is_none() && has_escape(field);
        }
    }
    let is_quoted = first.iter().any(|field| field.starts_with(b"\""));
    let from_database = first.iter().any(|name| name.eq_ignore_ascii_case(b"comment_ID"));
    (!is_quoted && (has_escapes || has_odd_marks || from_database)).then_some(Quoting::None)
}

/// Whether a field is NULL or has an escape as MySQL writes them.
fn has_escape(field: &[u8]) -> bool {
    let is_escape =
        |pair: &[u8]| pair[0] == b'\\' && matches!(pair[1], b'n' | b't' | b'\\' | b'0' | b'\n' | b'\t');
    field == b"NULL" || field == b"\\N" || field.windows(2).any(is_escape)
}

/// The rows of a table without quotation marks, as far as they are complete. A backslash before a delimiter or a line
/// end makes it part of the field.
fn unquoted_rows(head: &[u8], delimiter: u8, line_end: u8) -> impl Iterator<Item = Vec<&[u8]>> {
    let mut rest = head;
    std::iter::from_fn(move || {
        let mut fields = Vec::new();
        let (mut start, mut is_escaped) = (0, false);
        for (at, byte) in rest.iter().enumerate() {
            let is_plain = !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            if is_plain && (*byte == delimiter || *byte == line_end) {
                fields.push(rest[start..at].strip_suffix(b"\r").unwrap_or(&rest[start..at]));
                start = at + 1;
                if *byte == line_end {
                    rest = &rest[start..];
                    return Some(fields);
                }
            }
        }
        None
    })
}

/// Whether the first row has the values of WordPress's table of comments: ids, dates and numbers in their places.
fn starts_with_wordpress_row(head: &[u8], dialect: &Dialect) -> bool {
    let row = match dialect.quoting {
        Some(Quoting::None) => unquoted_rows(head, dialect.delimiter, dialect.line_end)
            .next()
            .map(|row| row.into_iter().map(<[u8]>::to_vec).collect()),
        _ => quoted_row(head, dialect),
    };
    let Some(row) = row else { return false };
    let is_number = |at: usize| !row[at].is_empty() && row[at].iter().all(u8::is_ascii_digit);
    let is_date = |at: usize| {
        let digits = row[at].iter().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte });
        digits.eq(*b"0000-00-00 00:00:00")
    };
    row.len() == COMMENT_COLUMNS.len()
        && [0, 1, 9, 13, 14].into_iter().all(is_number)
        && is_date(6)
        && is_date(7)
}

/// The first row of a table in which backslashes escape quotation marks.
fn quoted_row(head: &[u8], dialect: &Dialect) -> Option<Vec<Vec<u8>>> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .delimiter(dialect.delimiter)
        .escape(Some(b'\\'))
        .from_reader(head);
    let mut row = ByteRecord::new();
    let is_there = reader.read_byte_record(&mut row).ok()?;
    is_there.then(|| row.iter().map(<[u8]>::to_vec).collect())
}

/// Whether a text may be the name of a column. A sentence has commas too, but its parts are long or end in a full stop.
fn looks_like_a_name(name: &str) -> bool {
    let is_name_char =
        |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ' ' | '/' | '#');
    name.chars().all(is_name_char) && !name.ends_with('.') && name.split(' ').count() <= 4 && name.len() <= 60
}

fn parse_names(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(line);
    let mut names = ByteRecord::new();
    // Reading from memory can't fail.
    let _ = reader.read_byte_record(&mut names);
    names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}
