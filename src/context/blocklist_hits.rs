//! Listings: what the entries of a blocklist are worth on this blog.
//!
//! A list is a stranger here: `cialis` is in “specialist”, and `free` is in half of what honest people say. An entry
//! that also hits a comment whose author somebody vouches for weighs nothing. Any other is judged by the company that it
//! keeps: the mean first-stage probability of the comments that it hits, those of the same person left out, so that
//! nobody speaks for or against themselves.

use std::sync::Arc;

use foldhash::HashMap;

use crate::blocklist::Blocklist;
use crate::comment::Status;
use crate::facts::Dump;
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};

/// The blocklist with what the dump knows about its entries. Without a list there is nothing in it.
#[derive(Debug, Default)]
pub struct Listings {
    list: Option<Arc<Blocklist>>,
    entries: HashMap<u32, Entry>,
    of_persons: HashMap<(u32, usize), Tally>,
}

/// An entry that is in a comment, and the company that it keeps.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// The entry as it was written.
    pub entry: &'a str,
    /// How many comments and pings of others it hits.
    pub n_others: u32,
    /// The sum of their first-stage probabilities.
    pub sum_of_probabilities: f64,
}

#[derive(Debug, Default)]
struct Entry {
    all: Tally,
    hits_honest: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    n_hits: u32,
    /// Probabilities in millionths: a sum that no order of adding can change.
    sum: u64,
}

/// A scale on which probabilities are added up.
const MILLION: f64 = 1e6;

/// Vouched for, a comment under this first-stage probability is honest. Above it, spammers profit from somebody's
/// politeness: the review threshold as it comes.
const HONEST_BELOW: f32 = 0.3;

impl Listings {
    /// Counts what each entry hits. `probabilities` are those of the first stage, one for every comment.
    pub fn gather(
        list: Option<&Arc<Blocklist>>,
        dump: &Dump,
        known: &Knowledge,
        probabilities: &[f32],
    ) -> Listings {
        let mut listings = Listings { list: list.cloned(), ..Listings::default() };
        for (index, probability) in probabilities.iter().enumerate() {
            let case = Case::new(index, dump, known);
            if !is_counted(&case) {
                continue;
            }
            let is_honest = is_vouched_for(&case, *probability);
            let tally = Tally { n_hits: 1, sum: (f64::from(*probability) * MILLION) as u64 };
            for number in case.facts.blocked() {
                let entry = listings.entries.entry(*number).or_default();
                entry.all.add(tally);
                entry.hits_honest |= is_honest;
                listings.of_persons.entry((*number, known.people.number(index))).or_default().add(tally);
            }
        }
        listings
    }

    /// The entries in a comment that hit no honest one, in the order of the list. None for who writes the blog's posts.
    pub fn of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = Listing<'a>> {
        let (list, is_owner) = (self.list.as_deref(), case.person().is_owner);
        let person = case.known.people.number(case.index);
        case.facts.blocked().iter().filter(move |_| !is_owner).filter_map(move |number| {
            let entry = self.entries.get(number).filter(|it| !it.hits_honest)?;
            let own = self.of_persons.get(&(*number, person)).copied().unwrap_or_default();
            let sum = entry.all.sum.saturating_sub(own.sum);
            Some(Listing {
                entry: list?.entry(*number),
                n_others: entry.all.n_hits.saturating_sub(own.n_hits),
                sum_of_probabilities: sum as f64 / MILLION,
            })
        })
    }

    /// How many entries the list has. `None` without a list.
    pub fn n_entries(&self) -> Option<usize> {
        self.list.as_ref().map(|it| it.n_entries())
    }

    /// How many of its entries are in a comment or ping.
    pub fn n_hit(&self) -> usize {
        self.entries.len()
    }

    /// The entries that weigh nothing since they hit honest comments too, those that hit most first.
    pub fn switched_off(&self) -> Vec<&str> {
        let off = self.entries.iter().filter(|(_, it)| it.hits_honest);
        let mut off: Vec<(u32, u32)> = off.map(|(number, it)| (it.all.n_hits, *number)).collect();
        off.sort_unstable_by_key(|(n_hits, number)| (std::cmp::Reverse(*n_hits), *number));
        off.into_iter().filter_map(|(_, number)| Some(self.list.as_ref()?.entry(number))).collect()
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.n_hits += other.n_hits;
        self.sum += other.sum;
    }
}

fn is_counted(case: &Case) -> bool {
    let facts = case.facts;
    (facts.kind == Kind::Comment || facts.kind.is_ping()) && facts.status != Status::Deleted
}

/// Is it by the blog's author, or honest by its looks and by somebody logged in, answered, or known for months?
fn is_vouched_for(case: &Case, probability: f32) -> bool {
    let person = case.person();
    let is_known = || case.facts.is_registered || case.answer().is_some() || case.is_known_for_months();
    case.facts.kind == Kind::Comment && (person.is_owner || (probability < HONEST_BELOW && is_known()))
}
