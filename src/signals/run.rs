//! Running the signals on a comment.

use std::sync::LazyLock;

use super::{SIGNALS, Signal, Strength, Test};
use crate::context::Surroundings;
use crate::facts::{Hit, Hits, SignalIdx};
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::ngram_model::NgramModel;
use crate::text::{View, has_single_spaces};

/// The signals that look at a comment alone, with their positions.
static ALONE: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::Alone(_) | Test::Learned(_) | Test::Template)));

/// The signals that look at a comment among all others, with their positions.
static IN_DUMP: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::InDump(_))));

/// The signals that look at the surroundings, with their positions.
static IN_CONTEXT: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::InContext(_))));

fn signals_with(is_wanted: impl Fn(&Test) -> bool) -> Vec<(SignalIdx, &'static Signal)> {
    (0..).map(SignalIdx).zip(SIGNALS).filter(|(_, signal)| is_wanted(&signal.test)).collect()
}

/// The usual maximum number of findings of a comment.
const USUAL: usize = 16;

/// Runs the signals that look at a comment alone.
pub fn look(view: &View, kind: Kind, lexical: &NgramModel) -> Hits {
    let (mut strengths, mut seen) = (Vec::with_capacity(USUAL), String::with_capacity(USUAL * LONGEST / 2));
    for (position, signal) in ALONE.iter().filter(|(_, signal)| signal.kinds.contains(&kind)) {
        let found = match signal.test {
            Test::Alone(test) => test(view).map(|seen| (1.0, seen)),
            Test::Learned(part) => lexical.score(view, part),
            Test::Template => lexical.templates.quotation(view),
            Test::InDump(_) | Test::InContext(_) => None,
        };
        if let Some((strength, what)) = found {
            if !strengths.is_empty() {
                seen.push('\n');
            }
            strengths.push((*position, strength));
            push_quotation(&mut seen, &what);
        }
    }
    Hits { strengths, seen }
}

/// A set of signals: those that look at a comment among all others and find something on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiredSignals([u64; SIGNALS.len().div_ceil(WORD)]);

/// The number of signals in one word of the set.
const WORD: usize = u64::BITS as usize;

impl FiredSignals {
    fn insert(&mut self, signal: SignalIdx) {
        self.0[signal.index() / WORD] |= 1 << (signal.index() % WORD);
    }

    /// The signals in order.
    fn iter(self) -> impl Iterator<Item = SignalIdx> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then_some(bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(SignalIdx::from(word * WORD + bit))
            })
        })
    }
}

impl FromIterator<SignalIdx> for FiredSignals {
    fn from_iter<T: IntoIterator<Item = SignalIdx>>(signals: T) -> FiredSignals {
        let mut fired = FiredSignals::default();
        signals.into_iter().for_each(|signal| fired.insert(signal));
        fired
    }
}

/// Runs the signals that look at a comment among all others.
pub fn judge(case: &Case) -> FiredSignals {
    let case = &case.unread();
    let fires = |signal: &Signal| match signal.test {
        Test::InDump(test) => signal.kinds.contains(&case.facts.kind) && test(case).is_some(),
        Test::Alone(_) | Test::Learned(_) | Test::Template | Test::InContext(_) => false,
    };
    IN_DUMP.iter().filter(|(_, signal)| fires(signal)).map(|(position, _)| *position).collect()
}

/// The first-stage hits of a comment as signals and strengths, in the order of [`SIGNALS`].
pub fn strengths(case: &Case, fired: FiredSignals) -> impl Iterator<Item = (SignalIdx, Strength)> {
    let mut alone = case.facts.strengths().peekable();
    let mut in_dump = fired.iter().peekable();
    std::iter::from_fn(move || match (alone.peek(), in_dump.peek()) {
        (Some((one, _)), Some(other)) if other < one => in_dump.next().map(|signal| (signal, 1.0)),
        (Some(_), _) => alone.next(),
        (None, _) => in_dump.next().map(|signal| (signal, 1.0)),
    })
}

/// The first-stage hits of a comment with what was seen, in no order. Only signals that have fired are run again.
pub fn hits<'a>(case: &Case<'a>, fired: FiredSignals) -> Vec<Hit<'a>> {
    let again = fired.iter().filter_map(|signal| match SIGNALS[signal.index()].test {
        Test::InDump(test) => Some(Hit { signal, strength: 1.0, seen: quote(test(case)?).into() }),
        Test::Alone(_) | Test::Learned(_) | Test::Template | Test::InContext(_) => None,
    });
    let mut all = Vec::with_capacity(USUAL);
    all.extend(case.facts.hits().chain(again));
    all
}

/// What the signals find in a comment's surroundings.
pub fn hits_in_context<'a>(case: &Case, surroundings: &Surroundings) -> Vec<Hit<'a>> {
    let kind = case.facts.kind;
    let of_kind = IN_CONTEXT.iter().filter(|(_, signal)| signal.kinds.contains(&kind));
    let hits = of_kind.filter_map(|(position, signal)| {
        let Test::InContext(test) = signal.test else { return None };
        let (strength, seen) = test(case, surroundings)?;
        Some(Hit { signal: *position, strength, seen: quote(seen).into() })
    });
    hits.collect()
}

/// The maximum number of characters in a quotation.
const LONGEST: usize = 80;

/// Shortens a quotation and puts it on one line.
fn quote(seen: String) -> String {
    if seen.len() <= LONGEST && has_single_spaces(&seen) {
        return seen;
    }
    let mut quoted = String::with_capacity(seen.len());
    push_quotation(&mut quoted, &seen);
    quoted
}

fn push_quotation(quoted: &mut String, seen: &str) {
    let start = quoted.len();
    if has_single_spaces(seen) {
        quoted.push_str(seen);
    } else {
        for word in seen.split_whitespace() {
            if start < quoted.len() {
                quoted.push(' ');
            }
            quoted.push_str(word);
        }
    }
    if quoted.len() - start <= LONGEST {
        return;
    }
    if let Some((end, _)) = quoted[start..].char_indices().nth(LONGEST) {
        quoted.truncate(start + end);
        quoted.push('…');
    }
}
