//! Contact details in a text: e-mail addresses (also disguised ones), telephone numbers and messenger accounts. With
//! them, an author can gain from a comment without a link.

/// Messengers.
const MESSENGERS: &[&str] =
    &["whatsapp", "whatsap", "viber", "telegram", "wechat", "skype", "icq", "kik", "imo"];

/// Words that announce an account or a number.
const ANNOUNCED_BY: &[&str] = &["id", "is", "me", "us", "on", "at", "number", "no", "contact", "account"];

/// The minimum number of digits in a telephone number.
const MIN_DIGITS: usize = 9;
/// The minimum number of digits in an account after the name of a messenger.
const MIN_ACCOUNT_DIGITS: usize = 6;

/// The first contact details in a folded text.
pub fn contact(folded: &str) -> Option<&str> {
    let words: Vec<&str> = folded.split(' ').collect();
    // The text from one word to the end of another.
    let span = |from: usize, to: usize| {
        let start = words[from].as_ptr() as usize - folded.as_ptr() as usize;
        let end = words[to].as_ptr() as usize - folded.as_ptr() as usize + words[to].len();
        folded[start..end].trim_matches(|char: char| matches!(char, '.' | ',' | ';' | '!' | '?' | '"' | ':'))
    };
    (0..words.len()).find_map(|index| {
        if is_mail(words[index]) {
            return Some(span(index, index));
        }
        let is_at = matches!(words[index], "(at)" | "[at]" | "{at}" | "<at>");
        let has_host = words.get(index + 1).is_some_and(|host| host.trim_end_matches('.').contains('.'))
            || words.get(index + 2).is_some_and(|dot| matches!(*dot, "(dot)" | "[dot]" | "dot"));
        if is_at && 0 < index && has_host {
            return Some(span(index - 1, index + 1));
        }
        let name = words[index].trim_matches(|char: char| !char.is_alphanumeric());
        if MESSENGERS.contains(&name) {
            return account_behind(&words, index).map(|last| span(index, last));
        }
        let last = number_from(&words, index, MIN_DIGITS).filter(|_| words[index].contains('+'))?;
        Some(span(index, last))
    })
}

/// Whether a word is an e-mail address, with `@` or a disguised one.
fn is_mail(word: &str) -> bool {
    ["@", "(at)", "[at]"].iter().any(|at| {
        word.split_once(at).is_some_and(|(user, host)| {
            let has_end = host.contains('.') || host.contains("(dot)") || host.contains("[dot]");
            user.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric) && has_end
        })
    })
}

/// The last word of the account that follows the name of a messenger.
fn account_behind(words: &[&str], messenger: usize) -> Option<usize> {
    const MAX_BETWEEN: usize = 3;
    let after = || (messenger + 1..words.len()).take(MAX_BETWEEN);
    let number = after().find_map(|index| number_from(words, index, MIN_ACCOUNT_DIGITS));
    let handle = || after().find(|index| words[*index].starts_with('@') && 3 < words[*index].len());
    let is_announced = || words[messenger].ends_with(':') || words.get(messenger + 1) == Some(&":");
    let follows_id = || {
        after()
            .find(|index| *index + 1 < words.len() && words[*index].trim_end_matches(':') == "id")
            .map(|index| index + 1)
    };
    number.or_else(handle).or_else(follows_id).or_else(|| {
        let last = messenger + if words[messenger].ends_with(':') { 1 } else { 2 };
        (is_announced() && last < words.len() && !ANNOUNCED_BY.contains(&words[last])).then_some(last)
    })
}

/// The last word of a telephone number that starts at a given word: digits, possibly in groups.
fn number_from(words: &[&str], first: usize, min_digits: usize) -> Option<usize> {
    let is_part = |word: &str| {
        let word = word.trim_end_matches(['.', ',', ';', '!', '?']);
        !word.is_empty() && word.chars().all(|char| char.is_ascii_digit() || "+-/().".contains(char))
    };
    let n_parts = words[first..].iter().take_while(|word| is_part(word)).count();
    let digits =
        words[first..first + n_parts].iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit);
    (0 < n_parts && min_digits <= digits.count()).then(|| first + n_parts - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(contact(text).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn contact_details_are_found() {
        check("write to dr.temple@mail.example, today", "dr.temple@mail.example");
        check("mail temple (at) mail.example now", "temple (at) mail.example");
        check("mail temple[at]mail[dot]example now", "temple[at]mail[dot]example");
        check("reach him on whatsapp +000 555 019 8877.", "whatsapp +000 555 019 8877");
        check("call +1 (555) 019-8877 now", "+1 (555) 019-8877");
        check("telegram: @temple_help", "telegram: @temple_help");
        check("my icq is 123456789", "icq is 123456789");
        check("skype id: temple.help for more", "skype id: temple.help");
        check("skype: temple.help for more", "skype: temple.help");
    }

    #[test]
    fn other_numbers_and_words_are_none() {
        for text in [
            "it took 12 hours and 30 minutes",
            "from 5,000 to 10,000,000 in 2009",
            "@ann see you at the harbour",
            "i use whatsapp and telegram every day",
            "line 3 + 4 of the listing",
            "we met (at) noon @ the pier",
        ] {
            check(text, "");
        }
    }
}
