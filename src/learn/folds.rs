//! Folds of blogs: the unit of cross-validation is the blog, never the comment.

use super::Blog;

/// More folds gain little and take long: a fit for every pair of folds.
const MOST_FOLDS: usize = 10;

/// A partition of blogs.
pub struct Folds {
    /// The number of folds.
    pub n: usize,
    /// The fold of each blog.
    pub of: Vec<usize>,
}

impl Folds {
    /// Each blog is a fold of its own. If there are too many, each goes to the fold with the fewest labelled comments,
    /// starting with the largest blog.
    pub fn new(blogs: &[Blog]) -> Folds {
        let sizes: Vec<usize> = blogs.iter().map(|blog| blog.labelled().count()).collect();
        Folds::of_sizes(&sizes)
    }

    fn of_sizes(sizes: &[usize]) -> Folds {
        let mut folds = vec![0; sizes.len().min(MOST_FOLDS)];
        let mut blogs: Vec<usize> = (0..sizes.len()).collect();
        blogs.sort_by_key(|blog| std::cmp::Reverse(sizes[*blog]));
        let mut of = vec![0; sizes.len()];
        for (rank, blog) in blogs.into_iter().enumerate() {
            let smallest = (0..folds.len()).min_by_key(|fold| folds[*fold]).unwrap_or_default();
            of[blog] = if rank < folds.len() { rank } else { smallest };
            folds[of[blog]] += sizes[blog];
        }
        Folds { n: folds.len(), of }
    }
}
