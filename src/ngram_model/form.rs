//! How a text is made, in a few numbers: short or long, shouted, full of digits.

use std::ops::RangeInclusive;

use memchr::memchr_iter;

use crate::text::View;

/// The marks of a text, one for each property, told apart by their numbers: its length, its share of capitals, its
/// digits, its exclamation marks, its links, and whether a bare address is in it.
pub fn marks(view: &View) -> impl Iterator<Item = u32> + use<> {
    let (capitals, letters) = if view.plain.is_ascii() {
        let capitals = count(&view.plain, b'A'..=b'Z');
        (capitals, capitals + count(&view.plain, b'a'..=b'z'))
    } else {
        let letters = view.plain.chars().filter(|it| it.is_alphabetic());
        letters.fold((0, 0), |(capitals, n), it| (capitals + usize::from(it.is_uppercase()), n + 1))
    };
    let properties = [
        // Half steps: 2, 3, 4, 6, 8, 12 words and so on.
        usize::BITS as usize - view.words.len().pow(2).leading_zeros() as usize,
        6 * capitals / letters.max(1),
        count(&view.folded, b'0'..=b'9').min(4),
        memchr_iter(b'!', view.folded.as_bytes()).take(4).count(),
        view.links.len().min(3),
        usize::from(has_bare_address(view)),
    ];
    properties.into_iter().enumerate().map(|(property, degree)| (property << 8 | degree) as u32)
}

/// Counts bytes of ASCII.
fn count(text: &str, wanted: RangeInclusive<u8>) -> usize {
    // As many as a byte can hold, in whole sixteens, which are counted in one step.
    let pieces = text.as_bytes().chunks(usize::from(u8::MAX) / 16 * 16);
    let of_piece = |piece: &[u8]| piece.iter().map(|it| u8::from(wanted.contains(it))).sum::<u8>();
    pieces.map(|it| usize::from(of_piece(it))).sum()
}

/// Do a dot and nothing else stand between two words, as in `example.com` and `visit my site.now`?
fn has_bare_address(view: &View) -> bool {
    let mut dots = memchr_iter(b'.', view.folded.as_bytes());
    view.has_inner_dot
        && dots.any(|dot| {
            let behind = view.words.partition_point(|it| it.place.start <= dot);
            let is_word_behind = view.words.get(behind).is_some_and(|it| it.place.start == dot + 1);
            is_word_behind && behind.checked_sub(1).is_some_and(|before| view.words[before].place.end == dot)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::text::view;

    fn check(one: &str, other: &str, n_different: usize) {
        let marks = |body: &str| -> Vec<u32> {
            let comment = Comment { body: body.to_owned(), ..Comment::default() };
            marks(&view(&comment)).collect()
        };
        let pairs = marks(one).into_iter().zip(marks(other));
        assert_eq!(pairs.filter(|(one, other)| one != other).count(), n_different, "{one:?} {other:?}");
    }

    #[test]
    fn the_same_words_can_be_made_differently() {
        check("I like it", "i love it", 0);
        check("i like it", "I LIKE IT", 1);
        check("i like it", "i like it!!", 1);
        check("i like it", "i like it no 17", 2);
        check("这样写很清楚。谢谢", "这样写很清楚。谢谢!", 1);
        check("you see example com", "you see example.com", 1);
    }
}
