//! Learning the shingles of templates.

use std::collections::HashMap;

use foldhash::{HashSet, HashSetExt};

use super::Blog;
use super::ngram_weights::MIN_PEOPLE;
use crate::kind::Kind;
use crate::ngram_model::{Shingle, Templates};

/// The templates of a list, and what the spam of several blogs or of enough people has in common. Shingles that an
/// honest comment has are left out. `listed` has the shingles of the list.
pub fn learn<'a>(blogs: impl Iterator<Item = &'a Blog>, listed: &[Box<[Shingle]>]) -> Templates {
    let mut honest: HashSet<Shingle> = HashSet::new();
    // The first blog and the people of each shingle of spam, and whether it is on another blog.
    let mut spam: HashMap<Shingle, Uses> = HashMap::new();
    for (number, blog) in blogs.enumerate() {
        for (_, example, is_spam) in blog.labelled().filter(|(_, example, _)| example.kind == Kind::Comment) {
            let shingles = example.features.iter().flat_map(|features| &features.shingles);
            if is_spam {
                shingles.for_each(|shingle| spam.entry(*shingle).or_default().add(number, example.person));
            } else {
                honest.extend(shingles);
            }
        }
    }
    let shared = spam.into_iter().filter(|(_, uses)| uses.are_many()).map(|(shingle, _)| shingle);
    let all = listed.iter().flatten().copied().chain(shared);
    Templates::new(all.filter(|shingle| !honest.contains(shingle)).collect())
}

/// Who used a shingle.
#[derive(Default)]
struct Uses {
    /// The first blog.
    blog: Option<usize>,
    /// Whether another blog has it, too.
    is_on_several: bool,
    /// The first people.
    people: Vec<u64>,
}

impl Uses {
    fn add(&mut self, blog: usize, person: u64) {
        self.is_on_several |= *self.blog.get_or_insert(blog) != blog;
        if self.people.len() < MIN_PEOPLE && !self.people.contains(&person) {
            self.people.push(person);
        }
    }

    fn are_many(&self) -> bool {
        self.is_on_several || MIN_PEOPLE <= self.people.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uses: &[(usize, u64)], expected: bool) {
        let mut all = Uses::default();
        uses.iter().for_each(|(blog, person)| all.add(*blog, *person));
        assert_eq!(all.are_many(), expected, "{uses:?}");
    }

    #[test]
    fn a_shingle_of_several_blogs_or_five_people_is_kept() {
        check(&[(0, 1)], false);
        check(&[(0, 1), (0, 1), (0, 2), (0, 3), (0, 4)], false);
        check(&[(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)], true);
        check(&[(0, 1), (1, 1)], true);
    }
}
