//! Adapts keys that one service uses with another meaning than most.

use super::flat::FlatObject;
use crate::comment::Author;
use crate::read::remark42;

/// Adapts the keys of an object to their usual meaning. Returns the author if the object shows that it is an owner of
/// the blog.
pub fn adapt(flat: &mut FlatObject) -> Option<Author> {
    add_post_url(flat);
    number_discourse(flat);
    let prefix = flat.keys.iter().find_map(|key| key.strip_suffix("locator.url"))?.to_owned();
    adapt_remark42(flat, &prefix)
}

/// Adds the address of the post to a comment of WordPress REST, which has only its own address and the number of the
/// post. The address shows that comments in several files belong to one post.
fn add_post_url(flat: &mut FlatObject) {
    let page = flat.value("", &["link"]).split_once("#comment-").map(|(page, _)| page.to_owned());
    if let Some(page) = page.filter(|_| !flat.keys.iter().any(|key| key == "post_url")) {
        flat.push("post_url".to_owned(), page);
    }
}

/// Posts of Discourse name the one that they answer by its number in the topic, so that number is their id.
fn number_discourse(flat: &mut FlatObject) {
    if flat.keys.iter().any(|key| key == "post_number") {
        for key in &mut flat.keys {
            match key.as_str() {
                "id" => "_id_of_post".clone_into(key),
                "post_number" => "id".clone_into(key),
                "reply_to_post_number" => "parent".clone_into(key),
                _ => {}
            }
        }
    }
}

/// Comments of Remark42 have the title of their page, and their authors may be guests with an id, or admins. The prefix
/// is that of the comment's keys in a tree.
fn adapt_remark42(flat: &mut FlatObject, prefix: &str) -> Option<Author> {
    let title = format!("{prefix}title");
    for key in flat.keys.iter_mut().filter(|key| **key == title) {
        *key = "post_title".to_owned();
    }
    let value = |key: &str| {
        let position = flat.keys.iter().position(|known| known.strip_prefix(prefix) == Some(key));
        position.map(|position| flat.values[position].clone()).unwrap_or_default()
    };
    let (user, name, is_admin) = (value("user.id"), value("user.name"), value("user.admin") == "true");
    if remark42::is_guest(&user) {
        let user_key = format!("{prefix}user.id");
        for (key, value) in flat.keys.iter().zip(&mut flat.values) {
            if *key == user_key {
                value.clear();
            }
        }
    }
    is_admin.then(|| Author { name, user, ..Author::default() })
}
