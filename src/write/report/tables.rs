//! Tables of distinct texts: a column of the report holds numbers of entries instead of texts.

use foldhash::{HashMap, HashMapExt};

/// Distinct texts in the order in which they were added.
pub struct TextTable<'a> {
    numbers: HashMap<&'a str, u32>,
    /// The texts.
    pub texts: Vec<&'a str>,
}

impl<'a> TextTable<'a> {
    /// A table whose entry 0 is the empty text.
    pub fn new() -> TextTable<'a> {
        let mut table = TextTable { numbers: HashMap::new(), texts: Vec::new() };
        table.add("");
        table
    }

    /// The number of a text, which is added if it is new.
    pub fn add(&mut self, text: &'a str) -> u32 {
        let new = self.texts.len() as u32;
        let number = *self.numbers.entry(text).or_insert(new);
        if number == new {
            self.texts.push(text);
        }
        number
    }
}
