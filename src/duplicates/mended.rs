//! Whether two short texts differ only in typing errors.
//!
//! The texts are aligned word by word. Differing words may have one edit from four letters on and two from seven
//! (optimal string alignment distance). A number is never a typing error.

/// Shorter words must be equal.
const MIN_LETTERS_ONE_EDIT: usize = 4;
const MIN_LETTERS_TWO_EDITS: usize = 7;

/// Shorter texts are similar by chance.
const MIN_LETTERS: usize = 10;

/// Chinese and Japanese numerals.
const NUMERALS: &str = "零一二三四五六七八九十百千万";

/// Whether two folded texts differ only in corrected typing errors. False if one is empty.
pub fn are_alike(one: &str, other: &str) -> bool {
    let n_letters = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).count();
    if n_letters(one) < MIN_LETTERS || n_letters(other) < MIN_LETTERS {
        return false;
    }
    let words = |text: &str| -> Vec<String> {
        let words = text.split(' ').map(|word| word.chars().filter(|char| char.is_alphanumeric()).collect());
        words.filter(|word: &String| !word.is_empty()).collect()
    };
    regions(&words(one), &words(other)).iter().all(|(one, other)| is_typing_error(one, other))
}

/// Whether two strings without spaces differ in one or two letters.
fn is_typing_error(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let digits = |text: &str| -> String {
        text.chars().filter(|char| char.is_numeric() || NUMERALS.contains(*char)).collect()
    };
    let n_letters = one.chars().count().min(other.chars().count());
    let longer = one.chars().count().max(other.chars().count());
    digits(one) == digits(other)
        && MIN_LETTERS_ONE_EDIT <= n_letters
        && match strsim::osa_distance(one, other) {
            0 | 1 => true,
            2 => MIN_LETTERS_TWO_EDITS <= longer,
            _ => false,
        }
}

/// The places where two lists of words differ: for each, the words of either list, joined without spaces.
fn regions(one: &[String], other: &[String]) -> Vec<(String, String)> {
    // The length of the longest common subsequence of every pair of suffixes.
    let mut common = vec![vec![0_u32; other.len() + 1]; one.len() + 1];
    for index in (0..one.len()).rev() {
        for other_index in (0..other.len()).rev() {
            common[index][other_index] = if one[index] == other[other_index] {
                common[index + 1][other_index + 1] + 1
            } else {
                common[index + 1][other_index].max(common[index][other_index + 1])
            };
        }
    }
    let (mut index, mut other_index) = (0, 0);
    let mut regions = vec![(String::new(), String::new())];
    while index < one.len() || other_index < other.len() {
        let is_same = index < one.len() && other_index < other.len() && one[index] == other[other_index];
        let has_more = other_index == other.len()
            || (index < one.len() && common[index][other_index + 1] <= common[index + 1][other_index]);
        let last = regions.len() - 1;
        if is_same {
            regions.push((String::new(), String::new()));
            (index, other_index) = (index + 1, other_index + 1);
        } else if has_more {
            regions[last].0.push_str(&one[index]);
            index += 1;
        } else {
            regions[last].1.push_str(&other[other_index]);
            other_index += 1;
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::are_alike;

    #[test]
    fn typing_errors() {
        for (one, other) in [
            ("i tied it yestreday, it holds", "i tied it yesterday, it holds"),
            ("call me: no 5551 please", "call me: no5551 please"),
            ("wonderfull knot, thanks", "wonderful knot, thanks!!"),
            ("wo kann ich das seil kuafen", "wo kann ich das seil kaufen"),
            ("请问我那个绳结怎么打么", "请问我那个绳结怎么打"),
        ] {
            assert!(are_alike(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn other_words_and_numbers() {
        for (one, other) in [
            ("day 3: it still holds", "day 4: it still holds"),
            ("entry no 17 for the rope", "entry no 18 for the rope"),
            ("i like the red rope", "i like the blue rope"),
            ("thanks bob, that helps", "thanks rob, that helps"),
            ("第三天 它还是很牢固的", "第四天 它还是很牢固的"),
            ("i follow you on facebook", "i follow you on twitter"),
            ("yes", "yess"),
            ("", ""),
        ] {
            assert!(!are_alike(one, other), "{one} / {other}");
        }
    }
}
