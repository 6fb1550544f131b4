//! The people and the languages of the overview.

use foldhash::{HashMap, HashMapExt};

use super::chart::share;
use super::document::visible;
use crate::index::{CommentIdx, PageIdx, PersonIdx};
use crate::kind::Kind;
use crate::pipeline::Judgement;
use crate::text::LANGUAGES;
use crate::verdict::Verdict;
use crate::write::decision_row::date;

/// The number of people that the overview lists.
const MOST_PEOPLE: usize = 15;

/// The people of the overview.
pub struct People {
    /// Those with the most genuine comments.
    pub shown: Vec<PersonRow>,
    /// The number of all people with a genuine comment.
    pub n_people: usize,
    /// The number of those with a single one.
    pub n_once: usize,
}

/// A row of the table of people.
pub struct PersonRow {
    /// The name under the first genuine comment.
    pub name: String,
    /// Whether this person writes the blog's posts.
    pub is_owner: bool,
    /// Genuine comments.
    pub genuine: usize,
    /// Posts with genuine comments of this person.
    pub posts: usize,
    /// The days of the first and the last genuine comment.
    pub days: (String, String),
    /// The length of the bar in percent of the longest.
    pub percent: String,
}

/// A language of genuine comments.
pub struct LanguageRow {
    /// The name of the language.
    pub name: &'static str,
    /// Genuine comments.
    pub genuine: usize,
    /// The length of the bar in percent of the longest.
    pub percent: String,
}

/// The positions of genuine comments, earliest first.
fn genuine(judged: &Judgement) -> impl Iterator<Item = CommentIdx> {
    judged.known.order.earliest_first().filter(|index| {
        let decision = &judged.decisions[*index];
        decision.kind == Kind::Comment && decision.verdict == Verdict::Genuine
    })
}

/// Ranks the people by their genuine comments.
pub fn people(judged: &Judgement) -> People {
    let mut comments: HashMap<PersonIdx, Vec<CommentIdx>> = HashMap::new();
    for index in genuine(judged) {
        comments.entry(judged.known.people.person_idx(index)).or_default().push(index);
    }
    let n_people = comments.len();
    let n_once = comments.values().filter(|comments| comments.len() == 1).count();
    let mut all: Vec<Vec<CommentIdx>> = comments.into_values().collect();
    all.sort_by_key(|comments| (std::cmp::Reverse(comments.len()), judged.known.order.rank(comments[0])));
    let most = all.first().map_or(0, Vec::len);
    let row = |comments: &Vec<CommentIdx>| {
        let first = comments[0];
        let mut pages: Vec<PageIdx> =
            comments.iter().map(|index| judged.known.pages.page_idx(*index)).collect();
        pages.sort_unstable();
        pages.dedup();
        let days = || comments.iter().filter_map(|index| judged.dump.comments[*index].date);
        let day = |seconds: Option<i64>| {
            seconds.map(date).and_then(|date| Some(date.split('T').next()?.to_owned())).unwrap_or_default()
        };
        let name = judged.dump.comments[first].author();
        PersonRow {
            name: if name.is_empty() { "(no name)".to_owned() } else { visible(name) },
            is_owner: judged.known.people.author_of(first).is_owner,
            genuine: comments.len(),
            posts: pages.len(),
            days: (day(days().min()), day(days().max())),
            percent: share(comments.len(), most),
        }
    };
    People { shown: all.iter().take(MOST_PEOPLE).map(row).collect(), n_people, n_once }
}

/// The languages of genuine comments, the most frequent first. The last row counts the comments that are too short to
/// show their language.
pub fn languages(judged: &Judgement) -> Vec<LanguageRow> {
    let mut counts = [0; LANGUAGES.len()];
    let mut n_unclear = 0;
    for index in genuine(judged) {
        match judged.dump.comments[index].languages().leader() {
            Some((language, _)) => counts[language] += 1,
            None => n_unclear += 1,
        }
    }
    let mut all: Vec<(&str, usize)> = LANGUAGES.into_iter().zip(counts).filter(|(_, n)| 0 < *n).collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let most = all.first().map_or(0, |(_, n)| *n).max(n_unclear);
    let row =
        |name: &'static str, genuine: usize| LanguageRow { name, genuine, percent: share(genuine, most) };
    let mut rows: Vec<LanguageRow> = all.into_iter().map(|(code, n)| row(language_name(code), n)).collect();
    if 0 < n_unclear {
        rows.push(row("not clear", n_unclear));
    }
    rows
}

/// The English name of a language.
fn language_name(code: &'static str) -> &'static str {
    const NAMES: [(&str, &str); LANGUAGES.len()] = [
        ("cs", "Czech"),
        ("de", "German"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fr", "French"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sv", "Swedish"),
        ("tr", "Turkish"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("ar", "Arabic"),
        ("el", "Greek"),
    ];
    NAMES.iter().find(|(listed, _)| *listed == code).map_or(code, |(_, name)| *name)
}
