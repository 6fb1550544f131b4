//! The result of a comparison.

use super::field::{FIELDS, Field};
use super::import::{self, ImportEffect};
use super::matching::{Matching, is_zone_shift, page};
use super::side::{EntryIdx, Side};
use crate::comment::Status;

/// What happened to a comment between two dumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the new dump has it.
    New,
    /// Only the old dump has it.
    Gone,
    /// At least one field other than the status differs.
    Edited,
    /// Only the moderation status differs.
    Moderated,
    /// Nothing that both dumps have differs.
    Unchanged,
}

/// All changes, in the order of reports.
pub const CHANGES: [Change; 5] =
    [Change::New, Change::Gone, Change::Edited, Change::Moderated, Change::Unchanged];

crate::names::named!(Change, CHANGES);

impl Change {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Gone => "gone",
            Change::Edited => "edited",
            Change::Moderated => "moderated",
            Change::Unchanged => "unchanged",
        }
    }
}

/// What happened to one comment.
#[derive(Clone, Debug)]
pub struct Row {
    /// What happened.
    pub change: Change,
    /// Its position in the old dump; `None` if it is new.
    pub old: Option<EntryIdx>,
    /// Its position in the new dump; `None` if it is gone.
    pub new: Option<EntryIdx>,
    /// The fields that differ.
    pub fields: Vec<Field>,
    /// What an import of the new dump over the old one would do with it; `None` if it is gone.
    pub import: Option<ImportEffect>,
}

/// Two dumps of one site, compared.
pub struct Comparison {
    /// The old dump.
    pub old: Side,
    /// The new dump.
    pub new: Side,
    /// A row for each comment of the new dump, in its order, then one for each comment that is gone.
    pub rows: Vec<Row>,
    /// Whether one of the dumps has its dates in another time zone. Dates that differ by a time zone then count as the
    /// same.
    pub is_shifted: bool,
}

impl Comparison {
    /// Compares two dumps.
    pub fn new(old: Side, new: Side) -> Comparison {
        let matching = Matching::find(&old, &new);
        let effects = import::effects(&old, &new, &matching);
        let mut rows = Vec::with_capacity(new.comments.len());
        for (index, old_index) in matching.old_of.iter_enumerated() {
            let fields = old_index.map_or(Vec::new(), |old_index| {
                changed_fields(&old, old_index, &new, index, matching.is_shifted)
            });
            let change = match (old_index, &fields[..]) {
                (None, _) => Change::New,
                (Some(_), []) => Change::Unchanged,
                (Some(_), [Field::Status]) => Change::Moderated,
                (Some(_), _) => Change::Edited,
            };
            rows.push(Row {
                change,
                old: *old_index,
                new: Some(index),
                fields,
                import: Some(effects[index]),
            });
        }
        let gone = matching.new_of.iter_enumerated().filter(|(_, new_index)| new_index.is_none());
        rows.extend(gone.map(|(old_index, _)| Row {
            change: Change::Gone,
            old: Some(old_index),
            new: None,
            fields: Vec::new(),
            import: None,
        }));
        Comparison { old, new, rows, is_shifted: matching.is_shifted }
    }

    /// The number of comments with a change.
    pub fn count(&self, change: Change) -> usize {
        self.rows.iter().filter(|row| row.change == change).count()
    }

    /// The number of comments with an effect of the import.
    pub fn count_import(&self, effect: ImportEffect) -> usize {
        self.rows.iter().filter(|row| row.import == Some(effect)).count()
    }

    /// The number of changed comments that an import would not change on the site.
    pub fn n_changes_without_effect(&self) -> usize {
        let is_changed = |row: &&Row| matches!(row.change, Change::Edited | Change::Moderated);
        let changed = self.rows.iter().filter(is_changed);
        changed.filter(|row| row.import == Some(ImportEffect::Recognized)).count()
    }

    /// The number of comments that are gone and were filed as spam. WordPress's exporter leaves spam out.
    pub fn n_gone_spam(&self) -> usize {
        let gone = self.rows.iter().filter(|row| row.change == Change::Gone).filter_map(|row| row.old);
        gone.filter(|old| self.old.comments[*old].status == Status::Spam).count()
    }
}

/// The fields that differ, among those that both dumps have.
fn changed_fields(
    old: &Side,
    old_index: EntryIdx,
    new: &Side,
    new_index: EntryIdx,
    is_shifted: bool,
) -> Vec<Field> {
    let (before, after) = (&old.comments[old_index], &new.comments[new_index]);
    // On a site that was numbered anew, ids of posts and parents differ without a change.
    let is_renumbered = before.id != after.id;
    let is_changed = |field: Field| match field {
        Field::Parent | Field::Post if is_renumbered => false,
        Field::Post => !before.is_same(after, field) && page(old, before) != page(new, after),
        Field::Date if is_shifted && before.date.is_some() && after.date.is_some() => {
            !before.date.zip(after.date).is_some_and(|(before, after)| is_zone_shift(before, after))
        }
        field => !before.is_same(after, field),
    };
    let is_compared = |field: &Field| old.has(*field) && new.has(*field);
    FIELDS.into_iter().filter(is_compared).filter(|field| is_changed(*field)).collect()
}
