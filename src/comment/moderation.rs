//! Moderation marks: what people and filters had said about a comment, as far as the dump has it.
//!
//! Marks record what was said, not what is true: filters err, and people file honest comments under spam too. The keys of WordPress's `commentmeta` and their meaning are those of Akismet 2.5 to 5 (`class.akismet.php`),
//! Antispam Bee 2.6 to 3 and WordPress itself (`wp_spam_comment` and `wp_trash_comment` in `comment.php`).

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::Status;
use crate::error::{Damage, Place};

/// What was said of one comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// Somebody said that it is spam.
    pub spam_by_person: bool,
    /// Somebody said that it is not spam.
    pub ham_by_person: bool,
    /// A filter said that it is spam.
    pub spam_by_filter: bool,
    /// A filter said that it is not spam.
    pub ham_by_filter: bool,
    /// What a column of labels says: is it spam?
    pub label: Option<bool>,
    /// The status that it had before it was last filed under spam or put into the bin; unknown where that never
    /// happened or the dump does not say. Filters on the way in leave none.
    pub filed_from: Status,
}

/// What Akismet's history calls the answers of its filter: on the way in, asked again, asked late, and by itself.
const CHECKS: &[&str] = &["check", "recheck", "cron-retry", "webhook"];

/// Who said what: the word for it, whether it was said, and saying it.
type Word = (&'static str, fn(&Marks) -> bool, fn(&mut Marks));

const WORDS: &[Word] = &[
    ("spam-by-person", |it| it.spam_by_person, |it| it.spam_by_person = true),
    ("ham-by-person", |it| it.ham_by_person, |it| it.ham_by_person = true),
    ("spam-by-filter", |it| it.spam_by_filter, |it| it.spam_by_filter = true),
    ("ham-by-filter", |it| it.ham_by_filter, |it| it.ham_by_filter = true),
];

/// Behind it stands a status.
const FILED_FROM: &str = "filed-from:";

impl Marks {
    /// Nothing was said.
    pub const NONE: Marks = Marks {
        spam_by_person: false,
        ham_by_person: false,
        spam_by_filter: false,
        ham_by_filter: false,
        label: None,
        filed_from: Status::Unknown,
    };

    /// What a row of WordPress's `commentmeta` says. Nothing, as a rule.
    pub fn from_meta(key: &str, value: &str) -> Marks {
        let value = value.trim();
        let (is_true, is_false) = (value == "true", value == "false");
        match key.trim() {
            "akismet_result" => Marks { spam_by_filter: is_true, ham_by_filter: is_false, ..Marks::NONE },
            "akismet_user_result" => {
                Marks { spam_by_person: is_true, ham_by_person: is_false, ..Marks::NONE }
            }
            "akismet_history" => Marks::from_history(value),
            // `manually` was written by version 2, `asb-marked-manually` by version 3.
            "antispam_bee_reason" => {
                let by_person = value.contains("manually");
                let by_filter = !by_person && !value.is_empty();
                Marks { spam_by_person: by_person, spam_by_filter: by_filter, ..Marks::NONE }
            }
            "_wp_trash_meta_status" => Marks { filed_from: Status::from_text(value), ..Marks::NONE },
            _ => Marks::NONE,
        }
    }

    /// What one event of Akismet's history says. PHP serialised it, with the event's name in quotes. Events such as
    /// `status-spam` do not tell whether a person or a plugin changed the status.
    fn from_history(value: &str) -> Marks {
        let says = |event: &str| value.contains(&format!("\"{event}\""));
        Marks {
            spam_by_person: says("report-spam"),
            ham_by_person: says("report-ham"),
            spam_by_filter: CHECKS.iter().any(|it| says(&format!("{it}-spam"))),
            ham_by_filter: CHECKS.iter().any(|it| says(&format!("{it}-ham"))),
            ..Marks::NONE
        }
    }

    /// What a label says: `1` and `0`, `spam` and `ham`, `true` and `false`, `yes` and `no`, or one of the words for
    /// what is no spam. Anything else is no label.
    pub fn from_label(text: &str) -> Marks {
        let label = match text.trim().to_ascii_lowercase().as_str() {
            "1" | "1.0" | "spam" | "true" | "yes" => Some(true),
            "0" | "0.0" | "ham" | "false" | "no" | "genuine" | "legitimate" | "not spam" => Some(false),
            _ => None,
        };
        Marks { label, ..Marks::NONE }
    }

    /// What was said, but for the label, as rows of `commentmeta`. People and filters speak there as Akismet lets them.
    pub fn to_meta(&self) -> Vec<(&'static str, &'static str)> {
        let rows = [
            (self.spam_by_filter, "akismet_result", "true"),
            (self.ham_by_filter, "akismet_result", "false"),
            (self.spam_by_person, "akismet_user_result", "true"),
            (self.ham_by_person, "akismet_user_result", "false"),
            (self.filed_from != Status::Unknown, "_wp_trash_meta_status", self.filed_from.wordpress_name()),
        ];
        rows.into_iter().filter_map(|(is_said, key, value)| is_said.then_some((key, value))).collect()
    }

    /// What was said, but for the label, in words that [`Marks::from_words`] reads.
    pub fn to_words(&self) -> Vec<String> {
        let said = WORDS.iter().filter(|(_, is_said, _)| is_said(self));
        let mut words: Vec<String> = said.map(|(word, ..)| (*word).to_owned()).collect();
        if self.filed_from != Status::Unknown {
            words.push(format!("{FILED_FROM}{}", self.filed_from.name()));
        }
        words
    }

    /// What words say, with blanks between them. Unknown ones say nothing.
    pub fn from_words(text: &str) -> Marks {
        let mut marks = Marks::NONE;
        for word in text.split_whitespace() {
            if let Some((.., say)) = WORDS.iter().find(|(it, ..)| *it == word) {
                say(&mut marks);
            } else if let Some(status) = word.strip_prefix(FILED_FROM) {
                marks.filed_from = Status::from_text(status);
            }
        }
        marks
    }

    /// The marks of both. Where they contradict each other and only one can be kept, it is that of `self`.
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

/// Marks that are stored apart from their comments, as in the tables of a database: before them, after them, or in
/// another file.
#[derive(Debug, Default)]
pub struct LooseMarks {
    /// By the numbers of the inputs and the comments' ids.
    inputs: BTreeMap<u32, ByComment>,
    /// The marks that hold for comments of every input.
    shared: ByComment,
    n_comments: usize,
    /// The number of marks that did not fit, by input.
    n_lost: BTreeMap<u32, usize>,
}

type ByComment = HashMap<Box<str>, Marks>;

/// How many comments can have loose marks: databases keep the marks of comments that are long deleted, and those must
/// not exhaust the memory. So many take about 400 MB.
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

    /// What was lost, one damage for each input.
    pub fn losses(&self) -> impl Iterator<Item = Damage> {
        self.n_lost.iter().map(|(input, n_lost)| Damage {
            place: Place { input: *input, ..Place::default() },
            what: format!("{n_lost} marks of moderation did not fit into memory and were left out"),
        })
    }

    /// Whether no comment has marks.
    pub fn is_empty(&self) -> bool {
        self.n_comments == 0
    }

    /// Takes the marks of inputs that have no comments for those of the whole dump: the tables of a database may lie
    /// in a file each.
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
        let own = self.inputs.get(&input).and_then(|it| it.get(comment)).copied().unwrap_or_default();
        own.merge(self.shared.get(comment).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was said, in letters: person, filter, label; small for “not spam”.
    fn letters(marks: Marks) -> String {
        let letters = [
            (marks.spam_by_person, 'P'),
            (marks.ham_by_person, 'p'),
            (marks.spam_by_filter, 'F'),
            (marks.ham_by_filter, 'f'),
            (marks.label == Some(true), 'L'),
            (marks.label == Some(false), 'l'),
        ];
        letters.into_iter().filter_map(|(is_said, letter)| is_said.then_some(letter)).collect()
    }

    #[track_caller]
    fn check(key: &str, value: &str, expected: &str) {
        assert_eq!(letters(Marks::from_meta(key, value)), expected, "{key} = {value}");
    }

    #[test]
    fn people_and_filters_are_told_apart() {
        check("akismet_result", "true", "F");
        check("akismet_result", "false", "f");
        check("akismet_user_result", "true", "P");
        check("akismet_user_result", "false", "p");
        check("antispam_bee_reason", "css", "F");
        check("antispam_bee_reason", "asb-honeypot,asb-regexp", "F");
        check("antispam_bee_reason", "manually", "P");
        check("antispam_bee_reason", "asb-marked-manually", "P");
        check("antispam_bee_reason", "", "");
        check("akismet_error", "true", "");
    }

    #[test]
    fn histories_tell_who_said_it() {
        let event = |name: &str| {
            format!(r#"a:3:{{s:4:"time";d:1.5;s:5:"event";s:1:"{name}";s:4:"user";s:3:"ada";}}"#)
        };
        check("akismet_history", &event("check-spam"), "F");
        check("akismet_history", &event("cron-retry-ham"), "f");
        check("akismet_history", &event("report-ham"), "p");
        check("akismet_history", &event("report-spam"), "P");
        check("akismet_history", &event("status-spam"), "");
    }

    #[test]
    fn labels_are_read_as_people_write_them() {
        for (text, expected) in
            [("1", "L"), (" Spam", "L"), ("TRUE", "L"), ("0", "l"), ("ham", "l"), ("genuine", "l")]
        {
            assert_eq!(letters(Marks::from_label(text)), expected, "{text}");
        }
        for text in ["", "2", "unsure"] {
            assert_eq!(Marks::from_label(text), Marks::NONE);
        }
    }

    #[test]
    fn rows_of_meta_say_it_all_again() {
        let marks =
            Marks { ham_by_person: true, spam_by_filter: true, filed_from: Status::Pending, ..Marks::NONE };
        let again = marks.to_meta().into_iter().map(|(key, value)| Marks::from_meta(key, value));
        assert_eq!(again.fold(Marks::NONE, Marks::merge), marks);
    }

    #[test]
    fn words_say_it_all_again() {
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
        let said = |input, id| letters(loose.get(input, id));
        assert_eq!(
            (said(0, "7"), said(2, "7"), said(2, "8"), said(0, "9")),
            ("pF".into(), "p".into(), "f".into(), String::new())
        );
    }
}
