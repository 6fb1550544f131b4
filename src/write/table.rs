//! Decisions as a table for people: author, text, verdict and the strongest reason.

use std::io::Write;

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, LineStyle, Table, TableStyle};

use super::{Output, Results, Style, for_terminal, output_failed, reference};
use crate::error::Result;
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::text;
use crate::verdict::Verdict;

pub const OUTPUT: Output =
    Output { name: "table", about: "a table for people, with the strongest reason", write };

/// The width of tables if there is no terminal.
const PLAIN_WIDTH: u16 = 120;

/// One rule below the header and one below the last row.
const RULED: TableStyle = TableStyle::new()
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));

fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    decisions(results, &|_| true, to)
}

/// Writes a table of the decisions about the comments that `is_shown` selects.
///
/// # Errors
/// An input can't be read again or the output can't be written.
pub fn decisions(results: &Results, is_shown: &dyn Fn(CommentIdx) -> bool, to: &mut dyn Write) -> Result<()> {
    let mut table = new_table(results.style);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header(&["Id", "Author", "Text", "Decision", "Spam", "Reason"]));
    // The text and the reason share the width that the other columns leave.
    let spare = usize::from(results.style.width.unwrap_or(PLAIN_WIDTH)).saturating_sub(70).max(32);
    let (text_width, reason_width) = (spare * 2 / 5, spare * 3 / 5);
    results.reread(&mut |index, comment| {
        if !is_shown(index) {
            return Ok(());
        }
        let decision = &results.judged.decisions[index];
        let word = match decision.kind {
            Kind::Comment => decision.verdict.name().to_owned(),
            kind if decision.verdict == Verdict::Genuine => kind.name().to_owned(),
            kind => format!("{} ({})", kind.name(), decision.verdict.name()),
        };
        let probability = decision
            .spam_probability
            .map_or(String::new(), |probability| format!("{:.0} %", 100.0 * probability));
        table.add_row([
            Cell::new(for_terminal(&comment.id)).set_alignment(CellAlignment::Right),
            Cell::new(shortened(&comment.author.name, 20)),
            Cell::new(shortened(&text::strip(&comment.body).text, text_width)),
            paint(Cell::new(word), decision.verdict, results.style),
            Cell::new(probability).set_alignment(CellAlignment::Right),
            Cell::new(shortened(&reason(results, index), reason_width)),
        ]);
        Ok(())
    })?;
    writeln!(to, "{table}").map_err(output_failed)
}

/// The strongest reason for a verdict of spam, review or duplicate; empty for other verdicts.
fn reason(results: &Results, index: CommentIdx) -> String {
    let judged = results.judged;
    let decision = &judged.decisions[index];
    if let Some(original) = decision.duplicate_of {
        return format!("same as {}", for_terminal(&reference(judged, results.inputs, original)));
    }
    if !matches!(decision.verdict, Verdict::Spam | Verdict::Review) {
        return String::new();
    }
    let strongest =
        judged.findings(index).into_iter().max_by(|one, other| one.weight.total_cmp(&other.weight));
    strongest.map_or(String::new(), |finding| format!("{}: {}", finding.signal, finding.seen))
}

/// An empty table in the style that all tables of the program share.
pub fn new_table(style: Style) -> Table {
    let mut table = Table::new();
    table.load_style(RULED).set_content_arrangement(ContentArrangement::Dynamic);
    if style.has_color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_width(style.width.unwrap_or(PLAIN_WIDTH));
    table
}

/// A header row with these column names.
pub fn header(names: &[&str]) -> Vec<Cell> {
    names.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)).collect()
}

fn paint(cell: Cell, verdict: Verdict, style: Style) -> Cell {
    if !style.has_color {
        return cell;
    }
    match verdict {
        Verdict::Genuine => cell.fg(Color::Green),
        Verdict::Duplicate => cell.fg(Color::Cyan),
        Verdict::Spam => cell.fg(Color::Red),
        Verdict::Review => cell.fg(Color::Yellow),
        Verdict::Untouched => cell.fg(Color::DarkGrey),
    }
}

/// The first `max_chars` characters of a text, on one line.
pub fn shortened(text: &str, max_chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = for_terminal(&line);
    match line.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.into_owned(),
    }
}
