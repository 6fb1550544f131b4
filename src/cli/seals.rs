//! Recognising exports that `clean` wrote with the same settings: they are copied as they are. Judged again, a comment
//! might be removed because the evidence for it was on comments that are gone.

use sha2::{Digest, Sha256};

use super::keep::Keep;
use super::session::Session;
use crate::error::{ErrorKind, Result};
use crate::read::{Input, PlacedSeal, Seal, digest_digits};
use crate::verdict::Verdict;

/// The seal for the exports that this run writes.
pub fn of_run(session: &Session, keep: &Keep) -> Seal {
    Seal { settings: settings(session, keep), decisions: decisions(session) }
}

/// The seal for exports of a run in which a person changed decisions. No run of `clean` has these settings.
pub fn of_revised_run(session: &Session, keep: &Keep) -> Seal {
    let Seal { settings, decisions } = of_run(session, keep);
    let mut digest = Sha256::new();
    ["revised", &settings, &decisions].iter().for_each(|part| digest.update(part));
    Seal { settings: digest_digits(digest), decisions }
}

/// Returns true if all inputs are exports that one run with these settings cleaned, and that were not changed since.
/// One of several that were judged together was judged by more than what is in it, so that alone it counts too.
pub fn are_on_all(inputs: &[Input], settings: &str) -> Result<bool> {
    let mut decisions = None;
    for input in inputs {
        let failed = |source| ErrorKind::Read { name: input.name.clone(), source };
        let may_have = input.copying().is_some_and(|copying| !copying.only_in_folders);
        let found = if may_have { PlacedSeal::find(input.source()).map_err(failed)? } else { None };
        let Some(seal) = found.filter(|found| found.is_intact).map(|found| found.seal) else {
            return Ok(false);
        };
        if seal.settings != settings
            || *decisions.get_or_insert_with(|| seal.decisions.clone()) != seal.decisions
        {
            return Ok(false);
        }
    }
    Ok(!inputs.is_empty())
}

/// Turns the verdicts that would remove a comment to `review`: with all the evidence it was kept.
pub fn keep_everything(session: &mut Session, keep: &Keep) {
    for decision in session.judged.decisions.iter_mut().filter(|decision| !keep.keeps(decision)) {
        decision.verdict = Verdict::Review;
        decision.duplicate_of = None;
    }
}

/// A digest of all that decides about a comment besides the dump.
fn settings(session: &Session, keep: &Keep) -> String {
    let Session { config, model, .. } = session;
    let mut off = config.off.clone();
    off.sort_unstable();
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    };
    add(env!("CARGO_PKG_VERSION"));
    add(&format!("{} {} {}", config.spam_threshold, config.review_threshold, config.ignore_status));
    add(&off.join(","));
    add(&keep.names().join(","));
    if let Some(blocklist) = &config.blocklist {
        (0..blocklist.n_entries()).for_each(|number| add(blocklist.entry(number as u32)));
    }
    add(&model.to_toml(None));
    digest_digits(digest)
}

/// A digest of the decisions about the whole dump.
fn decisions(session: &Session) -> String {
    let mut digest = Sha256::new();
    for (comment, decision) in session.judged.dump.comments.iter().zip(&session.judged.decisions) {
        digest.update(comment.fingerprint);
        for part in
            [comment.id(), comment.post(), comment.author(), decision.kind.name(), decision.verdict.name()]
        {
            digest.update(part);
            digest.update([0]);
        }
    }
    digest_digits(digest)
}
