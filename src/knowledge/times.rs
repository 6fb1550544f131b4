//! Whether two dates are those of one submission.

use crate::facts::Facts;

/// The maximum shift by an import: the difference between the outermost time zones.
const LONGEST_SHIFT_SECONDS: i64 = 26 * 3600;

/// The offsets of time zones are multiples of a quarter of an hour (Nepal: 5:45).
const QUARTER_SECONDS: i64 = 15 * 60;

/// Seconds between two comments.
pub fn gap(one: &Facts, other: &Facts) -> Option<i64> {
    Some((one.date? - other.date?).abs())
}

/// Whether two dates are those of one submission after an import into another time zone, which may also have cut the
/// seconds off. Between two dates without seconds, only whole hours are a shift: a quarter of an hour is chance.
pub fn is_shifted(one: &Facts, other: &Facts) -> bool {
    let (Some(one), Some(other)) = (one.date, other.date) else { return false };
    let has_seconds = |date: i64| date % 60 != 0;
    let minute = |date: i64| date - date.rem_euclid(60);
    let is_multiple = |gap: i64, unit: i64| gap % unit == 0 && gap.abs() <= LONGEST_SHIFT_SECONDS;
    match (has_seconds(one), has_seconds(other)) {
        (true, true) => is_multiple(one - other, QUARTER_SECONDS),
        (false, false) => is_multiple(one - other, 4 * QUARTER_SECONDS),
        _ => is_multiple(minute(one) - minute(other), QUARTER_SECONDS),
    }
}

/// Whether two dates can only be those of one submission: they agree to the second, possibly after a shift, or to the
/// minute after a shift that also cut the seconds off one of them. Agreement to the minute without a shift is no
/// proof: a person can write two comments in one minute.
pub fn is_one_moment(one: &Facts, other: &Facts) -> bool {
    let has_seconds = |comment: &Facts| comment.date.is_some_and(|date| date % 60 != 0);
    let is_same_minute = || gap(one, other).is_some_and(|gap| gap < 60);
    (has_seconds(one) || has_seconds(other))
        && is_shifted(one, other)
        && (one.date == other.date || !is_same_minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::{Comment, parse_date};
    use crate::facts::{Look, look};

    #[track_caller]
    fn check(one: &str, other: &str, shifted: bool, one_moment: bool) {
        let at = |date: &str| look(&Comment { date: parse_date(date), ..Comment::default() }, &Look::BLANK);
        let (one, other) = (at(one), at(other));
        assert_eq!((is_shifted(&one, &other), is_one_moment(&one, &other)), (shifted, one_moment));
    }

    #[test]
    fn imports_shift_by_offsets_of_time_zones_and_cut_seconds() {
        check("2009-03-01 10:00:17", "2009-03-01 10:00:17", true, true);
        check("2009-03-01 10:00:17", "2009-03-01 15:00:17", true, true);
        check("2009-03-01 10:00:17", "2009-03-01 15:30:17", true, true);
        check("2009-03-01 10:00:17", "2009-03-01 15:45:17", true, true);
        check("2009-03-01 10:00:17", "2009-03-01 08:00:00", true, true);
        check("2009-03-01 10:00:17", "2009-03-01 10:00:00", true, false);
        check("2009-03-01 10:00:00", "2009-03-01 12:00:00", true, false);
    }

    #[test]
    fn other_gaps_are_times_between_two_comments() {
        check("2009-03-01 10:00:17", "2009-03-01 10:07:17", false, false);
        check("2009-03-01 10:00:17", "2009-03-01 15:00:18", false, false);
        check("2009-03-01 10:00:00", "2009-03-01 10:15:00", false, false);
        check("2009-03-01 10:00:17", "2009-03-04 10:00:17", false, false);
    }
}
