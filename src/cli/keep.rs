//! Which comments a clean dump keeps.

use crate::error::{ErrorKind, Result};
use crate::kind::{KINDS, Kind};
use crate::verdict::{Decision, VERDICTS, Verdict};
use crate::write::Kept;

/// The kinds and verdicts that are kept besides those that always are.
#[derive(Default)]
pub struct Keep {
    kinds: Vec<Kind>,
    verdicts: Vec<Verdict>,
}

impl Keep {
    /// Reads the words after `--keep`.
    pub fn parse(words: &[String]) -> Result<Keep> {
        let mut keep = Keep::default();
        for word in words {
            let kind = KINDS.into_iter().find(|kind| kind.name() == word);
            let verdict = VERDICTS.into_iter().find(|verdict| verdict.name() == word);
            if kind.is_none() && verdict.is_none() {
                let kinds = KINDS.iter().map(|kind| kind.name());
                let known: Vec<&str> = kinds.chain(VERDICTS.iter().map(|verdict| verdict.name())).collect();
                let message = format!(
                    "--keep: {word:?} is neither a kind nor a verdict; possible values: {}",
                    known.join(", ")
                );
                return Err(ErrorKind::Usage(message).into());
            }
            keep.kinds.extend(kind);
            keep.verdicts.extend(verdict);
        }
        Ok(keep)
    }

    /// The names of what is kept besides what always is, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        let kinds = self.kinds.iter().map(|kind| kind.name());
        let mut names: Vec<_> = kinds.chain(self.verdicts.iter().map(|verdict| verdict.name())).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The kinds and verdicts of the comments that are kept. A dump that was cleaned before keeps every kind.
    pub fn kept(&self, was_clean: bool) -> Kept {
        Kept {
            kinds: KINDS.into_iter().filter(|kind| was_clean || self.keeps_kind(*kind)).collect(),
            verdicts: VERDICTS.into_iter().filter(|verdict| self.keeps_verdict(*verdict)).collect(),
        }
    }

    /// Returns true if a comment with this decision is kept.
    pub fn keeps(&self, decision: &Decision) -> bool {
        self.keeps_kind(decision.kind) && self.keeps_verdict(decision.verdict)
    }

    fn keeps_kind(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Comment | Kind::Protected) || self.kinds.contains(&kind)
    }

    fn keeps_verdict(&self, verdict: Verdict) -> bool {
        matches!(verdict, Verdict::Genuine | Verdict::Review | Verdict::Untouched)
            || self.verdicts.contains(&verdict)
    }
}
