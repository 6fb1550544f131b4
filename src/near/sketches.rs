//! Sketches of sets: a few bits for every word, which differ in at most as many places as the sets differ in words
//! (Sandes, Teodoro & Melo 2020, bitmap filter).

/// The bits of a word from here on number its place in the sketch.
const SKETCH_SHIFT: u32 = 16;

/// There are two bits or more for every word, or else any two texts would look half alike.
const BITS_A_WORD: usize = 2;
const LEAST_BITS: usize = 256;
const MOST_BITS: usize = 1 << (u32::BITS - SKETCH_SHIFT);

/// How many bits the sketch of a set of so many words has; no fewer than that of a smaller set.
pub const fn n_bits(size: usize) -> usize {
    let n_bits = (BITS_A_WORD * size).next_power_of_two();
    if n_bits < LEAST_BITS {
        LEAST_BITS
    } else if n_bits < MOST_BITS {
        n_bits
    } else {
        MOST_BITS
    }
}

/// The sketches of sets in rows, those of smaller sets first.
pub struct Sketches {
    bits: Vec<u32>,
    stretches: Vec<Stretch>,
}

/// Rows whose sketches have one length.
struct Stretch {
    first_row: usize,
    /// Where they start in the bits.
    start: usize,
    /// How many numbers of 32 bits each has.
    len: usize,
}

impl Sketches {
    /// Draws a sketch of each set; no set is smaller than the one before.
    pub fn draw<'a>(sets: impl Iterator<Item = &'a [u32]> + Clone) -> Sketches {
        let n_bits_in_all: usize = sets.clone().map(|it| n_bits(it.len())).sum();
        let mut sketches = Sketches { bits: vec![0; n_bits_in_all / 32], stretches: Vec::new() };
        let mut start = 0;
        for (row, set) in sets.enumerate() {
            let n_bits = n_bits(set.len());
            let len = n_bits / 32;
            if sketches.stretches.last().is_none_or(|it| it.len != len) {
                sketches.stretches.push(Stretch { first_row: row, start, len });
            }
            let sketch = &mut sketches.bits[start..start + len];
            // Each word turns one bit over.
            for word in set {
                let bit = (word >> SKETCH_SHIFT) as usize & (n_bits - 1);
                sketch[bit / 32] ^= 1 << (bit % 32);
            }
            start += len;
        }
        sketches
    }

    /// The sketch of a row: at least 256 bits, and 65,536 at the most.
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let stretch = self.stretches.iter().rfind(|it| it.first_row <= row);
        let stretch = stretch.expect("the first stretch starts with the first row");
        let start = stretch.start + (row - stretch.first_row) * stretch.len;
        &self.bits[start..start + stretch.len]
    }
}

/// In how many bits two sketches differ: at most in as many as the sets differ in words. The longer one is folded.
pub fn n_apart(one: &[u32], other: &[u32]) -> u32 {
    if one.len() == other.len() {
        return one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum();
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let folded =
        |place: usize| long[place..].iter().step_by(short.len()).fold(short[place], |all, it| all ^ it);
    (0..short.len()).map(|it| folded(it).count_ones()).sum()
}
