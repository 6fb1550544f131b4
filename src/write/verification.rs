//! A written dump is read back and compared, record by record, with the comments that it should hold.
//!
//! The reader of the format is the independent path: it knows nothing of what the writer meant to write.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_128;

use super::Selection;
use super::reparent::NewParents;
use crate::comment::{Comment, Record, Status};
use crate::error::{ErrorKind, Result};
use crate::index::CommentIdx;
use crate::read::{Columns, Input};

/// Which fields of a comment are compared, besides date, status and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Id and parent: not in a converted dump, whose comments may be numbered anew, nor in parts.
    pub ids: bool,
    /// Name, site and text: not if e-mail addresses in them were replaced.
    pub texts: bool,
    /// The e-mail address.
    pub email: bool,
    /// The IP address.
    pub ip: bool,
}

/// The comments that a written dump should hold.
pub struct Expected<'a> {
    name: &'a str,
    compared: Compared,
    /// How often each record is missing, by a hash of what is compared, with an id for the message.
    missing: HashMap<u128, (usize, String)>,
}

impl<'a> Expected<'a> {
    /// Reads the inputs of a dump again. `name` is that of the written dump.
    ///
    /// # Errors
    /// An input can't be read again.
    pub fn read(
        name: &'a str,
        selection: &Selection,
        inputs: &[(u32, &Input)],
        columns: &Columns,
        compared: Compared,
    ) -> Result<Expected<'a>> {
        let Selection { judged, is_kept, .. } = *selection;
        let new_parents = selection.new_parents();
        let mut expected = Expected { name, compared, missing: HashMap::new() };
        let first = inputs.first().map_or(0, |(number, _)| *number);
        let mut occurrences = judged.dump.occurrences_in(first..first + inputs.len() as u32);
        let mut written: HashSet<CommentIdx> = HashSet::new();
        for (number, input) in inputs {
            input.read(*number, columns, &mut |record| {
                let Record::Comment(mut comment) = record else { return };
                let Some(here) = occurrences.next() else { return };
                // A comment that is in several inputs of one dump is written once.
                let is_first = 1 == inputs.len() || written.insert(here.comment);
                if !is_kept(here.comment) || !is_first {
                    return;
                }
                set_parent(selection, &new_parents, here.comment, &mut comment);
                let entry = expected.missing.entry(expected.compared.hash(&comment)).or_default();
                entry.0 += 1;
                entry.1.clone_from(&comment.id);
            })?;
        }
        Ok(expected)
    }

    /// Compares with what is read from the written dump, which may have several parts.
    ///
    /// # Errors
    /// A part can't be read, or its comments are not those that it should hold.
    pub fn check(mut self, parts: &[Input]) -> Result<()> {
        let mut surplus = None;
        for part in parts {
            let read = part.read(0, &Columns::default(), &mut |record| {
                let Record::Comment(comment) = record else { return };
                match self.missing.get_mut(&self.compared.hash(&comment)) {
                    Some((n_missing, _)) if 0 < *n_missing => *n_missing -= 1,
                    _ => surplus = surplus.take().or(Some(comment.id)),
                }
            });
            match read {
                // A dump may have nothing but spam.
                Err(error) if matches!(error.kind(), ErrorKind::NoRecords { .. }) => {}
                read => read?,
            }
        }
        let missing = self.missing.values().filter(|(n_missing, _)| 0 < *n_missing).map(|(_, id)| id);
        let what = match (missing.min(), surplus) {
            (None, None) => return Ok(()),
            (Some(id), _) => format!("comment {id} is missing or differs"),
            (None, Some(id)) => format!("comment {id} should not be in it"),
        };
        let name = self.name;
        let message = format!(
            "{name} was read back and is not what it should be: {what}; nothing was written; please report this fault \
             of threadsift"
        );
        Err(ErrorKind::Unwritable(message).into())
    }
}

/// Gives a comment the parent that it has in the written dump.
fn set_parent(selection: &Selection, new_parents: &NewParents, index: CommentIdx, comment: &mut Comment) {
    let Some(new_parent) = new_parents.get(&index) else { return };
    comment.parent = match new_parent {
        Some(parent) => selection.judged.dump.comments[*parent].id().to_owned(),
        None => "0".to_owned(),
    };
}

impl Compared {
    /// A hash of what is compared. A WordPress export has no control characters, no fractions of seconds and fewer
    /// statuses than other formats.
    fn hash(self, comment: &Comment) -> u128 {
        let allowed = |text: &str| -> String {
            let is_allowed = |char: &char| {
                !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}') || matches!(char, '\t' | '\n')
            };
            text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(is_allowed).collect()
        };
        let parent = if comment.parent.is_empty() { "0" } else { &comment.parent };
        let status = match comment.status {
            Status::Unknown => Status::Approved,
            status => status,
        };
        let author = &comment.author;
        let when = |is_compared: bool, text: &str| if is_compared { allowed(text) } else { String::new() };
        let record = (
            [when(self.ids, &comment.id), when(self.ids, parent)],
            [when(self.texts, &author.name), when(self.texts, &author.url), when(self.texts, &comment.body)],
            [when(self.email, &author.email), when(self.ip, &author.ip), allowed(&comment.declared_type)],
            comment.date.map(|date| date.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            status.wordpress_name(),
        );
        xxh3_128(format!("{record:?}").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Compared = Compared { ids: true, texts: true, email: true, ip: true };

    fn dump(bodies: &[&str]) -> Input {
        let line = |(number, body): (usize, &&str)| format!("{{\"id\":\"{number}\",\"body\":\"{body}\"}}\n");
        let lines: String = bodies.iter().enumerate().map(line).collect();
        Input::from_bytes("dump", lines, None).expect("it is a dump")
    }

    /// Compares what should be written with what was written.
    fn check(expected: &[&str], written: &[&str]) -> Option<String> {
        let mut missing: HashMap<u128, (usize, String)> = HashMap::new();
        dump(expected)
            .read(0, &Columns::default(), &mut |record| {
                if let Record::Comment(comment) = record {
                    missing.entry(ALL.hash(&comment)).or_insert((0, comment.id)).0 += 1;
                }
            })
            .expect("it can be read");
        let expected = Expected { name: "out", compared: ALL, missing };
        expected.check(&[dump(written)]).err().map(|error| error.to_string())
    }

    #[test]
    fn what_should_be_there_is_there() {
        assert_eq!(check(&["one", "two"], &["one", "two"]), None);
    }

    #[test]
    fn a_lost_a_changed_and_a_surplus_record_are_noticed() {
        let says = |error: Option<String>, words: &str| assert!(error.expect("it differs").contains(words));
        says(check(&["one", "two"], &["one"]), "comment 1 is missing or differs");
        says(check(&["one", "two"], &["one", "too"]), "comment 1 is missing or differs");
        says(check(&["one"], &["one", "two"]), "comment 1 should not be in it");
    }
}
