//! Hits: the results of signals on a comment, before they are weighted.

use std::borrow::Cow;

/// The position of a signal in the list of signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignalIdx(pub u16);

impl SignalIdx {
    /// The position as an index into arrays that have one entry per signal.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl From<usize> for SignalIdx {
    fn from(index: usize) -> SignalIdx {
        SignalIdx(index as u16)
    }
}

/// A signal that fired on a comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The signal.
    pub signal: SignalIdx,
    /// The factor of the signal's weight: 1 for signals that are either present or absent.
    pub strength: f32,
    /// The observation of the signal.
    pub seen: Cow<'a, str>,
}

/// The hits of the signals that look at a comment alone.
#[derive(Debug, Default)]
pub struct Hits {
    /// The signals and their strengths, in the order of the signals.
    pub strengths: Vec<(SignalIdx, f32)>,
    /// The observation of each signal, one per line.
    pub seen: String,
}
