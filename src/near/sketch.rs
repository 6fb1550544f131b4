//! Bitmap filter: sketches of sets, which differ in at most as many bits as the sets differ in elements
//! (Sandes, Teodoro and Melo 2020).
//!
//! Each element flips one bit of its set's sketch, so shared elements cancel out in the difference of two
//! sketches.

/// The bits of an element from this one on select its bit of the sketch. The low bits select its slot in the
/// prefix filter.
const SKETCH_SHIFT: u32 = 16;

/// At least two bits per element: with fewer, the sketches of any two sets look half alike.
const BITS_PER_ELEMENT: usize = 2;
const MIN_BITS: usize = 256;
const MAX_BITS: usize = 1 << (u32::BITS - SKETCH_SHIFT);

/// Number of 32-bit words of the shortest sketch. The length of all others is a multiple of it.
pub const MIN_WORDS: usize = MIN_BITS / 32;

/// Number of bits of the sketch of a set of this size: a power of two that does not decrease with size.
fn n_bits(size: usize) -> usize {
    (BITS_PER_ELEMENT * size).next_power_of_two().clamp(MIN_BITS, MAX_BITS)
}

/// The sketches of sets in rows of increasing size.
pub struct Sketches {
    words: Vec<u32>,
    runs: Vec<Run>,
}

/// Consecutive rows whose sketches have the same length.
struct Run {
    first_row: usize,
    /// Where the sketch of the first row starts in `words`.
    start: usize,
    /// Number of words of each sketch.
    len: usize,
}

impl Sketches {
    /// Draws a sketch of each set; no set is smaller than the one before.
    pub fn new<'a>(sets: impl Iterator<Item = &'a [u32]> + Clone) -> Sketches {
        let n_bits_total: usize = sets.clone().map(|set| n_bits(set.len())).sum();
        let mut sketches = Sketches { words: vec![0; n_bits_total / 32], runs: Vec::new() };
        let mut start = 0;
        for (row, set) in sets.enumerate() {
            let n_bits = n_bits(set.len());
            let len = n_bits / 32;
            if sketches.runs.last().is_none_or(|run| run.len != len) {
                sketches.runs.push(Run { first_row: row, start, len });
            }
            let sketch = &mut sketches.words[start..start + len];
            for element in set {
                let bit = (element >> SKETCH_SHIFT) as usize & (n_bits - 1);
                sketch[bit / 32] ^= 1 << (bit % 32);
            }
            start += len;
        }
        sketches
    }

    /// The sketch of a row, in words of 32 bits.
    pub fn get(&self, row: usize) -> &[u32] {
        let run = self.runs.iter().rfind(|run| run.first_row <= row);
        let run = run.expect("the first run starts with the first row");
        let start = run.start + (row - run.first_row) * run.len;
        &self.words[start..start + run.len]
    }
}

/// Number of bits in which two sketches differ, which is at most the number of elements in which the sets
/// differ. The longer sketch is folded to the length of the shorter one.
pub fn n_differing_bits(one: &[u32], other: &[u32]) -> u32 {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let folded =
        |place: usize| long[place..].iter().step_by(short.len()).fold(short[place], |all, bits| all ^ bits);
    (0..short.len()).map(|place| folded(place).count_ones()).sum()
}
