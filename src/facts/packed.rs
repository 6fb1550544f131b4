//! A few texts or lists of one comment in a single allocation, or one list of each of many comments. A dump has as many as
//! comments, and each allocation of its own would cost 16 bytes for where it is and how long, and time.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// `N` texts, one behind the other.
#[derive(Clone, Debug)]
pub struct Texts<const N: usize> {
    all: Box<str>,
    ends: Ends<N>,
}

impl<const N: usize> Texts<N> {
    /// Keeps texts in their order.
    pub fn new(texts: [&str; N]) -> Texts<N> {
        Texts { all: texts.concat().into(), ends: Ends::new(texts.map(str::len)) }
    }

    /// One of the texts.
    #[inline(always)]
    pub fn get(&self, place: usize) -> &str {
        &self.all[self.ends.part(place, self.all.len())]
    }
}

/// `N` lists of numbers, one behind the other.
#[derive(Clone, Debug)]
pub struct Numbers<const N: usize> {
    all: Box<[u32]>,
    ends: Ends<N>,
}

impl<const N: usize> Numbers<N> {
    /// Keeps lists in their order.
    pub fn new(lists: [&[u32]; N]) -> Numbers<N> {
        Numbers { all: lists.concat().into(), ends: Ends::new(lists.map(<[u32]>::len)) }
    }

    /// One of the lists.
    #[inline(always)]
    pub fn get(&self, place: usize) -> &[u32] {
        &self.all[self.ends.part(place, self.all.len())]
    }
}

/// Where parts end. Most comments are so short that a byte says it.
#[derive(Clone, Debug)]
enum Ends<const N: usize> {
    Near([u8; N]),
    Far(Box<[usize; N]>),
}

impl<const N: usize> Ends<N> {
    fn new(lengths: [usize; N]) -> Ends<N> {
        let mut end = 0;
        let ends = lengths.map(|it| {
            end += it;
            end
        });
        // Where the last one ends, all ends.
        match ends[..N - 1].iter().all(|it| *it <= u8::MAX.into()) {
            true => Ends::Near(ends.map(|it| it as u8)),
            false => Ends::Far(ends.into()),
        }
    }

    // Which part is wanted is known when this is compiled, so that little of it is left where it stands in line.
    #[inline(always)]
    fn part(&self, place: usize, len: usize) -> Range<usize> {
        let before = place.wrapping_sub(1);
        let (start, end) = match self {
            Ends::Near(ends) => (ends.get(before).copied().map_or(0, usize::from), ends[place].into()),
            Ends::Far(ends) => (ends.get(before).copied().unwrap_or(0), ends[place]),
        };
        start..if place == N - 1 { len } else { end }
    }
}

/// A list of numbers that may lie in one allocation with those of other comments. Lists that are forgotten sooner than the
/// comments leave no holes in the memory that way, in which nothing large would find room.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    all: Arc<Vec<u32>>,
    start: u32,
    len: u32,
}

impl Shared {
    /// Brings lists together. Of each, only the numbers that `stays` are kept.
    pub fn gather(lists: &mut [&mut Shared], stays: impl Fn(u32) -> bool) {
        let mut all = Vec::with_capacity(lists.iter().map(|it| it.len()).sum());
        let ends = lists.iter().map(|it| {
            all.extend(it.iter().copied().filter(|it| stays(*it)));
            all.len() as u32
        });
        let ends: Vec<u32> = ends.collect();
        all.shrink_to_fit();
        let all = Arc::new(all);
        let mut start = 0;
        for (list, end) in lists.iter_mut().zip(ends) {
            **list = Shared { all: all.clone(), start, len: end - start };
            start = end;
        }
    }
}

impl From<Vec<u32>> for Shared {
    fn from(list: Vec<u32>) -> Shared {
        Shared { start: 0, len: list.len() as u32, all: Arc::new(list) }
    }
}

impl Deref for Shared {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.all[self.start as usize..][..self.len as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_come_out_again(texts in [".{0,4}", ".{0,200}", ".{0,400}"]) {
            let packed = Texts::new(texts.each_ref().map(String::as_str));
            prop_assert_eq!([0, 1, 2].map(|it| packed.get(it)), texts.each_ref().map(String::as_str));
        }

        #[test]
        fn lists_come_out_again(lists in prop::array::uniform3(prop::collection::vec(any::<u32>(), 0..300))) {
            let packed = Numbers::new(lists.each_ref().map(Vec::as_slice));
            prop_assert_eq!([0, 1, 2].map(|it| packed.get(it)), lists.each_ref().map(Vec::as_slice));
        }
    }

    #[test]
    fn what_is_shared_stays_apart() {
        let mut lists = [vec![4, 1], vec![], vec![6, 2, 4]].map(Shared::from);
        Shared::gather(&mut lists.each_mut(), |_| true);
        assert_eq!(lists.each_ref().map(|it| &**it), [&[4, 1][..], &[], &[6, 2, 4]]);
        Shared::gather(&mut lists[1..].iter_mut().collect::<Vec<_>>(), |it| it < 6);
        assert_eq!(lists.each_ref().map(|it| &**it), [&[4, 1][..], &[], &[2, 4]]);
    }
}
