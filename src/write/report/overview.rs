//! The numbers at the top of the overview: what was read, what is kept, and what was noticed.

use super::Kept;
use super::chart::share;
use super::document::visible;
use crate::kind::KINDS;
use crate::verdict::VERDICTS;
use crate::write::{Results, doubt};

/// The number of damaged places and of notes that the overview shows.
const MOST_SHOWN: usize = 20;

/// The number of inputs that the head of the report names.
const MOST_INPUTS: usize = 3;

/// The balance: read = kept + set aside.
pub struct Balance {
    /// Comments that were read.
    pub n_read: usize,
    /// Comments that are kept.
    pub n_kept: usize,
    /// Comments that are set aside.
    pub n_set_aside: usize,
    /// The share of kept comments in percent.
    pub kept_percent: String,
    /// The kinds that occur, with the number of comments of each verdict and of all.
    pub kinds: Vec<(&'static str, Vec<usize>, usize)>,
    /// The number of comments for a person to look at.
    pub n_doubtful: usize,
}

/// Counts the decisions.
pub fn balance(results: &Results, kept: &Kept) -> Balance {
    let decisions = &results.judged.decisions;
    let n_read = decisions.len();
    let n_kept = decisions.iter().filter(|decision| kept.keeps(decision.kind, decision.verdict)).count();
    let kinds = KINDS.iter().filter_map(|kind| {
        let of_kind = || decisions.iter().filter(|decision| decision.kind == *kind);
        let count = |verdict| of_kind().filter(|decision| decision.verdict == verdict).count();
        let n_all = of_kind().count();
        (0 < n_all).then(|| (kind.name(), VERDICTS.map(count).to_vec(), n_all))
    });
    let n_doubtful = decisions.indices().filter(|index| doubt(results.judged, *index).is_some()).count();
    Balance {
        n_read,
        n_kept,
        n_set_aside: n_read - n_kept,
        kept_percent: share(n_kept, n_read),
        kinds: kinds.collect(),
        n_doubtful,
    }
}

/// The names of the inputs.
pub fn inputs(results: &Results) -> String {
    let names: Vec<String> =
        results.inputs.iter().take(MOST_INPUTS).map(|input| visible(&input.name)).collect();
    match results.inputs.len() - names.len() {
        0 => names.join(", "),
        n_more => format!("{} and {n_more} more", names.join(", ")),
    }
}

/// What was damaged or noticed, one line each, and how many lines are left out.
pub fn messages(results: &Results) -> (Vec<String>, usize) {
    let dump = &results.judged.dump;
    let name = |input: u32| results.inputs.get(input as usize).map_or("", |input| input.name.as_str());
    let damages = dump.damages.iter().map(|damage| {
        let place = damage.place;
        format!("{}, record {} (byte {}): {}", name(place.input), place.record, place.byte, damage.what)
    });
    let notes = dump.notes.iter().map(|note| format!("{}: {}", name(note.input), note.what));
    let all = damages.chain(notes);
    let shown = all.take(MOST_SHOWN).map(|line| visible(&line)).collect();
    (shown, (dump.damages.len() + dump.notes.len()).saturating_sub(MOST_SHOWN))
}
