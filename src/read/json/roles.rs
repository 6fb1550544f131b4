//! The role of an object: a comment, a page that holds comments, a wrapper, or an error that a server sent.

use super::flat::{FlatObject, ObjectList};
use crate::comment::{Post, parse_date};
use crate::read::canonical_name::letters;
use crate::read::columns::{Field, FieldPositions};

/// Parts of the names of lists that hold comments or the replies to one.
const COMMENT_LISTS: &[&str] = &["comment", "repl", "respons", "child", "answer"];

/// Parts of the names of lists that hold people or further properties of comments.
const PEOPLE_LISTS: &[&str] = &["commenter", "commentator", "author", "user", "member", "meta"];

/// Names of lists that hold pages.
const PAGE_LISTS: &[&str] = &[
    "posts",
    "pages",
    "articles",
    "entries",
    "threads",
    "discussions",
    "videos",
    "issues",
    "stories",
    "topics",
    "blogposts",
];

/// The keys of a page, by what they hold.
const TITLES: &[&str] = &["title", "posttitle", "pagetitle", "threadtitle", "headline"];
const PAGE_IDS: &[&str] = &["databaseid", "id", "postid", "pageid", "threadid", "identifier", "key", "slug"];
const PAGE_URLS: &[&str] = &[
    "url",
    "link",
    "permalink",
    "href",
    "uri",
    "path",
    "posturl",
    "pageurl",
    "threadurl",
    "postlink",
    "identifier",
    "slug",
];
const PAGE_TEXTS: &[&str] = &["content", "body", "html", "bodyhtml", "contenthtml"];
const PAGE_DATES: &[&str] =
    &["dategmt", "date", "publishedat", "createdat", "published", "created", "postdate"];
const PAGE_AUTHORS: &[&str] = &["authorname", "author", "authorlogin"];

/// Keys of the errors of servers.
const ERROR_KEYS: &[&str] = &[
    "code",
    "message",
    "data",
    "status",
    "statuscode",
    "error",
    "errors",
    "errordescription",
    "detail",
    "details",
    "documentationurl",
    "response",
    "success",
    "ok",
    "type",
    "title",
    "instance",
    "traceid",
    "requestid",
    "path",
    "timestamp",
    "msg",
    "reason",
    "additionalerrors",
    "additionaldata",
    "name",
];

/// Keys that mark an error: it has at least one of them.
const ERROR_MARKS: &[&str] = &[
    "code",
    "status",
    "statuscode",
    "error",
    "errors",
    "success",
    "ok",
    "documentationurl",
    "detail",
    "errordescription",
];

/// The role of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A comment, perhaps with replies.
    Comment,
    /// A page, perhaps with comments.
    Page,
    /// An object around lists.
    Wrapper,
    /// None of these.
    Other,
}

/// Where an object was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// In a list with an unknown name, or in no list.
    Unknown,
    /// In a list of pages.
    Pages,
    /// In a list of comments.
    Comments,
}

/// The surroundings that the name of a list indicates.
pub fn surroundings(list_name: &str) -> Surroundings {
    let name = letters(list_name);
    match () {
        () if PAGE_LISTS.contains(&name.as_str()) => Surroundings::Pages,
        () if PEOPLE_LISTS.iter().any(|part| name.contains(part)) => Surroundings::Unknown,
        () if COMMENT_LISTS.iter().any(|part| name.contains(part)) => Surroundings::Comments,
        () => Surroundings::Unknown,
    }
}

/// Whether a list holds comments or the replies to one.
pub fn holds_comments(list: &ObjectList) -> bool {
    surroundings(&list.name_and_prefix().0) == Surroundings::Comments
}

/// Whether a key shows that an object around a list of comments is their page.
pub fn is_of_page(key: &str) -> bool {
    let key = letters(key);
    let meant = |keys: &[&str]| keys.contains(&key.as_str());
    meant(TITLES) || meant(PAGE_URLS)
}

/// The role of an object.
pub fn role(flat: &FlatObject, positions: &FieldPositions, surroundings: Surroundings) -> Role {
    let has = |field| positions.get(field).is_some();
    let has_comments = flat.lists.iter().any(holds_comments);
    let has_title = !flat.value("", TITLES).is_empty();
    let is_reply = positions.get(Field::Parent).is_some_and(|at| !flat.values[at].trim().is_empty());
    let is_page = has_title && !is_reply && (has_comments || surroundings == Surroundings::Pages);
    // Comments of services repeat the title of their page.
    let is_comment = has(Field::Body) && (!is_page || is_of_comment(flat));
    match () {
        () if is_comment => Role::Comment,
        () if is_page || (surroundings == Surroundings::Pages && has_title) => Role::Page,
        () if surroundings == Surroundings::Pages && has_comments => Role::Page,
        () if surroundings == Surroundings::Comments && (has(Field::Id) || 2 <= positions.n_found()) => {
            Role::Comment
        }
        () if !flat.lists.is_empty() => Role::Wrapper,
        () => Role::Other,
    }
}

/// Whether the keys show a comment that names its page in an inner object.
fn is_of_comment(flat: &FlatObject) -> bool {
    flat.keys.iter().any(|key| key == "locator.url" || key.ends_with(".locator.url"))
}

/// The page that is the key of a list, if the key is an address.
pub fn page_of_key(key: &str) -> Option<Post> {
    let is_address = key.starts_with('/') || key.starts_with("http://") || key.starts_with("https://");
    is_address.then(|| Post { id: key.to_owned(), url: key.to_owned(), ..Post::default() })
}

/// The page that an object with this prefix describes; `None` if it has neither a title nor an address. Its id may be
/// the key of the object.
pub fn page(flat: &FlatObject, prefix: &str, key: &str) -> Option<Post> {
    let value = |keys: &[&str]| flat.value(prefix, keys).to_owned();
    let (id, title, mut url) = (value(PAGE_IDS), value(TITLES), value(PAGE_URLS));
    if url.is_empty() && (id.starts_with('/') || id.starts_with("http")) {
        url.clone_from(&id);
    }
    let id = [id, key.to_owned(), url.clone(), title.clone()].into_iter().find(|text| !text.is_empty())?;
    if title.is_empty() && url.is_empty() {
        return None;
    }
    let author = value(PAGE_AUTHORS);
    let is_name = author.chars().any(char::is_alphabetic);
    let authors = if is_name { vec![author] } else { Vec::new() };
    let date = parse_date(&value(PAGE_DATES));
    Some(Post { id, title, url, body: value(PAGE_TEXTS), authors, date, ..Post::default() })
}

/// The message of a server's error; `None` if the object is not an error.
pub fn server_error(flat: &FlatObject) -> Option<String> {
    let outer = |key: &String| letters(key.split('.').next().unwrap_or_default());
    let mut keys: Vec<String> = flat.keys.iter().map(outer).collect();
    keys.extend(flat.lists.iter().map(|list| outer(&list.key)));
    let is_error = keys.iter().all(|key| ERROR_KEYS.contains(&key.as_str()))
        && keys.iter().any(|key| ERROR_MARKS.contains(&key.as_str()));
    let is_comment_list = flat.lists.iter().any(|list| !is_error_list(list) && !list.items.is_empty());
    if !is_error || is_comment_list {
        return None;
    }
    let said = [
        "message",
        "errormessage",
        "detail",
        "errordescription",
        "msg",
        "reason",
        "error",
        "response",
        "title",
    ];
    let message = flat.value("", &said);
    let listed = || flat.lists.iter().find_map(first_message).unwrap_or_default();
    let message = if message.is_empty() { listed() } else { message.to_owned() };
    (!message.is_empty()).then(|| message.chars().take(200).collect())
}

/// The error that a server reported beside the comments, as GraphQL does.
pub fn partial_error(flat: &FlatObject) -> Option<String> {
    flat.lists.iter().filter(|list| is_error_list(list)).find_map(first_message)
}

/// Whether a list holds the errors of a server.
pub fn is_error_list(list: &ObjectList) -> bool {
    list.key.rsplit('.').next().is_some_and(|key| letters(key) == "errors")
}

fn first_message(list: &ObjectList) -> Option<String> {
    let first = super::flat::flatten(list.items.first()?).ok()?;
    let message = first.value("", &["message", "detail", "title", "reason"]);
    (!message.is_empty()).then(|| message.chars().take(200).collect())
}
