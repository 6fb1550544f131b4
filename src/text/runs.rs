//! Bytes of some sort in a text, found many at once: as bits of a number, and as runs.

use std::ops::Range;

/// So many bytes are looked at together, for a number has so many bits.
const BLOCK: usize = u64::BITS as usize;

/// Which bytes of a text are of a sort: a number for every 64, a bit each, the first in the lowest. What is left of the
/// last number counts as zero bytes.
pub fn bits(text: &[u8], is_wanted: impl Fn(u8) -> bool) -> impl Iterator<Item = u64> {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let blocks = blocks.iter().copied().chain([last]);
    blocks.map(move |block| {
        // No branches, so that many bytes are looked at in one step.
        let mut flags = [0; BLOCK];
        flags.iter_mut().zip(block).for_each(|(flag, it)| *flag = is_wanted(it).into());
        let (eights, _) = flags.as_chunks::<8>();
        eights.iter().rev().fold(0, |bits, it| bits << 8 | gathered(u64::from_le_bytes(*it)))
    })
}

/// The lowest bits of eight bytes, side by side.
fn gathered(flags: u64) -> u64 {
    flags.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Visits the runs of bytes of a sort in their order. Zero bytes are of no sort.
pub fn visit_runs(text: &[u8], is_wanted: impl Fn(u8) -> bool, mut visit: impl FnMut(Range<usize>)) {
    let (mut start, mut is_open) = (0, false);
    for (wanted, first) in bits(text, is_wanted).zip((0..).step_by(BLOCK)) {
        // Where a run begins or ends, in turns.
        let mut edges = wanted ^ (wanted << 1 | u64::from(is_open));
        while edges != 0 {
            let at = first + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            if is_open {
                visit(start..at);
            }
            start = at;
            is_open = !is_open;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_are_what_lies_between(text in "[ab ]{0,200}") {
            let mut runs = Vec::new();
            visit_runs(text.as_bytes(), |it| it != b' ' && it != 0, |it| runs.push(&text[it]));
            let expected: Vec<&str> = text.split(' ').filter(|it| !it.is_empty()).collect();
            prop_assert_eq!(runs, expected);
        }

        #[test]
        fn every_byte_has_its_bit(text in "[ab]{0,200}") {
            let bits: Vec<u64> = bits(text.as_bytes(), |it| it == b'b').collect();
            let is_set = |at: usize| bits[at / 64] >> (at % 64) & 1 == 1;
            prop_assert!(text.bytes().enumerate().all(|(at, it)| is_set(at) == (it == b'b')));
            prop_assert_eq!(bits.iter().map(|it| it.count_ones() as usize).sum::<usize>(), text.matches('b').count());
        }
    }
}
