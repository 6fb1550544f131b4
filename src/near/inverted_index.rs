//! Inverted index: for each rare element, the rows that have it in their prefix, and at which position.

use std::ops::Range;

use super::by_size::{RowIdx, SetsBySize};
use super::prefix_filter::Prefixes;

/// Positions are stored in at most this many bits. Greater positions are stored as the greatest that fits,
/// which only weakens the position filter.
const POSITION_BITS: u32 = 6;

/// A row that has an element in its prefix.
#[derive(Clone, Copy)]
pub struct Posting {
    /// The row.
    pub row: RowIdx,
    /// Position of the element in the row's prefix, or a lesser one.
    pub position: usize,
}

/// The posting lists of all elements. Postings within a list are in the order of rows, hence of size.
pub struct InvertedIndex {
    /// Four bytes per posting: the row in the upper bits, the position in the lower.
    postings: Vec<u32>,
    /// Ranges of `postings`, the shorter lists first.
    lists: Vec<Range<u32>>,
    position_bits: u32,
}

impl InvertedIndex {
    /// Indexes the prefixes of all rows. Lists of a single row are left out.
    pub fn new(sets: &SetsBySize, prefixes: &Prefixes) -> InvertedIndex {
        let mut ends = vec![0; prefixes.n_ranks()];
        for (_, set) in sets.rows() {
            prefixes.get(set).for_each(|(_, rank)| ends[rank] += 1);
        }
        // Each entry is where its list starts, and moves on to where it ends while the list is filled.
        let mut start = 0;
        for end in &mut ends {
            start += *end;
            *end = start - *end;
        }
        let position_bits = position_bits(sets.len());
        let max_position = (1 << position_bits) - 1;
        let mut postings = vec![0; start as usize];
        for (row, set) in sets.rows() {
            for (position, rank) in prefixes.get(set) {
                let end = &mut ends[rank];
                postings[*end as usize] = row.0 << position_bits | (position as u32).min(max_position);
                *end += 1;
            }
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let lists = starts.zip(ends.iter().copied()).map(|(start, end)| start..end);
        let mut lists: Vec<Range<u32>> = lists.filter(|list| 1 < list.len()).collect();
        lists.sort_by_key(|list| list.len());
        InvertedIndex { postings, lists, position_bits }
    }

    /// A single list of all rows, as if all sets shared the first element of their prefixes.
    pub fn with_one_list(n_rows: usize) -> InvertedIndex {
        let position_bits = position_bits(n_rows);
        let postings = (0..n_rows as u32).map(|row| row << position_bits).collect();
        let lists = std::iter::once(0..n_rows as u32).collect();
        InvertedIndex { postings, lists, position_bits }
    }

    /// The posting lists, the shorter ones first.
    pub fn lists(&self) -> &[Range<u32>] {
        &self.lists
    }

    /// The postings of a list.
    pub fn postings(&self, list: &Range<u32>) -> impl ExactSizeIterator<Item = Posting> {
        let max_position = (1 << self.position_bits) - 1;
        let packed = &self.postings[list.start as usize..list.end as usize];
        packed.iter().map(move |packed| Posting {
            row: RowIdx(packed >> self.position_bits),
            position: (packed & max_position) as usize,
        })
    }
}

/// The bits of a posting that row indices leave for positions.
fn position_bits(n_rows: usize) -> u32 {
    (n_rows as u32).leading_zeros().min(POSITION_BITS)
}
