//! A few texts or lists of one comment in a single allocation. A dump has as many as comments, and each allocation of its
//! own would cost 16 bytes for where it is and how long, and time.

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
}
