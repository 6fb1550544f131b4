//! The block `data-texts`: the text of every comment, without markup and with misread encodings repaired, as `explain`
//! prints it, and the targets of its links.

use std::io::Write;

use serde::Serialize;

use super::output_failed;
use crate::error::Result;
use crate::text;
use crate::write::Results;

/// The longest text in the report, in characters. WordPress keeps no more than 65,525 bytes of a comment; longer texts
/// are those of imports gone wrong, and would make the report slow. It says how much it leaves out.
const MOST_CHARS: usize = 20_000;

/// The largest number of links of one comment in the report.
const MOST_LINKS: usize = 50;

/// A comment with links or with a part that is left out; any other is written as its bare text.
#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
    /// The line that a plugin appended.
    #[serde(skip_serializing_if = "Option::is_none")]
    trailer: Option<&'a str>,
    /// The number of characters that are left out.
    #[serde(skip_serializing_if = "is_zero")]
    cut: usize,
    /// Pairs of the text of a link and its target.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<(&'a str, &'a str)>,
    /// The number of links that are left out.
    #[serde(skip_serializing_if = "is_zero", rename = "moreLinks")]
    more_links: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Writes the block.
pub fn write(results: &Results, to: &mut dyn Write) -> Result<()> {
    let mut n_written = 0;
    results.reread(&mut |index, comment| {
        let index = usize::from(index);
        // A comment that can't be read again has no text. The command reports an input that changed.
        while n_written < index {
            to.write_all(if n_written == 0 { b"[\"\"" } else { b",\n\"\"" })?;
            n_written += 1;
        }
        to.write_all(if index == 0 { b"[" } else { b",\n" })?;
        n_written += 1;
        let view = text::view(comment);
        let plain = view.plain.trim();
        let end = plain.char_indices().nth(MOST_CHARS).map_or(plain.len(), |(end, _)| end);
        let cut = plain[end..].chars().count();
        let links = view.links.iter().take(MOST_LINKS);
        let links: Vec<(&str, &str)> = links.map(|link| (link.anchor.as_str(), link.site.normal())).collect();
        if view.trailer.is_none() && cut == 0 && links.is_empty() {
            return Ok(serde_json::to_writer(&mut *to, plain)?);
        }
        let more_links = view.links.len() - links.len();
        let text = Text { text: &plain[..end], trailer: view.trailer.as_deref(), cut, links, more_links };
        Ok(serde_json::to_writer(&mut *to, &text)?)
    })?;
    to.write_all(if n_written == 0 { b"[]" } else { b"]" }).map_err(output_failed)
}
