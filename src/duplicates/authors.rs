//! Whether two authors are the same person, judged by their names, e-mail addresses and sites.

use crate::facts::Facts;

/// The Jaro–Winkler similarity from which two names count as the same.
const NAMES_ALIKE: f64 = 0.92;

/// Whether one person wrote both comments. `is_one_occasion` says that another author of the later one is unlikely.
pub fn is_same_author(one: &Facts, other: &Facts, is_one_occasion: bool) -> bool {
    let is_same_email = !one.email().is_empty() && one.email() == other.email();
    if is_same_email || are_owners_same(one, other) {
        return true;
    }
    if !one.name().is_empty() && !other.name().is_empty() {
        return are_names_alike(one.name(), other.name());
    }
    // A missing name does not contradict the match, but a different e-mail address or site does. A missing name
    // does not confirm a match either.
    let contradicts =
        !one.email().is_empty() && !other.email().is_empty() || one.site.is_some() && other.site.is_some();
    is_one_occasion && !contradicts
}

/// Whether two authors gave the same site. Different names on different pages of one host may be different people.
fn are_owners_same(one: &Facts, other: &Facts) -> bool {
    let (Some(site), Some(other_site)) = (&one.site, &other.site) else { return false };
    let pages = [site.path(), other_site.path()];
    let has_own_page = pages[0] != pages[1] && !pages.contains(&"");
    site.owner().is_some()
        && site.owner() == other_site.owner()
        && (!has_own_page || are_names_alike(one.name(), other.name()))
}

/// Whether two authors have different names and nothing else in common.
pub fn have_other_names(one: &Facts, other: &Facts) -> bool {
    let is_same_email = !one.email().is_empty() && one.email() == other.email();
    let are_named = !one.name().is_empty() && !other.name().is_empty();
    are_named && !is_same_email && !are_owners_same(one, other) && !are_names_alike(one.name(), other.name())
}

/// Whether two names are spellings of the same name.
pub fn are_names_alike(one: &str, other: &str) -> bool {
    // Comparing takes time proportional to the product of the lengths, and real names are shorter than this.
    const MOST_COMPARED: usize = 64;
    let letters = |name: &str| {
        name.chars().filter(|letter| letter.is_alphanumeric()).take(MOST_COMPARED).collect::<String>()
    };
    if !one.trim().is_empty() && one == other {
        return true;
    }
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && NAMES_ALIKE <= strsim::jaro_winkler(&one, &other)
}

/// Whether two authors have different names, and different e-mail addresses or pages on a shared host.
pub fn are_strangers(one: &Facts, other: &Facts) -> bool {
    let has_other_email =
        !one.email().is_empty() && !other.email().is_empty() && one.email() != other.email();
    let has_page = |comment: &Facts| {
        comment.site.as_ref().is_some_and(|site| site.is_shared() && site.owner().is_some())
    };
    let has_other_page = has_page(one) && has_page(other);
    (has_other_email || has_other_page)
        && !are_names_alike(one.name(), other.name())
        && !are_owners_same(one, other)
}
