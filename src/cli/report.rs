//! Messages on standard error: what a run noticed about its input, one line each.

use std::collections::HashSet;
use std::io::Write;

use super::progress;
use crate::error::{Damage, LineTrouble, Note};
use crate::index::CommentIdx;
use crate::model::Model;
use crate::pipeline::Judgement;
use crate::read::Input;
use crate::write::{for_terminal, plural};

/// How many names a message lists before it says how many more there are.
const MOST_NAMED: usize = 5;

/// Prints a line.
pub fn say(line: &str) {
    // Nothing can be done when even standard error is gone.
    progress::print_above(|| drop(writeln!(std::io::stderr(), "{}", for_terminal(line))));
}

/// Prints a line that begins with the name of the program, so that it can be found among the messages of a pipeline.
pub fn warn(message: &str) {
    say(&format!("threadsift: {message}"));
}

/// Prints what is wrong with lines of a file.
pub fn line_troubles(troubles: &[LineTrouble]) {
    const MOST_LINES: usize = 20;
    for LineTrouble { line, what } in troubles.iter().take(MOST_LINES) {
        say(&format!("  line {line}: {what}"));
    }
    if MOST_LINES < troubles.len() {
        say(&format!("  and {} more", troubles.len() - MOST_LINES));
    }
}

/// Prints which files of folders and archives were skipped because they are no dumps.
pub fn skipped_files(names: &[String]) {
    if !names.is_empty() {
        let files = plural(names.len(), "file", "files");
        warn(&format!("skipped {files} in no format that threadsift reads: {}", listed(names)));
    }
}

/// Prints which signals the model has no weight for.
pub fn unfitted_signals(model: &Model) {
    let signals = &model.unfitted;
    if !signals.is_empty() {
        let n_signals = plural(signals.len(), "signal", "signals");
        warn(&format!("the model has no weight for {n_signals}; the prior is used for {}", listed(signals)));
    }
}

/// Prints how many comments are in several inputs.
pub fn repeats(judged: &Judgement) {
    let repeated: HashSet<CommentIdx> = judged.dump.repeats.iter().map(|repeat| repeat.original).collect();
    let message = match repeated.len() {
        0 => return,
        1 => "1 comment is in several inputs; it is counted once, and stays in all of them or in none"
            .to_owned(),
        n => format!(
            "{n} comments are in several inputs; each is counted once, and stays in all of them or in none"
        ),
    };
    warn(&message);
}

/// Prints how many entries of the blocklist matched, and which of them are ignored.
pub fn blocklist(judged: &Judgement) {
    let Some(blocklist) = judged.blocklist() else { return };
    let Some(n_entries) = blocklist.n_entries() else { return };
    let entries = plural(n_entries, "blocklist entry occurs", "blocklist entries occur");
    let mut message = format!("{} of {entries} in comments", blocklist.n_hit());
    let ignored = blocklist.switched_off();
    if !ignored.is_empty() {
        let are_ignored =
            plural(ignored.len(), "is ignored because it also occurs", "are ignored because they also occur");
        message += &format!("; {are_ignored} in trusted comments: {}", listed(&ignored));
    }
    warn(&message);
}

/// Prints how many texts may have near-duplicates that were not found.
pub fn work_limit(judged: &Judgement) {
    let n_texts = judged.known.clusters.n_truncated();
    if 0 < n_texts {
        let were = plural(n_texts, "text was", "texts were");
        warn(&format!(
            "the search for near-duplicates reached its work limit: {were} compared only with texts that share their \
             rarest words, so some near-duplicates may be missed"
        ));
    }
}

/// Prints that a report has so many comments that browsers may not show them.
pub fn large_report(n_comments: usize) {
    const MOST_COMMENTS: usize = 500_000;
    if MOST_COMMENTS < n_comments {
        warn(&format!(
            "the report has {n_comments} comments; browsers may be slow with more than {MOST_COMMENTS}, or run out of \
             memory: report on a part of the dump"
        ));
    }
}

/// Prints what was damaged and where.
pub fn damages(damages: &[Damage], inputs: &[Input]) {
    const MOST_SHOWN: usize = 20;
    for Damage { place, what } in damages.iter().take(MOST_SHOWN) {
        let name = inputs.get(place.input as usize).map_or("", |input| input.name.as_str());
        warn(&format!("{name}, record {} (byte {}): {what}", place.record, place.byte));
    }
    if MOST_SHOWN < damages.len() {
        let n_more = damages.len() - MOST_SHOWN;
        warn(&format!("and {}", plural(n_more, "more damaged place", "more damaged places")));
    }
}

/// Prints what was noticed about the inputs, one line for each thing, however many inputs it is true of.
pub fn notes(notes: &[Note], inputs: &[Input]) {
    const MOST_SHOWN: usize = 20;
    let mut by_content: Vec<(&str, Vec<u32>)> = Vec::new();
    for note in notes {
        match by_content.iter().position(|(what, _)| *what == note.what) {
            Some(known) => by_content[known].1.push(note.input),
            None if by_content.len() < MOST_SHOWN => by_content.push((&note.what, vec![note.input])),
            None => {}
        }
    }
    for (what, noted) in by_content {
        let first = noted.first().and_then(|input| inputs.get(*input as usize));
        let name = first.map_or("", |input| input.name.as_str());
        let more = match noted.len() - 1 {
            0 => String::new(),
            n_more => format!(" and {}", plural(n_more, "other file", "other files")),
        };
        warn(&format!("{name}{more}: {what}"));
    }
}

/// The first names, separated by commas, and how many more there are.
fn listed(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_NAMED).map(AsRef::as_ref).collect();
    let n_more = names.len() - shown.len();
    let more = if n_more == 0 { String::new() } else { format!(", and {n_more} more") };
    format!("{}{more}", shown.join(", "))
}
