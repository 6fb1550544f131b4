//! Folds of blogs: the unit of cross-validation is the blog, never the comment.

use super::Blog;

/// More folds gain little and take long: a fit for every pair of folds.
const MOST_FOLDS: usize = 10;

/// A partition of blogs.
pub struct Folds {
    /// The number of folds.
    pub n_folds: usize,
    /// The fold of each blog.
    pub fold_of: Vec<usize>,
}

impl Folds {
    /// Each blog is a fold of its own. If there are too many, each goes to the fold with the fewest labelled comments,
    /// starting with the largest blog.
    pub fn new(blogs: &[Blog]) -> Folds {
        let sizes: Vec<usize> = blogs.iter().map(|blog| blog.labelled().count()).collect();
        Folds::of_sizes(&sizes)
    }

    fn of_sizes(sizes: &[usize]) -> Folds {
        let mut fold_sizes = vec![0; sizes.len().min(MOST_FOLDS)];
        let mut blogs: Vec<usize> = (0..sizes.len()).collect();
        blogs.sort_by_key(|blog| std::cmp::Reverse(sizes[*blog]));
        let mut fold_of = vec![0; sizes.len()];
        for (rank, blog) in blogs.into_iter().enumerate() {
            let smallest = (0..fold_sizes.len()).min_by_key(|fold| fold_sizes[*fold]).unwrap_or_default();
            fold_of[blog] = if rank < fold_sizes.len() { rank } else { smallest };
            fold_sizes[fold_of[blog]] += sizes[blog];
        }
        Folds { n_folds: fold_sizes.len(), fold_of }
    }
}
