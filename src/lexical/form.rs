//! How a text is made, in a few numbers: short or long, shouted, full of digits.

use std::ops::RangeInclusive;

use crate::normalize::View;

/// The marks of a text, one for each property, told apart by their numbers: its length, its share of capitals, its
/// digits, its exclamation marks, its links, and whether a bare address is in it.
pub fn marks(view: &View) -> impl Iterator<Item = u32> + use<> {
    let (capitals, letters) = if view.plain.is_ascii() {
        let count = |wanted: RangeInclusive<u8>| view.plain.bytes().filter(|it| wanted.contains(it)).count();
        let capitals = count(b'A'..=b'Z');
        (capitals, capitals + count(b'a'..=b'z'))
    } else {
        let letters = view.plain.chars().filter(|it| it.is_alphabetic());
        letters.fold((0, 0), |(capitals, n), it| (capitals + usize::from(it.is_uppercase()), n + 1))
    };
    let digits = view.folded.bytes().filter(u8::is_ascii_digit).count();
    let exclamation_marks = view.folded.bytes().filter(|it| *it == b'!').count();
    let properties = [
        // Half steps: 2, 3, 4, 6, 8, 12 words and so on.
        usize::BITS as usize - view.n_words().pow(2).leading_zeros() as usize,
        6 * capitals / letters.max(1),
        digits.min(4),
        exclamation_marks.min(4),
        view.links.len().min(3),
        usize::from(has_bare_address(view)),
    ];
    properties.into_iter().enumerate().map(|(property, degree)| (property << 8 | degree) as u32)
}

/// Do a dot and nothing else stand between two words, as in `example.com` and `visit my site.now`?
fn has_bare_address(view: &View) -> bool {
    // Words of scripts without blanks overlap.
    view.word_places.windows(2).any(|it| view.folded.get(it[0].end..it[1].start) == Some("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::Comment;
    use crate::normalize::view;

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
