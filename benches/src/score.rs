//! Agreement of clusters with the ground truth, counted in pairs of comments.
//!
//! A pair is *true* if both comments have the same text, *called* if the tool put both in one cluster, and
//! *found* if both hold. Precision is found / called, recall is found / true, F1 is their harmonic mean. A
//! called pair that is not true is a *false* pair: two distinct texts were merged. Pairs of courtesies with
//! equal words are ignored, because “Thanks!” by two people may be regarded as one text or as two. A courtesy
//! merged with another text is a false pair.
//!
//! Pairs are counted and not enumerated: with `n` comments of true cluster `t` in the tool's cluster `c`, the
//! found pairs are the sum of n·(n−1)/2 over all (t, c), and likewise for true and called ones. Time and
//! memory are linear.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use crate::truth::{COURTESY, Truth};

/// The score of a tool.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Number of comments in the ground truth.
    pub comments: u64,
    /// Comments missing from the tool's output; each counts as a cluster of its own.
    pub unmentioned: u64,
    /// True pairs.
    pub true_pairs: u64,
    /// Called pairs.
    pub called_pairs: u64,
    /// Found pairs.
    pub found_pairs: u64,
    /// False pairs.
    pub false_pairs: u64,
    /// Distinct texts lost by merging: the texts per cluster, less one, summed over the tool's clusters.
    pub merged_texts: u64,
    /// found / called, from 0 to 1; 1 when nothing was called.
    pub precision: f64,
    /// found / true, from 0 to 1; 1 when there is nothing to find.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// By kind, how many of the comments that repeat an earlier text are in its cluster.
    pub by_kind: BTreeMap<String, KindScore>,
}

/// Comments that repeat an earlier text.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct KindScore {
    /// Number of these comments.
    pub total: u64,
    /// Number of those that are in the cluster of the earliest comment with the text.
    pub found: u64,
}

/// The cluster of each comment, by id.
pub type Clusters = HashMap<String, String>;

/// A decision of threadsift.
#[derive(Deserialize)]
struct Decision {
    id: String,
    text_cluster: String,
}

/// Reads threadsift's decisions as NDJSON, or lines of id, tab, cluster. The error for a malformed line or a
/// repeated id has the line number.
pub fn read_clusters(input: impl BufRead) -> io::Result<Clusters> {
    let mut clusters = Clusters::new();
    for (line, number) in input.lines().zip(1..) {
        let line = line?;
        let wrong =
            |what: &str| io::Error::other(format!("line {number} of the clusters {what}: {line:.80}"));
        let (id, cluster) = if line.starts_with('{') {
            let decision: Decision =
                serde_json::from_str(&line).map_err(|it| wrong(&format!("is not a decision ({it})")))?;
            (decision.id, decision.text_cluster)
        } else {
            let (id, cluster) =
                line.split_once('\t').ok_or_else(|| wrong("has no tab between id and cluster"))?;
            (id.to_owned(), cluster.to_owned())
        };
        if clusters.insert(id, cluster).is_some() {
            return Err(wrong("repeats an id"));
        }
    }
    Ok(clusters)
}

/// Scores clusters. Fails if one has a comment that is not in the ground truth, because the files do not
/// match then.
pub fn score(truths: &[Truth], clusters: &Clusters) -> io::Result<Score> {
    let mut score = Score { comments: truths.len() as u64, ..Score::default() };
    // (comments, of them courtesies' equals) by true cluster, by the tool's, and by both.
    let mut by_text: HashMap<&str, u64> = HashMap::new();
    let mut by_cluster: HashMap<Cluster, u64> = HashMap::new();
    let mut by_both: HashMap<(&str, Cluster), (u64, bool)> = HashMap::new();
    let cluster_of = |id| clusters.get(id).map_or(Cluster::Unmentioned(id), |it| Cluster::Named(it));
    for truth in truths {
        let cluster = cluster_of(truth.id.as_str());
        let is_courtesy = truth.kind == COURTESY;
        score.unmentioned += u64::from(matches!(cluster, Cluster::Unmentioned(_)));
        if !is_courtesy {
            *by_text.entry(&truth.cluster).or_default() += 1;
        }
        *by_cluster.entry(cluster).or_default() += 1;
        by_both.entry((&truth.cluster, cluster)).or_insert((0, is_courtesy)).0 += 1;
        if truth.id != truth.cluster && !is_courtesy {
            let kind = score.by_kind.entry(truth.kind.clone()).or_default();
            kind.total += 1;
            kind.found += u64::from(cluster == cluster_of(truth.cluster.as_str()));
        }
    }
    let n_mentioned = truths.len() as u64 - score.unmentioned;
    if n_mentioned < clusters.len() as u64 {
        let n_unknown = clusters.len() as u64 - n_mentioned;
        return Err(io::Error::other(format!(
            "the clusters have {n_unknown} comments that are not in the ground truth"
        )));
    }
    let ignored: u64 = by_both.values().filter(|it| it.1).map(|it| pairs(it.0)).sum();
    score.true_pairs = by_text.values().map(|it| pairs(*it)).sum();
    score.called_pairs = by_cluster.values().map(|it| pairs(*it)).sum::<u64>() - ignored;
    score.found_pairs = by_both.values().filter(|it| !it.1).map(|it| pairs(it.0)).sum();
    score.false_pairs = score.called_pairs - score.found_pairs;
    score.merged_texts = (by_both.len() - by_cluster.len()) as u64;
    score.precision = ratio(score.found_pairs, score.called_pairs);
    score.recall = ratio(score.found_pairs, score.true_pairs);
    score.f1 = ratio(2 * score.found_pairs, score.called_pairs + score.true_pairs);
    Ok(score)
}

/// A cluster of the tool, or a comment missing from its output, which has a cluster of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Cluster<'a> {
    Named(&'a str),
    Unmentioned(&'a str),
}

fn pairs(n_comments: u64) -> u64 {
    n_comments * n_comments.saturating_sub(1) / 2
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Comments are numbered from 1. Each is a true cluster, a kind, and the tool's cluster (0: not
    /// mentioned).
    #[track_caller]
    fn check(comments: &[(u32, &str, u32)], expected: (u64, u64, u64, u64)) {
        let truths: Vec<Truth> = comments
            .iter()
            .zip(1..)
            .map(|((text, kind, _), id)| Truth {
                id: id.to_string(),
                cluster: text.to_string(),
                kind: (*kind).to_owned(),
            })
            .collect();
        let mentioned = comments.iter().zip(1..).filter(|(it, _)| it.2 != 0);
        let clusters = mentioned.map(|(it, id): (_, u32)| (id.to_string(), it.2.to_string())).collect();
        let score = score(&truths, &clusters).unwrap();
        let got = (score.true_pairs, score.called_pairs, score.found_pairs, score.merged_texts);
        assert_eq!(got, expected, "{score:?}");
    }

    #[test]
    fn pairs_are_counted() {
        check(&[(1, "base", 1), (1, "copy", 1), (1, "copy", 1)], (3, 3, 3, 0));
        check(&[(1, "base", 1), (1, "copy", 2), (1, "copy", 1)], (3, 1, 1, 0));
        check(&[(1, "base", 1), (1, "copy", 1), (3, "base", 1)], (1, 3, 1, 1));
        check(&[(1, "base", 7), (2, "base", 7), (3, "base", 7)], (0, 3, 0, 2));
    }

    #[test]
    fn a_comment_that_is_not_mentioned_is_alone() {
        check(&[(1, "base", 2), (2, "base", 0), (1, "copy", 0)], (1, 0, 0, 0));
    }

    #[test]
    fn equal_courtesies_are_ignored() {
        check(&[(1, "courtesy", 1), (1, "courtesy", 1), (3, "base", 3)], (0, 0, 0, 0));
        check(&[(1, "courtesy", 1), (1, "courtesy", 2)], (0, 0, 0, 0));
        check(&[(1, "courtesy", 1), (1, "courtesy", 1), (3, "courtesy", 1)], (0, 2, 0, 1));
    }

    #[test]
    fn a_cluster_of_thousands_is_counted_without_its_pairs() {
        let campaign: Vec<_> = (0..100_000).map(|_| (1, "campaign", 1)).collect();
        check(&campaign, (4_999_950_000, 4_999_950_000, 4_999_950_000, 0));
    }

    #[test]
    fn files_of_two_corpora_are_refused() {
        let clusters = read_clusters("1\t1\n{\"id\":\"9\",\"text_cluster\":\"1\"}\n".as_bytes()).unwrap();
        let truths = [Truth { id: "1".into(), cluster: "1".into(), kind: "base".into() }];
        assert!(score(&truths, &clusters).is_err());
        assert!(read_clusters("1\t1\n1\t2\n".as_bytes()).is_err());
        assert!(read_clusters("1 1\n".as_bytes()).is_err());
    }
}
