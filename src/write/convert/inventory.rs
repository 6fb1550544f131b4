//! An inventory of all inputs, taken before the first comment is written: the ids of comments, and the posts.

use std::collections::{HashMap, HashSet};
use std::io;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::Conversion;
use super::comment_row::PostRow;
use crate::comment::{Author, Comment, LooseMarks, Marks, Post, Record};
use crate::error::{Damage, Note, Result};
use crate::index::{IndexVec, positions};
use crate::input::spool::Spool;
use crate::knowledge::post_space;
use crate::write::output_failed;

positions! {
    /// The position of a comment in the inputs of a conversion. A comment that several inputs contain has several.
    CommentEntryIdx
    /// The position of a post in the inputs of a conversion.
    PostEntryIdx
}

/// The ids of all comments, and the posts, sites and owners of all inputs. The texts of posts wait in a spool.
pub struct Inventory {
    /// All comments in the order of the inputs, whether they are kept or not.
    pub comments: IndexVec<CommentEntryIdx, CommentEntry>,
    /// All posts in the order of the inputs, including those that only comments refer to.
    pub posts: IndexVec<PostEntryIdx, PostEntry>,
    /// The addresses of the blogs.
    pub sites: Vec<String>,
    /// The authors of posts.
    pub owners: Vec<Author>,
    /// The damaged places of the inputs.
    pub damages: Vec<Damage>,
    /// Notes about the inputs for the user.
    pub notes: Vec<Note>,
    marks: LooseMarks,
    post_of: HashMap<(Option<u32>, Box<str>), PostEntryIdx>,
    spool: Spool,
}

/// The ids of a comment.
pub struct CommentEntry {
    /// The number of its input.
    pub input: u32,
    /// The id in its dump.
    pub id: Box<str>,
    /// Whether the reader made the id from the position, because the dump has none.
    pub has_made_up_id: bool,
    /// Its post.
    pub post: PostEntryIdx,
    /// The id of the comment that it answers; empty at the top of a thread.
    pub parent: Box<str>,
    /// Why the target does not take it, if it does not.
    pub refusal: Option<Refusal>,
}

/// Why a target does not take a comment, in words that complete "3 comments left out: …".
pub type Refusal = &'static str;

/// The id of a post, and where its text is.
pub struct PostEntry {
    /// The number of its input.
    pub input: u32,
    /// The id in its dump.
    pub id: Box<str>,
    /// The first post with the same id, title and address; usually this post.
    pub same_as: PostEntryIdx,
    /// Whether a comment, kept or not, is under this post or under one that is the same.
    pub has_comments: bool,
    /// A hash of id, title and address; 0 if the title and address are empty.
    identity: u64,
    /// The place of the text in the spool; `None` if only comments refer to the post.
    text: Option<Range<u64>>,
}

impl Inventory {
    /// Reads all inputs and takes their inventory. `refusal` says why the target does not take a comment.
    pub fn read(conversion: &Conversion, refusal: &dyn Fn(&Comment) -> Option<Refusal>) -> Result<Inventory> {
        let mut inventory = Inventory {
            comments: IndexVec::default(),
            posts: IndexVec::default(),
            sites: Vec::new(),
            owners: Vec::new(),
            marks: LooseMarks::default(),
            damages: Vec::new(),
            notes: Vec::new(),
            post_of: HashMap::new(),
            spool: Spool::default(),
        };
        let mut outcome = Ok(());
        for (number, input) in &conversion.inputs {
            input.read(*number, conversion.columns, &mut |record| match record {
                Record::Comment(comment) => inventory.take_comment(&comment, refusal(&comment)),
                Record::Post(post) if outcome.is_ok() => outcome = inventory.take_post(*number, *post),
                Record::Post(_) => {}
                Record::Site(address) if !inventory.sites.contains(&address) => inventory.sites.push(address),
                Record::Site(_) => {}
                Record::Owner(owner) if !inventory.owners.contains(&owner) => inventory.owners.push(owner),
                Record::Owner(_) => {}
                Record::Marks { comment, marks } => inventory.marks.add(*number, &comment, marks),
                Record::Damage(damage) => inventory.damages.push(damage),
                Record::Note(note) => inventory.notes.push(note),
            })?;
        }
        inventory.damages.extend(inventory.marks.losses());
        let inputs: HashSet<u32> = inventory.comments.iter().map(|comment| comment.input).collect();
        inventory.marks.share(|input| inputs.contains(&input));
        outcome.map_err(output_failed)?;
        inventory.find_same_posts();
        for comment in &inventory.comments {
            let same = inventory.posts[comment.post].same_as;
            inventory.posts[same].has_comments = true;
        }
        Ok(inventory)
    }

    /// The text of a post; `None` if only comments refer to it.
    pub fn post(&mut self, index: PostEntryIdx) -> io::Result<Option<PostRow>> {
        let Some(place) = self.posts[index].text.clone() else { return Ok(None) };
        Ok(Some(serde_json::from_slice(&self.spool.get(place)?)?))
    }

    /// The marks of moderators and filters on a comment, including those that the dump stores apart from it.
    pub fn marks_for(&self, comment: &Comment) -> Marks {
        comment.marks.merge(self.marks.get(comment.place.input, &comment.id))
    }

    /// The number of comments that are not in the dump, but have marks in its tables.
    pub fn n_orphaned_marks(&self) -> usize {
        if self.marks.is_empty() {
            return 0;
        }
        let ids: HashSet<&str> = self.comments.iter().map(|comment| &*comment.id).collect();
        self.marks.n_orphans(|comment| ids.contains(comment))
    }

    /// Returns true if the dump has the post itself, and not only comments that refer to it.
    pub fn has_post(&self, index: PostEntryIdx) -> bool {
        self.posts[index].text.is_some()
    }

    fn take_comment(&mut self, comment: &Comment, refusal: Option<Refusal>) {
        let post = self.post_entry(comment.place.input, &comment.post);
        let parent = if comment.parent == "0" { "" } else { &*comment.parent };
        self.comments.push(CommentEntry {
            input: comment.place.input,
            id: comment.id.as_str().into(),
            has_made_up_id: comment.has_made_up_id(),
            post,
            parent: parent.into(),
            refusal,
        });
    }

    fn take_post(&mut self, input: u32, post: Post) -> io::Result<()> {
        let mut index = self.post_entry(input, &post.id);
        if self.posts[index].text.is_some() {
            // Several posts share an id in files that were concatenated. The first has the comments.
            index = self.new_post(input, &post.id);
        }
        if !(post.title.trim().is_empty() && post.url.trim().is_empty()) {
            let identity = serde_json::to_vec(&(&post.id, &post.title, &post.url))?;
            self.posts[index].identity = xxh3_64(&identity);
        }
        let text = serde_json::to_vec(&PostRow::from(post))?;
        self.posts[index].text = Some(self.spool.append(&text)?);
        Ok(())
    }

    fn post_entry(&mut self, input: u32, id: &str) -> PostEntryIdx {
        let place = (post_space(input, id), Box::from(id));
        if let Some(index) = self.post_of.get(&place) {
            return *index;
        }
        let index = self.new_post(input, id);
        self.post_of.insert(place, index);
        index
    }

    fn new_post(&mut self, input: u32, id: &str) -> PostEntryIdx {
        let same_as = self.posts.next_index();
        let id = id.into();
        self.posts.push(PostEntry { input, id, same_as, has_comments: false, identity: 0, text: None })
    }

    /// Points posts that occur several times, as in two exports of one blog, to their first occurrence.
    fn find_same_posts(&mut self) {
        let mut first: HashMap<u64, PostEntryIdx> = HashMap::new();
        for (index, post) in self.posts.indices().zip(self.posts.iter_mut()) {
            if post.identity != 0 {
                post.same_as = *first.entry(post.identity).or_insert(index);
            }
        }
    }
}
