//! Web addresses in a comparable form, and the registrable domain that each belongs to.

use url::Url;

use super::fold::lower_case_ascii;
use crate::lists;

/// The target of an address, in a form in which two spellings of one address are equal.
///
/// There is about one per comment, so all parts are stored in one string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    normal: Box<str>,
    host_len: u8,
    /// The registrable domain is the end of the host.
    domain_len: u8,
    on_platform: bool,
    is_profile: bool,
    is_shared: bool,
}

/// Hosts that forms fill in if the field is left empty.
const PLACEHOLDERS: &[&str] = &[
    "yourwebsite",
    "yourwebsite.com",
    "yoursite.com",
    "yourdomain.com",
    "website.com",
    "example.com",
    "none.com",
];

/// Tracking parameters: query parameters that describe the visitor's origin and don't select the page.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "replytocom",
    "from",
    "ref",
    "mc_cid",
    "mc_eid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "twclid",
    "_ga",
    "_gl",
    "ref_src",
    "spm",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fb_ref",
    "hc_location",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "cmpid",
    "ncid",
    "showcomment",
    "share",
];

/// Cache-busting query parameters.
const CACHE_BUSTING: &[&str] =
    &["cb", "_", "nocache", "no_cache", "cachebuster", "cachebust", "rnd", "ts", "timestamp"];

/// The longest name in the DNS (RFC 1035).
const LONGEST_HOST: usize = 253;

/// Returns true if an address field is empty or has a placeholder of the form.
pub fn is_blank(address: &str) -> bool {
    let address = lower_case_ascii(address.trim());
    if address.is_empty() {
        return true;
    }
    let rest = address.trim_start_matches("https:").trim_start_matches("http:").trim_matches('/');
    let host = rest.strip_prefix("www.").unwrap_or(rest);
    host.is_empty() || PLACEHOLDERS.contains(&host)
}

impl Site {
    /// Parses an address, with or without a scheme. Returns `None` for a host without a dot, a placeholder of a form
    /// and an e-mail address.
    pub fn parse(address: &str) -> Option<Site> {
        let address = address.trim();
        if address.len() < 4 || !address.contains('.') {
            return None;
        }
        if let Some((host, path)) = plain_parts(address) {
            return Site::from_parts(host, path.trim_matches('/').to_owned());
        }
        let parsed = match Url::parse(address) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https" | "ftp") => parsed,
            Ok(parsed) if parsed.scheme().contains('.') => Url::parse(&format!("http://{address}")).ok()?,
            Ok(_) => return None,
            Err(_) => Url::parse(&format!("http://{}", address.trim_start_matches('/'))).ok()?,
        };
        Site::from_parts(&parsed.host_str()?.to_ascii_lowercase(), path_with_query(&parsed))
    }

    fn from_parts(host: &str, path: String) -> Option<Site> {
        let host = host.trim_end_matches('.');
        if LONGEST_HOST < host.len() {
            return None;
        }
        let host = host.strip_prefix("www.").unwrap_or(host);
        if !host.contains('.') || PLACEHOLDERS.contains(&host) {
            return None;
        }
        let (domain, on_platform) = registrable_domain(host);
        // Checked above: both fit in a byte.
        let (host_len, domain_len) = (host.len() as u8, domain.len() as u8);
        let is_profile = [host, domain].into_iter().any(|host| lists::SOCIAL_PROFILES.has(host));
        let is_shared =
            is_profile || is_famous(domain) || has_pages_of_people(host, domain, on_platform, &path);
        let normal = if path.is_empty() { host.to_owned() } else { format!("{host}/{path}") };
        Some(Site { normal: normal.into(), host_len, domain_len, on_platform, is_profile, is_shared })
    }

    /// Host and path without scheme, `www.`, a slash at the end, a fragment and tracking parameters; lower case.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The host without `www.`.
    pub fn host(&self) -> &str {
        &self.normal[..usize::from(self.host_len)]
    }

    /// The registrable domain: the part of the host that one owner controls, by the public suffix list. On a blog
    /// platform, the sub-domain.
    pub fn registrable_domain(&self) -> &str {
        &self.host()[usize::from(self.host_len - self.domain_len)..]
    }

    /// The identity of the site's owner: the registrable domain, or the whole address on a host where each person has
    /// a page. `None` for such a host without a page: it belongs to no single person.
    pub fn owner(&self) -> Option<&str> {
        match (self.is_shared, self.path().is_empty()) {
            (false, _) => Some(self.registrable_domain()),
            (true, false) => Some(self.normal()),
            (true, true) => None,
        }
    }

    /// Whether each person has a page on the host: a social network, the host of a platform or a public suffix, or a
    /// server with home pages (`/~ann`). A dump may reveal more such hosts: see [`Site::mark_shared`].
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Marks the host as shared: its pages belong to different people.
    pub fn mark_shared(&mut self) {
        self.is_shared = true;
    }

    /// Whether the registrable domain is a name under a platform that hosts other people's sites.
    pub fn on_platform(&self) -> bool {
        self.on_platform
    }

    /// The path with its query, without slashes at its ends.
    pub fn path(&self) -> &str {
        self.normal[usize::from(self.host_len)..].strip_prefix('/').unwrap_or_default()
    }

    /// The first label of the registrable domain: `air-jordan-3` of `air-jordan-3.com`.
    pub fn label(&self) -> &str {
        let domain = self.registrable_domain();
        domain.bytes().position(|byte| byte == b'.').map_or(domain, |dot| &domain[..dot])
    }

    /// Whether the host is a social network, where a path is a person's profile.
    pub fn is_profile(&self) -> bool {
        self.is_profile
    }
}

/// Host and path of an address that `Url::parse` would leave as it is: lower-case letters, digits and hyphens, no
/// query, no numeric or internationalised host. Most addresses are like that, and parsing takes much longer.
fn plain_parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label =
        |label: &str| !label.is_empty() && !label.starts_with("xn--") && label.bytes().all(is_plain);
    let is_name =
        |host: &str| host.rsplit('.').next().is_some_and(|top| top.starts_with(char::is_alphabetic));
    let is_plain_path = path.bytes().all(|byte| is_plain(byte) || byte == b'/' || byte == b'_');
    (is_plain_path && is_name(host) && host.split('.').all(is_label)).then_some((host, path))
}

/// The path without slashes at its ends, and the query without parameters that do not choose the page; lower case.
fn path_with_query(address: &Url) -> String {
    let is_noise = |key: &str| {
        let key = key.to_ascii_lowercase();
        let is_tracking = ["utm_", "pk_", "mtm_"].iter().any(|prefix| key.starts_with(prefix));
        is_tracking || TRACKING.contains(&&*key) || CACHE_BUSTING.contains(&&*key)
    };
    let path = address.path().trim_matches('/').to_ascii_lowercase();
    let query: Vec<String> = address
        .query_pairs()
        .filter(|(key, _)| !is_noise(key))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// A page address in a form in which two spellings of one address are equal. Accepts full addresses, local ones
/// (`http://localhost:4000/p/`) and bare paths (`/p/`); `None` for anything else.
pub fn page_address(address: &str) -> Option<String> {
    let address = address.trim();
    if let Some(site) = Site::parse(address).filter(|_| !address.starts_with('/')) {
        return Some(site.normal().to_owned());
    }
    if address.starts_with('/') {
        let whole = Url::parse(&format!("http://localhost/{}", address.trim_start_matches('/'))).ok()?;
        return Some(format!("/{}", path_with_query(&whole)));
    }
    let whole = Url::parse(address).ok().filter(|address| matches!(address.scheme(), "http" | "https"))?;
    let host = whole.host_str()?.to_ascii_lowercase();
    Some(format!("{host}/{}", path_with_query(&whole)))
}

/// Whether a registrable domain is that of a famous site. Its homepage belongs to no commenter.
pub fn is_famous(domain: &str) -> bool {
    let label = domain.split('.').next().unwrap_or(domain);
    lists::FAMOUS_SITES.has(label)
}

/// Whether the pages of a host belong to different people.
fn has_pages_of_people(host: &str, domain: &str, on_platform: bool, path: &str) -> bool {
    // Sub-domains of platforms that don't belong to one person.
    const SERVICES: &[&str] = &[
        "account",
        "blogs",
        "community",
        "home",
        "homepage",
        "homepages",
        "id",
        "member",
        "members",
        "my",
        "openid",
        "pages",
        "people",
        "profile",
        "profiles",
        "sites",
        "user",
        "users",
        "web",
    ];
    let is_platform = lists::BLOG_PLATFORMS.has(host);
    let service = domain.split('.').next().unwrap_or_default();
    let is_public_suffix = || psl::domain_str(host).is_none() && psl::suffix_str(host).is_some();
    is_platform || (on_platform && SERVICES.contains(&service)) || path.starts_with('~') || is_public_suffix()
}

/// The registrable domain of a host, and whether it is on a blog platform.
fn registrable_domain(host: &str) -> (&str, bool) {
    for (dot, _) in std::iter::once((0, "")).chain(host.match_indices('.')) {
        let suffix = host[dot..].trim_start_matches('.');
        if lists::BLOG_PLATFORMS.has(suffix) {
            let start = host[..dot].rfind('.').map_or(0, |earlier| earlier + 1);
            return (&host[if start == dot { 0 } else { start }..], true);
        }
    }
    (psl::domain_str(host).unwrap_or(host), false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(address: &str, expected: &str) {
        let site = Site::parse(address)
            .map_or("none".to_owned(), |site| format!("{} on {}", site.normal(), site.registrable_domain()));
        assert_eq!(site, expected, "{address}");
    }

    #[test]
    fn spellings_of_one_address_are_equal() {
        for address in [
            "http://www.Boats.example/",
            "https://boats.example",
            "boats.example/",
            "http://boats.example/?utm_source=feed#top",
        ] {
            check(address, "boats.example on boats.example");
        }
    }

    proptest! {
        #[test]
        fn plain_addresses_follow_the_same_rules(address in "https?://[abx0n.-]{1,12}(\\.com|/[a-c0-9_./-]{0,8})") {
            if let Some((host, path)) = plain_parts(&address) {
                let parsed = Url::parse(&address).expect("it is an address");
                let (expected, path) = (parsed.host_str(), if path.is_empty() { "/" } else { path });
                prop_assert_eq!((Some(host), path), (expected, parsed.path()));
            }
        }
    }

    #[test]
    fn sites_on_a_platform_are_different_domains() {
        check("http://ann.wordpress.com/2009/", "ann.wordpress.com/2009 on ann.wordpress.com");
        check("http://shop.boats.co.uk/a", "shop.boats.co.uk/a on boats.co.uk");
    }

    #[test]
    fn spellings_of_one_page_are_equal() {
        let same = |spellings: &[&str]| {
            let pages: Vec<_> = spellings.iter().map(|address| page_address(address)).collect();
            assert!(pages[0].is_some() && pages.iter().all(|page| *page == pages[0]), "{pages:?}");
        };
        same(&["/p/", "/p", "/p/?utm_source=feed", "/p?cb=17", "/P/#comments"]);
        same(&["https://b.example/p/", "http://www.b.example/p?cb=1", "http://B.example/p/?fbclid=x&_=3"]);
        same(&["http://localhost:4000/p/", "http://localhost/p"]);
        assert_ne!(page_address("/p/"), page_address("/q/"));
        assert_ne!(page_address("/?p=1"), page_address("/?p=2"));
        assert_eq!(page_address("Knots that hold"), None);
    }

    #[track_caller]
    fn check_owner(address: &str, expected: &str) {
        let site = Site::parse(address).expect("it is an address");
        assert_eq!(site.owner().unwrap_or("nobody"), expected, "{address}");
    }

    #[test]
    fn a_page_on_a_shared_host_belongs_to_its_person() {
        check_owner("https://www.blogger.com/profile/7", "blogger.com/profile/7");
        check_owner("http://blogger.com/", "nobody");
        check_owner("https://www.facebook.com/profile.php?id=7", "facebook.com/profile.php?id=7");
        check_owner("https://github.com/ann", "github.com/ann");
        check_owner("https://plus.google.com/117", "plus.google.com/117");
        check_owner("https://medium.com/@ann", "medium.com/@ann");
        check_owner("http://users.livejournal.com/ann/", "users.livejournal.com/ann");
        check_owner("http://www.geocities.com/ann/", "geocities.com/ann");
        check_owner("http://cs.uni.example/~ann/knots.html", "cs.uni.example/~ann/knots.html");
        check_owner("http://ann.wordpress.com/about/", "ann.wordpress.com");
        check_owner("http://ann.github.io/knots/", "ann.github.io");
        check_owner("http://ann.example/about/", "ann.example");
    }

    #[test]
    fn addresses_without_a_site_are_none() {
        for address in
            ["", "http://", "http://YourWebsite", "n/a", "mailto:a@b.example", "ann", "http://localhost"]
        {
            check(address, "none");
        }
    }
}
