//! A few texts or lists of one comment in a single allocation, or one list of each of many comments. A dump has as many as
//! comments, and each allocation of its own would cost 16 bytes for where it is and how long, and time.

use std::ops::Deref;
use std::sync::Arc;

/// `N` texts, one behind the other.
#[derive(Clone, Debug)]
pub struct Texts<const N: usize> {
    all: Box<str>,
    ends: [u32; N],
}

impl<const N: usize> Texts<N> {
    /// Keeps texts in their order.
    pub fn new(texts: [&str; N]) -> Texts<N> {
        Texts { all: texts.concat().into(), ends: ends(texts.map(str::len)) }
    }

    /// One of the texts.
    pub fn get(&self, place: usize) -> &str {
        &self.all[start(&self.ends, place)..self.ends[place] as usize]
    }
}

/// `N` lists of numbers, one behind the other.
#[derive(Clone, Debug)]
pub struct Numbers<const N: usize> {
    all: Box<[u32]>,
    ends: [u32; N],
}

impl<const N: usize> Numbers<N> {
    /// Keeps lists in their order.
    pub fn new(lists: [&[u32]; N]) -> Numbers<N> {
        Numbers { all: lists.concat().into(), ends: ends(lists.map(<[u32]>::len)) }
    }

    /// One of the lists.
    pub fn get(&self, place: usize) -> &[u32] {
        &self.all[start(&self.ends, place)..self.ends[place] as usize]
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

fn start(ends: &[u32], place: usize) -> usize {
    place.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

fn ends<const N: usize>(lengths: [usize; N]) -> [u32; N] {
    let mut end = 0;
    lengths.map(|it| {
        end += it;
        u32::try_from(end).expect("no reader hands on a comment of 4 GiB")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let texts = Texts::new(["ann", "", "ann@mail.example"]);
        assert_eq!([0, 1, 2].map(|it| texts.get(it)), ["ann", "", "ann@mail.example"]);
        let lists = Numbers::new([&[][..], &[3, 1], &[7]]);
        assert_eq!([0, 1, 2].map(|it| lists.get(it)), [&[][..], &[3, 1], &[7]]);
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
