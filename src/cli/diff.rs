//! `threadsift diff`: what changed between two dumps of one site.

use std::io::IsTerminal;
use std::path::Path;

use super::arguments::{Diff, DiffFormat};
use super::output::ReadFiles;
use super::progress::Step;
use super::{report, session};
use crate::diff::{CHANGES, Comparison, ImportEffect, Side};
use crate::error::Result;
use crate::read::{Columns, Input};
use crate::write::{ComparedDumps, plural};

/// Compares two dumps and writes the comments that differ.
pub fn run(arguments: Diff) -> Result<usize> {
    let open = |path: &Path| session::open_inputs(&[path.to_owned()], &arguments.reading, &arguments.speech);
    let (old_inputs, columns) = open(&arguments.old)?;
    let (new_inputs, _) = open(&arguments.new)?;
    let step = Step::working(&arguments.speech, "comparing".to_owned());
    let old = read(&old_inputs, &columns, arguments.speech.quiet)?;
    let new = read(&new_inputs, &columns, arguments.speech.quiet)?;
    let n_damages = old.damages.len() + new.damages.len();
    let comparison = Comparison::new(old, new);
    drop(step);
    let dumps = ComparedDumps {
        comparison: &comparison,
        old: &old_inputs,
        new: &new_inputs,
        columns: &columns,
        style: session::style(&arguments.speech),
    };
    let to_terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let default = if to_terminal { DiffFormat::Table } else { DiffFormat::Ndjson };
    ReadFiles::of_inputs(&old_inputs).and(&new_inputs).write_to(arguments.output.as_deref(), |to| {
        match arguments.format.unwrap_or(default) {
            DiffFormat::Table => dumps.table(to),
            DiffFormat::Ndjson => dumps.ndjson(to),
            DiffFormat::Csv => dumps.csv(to),
        }
    })?;
    if !arguments.speech.quiet {
        summary(&comparison);
    }
    Ok(n_damages)
}

/// Reads a dump, and reports what was noticed about it.
fn read(inputs: &[Input], columns: &Columns, is_quiet: bool) -> Result<Side> {
    let mut side = Side::default();
    for (number, input) in (0..).zip(inputs) {
        input.read(number, columns, &mut |record| side.take(record))?;
    }
    report::damages(&side.damages, inputs);
    if !is_quiet {
        report::notes(&side.notes, inputs);
    }
    Ok(side)
}

/// Prints how many comments have which change, and what an import would do.
fn summary(comparison: &Comparison) {
    let (n_old, n_new) = (comparison.old.comments.len(), comparison.new.comments.len());
    let counts = CHANGES.map(|change| format!("{} {change}", comparison.count(change))).join(", ");
    report::say(&format!("{n_old} in the old dump, {n_new} in the new one: {counts}"));
    let n_gone_spam = comparison.n_gone_spam();
    if 0 < n_gone_spam {
        let were = if n_gone_spam == 1 { "was" } else { "were" };
        report::say(&format!(
            "{n_gone_spam} of the comments that are gone {were} filed as spam; WordPress exports leave spam out"
        ));
    }
    if comparison.is_shifted {
        report::say(
            "The dates of the dumps differ by a time zone throughout; such differences are not counted as edits.",
        );
    }
    let comments = |n: usize| plural(n, "comment", "comments");
    let n_added = comparison.count_import(ImportEffect::Added);
    let n_again = comparison.count_import(ImportEffect::AddedAgain);
    let n_lost = comparison.count_import(ImportEffect::Lost);
    let n_kept_old = comparison.n_changes_without_effect();
    report::say(&format!(
        "Importing the new dump into the old site with WordPress's importer would add {}{}{}.",
        comments(n_added),
        match n_again {
            0 => String::new(),
            n => format!(", add {} a second time", comments(n)),
        },
        match n_lost {
            0 => String::new(),
            n => format!(", and lose {}, because another comment has the same author and date", comments(n)),
        },
    ));
    if 0 < n_kept_old {
        report::say(&format!(
            "{} that changed would stay as in the old dump: the importer only adds comments.",
            comments(n_kept_old)
        ));
    }
}
