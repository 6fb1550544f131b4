//! Addresses made comparable: whose site is it, and is it the same page?

use url::Url;

use super::fold::lower_case;
use crate::lists;

/// Where an address leads, in the form in which two spellings of one address are equal.
///
/// Dumps have as many as comments, so all parts are kept in one text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    normal: Box<str>,
    host_len: u8,
    /// The owner is the end of the host.
    domain_len: u8,
    on_platform: bool,
    is_profile: bool,
}

/// Hosts that forms put where people leave a field alone.
const PLACEHOLDERS: &[&str] = &[
    "yourwebsite",
    "yourwebsite.com",
    "yoursite.com",
    "yourdomain.com",
    "website.com",
    "example.com",
    "none.com",
];

/// Parameters that say how a visitor came, not where to.
const TRACKING: &[&str] = &["fbclid", "gclid", "replytocom", "from", "ref", "mc_cid", "mc_eid"];

/// No name in the DNS is longer (RFC 1035).
const LONGEST_HOST: usize = 253;

/// Does an address field say nothing: left alone, or as the form had filled it in?
pub fn is_blank(address: &str) -> bool {
    let address = lower_case(address.trim());
    if address.is_empty() {
        return true;
    }
    let rest = address.trim_start_matches("https:").trim_start_matches("http:").trim_matches('/');
    let host = rest.strip_prefix("www.").unwrap_or(rest);
    host.is_empty() || PLACEHOLDERS.contains(&host)
}

impl Site {
    /// Reads an address, with or without a scheme. `None` for what leads nowhere: no host with a dot,
    /// the placeholders of forms, addresses of mail.
    pub fn parse(address: &str) -> Option<Site> {
        let address = address.trim();
        if address.len() < 4 || !address.contains('.') {
            return None;
        }
        if let Some((host, path)) = plain_parts(address) {
            return Site::of(host, path.trim_matches('/').to_owned());
        }
        let parsed = match Url::parse(address) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https" | "ftp") => parsed,
            Ok(parsed) if parsed.scheme().contains('.') => Url::parse(&format!("http://{address}")).ok()?,
            Ok(_) => return None,
            Err(_) => Url::parse(&format!("http://{}", address.trim_start_matches('/'))).ok()?,
        };
        let mut path = parsed.path().trim_matches('/').to_ascii_lowercase();
        let query: Vec<String> = parsed
            .query_pairs()
            .filter(|(key, _)| !key.starts_with("utm_") && !TRACKING.contains(&&**key))
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        Site::of(&parsed.host_str()?.to_ascii_lowercase(), path)
    }

    fn of(host: &str, path: String) -> Option<Site> {
        let host = host.trim_end_matches('.');
        if LONGEST_HOST < host.len() {
            return None;
        }
        let host = host.strip_prefix("www.").unwrap_or(host);
        if !host.contains('.') || PLACEHOLDERS.contains(&host) {
            return None;
        }
        let (domain, on_platform) = registrable_domain(host);
        // No host is longer than 255 bytes.
        let (host_len, domain_len) = (host.len() as u8, domain.len() as u8);
        let is_profile = [host, domain].into_iter().any(|it| lists::SOCIAL_PROFILES.has(it));
        let normal = if path.is_empty() { host.to_owned() } else { format!("{host}/{path}") };
        Some(Site { normal: normal.into(), host_len, domain_len, on_platform, is_profile })
    }

    /// Host and path without scheme, `www.`, a slash at the end, a fragment and tracking parameters; lower case.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The host without `www.`.
    pub fn host(&self) -> &str {
        &self.normal[..usize::from(self.host_len)]
    }

    /// What one owner holds: the registrable domain, or the sub-domain on a hosting platform.
    pub fn registrable_domain(&self) -> &str {
        &self.host()[usize::from(self.host_len - self.domain_len)..]
    }

    /// Is the owner's part a name under a platform that hosts other people's sites?
    pub fn on_platform(&self) -> bool {
        self.on_platform
    }

    /// The path with its query, without slashes at its ends.
    pub fn path(&self) -> &str {
        self.normal[usize::from(self.host_len)..].strip_prefix('/').unwrap_or_default()
    }

    /// The part of the owner's name that says something: `air-jordan-3` of `air-jordan-3.com`.
    pub fn label(&self) -> &str {
        let domain = self.registrable_domain();
        domain.bytes().position(|it| it == b'.').map_or(domain, |dot| &domain[..dot])
    }

    /// Does the path lead to somebody's profile on a social site?
    pub fn is_profile(&self) -> bool {
        self.is_profile
    }
}

/// Host and path of an address in which the rules for addresses change nothing: plain letters, digits and hyphens, no
/// query, no number for a host, no letters of other scripts in disguise. Most are so.
fn plain_parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    let is_label = |it: &str| !it.is_empty() && !it.starts_with("xn--") && it.bytes().all(is_plain);
    let is_name = |host: &str| host.rsplit('.').next().is_some_and(|it| it.starts_with(char::is_alphabetic));
    let is_plain_path = path.bytes().all(|it| is_plain(it) || it == b'/' || it == b'_');
    (is_plain_path && is_name(host) && host.split('.').all(is_label)).then_some((host, path))
}

/// The part of a host, up to its end, that one owner holds.
fn registrable_domain(host: &str) -> (&str, bool) {
    for (dot, _) in std::iter::once((0, "")).chain(host.match_indices('.')) {
        let suffix = host[dot..].trim_start_matches('.');
        if lists::BLOG_PLATFORMS.has(suffix) {
            let start = host[..dot].rfind('.').map_or(0, |it| it + 1);
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
            .map_or("none".to_owned(), |it| format!("{} on {}", it.normal(), it.registrable_domain()));
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
    fn owners_are_told_apart_on_platforms() {
        check("http://ann.wordpress.com/2009/", "ann.wordpress.com/2009 on ann.wordpress.com");
        check("http://shop.boats.co.uk/a", "shop.boats.co.uk/a on boats.co.uk");
    }

    #[test]
    fn what_leads_nowhere_is_none() {
        for address in
            ["", "http://", "http://YourWebsite", "n/a", "mailto:a@b.example", "ann", "http://localhost"]
        {
            check(address, "none");
        }
    }
}
