//! The form of a text: its length, and how many capitals, digits, exclamation marks and links it has.

use crate::text::View;

/// One number for each property of a text: the property and the class of its value, as a hashable feature.
pub fn marks(view: &View) -> impl Iterator<Item = u32> + use<> {
    let letters = view.plain.chars().filter(|char| char.is_alphabetic());
    let (n_capitals, n_letters) = letters.fold((0, 0), |(n_capitals, n_letters), char| {
        (n_capitals + usize::from(char.is_uppercase()), n_letters + 1)
    });
    let count = |is_counted: fn(&u8) -> bool| view.folded.bytes().filter(is_counted).take(4).count();
    let properties = [
        // Two classes per doubling: 2, 3, 4, 6, 8, 12 words and so on.
        usize::BITS as usize - view.words.len().pow(2).leading_zeros() as usize,
        6 * n_capitals / n_letters.max(1),
        count(u8::is_ascii_digit),
        count(|byte| *byte == b'!'),
        view.links.len().min(3),
        usize::from(has_bare_address(view)),
    ];
    properties.into_iter().enumerate().map(|(property, class)| (property << 8 | class) as u32)
}

/// Returns true if two words are separated by a dot and nothing else, as in `example.com` and `visit my site.now`.
fn has_bare_address(view: &View) -> bool {
    view.has_inner_dot
        && view.words.windows(2).any(|two| {
            let between = two[0].place.end..two[1].place.start;
            view.folded.get(between) == Some(".")
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
    fn the_same_words_can_have_different_forms() {
        check("I like it", "i love it", 0);
        check("i like it", "I LIKE IT", 1);
        check("i like it", "i like it!!", 1);
        check("i like it", "i like it no 17", 2);
        check("这样写很清楚。谢谢", "这样写很清楚。谢谢!", 1);
        check("you see example com", "you see example.com", 1);
    }
}
