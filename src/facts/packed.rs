//! Compact storage for the many short strings and lists of a comment: two allocations instead of sixteen, which saves
//! some 200 bytes per comment.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// The strings that are kept of a comment.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    /// The id in its dump.
    Id,
    /// The id of its post.
    PostId,
    /// The id of its parent.
    ParentId,
    /// The author's name as shown.
    Author,
    /// The author's name, folded.
    FoldedName,
    /// The e-mail address.
    Email,
    /// The IP address.
    Ip,
    /// The registrable domains that the body links, separated by spaces.
    LinkDomains,
    /// The observations of the signals, one line per hit.
    Seen,
}

impl Text {
    const COUNT: usize = Text::Seen as usize + 1;
}

/// The lists of numbers that are kept of a comment.
#[derive(Clone, Copy, Debug)]
pub enum List {
    /// The bag of words.
    Words,
    /// One bit per word of the bag: whether it is a content word.
    ContentWordBits,
    /// Words that may address another commenter.
    AddressedNames,
    /// Words by which others may address the author.
    OwnNames,
    /// Entries of the blocklist.
    BlocklistEntries,
    /// Signals and strengths of the hits.
    Strengths,
    /// Pairs of a language and its function word count.
    Languages,
}

impl List {
    const COUNT: usize = List::Languages as usize + 1;
}

/// The strings of a comment in one allocation.
#[derive(Clone, Debug)]
pub struct Texts {
    all: Box<str>,
    ends: Ends<{ Text::COUNT }>,
}

impl Texts {
    /// Packs one string for every field.
    pub fn new(fields: [(Text, &str); Text::COUNT]) -> Texts {
        let mut texts = [""; Text::COUNT];
        fields.into_iter().for_each(|(field, text)| texts[field as usize] = text);
        Texts { all: texts.concat().into(), ends: Ends::new(texts.map(str::len)) }
    }

    /// The string of a field.
    pub fn get(&self, field: Text) -> &str {
        &self.all[self.ends.range(field as usize)]
    }
}

/// The lists of a comment in one allocation.
#[derive(Clone, Debug)]
pub struct Lists {
    all: Box<[u32]>,
    ends: Ends<{ List::COUNT }>,
}

impl Lists {
    /// Packs one list for every field.
    pub fn new(fields: [(List, &[u32]); List::COUNT]) -> Lists {
        let mut lists: [&[u32]; List::COUNT] = [&[]; List::COUNT];
        fields.into_iter().for_each(|(field, list)| lists[field as usize] = list);
        Lists { all: lists.concat().into(), ends: Ends::new(lists.map(<[u32]>::len)) }
    }

    /// The list of a field.
    pub fn get(&self, field: List) -> &[u32] {
        &self.all[self.ends.range(field as usize)]
    }
}

/// The end offsets of `N` parts. Most comments are so short that a byte per offset suffices.
#[derive(Clone, Debug)]
enum Ends<const N: usize> {
    Short([u8; N]),
    Long(Box<[usize; N]>),
}

impl<const N: usize> Ends<N> {
    fn new(lengths: [usize; N]) -> Ends<N> {
        let mut end = 0;
        let ends = lengths.map(|length| {
            end += length;
            end
        });
        match u8::try_from(end) {
            Ok(_) => Ends::Short(ends.map(|end| end as u8)),
            Err(_) => Ends::Long(ends.into()),
        }
    }

    fn range(&self, part: usize) -> Range<usize> {
        let end = |part: usize| match self {
            Ends::Short(ends) => usize::from(ends[part]),
            Ends::Long(ends) => ends[part],
        };
        part.checked_sub(1).map_or(0, end)..end(part)
    }
}

/// A list of numbers that shares one allocation with the lists of other comments. Lists that are replaced before the
/// comments are dropped would otherwise fragment the heap.
#[derive(Clone, Debug, Default)]
pub struct SharedList {
    all: Arc<Vec<u32>>,
    start: u32,
    len: u32,
}

impl SharedList {
    /// Moves lists into one new allocation, without the numbers for which `is_kept` is false.
    pub fn regroup(lists: &mut [&mut SharedList], is_kept: impl Fn(u32) -> bool) {
        let mut all = Vec::with_capacity(lists.iter().map(|list| list.len()).sum());
        let ends = lists.iter().map(|list| {
            all.extend(list.iter().copied().filter(|number| is_kept(*number)));
            all.len() as u32
        });
        let ends: Vec<u32> = ends.collect();
        all.shrink_to_fit();
        let all = Arc::new(all);
        let mut start = 0;
        for (list, end) in lists.iter_mut().zip(ends) {
            **list = SharedList { all: all.clone(), start, len: end - start };
            start = end;
        }
    }
}

impl From<Vec<u32>> for SharedList {
    fn from(list: Vec<u32>) -> SharedList {
        SharedList { start: 0, len: list.len() as u32, all: Arc::new(list) }
    }
}

impl Deref for SharedList {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.all[self.start as usize..][..self.len as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXTS: [Text; Text::COUNT] = [
        Text::Seen,
        Text::Id,
        Text::PostId,
        Text::ParentId,
        Text::Author,
        Text::FoldedName,
        Text::Email,
        Text::Ip,
        Text::LinkDomains,
    ];

    const LISTS: [List; List::COUNT] = [
        List::Languages,
        List::Words,
        List::ContentWordBits,
        List::AddressedNames,
        List::OwnNames,
        List::BlocklistEntries,
        List::Strengths,
    ];

    proptest! {
        #[test]
        fn texts_are_unpacked_unchanged(texts in prop::array::uniform9(".{0,90}")) {
            let packed = Texts::new(std::array::from_fn(|index| (TEXTS[index], texts[index].as_str())));
            prop_assert_eq!(TEXTS.map(|field| packed.get(field)), texts.each_ref().map(String::as_str));
        }

        #[test]
        fn lists_are_unpacked_unchanged(lists in prop::array::uniform7(prop::collection::vec(any::<u32>(), 0..90))) {
            let packed = Lists::new(std::array::from_fn(|index| (LISTS[index], lists[index].as_slice())));
            prop_assert_eq!(LISTS.map(|field| packed.get(field)), lists.each_ref().map(Vec::as_slice));
        }
    }

    #[test]
    fn regrouped_lists_stay_apart() {
        let mut lists = [vec![4, 1], vec![], vec![6, 2, 4]].map(SharedList::from);
        SharedList::regroup(&mut lists.each_mut(), |_| true);
        assert_eq!(lists.each_ref().map(|list| &**list), [&[4, 1][..], &[], &[6, 2, 4]]);
        SharedList::regroup(&mut lists[1..].iter_mut().collect::<Vec<_>>(), |number| number < 6);
        assert_eq!(lists.each_ref().map(|list| &**list), [&[4, 1][..], &[], &[2, 4]]);
    }
}
