//! Learning the weights of words, character n-grams and form.

use std::collections::HashMap;

use super::Blog;
use crate::kind::Kind;
use crate::logistic::{Prior, Row, fit};
use crate::ngram_model::{
    BUCKETS, Bucket, FeatureKind, NgramModel, PARTS, Part, PartFeatures, Shingle, Table,
};

/// k-anonymity: features used by fewer people are dropped, because they could identify someone.
pub const MIN_PEOPLE: usize = 5;

/// Features used on fewer blogs are dropped, because they are the way of speaking of one blog.
pub const MIN_BLOGS: usize = 2;

/// With fewer blogs than this, features used on one blog are kept: few features would be left otherwise.
const MANY_BLOGS: usize = 6;

/// Sweeps of a fit. The scores are no better after a hundred.
const SWEEPS: usize = 10;

/// The strength of the ridge prior on the weights.
const STRENGTH: f64 = 3.0;

/// The use of a feature by a person on a blog.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    bucket: Bucket,
    /// The number of the blog.
    blog: u32,
    person: u64,
}

/// Learns all parts from the labelled comments of some blogs, and templates also from a list of their shingles.
pub fn learn<'a>(blogs: impl Iterator<Item = &'a Blog> + Clone, templates: &[Box<[Shingle]>]) -> NgramModel {
    let tables = PARTS.map(|part| learn_part(blogs.clone(), part));
    NgramModel { tables, templates: super::templates::learn(blogs, templates) }
}

fn learn_part<'a>(blogs: impl Iterator<Item = &'a Blog>, part: Part) -> Table {
    let mut texts: Vec<(&PartFeatures, bool, f32)> = Vec::new();
    let mut uses: Vec<Use> = Vec::new();
    let mut n_blogs = 0;
    for (number, blog) in (0..).zip(blogs) {
        n_blogs = number + 1;
        for (index, example, spam) in blog.labelled().filter(|(_, example, _)| example.kind == Kind::Comment)
        {
            let Some(features) = &example.features else { continue };
            let features = &features.parts[part as usize];
            let is_empty = |kind: FeatureKind| features[kind as usize].is_empty();
            if is_empty(FeatureKind::Word) && is_empty(FeatureKind::CharNgram) {
                continue;
            }
            texts.push((features, spam, blog.weights[index]));
            let person = example.person;
            uses.extend(features.iter().flatten().map(|bucket| Use {
                bucket: *bucket,
                blog: number,
                person,
            }));
        }
    }
    let has = |wanted: bool| texts.iter().any(|(_, is_spam, _)| *is_spam == wanted);
    if !has(true) || !has(false) {
        return Table::default();
    }
    let columns = shared_features(uses, if n_blogs < MANY_BLOGS as u32 { 1 } else { MIN_BLOGS });
    // The log-odds of any text: one without known features is spam about as often.
    let sum_of = |wanted: bool| -> f64 {
        texts
            .iter()
            .filter(|(_, is_spam, _)| *is_spam == wanted)
            .map(|(_, _, weight)| f64::from(*weight))
            .sum()
    };
    let offset = (sum_of(true) / sum_of(false)).ln();
    let bias = columns.len() as u32;
    let row = |&(features, is_spam, weight): &(&PartFeatures, bool, f32)| Row {
        cells: cells(features, &columns, bias),
        is_spam,
        weight,
        offset,
    };
    let rows: Vec<Row> = texts.iter().map(row).collect();
    let mut priors = vec![Prior::ridge(1.0); columns.len() + 1];
    for (column, n_people) in columns.values() {
        // Rare features may weigh more: the square of the inverse document frequency, as in tf-idf.
        let rarity = 1.0 + (texts.len() as f64 / *n_people as f64).ln().max(0.0);
        priors[*column as usize] = Prior::ridge(STRENGTH / rarity.powi(2));
    }
    let fitted = fit(&rows, &priors, SWEEPS);
    let mut weights = vec![0.0f32; BUCKETS];
    for (bucket, (column, _)) in &columns {
        weights[*bucket as usize] = fitted[*column as usize] as f32;
    }
    Table::quantised(fitted[bias as usize] as f32, &weights)
}

/// The cells of a text: its shared features, normalised for each kind as in [`Table`], and the bias.
fn cells(features: &PartFeatures, columns: &HashMap<Bucket, (u32, usize)>, bias: u32) -> Vec<(u32, f32)> {
    let mut row = vec![(bias, 1.0)];
    for buckets in features {
        let value = 1.0 / (buckets.len().max(1) as f32).sqrt();
        row.extend(
            buckets.iter().filter_map(|bucket| columns.get(bucket)).map(|(column, _)| (*column, value)),
        );
    }
    // A feature that occurs several times counts each time.
    row.sort_unstable_by_key(|(column, _)| *column);
    row.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    row
}

/// The features that enough people on enough blogs use: a column for each, and the number of people.
fn shared_features(mut uses: Vec<Use>, min_blogs: usize) -> HashMap<Bucket, (u32, usize)> {
    uses.sort_unstable();
    uses.dedup();
    let mut columns = HashMap::new();
    for uses in uses.chunk_by(|one, other| one.bucket == other.bucket) {
        let n_blogs = uses.chunk_by(|one, other| one.blog == other.blog).count();
        let mut people: Vec<u64> = uses.iter().map(|one| one.person).collect();
        people.sort_unstable();
        people.dedup();
        if min_blogs <= n_blogs && MIN_PEOPLE <= people.len() {
            columns.insert(uses[0].bucket, (columns.len() as u32, people.len()));
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feature 1 is used by six people on one blog, feature 2 by six on two blogs, feature 3 by four on two blogs.
    #[track_caller]
    fn check(min_blogs: usize, expected: &[Bucket]) {
        let uses = |bucket: Bucket, n_blogs: u64, n_people: u64| {
            (0..n_people).map(move |person| Use { bucket, blog: (person % n_blogs) as u32, person })
        };
        let all: Vec<Use> = uses(1, 1, 6).chain(uses(2, 2, 6)).chain(uses(3, 2, 4)).collect();
        let mut kept: Vec<Bucket> = shared_features(all, min_blogs).into_keys().collect();
        kept.sort_unstable();
        assert_eq!(kept, expected);
    }

    #[test]
    fn features_of_few_people_are_dropped_and_those_of_one_blog_if_there_are_many_blogs() {
        check(2, &[2]);
        check(1, &[1, 2]);
    }
}
