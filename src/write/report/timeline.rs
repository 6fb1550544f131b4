//! The timeline of the overview: comments per month, one chart for each kind of decision. Each chart has a scale of its
//! own, because a flood of spam would flatten the rest, and a label of its own, because colours alone don't tell.

use std::ops::Range;

use super::chart::bars;
use crate::kind::Kind;
use crate::pipeline::Judgement;
use crate::verdict::{Decision, Verdict};

/// The rows of the timeline, in order: names in the singular and the classes of their bars.
const SERIES: [(&str, &str); 7] = [
    ("genuine", "genuine"),
    ("duplicate", "duplicate"),
    ("ping", "ping"),
    ("tweet", "tweet"),
    ("spam", "spam"),
    ("review", "review"),
    ("other", "untouched"),
];

/// The years in which comments can have been written. Wrong dates, such as 1970 and 9999, would leave no room for the
/// others.
const YEARS: Range<i16> = 1990..2100;

/// With more periods bars are too thin to be seen.
const MOST_PERIODS: i64 = 480;

/// The measures of the chart, in units of the drawing.
const WIDTH: f64 = 960.0;
const LEFT: f64 = 120.0;
const RIGHT: f64 = 56.0;
const FIRST_HEIGHT: f64 = 96.0;
const OTHER_HEIGHT: f64 = 36.0;
const GAP: f64 = 20.0;

/// The timeline.
pub struct Timeline {
    /// The height of the drawing.
    pub height: f64,
    /// The right end of the charts.
    pub right: f64,
    /// `month` or `year`.
    pub unit: &'static str,
    /// The charts.
    pub charts: Vec<Chart>,
    /// The places and names of years on the axis.
    pub years: Vec<(String, i64)>,
    /// The line of the axis.
    pub axis: f64,
    /// The periods that have comments.
    pub periods: Vec<Period>,
    /// The number of comments without a date.
    pub n_undated: usize,
}

/// A chart of the timeline.
pub struct Chart {
    /// What it counts.
    pub name: &'static str,
    /// The class of its bars.
    pub class: &'static str,
    /// The sum of all periods.
    pub total: usize,
    /// The largest number.
    pub most: usize,
    /// The bars.
    pub path: String,
    /// The line on which the bars are.
    pub bottom: f64,
    /// The height of the highest bar.
    pub top: f64,
}

/// A period with its counts.
pub struct Period {
    /// `2009-03` or `2009`.
    pub name: String,
    /// The counts, in the order of the charts.
    pub counts: Vec<usize>,
    /// The place in the drawing.
    pub x: String,
    /// The width in the drawing.
    pub width: String,
}

fn series(decision: &Decision) -> usize {
    match (decision.kind, decision.verdict) {
        (Kind::Pingback | Kind::Trackback, _) => 2,
        (Kind::Retweet, _) => 3,
        (Kind::Reaction | Kind::Protected, _) | (_, Verdict::Untouched) => 6,
        (_, Verdict::Genuine) => 0,
        (_, Verdict::Duplicate) => 1,
        (_, Verdict::Spam) => 4,
        (_, Verdict::Review) => 5,
    }
}

/// Counts the comments by month, or by year where there are too many months. `None` without any date.
pub fn timeline(judged: &Judgement) -> Option<Timeline> {
    let dated = || {
        judged.dump.comments.iter().zip(&judged.decisions).filter_map(|(facts, decision)| {
            let moment = jiff::Timestamp::from_second(facts.date?).ok()?;
            let day = jiff::tz::Offset::UTC.to_datetime(moment).date();
            let month = (i64::from(day.year()), i64::from(day.month()) - 1, decision);
            YEARS.contains(&day.year()).then_some(month)
        })
    };
    let n_months = |month: fn(i64, i64) -> i64| {
        let months = || dated().map(|(year, number, _)| month(year, number));
        Some((months().min()?, months().max()?))
    };
    let by_month: fn(i64, i64) -> i64 = |year, month| 12 * year + month;
    let by_year: fn(i64, i64) -> i64 = |year, _| year;
    let (first, last) = n_months(by_month)?;
    let is_by_month = last - first < MOST_PERIODS;
    let period: fn(i64, i64) -> i64 = if is_by_month { by_month } else { by_year };
    let (first, last) = n_months(period)?;
    let n_periods = (last - first + 1) as usize;
    let mut counts = vec![[0; SERIES.len()]; n_periods];
    let mut n_dated = 0;
    for (year, month, decision) in dated() {
        let at = (period(year, month) - first) as usize;
        counts[at][series(decision)] += 1;
        n_dated += 1;
    }
    let pitch = (WIDTH - LEFT - RIGHT) / n_periods as f64;
    let mut charts = Vec::new();
    let mut bottom = 0.0;
    for (number, (name, class)) in SERIES.into_iter().enumerate() {
        let numbers: Vec<usize> = counts.iter().map(|counts| counts[number]).collect();
        let total = numbers.iter().sum();
        if total == 0 {
            continue;
        }
        let height = if number == 0 { FIRST_HEIGHT } else { OTHER_HEIGHT };
        bottom += height + GAP;
        let most = numbers.iter().copied().max().unwrap_or_default();
        let path = bars(&numbers, LEFT, pitch, bottom, height);
        charts.push((number, Chart { name, class, total, most, path, bottom, top: bottom - height }));
    }
    let shown: Vec<usize> = charts.iter().map(|(number, _)| *number).collect();
    let name = |at: i64| match is_by_month {
        true => format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1),
        false => at.to_string(),
    };
    let x = |at: usize| format!("{:.1}", LEFT + pitch * at as f64);
    let periods = counts.iter().enumerate().filter(|(_, counts)| counts.iter().any(|count| 0 < *count));
    let periods = periods.map(|(at, counts)| Period {
        name: name(first + at as i64),
        counts: shown.iter().map(|number| counts[*number]).collect(),
        x: x(at),
        width: format!("{pitch:.1}"),
    });
    Some(Timeline {
        height: bottom + 24.0,
        right: WIDTH - RIGHT,
        unit: if is_by_month { "month" } else { "year" },
        periods: periods.collect(),
        years: years(first, n_periods, is_by_month).into_iter().map(|(at, year)| (x(at), year)).collect(),
        axis: bottom,
        charts: charts.into_iter().map(|(_, chart)| chart).collect(),
        n_undated: judged.decisions.len() - n_dated,
    })
}

/// The periods at which a year begins, so many that their names have room.
fn years(first: i64, n_periods: usize, is_by_month: bool) -> Vec<(usize, i64)> {
    const MOST_YEARS: usize = 14;
    let per_year = if is_by_month { 12 } else { 1 };
    let n_years = n_periods.div_ceil(per_year);
    let step =
        [1, 2, 5, 10, 20, 50].into_iter().find(|step| n_years.div_ceil(*step) <= MOST_YEARS).unwrap_or(100);
    let starts = (0..n_periods).filter_map(|at| {
        let period = first + at as i64;
        let starts_year = !is_by_month || period.rem_euclid(12) == 0;
        let year = if is_by_month { period.div_euclid(12) } else { period };
        (starts_year && year.rem_euclid(step as i64) == 0).then_some((at, year))
    });
    let starts: Vec<(usize, i64)> = starts.collect();
    match starts.is_empty() {
        // A dump of a few months within one year.
        true => vec![(0, if is_by_month { first.div_euclid(12) } else { first })],
        false => starts,
    }
}
