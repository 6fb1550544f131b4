//! The block `data-evidence`: the evidence about every comment that is scored, as `explain` prints it.

use std::io::{self, Write};

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::write::{EvidenceRow, SUM_ROW, evidence_rows, for_terminal};

/// The number of comments whose evidence is in memory at a time.
const BATCH: usize = 4096;

/// Writes the block: a list of texts, one for every comment, and a list of labels. A text has a line for each row: the
/// number of its label, its log-odds in ten-thousandths, and what was seen. A label is the name of a signal and its
/// meaning.
pub fn write(judged: &Judgement, to: &mut dyn Write) -> io::Result<()> {
    let mut labels: HashMap<(&str, &str), usize> = HashMap::new();
    let mut in_order: Vec<(&str, &str)> = Vec::new();
    let indices: Vec<CommentIdx> = judged.decisions.indices().collect();
    let mut separator: &[u8] = b"";
    to.write_all(b"{\"rows\":[")?;
    for batch in indices.chunks(BATCH) {
        let evidence: Vec<Vec<EvidenceRow>> = batch.par_iter().map(|index| rows(judged, *index)).collect();
        for rows in evidence {
            let mut text = String::new();
            for row in rows {
                let label = (row.signal, row.meaning);
                let number = *labels.entry(label).or_insert_with(|| {
                    in_order.push(label);
                    in_order.len() - 1
                });
                let weight = (f64::from(row.log_odds) * 1e4).round() as i64;
                // Line breaks would end the row.
                let seen = for_terminal(&row.seen);
                let break_line = if text.is_empty() { "" } else { "\n" };
                text += &format!("{break_line}{number} {weight} {seen}");
            }
            to.write_all(std::mem::replace(&mut separator, b",\n"))?;
            serde_json::to_writer(&mut *to, &text)?;
        }
    }
    to.write_all(b"],\n\"labels\":")?;
    serde_json::to_writer(&mut *to, &in_order)?;
    to.write_all(b",\n\"sum\":")?;
    serde_json::to_writer(&mut *to, &SUM_ROW)?;
    to.write_all(b"}")
}

fn rows(judged: &Judgement, index: CommentIdx) -> Vec<EvidenceRow<'_>> {
    let is_scored = judged.decisions[index].spam_probability.is_some();
    if is_scored { evidence_rows(judged, index) } else { Vec::new() }
}
