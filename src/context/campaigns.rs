//! Campaigns: comments that hang together by a site, a link host, an address or a near text, and how spammy the
//! *other* members of each look.
//!
//! Plain counts of names, hosts and repeats wrong honest people (shared proxies, popular references). What counts is
//! the company: the mean first-stage probability of the other members.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use rayon::prelude::*;

use crate::context::{Usage, WordUsage};
use crate::duplicates::is_replay;
use crate::facts::{Dump, Facts};
use crate::kind::Kind;
use crate::knowledge::{Case, Knowledge};
use crate::lists;

/// The campaign of every comment.
pub struct Campaigns {
    group_of: Vec<u32>,
    /// Each at the least position of its members.
    groups: Vec<Group>,
    /// Those that use the words of each comment.
    usages: Vec<Option<Usage>>,
}

/// The company that a comment keeps.
#[derive(Clone, Copy, Debug)]
pub struct Company {
    /// The others that hang together with it; `None` for a comment alone.
    pub others: Option<Others>,
    /// Those that use its words; `None` where nobody else does.
    pub usage: Option<Usage>,
}

/// The others that hang together with a comment.
#[derive(Clone, Copy, Debug)]
pub struct Others {
    /// How many.
    pub n_others: u32,
    /// The mean of their first-stage probabilities, 0 to 1.
    pub mean_probability: f64,
}

#[derive(Clone, Copy, Default)]
struct Group {
    n_members: u32,
    /// Probabilities in millionths: a sum that no order of adding can change.
    sum: u64,
}

/// A scale on which probabilities are added up.
const MILLION: f64 = 1e6;

/// Texts under this length are alike by chance.
const LINKING_MIN_WORDS: u32 = 8;

/// Addresses say who somebody is only where they differ: behind a reverse proxy everyone has the same.
const REAL_ADDRESS_SHARE: f64 = 0.2;

impl Campaigns {
    /// Links the comments and adds up the first-stage probabilities of each group.
    pub fn gather(dump: &Dump, known: &Knowledge, probabilities: &[f32]) -> Campaigns {
        let mut sets = DisjointSets::new(dump.comments.len());
        let mut by_host: HashMap<&str, usize> = HashMap::new();
        let mut by_address: HashMap<&str, usize> = HashMap::new();
        let addresses_are_real = addresses_are_real(dump);
        for index in known.order.earliest_first() {
            let facts = &dump.comments[index];
            if facts.kind != Kind::Comment || known.people.of(index).is_owner {
                continue;
            }
            let says_whose = |owner: &str| {
                !known.hosts.is_own(owner)
                    && !known.hosts.is_linked_by_posts(owner)
                    && !lists::SOCIAL_PROFILES.has(owner)
                    && !lists::BLOG_PLATFORMS.has(owner)
                    && !lists::REFERENCE_HOSTS.has(owner)
                    && !lists::LINK_SHORTENERS.has(owner)
            };
            let site = facts.site.iter().map(|it| it.registrable_domain());
            for host in site.chain(facts.link_owners()) {
                match by_host.get(host) {
                    Some(first) => sets.unite(*first, index),
                    // What is a tie once is one always.
                    None if says_whose(host) => {
                        by_host.insert(host, index);
                    }
                    None => {}
                }
            }
            if addresses_are_real && !facts.ip().is_empty() {
                sets.unite(*by_address.entry(facts.ip()).or_insert(index), index);
            }
            let first = known.clusters.first(index);
            let earliest = &dump.comments[first];
            // Whose words are replayed under a stranger's link does not keep the stranger's company.
            let is_linked = || earliest.kind == Kind::Comment && !is_replay(earliest, facts);
            if first != index && LINKING_MIN_WORDS <= facts.n_words && is_linked() {
                sets.unite(first, index);
            }
        }
        let group_of: Vec<u32> = (0..dump.comments.len()).map(|it| sets.find(it) as u32).collect();
        let mut groups = vec![Group::default(); group_of.len()];
        for (group, probability) in group_of.iter().zip(probabilities) {
            let group = &mut groups[*group as usize];
            group.n_members += 1;
            group.sum += (f64::from(*probability) * MILLION) as u64;
        }
        let word_usage = WordUsage::gather(dump, known, probabilities);
        let all = (0..dump.comments.len()).into_par_iter();
        let usages = all.map(|index| word_usage.usage(&Case::new(index, dump, known))).collect();
        Campaigns { group_of, groups, usages }
    }

    /// The company of a comment of this first-stage probability.
    pub fn company(&self, comment: usize, probability: f32) -> Company {
        Company { others: self.others(comment, probability), usage: self.usages[comment] }
    }

    fn others(&self, comment: usize, probability: f32) -> Option<Others> {
        let group = &self.groups[self.group_of[comment] as usize];
        let n_others = group.n_members - 1;
        let others = group.sum.saturating_sub((f64::from(probability) * MILLION) as u64);
        let mean_probability = others as f64 / MILLION / f64::from(n_others.max(1));
        (0 < n_others).then_some(Others { n_others, mean_probability })
    }
}

fn addresses_are_real(dump: &Dump) -> bool {
    let addresses = || dump.comments.iter().map(Facts::ip).filter(|it| !it.is_empty());
    let n_needed = (REAL_ADDRESS_SHARE * addresses().count() as f64).ceil() as usize;
    let mut different = HashSet::new();
    addresses().any(|it| different.insert(it) && n_needed <= different.len())
}

/// Union-find with path halving; the least position names a set.
struct DisjointSets(Vec<u32>);

impl DisjointSets {
    fn new(len: usize) -> DisjointSets {
        DisjointSets((0..len as u32).collect())
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] as usize != at {
            self.0[at] = self.0[self.0[at] as usize];
            at = self.0[at] as usize;
        }
        at
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.0[one.max(other)] = one.min(other) as u32;
    }
}
