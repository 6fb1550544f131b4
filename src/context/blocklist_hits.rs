//! Blocklist hits: what each entry of the blocklist is worth on this blog.
//!
//! Blocklists are written for other blogs: `cialis` is part of “specialist”, and `free` is in half of all honest
//! comments. An entry that also matches a trusted commenter is ignored. Any other entry is judged by the mean
//! first-stage probability of the comments that contain it. Comments by the same person are left out, so that no
//! commenter is evidence for or against themselves.

use std::cmp::Reverse;
use std::sync::Arc;

use foldhash::HashMap;

use super::tally::Tally;
use super::{Context, Scored, Surroundings};
use crate::blocklist::Blocklist;
use crate::comment::Status;
use crate::index::PersonIdx;
use crate::kind::Kind;
use crate::knowledge::Case;

/// The blocklist with statistics about its entries; empty without a list.
#[derive(Debug, Default)]
pub struct BlocklistHits {
    list: Option<Arc<Blocklist>>,
    entries: HashMap<u32, Entry>,
    of_persons: HashMap<(u32, PersonIdx), Tally>,
}

/// An entry that a comment contains, with the comments of other people that contain it.
#[derive(Clone, Copy, Debug)]
pub struct EntryStats<'a> {
    /// The entry as it was written.
    pub entry: &'a str,
    /// The number of comments and pings of other people that contain it.
    pub n_others: u32,
    /// The sum of their first-stage probabilities.
    pub sum_of_probabilities: f64,
}

#[derive(Debug, Default)]
struct Entry {
    all: Tally,
    hits_trusted: bool,
}

/// The default review threshold. Known commenters at or above it aren't trusted: spammers get polite answers, too.
const TRUSTED_BELOW: f32 = 0.3;

impl Context for BlocklistHits {
    fn gather(scored: &Scored) -> BlocklistHits {
        let mut hits = BlocklistHits { list: scored.dump.blocklist.clone(), ..BlocklistHits::default() };
        for (index, probability) in scored.probabilities.iter_enumerated() {
            let case = scored.case(index);
            if !is_counted(&case) {
                continue;
            }
            let is_trusted = is_trusted(&case, *probability);
            let tally = Tally::one(*probability);
            for number in case.facts.blocked() {
                let entry = hits.entries.entry(*number).or_default();
                entry.all.add(tally);
                entry.hits_trusted |= is_trusted;
                let person = scored.known.people.person_idx(index);
                hits.of_persons.entry((*number, person)).or_default().add(tally);
            }
        }
        hits
    }

    /// Adds the entries that match no trusted commenter, in the order of the list. Comments of the blog's owner have
    /// none.
    fn describe<'a>(&'a self, case: &Case<'a>, surroundings: &mut Surroundings<'a>) {
        let Some(list) = self.list.as_deref().filter(|_| !case.person().is_owner) else { return };
        let person = case.known.people.person_idx(case.index);
        surroundings.blocklist.extend(case.facts.blocked().iter().filter_map(|number| {
            let entry = self.entries.get(number).filter(|entry| !entry.hits_trusted)?;
            let own = self.of_persons.get(&(*number, person)).copied().unwrap_or_default();
            let others = entry.all.without(own);
            let entry = list.entry(*number);
            Some(EntryStats { entry, n_others: others.n(), sum_of_probabilities: others.sum() })
        }));
    }
}

impl BlocklistHits {
    /// The number of entries of the list. `None` without a list.
    pub fn n_entries(&self) -> Option<usize> {
        self.list.as_ref().map(|list| list.n_entries())
    }

    /// The number of entries that some comment or ping contains.
    pub fn n_hit(&self) -> usize {
        self.entries.len()
    }

    /// The entries that are ignored because they match trusted commenters, the most frequent first.
    pub fn switched_off(&self) -> Vec<&str> {
        let Some(list) = &self.list else { return Vec::new() };
        let mut off: Vec<_> = self.entries.iter().filter(|(_, entry)| entry.hits_trusted).collect();
        off.sort_unstable_by_key(|(number, entry)| (Reverse(entry.all.n()), **number));
        off.into_iter().map(|(number, _)| list.entry(*number)).collect()
    }
}

fn is_counted(case: &Case) -> bool {
    let facts = case.facts;
    (facts.kind == Kind::Comment || facts.kind.is_ping()) && facts.status != Status::Deleted
}

/// Whether a comment is trusted: by the blog's owner; or of low probability and by a person who was logged in, was
/// answered, or has commented for months.
fn is_trusted(case: &Case, probability: f32) -> bool {
    let person = case.person();
    let is_known = || case.facts.is_registered || case.answer().is_some() || case.is_known_for_months();
    case.facts.kind == Kind::Comment && (person.is_owner || (probability < TRUSTED_BELOW && is_known()))
}
