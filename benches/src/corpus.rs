//! A plan made into comments, one at a time.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::{DateTime, date};

use crate::chance::{Purpose, dice};
use crate::courtesies;
use crate::edits::edit;
use crate::people::{Person, Post, person, post};
use crate::plan::{Plan, Row, Telling};
use crate::prose;
use crate::variants::vary;
use crate::vocabulary::Vocabulary;

/// A plan and the language that it is told in.
pub struct Corpus {
    /// The comments to make.
    pub plan: Plan,
    vocabulary: Vocabulary,
}

/// A comment, made.
pub struct Comment<'a> {
    /// Its number, from 1; in the order of time.
    pub id: u32,
    /// What was planned.
    pub row: &'a Row,
    /// Who wrote it.
    pub person: Person,
    /// The body, as WordPress stores it.
    pub body: String,
}

impl Corpus {
    /// Takes a plan.
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

    /// For each comment in the order of the plan the id of the comment whose text it tells again; its own where it
    /// tells none. The first courtesy of those with equal words stands for them.
    pub fn originals(&self) -> Vec<u32> {
        let mut id_of: HashMap<u32, u32> = HashMap::new();
        let mut courtesy_of: HashMap<String, u32> = HashMap::new();
        let rows = self.plan.rows.iter().zip(1..);
        rows.map(|(row, id)| match row.telling {
            Telling::Courtesy => *courtesy_of.entry(courtesies::key(&self.body(row))).or_insert(id),
            Telling::Quoted => id,
            // An original is earlier than all who tell it again.
            _ => *id_of.entry(row.story).or_insert(id),
        })
        .collect()
    }

    fn body(&self, row: &Row) -> String {
        let seed = self.plan.seed;
        let mut told = dice(seed, Purpose::Telling, row.number);
        let mut story = dice(seed, Purpose::Story, row.story);
        let original = |dice: &mut _| prose::comment(dice, &self.vocabulary, row.style);
        match row.telling {
            Telling::AsIs => original(&mut story),
            Telling::Varied => vary(&original(&mut story), &mut told),
            Telling::Edited => edit(&original(&mut story), &mut told, &self.vocabulary),
            Telling::Hidden(evasion) => evasion.hide(&original(&mut story), &mut told, &self.vocabulary),
            Telling::Courtesy => courtesies::courtesy(&mut told, &self.vocabulary),
            Telling::Quoted => {
                let quoted = prose::sentences(&mut story, &self.vocabulary, row.style);
                let answer = prose::comment(&mut told, &self.vocabulary, prose::Style::Long);
                format!("<blockquote>{}</blockquote>\n\n{answer}", quoted[0])
            }
        }
    }
}

/// A second of the blog as a date.
pub fn date_of(second: u32) -> DateTime {
    date(2006, 1, 1).at(0, 0, 0, 0).saturating_add(i64::from(second).seconds())
}
