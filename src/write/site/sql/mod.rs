//! Files of SQL statements for MySQL and MariaDB.
//!
//! What is to change is put into temporary tables as numbers. Each row is compared with the site, and only those that
//! are as they were in the dump are changed, in one transaction. WordPress remembers in `commentmeta` where a comment
//! was before it was moved to spam or to the trash; the statements do so too. Rows of an earlier move get other keys,
//! by which the undo file finds them again.

use std::io::{self, Write};

use super::{Change, Changes, SiteScript, TablePrefix};
use crate::comment::Status;

pub const SCRIPT: SiteScript = SiteScript {
    name: "sql",
    about: "SQL statements for the database of a WordPress site, and a second file that undoes them",
    write,
    write_undo,
};

const HEAD: &str = "\
-- Carries out decisions of threadsift in the database of a WordPress site.
-- Run it with:  mysql DATABASE < FILE   (or: wp db query < FILE, or phpMyAdmin's Import)
-- Comments that are no longer as they were in the dump are left alone; the last results count and list them.
-- If the site has a persistent object cache, empty it afterwards (wp cache flush).
";

const HAS_UNDO: &str =
    "-- WordPress empties its trash after 30 days. Until then the undo file takes everything back.\n";

const HAS_NO_UNDO: &str = "-- It deletes comments for good: there is no way back but a backup.\n";

const UNDO_HEAD: &str = "\
-- Takes back what the file of the same name, without .undo, did in the database of a WordPress site: every comment
-- gets the status and the parent that it had in the dump, unless it was changed otherwise since. The last results
-- count and list those.
";

/// The number of rows in a statement.
const ROWS: usize = 500;

fn write(changes: &Changes, prefix: &TablePrefix, to: &mut dyn Write) -> io::Result<()> {
    let has_undo = changes.has_undo();
    writeln!(to, "{HEAD}{}", if has_undo { HAS_UNDO } else { HAS_NO_UNDO })?;
    to.write_all(include_bytes!("tables.sql"))?;
    write_moves(changes, to, |from, to| (from, to))?;
    let parents = changes.reparentings.iter();
    let parents = parents.map(|reply| [reply.comment, reply.post, reply.from, reply.from, reply.to]);
    write_rows(
        "threadsift_parents (comment_ID, comment_post_ID, moved_parent, from_parent, to_parent)",
        parents,
        to,
    )?;
    let delete = if has_undo { "" } else { include_str!("delete.sql") };
    write_statements(&[include_str!("compare.sql"), include_str!("apply.sql"), delete], prefix, to)
}

fn write_undo(changes: &Changes, prefix: &TablePrefix, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{UNDO_HEAD}")?;
    to.write_all(include_bytes!("tables.sql"))?;
    write_moves(changes, to, |from, to| (to, from))?;
    let parents = changes.reparentings.iter();
    let parents = parents.map(|reply| [reply.comment, reply.post, reply.from, reply.to, reply.from]);
    write_rows(
        "threadsift_parents (comment_ID, comment_post_ID, moved_parent, from_parent, to_parent)",
        parents,
        to,
    )?;
    write_statements(&[include_str!("compare.sql"), include_str!("undo.sql")], prefix, to)
}

/// Fills the table of moves; `direct` puts the status in the dump and the other one in their order.
fn write_moves(changes: &Changes, to: &mut dyn Write, direct: fn(u64, u64) -> (u64, u64)) -> io::Result<()> {
    let rows = changes.groups.iter().flat_map(|((status, change), group)| {
        let (from, to) = direct(status_number(*status), target_number(*change));
        group.comments.iter().map(move |(comment, post)| [*comment, *post, from, to])
    });
    write_rows("threadsift_moves (comment_ID, comment_post_ID, from_status, to_status)", rows, to)
}

/// The number of a status in the temporary table. Comments with other statuses are left out.
fn status_number(status: Status) -> u64 {
    match status {
        Status::Approved => 1,
        Status::Spam => 2,
        _ => 0,
    }
}

/// The number of the status that a comment gets.
fn target_number(change: Change) -> u64 {
    match change {
        Change::Spam => 2,
        Change::Trash => 3,
        Change::Delete => 4,
        Change::Unspam => 5,
    }
}

/// Inserts rows into a table with these columns.
fn write_rows<const N: usize>(
    table: &str,
    rows: impl Iterator<Item = [u64; N]>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut n_rows = 0;
    for row in rows {
        match n_rows % ROWS {
            0 if n_rows == 0 => write!(to, "INSERT INTO {table} VALUES\n  ")?,
            0 => write!(to, ";\nINSERT INTO {table} VALUES\n  ")?,
            _ => write!(to, ",\n  ")?,
        }
        let numbers: Vec<String> = row.iter().map(u64::to_string).collect();
        write!(to, "({})", numbers.join(", "))?;
        n_rows += 1;
    }
    if 0 < n_rows { writeln!(to, ";") } else { Ok(()) }
}

fn write_statements(parts: &[&str], TablePrefix(prefix): &TablePrefix, to: &mut dyn Write) -> io::Result<()> {
    for part in parts.iter().chain(&[include_str!("end.sql")]) {
        to.write_all(part.replace("{prefix}", prefix).as_bytes())?;
    }
    Ok(())
}
