//! Objects of one list have the same keys, as a rule, and texts and numbers under them. Such a one is read into texts at
//! once, without a map in between.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::json;

/// Reads the values of an object with exactly these keys, in this order, into as many texts. `false` where it has other
/// keys, a list or an object under one, or is no object; the texts mean nothing then.
pub fn read(object: &str, keys: &[String], texts: &mut Vec<String>) -> bool {
    texts.resize(keys.len(), String::new());
    let mut parser = serde_json::Deserializer::from_str(object);
    parser.deserialize_map(Texts { keys, texts }).is_ok() && parser.end().is_ok()
}

struct Texts<'a> {
    keys: &'a [String],
    texts: &'a mut [String],
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object like the last one")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        for (key, text) in self.keys.iter().zip(self.texts) {
            if object.next_key_seed(IsKey(key))? != Some(true) {
                return Err(A::Error::custom("another key"));
            }
            object.next_value_seed(Text(text))?;
        }
        match object.next_key::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("one more key")),
        }
    }
}

/// Is it this key?
struct IsKey<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for IsKey<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<bool, D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for IsKey<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

/// Where the text of a value goes.
struct Text<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a text, a number, a truth or nothing")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(text);
        Ok(())
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.write(Value::from(truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.write(Value::from(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.write(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.write(Value::from(number))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.write(Value::Null)
    }
}

impl Text<'_> {
    fn write<E>(self, value: Value) -> Result<(), E> {
        *self.0 = json::text(&value);
        Ok(())
    }
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
