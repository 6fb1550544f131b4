//! Reblogs: comments that WordPress.com adds under a post when another blogger republishes it.
//!
//! The text is `Reblogged this on <a href="PAGE">BLOG</a>.`, or
//! `Reblogged this on <a href="PAGE">BLOG</a> and commented:` and a remark, in the reblogger's language. The author
//! is the reblogger, with name, e-mail address and blog. The linked page is on that blog. The Reblog button of
//! WordPress.com and Jetpack writes it (`POST /sites/SITE/posts/POST/reblogs/new` of the WordPress.com API).
//!
//! What this can't distinguish: a person who types the sentence themselves.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{LinkForm, View, fold};

/// Patterns for the start or the whole of a reblog, folded, in the languages with known wording.
const SENTENCES: &[&str] = &[
    // English
    r"reblogged this (?:on|to|at) \S.*",
    // German
    r"hat dies auf .* (?:ge)?rebloggt.*",
    r"hat dies auf .* geteilt(?: und kommentiert)?[.:].*",
    // French
    r"(?:a|l'a) re-?blogg?u?é (?:ceci|cela|ça|cet article)? ?sur .*",
    r"re-?blogg?u?é sur .*",
    // Spanish, Catalan, Galician
    r"reblogue(?:ó|o|ado|a) (?:esto )?en .*",
    r"ha (?:reblogueado|rebloggat|reblogat) (?:esto|això) (?:en|a) .*",
    // Portuguese
    r"(?:republicou|reblogou|rebloguou|rebloggou|reblogueou) (?:isso|isto) (?:em|no|na) .*",
    r"reblogg?(?:u)?ead[oa] em .*",
    // Italian
    r"(?:l'ha|ha|lo ha) (?:ri|re)blogg?ato (?:questo )?su .*",
    // Dutch
    r"(?:heeft )?(?:dit|dit bericht) (?:is )?(?:op|aan) .* (?:her|ge-?re|re)blogg?d.*",
    r"(?:herblogde|reblogde|rebloggede) (?:dit|dit bericht) op .*",
    // Swedish, Norwegian, Danish, Finnish
    r"(?:åter|re)(?:bloggade|blogget|bloggede|bloggad)(?: det(?:te|ta|t))? på .*",
    r"uudelleenbloggasi tämän .*",
    // Indonesian, Malay
    r"(?:menge|me-?re|meng-?re)-?blog(?: ulang)?(?: ini)?(?: (?:di|ke|pada))? .*",
    // Turkish
    r"bunu .* (?:yeniden|tekrar) (?:blogladı|bloglad[ıi]|paylaştı).*",
    r"bunu .* reblogladı.*",
    // Polish, Czech, Croatian, Serbian, Romanian
    r"(?:z?reblogował(?:\(?a\)?)?|z?reblogowano|przeblogował(?:\(?a\)?)?) (?:to |ten wpis )?na .*",
    r"(?:re|pře)blogoval(?:\(?a\)?|o)? (?:toto |to )?na .*",
    r"(?:re|pro)blogova(?:o|la|no)(?: je)?(?: ovo)? na .*",
    r"(?:a )?reblogg?(?:u)?(?:it|at) (?:asta|acest articol|această postare)? ?pe .*",
    // Russian, Ukrainian, Bulgarian
    r"(?:реблогнул|реблогнула|перебложил|переблогировал)(?:\(?а\)?)? (?:это |эту запись )?(?:в|на) .*",
    r"(?:сделал(?:\(?а\)?)? репост (?:этого|записи)|репост этого|перепостил(?:\(?а\)?)? это) (?:в|на) .*",
    // Japanese, Chinese, Korean
    r".* ?(?:で|に)(?:これを)?リブログしました.*",
    r".* ?でリブログし、コメントしました.*",
    r"(?:在|于) ?.* ?(?:转载|重新发布|轉載|重新發表|转发|轉發)了?(?:此文|这篇文章|這篇文章|本文).*",
    r".*에서 (?:이 글을 )?(?:리블로그|재블로그)(?:했습니다|함).*",
];

static SENTENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^(?:{})$", SENTENCES.join("|"))).expect("it compiles"));

/// Stems of the word for reblogging. In every language, one of them is next to the link.
const STEMS: &[&str] = &[
    "reblog",
    "rebloc",
    "riblog",
    "herblog",
    "återblogg",
    "bloglad",
    "blog ulang",
    "republi",
    "ripubblic",
    "prebloga",
    "preblogov",
    "uudelleenblogg",
    "újrablogolt",
    "újraközöl",
    "taasblog",
    "リブログ",
    "再ブログ",
    "転載",
    "转载",
    "轉載",
    "转发",
    "轉發",
    "重新发布",
    "重新發表",
    "리블로그",
    "재블로그",
    "реблог",
    "репост",
    "перепост",
    "переблог",
    "перепечат",
    "αναδημοσ",
    "αναμπλογκ",
    "تدوين",
    "תבלג",
    "פרסם מחדש",
    "रीब्लॉग",
    "รีบล็อก",
];

/// How people refer to their own blogs when they type the sentence, folded. WordPress.com writes the blog's name.
const OWN_BLOG: &[&str] =
    &[" my blog", " our blog", " my site", " my own", " my page", " mein", " mi blog", " mon blog"];

/// The maximum number of words in a reblog without a link or a remark. People type the sentence, too, and go on.
const MOST_WORDS_WITHOUT_LINK: usize = 25;

/// The maximum number of words before and after the link.
const MOST_WORDS_BESIDE_LINK: usize = 7;

/// Returns true for a reblog, by its sentence or by its link to the author's own blog.
pub fn is_reblog(view: &View) -> bool {
    let first_line = view.plain.trim_start().lines().next().unwrap_or_default();
    let has_stem = |text: &str| STEMS.iter().any(|stem| text.contains(stem));
    let folded = view.folded.trim_start();
    if !has_stem(folded) && !folded.starts_with("hat dies auf ") && !folded.starts_with("bunu ") {
        return false;
    }
    if links_own_page(view, &has_stem) {
        return true;
    }
    let has_remark = first_line.trim_end().ends_with([':', '：']) || folded.contains(" and commented:");
    let is_short = view.words.len() <= MOST_WORDS_WITHOUT_LINK || !view.links.is_empty() || has_remark;
    let sentence = fold(first_line);
    let is_first_person =
        OWN_BLOG.iter().any(|own| sentence.contains(own)) && view.links.is_empty() && !has_remark;
    is_short && !is_first_person && SENTENCE.is_match(&sentence)
}

/// Whether the text starts with a link to a page of the author's own blog, next to the word for reblogging.
fn links_own_page(view: &View, has_stem: &dyn Fn(&str) -> bool) -> bool {
    let Some(site) = &view.site else { return false };
    let Some(link) = view.links.first().filter(|link| link.form == LinkForm::Anchor) else { return false };
    let is_own = link.site.registrable_domain() == site.registrable_domain()
        && !link.site.path().is_empty()
        && !site.is_profile();
    let before = &view.plain[..link.place.start.min(view.plain.len())];
    let after = view.plain.get(link.place.end..).unwrap_or_default();
    let after = after
        .lines()
        .next()
        .unwrap_or_default()
        .split_inclusive(['.', ':', '。', '：'])
        .next()
        .unwrap_or_default();
    let n_words = |text: &str| text.split_whitespace().count();
    let is_sentence = || after.trim().is_empty() || after.trim_end().ends_with(['.', ':', '。', '：']);
    is_own
        && n_words(before) <= MOST_WORDS_BESIDE_LINK
        && n_words(after) <= MOST_WORDS_BESIDE_LINK
        && is_sentence()
        && has_stem(&fold(&format!("{before} {after}")))
}

#[cfg(test)]
mod tests {
    use crate::kind::testing;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        testing::check("ann", "ann@boats.example", "http://ann.wordpress.com", body, expected);
    }

    const LINK: &str =
        "<a href=\"http://ann.wordpress.com/2013/02/13/knots/\" rel=\"nofollow\">Harbour Notes</a>";

    #[test]
    fn the_sentences_of_every_language() {
        for body in [
            "Reblogged this on @.",
            "Reblogged this on @ and commented:\nEvery sailor should read this. I have tied them all.",
            "Hat dies auf @ rebloggt.",
            "Hat dies auf @ rebloggt und kommentierte:\nLesenswert.",
            "A reblogué ceci sur @.",
            "A reblogué ceci sur @ et a ajouté :\nÀ lire.",
            "Reblogueó esto en @.",
            "Reblogueó esto en @ y comentado:\nMuy bueno.",
            "Republicou isso em @.",
            "Republicou isso em @ e comentado:\nMuito bom.",
            "L'ha ribloggato su @.",
            "L’ha ribloggato su @ e ha commentato:\nDa leggere.",
            "Dit is op @ herblogd.",
            "Heeft dit op @ gereblogd.",
            "Återbloggade detta på @.",
            "Reblogget dette på @.",
            "Mengeblog ulang ini di @.",
            "Bunu @ üzerinde yeniden blogladı.",
            "Zreblogował to na @.",
            "Реблогнул это на @.",
            "@でリブログしました。",
            "在@转载了此文。",
        ] {
            check(&body.replace('@', LINK), "retweet");
            check(&body.replace('@', "Harbour Notes"), "retweet");
        }
        check("Reblogged this on [Harbour Notes](http://ann.wordpress.com/2013/02/13/1994/).", "retweet");
    }

    #[test]
    fn a_link_to_the_own_blog_with_the_word_is_enough() {
        for body in [
            "Αναδημοσιεύτηκε στο @.",
            "أعاد تدوين هذه على @.",
            "@에서 리블로그 했습니다.",
            "Újrablogolta itt: @.",
        ] {
            check(&body.replace('@', LINK), "retweet");
        }
    }

    #[test]
    fn people_who_write_about_reblogging_write_comments() {
        for body in [
            "May I reblog this on my site?",
            "I reblogged this yesterday, I hope you don't mind.",
            "I wrote about knots on @.",
            "Great. Reblogged this on my blog, thank you!",
            "Reblogging is easy: see @, where I reblogged the whole series and everybody liked it.",
            "Dies hat auf meinem Boot gehalten.",
            "Bunu bilmiyordum, teşekkürler.",
            "Se puede reblogear en otro sitio?",
        ] {
            check(&body.replace('@', LINK), "comment");
        }
    }
}
