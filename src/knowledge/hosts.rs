//! Whose hosts are the blog's own, and which do its posts link?

use foldhash::HashSet;

use crate::facts::Dump;
use crate::text::Site;

/// Owners of sites, in the sense of [`Site::owner`].
pub struct Hosts {
    own: HashSet<String>,
    linked: HashSet<Box<str>>,
}

impl Hosts {
    /// Gathers the blog's addresses and its posts' links.
    pub fn gather(dump: &Dump) -> Hosts {
        let mut own: HashSet<String> =
            dump.sites.iter().map(|it| it.registrable_domain().to_owned()).collect();
        if own.is_empty() {
            own.extend(
                dump.posts
                    .iter()
                    .filter_map(|post| Site::parse(&post.url))
                    .map(|it| it.registrable_domain().to_owned()),
            );
        }
        let linked = dump.posts.iter().flat_map(|post| post.link_domains.iter().cloned()).collect();
        Hosts { own, linked }
    }

    /// Is it the blog's own?
    pub fn is_own(&self, owner: &str) -> bool {
        self.own.contains(owner)
    }

    /// Does a post of the blog link it?
    pub fn is_linked_by_posts(&self, owner: &str) -> bool {
        self.linked.contains(owner)
    }
}
