//! The word, name and host lists that ship with the tool, one file each in `data/lists`, where their heads give
//! source, date and licence.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

/// A set of words or of hosts.
pub struct List {
    /// The bit of this list in [`Lists`].
    bit: u64,
    /// The entries of this list and others.
    all: &'static Entries,
}

/// The entries of several lists, each with the lists that contain it.
type Entries = LazyLock<HashMap<&'static str, Lists>>;

impl List {
    /// Whether the list contains an entry. Entries are lower case.
    pub fn has(&self, entry: &str) -> bool {
        self.all.get(entry).is_some_and(|lists| lists.have(self))
    }

    /// All entries, in no order.
    pub fn entries(&self) -> impl Iterator<Item = &'static str> {
        self.all.iter().filter(|(_, lists)| lists.have(self)).map(|(entry, _)| *entry)
    }
}

/// The lists that contain a word, by a single lookup.
pub fn lists_with(word: &str) -> Lists {
    WORDS.get(word).copied().unwrap_or_default()
}

/// A set of lists, one bit per list. The compiler refuses a list that has no bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u64);

impl Lists {
    /// Whether the set contains a list.
    pub fn have(self, list: &List) -> bool {
        self.0 & list.bit != 0
    }

    /// Whether the set contains a list of given or family names.
    pub fn have_name(self) -> bool {
        self.have(&GIVEN_NAMES) || self.have(&FAMILY_NAMES)
    }

    /// Whether a word in these lists names a thing: a product, or a dictionary word that is no name of people.
    pub fn have_thing(self) -> bool {
        self.have(&TRADE_WORDS) || (self.have(&COMMON_WORDS) && !self.have_name())
    }
}

/// Whether a word is a given or family name.
pub fn is_name(word: &str) -> bool {
    lists_with(word).have_name()
}

/// Whether a word names a product or a service.
pub fn is_trade(word: &str) -> bool {
    let lists = lists_with(word);
    lists.have(&TRADE_WORDS) || lists.have(&WEAK_TRADE_WORDS) || FIELDS.contains_key(word)
}

/// The fields of trade that a word belongs to; empty for most words.
pub fn fields_of(word: &str) -> Fields {
    FIELDS.get(word).copied().unwrap_or_default()
}

/// All words of all fields, in no order.
pub fn field_words() -> impl Iterator<Item = &'static str> {
    FIELDS.keys().copied()
}

/// A set of fields of trade, one bit per field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u64);

impl Fields {
    /// The maximum number of fields.
    pub const MOST: usize = u64::BITS as usize;

    /// Whether two sets have a field in common.
    pub fn overlaps(self, other: Fields) -> bool {
        self.0 & other.0 != 0
    }

    /// The numbers of its fields.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |number| self.0 >> number & 1 == 1)
    }
}

impl FromIterator<usize> for Fields {
    fn from_iter<T: IntoIterator<Item = usize>>(numbers: T) -> Fields {
        Fields(numbers.into_iter().fold(0, |fields, number| fields | 1 << number))
    }
}

/// The entries of a list file: its lines, except blank lines and `#` comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

macro_rules! lists {
    ($($(#[$about:meta])* $all:ident { $($(#[$doc:meta])* $name:ident = $file:literal;)* })*) => {
        /// The numbers of the lists.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($($name),*),* }

        $($(
            $(#[$doc])*
            pub static $name: List = List { bit: 1 << Number::$name as u64, all: &$all };
        )*)*

        $(
            $(#[$about])*
            static $all: Entries = LazyLock::new(|| {
                let files = [$((include_str!(concat!("../data/lists/", $file)), $name.bit)),*];
                let mut all: HashMap<&'static str, Lists> = HashMap::default();
                all.reserve(files.iter().map(|(file, _)| file.lines().count()).sum());
                for (file, bit) in files {
                    entries(file).for_each(|entry| all.entry(entry).or_default().0 |= bit);
                }
                all
            });
        )*
    };
}

lists! {
    /// The lists of words and phrases.
    WORDS {
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
        /// Words of comments that fit any post.
        GENERIC_WORDS = "generic-words.txt";
        /// Praise that fits any post.
        PRAISE_PHRASES = "praise-phrases.txt";
        /// Calls to visit the author's own place.
        INVITATION_PHRASES = "invitation-phrases.txt";
        /// Offers.
        SALES_PHRASES = "sales-phrases.txt";
        /// Talk about the site instead of the post.
        SITE_TALK_PHRASES = "site-talk-phrases.txt";
        /// Introductions of links by software that copies posts.
        SCRAPER_PHRASES = "scraper-phrases.txt";
    }
    /// The list of whole names.
    NAMES {
        /// Names that software gives to people without one.
        PLACEHOLDER_NAMES = "placeholder-names.txt";
    }
    /// The lists of hosts. They are separate from the words, which are a hundred times as many, to stay in the CPU
    /// cache.
    HOSTS {
        /// Hosts that shorten addresses.
        LINK_SHORTENERS = "link-shorteners.txt";
        /// Hosts where a path is a person's profile.
        SOCIAL_PROFILES = "social-profiles.txt";
        /// Hosts under which everyone has a site.
        BLOG_PLATFORMS = "blog-platforms.txt";
        /// Hosts that helpful comments link.
        REFERENCE_HOSTS = "reference-hosts.txt";
        /// Names of sites that everyone knows, under any top-level domain.
        FAMOUS_SITES = "famous-sites.txt";
    }
}

/// The languages that can be detected, with their most common function words.
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
