//! Campaigns: groups of comments that share a site, a linked domain, an IP address or a text.
//!
//! Plain counts of names, hosts and repeats are unfair to honest people, who share proxies and cite the same
//! references. So a campaign counts by the mean first-stage probability of its *other* members.
//!
//! Pings form campaigns of their own, by the host of their pages: many blogs link the same text and have other readers.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::tally::Tally;
use super::{Context, Scored, Surroundings};
use crate::duplicates::is_replay;
use crate::facts::{Dump, Facts};
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::lists;

/// The campaign of every comment.
pub struct Campaigns {
    group_of: PerComment<CommentIdx>,
    /// The groups, each at the lowest position of its members.
    groups: PerComment<Tally>,
    /// The first-stage probability of each comment.
    probabilities: PerComment<f32>,
}

/// The other comments of a comment's campaign.
#[derive(Clone, Copy, Debug)]
pub struct Linked {
    /// The number of other comments.
    pub n_others: u32,
    /// The mean of their first-stage probabilities, 0 to 1.
    pub mean_probability: f64,
}

impl Campaigns {
    /// The first comment of a comment's campaign, by position in the dump.
    pub fn first(&self, index: CommentIdx) -> CommentIdx {
        self.group_of[index]
    }
}

/// Shorter texts are similar by chance.
const LINKING_MIN_WORDS: u32 = 8;

/// IP addresses identify people only if at least this share of them is distinct: a reverse proxy gives all
/// comments the same address.
const DISTINCT_SHARE: f64 = 0.2;

impl Context for Campaigns {
    fn gather(scored: &Scored) -> Campaigns {
        let Scored { dump, known, probabilities } = *scored;
        let mut sets = DisjointSets(dump.comments.indices().collect());
        let mut by_host: HashMap<&str, CommentIdx> = HashMap::new();
        let mut by_ping_host: HashMap<&str, CommentIdx> = HashMap::new();
        let mut by_address: HashMap<&str, CommentIdx> = HashMap::new();
        let addresses_are_distinct = addresses_are_distinct(dump);
        for index in known.order.earliest_first() {
            let facts = &dump.comments[index];
            let identifies_author = |owner: &str| {
                !known.hosts.is_own(owner)
                    && !known.hosts.is_linked_by_posts(owner)
                    && !lists::SOCIAL_PROFILES.has(owner)
                    && !lists::BLOG_PLATFORMS.has(owner)
                    && !lists::REFERENCE_HOSTS.has(owner)
                    && !lists::LINK_SHORTENERS.has(owner)
            };
            let site = facts.site.iter().map(|site| site.registrable_domain());
            if facts.kind.is_ping() {
                for host in site.filter(|host| identifies_author(host)) {
                    sets.unite(*by_ping_host.entry(host).or_insert(index), index);
                }
                continue;
            }
            if facts.kind != Kind::Comment || known.people.author_of(index).is_owner {
                continue;
            }
            for host in site.chain(facts.link_domains()) {
                match by_host.get(host) {
                    Some(first) => sets.unite(*first, index),
                    None if identifies_author(host) => {
                        by_host.insert(host, index);
                    }
                    None => {}
                }
            }
            if addresses_are_distinct && !facts.ip().is_empty() {
                sets.unite(*by_address.entry(facts.ip()).or_insert(index), index);
            }
            let first = known.clusters.first(index);
            let earliest = &dump.comments[first];
            // An honest comment that a spammer replays with an added link isn't part of the campaign.
            let is_linked = || {
                earliest.kind == Kind::Comment
                    && !is_replay(earliest, facts)
                    && scored.case(index).has_particular_words_of(earliest)
            };
            if first != index && LINKING_MIN_WORDS <= facts.n_words && is_linked() {
                sets.unite(first, index);
            }
        }
        let group_of: PerComment<CommentIdx> =
            dump.comments.indices().map(|index| sets.find(index)).collect();
        let mut groups = PerComment::filled(Tally::default(), group_of.len());
        for (index, group) in group_of.iter_enumerated() {
            groups[*group].add(Tally::one(probabilities[index]));
        }
        Campaigns { group_of, groups, probabilities: probabilities.clone() }
    }

    fn describe<'a>(&'a self, case: &Case<'a>, surroundings: &mut Surroundings<'a>) {
        let group = self.groups[self.group_of[case.index]];
        let others = group.without(Tally::one(self.probabilities[case.index]));
        if others.n() == 0 || case.person().is_owner {
            return;
        }
        let mean_probability = others.sum() / f64::from(others.n());
        surroundings.linked = Some(Linked { n_others: others.n(), mean_probability });
    }
}

fn addresses_are_distinct(dump: &Dump) -> bool {
    let addresses = || dump.comments.iter().map(Facts::ip).filter(|address| !address.is_empty());
    let n_needed = (DISTINCT_SHARE * addresses().count() as f64).ceil() as usize;
    let mut distinct = HashSet::new();
    addresses().any(|address| distinct.insert(address) && n_needed <= distinct.len())
}

/// Union-find with path halving. The least position represents a set.
struct DisjointSets(PerComment<CommentIdx>);

impl DisjointSets {
    fn find(&mut self, mut at: CommentIdx) -> CommentIdx {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn unite(&mut self, one: CommentIdx, other: CommentIdx) {
        let (one, other) = (self.find(one), self.find(other));
        self.0[one.max(other)] = one.min(other);
    }
}
