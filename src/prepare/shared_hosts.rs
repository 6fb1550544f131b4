//! Hosts that the dump shows to be shared: several people gave different pages of one host as their sites. Such a
//! host is not one person's site; each of its pages belongs to one person.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::{Dump, Facts};
use crate::kind::Kind;
use crate::text::Site;

/// The minimum number of people who each gave a page of their own.
const MIN_PEOPLE: usize = 2;

/// Marks the sites of commenters on shared hosts.
pub fn mark(mut dump: Dump) -> Dump {
    let own: HashSet<String> = own_domains(&dump);
    let mut pages_by_host: HashMap<&str, HashMap<&str, HashSet<&str>>> = HashMap::new();
    for comment in dump.comments.iter().filter(|comment| comment.kind == Kind::Comment) {
        let Some((site, person)) = page(comment) else { continue };
        if !own.contains(site.registrable_domain()) {
            pages_by_host.entry(site.host()).or_default().entry(site.path()).or_default().insert(person);
        }
    }
    let shared = pages_by_host.into_iter().filter(|(_, pages)| are_of_several(pages));
    let shared: HashSet<String> = shared.map(|(host, _)| host.to_owned()).collect();
    if !shared.is_empty() {
        let sites = dump.comments.iter_mut().filter_map(|comment| comment.site.as_mut());
        sites.filter(|site| shared.contains(site.host())).for_each(Site::mark_shared);
    }
    dump
}

/// The maximum number of parts of the path of a person's page, and of hyphens in each. Articles have longer paths.
const MAX_PARTS: usize = 3;
const MAX_HYPHENS: usize = 2;

/// Whether a path may be a person's page, such as `profile/7` or `people/ann-lee`, rather than an article.
fn may_be_personal(path: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = path.split('/');
    let is_short = |part: &str| part.matches('-').count() <= MAX_HYPHENS && !part.contains('.');
    path.split('/').count() <= MAX_PARTS
        && !parts.next().is_some_and(is_year)
        && path.split('/').all(is_short)
}

/// The page of a comment's author on a host that is not known to be shared, and what identifies the author.
fn page(comment: &Facts) -> Option<(&Site, &str)> {
    let site = comment
        .site
        .as_ref()
        .filter(|site| !site.is_shared() && !site.path().is_empty() && may_be_personal(site.path()))?;
    let person = [comment.email(), comment.name()].into_iter().find(|person| !person.is_empty())?;
    Some((site, person))
}

/// Whether enough people gave exactly one page each, which no other person gave.
fn are_of_several(pages: &HashMap<&str, HashSet<&str>>) -> bool {
    let mut n_pages: HashMap<&str, usize> = HashMap::new();
    for person in pages.values().flatten() {
        *n_pages.entry(person).or_default() += 1;
    }
    let alone = pages.values().filter(|people| people.len() == 1).flatten();
    MIN_PEOPLE <= alone.filter(|person| n_pages[*person] == 1).count()
}

fn own_domains(dump: &Dump) -> HashSet<String> {
    let posts = dump.posts.iter().filter_map(|post| Site::parse(&post.url));
    let sites = dump.sites.iter().cloned().chain(posts);
    sites.map(|site| site.registrable_domain().to_owned()).collect()
}
