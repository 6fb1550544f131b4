//! What WordPress's importer would do with the new dump on the site that the old dump shows.
//!
//! The importer (`class-wp-import.php` of the plugin "WordPress Importer") looks for an existing post with the same
//! title and date (`post_exists`). If there is none, it adds the post with all of its comments. Else it adds each
//! comment of the post, in the order of their ids, unless a comment on any post has the same author and date
//! (`comment_exists`). Id and text play no part: an edited text does not arrive, a comment under another name or date
//! is added a second time, and of two comments that one name wrote in one second, one is lost.

use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;

use super::matching::Matching;
use super::side::{Entry, EntryIdx, Side};
use crate::index::IndexVec;

/// What an import of the new dump would do with one of its comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportEffect {
    /// It would be added; the old dump does not have it.
    Added,
    /// It would be added a second time.
    AddedAgain,
    /// It would not be added, because it is there. Changes would not arrive.
    Recognized,
    /// It would not be added, although it is not there: another comment has the same author and date.
    Lost,
}

/// All effects.
pub const IMPORT_EFFECTS: [ImportEffect; 4] =
    [ImportEffect::Added, ImportEffect::AddedAgain, ImportEffect::Recognized, ImportEffect::Lost];

crate::names::named!(ImportEffect, IMPORT_EFFECTS);

impl ImportEffect {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            ImportEffect::Added => "added",
            ImportEffect::AddedAgain => "added-again",
            ImportEffect::Recognized => "recognized",
            ImportEffect::Lost => "lost",
        }
    }
}

/// The effect of an import on each comment of the new dump.
pub fn effects(old: &Side, new: &Side, matching: &Matching) -> IndexVec<EntryIdx, ImportEffect> {
    let site = Site::new(old, matching.is_shifted);
    // A pair in two time zones has the same date in the database.
    let mut present: HashSet<(String, Option<DateTime>)> = HashSet::new();
    for (old_index, entry) in old.comments.iter_enumerated() {
        let new_date = matching.new_of[old_index].and_then(|new_index| new.comments[new_index].date);
        let date = new_date.filter(|_| matching.is_shifted).or(entry.date);
        present.insert((entry.folded_author(), date));
    }
    let mut effects = IndexVec::filled(ImportEffect::Added, new.comments.len());
    for index in import_order(new) {
        let entry = &new.comments[index];
        let is_new_to_site = present.insert((entry.folded_author(), entry.date));
        let is_added = is_new_to_site || !site.has_post(new, entry);
        effects[index] = match (is_added, matching.old_of[index].is_some()) {
            (true, false) => ImportEffect::Added,
            (true, true) => ImportEffect::AddedAgain,
            (false, true) => ImportEffect::Recognized,
            (false, false) => ImportEffect::Lost,
        };
    }
    effects
}

/// The order in which comments are imported: post by post, and by id in each post.
fn import_order(new: &Side) -> Vec<EntryIdx> {
    let mut rank_of: HashMap<(u32, &str), usize> = HashMap::new();
    for entry in &new.comments {
        let n_posts = rank_of.len();
        rank_of.entry((entry.input, &entry.post)).or_insert(n_posts);
    }
    let mut order: Vec<EntryIdx> = new.comments.indices().collect();
    order.sort_by_cached_key(|index| {
        let entry = &new.comments[*index];
        (rank_of.get(&(entry.input, &*entry.post)).copied(), entry.id.parse::<u64>().ok())
    });
    order
}

/// The posts of the site that is imported to.
struct Site<'a> {
    posts: HashSet<(&'a str, Option<DateTime>)>,
    ids: HashSet<&'a str>,
    is_shifted: bool,
}

impl<'a> Site<'a> {
    fn new(old: &'a Side, is_shifted: bool) -> Site<'a> {
        let posts = old.posts().map(|post| (&*post.title, post.date.filter(|_| !is_shifted))).collect();
        Site { posts, ids: old.comments.iter().map(|entry| &*entry.post).collect(), is_shifted }
    }

    /// Returns true if the site has the post of a comment. Where the dump has no posts, the id decides.
    fn has_post(&self, new: &Side, entry: &Entry) -> bool {
        match new.post(entry).filter(|post| !post.title.is_empty() && !self.posts.is_empty()) {
            Some(post) => self.posts.contains(&(&*post.title, post.date.filter(|_| !self.is_shifted))),
            None => self.ids.contains(&*entry.post),
        }
    }
}
