//! How much each example counts in a fit.
//!
//! One flooded blog would outvote all others, and one campaign all other spam. So a campaign counts as the square root
//! of its size, and the spam and the honest comments of a blog count at most as [`MOST_SPAM`] and [`MOST_HONEST`]
//! examples. The limits were chosen by cross-validation over 47 blogs (9,452 spam, 25,057 honest): with 500 honest
//! examples, 55 instead of 25 honest comments were called spam; with 100 or 1,000 spam examples the mean recall at a
//! false-positive rate of 1 % was the same to 0.01.

use foldhash::{HashMap, HashMapExt};

use super::Example;
use crate::facts::Dump;
use crate::index::{CommentIdx, PerComment};
use crate::knowledge::Knowledge;

/// The most examples that the spam of a blog counts as, apart for comments and for pings.
const MOST_SPAM: f32 = 200.0;

/// The most examples that the honest comments of a blog count as, apart for comments and for pings.
const MOST_HONEST: f32 = 2000.0;

/// The weight of each example; 0 without a label.
pub fn example_weights(dump: &Dump, known: &Knowledge, examples: &PerComment<Example>) -> PerComment<f32> {
    let is_spam = |index: &CommentIdx| examples[*index].is_spam == Some(true);
    let mut by_text: HashMap<CommentIdx, u32> = HashMap::new();
    let mut by_host: HashMap<&str, u32> = HashMap::new();
    let host =
        |index: CommentIdx| dump.comments[index].site.as_ref().map_or("", |site| site.registrable_domain());
    for index in examples.indices().filter(is_spam) {
        *by_text.entry(known.clusters.first(index)).or_default() += 1;
        *by_host.entry(host(index)).or_default() += 1;
    }
    by_host.remove("");
    let campaign_size = |index: CommentIdx| {
        let sizes = [by_text.get(&known.clusters.first(index)), by_host.get(host(index))];
        sizes.into_iter().flatten().copied().max().unwrap_or(1)
    };
    let mut weights: PerComment<f32> = examples
        .indices()
        .map(|index| match examples[index].is_spam {
            None => 0.0,
            Some(false) => 1.0,
            Some(true) => 1.0 / (campaign_size(index) as f32).sqrt(),
        })
        .collect();
    for (is_spam, most) in [(true, MOST_SPAM), (false, MOST_HONEST)] {
        for is_ping in [false, true] {
            let is_member =
                |example: &Example| example.is_spam == Some(is_spam) && example.kind.is_ping() == is_ping;
            let members = examples.iter().zip(&weights).filter(|(example, _)| is_member(example));
            let sum: f32 = members.map(|(_, weight)| weight).sum();
            let scale = (most / sum).min(1.0);
            let members = examples.iter().zip(weights.iter_mut()).filter(|(example, _)| is_member(example));
            members.for_each(|(_, weight)| *weight *= scale);
        }
    }
    weights
}
