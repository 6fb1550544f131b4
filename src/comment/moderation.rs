//! Moderation marks: earlier decisions of people and filters about a comment, as far as the dump has them.
//!
//! Marks can be wrong: filters err, and people mark honest comments as spam. The keys of WordPress's `commentmeta` and
//! their meaning are those of Akismet 2.5 to 5 (`class.akismet.php`), Antispam Bee 2.6 to 3, and WordPress itself
//! (`wp_spam_comment` and `wp_trash_comment` in `comment.php`).

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::Status;
use crate::error::{Damage, Place};

/// The moderation marks of one comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// A person marked it as spam.
    pub spam_by_person: bool,
    /// A person marked it as not spam.
    pub ham_by_person: bool,
    /// A filter called it spam.
    pub spam_by_filter: bool,
    /// A filter called it not spam.
    pub ham_by_filter: bool,
    /// The label from a column of labels: true for spam.
    pub label: Option<bool>,
    /// The status before the comment was last moved to spam or trash. `Unknown` if it was not moved, if the dump does
    /// not say, and if a filter moved it when it was posted.
    pub filed_from: Status,
}

/// Prefixes of the filter's events in Akismet's history: first check, repeated check, delayed check, and later
/// correction.
const CHECKS: &[&str] = &["check", "recheck", "cron-retry", "webhook"];

/// A mark as a word: the word, the test for the mark, and the function that sets the mark.
type Word = (&'static str, fn(&Marks) -> bool, fn(&mut Marks));

const WORDS: &[Word] = &[
    ("spam-by-person", |marks| marks.spam_by_person, |marks| marks.spam_by_person = true),
    ("ham-by-person", |marks| marks.ham_by_person, |marks| marks.ham_by_person = true),
    ("spam-by-filter", |marks| marks.spam_by_filter, |marks| marks.spam_by_filter = true),
    ("ham-by-filter", |marks| marks.ham_by_filter, |marks| marks.ham_by_filter = true),
];

/// The prefix of the word for the earlier status.
const FILED_FROM: &str = "filed-from:";

impl Marks {
    /// No marks.
    pub const NONE: Marks = Marks {
        spam_by_person: false,
        ham_by_person: false,
        spam_by_filter: false,
        ham_by_filter: false,
        label: None,
        filed_from: Status::Unknown,
    };

    /// The marks in a row of WordPress's `commentmeta`; none for most keys.
    pub fn from_meta(key: &str, value: &str) -> Marks {
        let value = value.trim();
        let (is_true, is_false) = (value == "true", value == "false");
        match key.trim() {
            "akismet_result" => Marks { spam_by_filter: is_true, ham_by_filter: is_false, ..Marks::NONE },
            "akismet_user_result" => {
                Marks { spam_by_person: is_true, ham_by_person: is_false, ..Marks::NONE }
            }
            "akismet_history" => Marks::from_history(value),
            // Version 2 writes `manually`, version 3 `asb-marked-manually`.
            "antispam_bee_reason" => {
                let by_person = value.contains("manually");
                let by_filter = !by_person && !value.is_empty();
                Marks { spam_by_person: by_person, spam_by_filter: by_filter, ..Marks::NONE }
            }
            "_wp_trash_meta_status" => Marks { filed_from: Status::from_text(value), ..Marks::NONE },
            _ => Marks::NONE,
        }
    }

    /// The marks in one event of Akismet's history, which PHP serialised with the event's name in quotes. Events such
    /// as `status-spam` give none: a person or a plugin may have changed the status.
    fn from_history(value: &str) -> Marks {
        let has = |event: &str| value.contains(&format!("\"{event}\""));
        Marks {
            spam_by_person: has("report-spam"),
            ham_by_person: has("report-ham"),
            spam_by_filter: CHECKS.iter().any(|check| has(&format!("{check}-spam"))),
            ham_by_filter: CHECKS.iter().any(|check| has(&format!("{check}-ham"))),
            ..Marks::NONE
        }
    }

    /// Parses a label: `1`, `spam`, `true` or `yes`, or one of their opposites. Anything else is no label.
    pub fn from_label(text: &str) -> Marks {
        let label = match text.trim().to_ascii_lowercase().as_str() {
            "1" | "1.0" | "spam" | "true" | "yes" => Some(true),
            "0" | "0.0" | "ham" | "false" | "no" | "genuine" | "legitimate" | "not spam" => Some(false),
            _ => None,
        };
        Marks { label, ..Marks::NONE }
    }

    /// The marks, except the label, as rows of `commentmeta` like those of Akismet.
    pub fn to_meta(&self) -> Vec<(&'static str, &'static str)> {
        let rows = [
            (self.spam_by_filter, "akismet_result", "true"),
            (self.ham_by_filter, "akismet_result", "false"),
            (self.spam_by_person, "akismet_user_result", "true"),
            (self.ham_by_person, "akismet_user_result", "false"),
            (self.filed_from != Status::Unknown, "_wp_trash_meta_status", self.filed_from.wordpress_name()),
        ];
        rows.into_iter().filter_map(|(is_set, key, value)| is_set.then_some((key, value))).collect()
    }

    /// The marks, except the label, as words that [`Marks::from_words`] reads.
    pub fn to_words(&self) -> Vec<String> {
        let set = WORDS.iter().filter(|(_, is_set, _)| is_set(self));
        let mut words: Vec<String> = set.map(|(word, ..)| (*word).to_owned()).collect();
        if self.filed_from != Status::Unknown {
            words.push(format!("{FILED_FROM}{}", self.filed_from.name()));
        }
        words
    }

    /// Parses words that are separated by spaces. Unknown words are ignored.
    pub fn from_words(text: &str) -> Marks {
        let mut marks = Marks::NONE;
        for word in text.split_whitespace() {
            if let Some((.., set)) = WORDS.iter().find(|(known, ..)| *known == word) {
                set(&mut marks);
            } else if let Some(status) = word.strip_prefix(FILED_FROM) {
                marks.filed_from = Status::from_text(status);
            }
        }
        marks
    }

    /// The marks of both. If their labels or earlier statuses differ, those of `self` are kept.
    pub fn merge(self, other: Marks) -> Marks {
        Marks {
            spam_by_person: self.spam_by_person | other.spam_by_person,
            ham_by_person: self.ham_by_person | other.ham_by_person,
            spam_by_filter: self.spam_by_filter | other.spam_by_filter,
            ham_by_filter: self.ham_by_filter | other.ham_by_filter,
            label: self.label.or(other.label),
            filed_from: if self.filed_from == Status::Unknown { other.filed_from } else { self.filed_from },
        }
    }
}

/// Marks that are stored apart from their comments, as in the tables of a database: before the comments, after them, or
/// in another file.
#[derive(Debug, Default)]
pub struct LooseMarks {
    /// The marks by the numbers of inputs and the ids of comments.
    inputs: BTreeMap<u32, ByComment>,
    /// The marks of inputs without comments, which belong to the comments of every input.
    shared: ByComment,
    n_comments: usize,
    /// The number of marks that did not fit, by input.
    n_lost: BTreeMap<u32, usize>,
}

type ByComment = HashMap<Box<str>, Marks>;

/// The maximum number of comments with loose marks, which take about 400 MB. Databases keep the marks of deleted
/// comments, and these must not exhaust the memory.
const MAX_LOOSE: usize = 4_000_000;

impl LooseMarks {
    /// Adds the marks that an input has for a comment, or counts them as lost if there is no room for another comment.
    pub fn add(&mut self, input: u32, comment: &str, marks: Marks) {
        let by_comment = self.inputs.entry(input).or_default();
        if let Some(known) = by_comment.get_mut(comment) {
            *known = known.merge(marks);
        } else if self.n_comments < MAX_LOOSE {
            by_comment.insert(comment.into(), marks);
            self.n_comments += 1;
        } else {
            *self.n_lost.entry(input).or_default() += 1;
        }
    }

    /// The damage of each input with marks that did not fit.
    pub fn losses(&self) -> impl Iterator<Item = Damage> {
        self.n_lost.iter().map(|(input, n_lost)| Damage {
            place: Place { input: *input, ..Place::default() },
            what: format!("{n_lost} moderation marks did not fit into memory and were left out"),
        })
    }

    /// The number of comments with marks that are not in the dump.
    pub fn n_orphans(&self, is_in_dump: impl Fn(&str) -> bool) -> usize {
        let comments = self.inputs.values().chain([&self.shared]).flat_map(HashMap::keys);
        comments.filter(|comment| !is_in_dump(comment)).count()
    }

    /// Whether no comment has marks.
    pub fn is_empty(&self) -> bool {
        self.n_comments == 0
    }

    /// Makes the marks of inputs without comments available to the whole dump: each table of a database may be in a
    /// file of its own.
    pub fn share(&mut self, has_comments: impl Fn(u32) -> bool) {
        let inputs = std::mem::take(&mut self.inputs);
        for (input, by_comment) in inputs {
            if has_comments(input) {
                self.inputs.insert(input, by_comment);
                continue;
            }
            for (comment, marks) in by_comment {
                let shared = self.shared.entry(comment).or_default();
                *shared = shared.merge(marks);
            }
        }
    }

    /// The marks of a comment.
    pub fn get(&self, input: u32, comment: &str) -> Marks {
        let own = self
            .inputs
            .get(&input)
            .and_then(|by_comment| by_comment.get(comment))
            .copied()
            .unwrap_or_default();
        own.merge(self.shared.get(comment).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, value: &str, expected: &str) {
        assert_eq!(Marks::from_meta(key, value).to_words().join(" "), expected, "{key} = {value}");
    }

    #[test]
    fn marks_of_people_and_filters_are_distinguished() {
        check("akismet_result", "true", "spam-by-filter");
        check("akismet_result", "false", "ham-by-filter");
        check("akismet_user_result", "true", "spam-by-person");
        check("akismet_user_result", "false", "ham-by-person");
        check("antispam_bee_reason", "css", "spam-by-filter");
        check("antispam_bee_reason", "asb-honeypot,asb-regexp", "spam-by-filter");
        check("antispam_bee_reason", "manually", "spam-by-person");
        check("antispam_bee_reason", "asb-marked-manually", "spam-by-person");
        check("antispam_bee_reason", "", "");
        check("akismet_error", "true", "");
    }

    #[test]
    fn histories_are_read() {
        let event = |name: &str| {
            format!(r#"a:3:{{s:4:"time";d:1.5;s:5:"event";s:1:"{name}";s:4:"user";s:3:"ada";}}"#)
        };
        check("akismet_history", &event("check-spam"), "spam-by-filter");
        check("akismet_history", &event("cron-retry-ham"), "ham-by-filter");
        check("akismet_history", &event("report-ham"), "ham-by-person");
        check("akismet_history", &event("report-spam"), "spam-by-person");
        check("akismet_history", &event("status-spam"), "");
    }

    #[test]
    fn labels_are_read_as_people_write_them() {
        for text in ["1", " Spam", "TRUE"] {
            assert_eq!(Marks::from_label(text).label, Some(true), "{text}");
        }
        for text in ["0", "ham", "genuine"] {
            assert_eq!(Marks::from_label(text).label, Some(false), "{text}");
        }
        for text in ["", "2", "unsure"] {
            assert_eq!(Marks::from_label(text), Marks::NONE);
        }
    }

    #[test]
    fn rows_of_meta_hold_all_marks() {
        let marks =
            Marks { ham_by_person: true, spam_by_filter: true, filed_from: Status::Pending, ..Marks::NONE };
        let again = marks.to_meta().into_iter().map(|(key, value)| Marks::from_meta(key, value));
        assert_eq!(again.fold(Marks::NONE, Marks::merge), marks);
    }

    #[test]
    fn words_hold_all_marks() {
        let marks =
            Marks { spam_by_person: true, ham_by_filter: true, filed_from: Status::Approved, ..Marks::NONE };
        assert_eq!(marks.to_words(), ["spam-by-person", "ham-by-filter", "filed-from:approved"]);
        assert_eq!(Marks::from_words(&marks.to_words().join(" ")), marks);
        assert_eq!(Marks::from_words("spam perhaps"), Marks::NONE);
    }

    #[test]
    fn marks_of_a_file_without_comments_are_those_of_the_dump() {
        let mut loose = LooseMarks::default();
        loose.add(0, "7", Marks::from_meta("akismet_result", "true"));
        loose.add(1, "7", Marks::from_meta("akismet_user_result", "false"));
        loose.add(1, "8", Marks::from_meta("akismet_result", "false"));
        loose.share(|input| input != 1);
        let words = |input, id| loose.get(input, id).to_words().join(" ");
        assert_eq!(words(0, "7"), "ham-by-person spam-by-filter");
        assert_eq!(words(2, "7"), "ham-by-person");
        assert_eq!(words(2, "8"), "ham-by-filter");
        assert_eq!(words(0, "9"), "");
    }
}
