//! Dumps of one database in several files, as mydumper, `mysqldump --tab` and scripts write them: a file for each
//! table, or several for a large one. Their rows belong together, so the files are read as one input.
//!
//! A file is a part if its start and its end name one table. Parts in one folder are one dump, unless two of them
//! create and fill the same table. The prefix of a file's name, before the name of the table, is the name of the
//! database; parts of different databases are different dumps.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::origin::Origin;
use super::{Opener, Part, sql};
use crate::error::{ErrorKind, Result};
use crate::input::unpack::Stream;
use crate::input::{HEAD_BYTES, Source};

/// A file that has one table of a dump.
pub struct SqlPart {
    pub origin: Origin,
    pub source: Source,
    /// The number of bytes at its start that belong to no dump.
    pub n_skipped: usize,
    /// How many inputs were opened before it.
    pub position: usize,
    table: OneTable,
}

/// The only table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTable {
    name: String,
    is_created: bool,
    is_filled: bool,
}

impl OneTable {
    /// The only table that a file names, judged by its start.
    pub fn of_head(head: &[u8]) -> Option<OneTable> {
        one_table(&[head])
    }

    /// The only table that a file names, judged by its start and its end.
    pub fn of(source: &Source, head: &[u8]) -> io::Result<Option<OneTable>> {
        let end = source.len();
        let tail = source.bytes(end.saturating_sub(HEAD_BYTES as u64)..end)?;
        Ok(one_table(&[head, &tail]))
    }
}

impl SqlPart {
    /// A part with this table.
    pub fn new(
        origin: Origin,
        source: Source,
        n_skipped: usize,
        position: usize,
        table: OneTable,
    ) -> SqlPart {
        SqlPart { origin, source, n_skipped, position, table }
    }

    /// The folder of the file, and the part of its name before the name of the table: usually the name of the
    /// database.
    fn place(&self) -> (String, String) {
        let name = self.origin.name.as_str();
        let (folder, file) = name.rsplit_once(['/', '\\']).unwrap_or(("", name));
        let before = file.find(&self.table.name).map_or("", |at| &file[..at]);
        (folder.to_owned(), before.to_owned())
    }
}

impl Opener<'_> {
    /// Admits the files that have one table of a database. Those of one database become one input.
    pub fn join_sql_parts(&mut self) -> Result<()> {
        let mut dumps = dumps(std::mem::take(&mut self.sql_parts));
        // From the last to the first, so that the remaining positions stay valid.
        dumps.sort_by_key(|parts| parts.iter().map(|part| part.position).min());
        for parts in dumps.into_iter().rev() {
            let n_before = self.opened.inputs.len();
            let position = parts.iter().map(|part| part.position).min().unwrap_or_default();
            let outcome = match parts.len() {
                1 => parts.into_iter().try_for_each(|part| self.admit_single(part)),
                _ => self.admit_joined(parts),
            };
            outcome?;
            if n_before < self.opened.inputs.len() {
                self.opened.inputs[position..].rotate_right(1);
            }
        }
        Ok(())
    }

    /// Admits a file with one table that no other file belongs to.
    fn admit_single(&mut self, part: SqlPart) -> Result<()> {
        let SqlPart { origin, source, n_skipped, .. } = part;
        if origin.was_found {
            let failed = |error| ErrorKind::Read { name: origin.name.clone(), source: error };
            let head = source.head(HEAD_BYTES).map_err(failed)?;
            let outcome =
                self.try_to_read(&origin.name, &sql::FORMAT, &head[n_skipped..], head.len() < HEAD_BYTES);
            if outcome.is_err() {
                return self.leave_out(origin.name.clone(), outcome);
            }
        }
        self.push(origin, (&sql::FORMAT, n_skipped), source, Vec::new());
        Ok(())
    }

    /// Admits the files of one database as one input.
    fn admit_joined(&mut self, parts: Vec<SqlPart>) -> Result<()> {
        let mut files = Vec::new();
        let mut end = 0;
        for part in &parts {
            let Origin { name, path, .. } = &part.origin;
            files.push(Part { start: end, name: name.clone(), path: path.clone() });
            end += part.source.len() + 1;
        }
        let mut bytes: Stream = Box::new(io::empty());
        for part in &parts {
            let window = part.source.window().map_err(|source| self.unreadable(&part.origin, source))?;
            bytes = Box::new(bytes.chain(window).chain(b"\n".as_slice()));
        }
        self.spool.expect(end);
        let first = parts.first().map(|part| part.origin.name.clone()).unwrap_or_default();
        let name = match parts.len() - 1 {
            1 => format!("{first} and 1 other file"),
            n_more => format!("{first} and {n_more} other files"),
        };
        let source = self.copy(&Origin::named(&name), bytes)?;
        for part in parts.iter().skip(1) {
            let trouble = part.origin.trouble.take();
            self.unread.extend(trouble.map(|trouble| format!("{} ends early ({trouble})", part.origin.name)));
        }
        let Some(part) = parts.into_iter().next() else { return Ok(()) };
        self.push(Origin { name, ..part.origin }, (&sql::FORMAT, part.n_skipped), source, files);
        Ok(())
    }
}

/// Sorts parts by the dump that they belong to. In each dump, files that only create a table come first.
pub fn dumps(parts: Vec<SqlPart>) -> Vec<Vec<SqlPart>> {
    let mut by_database: BTreeMap<String, Vec<SqlPart>> = BTreeMap::new();
    for part in parts {
        by_database.entry(part.place().1).or_default().push(part);
    }
    let mut dumps = Vec::new();
    for (_, parts) in by_database {
        if !has_two_dumps(&parts) {
            dumps.push(parts);
            continue;
        }
        let mut by_folder: BTreeMap<String, Vec<SqlPart>> = BTreeMap::new();
        for part in parts {
            by_folder.entry(part.place().0).or_default().push(part);
        }
        for (_, parts) in by_folder {
            match has_two_dumps(&parts) {
                true => dumps.extend(parts.into_iter().map(|part| vec![part])),
                false => dumps.push(parts),
            }
        }
    }
    for parts in &mut dumps {
        parts.sort_by_key(|part| part.table.is_filled);
    }
    dumps
}

/// Whether two parts fill a table that one of them creates.
fn has_two_dumps(parts: &[SqlPart]) -> bool {
    let mut filled: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.table.is_filled) {
        let (n_files, is_created) = filled.entry(&part.table.name).or_default();
        *n_files += 1;
        *is_created |= part.table.is_created;
    }
    filled.values().any(|(n_files, is_created)| 1 < *n_files && *is_created)
}

fn one_table(texts: &[&[u8]]) -> Option<OneTable> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?i-u)(?:^|[\n;])\s*(create|insert|replace)\s+(?:(?:temporary|ignore|delayed|table|into)\s+)+
            (?:if\s+not\s+exists\s+)?(?:[`"]?[\w$-]+[`"]?\.)?[`"]?([\w$-]+)"#;
        Regex::new(&format!("(?x){pattern}")).expect("the pattern is well formed")
    });
    let mut found: Option<OneTable> = None;
    for named in texts.iter().flat_map(|text| NAMED.captures_iter(text)) {
        let name = String::from_utf8_lossy(&named[2]);
        let is_create = named[1].eq_ignore_ascii_case(b"create");
        let table = found.get_or_insert_with(|| OneTable {
            name: name.clone().into_owned(),
            is_created: false,
            is_filled: false,
        });
        if table.name != name {
            return None;
        }
        table.is_created |= is_create;
        table.is_filled |= !is_create;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&[&str]]) {
        let part = |(name, text): &(&str, &str)| {
            let table = OneTable::of_head(text.as_bytes()).expect("it has one table");
            SqlPart::new(Origin::named(name), Source::memory(text.as_bytes().to_vec()), 0, 0, table)
        };
        let found = dumps(files.iter().map(part).collect());
        let names =
            |parts: &Vec<SqlPart>| parts.iter().map(|part| part.origin.name.clone()).collect::<Vec<_>>();
        assert_eq!(found.iter().map(names).collect::<Vec<_>>(), expected);
    }

    const SCHEMA: &str = "CREATE TABLE `wp_comments` (`comment_ID` int);";
    const ROWS: &str = "INSERT INTO `wp_comments` VALUES (1);";
    const BOTH: &str =
        "CREATE TABLE `wp_comments` (`comment_ID` int);\nINSERT INTO `wp_comments` VALUES (1);";
    const POSTS: &str = "CREATE TABLE wp_posts (ID int);\nINSERT INTO wp_posts VALUES (1);";

    #[test]
    fn files_of_one_database_are_one_dump() {
        check(
            &[("a/wp_comments.sql", BOTH), ("a/wp_posts.sql", POSTS)],
            &[&["a/wp_comments.sql", "a/wp_posts.sql"]],
        );
        check(
            &[
                ("d/x.wp_comments.00000.sql", ROWS),
                ("d/x.wp_comments.00001.sql", ROWS),
                ("d/x.wp_comments-schema.sql", SCHEMA),
            ],
            &[&["d/x.wp_comments-schema.sql", "d/x.wp_comments.00000.sql", "d/x.wp_comments.00001.sql"]],
        );
    }

    #[test]
    fn dumps_that_have_the_same_table_are_several() {
        check(&[("a/monday.sql", BOTH), ("a/tuesday.sql", BOTH)], &[&["a/monday.sql"], &["a/tuesday.sql"]]);
        check(
            &[("a/wp_comments.sql", BOTH), ("a/wp_posts.sql", POSTS), ("b/wp_comments.sql", BOTH)],
            &[&["a/wp_comments.sql", "a/wp_posts.sql"], &["b/wp_comments.sql"]],
        );
        check(
            &[("x.wp_comments.sql", ROWS), ("y.wp_comments.sql", ROWS)],
            &[&["x.wp_comments.sql"], &["y.wp_comments.sql"]],
        );
    }

    #[test]
    fn a_file_with_two_tables_is_no_part() {
        assert_eq!(OneTable::of_head(format!("{BOTH}\n{POSTS}").as_bytes()), None);
        assert_eq!(
            OneTable::of_head(b"INSERT IGNORE INTO `db`.`t` VALUES (1)").map(|table| table.name),
            Some("t".to_owned())
        );
    }
}
