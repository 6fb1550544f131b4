//! Tables and lists keep the ids of the dump, whatever they look like. Where those of two inputs clash, the ids of the
//! later one begin with its number: `2:17`, as in dumps of several blogs.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::rows::CommentRow;
use super::survey::Survey;
use super::{Conversion, Converted};
use crate::comment::Record;
use crate::error::Result;
use crate::write::whole;

/// Hands on the row of every comment that is written, under an id of its own among all inputs.
pub fn rows(
    conversion: &Conversion,
    target: &str,
    write: &mut dyn FnMut(&CommentRow) -> std::io::Result<()>,
) -> Result<Converted> {
    let mut survey = Survey::of(conversion)?;
    let labels = Labels::new(conversion, &survey);
    let mut converted = Converted { damages: std::mem::take(&mut survey.damages), ..Converted::default() };
    let mut is_introduced = vec![false; survey.posts.len()];
    let mut outcome = Ok(());
    let mut index = 0;
    for (number, input) in &conversion.inputs {
        input.read(*number, conversion.columns, &mut |record| {
            let Record::Comment(mut comment) = record else { return };
            let entry = &survey.comments[index];
            let post = survey.posts[entry.post as usize].same_as as usize;
            let new_parent = (conversion.choice.new_parent)(index);
            let is_kept = (conversion.choice.is_kept)(index);
            index += 1;
            if !is_kept || outcome.is_err() {
                return;
            }
            comment.marks = survey.said_of(&comment);
            let mut row = CommentRow::new(&comment);
            row.id = labels.comment(*number, row.id);
            row.parent = match new_parent {
                None if matches!(&*row.parent, "" | "0") => row.parent,
                None => labels.comment(*number, row.parent),
                Some(None) => Cow::Borrowed(""),
                Some(Some(parent)) => {
                    let parent = &survey.comments[parent];
                    Cow::Owned(labels.comment(parent.input, Cow::Borrowed(&parent.id)).into_owned())
                }
            };
            row.post = labels.post(&survey, post, row.post);
            outcome = (|| {
                let about = match std::mem::replace(&mut is_introduced[post], true) {
                    false => survey.post(post)?,
                    true => None,
                };
                write(&CommentRow { about_post: about.as_ref(), ..row })
            })();
            converted.n_comments += 1;
        })?;
    }
    outcome.map_err(whole::to_output)?;
    labels.say(conversion, &mut converted);
    let posts = survey.posts.iter().enumerate();
    let silent = posts.filter(|(index, it)| it.same_as as usize == *index && !it.has_comments);
    let n_silent = silent.filter(|(index, _)| survey.has_post(*index)).count();
    let lose = |n| format!("{target} holds comments: {n} without any left out");
    converted.lose(n_silent, lose, "post", "posts");
    let lose = |n| format!("{target} has no place for the blog itself: {n} left out");
    converted.lose(survey.sites.len(), lose, "address of it", "addresses of it");
    let lose = |n| format!("{target} has no place for accounts: {n} of the blog left out");
    converted.lose(survey.owners.len(), lose, "author", "authors");
    Ok(converted)
}

/// What stands before the ids of each input.
struct Labels {
    comments: HashMap<u32, String>,
    posts: HashMap<u32, String>,
}

impl Labels {
    fn new(conversion: &Conversion, survey: &Survey) -> Labels {
        let mut labels = Labels { comments: HashMap::new(), posts: HashMap::new() };
        if conversion.inputs.len() < 2 {
            return labels;
        }
        let comments = survey.comments.iter().map(|it| (it.input, &*it.id));
        labels.comments = tell_apart(conversion, comments.collect());
        let posts = (0..).zip(&survey.posts).filter(|(index, it)| it.same_as == *index);
        labels.posts = tell_apart(conversion, posts.map(|(_, it)| (it.input, &*it.id)).collect());
        labels
    }

    fn comment<'a>(&self, input: u32, id: Cow<'a, str>) -> Cow<'a, str> {
        match self.comments.get(&input) {
            Some(label) => Cow::Owned(format!("{label}{id}")),
            None => id,
        }
    }

    fn post<'a>(&self, survey: &Survey, post: usize, id: Cow<'a, str>) -> Cow<'a, str> {
        let label = self.posts.get(&survey.posts[post].input);
        match label {
            _ if id.is_empty() && survey.has_post(post) => {
                Cow::Owned(format!("{}p{}", label.map_or("", String::as_str), post + 1))
            }
            Some(label) if !id.is_empty() => Cow::Owned(format!("{label}{id}")),
            _ => id,
        }
    }

    fn say(&self, conversion: &Conversion, converted: &mut Converted) {
        for (of, labels) in [("comments", &self.comments), ("posts", &self.posts)] {
            for (number, input) in &conversion.inputs {
                if let Some(label) = labels.get(number) {
                    let name = &input.name;
                    converted.losses.push(format!(
                        "the ids of the {of} of {name} clash with those of another input: they begin with {label} now"
                    ));
                }
            }
        }
    }
}

/// A label for each input that has an id of an earlier one.
fn tell_apart(conversion: &Conversion, ids: Vec<(u32, &str)>) -> HashMap<u32, String> {
    let mut labels = HashMap::new();
    let mut taken: HashSet<Cow<str>> = HashSet::new();
    let mut by_input: HashMap<u32, Vec<&str>> = HashMap::new();
    for (input, id) in ids {
        by_input.entry(input).or_default().push(id);
    }
    for (number, _) in &conversion.inputs {
        let Some(ids) = by_input.get(number) else { continue };
        let own = || ids.iter().copied();
        let clashes = |label: &str| own().any(|id| taken.contains(&*format!("{label}{id}")));
        let numbered = (u64::from(*number) + 1..).map(|it| format!("{it}:"));
        let label =
            std::iter::once(String::new()).chain(numbered).find(|it| !clashes(it)).unwrap_or_default();
        taken.extend(own().map(|id| Cow::Owned(format!("{label}{id}"))));
        if !label.is_empty() {
            labels.insert(*number, label);
        }
    }
    labels
}
