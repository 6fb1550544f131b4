//! Learning what words and letters tell.

use std::collections::HashMap;

use super::Blog;
use crate::kind::Kind;
use crate::logistic::{Prior, Row, fit};
use crate::ngram_model::{BUCKETS, Bucket, Field, Found, Lexical, PARTS, Part, Table};

/// A bucket that fewer people have shared tells who somebody is rather than what spam is. Neither the model nor
/// anybody who reads it learns of them.
pub const LEAST_PEOPLE: usize = 5;

/// What one blog alone says is its own way of speaking.
pub const LEAST_BLOGS: usize = 2;

/// Where fewer blogs teach than this, too little is said on two of them.
const MANY_BLOGS: usize = 6;

/// So many sweeps come close enough: the scores are no better after a hundred.
const SWEEPS: usize = 10;

/// Ridge strength for the weights of each part, in the order of [`PARTS`].
const STRENGTHS: [f64; PARTS.len()] = [3.0, 3.0, 3.0];

/// Learns all parts from the labelled comments of some blogs.
pub fn learn<'a>(blogs: impl Iterator<Item = &'a Blog> + Clone) -> Lexical {
    Lexical { tables: PARTS.map(|part| learn_part(blogs.clone(), part)) }
}

fn learn_part<'a>(blogs: impl Iterator<Item = &'a Blog>, part: Part) -> Table {
    let mut texts: Vec<&Found> = Vec::new();
    let mut is_spam = Vec::new();
    // (bucket, blog, person), each once.
    let mut shares: Vec<(Bucket, u32, u64)> = Vec::new();
    let mut n_blogs = 0;
    for (number, blog) in blogs.enumerate() {
        n_blogs = number + 1;
        for (_, example, spam) in blog.labelled().filter(|it| it.1.kind == Kind::Comment) {
            let Some(features) = &example.features else { continue };
            let found = &features[part as usize];
            if found[Field::Words as usize].is_empty() && found[Field::Letters as usize].is_empty() {
                continue;
            }
            texts.push(found);
            is_spam.push(spam);
            shares.extend(found.iter().flatten().map(|it| (*it, number as u32, example.person)));
        }
    }
    if !is_spam.contains(&true) || !is_spam.contains(&false) {
        return Table::default();
    }
    let least_blogs = if n_blogs < MANY_BLOGS { 1 } else { LEAST_BLOGS };
    let columns = shared_buckets(shares, least_blogs);
    let bias = columns.len() as u32;
    let row = |found: &Found| -> Row {
        let mut row: Row = vec![(bias, 1.0)];
        for buckets in found {
            let value = 1.0 / (buckets.len().max(1) as f32).sqrt();
            row.extend(buckets.iter().filter_map(|it| columns.get(it)).map(|it| (it.0, value)));
        }
        // What is repeated counts again.
        row.sort_unstable_by_key(|it| it.0);
        row.dedup_by(|one, other| {
            let is_same = one.0 == other.0;
            if is_same {
                other.1 += one.1;
            }
            is_same
        });
        row
    };
    let rows: Vec<Row> = texts.iter().map(|it| row(it)).collect();
    let strength: f64 = STRENGTHS[part as usize];
    let mut priors = vec![Prior::ridge(1.0); columns.len() + 1];
    for (column, n_people) in columns.values() {
        // Rare words may weigh more: the square of the inverse document frequency, as in tf-idf.
        let rarity = 1.0 + (texts.len() as f64 / *n_people as f64).ln().max(0.0);
        priors[*column as usize] = Prior::ridge(strength / rarity.powi(2));
    }
    // A text with nothing known in it is about as likely spam as any.
    let n_spam = is_spam.iter().filter(|it| **it).count() as f64;
    let share = (n_spam / (rows.len() as f64 - n_spam)).ln();
    let fitted = fit(&rows, &is_spam, &vec![share; rows.len()], &priors, SWEEPS);
    let mut weights = vec![0.0f32; BUCKETS];
    columns.iter().for_each(|(bucket, it)| weights[*bucket as usize] = fitted[it.0 as usize] as f32);
    Table::quantised(fitted[bias as usize] as f32, &weights)
}

/// The buckets that enough people on enough blogs share: their numbers, and by how many people.
fn shared_buckets(mut shares: Vec<(Bucket, u32, u64)>, least_blogs: usize) -> HashMap<Bucket, (u32, usize)> {
    shares.sort_unstable();
    shares.dedup();
    let mut columns = HashMap::new();
    for group in shares.chunk_by(|one, other| one.0 == other.0) {
        let n_blogs = 1 + group.windows(2).filter(|it| it[0].1 != it[1].1).count();
        let mut people: Vec<u64> = group.iter().map(|it| it.2).collect();
        people.sort_unstable();
        people.dedup();
        if least_blogs <= n_blogs && LEAST_PEOPLE <= people.len() {
            columns.insert(group[0].0, (columns.len() as u32, people.len()));
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which buckets are kept, of one that six people on one blog share, one that six on two do, and one that four do?
    fn check(least_blogs: usize, expected: &[Bucket]) {
        let people =
            |bucket: Bucket, n_blogs: u64, n: u64| (0..n).map(move |it| (bucket, (it % n_blogs) as u32, it));
        let shares: Vec<_> = people(1, 1, 6).chain(people(2, 2, 6)).chain(people(3, 2, 4)).collect();
        let mut kept: Vec<Bucket> = shared_buckets(shares, least_blogs).into_keys().collect();
        kept.sort_unstable();
        assert_eq!(kept, expected);
    }

    #[test]
    fn what_few_people_share_is_never_kept_and_what_one_blog_says_only_where_few_teach() {
        check(2, &[2]);
        check(1, &[1, 2]);
    }
}
