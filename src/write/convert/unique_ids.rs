//! Unique ids for tables and lists, which keep the ids of the dump. Where ids of two inputs clash, all ids of the later
//! input are prefixed with its number, such as `2:17`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::comment_row::CommentRow;
use super::inventory::{Inventory, PostEntryIdx};
use super::{Conversion, Converted};
use crate::comment::Record;
use crate::error::Result;
use crate::index::IndexVec;
use crate::write::output_failed;

/// Passes the row of each comment that is written to `write`, with an id that is unique among all inputs.
pub fn write_rows(
    conversion: &Conversion,
    target: &str,
    write: &mut dyn FnMut(&CommentRow) -> std::io::Result<()>,
) -> Result<Converted> {
    let mut inventory = Inventory::read(conversion, &|_| None)?;
    let prefixes = IdPrefixes::new(conversion, &inventory);
    let mut converted = Converted {
        damages: std::mem::take(&mut inventory.damages),
        notes: std::mem::take(&mut inventory.notes),
        ..Converted::default()
    };
    let mut is_described: IndexVec<PostEntryIdx, bool> = IndexVec::filled(false, inventory.posts.len());
    let mut outcome = Ok(());
    let mut entries = inventory.comments.indices();
    for (number, input) in &conversion.inputs {
        input.read(*number, conversion.columns, &mut |record| {
            let Record::Comment(mut comment) = record else { return };
            let Some(index) = entries.next() else { return };
            let post = inventory.posts[inventory.comments[index].post].same_as;
            let new_parent = (conversion.choice.new_parent)(index);
            let is_kept = (conversion.choice.is_kept)(index);
            if !is_kept || outcome.is_err() {
                return;
            }
            comment.marks = inventory.marks_for(&comment);
            let mut row = CommentRow::new(&comment);
            row.id = prefixes.comment(*number, row.id);
            row.parent = match new_parent {
                None if matches!(&*row.parent, "" | "0") => row.parent,
                None => prefixes.comment(*number, row.parent),
                Some(None) => Cow::Borrowed(""),
                Some(Some(parent)) => {
                    let parent = &inventory.comments[parent];
                    Cow::Owned(prefixes.comment(parent.input, Cow::Borrowed(&parent.id)).into_owned())
                }
            };
            row.post = prefixes.post(&inventory, post, row.post);
            outcome = (|| {
                let details = match std::mem::replace(&mut is_described[post], true) {
                    false => inventory.post(post)?,
                    true => None,
                };
                write(&CommentRow { post_details: details.as_ref(), ..row })
            })();
            converted.n_comments += 1;
        })?;
    }
    outcome.map_err(output_failed)?;
    prefixes.report(conversion, &mut converted);
    let posts = inventory.posts.iter_enumerated();
    let without_comments = posts.filter(|(index, post)| post.same_as == *index && !post.has_comments);
    let n_left_out = without_comments.filter(|(index, _)| inventory.has_post(*index)).count();
    let no_place = format!("left out: {target} has only comments");
    converted.lose(n_left_out, ("post without comments", "posts without comments"), &no_place);
    converted.lose(inventory.sites.len(), ("address of the blog", "addresses of the blog"), &no_place);
    converted.lose(inventory.owners.len(), ("author of posts", "authors of posts"), &no_place);
    Ok(converted)
}

/// The number of inputs whose prefixes are reported one by one.
const MOST_NAMED: usize = 5;

/// The prefix of the ids of each input that clashes with an earlier one.
struct IdPrefixes {
    comments: HashMap<u32, String>,
    posts: HashMap<u32, String>,
}

impl IdPrefixes {
    fn new(conversion: &Conversion, inventory: &Inventory) -> IdPrefixes {
        let mut prefixes = IdPrefixes { comments: HashMap::new(), posts: HashMap::new() };
        if conversion.inputs.len() < 2 {
            return prefixes;
        }
        let comments = inventory.comments.iter().map(|comment| (comment.input, &*comment.id));
        prefixes.comments = find_prefixes(conversion, comments.collect());
        let posts = inventory.posts.iter_enumerated().filter(|(index, post)| post.same_as == *index);
        prefixes.posts = find_prefixes(conversion, posts.map(|(_, post)| (post.input, &*post.id)).collect());
        prefixes
    }

    fn comment<'a>(&self, input: u32, id: Cow<'a, str>) -> Cow<'a, str> {
        match self.comments.get(&input) {
            Some(prefix) => Cow::Owned(format!("{prefix}{id}")),
            None => id,
        }
    }

    fn post<'a>(&self, inventory: &Inventory, post: PostEntryIdx, id: Cow<'a, str>) -> Cow<'a, str> {
        let prefix = self.posts.get(&inventory.posts[post].input);
        match prefix {
            _ if id.is_empty() && inventory.has_post(post) => {
                Cow::Owned(format!("{}p{}", prefix.map_or("", String::as_str), 1 + usize::from(post)))
            }
            Some(prefix) if !id.is_empty() => Cow::Owned(format!("{prefix}{id}")),
            _ => id,
        }
    }

    fn report(&self, conversion: &Conversion, converted: &mut Converted) {
        for (what, prefixes) in [("comments", &self.comments), ("posts", &self.posts)] {
            let changed = conversion
                .inputs
                .iter()
                .filter_map(|(number, input)| Some((input.name.as_str(), prefixes.get(number)?.as_str())));
            let changed: Vec<(&str, &str)> = changed.collect();
            if let Some((first, prefix)) = changed.get(MOST_NAMED) {
                let n_changed = changed.len();
                converted.losses.push(format!(
                    "ids of the {what} of {n_changed} inputs now begin with a number for each, such as {prefix} for \
                     {first}, because another input has the same ids"
                ));
                continue;
            }
            for (name, prefix) in changed {
                converted.losses.push(format!(
                    "ids of the {what} of {name} now begin with {prefix} because another input has the same ids"
                ));
            }
        }
    }
}

/// Finds a prefix for each input that shares an id with an earlier one.
fn find_prefixes(conversion: &Conversion, ids: Vec<(u32, &str)>) -> HashMap<u32, String> {
    let mut prefixes = HashMap::new();
    let mut taken: HashSet<Cow<str>> = HashSet::new();
    let mut by_input: HashMap<u32, Vec<&str>> = HashMap::new();
    for (input, id) in ids {
        by_input.entry(input).or_default().push(id);
    }
    for (number, _) in &conversion.inputs {
        let Some(ids) = by_input.get(number) else { continue };
        let own = || ids.iter().copied();
        let clashes = |prefix: &str| own().any(|id| taken.contains(&*format!("{prefix}{id}")));
        let numbered = (u64::from(*number) + 1..).map(|number| format!("{number}:"));
        let candidates = std::iter::once(String::new()).chain(numbered);
        let prefix = candidates.into_iter().find(|prefix| !clashes(prefix)).unwrap_or_default();
        taken.extend(own().map(|id| Cow::Owned(format!("{prefix}{id}"))));
        if !prefix.is_empty() {
            prefixes.insert(*number, prefix);
        }
    }
    prefixes
}
