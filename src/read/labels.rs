//! Files of labels: one comment per line, its id and its label, separated by a tab.
//!
//! A first line with the words `id` and `label` names the columns; without it, they are the first two. Other
//! columns are ignored. A comment that the file does not list is honest.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::error::{ErrorKind, Result};
use crate::input::read_short_text;

/// The longest file that is read: some ten million labels.
const MOST_BYTES: u64 = 256 << 20;

/// Labels by the ids of comments.
#[derive(Debug, Default, PartialEq)]
pub struct Labels(HashMap<String, Option<bool>>);

impl Labels {
    /// Reads a file of labels.
    ///
    /// # Errors
    /// The file can't be read, a line has no label, or a label is unknown.
    pub fn read(path: &Path) -> Result<Labels> {
        let name = path.display().to_string();
        let failed = |source| ErrorKind::Read { name: name.clone(), source };
        let text = read_short_text(path, MOST_BYTES).map_err(failed)?;
        Labels::parse(&name, &text)
    }

    fn parse(name: &str, text: &str) -> Result<Labels> {
        let mut labels = HashMap::new();
        let mut places = (0, 1);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let column = |word: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(word));
            if let (0, Some(id), Some(label)) = (number, column("id"), column("label")) {
                places = (id, label);
                continue;
            }
            let wrong =
                |message: String| ErrorKind::Labels { name: name.to_owned(), line: number + 1, message };
            let id = cells.get(places.0).filter(|cell| !cell.is_empty());
            let id = id.ok_or_else(|| wrong("it has no id".to_owned()))?;
            let word = cells.get(places.1).copied().unwrap_or_default();
            let label = label(word).ok_or_else(|| wrong(format!("{word:?} is not a label")))?;
            labels.insert((*id).to_owned(), label);
        }
        Ok(Labels(labels))
    }

    /// The label files at a path: the file itself, or the files in the folder.
    pub fn files(labels: &Path) -> Vec<PathBuf> {
        match labels.read_dir() {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(_) => vec![labels.to_owned()],
        }
    }

    /// The file of labels for a dump. A folder holds one for each, `NAME.labels.tsv` or `NAME.tsv`, where `NAME` is
    /// the name of the dump without its extension, or the name of the folder that holds the dump. The matching name
    /// is returned too.
    pub fn find(labels: &Path, dump: &Path) -> Option<(String, PathBuf)> {
        let file_name = dump.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = file_name.split('.').next().unwrap_or_default().to_owned();
        if !labels.is_dir() {
            return Some((stem, labels.to_owned()));
        }
        let folder =
            dump.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        let endings = [".labels.tsv", ".tsv"];
        [file_name, stem, folder].into_iter().filter(|name| !name.is_empty()).find_map(|name| {
            let path = endings
                .iter()
                .map(|ending| labels.join(format!("{name}{ending}")))
                .find(|path| path.is_file())?;
            Some((name, path))
        })
    }

    /// Whether the comment is spam; `None` if it is labelled as unsure.
    pub fn of(&self, id: &str) -> Option<bool> {
        self.0.get(id).copied().unwrap_or(Some(false))
    }

    /// The ids that are listed.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The label that a word means; `None` if the word is unknown.
fn label(word: &str) -> Option<Option<bool>> {
    match word.to_ascii_lowercase().as_str() {
        "spam" | "1" | "true" | "yes" => Some(Some(true)),
        "" | "ham" | "honest" | "genuine" | "0" | "false" | "no" => Some(Some(false)),
        "unsure" | "unknown" | "?" => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<bool>)]) {
        let labels = Labels::parse("labels.tsv", text).unwrap_or_default();
        let found: Vec<_> = expected.iter().map(|(id, _)| (*id, labels.of(id))).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_label_is_found_by_the_id() {
        let expected = [("7", Some(true)), ("8", None), ("9", Some(false)), ("10", Some(false))];
        check("id\tlabel\twhy\n7\tspam\tsells sheds\n8\tunsure\n9\tham\n", &expected);
        check("7\tspam\n8\t?\n\n9\t\n", &expected);
        check("who\tlabel\tid\nAnn\tspam\t7\nBob\tunsure\t8\n", &expected);
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        let error = Labels::parse("labels.tsv", "id\tlabel\n7\tspan\n").unwrap_err().to_string();
        assert!(error.contains("labels.tsv, line 2") && error.contains("\"span\""), "{error}");
    }
}
