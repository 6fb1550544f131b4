//! Ids of posts in WordPress exports. Exporters other than WordPress leave them out, or write 0 or one number for all
//! posts. Such posts are identified by their address, else by their GUID, else by their title.

use foldhash::{HashMap, HashMapExt};

use crate::comment::Post;

/// The ids of the posts of one document so far.
pub struct PostIds {
    n_posts: u32,
    /// The identity (address, GUID or title) of the first post with each id in the document.
    declared: HashMap<String, String>,
    /// The made-up id of each post without an id of its own.
    made_up: HashMap<String, String>,
    has_guessed: bool,
}

impl Default for PostIds {
    fn default() -> PostIds {
        PostIds { n_posts: 0, declared: HashMap::new(), made_up: HashMap::new(), has_guessed: false }
    }
}

/// Whether an id is missing: empty or zero.
pub fn is_missing(id: &str) -> bool {
    id.bytes().all(|byte| byte == b'0')
}

impl PostIds {
    /// Starts another document, with ids of its own.
    pub fn start_document(&mut self) {
        self.declared.clear();
        self.made_up.clear();
    }

    /// The id of the next post, and whether it is the first one that only its title identifies.
    pub fn of(&mut self, post: &Post, guid: &str) -> (String, bool) {
        self.n_posts += 1;
        let made_up = || format!("p{}", self.n_posts);
        let title = post.title.trim();
        let key = [&post.url, guid, title].into_iter().find(|key| !key.is_empty()).unwrap_or_default();
        if !is_missing(&post.id) {
            let first = self.declared.entry(post.id.clone()).or_insert_with(|| key.to_owned());
            if first == key || first.is_empty() || key.is_empty() {
                return (post.id.clone(), false);
            }
        }
        if key.is_empty() {
            return (made_up(), false);
        }
        let is_guess = post.url.is_empty() && guid.is_empty() && !self.has_guessed;
        self.has_guessed |= is_guess;
        (self.made_up.entry(key.to_owned()).or_insert_with(made_up).clone(), is_guess)
    }
}
