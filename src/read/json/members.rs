//! The members of JSON objects and the items of lists as parts of the text, so that the place of each is known.

use std::fmt;

use foldhash::HashMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The keys of an object with their values, in the order of the file. Of several values of a key, the last one counts.
///
/// # Errors
/// The text is not a JSON object.
pub fn of(text: &str) -> serde_json::Result<Vec<(String, &str)>> {
    serde_json::from_str::<Members>(text).map(|members| members.0)
}

/// The objects in a list. Other items are left out.
///
/// # Errors
/// The text is not a JSON list.
pub fn objects_in(list: &str) -> serde_json::Result<Vec<&str>> {
    let items: Vec<&RawValue> = serde_json::from_str(list)?;
    Ok(items.into_iter().map(RawValue::get).filter(|item| item.starts_with('{')).collect())
}

struct Members<'a>(Vec<(String, &'a str)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'de>, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members: Vec<(String, &str)> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::default();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            match positions.get(&key) {
                Some(position) => members[*position].1 = value.get(),
                None => {
                    positions.insert(key.clone(), members.len());
                    members.push((key, value.get()));
                }
            }
        }
        Ok(Members(members))
    }
}
