//! The canonical form of the names of columns and keys, in which they are compared: letters and digits in lower case,
//! without separators. `author_name`, `authorName` and `Author-Name` are one name.
//!
//! The keys of an inner object follow those of the outer one after a dot. An inner object is a person, a page or a
//! parent by its key, and its keys are named after that: `user.name` and `member.name` are `authorname`, `page.url`
//! is `posturl`. Wrappers such as `node` and `attributes` are left out. A name that starts with an underscore is a
//! name of its own, except `_id`: Staticman has the page in `_parent`.

/// Keys of objects that only wrap others.
const WRAPPERS: &[&str] =
    &["node", "attributes", "snippet", "toplevelcomment", "comment", "data", "fields", "relationships"];

/// Keys of objects that are people.
const PEOPLE: &[&str] = &[
    "author",
    "user",
    "member",
    "commenter",
    "commentator",
    "creator",
    "owner",
    "profile",
    "poster",
    "from",
    "createdby",
    "uid",
];

/// Keys of objects that are posts and pages.
const PAGES: &[&str] = &[
    "post",
    "page",
    "thread",
    "article",
    "entry",
    "story",
    "locator",
    "discussion",
    "commentedon",
    "video",
    "issue",
    "topic",
    "blogpost",
    "commentable",
    "entityid",
];

/// Keys of objects that are the comment that is answered.
const PARENTS: &[&str] = &["parent", "inreplyto", "replyto", "parentcomment", "pid"];

/// Whether an object with this key only wraps others.
pub fn is_wrapper(key: &str) -> bool {
    WRAPPERS.contains(&letters(key).as_str())
}

/// Whether an object with this key is a person, a page or a parent, and not a text in several forms.
pub fn is_entity(key: &str) -> bool {
    let key = letters(key);
    [PEOPLE, PAGES, PARENTS].iter().any(|keys| keys.contains(&key.as_str()))
}

/// Whether a name with a dot is that of a person's property.
pub fn is_of_person(name: &str) -> bool {
    name.contains('.') && canonical_form(name).starts_with("author")
}

/// The canonical form of a name; see the module's page.
pub fn canonical_form(name: &str) -> String {
    let name = name.trim().trim_matches('\u{feff}');
    if name.starts_with('_') && name != "_id" {
        return name.to_lowercase();
    }
    let mut segments: Vec<String> = name.split('.').map(letters).collect();
    if 1 < segments.len() {
        let last = segments.len() - 1;
        let mut at = 0;
        segments.retain(|segment| {
            at += 1;
            last < at || !WRAPPERS.contains(&segment.as_str())
        });
        if let [first, _, ..] = segments.as_mut_slice() {
            let roles = [(PEOPLE, "author"), (PAGES, "post"), (PARENTS, "parent")];
            if let Some((_, role)) = roles.iter().find(|(keys, _)| keys.contains(&first.as_str())) {
                *first = (*role).to_owned();
            }
        }
    }
    segments.concat()
}

/// The letters and digits of a text, in lower case.
pub fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_separators() {
        for (name, expected) in [
            ("authorName", "authorname"),
            ("Author-Name", "authorname"),
            ("author.node.name", "authorname"),
            ("snippet.topLevelComment.snippet.authorDisplayName", "authordisplayname"),
            ("comment.user.name", "authorname"),
            ("commentedOn.node.databaseId", "postdatabaseid"),
            ("locator.url", "posturl"),
            ("in_reply_to.id", "parentid"),
            ("user_id", "userid"),
            ("comment", "comment"),
            ("_id", "id"),
            ("_parent", "_parent"),
        ] {
            assert_eq!(canonical_form(name), expected, "{name}");
        }
    }
}
