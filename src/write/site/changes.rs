//! What decisions change on a WordPress site: which comments move where, and which replies get another parent.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};

use crate::comment::Status;
use crate::error::{ErrorKind, Result};
use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::read::Input;
use crate::verdict::Verdict;
use crate::write::reparent::{MAX_DEPTH, new_parents};

/// Formats with the ids of a WordPress database. Dumps of other programs have ids of their own.
const FORMATS: &[&str] = &["wxr", "sql", "json", "csv", "yaml"];

/// What happens to a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is marked as spam.
    Spam,
    /// It is moved to the trash.
    Trash,
    /// It is taken out of spam, to where it was before.
    Unspam,
    /// It is deleted for good.
    Delete,
}

/// Comments that change in the same way, with their posts.
#[derive(Debug, Default)]
pub struct Group {
    /// The id of each comment and of its post, sorted.
    pub comments: Vec<(u64, u64)>,
}

/// A reply that gets another parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reparenting {
    /// The id of the reply.
    pub comment: u64,
    /// The id of its post.
    pub post: u64,
    /// The id of the parent, which moves to spam or to the trash.
    pub from: u64,
    /// The id of the new parent; 0 for none.
    pub to: u64,
}

/// All changes on a site.
#[derive(Debug, Default)]
pub struct Changes {
    /// The comments that change, by their status in the dump and by what happens to them.
    pub groups: BTreeMap<(Status, Change), Group>,
    /// The replies that get another parent, sorted.
    pub reparentings: Vec<Reparenting>,
    /// The posts with comments that change.
    pub posts: BTreeSet<u64>,
    /// The number of spam comments and duplicates that are in spam or in the trash already.
    pub n_filed: usize,
    /// The comments that would have to change but can't be changed safely.
    pub left_out: Vec<LeftOut>,
    /// Whether spam and duplicates are deleted.
    pub deletes: bool,
}

/// A comment that a script can't change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The reason.
    pub reason: Reason,
    /// The comment's id, as the dump has it.
    pub id: String,
}

/// Why a script can't change a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its id is no number.
    Id,
    /// Its id has the label of another blog, in a dump of a network of blogs.
    OtherBlog,
    /// The id of its post is no number.
    Post,
    /// The dump does not have its status, or one that WordPress does not know.
    Status,
    /// Another comment has its id.
    SharedId,
}

impl Reason {
    /// The reason in words, for one or several comments.
    pub fn describe(self) -> &'static str {
        match self {
            Reason::Id => "an id that is not a number of WordPress",
            Reason::OtherBlog => "an id of another blog; dump the tables of that blog alone",
            Reason::Post => "no number of a post (comment_post_ID)",
            Reason::Status => {
                "no status that WordPress knows (comment_approved), which the undo script would need"
            }
            Reason::SharedId => "the id of another comment",
        }
    }
}

impl Changes {
    /// Finds the changes that decisions ask for. Spam and duplicates are moved, or deleted if `deletes`. Comments under
    /// spam are taken out of it if `is_wanted` says that a person called them genuine.
    ///
    /// # Errors
    /// An input does not have WordPress's ids, two inputs have one id for two comments, or none of the comments that
    /// would have to change can be changed.
    pub fn gather(
        judged: &Judgement,
        inputs: &[Input],
        is_wanted: &dyn Fn(CommentIdx) -> bool,
        deletes: bool,
    ) -> Result<Changes> {
        if let Some(input) = inputs.iter().find(|input| !FORMATS.contains(&input.format.name)) {
            let message = format!(
                "{} is in the format {}, whose ids are not those of a WordPress database: a script can't find its \
                 comments on the site; export the comments from WordPress (wxr, sql, wp comment list)",
                input.name, input.format.name
            );
            return Err(ErrorKind::Unwritable(message).into());
        }
        let mut gathering = Gathering {
            judged,
            is_wanted,
            by_id: by_id(judged),
            changes: Changes { deletes, ..Changes::default() },
        };
        gathering.check_inputs()?;
        let moved = gathering.gather_groups();
        gathering.gather_reparentings(&moved);
        let mut changes = gathering.changes;
        changes.groups.values_mut().for_each(|group| group.comments.sort_unstable());
        changes.reparentings.sort_unstable();
        changes.left_out.sort_unstable();
        match changes.left_out.first() {
            Some(first) if changes.groups.is_empty() => Err(ErrorKind::Unwritable(format!(
                "none of the comments that would have to change can be found on a site: comment {} has {}; export the \
                 comments from WordPress (wxr, sql, wp comment list) with these columns",
                first.id,
                first.reason.describe()
            ))
            .into()),
            _ => Ok(changes),
        }
    }

    /// The number of comments to which this happens.
    pub fn n(&self, change: Change) -> usize {
        let groups = self.groups.iter().filter(|((_, of_group), _)| *of_group == change);
        groups.map(|(_, group)| group.comments.len()).sum()
    }

    /// Whether there is a script that takes the changes back.
    pub fn has_undo(&self) -> bool {
        !self.deletes
    }
}

/// The comments of a dump by their ids.
fn by_id(judged: &Judgement) -> HashMap<&str, Vec<CommentIdx>> {
    let mut by_id: HashMap<&str, Vec<CommentIdx>> = HashMap::with_capacity(judged.dump.comments.len());
    for (index, comment) in judged.dump.comments.iter_enumerated() {
        by_id.entry(comment.id()).or_default().push(index);
    }
    by_id
}

struct Gathering<'a> {
    judged: &'a Judgement,
    is_wanted: &'a dyn Fn(CommentIdx) -> bool,
    by_id: HashMap<&'a str, Vec<CommentIdx>>,
    changes: Changes,
}

impl Gathering<'_> {
    /// Two inputs may be two sites, or one site at two times.
    fn check_inputs(&self) -> Result<()> {
        let comments = &self.judged.dump.comments;
        let shared = comments.iter().find(|comment| self.judged.known.ids.is_shared(comment.id()));
        match shared {
            Some(comment) => Err(ErrorKind::Unwritable(format!(
                "several inputs have a comment {}, and not the same one; name the dump of one site, the newest one",
                comment.id()
            ))
            .into()),
            None => Ok(()),
        }
    }

    /// The change that the decision about a comment asks for, given its status.
    fn change(&self, comment: CommentIdx) -> Option<Change> {
        let status = self.judged.dump.comments[comment].status;
        let is_filed = matches!(status, Status::Spam | Status::Trash | Status::PostTrashed | Status::Deleted);
        match self.judged.decisions[comment].verdict {
            Verdict::Spam | Verdict::Duplicate if is_filed => None,
            Verdict::Spam | Verdict::Duplicate if self.changes.deletes => Some(Change::Delete),
            Verdict::Spam => Some(Change::Spam),
            Verdict::Duplicate => Some(Change::Trash),
            Verdict::Genuine if status == Status::Spam && (self.is_wanted)(comment) => Some(Change::Unspam),
            Verdict::Genuine | Verdict::Review | Verdict::Untouched => None,
        }
    }

    /// Gathers the comments that change; returns those that are removed.
    fn gather_groups(&mut self) -> Vec<bool> {
        let mut removed = vec![false; self.judged.dump.comments.len()];
        for (comment, facts) in self.judged.dump.comments.iter_enumerated() {
            let Some(change) = self.change(comment) else {
                let verdict = self.judged.decisions[comment].verdict;
                self.changes.n_filed += usize::from(matches!(verdict, Verdict::Spam | Verdict::Duplicate));
                continue;
            };
            match self.place(comment) {
                Ok((id, post)) => {
                    removed[usize::from(comment)] = change != Change::Unspam;
                    let group = self.changes.groups.entry((facts.status, change)).or_default();
                    group.comments.push((id, post));
                    self.changes.posts.insert(post);
                }
                Err(reason) => {
                    self.changes.left_out.push(LeftOut { reason, id: facts.id().to_owned() });
                }
            }
        }
        removed
    }

    /// The numbers of a comment and its post, or why they can't be used.
    fn place(&self, comment: CommentIdx) -> std::result::Result<(u64, u64), Reason> {
        let facts = &self.judged.dump.comments[comment];
        let id = number(facts.id()).filter(|id| *id != 0);
        let is_labelled =
            || facts.id().split_once(':').is_some_and(|(blog, id)| number(blog).and(number(id)).is_some());
        let id = id.ok_or_else(|| if is_labelled() { Reason::OtherBlog } else { Reason::Id })?;
        let post = number(facts.post()).ok_or(Reason::Post)?;
        if 1 < self.by_id.get(facts.id()).map_or(0, Vec::len) {
            return Err(Reason::SharedId);
        }
        match facts.status {
            Status::Approved | Status::Pending | Status::Spam => Ok((id, post)),
            _ => Err(Reason::Status),
        }
    }

    /// Gathers the replies whose parents are removed. New parents are on the same post, and neither in spam nor in
    /// the trash.
    fn gather_reparentings(&mut self, removed: &[bool]) {
        let comments = &self.judged.dump.comments;
        let is_removed = |comment: CommentIdx| removed[usize::from(comment)];
        let is_shown = |comment: CommentIdx| {
            let is_filed = matches!(
                comments[comment].status,
                Status::Spam | Status::Trash | Status::PostTrashed | Status::Deleted
            );
            !is_removed(comment) && !is_filed
        };
        let mut replies: Vec<_> = new_parents(self.judged, &is_shown).into_iter().collect();
        replies.sort_unstable();
        // The new parents on the site so far.
        let mut moved: HashMap<CommentIdx, Option<CommentIdx>> = HashMap::new();
        for (reply, new_parent) in replies {
            let parent = self.judged.known.threads.parent(reply).filter(|parent| is_removed(*parent));
            let Some(from) = parent.and_then(|parent| number(comments[parent].id())) else { continue };
            let facts = &comments[reply];
            let to = new_parent.filter(|parent| {
                comments[*parent].post() == facts.post() && !self.is_same_or_below(*parent, reply, &moved)
            });
            let number_of_parent = to.map_or(Some(0), |parent| number(comments[parent].id()));
            match (self.place(reply), number_of_parent) {
                (Ok((comment, post)), Some(number)) => {
                    moved.insert(reply, to);
                    self.changes.reparentings.push(Reparenting { comment, post, from, to: number });
                }
                (place, _) => {
                    let reason = place.err().unwrap_or(Reason::Id);
                    self.changes.left_out.push(LeftOut { reason, id: facts.id().to_owned() });
                }
            }
        }
    }

    /// Returns true if a comment is another one or below it on the site. There, replies to comments that were in spam
    /// before are still below them.
    fn is_same_or_below(
        &self,
        comment: CommentIdx,
        other: CommentIdx,
        moved: &HashMap<CommentIdx, Option<CommentIdx>>,
    ) -> bool {
        let threads = &self.judged.known.threads;
        let parent =
            |comment: &CommentIdx| moved.get(comment).copied().unwrap_or_else(|| threads.parent(*comment));
        let path = std::iter::successors(Some(comment), parent).take(MAX_DEPTH);
        path.enumerate().any(|(depth, ancestor)| ancestor == other || depth + 1 == MAX_DEPTH)
    }
}

/// A number as WordPress writes ids.
fn number(id: &str) -> Option<u64> {
    let is_plain =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && (id == "0" || !id.starts_with('0'));
    // MySQL's ids and PHP's integers end below this.
    id.parse().ok().filter(|number| is_plain && *number <= i64::MAX as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_ids() {
        assert_eq!(["0", "7", "9223372036854775807"].map(number), [Some(0), Some(7), Some(i64::MAX as u64)]);
        let others = [
            "",
            "c17",
            "1; drop table",
            "-1",
            "+1",
            "007",
            "1e3",
            "٧",
            "1 ",
            "9223372036854775808",
            "2:17",
            "0x1",
        ];
        assert!(others.iter().all(|other| number(other).is_none()));
    }
}
