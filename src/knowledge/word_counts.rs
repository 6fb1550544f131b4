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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::facts::{Look, look};
    use crate::knowledge::Order;
    use crate::text::word_id;

    #[track_caller]
    fn check(texts: &[String], word: &str, is_rare: bool) {
        let look = |(number, body): (usize, &String)| {
            look(&Comment { id: number.to_string(), body: body.clone(), ..Comment::default() }, &Look::BLANK)
        };
        let comments: PerComment<Facts> = texts.iter().enumerate().map(look).collect();
        let clusters = Clusters::gather(&comments, &Order::gather(&comments));
        assert_eq!(WordCounts::gather(&comments, &clusters).is_rare(word_id(word)), is_rare, "{word}");
    }

    #[test]
    fn a_word_of_many_texts_is_common_however_often_a_few_texts_are_copied() {
        let topics = ["anchors", "buoys", "cleats", "davits"];
        let mut texts: Vec<String> = topics.map(|topic| format!("giveaway {topic}")).into();
        check(&texts, "giveaway", false);
        check(&texts, "anchors", true);
        check(&texts, "hammock", true);
        texts.extend(vec!["a hammock between two davits".to_owned(); 50]);
        check(&texts, "hammock", true);
        texts.extend((0..300).map(|number| format!("remark{number}")));
        check(&texts, "giveaway", true);
    }
}
