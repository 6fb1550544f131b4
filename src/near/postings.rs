//! The postings of words: in which rows they stand, and where in the prefixes of these.

use std::ops::Range;

use super::prefix::Prefixes;

/// Positions have at most so many bits. From the last of them on they are said to be that one, which loses nothing: see
/// [`super::prefix::most_near`].
const POSITION_BITS: u32 = 6;

/// The lists of all words. A posting has four bytes, the row in its upper bits and the position in its lower.
pub struct Postings {
    postings: Vec<u32>,
    /// Where the lists are, the shorter ones first.
    lists: Vec<Range<u32>>,
    position_bits: u32,
}

impl Postings {
    /// Sorts the prefixes of the set of every row by the numbers of the words. Lists of one row are left out.
    pub fn sort(set_of: &[u32], prefixes: &Prefixes) -> Postings {
        let mut ends = vec![0; prefixes.n_numbers()];
        for set in set_of {
            prefixes.numbers(*set as usize).for_each(|(_, number)| ends[number] += 1);
        }
        let mut start = 0;
        for end in &mut ends {
            start += *end;
            *end = start - *end;
        }
        let position_bits = (set_of.len() as u32).leading_zeros().min(POSITION_BITS);
        let last_position = (1 << position_bits) - 1;
        let mut postings = vec![0; start as usize];
        for (row, set) in (0..).zip(set_of) {
            for (position, number) in prefixes.numbers(*set as usize) {
                let place = &mut ends[number];
                postings[*place as usize] = row << position_bits | (position as u32).min(last_position);
                *place += 1;
            }
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let lists = starts.zip(ends.iter().copied()).map(|(start, end)| start..end);
        let mut lists: Vec<Range<u32>> = lists.filter(|it| 1 < it.len()).collect();
        lists.sort_by_key(|it| it.len());
        Postings { postings, lists, position_bits }
    }

    /// One list in which every row stands at its first position.
    pub fn of_all(n_rows: usize) -> Postings {
        let position_bits = (n_rows as u32).leading_zeros().min(POSITION_BITS);
        let postings = (0..n_rows as u32).map(|row| row << position_bits).collect();
        let lists = std::iter::once(0..n_rows as u32).collect();
        Postings { postings, lists, position_bits }
    }

    /// The lists of all words, the shorter ones first.
    pub fn lists(&self) -> &[Range<u32>] {
        &self.lists
    }

    /// The rows of a list, each with the word's position in its prefix.
    pub fn read(&self, list: &Range<u32>) -> impl ExactSizeIterator<Item = (u32, usize)> {
        let last_position = (1 << self.position_bits) - 1;
        let list = &self.postings[list.start as usize..list.end as usize];
        list.iter().map(move |it| (it >> self.position_bits, (it & last_position) as usize))
    }
}
