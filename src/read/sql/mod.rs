//! Dumps of a WordPress database, which `mysqldump`, `wp db export` and phpMyAdmin write as SQL statements.
//!
//! The comments, the posts, the users who wrote posts and the addresses of the blog are read. Their tables are
//! recognised by their columns, whatever their prefix. Everything else is skipped, and only the current row is in
//! memory. After broken SQL, reading continues at the next row or statement; complete rows are kept.
//!
//! A file may have several blogs: a network of sites, or several concatenated dumps. A second dump is recognised by
//! a table that is created a second time. The ids of the first blog are those in the dump. The ids of the others
//! have a label: `2:17` is comment 17 of `wp_2_comments`.
//!
//! A dump has no addresses of posts; their `guid` is used instead. This reader cannot distinguish an escaping
//! backslash from a literal one (written under `NO_BACKSLASH_ESCAPES`), a copy of a table under another name from
//! another blog, and two dumps without any `CREATE TABLE` from one dump.

mod lexer;
mod literals;
mod row_parser;
mod tables;
mod wordpress_rows;

use std::io::{self, BufRead};
use std::sync::LazyLock;

use regex::bytes::Regex;

use self::lexer::{Lexer, Token};
use self::row_parser::RowOutcome;
use self::tables::{RowLayout, Tables, WordPressRow};
use self::wordpress_rows::{Blog, WordPressRows};
pub use tables::COMMENT_COLUMNS;

use super::sink::RecordSink;
use super::{Format, Provides, Reading, Required};
use crate::error::Result;
use crate::input::sanitize::Sanitized;

pub const FORMAT: Format = Format {
    name: "sql",
    about: "dump of a WordPress database (`mysqldump`, `wp db export`, phpMyAdmin)",
    sniff,
    is_page: false,
    requires: Required::Record,
    read,
    provides: &Provides::ALL,
    example: r"-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)

INSERT INTO `wp_posts` (`ID`, `post_title`, `post_content`, `guid`) VALUES
(1,'First post','How it all began.','https://blog.example/?p=1');
INSERT INTO `wp_comments` (`comment_ID`, `comment_post_ID`, `comment_author`, `comment_author_email`, `comment_author_url`, `comment_author_IP`, `comment_date_gmt`, `comment_content`, `comment_approved`, `comment_agent`, `comment_type`, `comment_parent`, `user_id`) VALUES
(11,1,'Ada','','','','2009-08-21 10:02:11','A first remark.','1','','comment',0,0),
(12,1,'Grace','grace@path.example','http://path.example/','192.0.2.7','2009-08-21 11:30:00','Second thoughts & more.','1','Mozilla/5.0','comment',11,2);
",
};

/// The maximum number of columns in a MySQL table.
const MAX_COLUMNS: usize = 4096;

/// Statements that are skipped. A statement that starts with any other word is not SQL.
const SKIPPED: &[&str] = &[
    "ALTER", "ANALYZE", "BEGIN", "CALL", "CHANGE", "COMMIT", "DELETE", "DROP", "END", "FLUSH", "GRANT",
    "LOAD", "LOCK", "OPTIMIZE", "PRAGMA", "REVOKE", "ROLLBACK", "SELECT", "SET", "SHOW", "START", "TRUNCATE",
    "UNLOCK", "UPDATE", "USE", "WITH",
];

/// Statements that are read.
const READ: &[&str] = &["INSERT", "REPLACE", "CREATE"];

/// The first words of the lines of a table's definition that do not define a column.
const NO_COLUMNS: &[&str] =
    &["PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK", "PERIOD"];

/// Returns true if the input starts with a statement, perhaps after comments, and creates or fills a table. An
/// article about SQL does not start with a statement.
fn sniff(head: &[u8]) -> bool {
    static STARTS: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?is-u)^(?:\xef\xbb\xbf)?(?:mysqldump: [^\n]*\n)*
            (?:[\s;]|--(?:[\t\r\x20][^\n]*)?\n|\#[^\n]*\n|/\*.*?\*/)*
            (?:(?:create|drop|alter|truncate|lock|unlock)\s+(?:temporary\s+)?(?:database|schema|table|view)
            |(?:insert|replace)\s+(?:\w+\s+)?into\s|set\s+(?:names\s|[@\w.]+\s*=)|begin\s[^;\n]*;|use\s\S+\s*;
            |start\s+transaction|delimiter\s|pragma\s)";
        Regex::new(&format!("(?x){pattern}")).expect("the pattern is well formed")
    });
    static TABLE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?i-u)(?:^|[\n;/])\s*
            (?:create\s+(?:temporary\s+)?table\s+(?:if\s+not\s+exists\s+)?
            |(?:insert|replace)\s+(?:(?:ignore|delayed|low_priority|high_priority)\s+)*into\s+)
            [`"'.\w$\x80-\xff-]+\s*(?:\(|values)"#;
        Regex::new(&format!("(?x){pattern}")).expect("the pattern is well formed")
    });
    STARTS.is_match(head) && TABLE.is_match(head)
}

fn read(reading: &mut Reading) -> Result<()> {
    let (bytes, replaced) = Sanitized::new(&mut *reading.bytes);
    let mut dump = Dump {
        lexer: Lexer::new(bytes, replaced),
        tables: Tables::default(),
        rows: WordPressRows::new(RecordSink::new(reading.input, &mut *reading.sink)),
        in_doubt: false,
    };
    let outcome = dump.read_statements();
    dump.rows.finish();
    outcome.map_err(|source| reading.failed(source))
}

/// The state of the reader.
struct Dump<'a, R> {
    lexer: Lexer<R>,
    tables: Tables,
    rows: WordPressRows<'a>,
    /// Whether the reader may be inside a text: there was broken SQL, and nothing since then has ruled it out.
    in_doubt: bool,
}

impl<R: BufRead> Dump<'_, R> {
    fn read_statements(&mut self) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::End => return Ok(()),
                Token::Sign(b';') => {}
                Token::Word => self.read_statement()?,
                _ => self.skip_stray()?,
            }
        }
    }

    fn read_statement(&mut self) -> io::Result<()> {
        match self.lexer.raw().to_ascii_uppercase().as_str() {
            "INSERT" | "REPLACE" => self.read_insert(),
            "CREATE" => self.read_create(),
            "DELIMITER" => self.skip_delimited(),
            word if SKIPPED.contains(&word) => self.skip_statement(),
            _ => self.skip_stray(),
        }
    }

    /// Skips stored programs, which are written with another delimiter and hold no data.
    fn skip_delimited(&mut self) -> io::Result<()> {
        let is_usual = |delimiter: &str| delimiter.trim() == ";";
        if self.lexer.rest_of_line()?.is_none_or(|rest| is_usual(&rest)) {
            return Ok(());
        }
        while let Some(line) = self.lexer.rest_of_line()? {
            let (word, delimiter) = line.trim().split_once(' ').unwrap_or_default();
            if word.eq_ignore_ascii_case("delimiter") && is_usual(delimiter) {
                break;
            }
        }
        Ok(())
    }

    /// Skips the rest of the statement. If it has no end, reading continues at the next statement.
    fn skip_statement(&mut self) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::End | Token::Sign(b';') => return Ok(()),
                _ if self.starts_statement() => {
                    self.lexer.back();
                    return Ok(());
                }
                Token::Unclosed => return self.skip_stray(),
                _ => {}
            }
        }
    }

    fn starts_statement(&self) -> bool {
        let starts_line = self.lexer.token() == Token::Word && self.lexer.starts_line();
        starts_line && READ.iter().any(|word| self.lexer.raw().eq_ignore_ascii_case(word))
    }

    /// Reports the last token, which is not SQL, and continues at the next statement.
    fn skip_stray(&mut self) -> io::Result<()> {
        self.report_broken(self.lexer.start(), "this is not SQL; reading went on at the next statement");
        self.go_on(false)
    }

    /// Skips a statement that turned out to be irrelevant.
    fn skip_unread(&mut self) -> io::Result<()> {
        self.lexer.back();
        if self.in_doubt { self.skip_stray() } else { self.skip_rest() }
    }

    /// Skips the rest of the statement, and reports it if it has no end.
    fn skip_rest(&mut self) -> io::Result<()> {
        self.skip_statement()?;
        if self.lexer.token() == Token::End {
            self.report_cut(self.lexer.start(), "a statement");
        }
        Ok(())
    }

    fn read_create(&mut self) -> io::Result<()> {
        let mut word = self.word()?;
        if word == "TEMPORARY" {
            word = self.word()?;
        }
        if word != "TABLE" {
            return self.skip_unread();
        }
        while ["TABLE", "IF", "NOT", "EXISTS"].contains(&word.as_str()) {
            word = self.word()?;
        }
        let Some(name) = self.name()? else { return self.skip_unread() };
        if self.lexer.next()? != Token::Sign(b'(') {
            return self.skip_unread();
        }
        let mut columns = Vec::new();
        let (mut depth, mut starts_column) = (1_u64, true);
        while 0 < depth {
            let token = self.lexer.next()?;
            match token {
                Token::Unclosed => return self.skip_stray(),
                _ if self.starts_statement() => return self.skip_stray(),
                Token::Quoted | Token::Word if starts_column => {
                    let name = self.lexer.take_value().text;
                    let is_key = token == Token::Word
                        && NO_COLUMNS.iter().any(|word| word.eq_ignore_ascii_case(&name));
                    if !is_key && columns.len() < MAX_COLUMNS {
                        columns.push(name);
                    }
                    starts_column = false;
                }
                Token::Sign(b'(') => depth += 1,
                Token::Sign(b')') => depth -= 1,
                Token::Sign(b';') => return Ok(()),
                Token::End => {
                    self.report_cut(self.lexer.start(), "a statement");
                    return Ok(());
                }
                _ => {}
            }
            starts_column |= token == Token::Sign(b',') && depth == 1;
        }
        self.in_doubt = false;
        self.tables.define(&name, &columns);
        self.skip_rest()
    }

    fn read_insert(&mut self) -> io::Result<()> {
        let mut word = self.word()?;
        while ["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO"].contains(&word.as_str()) {
            word = self.word()?;
        }
        let Some(name) = self.name()? else { return self.skip_unread() };
        let mut columns = Vec::new();
        let mut token = self.lexer.next()?;
        if token == Token::Sign(b'(') {
            loop {
                match self.lexer.next()? {
                    Token::Quoted | Token::Word if columns.len() < MAX_COLUMNS => {
                        columns.push(self.lexer.take_value().text);
                    }
                    Token::Sign(b',') => {}
                    Token::Sign(b')') => break,
                    _ => return self.skip_unread(),
                }
            }
            token = self.lexer.next()?;
        }
        if token != Token::Word
            || !["VALUES", "VALUE"].iter().any(|word| self.lexer.raw().eq_ignore_ascii_case(word))
        {
            return self.skip_unread();
        }
        let layout = self.tables.layout(&name, &columns);
        self.read_rows(&layout, &layout.prefix(&name))
    }

    fn read_rows(&mut self, layout: &RowLayout, prefix: &str) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::Sign(b'(') => {
                    let byte = self.lexer.start();
                    match row_parser::read(&mut self.lexer, layout)? {
                        RowOutcome::Complete { row, n_values, is_cut } => {
                            self.push_row(layout, prefix, row, n_values, byte);
                            if is_cut && layout.is_read() {
                                let limit = row_parser::MAX_ROW_BYTES >> 20;
                                let what =
                                    format!("the row is longer than {limit} MiB; its longest value was cut");
                                self.rows.damage(byte, what);
                            }
                        }
                        RowOutcome::Broken => self.recover(byte)?,
                        RowOutcome::Cut => {
                            self.report_cut(byte, "a row");
                            return Ok(());
                        }
                    }
                }
                Token::Sign(b',') => {}
                Token::Sign(b';') => return Ok(()),
                Token::End if self.in_doubt => return Ok(()),
                Token::End => {
                    self.report_cut(self.lexer.start(), "a list of rows");
                    return Ok(());
                }
                _ if self.starts_statement() => {
                    self.lexer.back();
                    return Ok(());
                }
                Token::Word
                    if ["ON", "AS"].iter().any(|word| self.lexer.raw().eq_ignore_ascii_case(word)) =>
                {
                    return self.skip_statement();
                }
                _ => self.recover(self.lexer.start())?,
            }
        }
    }

    fn push_row(&mut self, layout: &RowLayout, prefix: &str, row: WordPressRow, n_values: usize, byte: u64) {
        let n_columns = layout.n_columns();
        let fits = !layout.is_read() || n_values == n_columns;
        // After broken SQL, an apparent row may be part of a text.
        if self.in_doubt && (!fits || (layout.is_read() && !row.starts_with_number())) {
            return;
        }
        self.in_doubt = false;
        self.rows.count(layout.table);
        if fits {
            let blog = Blog { dump: self.tables.n_dumps(), prefix };
            self.rows.push(row, byte..self.lexer.end(), blog);
        } else {
            let what = format!(
                "the row has {n_values} values and the table {n_columns} columns; it was left out and stays in the dump"
            );
            self.rows.damage(byte, what);
        }
    }

    /// Reports a broken row and continues at the next one.
    fn recover(&mut self, byte: u64) -> io::Result<()> {
        self.report_broken(byte, "a row is broken; reading went on at the next complete one");
        self.go_on(true)
    }

    /// Continues at the next statement or, in a list of rows, at the next row.
    fn go_on(&mut self, in_rows: bool) -> io::Result<()> {
        if self.starts_statement() {
            self.lexer.back();
            return Ok(());
        }
        self.lexer.recover(READ, in_rows)
    }

    /// The next token in capitals if it is a word, or else an empty text.
    fn word(&mut self) -> io::Result<String> {
        let token = self.lexer.next()?;
        Ok(if token == Token::Word { self.lexer.raw().to_ascii_uppercase() } else { String::new() })
    }

    /// The name of a table, without that of its database. Its first token was read already.
    fn name(&mut self) -> io::Result<Option<String>> {
        self.lexer.back();
        loop {
            match self.lexer.next()? {
                Token::Quoted | Token::Word => {}
                _ => return Ok(None),
            }
            let name = self.lexer.take_value().text;
            if self.lexer.next()? != Token::Sign(b'.') {
                self.lexer.back();
                return Ok(Some(name));
            }
        }
    }

    /// Reports broken SQL, unless nothing has been read since the last report.
    fn report_broken(&mut self, byte: u64, what: &str) {
        if !std::mem::replace(&mut self.in_doubt, true) {
            self.rows.damage(byte, what.to_owned());
        }
    }

    fn report_cut(&mut self, byte: u64, inside: &str) {
        self.rows.damage(byte, format!("the file ends inside {inside}; what was complete is kept"));
    }
}
