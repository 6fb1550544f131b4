//! Documents that nest comments in their posts. Comments are first written to a spool, and then copied to their posts.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::ops::Range;

use super::comment_row::PostRow;
use super::inventory::{CommentEntryIdx, Inventory, PostEntryIdx, Refusal};
use super::wordpress_ids::WordPressIds;
use super::{Conversion, Converted};
use crate::comment::{Comment, Record};
use crate::error::Result;
use crate::input::spool::Spool;
use crate::write::output_failed;

/// A format that nests comments in their posts.
pub trait Document {
    /// The text before the first post.
    fn head(&mut self, inventory: &Inventory) -> String;

    /// The text before the comments of a post.
    fn post_start(&mut self, post: &PostToWrite) -> String;

    /// A comment with its id, and the id of its parent or 0.
    fn comment(&mut self, comment: &Comment, id: u64, parent: u64) -> String;

    /// The text after the comments of a post; by default, that of WordPress exports and their dialects.
    fn post_end(&self) -> &'static str {
        "\t</item>\n"
    }

    /// The text after the last post.
    fn tail(&self) -> &'static str {
        "</channel>\n</rss>\n"
    }

    /// The text between two comments of a post.
    fn comment_separator(&self) -> &'static str {
        ""
    }

    /// Returns true if posts without comments are written.
    fn writes_empty_posts(&self) -> bool {
        false
    }

    /// The page of a post. Posts of one page are written as one.
    fn page(&self, _post: &PostRow, _dump_id: &str) -> Page {
        Page::Own
    }

    /// Why the format does not take a comment, if it does not.
    fn refusal(&self, _comment: &Comment) -> Option<Refusal> {
        None
    }

    /// Reports the parts of the input that the format can't represent.
    fn report(&self, nested: &Nested, converted: &mut Converted);
}

/// The page of a post.
pub enum Page {
    /// The post is a page of its own.
    Own,
    /// The page with this address.
    At(String),
    /// The format does not take the comments of the post.
    Refused(Refusal),
}

/// A post with its new id.
pub struct PostToWrite<'a> {
    /// The post. If only comments refer to it, its title is the id in the dump.
    pub post: &'a PostRow,
    /// The id in the document.
    pub id: u64,
    /// The id in the dump.
    pub dump_id: &'a str,
    /// Whether a comment of the dump, kept or not, is under this post.
    pub has_comments: bool,
}

/// Counts of what was lost when comments were put under their posts.
#[derive(Default)]
pub struct Nested {
    /// The number of comments with a parent that is not in the document.
    pub orphans: usize,
    /// The number of posts that only comments refer to.
    pub unknown_posts: usize,
    /// The number of comments under them.
    pub under_unknown_posts: usize,
    /// The number of replies to comments that the format does not take. They moved to the next comment above.
    pub moved_up: usize,
    /// The number of comments that the format does not take, by reason.
    pub refused: BTreeMap<Refusal, usize>,
}

/// Writes a document.
pub fn write(conversion: &Conversion, document: &mut dyn Document, to: &mut dyn Write) -> Result<Converted> {
    let mut inventory = Inventory::read(conversion, &|comment| document.refusal(comment))?;
    let mut converted = Converted {
        damages: std::mem::take(&mut inventory.damages),
        notes: std::mem::take(&mut inventory.notes),
        ..Converted::default()
    };
    let ids = WordPressIds::assign(conversion, &inventory, &mut converted);
    find_pages(&mut inventory, document).map_err(output_failed)?;
    let spool = Spool::default();
    let mut nested = Nested::default();
    let mut pieces = Vec::new();
    let mut outcome = Ok(());
    let mut entries = inventory.comments.indices();
    for (number, input) in &conversion.inputs {
        input.read(*number, conversion.columns, &mut |record| {
            let Record::Comment(mut comment) = record else { return };
            let Some(index) = entries.next() else { return };
            let refusal = inventory.comments[index].refusal;
            let is_kept = (conversion.choice.is_kept)(index);
            if let Some(reason) = refusal.filter(|_| is_kept) {
                *nested.refused.entry(reason).or_default() += 1;
            } else if outcome.is_ok() && is_kept {
                let parent = parent(conversion, &inventory, &ids, index, &mut nested);
                comment.marks = inventory.marks_for(&comment);
                let text = document.comment(&comment, ids.comments[index], parent);
                let post = inventory.posts[inventory.comments[index].post].same_as;
                outcome = spool.append(text.as_bytes()).map(|place| pieces.push((post, place)));
            }
        })?;
    }
    converted.n_comments = pieces.len();
    // The sort is stable: under each post the comments stay in the order of the dump.
    pieces.sort_by_key(|(post, _)| *post);
    outcome
        .and_then(|()| assemble(&mut inventory, &ids, &spool, &pieces, document, &mut nested, to))
        .map_err(output_failed)?;
    for (reason, n) in &nested.refused {
        converted.lose(*n, ("comment", "comments"), &format!("left out: {reason}"));
    }
    let orphaned = "of comments that are not in the dump: left out";
    let metadata = ("row of metadata", "rows of metadata");
    converted.lose(inventory.n_orphaned_marks(), metadata, orphaned);
    let moved = "moved up, past comments that are left out";
    converted.lose(nested.moved_up, ("reply", "replies"), moved);
    document.report(&nested, &mut converted);
    Ok(converted)
}

/// Makes posts of one page the same post, and refuses the comments of posts without the page that the format needs.
fn find_pages(inventory: &mut Inventory, document: &dyn Document) -> io::Result<()> {
    let mut first: HashMap<String, PostEntryIdx> = HashMap::new();
    let mut refused: HashMap<PostEntryIdx, Refusal> = HashMap::new();
    for index in inventory.posts.indices() {
        let same_as = inventory.posts[index].same_as;
        if same_as < index {
            inventory.posts[index].same_as = inventory.posts[same_as].same_as;
            continue;
        }
        let post = inventory.post(index)?.unwrap_or_default();
        match document.page(&post, &inventory.posts[index].id) {
            Page::Own => {}
            Page::At(page) => inventory.posts[index].same_as = *first.entry(page).or_insert(index),
            Page::Refused(reason) => {
                refused.insert(index, reason);
            }
        }
    }
    for comment in inventory.comments.iter_mut() {
        let post = inventory.posts[comment.post].same_as;
        comment.refusal = comment.refusal.or(refused.get(&post).copied());
    }
    Ok(())
}

/// The id of the parent of a comment; 0 at the top of a thread. A parent that the format does not take is replaced by
/// the next comment above it.
fn parent(
    conversion: &Conversion,
    inventory: &Inventory,
    ids: &WordPressIds,
    index: CommentEntryIdx,
    nested: &mut Nested,
) -> u64 {
    // Well above the depth that blogs allow; a cycle ends here.
    const MAX_DEPTH: usize = 1000;
    let new_parent = (conversion.choice.new_parent)(index);
    let parent = match new_parent {
        Some(new_parent) => {
            let post = |index: CommentEntryIdx| inventory.posts[inventory.comments[index].post].same_as;
            new_parent.filter(|parent| post(*parent) == post(index))
        }
        None => ids.parents[index],
    };
    let is_refused = |parent: &CommentEntryIdx| inventory.comments[*parent].refusal.is_some();
    let was_refused = parent.as_ref().is_some_and(is_refused);
    nested.moved_up += usize::from(was_refused);
    let mut ancestors = std::iter::successors(parent, |parent| ids.parents[*parent]).take(MAX_DEPTH);
    let taken = ancestors.find(|ancestor| !is_refused(ancestor));
    let choice = &conversion.choice;
    match taken.filter(|parent| choice.keeps_absent_parents || (choice.is_kept)(*parent)) {
        Some(parent) => ids.comments[parent],
        None => {
            let had_parent = new_parent.is_none() && !inventory.comments[index].parent.is_empty();
            nested.orphans += usize::from(had_parent && !was_refused);
            0
        }
    }
}

fn assemble(
    inventory: &mut Inventory,
    ids: &WordPressIds,
    spool: &Spool,
    pieces: &[(PostEntryIdx, Range<u64>)],
    document: &mut dyn Document,
    nested: &mut Nested,
    to: &mut dyn Write,
) -> io::Result<()> {
    to.write_all(document.head(inventory).as_bytes())?;
    let writes_empty_posts = document.writes_empty_posts();
    let writes_empty =
        |inventory: &Inventory, index: PostEntryIdx| writes_empty_posts && inventory.has_post(index);
    let mut rest = pieces;
    for index in inventory.posts.indices() {
        let n_comments = rest.partition_point(|(post, _)| *post <= index);
        let (own, others) = rest.split_at(n_comments);
        rest = others;
        let entry = &inventory.posts[index];
        if entry.same_as != index || (own.is_empty() && !writes_empty(inventory, index)) {
            continue;
        }
        let (dump_id, has_comments) = (entry.id.clone(), entry.has_comments);
        let post = inventory.post(index)?.unwrap_or_else(|| {
            nested.unknown_posts += 1;
            nested.under_unknown_posts += own.len();
            PostRow { post_title: dump_id.to_string(), ..PostRow::default() }
        });
        let post = PostToWrite { post: &post, id: ids.posts[index], dump_id: &dump_id, has_comments };
        to.write_all(document.post_start(&post).as_bytes())?;
        for (position, (_, place)) in own.iter().enumerate() {
            let separator = if position == 0 { "" } else { document.comment_separator() };
            to.write_all(separator.as_bytes())?;
            to.write_all(&spool.get(place.clone())?)?;
        }
        to.write_all(document.post_end().as_bytes())?;
    }
    to.write_all(document.tail().as_bytes())
}
