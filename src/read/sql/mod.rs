//! Dumps of a WordPress database, as `mysqldump`, `wp db export` and phpMyAdmin write them.
//!
//! Tables are known by their columns, whatever their prefix: comments, posts, the users who wrote posts, and the
//! addresses of the blog. Everything else is passed over, and only the row at hand is in memory. After broken SQL,
//! reading goes on at the next row or statement; what was complete is kept.
//!
//! Blogs share a file in networks of sites, and where two dumps were glued together (which shows in a table that is
//! made a second time). The first blog's ids are as they are in the dump, those of the others are labelled: `2:17`
//! is comment 17 of `wp_2_comments`.
//!
//! A dump has no addresses of its posts; their `guid` stands in. What this reader cannot tell apart: a backslash
//! that escapes from one that was written under `NO_BACKSLASH_ESCAPES`; a copy of a table under another name from
//! another blog; two dumps of data without any `CREATE TABLE` from one.

mod escapes;
mod lexer;
mod records;
mod row;
mod tables;

use std::io::{self, BufRead};
use std::sync::LazyLock;

use regex::bytes::Regex;

use self::lexer::{Lexer, Token};
use self::records::Records;
use self::row::Outcome;
use self::tables::{Layout, Row, Tables};
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

/// MySQL allows no more columns than that.
const MAX_COLUMNS: usize = 4096;

/// Statements that are passed over. What starts with another word is no SQL.
const PASSED_OVER: &[&str] = &[
    "ALTER", "ANALYZE", "BEGIN", "CALL", "CHANGE", "COMMIT", "DELETE", "DROP", "END", "FLUSH", "GRANT",
    "LOAD", "LOCK", "OPTIMIZE", "PRAGMA", "REVOKE", "ROLLBACK", "SELECT", "SET", "SHOW", "START", "TRUNCATE",
    "UNLOCK", "UPDATE", "USE", "WITH",
];

/// Statements that are read.
const READ: &[&str] = &["INSERT", "REPLACE", "CREATE"];

/// What starts a line of a table's definition that is not about a column.
const NO_COLUMNS: &[&str] =
    &["PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK", "PERIOD"];

/// It starts with a statement, be it behind comments, and a table is made or filled: pages about SQL start otherwise.
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
        records: Records::new(reading.input, &mut *reading.sink),
        in_doubt: false,
    };
    let outcome = dump.statements();
    dump.records.finish();
    outcome.map_err(|source| reading.failed(source))
}

/// Where the walk through the file is.
struct Dump<'a, R> {
    lexer: Lexer<R>,
    tables: Tables,
    records: Records<'a>,
    /// Was there broken SQL, and nothing since then that shows that the walk is on its way again?
    in_doubt: bool,
}

impl<R: BufRead> Dump<'_, R> {
    fn statements(&mut self) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::End => return Ok(()),
                Token::Sign(b';') => {}
                Token::Word => self.statement()?,
                _ => self.stray()?,
            }
        }
    }

    fn statement(&mut self) -> io::Result<()> {
        match self.lexer.raw().to_ascii_uppercase().as_str() {
            "INSERT" | "REPLACE" => self.insert(),
            "CREATE" => self.create(),
            "DELIMITER" => self.pass_delimited(),
            word if PASSED_OVER.contains(&word) => self.pass_statement(),
            _ => self.stray(),
        }
    }

    /// Programs are written with another delimiter; nothing in them is data.
    fn pass_delimited(&mut self) -> io::Result<()> {
        let is_usual = |delimiter: &str| delimiter.trim() == ";";
        if self.lexer.rest_of_line()?.is_none_or(|it| is_usual(&it)) {
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

    /// Goes on behind the statement, or before the next one if this has no end.
    fn pass_statement(&mut self) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::End | Token::Sign(b';') => return Ok(()),
                _ if self.starts_statement() => {
                    self.lexer.back();
                    return Ok(());
                }
                Token::Unclosed => return self.stray(),
                _ => {}
            }
        }
    }

    fn starts_statement(&self) -> bool {
        let starts_line = self.lexer.token() == Token::Word && self.lexer.starts_line();
        starts_line && READ.iter().any(|it| self.lexer.raw().eq_ignore_ascii_case(it))
    }

    fn stray(&mut self) -> io::Result<()> {
        self.report_broken(self.lexer.start(), "this is not SQL; reading went on at the next statement");
        self.go_on(false)
    }

    /// Goes on behind a statement that is not one of those that are read after all.
    fn leave(&mut self) -> io::Result<()> {
        self.lexer.back();
        if self.in_doubt { self.stray() } else { self.pass_rest() }
    }

    /// Goes on behind a statement that has to have an end.
    fn pass_rest(&mut self) -> io::Result<()> {
        self.pass_statement()?;
        if self.lexer.token() == Token::End {
            self.report_cut(self.lexer.start(), "a statement");
        }
        Ok(())
    }

    fn create(&mut self) -> io::Result<()> {
        let mut word = self.word()?;
        if word == "TEMPORARY" {
            word = self.word()?;
        }
        if word != "TABLE" {
            return self.leave();
        }
        while ["TABLE", "IF", "NOT", "EXISTS"].contains(&word.as_str()) {
            word = self.word()?;
        }
        let Some(name) = self.name()? else { return self.leave() };
        if self.lexer.next()? != Token::Sign(b'(') {
            return self.leave();
        }
        let mut columns = Vec::new();
        let (mut depth, mut starts_column) = (1_u64, true);
        while 0 < depth {
            let token = self.lexer.next()?;
            match token {
                Token::Unclosed => return self.stray(),
                _ if self.starts_statement() => return self.stray(),
                Token::Quoted | Token::Word if starts_column => {
                    let (name, _) = self.lexer.take_text();
                    let is_key =
                        token == Token::Word && NO_COLUMNS.iter().any(|it| it.eq_ignore_ascii_case(&name));
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
        self.pass_rest()
    }

    fn insert(&mut self) -> io::Result<()> {
        let mut word = self.word()?;
        while ["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO"].contains(&word.as_str()) {
            word = self.word()?;
        }
        let Some(name) = self.name()? else { return self.leave() };
        let mut columns = Vec::new();
        let mut token = self.lexer.next()?;
        if token == Token::Sign(b'(') {
            loop {
                match self.lexer.next()? {
                    Token::Quoted | Token::Word if columns.len() < MAX_COLUMNS => {
                        columns.push(self.lexer.take_text().0);
                    }
                    Token::Sign(b',') => {}
                    Token::Sign(b')') => break,
                    _ => return self.leave(),
                }
            }
            token = self.lexer.next()?;
        }
        if token != Token::Word
            || !["VALUES", "VALUE"].iter().any(|it| self.lexer.raw().eq_ignore_ascii_case(it))
        {
            return self.leave();
        }
        let layout = self.tables.layout(&name, &columns);
        self.rows(&layout, &layout.prefix(&name))
    }

    fn rows(&mut self, layout: &Layout, prefix: &str) -> io::Result<()> {
        loop {
            match self.lexer.next()? {
                Token::Sign(b'(') => {
                    let byte = self.lexer.start();
                    match row::read(&mut self.lexer, layout)? {
                        Outcome::Whole(row, n_values) => self.hand_on(layout, prefix, row, n_values, byte),
                        Outcome::TooLong if layout.is_read() => {
                            self.records.count(layout.table);
                            let limit = row::MAX_ROW_BYTES >> 20;
                            let what = format!(
                                "a row is longer than {limit} MiB; it was left out and stays in the dump"
                            );
                            self.records.damage(byte, what);
                        }
                        Outcome::TooLong => {}
                        Outcome::Broken => self.recover(byte)?,
                        Outcome::Cut => {
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
                Token::Word if ["ON", "AS"].iter().any(|it| self.lexer.raw().eq_ignore_ascii_case(it)) => {
                    return self.pass_statement();
                }
                _ => self.recover(self.lexer.start())?,
            }
        }
    }

    fn hand_on(&mut self, layout: &Layout, prefix: &str, row: Row, n_values: usize, byte: u64) {
        let n_columns = layout.n_columns();
        let fits = !layout.is_read() || n_values == n_columns;
        // What looks like a row behind broken SQL may be part of a text.
        if self.in_doubt && (!fits || (layout.is_read() && !row.has_number())) {
            return;
        }
        self.in_doubt = false;
        self.records.count(layout.table);
        if fits {
            self.records.hand_on(row, byte..self.lexer.end(), (self.tables.n_dumps(), prefix));
        } else {
            let what = format!(
                "the row has {n_values} values and the table {n_columns} columns; it was left out and stays in the dump"
            );
            self.records.damage(byte, what);
        }
    }

    /// Goes on behind a broken row.
    fn recover(&mut self, byte: u64) -> io::Result<()> {
        self.report_broken(byte, "a row is broken; reading went on at the next complete one");
        self.go_on(true)
    }

    fn go_on(&mut self, in_rows: bool) -> io::Result<()> {
        if self.starts_statement() {
            self.lexer.back();
            return Ok(());
        }
        self.lexer.recover(READ, in_rows)
    }

    /// The next token in capitals, if it is a word, else nothing.
    fn word(&mut self) -> io::Result<String> {
        let token = self.lexer.next()?;
        Ok(if token == Token::Word { self.lexer.raw().to_ascii_uppercase() } else { String::new() })
    }

    /// The name of a table, without its database; its first token was read.
    fn name(&mut self) -> io::Result<Option<String>> {
        self.lexer.back();
        loop {
            match self.lexer.next()? {
                Token::Quoted | Token::Word => {}
                _ => return Ok(None),
            }
            let (name, _) = self.lexer.take_text();
            if self.lexer.next()? != Token::Sign(b'.') {
                self.lexer.back();
                return Ok(Some(name));
            }
        }
    }

    /// What is broken is reported once, not again before something made sense.
    fn report_broken(&mut self, byte: u64, what: &str) {
        if !std::mem::replace(&mut self.in_doubt, true) {
            self.records.damage(byte, what.to_owned());
        }
    }

    fn report_cut(&mut self, byte: u64, inside: &str) {
        self.records.damage(byte, format!("the file ends inside {inside}; what was complete is kept"));
    }
}
