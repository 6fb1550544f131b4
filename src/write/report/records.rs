//! The block `data-records`: everything about the comments except their texts and evidence, one list per column.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::packed::Object;
use super::tables::TextTable;
use super::{Kept, campaigns, posts};
use crate::comment::STATUSES;
use crate::index::CommentIdx;
use crate::kind::KINDS;
use crate::pipeline::Judgement;
use crate::text::{self, LANGUAGES};
use crate::verdict::VERDICTS;
use crate::write::{Doubt, Results, doubt};

/// Flags of a comment, as bits.
const IS_OWNER: u32 = 1;
const HAS_SHARED_ID: u32 = 2;

/// Writes the block.
pub fn write(results: &Results, kept: &Kept, to: &mut dyn Write) -> io::Result<()> {
    let judged = results.judged;
    let (facts, decisions, known) = (&judged.dump.comments, &judged.decisions, &judged.known);
    let all = || facts.indices();
    let mut object = Object::new(to);
    object.member("fingerprint", &fingerprint(judged))?;
    object.list("sources", results.inputs.iter().map(|input| &input.name))?;
    object.list("kinds", KINDS.iter().map(|kind| kind.name()))?;
    object.list("verdicts", VERDICTS.iter().map(|verdict| verdict.name()))?;
    object.list("statuses", STATUSES.iter().map(|status| status.name()))?;
    object.list("languages", LANGUAGES.iter())?;
    object.list("keptKinds", KINDS.iter().map(|kind| kept.kinds.contains(kind)))?;
    object.list("keptVerdicts", VERDICTS.iter().map(|verdict| kept.verdicts.contains(verdict)))?;
    object.list("posts", known.pages.iter().map(|(_, page)| posts::title(judged, page)))?;

    object.list("source", facts.iter().map(|facts| facts.place.input))?;
    object.list("id", facts.iter().map(|facts| facts.id()))?;
    object.list("byte", facts.iter().map(|facts| facts.place.byte))?;
    object.list("post", all().map(|index| usize::from(known.pages.page_idx(index))))?;
    object.list("parent", all().map(|index| number(known.threads.parent(index))))?;
    let mut authors = TextTable::new();
    let author: Vec<u32> = facts.iter().map(|facts| authors.add(facts.author())).collect();
    object.member("authors", &authors.texts)?;
    object.member("author", &author)?;
    let mut sites = TextTable::new();
    let site = |index: CommentIdx| facts[index].site.as_ref().map_or("", |site| site.normal());
    let site: Vec<u32> = all().map(|index| sites.add(site(index))).collect();
    object.member("sites", &sites.texts)?;
    object.member("site", &site)?;
    let mut hosts = TextTable::new();
    let linked: Vec<Vec<u32>> = all().map(|index| linked_hosts(judged, index, &mut hosts)).collect();
    object.member("hosts", &hosts.texts)?;
    object.member("linked", &linked)?;
    object.list("date", facts.iter().map(|facts| facts.date))?;
    object.list("status", facts.iter().map(|facts| position(&STATUSES, facts.status)))?;
    object.list("kind", decisions.iter().map(|decision| position(&KINDS, decision.kind)))?;
    object.list("verdict", decisions.iter().map(|decision| position(&VERDICTS, decision.verdict)))?;
    object.list("duplicateOf", decisions.iter().map(|decision| number(decision.duplicate_of)))?;
    object.list("cluster", all().map(|index| usize::from(known.clusters.first(index))))?;
    object.list(
        "probability",
        decisions.iter().map(|decision| decision.spam_probability.map_or(-1, ten_thousandths)),
    )?;
    object.list("person", all().map(|index| usize::from(known.people.person_idx(index))))?;
    object.list("campaign", campaigns::numbers(judged).iter().map(|campaign| number(*campaign)))?;
    object.list(
        "language",
        facts.iter().map(|facts| number(facts.languages().leader().map(|(language, _)| language))),
    )?;
    let flags = |index: CommentIdx| {
        let owner = if known.people.author_of(index).is_owner { IS_OWNER } else { 0 };
        let shared = if known.ids.is_shared(facts[index].id()) { HAS_SHARED_ID } else { 0 };
        owner | shared
    };
    object.list("flags", all().map(flags))?;
    let queue = queue(judged);
    object.list("queue", queue.iter().map(|(index, _)| usize::from(*index)))?;
    object.list("doubt", queue.iter().map(|(_, doubt)| *doubt as u8))?;
    object.finish()
}

/// The number of an entry; -1 for none.
fn number(entry: Option<impl Into<usize>>) -> i64 {
    entry.map_or(-1, |entry| entry.into() as i64)
}

fn position<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|listed| *listed == one).unwrap_or_default()
}

fn ten_thousandths(probability: f32) -> i32 {
    (f64::from(probability) * 1e4).round() as i32
}

/// The registrable domains of the author's site and of the links in the text, as numbers of a table.
fn linked_hosts<'a>(judged: &'a Judgement, index: CommentIdx, hosts: &mut TextTable<'a>) -> Vec<u32> {
    let facts = &judged.dump.comments[index];
    let site = facts.site.iter().map(|site| site.registrable_domain());
    let mut numbers: Vec<u32> = site.chain(facts.link_domains()).map(|host| hosts.add(host)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The comments that a person should look at, most doubtful first: those whose probability of spam is nearest to one
/// half. There a look changes most.
fn queue(judged: &Judgement) -> Vec<(CommentIdx, Doubt)> {
    let doubtful = judged.decisions.indices().filter_map(|index| Some((index, doubt(judged, index)?)));
    let mut queue: Vec<(CommentIdx, Doubt)> = doubtful.collect();
    let certainty = |index: CommentIdx| {
        let probability = judged.decisions[index].spam_probability.unwrap_or_default();
        (f64::from(probability) - 0.5).abs()
    };
    queue.sort_by(|(one, _), (other, _)| certainty(*one).total_cmp(&certainty(*other)));
    queue
}

/// A digest of the comments of the dump, by which the report finds the changes that a person made before. It does not
/// depend on decisions: with other settings the changes stay.
fn fingerprint(judged: &Judgement) -> String {
    let mut digest = Sha256::new();
    for facts in &judged.dump.comments {
        digest.update(facts.place.input.to_le_bytes());
        digest.update(facts.place.byte.to_le_bytes());
        digest.update((facts.id().len() as u64).to_le_bytes());
        digest.update(facts.id());
        digest.update(facts.fingerprint);
    }
    text::hex(&digest.finalize())
}
