//! The columns of a table, or the keys of an object, that hold the fields of a comment.

use std::str::FromStr;

use super::canonical_name::{canonical_form, is_of_person};
use super::column_names::{NAMES, places};
use crate::error::{Error, ErrorKind};

/// A field of a comment or its post that a column or key can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Field {
    Id,
    Post,
    Parent,
    Author,
    Email,
    Url,
    Ip,
    Agent,
    Date,
    Type,
    Status,
    Body,
    User,
    PostTitle,
    PostUrl,
    PostBody,
    PostDate,
    PostAuthors,
    PostTerms,
    Marks,
    Label,
    Spam,
    Pending,
    Deleted,
}

/// The user's own names for fields, in the form `--columns body=CONTENT,author=AUTHOR` takes.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<(Field, String)>);

impl FromStr for Columns {
    type Err = Error;

    fn from_str(text: &str) -> Result<Columns, Error> {
        text.split(',')
            .filter(|pair| !pair.trim().is_empty())
            .map(parse_pair)
            .collect::<Result<_, _>>()
            .map(Columns)
    }
}

impl Columns {
    /// Finds the position of each field among these names of columns.
    pub fn find<S: AsRef<str>>(&self, names: &[S]) -> FieldPositions {
        self.find_among(names, false)
    }

    /// Finds fields by their usual names only, which show that a file is a table of comments.
    pub fn find_usual<S: AsRef<str>>(&self, names: &[S]) -> FieldPositions {
        self.find_among(names, true)
    }

    fn find_among<S: AsRef<str>>(&self, names: &[S], only_usual: bool) -> FieldPositions {
        // The best position so far, after the rank of its name. A name that is spelled as in the list comes first.
        let mut best: Vec<Option<(usize, bool, usize)>> = vec![None; NAMES.len()];
        let mut authors = Vec::new();
        for (position, name) in names.iter().enumerate() {
            let name = name.as_ref().trim();
            for place in places(&canonical_form(name)) {
                let is_other_spelling = !name.eq_ignore_ascii_case(place.name);
                // A label is a person's judgement. APIs have a flag of a similar name, which a filter sets.
                let is_no_label = place.field == Field::Label && is_other_spelling;
                if is_no_label || (only_usual && !place.is_usual) {
                    continue;
                }
                let found = (place.rank, is_other_spelling, position);
                if place.field == Field::Author {
                    authors.push(found);
                }
                let best = &mut best[place.field as usize];
                *best = Some(best.map_or(found, |known| known.min(found)));
            }
        }
        authors.sort_unstable();
        let mut positions = FieldPositions {
            by_field: best.into_iter().map(|found| found.map(|found| found.2)).collect(),
            authors: authors.into_iter().map(|found| found.2).collect(),
        };
        positions.settle(names);
        for (field, wanted) in &self.0 {
            positions.by_field[*field as usize] = position(names, wanted);
            if *field == Field::Author {
                positions.authors.clear();
            }
        }
        positions
    }

    /// The user's names.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, name)| name.as_str())
    }
}

/// The position of a column that the user named.
pub fn position<S: AsRef<str>>(names: &[S], wanted: &str) -> Option<usize> {
    let is_same = |name: &S| name.as_ref().trim().eq_ignore_ascii_case(wanted);
    let canonical = canonical_form(wanted);
    let is_like = |name: &S| canonical_form(name.as_ref()) == canonical;
    names.iter().position(is_same).or_else(|| names.iter().position(is_like))
}

/// The position of each field in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPositions {
    by_field: Vec<Option<usize>>,
    /// The columns that may have the author's name, the best first, unless the user named one.
    authors: Vec<usize>,
}

impl FieldPositions {
    /// The position of a field, if the row has it.
    pub fn get(&self, field: Field) -> Option<usize> {
        self.by_field[field as usize]
    }

    /// The columns that may have the author's name if the best one is empty: many services have a user name for
    /// every author, but not a display name.
    pub fn other_authors(&self) -> impl Iterator<Item = usize> {
        self.authors.iter().copied().filter(|position| self.get(Field::User) != Some(*position))
    }

    /// How many fields the row has.
    pub fn n_found(&self) -> usize {
        self.by_field.iter().flatten().count()
    }

    /// Decides which field a column holds if its name has several meanings.
    fn settle<S: AsRef<str>>(&mut self, names: &[S]) {
        let named =
            |wanted: &str| names.iter().position(|name| name.as_ref().trim().eq_ignore_ascii_case(wanted));
        // WordPress REST has `author` (a user's number) beside `author_name`; elsewhere `author` is the name itself.
        for (less, more) in [(Field::User, Field::Author), (Field::Spam, Field::Label)] {
            if self.get(less) == self.get(more) {
                self.by_field[less as usize] = None;
            }
        }
        // Valine, Waline, Twikoo and Artalk have the author's site in `link` and the page in `url`.
        if named("nick").is_some()
            && let Some(link) = named("link")
        {
            if let Some(url) = named("url") {
                self.by_field[Field::PostUrl as usize] = Some(url);
            }
            self.by_field[Field::Url as usize] = Some(link);
        }
        // Beside an object for the author, `url` is the address of the comment.
        let has_person = names.iter().any(|name| is_of_person(name.as_ref()));
        if has_person && self.get(Field::Url).is_some() && self.get(Field::Url) == named("url") {
            self.by_field[Field::Url as usize] = None;
        }
    }
}

fn parse_pair(pair: &str) -> Result<(Field, String), Error> {
    let words = || NAMES.iter().map(|names| names.word).collect::<Vec<_>>().join(" ");
    let Some((word, name)) = pair.split_once('=') else {
        let message =
            format!("--columns takes pairs such as body=CONTENT, not {pair:?}; fields: {}", words());
        return Err(ErrorKind::Settings(message).into());
    };
    match NAMES.iter().find(|names| names.word == word.trim()) {
        Some(names) => Ok((names.field, name.trim().to_owned())),
        None => {
            Err(ErrorKind::Settings(format!("--columns knows no field {word:?}; fields: {}", words())).into())
        }
    }
}
