//! Chance from a seed: every comment, person and post has dice of its own, so that it can be made again alone.

use rand::SeedableRng;
use rand_xorshift::XorShiftRng;

/// A source of chance.
pub type Dice = XorShiftRng;

/// What the dice are for. Two purposes never share dice.
#[derive(Clone, Copy)]
pub enum Purpose {
    /// The words of the language.
    Vocabulary,
    /// Which comments there are.
    Plan,
    /// The text of an original.
    Story,
    /// What is done to a text when it is told again.
    Telling,
    /// Names and sites.
    Person,
    /// Titles of posts.
    Post,
}

/// The dice for the `number`-th thing of a purpose.
pub fn dice(seed: u64, purpose: Purpose, number: u32) -> Dice {
    let stream = (purpose as u64 + 1) << 32 | u64::from(number);
    // An odd factor moves neighbouring seeds far apart.
    Dice::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream)
}
