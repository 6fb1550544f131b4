//! Sketches of sets: a few bits for every word, which differ in at most as many places as the sets differ in words.
//!
//! They lie in rows, those of smaller sets first, so that the sketches of sets of like size are neighbours.

use std::ops::Range;

/// The bits of a word from here on number its place in the sketch.
const SKETCH_SHIFT: u32 = 16;

/// How many numbers of 64 bits the shortest sketches have. Longer ones are folded to that length for a first glance.
const GLANCE: usize = 2;

/// There are two bits or more for every word, or else any two texts would look half alike.
const BITS_A_WORD: usize = 2;
const MOST_BITS: usize = 1 << (u32::BITS - SKETCH_SHIFT);

/// The sketch of one set.
#[derive(Default)]
pub struct Sketch {
    bits: Vec<u64>,
    glance: [u64; GLANCE],
}

impl Sketch {
    /// Each word turns one bit over.
    pub fn draw(&mut self, set: &[u32]) {
        let n_bits = (BITS_A_WORD * set.len()).next_power_of_two().clamp(64 * GLANCE, MOST_BITS);
        self.bits.clear();
        self.bits.resize(n_bits / 64, 0);
        for word in set {
            let bit = (word >> SKETCH_SHIFT) as usize & (n_bits - 1);
            self.bits[bit / 64] ^= 1 << (bit % 64);
        }
        self.glance = [0; GLANCE];
        for (place, bits) in self.bits.iter().enumerate() {
            self.glance[place % GLANCE] ^= bits;
        }
    }

    /// How many numbers of 64 bits it has.
    pub fn len(&self) -> usize {
        self.bits.len()
    }
}

/// The sketches of many sets.
#[derive(Default)]
pub struct Sketches {
    glances: Vec<[u64; GLANCE]>,
    /// The sketches that are longer than a glance, one after the other.
    bits: Vec<u64>,
    stretches: Vec<Stretch>,
}

/// Rows whose sketches have one length.
#[derive(Clone, Copy)]
struct Stretch {
    first_row: usize,
    /// Where they start in the bits.
    start: usize,
    /// The length of each.
    len: usize,
}

impl Sketches {
    /// Adds a row, whose set is no smaller than those before.
    pub fn push(&mut self, sketch: &Sketch) {
        if self.stretches.last().is_none_or(|it| it.len != sketch.len()) {
            let (first_row, start) = (self.glances.len(), self.bits.len());
            self.stretches.push(Stretch { first_row, start, len: sketch.len() });
        }
        self.glances.push(sketch.glance);
        if GLANCE < sketch.len() {
            self.bits.extend(&sketch.bits);
        }
    }

    /// In how many bits a row differs at a glance, which are no more than in all.
    pub fn n_apart_at_a_glance(&self, sketch: &Sketch, row: usize) -> u32 {
        n_apart_of_glances(&sketch.glance, &self.glances[row])
    }

    /// In how many bits a row differs: at most in as many as the sets differ in words.
    pub fn n_apart(&self, sketch: &Sketch, row: usize) -> u32 {
        let stretch = self.stretch(row);
        if stretch.len == GLANCE || sketch.len() == GLANCE {
            return self.n_apart_at_a_glance(sketch, row);
        }
        let start = stretch.start + (row - stretch.first_row) * stretch.len;
        n_apart(&sketch.bits, &self.bits[start..start + stretch.len])
    }

    /// Finds those of the rows, whose sets are of one size, that are like the sketch by the number of bits they differ in.
    pub fn find(
        &self,
        sketch: &Sketch,
        rows: Range<usize>,
        is_like: impl Fn(u32) -> bool,
        found: &mut Vec<u32>,
    ) {
        if rows.is_empty() {
            return;
        }
        let Stretch { first_row, start, len } = self.stretch(rows.start);
        let first = rows.start;
        if len == GLANCE || sketch.len() == GLANCE {
            let apart = self.glances[rows].iter().map(|it| n_apart_of_glances(&sketch.glance, it));
            found.extend(apart.zip(first..).filter(|(it, _)| is_like(*it)).map(|(_, row)| row as u32));
        } else {
            let place = |row: usize| start + (row - first_row) * len;
            let bits = self.bits[place(rows.start)..place(rows.end)].chunks_exact(len);
            let apart = bits.map(|it| n_apart(&sketch.bits, it));
            found.extend(apart.zip(first..).filter(|(it, _)| is_like(*it)).map(|(_, row)| row as u32));
        }
    }

    /// Takes rows out; those behind move up.
    pub fn retain(&mut self, stays: impl Fn(usize) -> bool) {
        let ends: Vec<usize> = self.stretches.iter().skip(1).map(|it| it.first_row).collect();
        let ends = ends.into_iter().chain([self.glances.len()]);
        let (mut n_rows, mut n_bits) = (0, 0);
        for (stretch, end) in self.stretches.iter_mut().zip(ends) {
            let Stretch { first_row, start, len } = *stretch;
            (stretch.first_row, stretch.start) = (n_rows, n_bits);
            for row in (first_row..end).filter(|it| stays(*it)) {
                self.glances[n_rows] = self.glances[row];
                n_rows += 1;
                if GLANCE < len {
                    let place = start + (row - first_row) * len;
                    self.bits.copy_within(place..place + len, n_bits);
                    n_bits += len;
                }
            }
        }
        self.glances.truncate(n_rows);
        self.bits.truncate(n_bits);
    }

    fn stretch(&self, row: usize) -> Stretch {
        let stretch = self.stretches.iter().rfind(|it| it.first_row <= row);
        *stretch.expect("the first stretch starts with the first row")
    }
}

fn n_apart_of_glances(one: &[u64; GLANCE], other: &[u64; GLANCE]) -> u32 {
    (0..GLANCE).map(|it| (one[it] ^ other[it]).count_ones()).sum()
}

/// In how many bits two sketches differ. The longer one is folded.
fn n_apart(one: &[u64], other: &[u64]) -> u32 {
    if one.len() == other.len() {
        return one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum();
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let folded = |place: usize| {
        let mut bits = short[place];
        let mut at = place;
        while at < long.len() {
            bits ^= long[at];
            at += short.len();
        }
        bits
    };
    (0..short.len()).map(|it| folded(it).count_ones()).sum()
}
