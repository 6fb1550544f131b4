//! The registrable domains of the blog itself and of the sites that its posts link.

use foldhash::HashSet;

use crate::facts::Dump;
use crate::text::Site;

/// Owners of sites, in the sense of [`Site::registrable_domain`].
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

    /// Whether a registrable domain is the blog's own.
    pub fn is_own(&self, owner: &str) -> bool {
        self.own.contains(owner)
    }

    /// Whether a post of the blog links a registrable domain.
    pub fn is_linked_by_posts(&self, owner: &str) -> bool {
        self.linked.contains(owner)
    }
}
