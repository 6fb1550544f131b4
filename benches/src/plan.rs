//! Which comments a corpus has: who tells whose text, how, when and where.

use std::collections::HashMap;

use rand::RngExt;

use crate::chance::{Dice, Purpose, dice};
use crate::evasions::Evasion;
use crate::prose::Style;

/// How a comment tells a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Byte for byte.
    AsIs,
    /// Written otherwise.
    Varied,
    /// With small changes.
    Edited,
    /// Hidden.
    Hidden(Evasion),
    /// Quoted in one sentence, under a longer text of its own: no double.
    Quoted,
    /// No text but a courtesy.
    Courtesy,
}

/// One comment.
pub struct Row {
    /// Which text: the number of the original's dice.
    pub story: u32,
    /// What the original is like.
    pub style: Style,
    /// How it is told.
    pub telling: Telling,
    /// What the truth calls it.
    pub kind: &'static str,
    /// The comment's own dice.
    pub number: u32,
    /// Seconds since the blog began.
    pub second: u32,
    /// The post, from 0.
    pub post: u32,
    /// The person.
    pub person: u32,
    /// The number of the comment that is answered, from 1; 0 for none.
    pub parent: u32,
}

/// A corpus, the earliest comment first. Comments are numbered from 1 in this order.
pub struct Plan {
    /// The seed of everything.
    pub seed: u64,
    /// The comments.
    pub rows: Vec<Row>,
    /// How many posts they are written to.
    pub n_posts: u32,
}

const CAMPAIGN: &str = "campaign";

/// Shares of the comments, in a thousand.
const COPIES: u32 = 50;
const VARIED: u32 = 30;
const EDITED: u32 = 30;
const CAMPAIGNS: u32 = 10;
const COURTESIES: u32 = 50;
const QUOTING: u32 = 10;

const BLOG_SECONDS: u32 = 10 * 365 * 86_400;
const COMMENTS_PER_POST: u32 = 25;

impl Plan {
    /// A blog of ten years with doubles, near doubles, campaigns and courtesies.
    pub fn blog(seed: u64, n_comments: u32) -> Plan {
        let share = |of_thousand: u32| (u64::from(n_comments) * u64::from(of_thousand) / 1000) as u32;
        let n_campaign = share(CAMPAIGNS);
        let derived = [
            (share(COPIES), "copy", Telling::AsIs),
            (share(VARIED), "variant", Telling::Varied),
            (share(EDITED), "edited", Telling::Edited),
            (share(QUOTING), "quoting", Telling::Quoted),
        ];
        let n_courtesies = share(COURTESIES);
        let n_derived = n_campaign + n_courtesies + derived.iter().map(|it| it.0).sum::<u32>();
        let mut planner = Planner::new(seed, n_comments);
        let n_originals = n_comments - n_derived;
        for _ in 0..n_originals {
            planner.original(Style::Any);
        }
        for (n_rows, kind, telling) in derived {
            for _ in 0..n_rows {
                let original = planner.dice.random_range(0..n_originals) as usize;
                planner.retell(original, kind, telling);
            }
        }
        planner.campaigns(n_originals, n_campaign);
        (0..n_courtesies).for_each(|_| planner.courtesy());
        planner.finish()
    }

    /// So many pairs of an original and a hidden copy for every evasion, among three times as many other comments.
    pub fn evasions(seed: u64, n_pairs: u32) -> Plan {
        let n_hidden = n_pairs * Evasion::ALL.len() as u32;
        let mut planner = Planner::new(seed, 5 * n_hidden);
        for (evasion, name) in Evasion::ALL {
            let style = if *evasion == Evasion::RotatingUrl { Style::Linked } else { Style::Long };
            for _ in 0..n_pairs {
                let original = planner.original(style);
                planner.retell(original, name, Telling::Hidden(*evasion));
            }
        }
        for number in 0..3 * n_hidden {
            let other = planner.original(Style::Any);
            if number % 20 == 0 {
                planner.retell(other, "quoting", Telling::Quoted);
            }
        }
        planner.finish()
    }
}

struct Planner {
    seed: u64,
    dice: Dice,
    rows: Vec<Row>,
    n_posts: u32,
    n_people: u32,
}

impl Planner {
    fn new(seed: u64, n_comments: u32) -> Planner {
        Planner {
            seed,
            dice: dice(seed, Purpose::Plan, 0),
            rows: Vec::with_capacity(n_comments as usize),
            n_posts: n_comments / COMMENTS_PER_POST + 1,
            n_people: n_comments / 6 + 20,
        }
    }

    fn original(&mut self, style: Style) -> usize {
        let second = self.dice.random_range(0..BLOG_SECONDS);
        let (post, person) = (self.post(second), self.person());
        let number = self.rows.len() as u32;
        let (story, telling) = (number, Telling::AsIs);
        self.rows.push(Row { story, style, telling, kind: "base", number, second, post, person, parent: 0 });
        number as usize
    }

    fn courtesy(&mut self) {
        let row = self.original(Style::Any);
        (self.rows[row].kind, self.rows[row].telling) = ("courtesy", Telling::Courtesy);
    }

    /// Tells an earlier original again: a double more often than not by the same person within minutes, else, as
    /// campaigns and quotations always, by somebody else within a month.
    fn retell(&mut self, original: usize, kind: &'static str, telling: Telling) {
        let is_by_others = telling == Telling::Quoted || kind == CAMPAIGN;
        let is_resent = !is_by_others && self.dice.random_ratio(3, 5);
        let Row { story, style, second, post, person, .. } = self.rows[original];
        let delay = self.dice.random_range(5..if is_resent { 900 } else { 30 * 86_400 });
        let second = second + delay;
        let (post, person) = if is_resent { (post, person) } else { (self.post(second), self.person()) };
        let number = self.rows.len() as u32;
        self.rows.push(Row { story, style, telling, kind, number, second, post, person, parent: 0 });
    }

    /// Campaigns of five to fifty copies by many people; most are byte-equal.
    fn campaigns(&mut self, n_originals: u32, n_rows: u32) {
        let mut n_left = n_rows;
        while 0 < n_left {
            let original = self.dice.random_range(0..n_originals) as usize;
            let n_copies = self.dice.random_range(5..=50).min(n_left);
            n_left -= n_copies;
            for _ in 0..n_copies {
                let telling = match self.dice.random_range(0..20) {
                    0..14 => Telling::AsIs,
                    14..17 => Telling::Varied,
                    _ => Telling::Edited,
                };
                self.retell(original, CAMPAIGN, telling);
            }
        }
    }

    /// A post that was there at that second; recent ones get most comments.
    fn post(&mut self, second: u32) -> u32 {
        let newest = (u64::from(second.min(BLOG_SECONDS - 1)) * u64::from(self.n_posts)
            / u64::from(BLOG_SECONDS)) as u32;
        let oldest = if self.dice.random_ratio(1, 5) { 0 } else { newest.saturating_sub(4) };
        self.dice.random_range(oldest..=newest)
    }

    /// Of two, the one who writes more.
    fn person(&mut self) -> u32 {
        self.dice.random_range(0..self.n_people).min(self.dice.random_range(0..self.n_people))
    }

    /// Puts the comments in the order of time and lets a quarter of them answer the last one on their post.
    fn finish(mut self) -> Plan {
        self.rows.sort_unstable_by_key(|it| (it.second, it.number));
        let mut last: HashMap<u32, u32> = HashMap::new();
        for (row, id) in self.rows.iter_mut().zip(1..) {
            if let Some(last) = last.insert(row.post, id).filter(|_| self.dice.random_ratio(1, 4)) {
                row.parent = last;
            }
        }
        Plan { seed: self.seed, rows: self.rows, n_posts: self.n_posts }
    }
}
