//! Comments generated from a plan, one at a time.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::{DateTime, date};

use crate::courtesies;
use crate::edits::edit;
use crate::people::{Person, Post, person, post};
use crate::plan::{Plan, Repetition, Row};
use crate::prose;
use crate::rng::{Purpose, rng};
use crate::variants::vary;
use crate::vocabulary::Vocabulary;

/// A plan and the language of its texts.
pub struct Corpus {
    /// The planned comments.
    pub plan: Plan,
    vocabulary: Vocabulary,
}

/// A generated comment.
pub struct Comment<'a> {
    /// Number of the comment, from 1, in order of time.
    pub id: u32,
    /// The row of the plan.
    pub row: &'a Row,
    /// The author.
    pub person: Person,
    /// The body, as WordPress stores it.
    pub body: String,
}

impl Corpus {
    /// Creates the corpus of a plan.
    pub fn new(plan: Plan) -> Corpus {
        let vocabulary = Vocabulary::new(plan.seed);
        Corpus { plan, vocabulary }
    }

    /// The comment at an index of the plan.
    pub fn comment(&self, index: usize) -> Comment<'_> {
        let row = &self.plan.rows[index];
        let person = person(self.plan.seed, &self.vocabulary, row.person);
        Comment { id: index as u32 + 1, row, person, body: self.body(row) }
    }

    /// A post.
    pub fn post(&self, number: u32) -> Post {
        post(self.plan.seed, &self.vocabulary, number)
    }

    /// For each comment in the order of the plan, the id of the comment whose text it repeats, or its own id.
    /// Courtesies with equal words have the id of the first of them.
    pub fn originals(&self) -> Vec<u32> {
        let mut id_of: HashMap<u32, u32> = HashMap::new();
        let mut courtesy_of: HashMap<String, u32> = HashMap::new();
        let rows = self.plan.rows.iter().zip(1..);
        rows.map(|(row, id)| match row.repetition {
            Repetition::Courtesy => *courtesy_of.entry(courtesies::key(&self.body(row))).or_insert(id),
            Repetition::Quoted => id,
            // An original is earlier than all that repeat it.
            _ => *id_of.entry(row.text).or_insert(id),
        })
        .collect()
    }

    fn body(&self, row: &Row) -> String {
        let seed = self.plan.seed;
        let mut own = rng(seed, Purpose::Repetition, row.number);
        let mut source = rng(seed, Purpose::Original, row.text);
        let original = |rng: &mut _| prose::comment(rng, &self.vocabulary, row.style);
        match row.repetition {
            Repetition::Unchanged => original(&mut source),
            Repetition::Varied => vary(&original(&mut source), &mut own),
            Repetition::Edited => edit(&original(&mut source), &mut own, &self.vocabulary),
            Repetition::Disguised(evasion) => {
                evasion.disguise(&original(&mut source), &mut own, &self.vocabulary)
            }
            Repetition::Courtesy => courtesies::courtesy(&mut own, &self.vocabulary),
            Repetition::Quoted => {
                let quoted = prose::sentences(&mut source, &self.vocabulary, row.style);
                let answer = prose::comment(&mut own, &self.vocabulary, prose::Style::Long);
                format!("<blockquote>{}</blockquote>\n\n{answer}", quoted[0])
            }
        }
    }
}

/// The date of a second since the blog began.
pub fn date_of(second: u32) -> DateTime {
    date(2006, 1, 1).at(0, 0, 0, 0).saturating_add(i64::from(second).seconds())
}
