//! Objects of one list have the same keys, as a rule, and texts and numbers under them. Such a one is read into texts at
//! once: without a map in between, and into the room that the texts of the last one had.

use memchr::memchr2;
use serde_json::Value;

use super::json;

/// Reads the values of an object with exactly these keys, in this order, into as many texts. `false` where it has other
/// keys, a list or an object under one, or is no object; the texts mean nothing then.
pub fn read(object: &str, keys: &[String], texts: &mut Vec<String>) -> bool {
    texts.resize(keys.len(), String::new());
    read_values(object, keys, texts).is_some()
}

fn read_values(object: &str, keys: &[String], texts: &mut [String]) -> Option<()> {
    let mut rest = skip_blanks(object).strip_prefix('{')?;
    for (place, (key, text)) in keys.iter().zip(texts).enumerate() {
        if 0 < place {
            rest = skip_blanks(rest).strip_prefix(',')?;
        }
        rest = skip_blanks(rest);
        rest = match plain_key(rest, key) {
            Some(rest) => rest,
            None => read_text(rest, text).filter(|_| *text == *key)?,
        };
        rest = skip_blanks(skip_blanks(rest).strip_prefix(':')?);
        rest = if rest.starts_with('"') { read_text(rest, text)? } else { read_other(rest, text)? };
    }
    skip_blanks(skip_blanks(rest).strip_prefix('}')?).is_empty().then_some(())
}

/// What stands behind a key, if it is this one and written without escapes.
fn plain_key<'a>(object: &'a str, key: &str) -> Option<&'a str> {
    let is_plain = key.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    object.strip_prefix('"')?.strip_prefix(key)?.strip_prefix('"').filter(|_| is_plain)
}

/// Reads a text in quotation marks; gives what stands behind it.
fn read_text<'a>(object: &'a str, text: &mut String) -> Option<&'a str> {
    text.clear();
    let mut rest = object.strip_prefix('"')?;
    loop {
        let (piece, behind) = rest.split_at(memchr2(b'"', b'\\', rest.as_bytes())?);
        // No branches, so that many bytes are looked at in one step.
        if piece.bytes().fold(false, |found, it| found | (it < b' ')) {
            return None;
        }
        text.push_str(piece);
        text.push(match behind.as_bytes().get(..2) {
            Some(br"\n") => '\n',
            Some(br#"\""#) => '"',
            Some(br"\\") => '\\',
            Some(br"\/") => '/',
            Some(br"\t") => '\t',
            Some(br"\r") => '\r',
            Some([b'\\', _]) => return read_escapes(object, text),
            _ => return behind.strip_prefix('"'),
        });
        rest = &behind[2..];
    }
}

/// The same for a text with rare escapes.
fn read_escapes<'a>(object: &'a str, text: &mut String) -> Option<&'a str> {
    let mut parser = serde_json::Deserializer::from_str(object).into_iter();
    *text = parser.next()?.ok()?;
    object.get(parser.byte_offset()..)
}

/// Reads a number, a truth or nothing; gives what stands behind it.
fn read_other<'a>(object: &'a str, text: &mut String) -> Option<&'a str> {
    let (value, rest) = object.split_at(object.find([',', '}', ' ', '\t', '\n', '\r'])?);
    let value: Value = serde_json::from_str(value).ok()?;
    *text = json::text(&value);
    (!value.is_array()).then_some(rest)
}

fn skip_blanks(object: &str) -> &str {
    object.trim_start_matches([' ', '\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Map;

    use super::*;

    #[track_caller]
    fn check(object: &str, expected: Option<[&str; 2]>) {
        let keys = ["id", "body"].map(str::to_owned);
        let mut texts = vec!["the last id".to_owned(), "the last text".to_owned()];
        let is_read = read(object, &keys, &mut texts);
        assert_eq!(is_read.then(|| [texts[0].as_str(), texts[1].as_str()]), expected, "{object}");
    }

    #[test]
    fn objects_with_the_keys_of_the_last_one_are_read() {
        check(r#"{"id":"7","body":"Hi"}"#, Some(["7", "Hi"]));
        check(r#" {"\u0069d" : 7.0, "body" : "a\n\u0007b"} "#, Some(["7", "a\n\u{7}b"]));
        check(r#"{"id":-7,"body":null}"#, Some(["-7", ""]));
        check(r#"{"id":true,"body":1e400}"#, None);
    }

    #[test]
    fn others_are_not() {
        check(r#"{"body":"Hi","id":"7"}"#, None);
        check(r#"{"id":"7"}"#, None);
        check(r#"{"id":"7","body":"Hi","body":"Ho"}"#, None);
        check(r#"{"id":"7","body":{"raw":"Hi"}}"#, None);
        check(r#"{"id":"7","body":["Hi"]}"#, None);
        check(r#"{"id":"7","body":"Hi"},"#, None);
        check("{\"id\":\"7\",\"body\":\"a\nb\"}", None);
        check("[]", None);
    }
    /// Values as dumps have them, and as nobody should write them.
    const VALUES: &[&str] = &[
        r#""""#,
        r#""Hi, {\"id\":7}""#,
        r#""a\\""#,
        r#""a\/b\n\t\r""#,
        r#""\u00e9 \ud83d\ude00 é""#,
        r#""\ud83d""#,
        r#""\x""#,
        "\"a\nb\"",
        r#""open"#,
        r#""\"#,
        "7",
        "-0",
        "007",
        "1.5e3",
        "1.",
        "null",
        "true",
        "tru",
        "[]",
        "{}",
        "",
    ];

    proptest! {
        #[test]
        fn what_is_read_is_what_the_parser_reads(
            id in prop::sample::select(VALUES),
            body in prop::sample::select(VALUES),
            [before, between, behind] in prop::array::uniform3(prop::sample::select(&["", " ", "\r\n\t", ",", "}", "\u{b}"][..])),
        ) {
            let object = format!(r#"{{{before}"id"{between}:{id}{behind},"body":{between}{body}{before}}}{behind}"#);
            let keys = ["id", "body"].map(str::to_owned);
            let mut texts = Vec::new();
            let parsed = serde_json::from_str::<Map<String, Value>>(&object).ok();
            let is_flat = |it: &Map<String, Value>| it.values().all(|it| !it.is_array() && !it.is_object());
            let expected = parsed.filter(is_flat).map(|it| it.values().map(json::text).collect::<Vec<_>>());
            prop_assert_eq!(read(&object, &keys, &mut texts).then_some(texts), expected);
        }
    }
}
