//! Typed positions of comments, people, pages and posts, and [`IndexVec`], a vector that is indexed by one of them. So
//! the compiler finds a position that is used with the wrong list, or taken for a count.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

use rayon::prelude::*;

/// A typed position.
pub trait Idx: Copy + Send + Sync + From<usize> + Into<usize> {}

/// Defines types of positions.
macro_rules! positions {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct $name(u32);

            impl From<usize> for $name {
                fn from(position: usize) -> $name {
                    $name(position as u32)
                }
            }

            impl From<$name> for usize {
                fn from(index: $name) -> usize {
                    index.0 as usize
                }
            }

            impl $crate::index::Idx for $name {}
        )*
    };
}

pub(crate) use positions;

positions! {
    /// The position of a comment in its dump.
    CommentIdx
    /// The number of a person among the authors of a dump.
    PersonIdx
    /// The number of a page among those of a dump.
    PageIdx
    /// The position of a post in its dump.
    PostIdx
}

/// One value for every comment of a dump.
pub type PerComment<T> = IndexVec<CommentIdx, T>;

/// A vector that is indexed by a typed position. It has the methods of [`Vec`], too.
#[derive(Clone, Debug)]
pub struct IndexVec<I, T> {
    values: Vec<T>,
    indexed_by: PhantomData<fn(I)>,
}

impl<I: Idx, T> IndexVec<I, T> {
    /// A vector of `len` copies of a value.
    pub fn filled(value: T, len: usize) -> IndexVec<I, T>
    where
        T: Clone,
    {
        vec![value; len].into()
    }

    /// Appends a value, and returns its position.
    pub fn push(&mut self, value: T) -> I {
        let index = self.next_index();
        self.values.push(value);
        index
    }

    /// The position that the next value gets.
    pub fn next_index(&self) -> I {
        I::from(self.values.len())
    }

    /// All positions.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.values.len()).map(I::from)
    }

    /// All positions, for several threads.
    pub fn par_indices(&self) -> impl IndexedParallelIterator<Item = I> + use<I, T> {
        (0..self.values.len()).into_par_iter().map(I::from)
    }

    /// All values with their positions.
    pub fn iter_enumerated(&self) -> impl Iterator<Item = (I, &T)> {
        self.indices().zip(&self.values)
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> IndexVec<I, T> {
        Vec::new().into()
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(values: Vec<T>) -> IndexVec<I, T> {
        IndexVec { values, indexed_by: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<V: IntoIterator<Item = T>>(values: V) -> IndexVec<I, T> {
        Vec::from_iter(values).into()
    }
}

impl<I, T: Send> FromParallelIterator<T> for IndexVec<I, T> {
    fn from_par_iter<V: IntoParallelIterator<Item = T>>(values: V) -> IndexVec<I, T> {
        Vec::from_par_iter(values).into()
    }
}

impl<'a, I, T> IntoIterator for &'a IndexVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<I, T> Deref for IndexVec<I, T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.values
    }
}

impl<I, T> DerefMut for IndexVec<I, T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.values
    }
}

impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.values[index.into()]
    }
}

impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.values[index.into()]
    }
}
