//! A script for the POSIX shell that works through WP-CLI, WordPress's own command line.

use std::io::{self, Write};

use super::{Change, Changes, SiteScript, TablePrefix};
use crate::comment::Status;

pub const SCRIPT: SiteScript = SiteScript {
    name: "wp-cli",
    about: "a shell script of `wp comment` commands for a WordPress site, and a second one that undoes it",
    write: write_script,
    write_undo,
};

/// What both scripts do, after the lists of what they do it to.
const ENGINE: &str = include_str!("wp_cli.sh");

/// How a group of comments gets from one status to another.
struct Move {
    /// The status in which a comment must be, as an extended regular expression.
    from: &'static str,
    /// The status in which it is afterwards, likewise.
    to: &'static str,
    /// The commands of `wp comment`: the second one is tried if the status is not right after the first.
    commands: [&'static str; 2],
}

fn write_script(changes: &Changes, _: &TablePrefix, to: &mut dyn Write) -> io::Result<()> {
    let about = [
        "Carries out decisions of threadsift on a WordPress site, through WP-CLI (https://wp-cli.org).",
        "",
        "Run it in the folder of the site, or name the site:  WP='wp --path=/var/www/html' sh SCRIPT",
        "It can be stopped and run again: it looks at the status of each comment before it changes it, and passes over",
        "those that are done, and those that are no longer as they were in the dump. It checks every change.",
        "Exit codes: 0 done, 1 something failed, 3 done but some comments were not as in the dump.",
    ];
    let undo = match changes.has_undo() {
        true => {
            &["WordPress empties its trash after 30 days. Until then the undo script takes everything back."]
                [..]
        }
        false => &["It deletes comments for good: there is no way back but a backup."][..],
    };
    write_head(&about, undo, to)?;
    write_moves(changes, forward, to)?;
    write_table("parents", to, |to| {
        let mut replies = changes.reparentings.iter();
        replies.try_for_each(|reply| {
            writeln!(to, "{} {} {} {}", reply.comment, reply.post, reply.from, reply.to)
        })
    })?;
    write_rest(changes, if changes.has_undo() { "apply" } else { "delete" }, to)
}

fn write_undo(changes: &Changes, _: &TablePrefix, to: &mut dyn Write) -> io::Result<()> {
    let about = [
        "Takes back what the script of the same name, without .undo, did on a WordPress site: every comment gets the",
        "status and the parent that it had in the dump, unless it was changed otherwise since.",
        "",
        "Run it in the folder of the site, or name the site:  WP='wp --path=/var/www/html' sh SCRIPT",
        "It can be stopped and run again. Exit codes: 0 done, 1 something failed, 3 done but some comments were not as",
        "the first script left them.",
        "WordPress may tell the authors of posts by e-mail about comments that are approved again \
         (Settings > Discussion).",
    ];
    write_head(&about, &[], to)?;
    write_moves(changes, backward, to)?;
    write_table("parents", to, |to| {
        let mut replies = changes.reparentings.iter();
        replies.try_for_each(|reply| {
            writeln!(to, "{} {} {} {}", reply.comment, reply.post, reply.to, reply.from)
        })
    })?;
    write_rest(changes, "undo", to)
}

/// Writes the table of moves, one line for each comment. Lines of one kind follow each other.
fn write_moves(changes: &Changes, way: fn(Status, Change) -> Move, to: &mut dyn Write) -> io::Result<()> {
    write_table("moves", to, |to| {
        for ((status, change), group) in &changes.groups {
            let Move { from, to: target, commands: [first, second] } = way(*status, *change);
            for (comment, post) in &group.comments {
                writeln!(to, "{comment} {post} {from} {target} {first} {second}")?;
            }
        }
        Ok(())
    })
}

fn write_head(about: &[&str], more: &[&str], to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "#!/bin/sh")?;
    for line in about.iter().chain(more) {
        writeln!(to, "{}", format!("# {line}").trim_end())?;
    }
    Ok(())
}

/// Writes a function that prints a table.
fn write_table(
    name: &str,
    to: &mut dyn Write,
    rows: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    writeln!(to, "\n{name}() {{\n    cat <<'END'")?;
    rows(to)?;
    writeln!(to, "END\n}}")
}

fn write_rest(changes: &Changes, mode: &str, to: &mut dyn Write) -> io::Result<()> {
    write_table("posts", to, |to| changes.posts.iter().try_for_each(|post| writeln!(to, "{post}")))?;
    writeln!(to, "\nmode={mode}\n")?;
    to.write_all(ENGINE.as_bytes())
}

/// The way from the status in the dump.
fn forward(status: Status, change: Change) -> Move {
    let from = word(status);
    match change {
        Change::Spam => Move { from, to: "spam", commands: ["spam", "spam"] },
        Change::Trash => Move { from, to: "trash", commands: ["trash", "trash"] },
        // WordPress gives it the status that it had before it was marked as spam, else it has to be approved.
        Change::Unspam => Move { from, to: "[01]", commands: ["unspam", "unapprove"] },
        Change::Delete => Move { from, to: "gone", commands: ["delete", "delete"] },
    }
}

/// The way back to the status in the dump.
fn backward(status: Status, change: Change) -> Move {
    let to = word(status);
    let exactly = if status == Status::Approved { "approve" } else { "unapprove" };
    match change {
        Change::Spam => Move { from: "spam", to, commands: ["unspam", exactly] },
        Change::Trash => Move { from: "trash", to, commands: ["untrash", exactly] },
        Change::Unspam => Move { from: "[01]", to, commands: ["spam", "spam"] },
        // Nothing is written for these.
        Change::Delete => Move { from: "gone", to, commands: ["approve", "approve"] },
    }
}

/// The word for a status in WordPress's table. Comments with other statuses are left out.
fn word(status: Status) -> &'static str {
    match status {
        Status::Approved => "1",
        Status::Spam => "spam",
        _ => "0",
    }
}
