//! *Revise*: the decisions of a person in place of threadsift's, for the comments that a file of decisions names.
//!
//! All other comments keep the verdict that threadsift gave them. Every line of the file must name one comment and one
//! verdict; a file with a line that does not is not used at all.

mod originals;
mod records;
mod spellings;

use foldhash::{HashMap, HashMapExt};

use crate::error::{ErrorKind, LineTrouble, Result};
use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::read::{DecisionFile, DecisionLine, Input};
use crate::verdict::{Decision, VERDICTS, Verdict};
use records::Records;

/// What a file of decisions changed.
#[derive(Debug, Default)]
pub struct Revision {
    rulings: HashMap<CommentIdx, Ruling>,
    /// The number of comments with another verdict, or another copy that stays, than threadsift gave them.
    pub n_changed: usize,
}

impl Revision {
    /// The number of comments that the file decides about.
    pub fn n_decided(&self) -> usize {
        self.rulings.len()
    }

    /// Whether the file decides about a comment.
    pub fn decides(&self, comment: CommentIdx) -> bool {
        self.rulings.contains_key(&comment)
    }
}

/// A person's decision about one comment.
#[derive(Clone, Debug)]
struct Ruling {
    line: usize,
    verdict: Verdict,
    /// The copy that stays, if the person named it.
    original: Option<CommentIdx>,
}

/// Replaces the decisions that a file names.
///
/// # Errors
/// A line is not a decision, names no comment or an ambiguous one, or contradicts another line. Nothing is replaced.
pub fn revise(judged: &mut Judgement, inputs: &[Input], file: DecisionFile) -> Result<Revision> {
    let DecisionFile { name, lines, mut troubles } = file;
    let rulings = rulings(judged, inputs, &lines, &mut troubles);
    if troubles.is_empty() {
        let before = judged.decisions.clone();
        originals::decide(judged, &rulings, &mut troubles);
        if troubles.is_empty() {
            let is_changed =
                |comment: &CommentIdx| is_changed(&before[*comment], &judged.decisions[*comment]);
            let n_changed = rulings.keys().filter(|comment| is_changed(comment)).count();
            return Ok(Revision { rulings, n_changed });
        }
        judged.decisions = before;
    }
    troubles.sort();
    troubles.dedup();
    Err(ErrorKind::Decisions { name, troubles }.into())
}

fn is_changed(before: &Decision, after: &Decision) -> bool {
    before.verdict != after.verdict || before.duplicate_of != after.duplicate_of
}

/// The rulings by comment. What is wrong with a line is added to the troubles.
fn rulings(
    judged: &Judgement,
    inputs: &[Input],
    lines: &[DecisionLine],
    troubles: &mut Vec<LineTrouble>,
) -> HashMap<CommentIdx, Ruling> {
    let records = Records::gather(judged, inputs);
    let mut rulings: HashMap<CommentIdx, Ruling> = HashMap::with_capacity(lines.len());
    for line in lines {
        let ruling = ruling(&records, line).and_then(|(comment, ruling)| match rulings.get_mut(&comment) {
            Some(known) => known.agree(ruling),
            None => {
                rulings.insert(comment, ruling);
                Ok(())
            }
        });
        troubles.extend(ruling.err().map(|what| LineTrouble { line: line.line, what }));
    }
    rulings
}

/// The comment that a line names and the decision about it, or what is wrong with the line.
fn ruling(records: &Records, line: &DecisionLine) -> std::result::Result<(CommentIdx, Ruling), String> {
    let DecisionLine { line, source, id, byte, verdict, duplicate_of } = line;
    if id.is_empty() {
        return Err("it has no id".to_owned());
    }
    let comment = records.find(source, id, *byte)?;
    let verdict = parse_verdict(verdict)?;
    // A row whose verdict was edited still has the copy that threadsift found.
    let original = match verdict {
        Verdict::Duplicate if !duplicate_of.is_empty() => Some(records.original(comment, duplicate_of)?),
        _ => None,
    };
    Ok((comment, Ruling { line: *line, verdict, original }))
}

fn parse_verdict(word: &str) -> std::result::Result<Verdict, String> {
    if word.is_empty() {
        return Err("it has no verdict; leave the line out to keep threadsift's".to_owned());
    }
    let found = VERDICTS.into_iter().find(|verdict| verdict.name().eq_ignore_ascii_case(word));
    found.ok_or_else(|| {
        format!("{word:?} is not a verdict; possible values: {}", VERDICTS.map(Verdict::name).join(", "))
    })
}

impl Ruling {
    /// Adds what a second line says about the same comment, unless it contradicts this one.
    fn agree(&mut self, other: Ruling) -> std::result::Result<(), String> {
        if self.verdict != other.verdict {
            let (first, here) = (self.verdict, other.verdict);
            return Err(format!("it says {here} about a comment that line {} calls {first}", self.line));
        }
        match (self.original, other.original) {
            (Some(first), Some(here)) if first != here => {
                Err(format!("it names another duplicate_of than line {} for the same comment", self.line))
            }
            (first, here) => {
                self.original = first.or(here);
                Ok(())
            }
        }
    }
}
