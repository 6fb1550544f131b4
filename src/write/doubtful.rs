//! Decisions that a person should look at: comments for review, and decisions of the blog's owner that look like
//! mistakes.

use crate::context::decision;
use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::verdict::Verdict;

/// The reason why a person should look at a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The verdict is `review`.
    Review,
    /// The owner approved it, and it looks like spam.
    ApprovedSpam,
    /// The owner marked it as spam, and it looks genuine.
    RejectedGenuine,
}

/// The reason to look at a comment; `None` for most.
pub fn doubt(judged: &Judgement, index: CommentIdx) -> Option<Doubt> {
    match (judged.decisions[index].verdict, decision(&judged.dump.comments[index])) {
        (Verdict::Review, _) => Some(Doubt::Review),
        (Verdict::Spam, Some(false)) => Some(Doubt::ApprovedSpam),
        (Verdict::Genuine, Some(true)) => Some(Doubt::RejectedGenuine),
        _ => None,
    }
}
