//! Flattens an object: the values of inner objects get dotted keys, and lists of objects are kept as parts of the text.

use serde_json::Value;

use super::members;
use super::object::{self, Object};
use super::roles::{self, Surroundings};
use crate::read::canonical_name::{is_entity, is_wrapper, letters};

/// The depth to which inner objects are flattened. Comments inside them are in lists, and the depth is counted anew
/// in each list.
const MAX_LEVELS: usize = 7;

/// Keys of objects and lists that repeat other parts, or describe the answer.
const SKIPPED: &[&str] = &["links", "embedded", "included", "avatarurls", "pageinfo", "extensions"];

/// Keys of lists that only hold the items of the object around them.
const CONTAINERS: &[&str] =
    &["nodes", "edges", "items", "data", "results", "list", "records", "rows", "response"];

/// An object without inner objects.
#[derive(Default)]
pub struct FlatObject<'a> {
    /// The keys; those of inner objects have dots.
    pub keys: Vec<String>,
    /// The text of each.
    pub values: Vec<String>,
    /// The lists of objects, at any level.
    pub lists: Vec<ObjectList<'a>>,
}

/// A list of objects.
pub struct ObjectList<'a> {
    /// Its key, with dots.
    pub key: String,
    /// The text of each object in it.
    pub items: Vec<&'a str>,
    /// The key of each object, if the list is a mapping, as in exports of Firebase.
    pub ids: Vec<String>,
}

impl ObjectList<'_> {
    /// The name of the list in canonical letters, and the prefix of the keys of the object around it.
    pub fn name_and_prefix(&self) -> (String, &str) {
        let mut path = self.key.as_str();
        loop {
            let (before, last) = path.rsplit_once('.').map_or(("", path), |(before, last)| (before, last));
            let name = letters(last);
            if !CONTAINERS.contains(&name.as_str()) || before.is_empty() {
                return (name, &self.key[..before.len()]);
            }
            path = before;
        }
    }
}

impl FlatObject<'_> {
    /// The first value under one of these keys, given as letters, of the object with this prefix.
    pub fn value(&self, prefix: &str, wanted: &[&str]) -> &str {
        let is_meant = |key: &str, wanted: &str| {
            let rest = key.strip_prefix(prefix).map(|rest| rest.strip_prefix('.').unwrap_or(rest));
            rest.is_some_and(|rest| letters(rest) == wanted)
        };
        let value = |wanted: &&str| {
            let mut pairs = self.keys.iter().zip(&self.values);
            let found = pairs.find(|(key, value)| is_meant(key, wanted) && !value.trim().is_empty());
            found.map(|(_, value)| value.trim())
        };
        wanted.iter().find_map(value).unwrap_or_default()
    }
}

/// Flattens the text of an object.
///
/// # Errors
/// It is not JSON.
pub fn flatten(text: &str) -> serde_json::Result<FlatObject<'_>> {
    let mut flat = FlatObject::default();
    add(text, "", 0, &mut flat)?;
    Ok(flat)
}

fn add<'a>(text: &'a str, prefix: &str, level: usize, flat: &mut FlatObject<'a>) -> serde_json::Result<()> {
    for (key, value) in members::of(text)? {
        let dotted = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        let is_skipped = || SKIPPED.contains(&letters(&key).as_str());
        match value.as_bytes().first() {
            Some(b'{' | b'[') if is_skipped() => {}
            Some(b'{') => {
                if let Some(list) = mapping(&key, &dotted, value)? {
                    flat.lists.push(list);
                    continue;
                }
                let is_object = is_entity(&key) || is_wrapper(&key);
                let form = if is_object { typed_value(value)? } else { form(value)? };
                match form {
                    Some(form) => flat.push(dotted, form),
                    None if level < MAX_LEVELS => add(value, &dotted, level + 1, flat)?,
                    None => {}
                }
            }
            Some(b'[') => {
                let items = members::objects_in(value)?;
                if items.is_empty() {
                    flat.push(dotted.clone(), object::value_text(&serde_json::from_str::<Value>(value)?));
                }
                if !items.is_empty() || value[1..].trim_start().starts_with(']') {
                    flat.lists.push(ObjectList { key: dotted, items, ids: Vec::new() });
                }
            }
            _ => flat.push(dotted, object::value_text(&serde_json::from_str::<Value>(value)?)),
        }
    }
    Ok(())
}

/// The objects of a mapping from ids to comments or pages, which is recognised by its key.
fn mapping<'a>(key: &str, dotted: &str, text: &'a str) -> serde_json::Result<Option<ObjectList<'a>>> {
    if is_wrapper(key) || is_entity(key) || roles::surroundings(key) == Surroundings::Unknown {
        return Ok(None);
    }
    let members = members::of(text)?;
    let is_list = |(key, value): &(String, &str)| {
        value.starts_with('{')
            && !CONTAINERS.contains(&letters(key).as_str())
            && !is_entity(key)
            && !is_wrapper(key)
    };
    let has_objects = !members.is_empty() && members.iter().all(is_list);
    Ok(has_objects.then(|| {
        let (ids, items) = members.into_iter().unzip();
        ObjectList { key: dotted.to_owned(), items, ids }
    }))
}

/// The text of a value that MongoDB wrote with its type.
fn typed_value(text: &str) -> serde_json::Result<Option<String>> {
    let is_typed = members::of(text)?.iter().all(|(key, _)| key.starts_with('$'));
    if is_typed { form(text) } else { Ok(None) }
}

/// The text of an object that has one text in several forms.
fn form(text: &str) -> serde_json::Result<Option<String>> {
    // An object with more members is not such a text.
    const MAX_MEMBERS: usize = 12;
    if MAX_MEMBERS < members::of(text)?.len() {
        return Ok(None);
    }
    let parts: Object = serde_json::from_str(text)?;
    Ok(object::form(&parts).map(object::value_text))
}

impl FlatObject<'_> {
    /// Adds a key and its value.
    pub fn push(&mut self, key: String, value: String) {
        self.keys.push(key);
        self.values.push(value);
    }
}
