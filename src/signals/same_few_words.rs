//! The whole text is a few words that many addresses left under several posts within days, under hardly any names: a
//! campaign that spreads a name or a brand without a link.

use foldhash::{HashSet, HashSetExt};

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::kind::Kind;
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "same-few-words",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "many addresses left the same few words under several posts within days, under hardly any names",
        may_misfire_on: "a person whose address was replaced by another one in every comment",
    },
    prior: Prior::Belief(6.0),
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","author":"Mark Malden","email":"a1@m.example","date":"2018-10-01 01:00:00","body":"Mark Malden"}
{"id":"2","post":"1","author":"Mark Malden","email":"a2@m.example","date":"2018-10-01 02:00:00","body":"Mark Malden"}
{"id":"3","post":"2","author":"Mark Malden","email":"a3@m.example","date":"2018-10-01 03:00:00","body":"Mark Malden"}
{"id":"4","post":"2","author":"Mark Malden","email":"a4@m.example","date":"2018-10-01 04:00:00","body":"Mark Malden"}
{"id":"5","post":"3","author":"Mark Malden","email":"a5@m.example","date":"2018-10-02 01:00:00","body":"Mark Malden"}
{"id":"6","post":"3","author":"Mark Malden","email":"a6@m.example","date":"2018-10-02 02:00:00","body":"Mark Malden"}
{"id":"7","post":"4","author":"Mark Malden","email":"a7@m.example","date":"2018-10-02 03:00:00","body":"Mark Malden"}
{"id":"8","post":"4","author":"Mark Malden","email":"a8@m.example","date":"2018-10-02 04:00:00","body":"Mark Malden"}"#,
    silent_on: r#"{"id":"1","post":"1","author":"Mark Malden","email":"mark@m.example","date":"2018-10-01 01:00:00","body":"Mark Malden"}
{"id":"2","post":"1","author":"Ann","email":"ann@m.example","date":"2018-10-01 02:00:00","body":"Mark Malden"}"#,
};

/// The maximum number of words in such a text.
const MAX_WORDS: u32 = 6;
/// The minimum number of addresses and of posts, and of addresses for each name.
const MIN_ADDRESSES: usize = 8;
const MIN_POSTS: usize = 3;
const MIN_ADDRESSES_PER_NAME: usize = 3;
/// The time before and after the comment that is searched.
const WINDOW_SECONDS: i64 = 7 * 86_400;
/// The maximum number of comments with the same text that are examined, before and after.
const MOST_COMPARED: usize = 24;

fn judge(case: &Case) -> Option<String> {
    let (facts, known) = (case.facts, case.known);
    let date = facts.date?;
    let is_short = facts.n_words <= MAX_WORDS && facts.content_words().next().is_some();
    if !is_short || facts.name().is_empty() || case.person().is_owner {
        return None;
    }
    let (rank, members) = (known.order.rank(case.index), known.clusters.members(case.index));
    let here = members.partition_point(|member| known.order.rank(*member) < rank);
    let around = here.saturating_sub(MOST_COMPARED)..members.len().min(here + MOST_COMPARED);
    let (mut addresses, mut names, mut pages) = (HashSet::new(), HashSet::new(), HashSet::new());
    for index in members[around].iter().copied() {
        let other = &case.dump.comments[index];
        let is_near = other.date.is_some_and(|other| (other - date).abs() <= WINDOW_SECONDS);
        let address = if other.email().is_empty() { other.ip() } else { other.email() };
        if other.kind == Kind::Comment && is_near && !address.is_empty() {
            addresses.insert(address);
            names.insert(other.name());
            pages.insert(known.pages.page_idx(index));
        }
    }
    let is_campaign = MIN_ADDRESSES <= addresses.len()
        && MIN_POSTS <= pages.len()
        && MIN_ADDRESSES_PER_NAME * names.len() <= addresses.len();
    is_campaign.then(|| {
        case.say(|| format!("{} addresses, {} names, {} posts", addresses.len(), names.len(), pages.len()))
    })
}
