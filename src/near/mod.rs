//! Near-duplicate clustering: an exact set-similarity join over sorted sets of numbers.
//!
//! [`join`] does leader clustering (Hartigan 1975, section 3.2). Sets are taken from the earliest to the
//! latest. Each joins the earliest leader that is similar enough, or else becomes a leader itself. A member
//! is therefore similar to the first set of its cluster, and chains of small changes do not join unrelated
//! sets. The module knows nothing of comments and uses nothing else of the crate. A text is the set of its
//! hashed words; the caller numbers repeated words, so that the similarity is multiset Jaccard.
//!
//! # Steps
//!
//! 1. **Order by size** (`by_size`). The threshold limits the sizes of similar sets (length filter), so the
//!    candidates of a set are in one range of rows. Sets of fewer than six elements have none. Thresholds and
//!    bounds: `similarity`.
//! 2. **Sketches** (`sketch`). Each set gets a bitmap of 256 bits or more (bitmap filter: Sandes, Teodoro and
//!    Melo 2020). Two bitmaps differ in at most as many bits as the sets differ in elements.
//! 3. **Prefix filter** (`prefix_filter`). Elements are ordered by frequency. Two similar sets share an
//!    element among the rarest few of each (Chaudhuri, Ganti and Kaushik 2006; AllPairs: Bayardo, Ma and
//!    Srikant 2007).
//! 4. **Inverted index** (`inverted_index`). For each of these elements, the rows that have it, with its
//!    position.
//! 5. **Dense lists** (`dense_lists`). In long posting lists, a few rows are compared with a sample. Where a
//!    sampled row is similar, as in a campaign of near copies, the row is compared with the whole list.
//! 6. **Candidates** (`candidates`, `sketch_block`). Within each posting list, the shortest lists first, rows
//!    are compared that can be similar by size and by position of the element (position filter: PPJoin, Xiao
//!    et al. 2008 and 2011). Their sketches are compared first, eight at a time; a merge of the sets decides
//!    on those that pass. Each set is assigned to the earliest similar one (`assignments`). Two sets that are
//!    both assigned are not compared any more.
//! 7. **Leaders** (`leaders`). Sets are visited from the earliest on. A set may be assigned to one that does
//!    not lead. Such an orphan is compared with all sets of similar size, which makes up for the comparisons
//!    that step 6 skipped.
//!
//! The filters discard only pairs that cannot be similar, so the result is that of the sequential definition
//! above. Tests compare it with a brute-force implementation.
//!
//! # Cost
//!
//! With n sets of m elements, indexing takes O(n m) time, besides sorting n prefixes and at most 2²²
//! frequencies. Comparing takes O(Σ l²) sketch comparisons in the worst case, for posting lists of length l.
//! Natural texts have short lists, as rare words are rare; a campaign of n near copies takes O(n m). Memory
//! per set: a sketch of 32 bytes (for up to 128 elements, then two to four bits per element, at most 8 KiB),
//! and 4 bytes per element of the prefix, 8 while the index is built.
//!
//! # Budget
//!
//! Long texts over a vocabulary of a few hundred words, all half alike, would keep any exact join busy for
//! hours. So the join counts its steps, and stops comparing when its [`StepBudget`] is exhausted. The
//! shortest posting lists come first, so the budget is spent on the rarest elements.
//! [`Clustering::n_truncated`] counts the leaders for which the search was incomplete. If posting lists would
//! lead to nearly all pairs, all pairs of similar size are compared once instead.
//!
//! # Threads
//!
//! The result does not depend on the number of threads or on their timing. Posting lists are compared in
//! batches, and only the assignments published before a batch decide which pairs it compares. Within a batch,
//! assigning takes the minimum, which is independent of order. Steps are allotted to each list before its
//! batch starts.
//!
//! # References
//!
//! - Bayardo, Ma, Srikant: Scaling up all pairs similarity search. WWW 2007.
//! - Chaudhuri, Ganti, Kaushik: A primitive operator for similarity joins in data cleaning. ICDE 2006.
//! - Hartigan: Clustering Algorithms, section 3.2: Leader Algorithm. Wiley 1975.
//! - Sandes, Teodoro, Melo: Bitmap filter: speeding up exact set similarity joins with bitwise operations.
//!   Information Systems 88, 2020.
//! - Xiao, Wang, Lin, Yu: Efficient similarity joins for near duplicate detection. WWW 2008; with Wang, ACM
//!   TODS 36(3), 2011.

mod assignments;
mod by_size;
mod candidates;
mod dense_lists;
mod inverted_index;
mod join;
mod leaders;
mod prefix_filter;
mod similarity;
mod sketch;
mod sketch_block;
#[cfg(test)]
mod tests;

pub use join::{StepBudget, join};
pub use similarity::{jaccard, overlap};
