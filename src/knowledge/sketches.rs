//! Sketches of sets: a few bits for every word, which differ in at most as many places as the sets differ in words.

/// The bits of a word from here on number its place in the sketch.
const SKETCH_SHIFT: u32 = 16;

/// The sketches of many sets, one after the other.
pub struct Sketches {
    bits: Vec<u64>,
    ends: Vec<usize>,
}

impl Sketches {
    /// Draws them.
    pub fn of(sets: &[&[u32]]) -> Sketches {
        let mut sketches = Sketches { bits: Vec::new(), ends: Vec::with_capacity(sets.len()) };
        for set in sets {
            sketch(set, &mut sketches.bits);
            sketches.ends.push(sketches.bits.len());
        }
        sketches
    }

    /// The sketch of a set, 64 bits a number.
    pub fn get(&self, set: usize) -> &[u64] {
        let start = if set == 0 { 0 } else { self.ends[set - 1] };
        &self.bits[start..self.ends[set]]
    }
}

/// In how many bits two sketches differ: at most in as many as their sets differ in words.
pub fn n_apart(one: &[u64], other: &[u64]) -> u32 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut n_apart = 0;
    for (place, bits) in short.iter().enumerate() {
        let folded = long[place..].iter().step_by(short.len()).fold(*bits, |folded, bits| folded ^ bits);
        n_apart += folded.count_ones();
    }
    n_apart
}

/// Each word turns one bit over. There are two bits or more for every word, or else any two texts would look half
/// alike; long sketches are folded to be compared with short ones.
fn sketch(set: &[u32], sketches: &mut Vec<u64>) {
    const FEWEST_BITS: usize = 128;
    const MOST_BITS: usize = 1 << (u32::BITS - SKETCH_SHIFT);
    let n_bits = (2 * set.len()).next_power_of_two().clamp(FEWEST_BITS, MOST_BITS);
    let start = sketches.len();
    sketches.resize(start + n_bits / 64, 0);
    for word in set {
        let bit = (word >> SKETCH_SHIFT) as usize & (n_bits - 1);
        sketches[start + bit / 64] ^= 1 << (bit % 64);
    }
}
