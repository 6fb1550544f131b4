//! The word, name and host lists that ship with the tool, one file each in `data/lists`, where their heads give
//! source, date and licence.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

/// A set of words, as its bit among those of all lists.
pub struct List(u16);

impl List {
    /// Is it in the list? Entries are lower case.
    pub fn has(&self, entry: &str) -> bool {
        lists_with(entry).have(self)
    }

    /// All entries, in no order.
    pub fn entries(&self) -> impl Iterator<Item = &'static str> {
        let all = ENTRIES.iter().flatten();
        all.filter(|(_, lists)| lists.have(self)).map(|(entry, _)| *entry)
    }
}

/// The lists that a word or a host is in: one look for all of them.
pub fn lists_with(entry: &str) -> Lists {
    ENTRIES[half(entry)].get(entry).copied().unwrap_or_default()
}

/// Hosts, which have dots, are kept apart from a hundred times as many words, so that they stay in the cache.
fn half(entry: &str) -> usize {
    usize::from(entry.as_bytes().contains(&b'.'))
}

/// A set of lists, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u16);

impl Lists {
    /// Is it in the list?
    pub fn have(self, list: &List) -> bool {
        self.0 & list.0 != 0
    }

    /// Is it a name of people, given or family?
    pub fn have_name(self) -> bool {
        self.have(&GIVEN_NAMES) || self.have(&FAMILY_NAMES)
    }

    /// Does it name a thing: what is sold, or what a dictionary has and nobody is called?
    pub fn have_thing(self) -> bool {
        self.have(&TRADE_WORDS) || (self.have(&COMMON_WORDS) && !self.have_name())
    }
}

/// Is it a name of people, given or family?
pub fn is_name(word: &str) -> bool {
    lists_with(word).have_name()
}

/// Does it name something that somebody makes or sells?
pub fn is_trade(word: &str) -> bool {
    TRADE_WORDS.has(word) || WEAK_TRADE_WORDS.has(word) || FIELDS.contains_key(word)
}

/// The fields of trade that a word belongs to; none for most words.
pub fn fields_of(word: &str) -> Fields {
    FIELDS.get(word).copied().unwrap_or_default()
}

/// All words of all fields, in no order.
pub fn field_words() -> impl Iterator<Item = &'static str> {
    FIELDS.keys().copied()
}

/// A set of fields of trade, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u16);

impl Fields {
    /// There are no more fields than this.
    pub const MOST: usize = u16::BITS as usize;

    /// Is a field in both?
    pub fn overlaps(self, other: Fields) -> bool {
        self.0 & other.0 != 0
    }

    /// The numbers of its fields.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |it| self.0 >> it & 1 == 1)
    }
}

impl FromIterator<usize> for Fields {
    fn from_iter<T: IntoIterator<Item = usize>>(numbers: T) -> Fields {
        Fields(numbers.into_iter().fold(0, |fields, it| fields | 1 << it))
    }
}

/// The entries of a list file: its lines without blank ones and the head's `#` lines.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        /// The numbers of the lists.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($name),* }

        $(
            $(#[$doc])*
            pub static $name: List = List(1 << Number::$name as u16);
        )*

        /// The entries of every list, with the lists that they are in: see [`half`].
        static ENTRIES: LazyLock<[HashMap<&'static str, Lists>; 2]> = LazyLock::new(|| {
            let mut halves: [HashMap<&'static str, Lists>; 2] = Default::default();
            $(
                let file = include_str!(concat!("../data/lists/", $file));
                entries(file).for_each(|it| halves[half(it)].entry(it).or_default().0 |= $name.0);
            )*
            halves
        });
    };
}

lists! {
    /// Given names of many countries.
    GIVEN_NAMES = "given-names.txt";
    /// Family names of many countries.
    FAMILY_NAMES = "family-names.txt";
    /// Ordinary English words.
    COMMON_WORDS = "common-words.txt";
    /// Things that comment spammers sell.
    TRADE_WORDS = "trade-words.txt";
    /// Trade words that honest people use as names too.
    WEAK_TRADE_WORDS = "weak-trade-words.txt";
    /// Drugs, gambling, loans.
    HARSH_TRADE_WORDS = "harsh-trade-words.txt";
    /// Words that comments are made of which fit any post.
    GENERIC_WORDS = "generic-words.txt";
    /// Praise that fits any post.
    PRAISE_PHRASES = "praise-phrases.txt";
    /// Calls to visit the author's own place.
    INVITATION_PHRASES = "invitation-phrases.txt";
    /// Offers.
    SALES_PHRASES = "sales-phrases.txt";
    /// Talk about the site instead of the post.
    SITE_TALK_PHRASES = "site-talk-phrases.txt";
    /// Hosts that shorten addresses.
    LINK_SHORTENERS = "link-shorteners.txt";
    /// Hosts where a path is a person's profile.
    SOCIAL_PROFILES = "social-profiles.txt";
    /// Hosts under which everyone has a site.
    BLOG_PLATFORMS = "blog-platforms.txt";
    /// Hosts that helpful comments link.
    REFERENCE_HOSTS = "reference-hosts.txt";
}

/// The languages that stop words tell apart, with their commonest function words.
pub static STOP_WORDS: LazyLock<Vec<(&'static str, HashSet<&'static str>)>> = LazyLock::new(|| {
    const FILES: &[(&str, &str)] = &[
        ("cs", include_str!("../data/lists/stop-words/cs.txt")),
        ("de", include_str!("../data/lists/stop-words/de.txt")),
        ("en", include_str!("../data/lists/stop-words/en.txt")),
        ("es", include_str!("../data/lists/stop-words/es.txt")),
        ("fr", include_str!("../data/lists/stop-words/fr.txt")),
        ("id", include_str!("../data/lists/stop-words/id.txt")),
        ("it", include_str!("../data/lists/stop-words/it.txt")),
        ("nl", include_str!("../data/lists/stop-words/nl.txt")),
        ("pl", include_str!("../data/lists/stop-words/pl.txt")),
        ("pt", include_str!("../data/lists/stop-words/pt.txt")),
        ("ro", include_str!("../data/lists/stop-words/ro.txt")),
        ("ru", include_str!("../data/lists/stop-words/ru.txt")),
        ("sv", include_str!("../data/lists/stop-words/sv.txt")),
        ("tr", include_str!("../data/lists/stop-words/tr.txt")),
        ("vi", include_str!("../data/lists/stop-words/vi.txt")),
    ];
    FILES.iter().map(|(language, file)| (*language, entries(file).collect())).collect()
});

/// The words of each field of trade.
static FIELDS: LazyLock<HashMap<&'static str, Fields>> = LazyLock::new(|| {
    const FILES: &[&str] = &[
        include_str!("../data/lists/fields/cars.txt"),
        include_str!("../data/lists/fields/fashion.txt"),
        include_str!("../data/lists/fields/finance.txt"),
        include_str!("../data/lists/fields/health.txt"),
        include_str!("../data/lists/fields/home.txt"),
        include_str!("../data/lists/fields/law.txt"),
        include_str!("../data/lists/fields/play.txt"),
        include_str!("../data/lists/fields/travel.txt"),
        include_str!("../data/lists/fields/wares.txt"),
        include_str!("../data/lists/fields/web.txt"),
        include_str!("../data/lists/fields/work.txt"),
    ];
    let mut fields: HashMap<&'static str, Fields> = HashMap::default();
    for (number, file) in FILES.iter().enumerate() {
        entries(file).for_each(|word| fields.entry(word).or_default().0 |= 1 << number);
    }
    fields
});
