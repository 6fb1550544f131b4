//! How many texts of the dump use each content word.

use super::clusters::Clusters;
use crate::facts::Facts;
use crate::index::PerComment;
use crate::kind::Kind;
use crate::text::WordId;

/// The number of texts that use each content word. Near copies of a text count once.
pub struct WordCounts {
    /// Words are hashes, and share slots by their lower bits. A word may therefore be taken for a more common one,
    /// never for a rarer one.
    slots: Vec<u32>,
    n_texts: u32,
}

/// The number of slots: 1 MiB, which fits into a processor's cache.
const N_SLOTS: usize = 1 << 18;

/// A word that this share of the texts use, one's own aside, is common on the blog.
const COMMON_SHARE: f64 = 0.02;

/// In small dumps, this many other texts may use a rare word.
const RARE_MAX_OTHERS: u32 = 2;

impl WordCounts {
    /// Counts the words of all comments.
    pub fn gather(comments: &PerComment<Facts>, clusters: &Clusters) -> WordCounts {
        let mut counts = WordCounts { slots: vec![0; N_SLOTS], n_texts: 0 };
        for (index, comment) in comments.iter_enumerated() {
            if comment.kind == Kind::Comment && clusters.first(index) == index {
                counts.n_texts += 1;
                comment.content_words().for_each(|word| counts.slots[slot(word)] += 1);
            }
        }
        counts
    }

    /// Whether few texts use a word, besides the one that it is taken from.
    pub fn is_rare(&self, word: WordId) -> bool {
        let n_others = self.slots[slot(word)].saturating_sub(1);
        n_others <= RARE_MAX_OTHERS || f64::from(n_others) < COMMON_SHARE * f64::from(self.n_texts)
    }
}

fn slot(word: WordId) -> usize {
    word as usize % N_SLOTS
}
