//! Second-stage evidence: what the probabilities of *other* comments say about a comment.
//!
//! Each [`Context`] is gathered from the whole dump and the probabilities of the stages before it. It then describes
//! the [`Surroundings`] of every comment, which signals read. [`STAGES`] lists all contexts in order.
//!
//! To add one, write a file here, give [`Surroundings`] a field and [`STAGES`] an entry, and write the signal that
//! reads the field.

mod blocklist_hits;
mod campaigns;
mod owner_decisions;
mod tally;
mod word_usage;

use std::any::Any;

pub use blocklist_hits::{BlocklistHits, EntryStats};
pub use campaigns::{Campaigns, Linked};
pub use owner_decisions::{Adjustment, OwnerModel, decision};
pub use word_usage::{SameWords, WordUsage};

use crate::facts::Dump;
use crate::index::{CommentIdx, PerComment};
use crate::knowledge::{Case, Knowledge};

/// A dump, with the scores of its comments after the previous stages.
pub struct Scored<'a> {
    /// The dump.
    pub dump: &'a Dump,
    /// What the dump knows.
    pub known: &'a Knowledge,
    /// The probability of spam of every comment, judged or not.
    pub probabilities: &'a PerComment<f32>,
}

impl<'a> Scored<'a> {
    /// One comment of the dump.
    pub fn case(&self, index: CommentIdx) -> Case<'a> {
        Case::new(index, self.dump, self.known)
    }
}

/// The surroundings of one comment: what each context knows about it.
#[derive(Default)]
pub struct Surroundings<'a> {
    /// The comments that share a site, a link, an address or a text with it.
    pub linked: Option<Linked>,
    /// The comments that use its words.
    pub same_words: Option<SameWords>,
    /// The entries of the blocklist that it contains.
    pub blocklist: Vec<EntryStats<'a>>,
    /// What the owner's decisions about similar comments add.
    pub owner: Option<&'a Adjustment>,
}

/// A source of second-stage evidence, gathered from a whole dump.
pub trait Context: Any + Send + Sync {
    /// Gathers what the dump and its probabilities show.
    fn gather(scored: &Scored) -> Self
    where
        Self: Sized;

    /// Adds what is known about a comment to its surroundings.
    fn describe<'a>(&'a self, case: &Case<'a>, surroundings: &mut Surroundings<'a>);
}

/// Contexts that are gathered from the same probabilities.
pub type Stage = &'static [fn(&Scored) -> Box<dyn Context>];

/// All stages that follow the first one, in which the signals look at each comment without probabilities of others.
/// The owner's decisions come last: they are learned on top of all other evidence.
pub const STAGES: &[Stage] =
    &[&[boxed::<Campaigns>, boxed::<WordUsage>, boxed::<BlocklistHits>], &[boxed::<OwnerModel>]];

/// Gathers a context, as an entry of a [`Stage`].
pub fn boxed<C: Context>(scored: &Scored) -> Box<dyn Context> {
    Box::new(C::gather(scored))
}
