//! The comments of a corpus: which text each has, how it is varied, by which person, when and on which post.

use std::collections::HashMap;

use rand::RngExt;

use crate::evasions::Evasion;
use crate::prose::Style;
use crate::rng::{Purpose, Rng, rng};

/// How a comment repeats a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// Unchanged.
    Unchanged,
    /// With different white space, case, markup or the like.
    Varied,
    /// With small changes of the words.
    Edited,
    /// Disguised by an evasion.
    Disguised(Evasion),
    /// One sentence is quoted above a longer text of its own. Not a duplicate.
    Quoted,
    /// A courtesy instead of the text.
    Courtesy,
}

/// One comment.
pub struct Row {
    /// Number of the text, which selects its random numbers.
    pub text: u32,
    /// Style of the original.
    pub style: Style,
    /// How the text is repeated.
    pub repetition: Repetition,
    /// Kind of the comment in the ground truth.
    pub kind: &'static str,
    /// Number of the comment, which selects its random numbers.
    pub number: u32,
    /// Seconds since the blog began.
    pub second: u32,
    /// The post, from 0.
    pub post: u32,
    /// The person.
    pub person: u32,
    /// Number of the parent comment, from 1; 0 for none.
    pub parent: u32,
}

/// A corpus, the earliest comment first. Comments are numbered from 1 in this order.
pub struct Plan {
    /// Seed of all random numbers.
    pub seed: u64,
    /// The comments.
    pub rows: Vec<Row>,
    /// Number of posts.
    pub n_posts: u32,
}

const CAMPAIGN: &str = "campaign";

/// Shares of the comments, per mille.
const COPIES: u32 = 50;
const VARIED: u32 = 30;
const EDITED: u32 = 30;
const CAMPAIGNS: u32 = 10;
const COURTESIES: u32 = 50;
const QUOTING: u32 = 10;

const BLOG_SECONDS: u32 = 10 * 365 * 86_400;
const COMMENTS_PER_POST: u32 = 25;

impl Plan {
    /// Ten years of a blog with duplicates, near-duplicates, campaigns and courtesies.
    pub fn blog(seed: u64, n_comments: u32) -> Plan {
        let share = |of_thousand: u32| (u64::from(n_comments) * u64::from(of_thousand) / 1000) as u32;
        let n_campaign = share(CAMPAIGNS);
        let derived = [
            (share(COPIES), "copy", Repetition::Unchanged),
            (share(VARIED), "variant", Repetition::Varied),
            (share(EDITED), "edited", Repetition::Edited),
            (share(QUOTING), "quoting", Repetition::Quoted),
        ];
        let n_courtesies = share(COURTESIES);
        let n_derived = n_campaign + n_courtesies + derived.iter().map(|it| it.0).sum::<u32>();
        let mut planner = Planner::new(seed, n_comments);
        let n_originals = n_comments - n_derived;
        for _ in 0..n_originals {
            planner.original(Style::Any);
        }
        for (n_rows, kind, repetition) in derived {
            for _ in 0..n_rows {
                let original = planner.rng.random_range(0..n_originals) as usize;
                planner.repeat(original, kind, repetition);
            }
        }
        planner.campaigns(n_originals, n_campaign);
        (0..n_courtesies).for_each(|_| planner.courtesy());
        planner.finish()
    }

    /// `n_pairs` pairs of an original and a disguised copy for every evasion, among three times as many other
    /// comments.
    pub fn evasions(seed: u64, n_pairs: u32) -> Plan {
        let n_hidden = n_pairs * Evasion::ALL.len() as u32;
        let mut planner = Planner::new(seed, 5 * n_hidden);
        for (evasion, name) in Evasion::ALL {
            let style = if *evasion == Evasion::RotatingUrl { Style::Linked } else { Style::Long };
            for _ in 0..n_pairs {
                let original = planner.original(style);
                planner.repeat(original, name, Repetition::Disguised(*evasion));
            }
        }
        for number in 0..3 * n_hidden {
            let other = planner.original(Style::Any);
            if number % 20 == 0 {
                planner.repeat(other, "quoting", Repetition::Quoted);
            }
        }
        planner.finish()
    }
}

struct Planner {
    seed: u64,
    rng: Rng,
    rows: Vec<Row>,
    n_posts: u32,
    n_people: u32,
}

impl Planner {
    fn new(seed: u64, n_comments: u32) -> Planner {
        Planner {
            seed,
            rng: rng(seed, Purpose::Plan, 0),
            rows: Vec::with_capacity(n_comments as usize),
            n_posts: n_comments / COMMENTS_PER_POST + 1,
            n_people: n_comments / 6 + 20,
        }
    }

    fn original(&mut self, style: Style) -> usize {
        let second = self.rng.random_range(0..BLOG_SECONDS);
        let (post, person) = (self.post(second), self.person());
        let number = self.rows.len() as u32;
        let (text, repetition) = (number, Repetition::Unchanged);
        self.rows.push(Row {
            text,
            style,
            repetition,
            kind: "base",
            number,
            second,
            post,
            person,
            parent: 0,
        });
        number as usize
    }

    fn courtesy(&mut self) {
        let row = self.original(Style::Any);
        (self.rows[row].kind, self.rows[row].repetition) = ("courtesy", Repetition::Courtesy);
    }

    /// Repeats an earlier original. Three of five duplicates are by the same person within minutes. The
    /// others, and all of campaigns and quotations, are by another person within a month.
    fn repeat(&mut self, original: usize, kind: &'static str, repetition: Repetition) {
        let is_by_others = repetition == Repetition::Quoted || kind == CAMPAIGN;
        let is_resent = !is_by_others && self.rng.random_ratio(3, 5);
        let Row { text, style, second, post, person, .. } = self.rows[original];
        let delay = self.rng.random_range(5..if is_resent { 900 } else { 30 * 86_400 });
        let second = second + delay;
        let (post, person) = if is_resent { (post, person) } else { (self.post(second), self.person()) };
        let number = self.rows.len() as u32;
        self.rows.push(Row { text, style, repetition, kind, number, second, post, person, parent: 0 });
    }

    /// Campaigns of five to fifty copies by several people; most copies are identical.
    fn campaigns(&mut self, n_originals: u32, n_rows: u32) {
        let mut n_left = n_rows;
        while 0 < n_left {
            let original = self.rng.random_range(0..n_originals) as usize;
            let n_copies = self.rng.random_range(5..=50).min(n_left);
            n_left -= n_copies;
            for _ in 0..n_copies {
                let repetition = match self.rng.random_range(0..20) {
                    0..14 => Repetition::Unchanged,
                    14..17 => Repetition::Varied,
                    _ => Repetition::Edited,
                };
                self.repeat(original, CAMPAIGN, repetition);
            }
        }
    }

    /// A post that exists at that second. Recent posts get most comments.
    fn post(&mut self, second: u32) -> u32 {
        let newest = (u64::from(second.min(BLOG_SECONDS - 1)) * u64::from(self.n_posts)
            / u64::from(BLOG_SECONDS)) as u32;
        let oldest = if self.rng.random_ratio(1, 5) { 0 } else { newest.saturating_sub(4) };
        self.rng.random_range(oldest..=newest)
    }

    /// The more active of two random people.
    fn person(&mut self) -> u32 {
        self.rng.random_range(0..self.n_people).min(self.rng.random_range(0..self.n_people))
    }

    /// Sorts the comments by time and makes a quarter of them replies to the previous one on their post.
    fn finish(mut self) -> Plan {
        self.rows.sort_unstable_by_key(|it| (it.second, it.number));
        let mut last: HashMap<u32, u32> = HashMap::new();
        for (row, id) in self.rows.iter_mut().zip(1..) {
            if let Some(last) = last.insert(row.post, id).filter(|_| self.rng.random_ratio(1, 4)) {
                row.parent = last;
            }
        }
        Plan { seed: self.seed, rows: self.rows, n_posts: self.n_posts }
    }
}
