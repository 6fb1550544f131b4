//! `threadsift explain`: why comments got their verdicts, as rows that add up to the score.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use comfy_table::{Cell, CellAlignment, Table};

use super::arguments::Explain;
use super::output::ReadFiles;
use super::session::Session;
use crate::comment::Comment;
use crate::error::{ErrorKind, Result};
use crate::index::CommentIdx;
use crate::text;
use crate::write::{SUM_ROW, evidence_rows, for_terminal, header, new_table, reference};

/// Explains the decisions about some comments.
pub fn run(arguments: Explain) -> Result<usize> {
    let is_input = |word: &String| word == "-" || Path::new(word).exists();
    let (inputs, ids): (Vec<String>, Vec<String>) = arguments.inputs_and_ids.into_iter().partition(is_input);
    let inputs: Vec<PathBuf> = inputs.into_iter().map(PathBuf::from).collect();
    if inputs.is_empty() || ids.is_empty() {
        let reason = match inputs.is_empty() {
            true => format!("{} is not the path of a dump", ids.join(" and ")),
            false => "no comment is named".to_owned(),
        };
        let example = "explain takes a dump and the id of a comment, as in threadsift explain export.xml 812";
        return Err(ErrorKind::Usage(format!("{reason}; {example}")).into());
    }
    let session = Session::open(&inputs, &arguments.judging)?;
    let comments = &session.judged.dump.comments;
    let mut wanted: HashSet<CommentIdx> = HashSet::new();
    for id in &ids {
        let is_named = |index: &CommentIdx| {
            comments[*index].id() == *id || reference(&session.judged, &session.inputs, *index) == *id
        };
        let found: Vec<CommentIdx> = comments.indices().filter(is_named).collect();
        if found.is_empty() {
            return Err(ErrorKind::UnknownId { id: id.clone() }.into());
        }
        wanted.extend(found);
    }
    ReadFiles::of_inputs(&session.inputs).write_to(None, |to| {
        session.results().reread(&mut |index, comment| {
            if wanted.contains(&index) { explain(&session, index, comment, to) } else { Ok(()) }
        })
    })?;
    Ok(session.judged.dump.damages.len())
}

/// Writes the comment, its decision and the evidence.
fn explain(session: &Session, index: CommentIdx, comment: &Comment, to: &mut dyn Write) -> io::Result<()> {
    let judged = &session.judged;
    let decision = &judged.decisions[index];
    let view = text::view(comment);
    let id = reference(judged, &session.inputs, index);
    let site = view.site.as_ref().map_or(String::new(), |site| format!(" <{}>", site.normal()));
    let heading = format!("Comment {id} by {}{site}", comment.author.name);
    writeln!(to, "{}", for_terminal(&heading))?;
    for line in view.plain.lines().filter(|line| !line.trim().is_empty()) {
        writeln!(to, "  | {}", for_terminal(line))?;
    }
    if let Some(trailer) = &view.trailer {
        writeln!(to, "  | {}  (added by a plugin, not judged)", for_terminal(trailer))?;
    }
    let misread = [&comment.author.name, &comment.body];
    if misread.into_iter().any(|text| matches!(text::repair(text), Cow::Owned(_))) {
        writeln!(
            to,
            "  UTF-8 that was read in another encoding is repaired here, and nowhere in the outputs."
        )?;
    }
    let probability = match decision.spam_probability {
        Some(probability) => format!("probability of spam {:.1} %", 100.0 * probability),
        None => "not scored".to_owned(),
    };
    writeln!(to, "\n{}: {} ({probability})", decision.kind.name(), decision.verdict.name())?;
    if let Some(original) = decision.duplicate_of {
        let id = reference(judged, &session.inputs, original);
        let author = judged.dump.comments[original].author();
        writeln!(to, "Duplicate of comment {} by {}.", for_terminal(&id), for_terminal(author))?;
    }
    if decision.spam_probability.is_some() {
        writeln!(to, "{}", evidence(session, index))?;
    }
    writeln!(to, "Normalised text (SHA-256 {}):", text::hex(&text::fingerprint(&view.folded)))?;
    writeln!(to, "  {}\n", for_terminal(&view.folded))
}

/// The findings, from the base rate to the sum.
fn evidence(session: &Session, index: CommentIdx) -> Table {
    let mut table = new_table(session.style);
    table.set_header(header(&["Log-odds", "Signal", "Seen", "Meaning"]));
    let mut add_row = |log_odds: f32, signal: &str, seen: &str, meaning: &str| {
        let number = Cell::new(format!("{log_odds:+.2}")).set_alignment(CellAlignment::Right);
        table.add_row([number, Cell::new(signal), Cell::new(for_terminal(seen)), Cell::new(meaning)]);
    };
    let mut sum = 0.0;
    for row in evidence_rows(&session.judged, index) {
        sum += row.log_odds;
        add_row(row.log_odds, row.signal, &row.seen, row.meaning);
    }
    let (label, meaning) = SUM_ROW;
    add_row(sum, label, "", meaning);
    table
}
