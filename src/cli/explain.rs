//! `threadsift explain`: why a comment was decided so, as rows that add up.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use comfy_table::{Cell, CellAlignment};

use super::arguments::Explain;
use super::output::write_to;
use super::session::Session;
use crate::error::{ErrorKind, Result};
use crate::signals::SIGNALS;
use crate::text;
use crate::write::{for_terminal, header, new_table, reference};

/// Explains the decisions about some comments.
pub fn run(arguments: Explain) -> Result<usize> {
    let is_input = |word: &String| word == "-" || Path::new(word).exists();
    let (inputs, ids): (Vec<String>, Vec<String>) = arguments.inputs_and_ids.into_iter().partition(is_input);
    let inputs: Vec<PathBuf> = inputs.into_iter().map(PathBuf::from).collect();
    if inputs.is_empty() || ids.is_empty() {
        let message =
            "explain takes a dump that exists and the id of a comment: threadsift explain export.xml 812";
        return Err(ErrorKind::Usage(message.to_owned()).into());
    }
    let session = Session::open(&inputs, &arguments.judging)?;
    let comments = &session.judged.dump.comments;
    let mut wanted: HashSet<usize> = HashSet::new();
    for id in &ids {
        let is_meant =
            |it: &usize| comments[*it].id() == *id || reference(&session.judged, &session.inputs, *it) == *id;
        let found: Vec<usize> = (0..comments.len()).filter(is_meant).collect();
        if found.is_empty() {
            return Err(ErrorKind::UnknownId { id: id.clone() }.into());
        }
        wanted.extend(found);
    }
    write_to(None, &session.inputs, |to| {
        session.results().reread(&mut |index, comment| {
            if wanted.contains(&index) { page(&session, index, comment, to) } else { Ok(()) }
        })
    })?;
    Ok(session.judged.dump.damages.len())
}

fn page(
    session: &Session,
    index: usize,
    comment: &crate::comment::Comment,
    to: &mut dyn Write,
) -> io::Result<()> {
    let judged = &session.judged;
    let decision = &judged.decisions[index];
    let view = text::view(comment);
    let site = view.site.as_ref().map_or(String::new(), |it| format!(" <{}>", it.normal()));
    writeln!(
        to,
        "Comment {} by {}{}",
        for_terminal(&reference(judged, &session.inputs, index)),
        for_terminal(&comment.author.name),
        for_terminal(&site)
    )?;
    for line in view.plain.lines().filter(|it| !it.trim().is_empty()) {
        writeln!(to, "  | {}", for_terminal(line))?;
    }
    if let Some(trailer) = &view.trailer {
        writeln!(to, "  | {} (set apart: hung on by a plugin)", for_terminal(trailer))?;
    }
    writeln!(to)?;
    let probability = match decision.spam_probability {
        Some(it) => format!(", {:.1} % spam", 100.0 * it),
        None => ", not judged".to_owned(),
    };
    writeln!(to, "{}: {}{probability}", decision.kind.name(), decision.verdict.name())?;
    if let Some(original) = decision.duplicate_of {
        writeln!(
            to,
            "The same submission as comment {} by {}, which stays.",
            for_terminal(&reference(judged, &session.inputs, original)),
            for_terminal(judged.dump.comments[original].author())
        )?;
    }
    if decision.spam_probability.is_some() {
        evidence(session, index, to)?;
    }
    writeln!(to, "Text for comparing (SHA-256 {}):", text::hex(&text::fingerprint(&view.folded)))?;
    writeln!(to, "  {}\n", for_terminal(&view.folded))
}

/// The rows: log-odds, and what they add up to.
fn evidence(session: &Session, index: usize, to: &mut dyn Write) -> io::Result<()> {
    let mut table = new_table(session.style);
    table.set_header(header(&["Log-odds", "Signal", "Saw", "Which means"]));
    let number = |it: f32| Cell::new(format!("{it:+.2}")).set_alignment(CellAlignment::Right);
    let mut sum = session.judged.base(index);
    let base_rate = if session.judged.decisions[index].kind.is_ping() {
        "base rate: most pings are genuine"
    } else {
        "base rate: most comments are genuine"
    };
    table.add_row([number(sum), Cell::new("(start)"), Cell::new(""), Cell::new(base_rate)]);
    for finding in session.judged.findings(index) {
        sum += finding.weight;
        let signal = SIGNALS.iter().find(|signal| signal.name == finding.signal);
        let meaning = signal.map_or("", |signal| signal.sign.explanation(finding.weight));
        table.add_row([
            number(finding.weight),
            Cell::new(finding.signal),
            Cell::new(for_terminal(&finding.seen)),
            Cell::new(meaning),
        ]);
    }
    table.add_row([
        number(sum),
        Cell::new("= sum"),
        Cell::new(""),
        Cell::new("1 / (1 + e^-sum) is the probability"),
    ]);
    writeln!(to, "{table}")
}
