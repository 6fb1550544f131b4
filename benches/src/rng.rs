//! Seeded random number generators: one for every comment, person and post, so that each can be generated
//! alone.

use rand::SeedableRng;
use rand_xorshift::XorShiftRng;

/// A random number generator.
pub type Rng = XorShiftRng;

/// What a generator is for. Different purposes have independent generators.
#[derive(Clone, Copy)]
pub enum Purpose {
    /// Words of the language.
    Vocabulary,
    /// The rows of the plan.
    Plan,
    /// Text of an original.
    Original,
    /// Changes made to a text when it is repeated.
    Repetition,
    /// Names and sites.
    Person,
    /// Titles of posts.
    Post,
}

/// The generator of item `number` of a purpose.
pub fn rng(seed: u64, purpose: Purpose, number: u32) -> Rng {
    let stream = (purpose as u64 + 1) << 32 | u64::from(number);
    // The odd factor makes the streams of neighbouring seeds unrelated.
    Rng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream)
}
