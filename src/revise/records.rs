//! Finds the comments that lines of a file of decisions name.

use foldhash::{HashMap, HashMapExt};

use super::spellings::{Spelling, spellings};
use crate::facts::Occurrence;
use crate::index::CommentIdx;
use crate::pipeline::Judgement;
use crate::read::Input;

/// The records of a dump by their ids.
pub struct Records<'a> {
    judged: &'a Judgement,
    inputs: &'a [Input],
    by_id: HashMap<&'a str, Vec<Occurrence>>,
}

/// The result of a search, or a description of what is wrong.
type Found<T> = Result<T, String>;

impl<'a> Records<'a> {
    /// Sorts the records of a dump by their ids.
    pub fn gather(judged: &'a Judgement, inputs: &'a [Input]) -> Records<'a> {
        let mut by_id: HashMap<&str, Vec<Occurrence>> = HashMap::with_capacity(judged.dump.comments.len());
        for occurrence in judged.dump.occurrences_in(0..u32::MAX) {
            by_id.entry(judged.dump.comments[occurrence.comment].id()).or_default().push(occurrence);
        }
        Records { judged, inputs, by_id }
    }

    /// The comment with this id in the input with this name, or in any input if the name is empty. The byte tells apart
    /// records with one id.
    pub fn find(&self, source: &str, id: &str, byte: Option<u64>) -> Found<CommentIdx> {
        let sources = self.sources(source)?;
        let mut records = self.with_id(id, &sources)?;
        let is_unique =
            |records: &[Occurrence]| records.iter().all(|other| other.comment == records[0].comment);
        if is_unique(&records) {
            return Ok(records[0].comment);
        }
        if sources.is_empty() && records.iter().any(|record| record.place.input != records[0].place.input) {
            return Err(format!("comments of several inputs have the id {id}; name the input as source"));
        }
        let n_records = records.len();
        let Some(byte) = byte else {
            return Err(format!("{n_records} comments have the id {id}; the column byte tells them apart"));
        };
        records.retain(|record| record.place.byte == byte);
        match records[..] {
            [] => Err(format!("none of the {n_records} comments with the id {id} starts at byte {byte}")),
            _ if is_unique(&records) => Ok(records[0].comment),
            _ => Err(format!(
                "comments of several inputs have the id {id} at byte {byte}; name the input as source"
            )),
        }
    }

    /// The copy that stays, as outputs refer to it: an id of the same input, else of any other, else with the name of
    /// its input, as in `other.xml#812`.
    pub fn original(&self, comment: CommentIdx, reference: &str) -> Found<CommentIdx> {
        let own = vec![self.judged.dump.comments[comment].place.input];
        let records = self.with_id(reference, &own).or_else(|error| {
            let (source, id) = reference.rsplit_once('#').unwrap_or_default();
            self.with_id(reference, &[])
                .or_else(|_| self.sources(source).and_then(|sources| self.with_id(id, &sources)))
                .map_err(|_| format!("duplicate_of: {error}"))
        })?;
        let known = self.judged.decisions[comment].duplicate_of;
        let mut others = records.iter().map(|record| record.comment).filter(|other| *other != comment);
        let first = others.next().ok_or("duplicate_of names the comment itself")?;
        // Outputs refer to records with one id in the same way.
        Ok(known.filter(|known| *known == first || others.any(|other| other == *known)).unwrap_or(first))
    }

    /// The numbers of the inputs with this name; none if any input is meant. Where no input has the whole name, the
    /// file name decides: the decisions may have been made in another folder.
    fn sources(&self, name: &str) -> Found<Vec<u32>> {
        if name.is_empty() {
            return Ok(Vec::new());
        }
        let named = |is_meant: &dyn Fn(&str) -> bool| -> Vec<u32> {
            let inputs = (0..).zip(self.inputs).filter(|(_, input)| is_meant(&input.name));
            inputs.map(|(number, _)| number).collect()
        };
        let whole = named(&|other| spellings(name).any(|spelling| other == spelling.text));
        if !whole.is_empty() {
            return Ok(whole);
        }
        let by_file = named(&|other| file_name(other) == file_name(name));
        let names: Vec<&str> = self.inputs.iter().map(|input| input.name.as_str()).collect();
        match by_file[..] {
            [_] => Ok(by_file),
            [] => Err(format!("no input is called {name:?}; there {}", are(&names))),
            _ => Err(format!("several inputs could be {name:?}: {}", names.join(", "))),
        }
    }

    /// The records with an id, as written or as a spreadsheet shows it.
    fn with_id(&self, id: &str, sources: &[u32]) -> Found<Vec<Occurrence>> {
        let is_meant = |record: &&Occurrence| sources.is_empty() || sources.contains(&record.place.input);
        for spelling in spellings(id) {
            let records = self.by_id.get(&*spelling.text).into_iter().flatten();
            let records: Vec<Occurrence> = records.filter(is_meant).copied().collect();
            if !records.is_empty() {
                return Ok(records);
            }
        }
        let place = match sources {
            [source] => format!(" of {}", self.inputs[*source as usize].name),
            _ => String::new(),
        };
        let hint = Spelling::trouble(id).map_or(String::new(), |trouble| format!(": {trouble}"));
        Err(format!("no comment{place} has the id {id:?}{hint}"))
    }
}

/// The last part of a path of any system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// `is a.xml` or `are a.xml, b.xml and 3 more`.
fn are(names: &[&str]) -> String {
    const MOST: usize = 5;
    match names {
        [name] => format!("is {name}"),
        _ if names.len() <= MOST => format!("are {}", names.join(", ")),
        _ => format!("are {} and {} more", names[..MOST].join(", "), names.len() - MOST),
    }
}
