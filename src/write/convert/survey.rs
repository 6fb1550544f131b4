//! What must be known of all inputs before the first comment is written: ids, and where posts wait to be written.

use std::collections::{HashMap, HashSet};
use std::io;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::Conversion;
use super::rows::PostRow;
use crate::comment::{Author, Comment, LooseMarks, Marks, Post, Record};
use crate::error::{Damage, Place, Result};
use crate::input::spool::Spool;
use crate::knowledge::post_space;
use crate::write::whole;

/// See the module's page.
pub struct Survey {
    /// All comments of the inputs, in order, kept or not.
    pub comments: Vec<Entry>,
    /// All posts, those that only comments speak of too, in the order in which they were met.
    pub posts: Vec<PostEntry>,
    /// The addresses of the blogs.
    pub sites: Vec<String>,
    /// Who writes the posts.
    pub owners: Vec<Author>,
    /// What was broken.
    pub damages: Vec<Damage>,
    marks: LooseMarks,
    post_of: HashMap<(Option<u32>, Box<str>), u32>,
    spool: Spool,
}

/// A comment.
pub struct Entry {
    /// The number of its input.
    pub input: u32,
    /// The id in its dump.
    pub id: Box<str>,
    /// Was the id made up from the position?
    pub has_made_up_id: bool,
    /// The position of its post.
    pub post: u32,
    /// The id of the comment that it answers; empty at the top of a thread.
    pub parent: Box<str>,
}

/// A post.
pub struct PostEntry {
    /// The number of its input.
    pub input: u32,
    /// The id in its dump.
    pub id: Box<str>,
    /// The first post of all that is the same in id, title and address: its own position as a rule.
    pub same_as: u32,
    /// Does a comment stand under it, kept or not, or under another post that is the same?
    pub has_comments: bool,
    likeness: u64,
    text: Option<Range<u64>>,
}

impl Survey {
    /// Reads all inputs.
    pub fn of(conversion: &Conversion) -> Result<Survey> {
        let mut survey = Survey {
            comments: Vec::new(),
            posts: Vec::new(),
            sites: Vec::new(),
            owners: Vec::new(),
            marks: LooseMarks::default(),
            damages: Vec::new(),
            post_of: HashMap::new(),
            spool: Spool::default(),
        };
        let mut outcome = Ok(());
        for (number, input) in &conversion.inputs {
            let (n_comments, n_posts) = (survey.comments.len(), survey.posts.len());
            let (n_damages, mut n_lost) = (survey.damages.len(), 0_usize);
            input.read(*number, conversion.columns, &mut |record| match record {
                Record::Comment(comment) => survey.take_comment(&comment),
                Record::Post(post) if outcome.is_ok() => outcome = survey.take_post(*number, *post),
                Record::Post(_) => {}
                Record::Site(address) if !survey.sites.contains(&address) => survey.sites.push(address),
                Record::Site(_) => {}
                Record::Owner(owner) if !survey.owners.contains(&owner) => survey.owners.push(owner),
                Record::Owner(_) => {}
                Record::Marks { comment, marks } => {
                    n_lost += usize::from(!survey.marks.add(*number, &comment, marks));
                }
                Record::Damage(damage) => survey.damages.push(damage),
            })?;
            let n_comments = survey.comments.len() - n_comments + survey.damages.len() - n_damages;
            input.check_is_dump(n_comments, n_comments + survey.posts.len() - n_posts)?;
            if 0 < n_lost {
                let place = Place { input: *number, ..Place::default() };
                let what =
                    format!("{n_lost} marks of moderation had no room in the memory and were left out");
                survey.damages.push(Damage { place, what });
            }
        }
        let inputs: HashSet<u32> = survey.comments.iter().map(|it| it.input).collect();
        survey.marks.share(|input| inputs.contains(&input));
        outcome.map_err(whole::to_output)?;
        survey.find_same_posts();
        for index in 0..survey.comments.len() {
            let same = survey.posts[survey.comments[index].post as usize].same_as;
            survey.posts[same as usize].has_comments = true;
        }
        Ok(survey)
    }

    /// What the dump says about a post; `None` where only comments speak of it.
    pub fn post(&mut self, index: usize) -> io::Result<Option<PostRow>> {
        let Some(place) = self.posts[index].text.clone() else { return Ok(None) };
        Ok(Some(serde_json::from_slice(&self.spool.get(place)?)?))
    }

    /// What people and filters had said of a comment, be it with the comment or apart from it.
    pub fn said_of(&self, comment: &Comment) -> Marks {
        comment.marks.merge(self.marks.get(comment.place.input, &comment.id))
    }

    /// Does the dump have this post, and not only comments that speak of it?
    pub fn has_post(&self, index: usize) -> bool {
        self.posts[index].text.is_some()
    }

    fn take_comment(&mut self, comment: &Comment) {
        let post = self.post_entry(comment.place.input, &comment.post);
        let parent = if comment.parent == "0" { "" } else { &*comment.parent };
        self.comments.push(Entry {
            input: comment.place.input,
            id: comment.id.as_str().into(),
            has_made_up_id: comment.has_made_up_id(),
            post,
            parent: parent.into(),
        });
    }

    fn take_post(&mut self, input: u32, post: Post) -> io::Result<()> {
        let mut index = self.post_entry(input, &post.id) as usize;
        if self.posts[index].text.is_some() {
            // Of several posts with one id, as in files that were glued together, the first has the comments.
            index = self.posts.len();
            self.new_post(input, &post.id);
        }
        if !(post.title.trim().is_empty() && post.url.trim().is_empty()) {
            let likeness = serde_json::to_vec(&(&post.id, &post.title, &post.url))?;
            self.posts[index].likeness = xxh3_64(&likeness);
        }
        let text = serde_json::to_vec(&PostRow::from(post))?;
        self.posts[index].text = Some(self.spool.append(&text)?);
        Ok(())
    }

    fn post_entry(&mut self, input: u32, id: &str) -> u32 {
        let place = (post_space(input, id), Box::from(id));
        if let Some(index) = self.post_of.get(&place) {
            return *index;
        }
        self.new_post(input, id);
        let index = self.posts.len() as u32 - 1;
        self.post_of.insert(place, index);
        index
    }

    fn new_post(&mut self, input: u32, id: &str) {
        let same_as = self.posts.len() as u32;
        self.posts.push(PostEntry {
            input,
            id: id.into(),
            same_as,
            has_comments: false,
            likeness: 0,
            text: None,
        });
    }

    /// Two exports of one blog have the same posts.
    fn find_same_posts(&mut self) {
        let mut first: HashMap<u64, u32> = HashMap::new();
        for (index, post) in (0..).zip(&mut self.posts) {
            if post.likeness != 0 {
                post.same_as = *first.entry(post.likeness).or_insert(index);
            }
        }
    }
}
