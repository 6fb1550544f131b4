//! Which sets of a list may be near each other.
//!
//! Near sets share a word so early in the order of rarity that enough words are left behind it in both (prefix, length
//! and position filters: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007, AllPairs; Xiao et al. 2008,
//! PPJoin). In the list of that word, a set that has it early may be near larger ones, and one that has it late only
//! near smaller ones that have it early. So the early ones stand side by side with their sketches, by size, and each is
//! compared with those that follow it as far as it reaches; the late ones come to them. A merge of the two sets decides
//! on what the sketches leave.

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use rayon::prelude::*;

use super::claims::Claims;
use super::lanes::{Drawn, Lane};
use super::rows::Rows;
use super::sketches::n_bits;

/// How many numbers of 32 bits the sketches have that lie side by side, and of how many words the sets may be. Larger ones
/// lie in the wide, too, and are told apart by all of their sketches afterwards.
const NARROW: usize = 8;
const MOST_NARROW_SIZE: usize = 128;
const WIDE: usize = 16;

const _: () = assert!(32 * NARROW <= n_bits(0) && 32 * WIDE <= n_bits(MOST_NARROW_SIZE + 1));

/// So many merges are expected for a row, when steps are scarce.
const MERGES_A_ROW: u64 = 4;

/// From so many sets on, several threads take part in a list.
const SHARED_MIN_SETS: usize = 1 << 14;

/// Rows that stand side by side.
#[derive(Default)]
struct Standing {
    rows: Vec<u32>,
    /// The sketches of the first rows.
    narrow: Lane<NARROW>,
    /// Those of the rest.
    wide: Lane<WIDE>,
}

impl Standing {
    fn clear(&mut self) {
        self.rows.clear();
        self.narrow.clear();
        self.wide.clear();
    }

    /// Adds a row behind those before.
    fn push(&mut self, row: &Row, rows: &Rows) {
        self.rows.push(row.row);
        if row.is_narrow() {
            self.narrow.push(&row.sketch);
        } else {
            self.wide.push(&row.wide_sketch(rows));
        }
    }

    /// Where rows stand, if none of them stood before this place.
    fn places(&self, rows: &Range<u32>, start: &mut usize) -> Range<usize> {
        *start += self.rows[*start..].iter().take_while(|it| **it < rows.start).count();
        *start..*start + self.rows[*start..].partition_point(|it| *it < rows.end)
    }

    /// Finds the rows at these places that may be near the row by their sketches.
    fn find(&self, row: &Row, with: Comparing, places: &Range<usize>, found: &mut Vec<u32>) {
        let n_found = found.len();
        dispatch!(with.level, _simd => self.search(row, with.rows, places, found));
        found[n_found..].iter_mut().for_each(|it| *it = self.rows[*it as usize]);
    }

    /// The same by their places, in the instructions of the processor at hand.
    #[inline(always)]
    fn search(&self, row: &Row, rows: &Rows, places: &Range<usize>, found: &mut Vec<u32>) {
        let first_wide = self.narrow.len();
        self.narrow.find(&row.sketch, 0, places, found);
        if row.is_narrow() {
            self.wide.find(&row.sketch, first_wide, places, found);
        } else {
            self.wide.find(&row.wide_sketch(rows), first_wide, places, found);
        }
    }
}

/// A row of a list.
struct Row {
    row: u32,
    size: usize,
    /// Behind the last row that it may be near, as far as the word's position tells.
    end: u32,
    is_claimed: bool,
    /// Where it stands, if it does.
    place: usize,
    /// Folded to this width.
    sketch: Drawn<NARROW>,
}

impl Row {
    /// Has it the word so early that it may be near larger ones?
    fn is_early(&self) -> bool {
        self.row < self.end
    }

    fn is_narrow(&self) -> bool {
        self.size <= MOST_NARROW_SIZE
    }

    fn wide_sketch(&self, rows: &Rows) -> Drawn<WIDE> {
        Drawn::new(rows.sketch(self.row), self.size)
    }
}

/// The sets that share one word, made ready for being compared.
#[derive(Default)]
pub struct List {
    rows: Vec<Row>,
    unclaimed: Standing,
    /// Who has been claimed already need not be compared with others of that kind.
    claimed: Standing,
}

/// What goes from a row that asks to the next, which is no smaller.
#[derive(Default)]
struct Asking {
    /// Who stands before this place is too small, and who among the claimed.
    start: usize,
    start_of_claimed: usize,
    found: Vec<u32>,
}

/// What comparing takes place with.
#[derive(Clone, Copy)]
pub struct Comparing<'a> {
    /// The sets.
    pub rows: &'a Rows<'a>,
    /// Who claims whom.
    pub claims: &'a Claims,
    /// The instructions that the processor has.
    pub level: Level,
    /// How many steps the rows of a list may take, each on the average.
    pub most_steps: u64,
}

impl List {
    /// Compares all rows that share a word, each with the word's position in its prefix; every set that is near an earlier
    /// one is claimed. Returns the steps that it took: see [`super::join::Patience`].
    pub fn compare(&mut self, list: impl Iterator<Item = (u32, usize)>, with: Comparing) -> u64 {
        self.line_up(list, with);
        if self.rows.len() < SHARED_MIN_SETS {
            self.ask_all(&self.rows, with)
        } else {
            self.rows.par_chunks(SHARED_MIN_SETS / 16).map(|it| self.ask_all(it, with)).sum()
        }
    }

    fn line_up(&mut self, list: impl Iterator<Item = (u32, usize)>, with: Comparing) {
        let List { rows, unclaimed, claimed } = self;
        rows.clear();
        let mut size = 0;
        rows.extend(list.map(|(row, position)| {
            size = with.rows.size_behind(size, row);
            let end = with.rows.like_end(size, position);
            Row {
                row,
                size,
                end,
                is_claimed: with.claims.is_settled(row),
                place: 0,
                sketch: Drawn::default(),
            }
        }));
        // The memory answers for all at once when nothing else is done with the sketches.
        rows.iter_mut().for_each(|it| it.sketch = Drawn::new(with.rows.sketch(it.row), it.size));
        unclaimed.clear();
        claimed.clear();
        for it in rows.iter_mut().filter(|it| it.is_early()) {
            if it.is_claimed {
                claimed.push(it, with.rows);
            } else {
                it.place = unclaimed.rows.len();
                unclaimed.push(it, with.rows);
            }
        }
    }

    /// Compares rows with all that stand. The first may take half of the steps at once; the other half comes bit by bit.
    fn ask_all(&self, rows: &[Row], with: Comparing) -> u64 {
        let mut asking = Asking::default();
        let mut n_steps = 0;
        for (n_before, it) in (0..).zip(rows) {
            let most_steps = with.most_steps / 2 * (rows.len() as u64 + n_before);
            n_steps += self.ask(it, with, most_steps - n_steps, &mut asking);
        }
        n_steps
    }

    /// Compares a row with all that stand.
    fn ask(&self, row: &Row, with: Comparing, most_steps: u64, asking: &mut Asking) -> u64 {
        let Asking { start, start_of_claimed, found } = asking;
        found.clear();
        // Something is left for what is found.
        let reserve = (MERGES_A_ROW * row.size as u64).min(most_steps / 2);
        let most_compared = (most_steps - reserve) as usize;
        let mut n_left = most_compared;
        let mut find = |standing: &Standing, mut places: Range<usize>| {
            if n_left < places.len() {
                with.claims.cut_short(row.row);
                places.end = places.start + n_left;
            }
            n_left -= places.len();
            if !places.is_empty() {
                standing.find(row, with, &places, found);
            }
        };
        let like = with.rows.like_start(row.size)..row.end;
        if !row.is_early() {
            find(&self.unclaimed, self.unclaimed.places(&like, start));
        } else if !row.is_claimed {
            let behind = &self.unclaimed.rows[row.place + 1..];
            let n_like = behind.partition_point(|it| *it < like.end);
            find(&self.unclaimed, row.place + 1..row.place + 1 + n_like);
        }
        if !row.is_claimed {
            find(&self.claimed, self.claimed.places(&like, start_of_claimed));
        }
        let mut n_steps = (most_compared - n_left) as u64;
        for other in found.iter() {
            n_steps += with.consider(row.row, *other, most_steps - n_steps);
        }
        n_steps
    }
}

impl Comparing<'_> {
    /// Merges two sets, unless it makes no difference whether they are near. Returns the steps, no more than allowed.
    fn consider(&self, one: u32, other: u32, most_steps: u64) -> u64 {
        let (n_sketch_steps, n_merge_steps) =
            (self.rows.n_sketch_steps(one, other), self.rows.n_merge_steps(one, other));
        if most_steps < n_sketch_steps + n_merge_steps {
            self.claims.cut_short(self.rows.in_order(one, other).0);
            return 0;
        }
        if one == other || !self.rows.can_be_near(one, other) {
            return n_sketch_steps;
        }
        let (earlier, later) = self.rows.in_order(one, other);
        let claiming = self.rows.set(earlier);
        let is_claiming = !self.claims.is_settled(earlier) && claiming < self.claims.by(later);
        if is_claiming && self.rows.are_near(one, other) {
            self.claims.claim(later, claiming);
        }
        n_sketch_steps + n_merge_steps
    }
}
