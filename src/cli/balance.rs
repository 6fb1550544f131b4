//! The promise that nothing vanishes: every comment that was read is either kept or set aside, and what the writers
//! counted while they wrote must agree with the decisions.

use crate::error::{ErrorKind, Result};

/// What became of the comments of one output, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Comments that are kept.
    pub n_kept: usize,
    /// Comments that are set aside.
    pub n_set_aside: usize,
}

impl Balance {
    /// Counts decisions: true for each comment that is kept.
    pub fn from_decisions(are_kept: impl Iterator<Item = bool>) -> Balance {
        let (mut n_kept, mut n_set_aside) = (0, 0);
        are_kept.for_each(|is_kept| if is_kept { n_kept += 1 } else { n_set_aside += 1 });
        Balance { n_kept, n_set_aside }
    }

    /// Compares the decisions about the `n_read` comments of an output with what its writer counted.
    ///
    /// # Errors
    /// A comment was lost or written against its decision, which is a fault of threadsift.
    pub fn check(self, name: &str, n_read: usize, written: Balance) -> Result<()> {
        if self == written && self.n_kept + self.n_set_aside == n_read {
            return Ok(());
        }
        let message = format!(
            "the numbers of comments of {name} do not add up: {n_read} read, {} to keep, {} to set aside, but {} kept \
             and {} left out; nothing was written; please report this fault of threadsift",
            self.n_kept, self.n_set_aside, written.n_kept, written.n_set_aside
        );
        Err(ErrorKind::Unwritable(message).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECIDED: Balance = Balance { n_kept: 2, n_set_aside: 1 };

    #[track_caller]
    fn check_refused(decided: Balance, n_read: usize, written: Balance, words: &str) {
        let error = decided.check("dump.xml", n_read, written).expect_err("the numbers do not add up");
        assert!(error.to_string().contains(words), "{error}");
    }

    #[test]
    fn numbers_that_agree_are_accepted() {
        assert_eq!(Balance::from_decisions([true, false, true].into_iter()), DECIDED);
        DECIDED.check("dump.xml", 3, DECIDED).expect("the numbers agree");
    }

    #[test]
    fn a_comment_that_the_writer_lost_is_noticed() {
        check_refused(DECIDED, 3, Balance { n_kept: 1, ..DECIDED }, "2 to keep, 1 to set aside, but 1 kept");
    }

    #[test]
    fn a_comment_that_was_written_against_its_decision_is_noticed() {
        check_refused(DECIDED, 3, Balance { n_kept: 3, n_set_aside: 0 }, "but 3 kept and 0 left out");
    }

    #[test]
    fn a_comment_without_a_decision_is_noticed() {
        check_refused(DECIDED, 4, DECIDED, "4 read, 2 to keep, 1 to set aside");
    }
}
