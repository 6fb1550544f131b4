//! The sites of the blog itself, and those that its posts link.

use foldhash::HashSet;

use crate::facts::Dump;
use crate::text::Site;

/// Registrable domains, and the pages of people on shared hosts (see [`Site::owner`]).
pub struct Hosts {
    own: HashSet<String>,
    linked: HashSet<Box<str>>,
}

impl Hosts {
    /// Gathers the blog's addresses and its posts' links.
    pub fn gather(dump: &Dump) -> Hosts {
        let posts = || dump.posts.iter().filter_map(|post| Site::parse(&post.url));
        let sites: Vec<Site> = if dump.sites.is_empty() { posts().collect() } else { dump.sites.clone() };
        let owners = sites.iter().flat_map(|site| [Some(site.registrable_domain()), site.owner()]);
        let own = owners.flatten().map(str::to_owned).collect();
        let linked = dump.posts.iter().flat_map(|post| post.link_domains.iter().cloned()).collect();
        Hosts { own, linked }
    }

    /// Whether a registrable domain, or a page on a shared host, is the blog's own.
    pub fn is_own(&self, owner: &str) -> bool {
        self.own.contains(owner)
    }

    /// The owner of a site (see [`Site::owner`]) that is the blog's own or that its posts link.
    pub fn friend<'a>(&self, site: &'a Site) -> Option<&'a str> {
        site.owner().filter(|owner| self.is_own(owner) || self.is_linked_by_posts(owner))
    }

    /// Whether a post of the blog links a registrable domain, or a page on a shared host.
    pub fn is_linked_by_posts(&self, owner: &str) -> bool {
        self.linked.contains(owner)
    }
}
