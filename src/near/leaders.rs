//! From assignments to leaders, with a second search for sets whose leader turned out not to lead.

use rayon::prelude::*;

use super::assignments::Assignments;
use super::by_size::{RowIdx, SetIdx, SetsBySize};

/// The leaders of the sets so far, which are visited from the earliest on.
pub struct Leaders<'a> {
    sets: &'a SetsBySize<'a>,
    assignments: &'a Assignments,
    /// The set that each set is assigned to.
    assigned_to: Vec<Option<SetIdx>>,
    /// The leader of each visited set; a set that leads is its own.
    pub leaders: Vec<SetIdx>,
    /// Steps left for further searches.
    pub n_steps_left: u64,
}

impl<'a> Leaders<'a> {
    /// No set is visited yet.
    pub fn new(
        sets: &'a SetsBySize<'a>,
        assignments: &'a Assignments,
        n_sets: usize,
        n_steps_left: u64,
    ) -> Leaders<'a> {
        let assigned_to = assignments.by_set(sets, n_sets);
        Leaders { sets, assignments, assigned_to, leaders: Vec::with_capacity(n_sets), n_steps_left }
    }

    /// Finds the leader of the next set.
    pub fn push(&mut self, set: SetIdx) {
        let leader = match self.assigned_to[set.get()] {
            None => set,
            Some(leader) if self.leads(leader) => leader,
            Some(_) => self.search(set),
        };
        self.leaders.push(leader);
    }

    /// Number of leaders that were not compared with every candidate.
    pub fn n_truncated(&self) -> usize {
        let is_truncated =
            |(row, set): &(RowIdx, SetIdx)| self.leads(*set) && self.assignments.is_truncated(*row);
        self.sets.rows().filter(is_truncated).count()
    }

    fn leads(&self, set: SetIdx) -> bool {
        self.leaders[set.get()] == set
    }

    /// The leader of an orphan, a set that is assigned to one that does not lead. Comparisons that would have
    /// found another leader may have been skipped, so the orphan is compared with all sets of similar size.
    /// If it leads itself, later sets are assigned to it.
    fn search(&mut self, set: SetIdx) -> SetIdx {
        let row = self.sets.row(set);
        let similar_size = self.sets.similar_rows(self.sets.size(row), 0);
        let similar_size = similar_size.start.0..similar_size.end.0;
        let n_sketch_steps = similar_size.len() as u64 * self.sets.n_sketch_steps(row, row);
        if self.n_steps_left < n_sketch_steps {
            self.assignments.set_truncated(row);
            return set;
        }
        let others = similar_size.into_par_iter().map(RowIdx).filter(|other| *other != row);
        let candidates: Vec<RowIdx> = others.filter(|other| self.sets.can_be_similar(row, *other)).collect();
        let n_merge_steps = candidates.len() as u64 * self.sets.n_merge_steps(row, row);
        self.n_steps_left = self.n_steps_left.saturating_sub(n_sketch_steps + n_merge_steps);
        let similar = candidates.into_par_iter().filter(|other| self.sets.are_similar(row, *other));
        let similar: Vec<SetIdx> = similar.map(|other| self.sets.set_idx(other)).collect();
        let leader = similar.iter().copied().filter(|other| *other < set && self.leads(*other)).min();
        if leader.is_none() {
            for later in similar.iter().filter(|other| set < **other) {
                let assigned_to = &mut self.assigned_to[later.get()];
                *assigned_to = Some(assigned_to.map_or(set, |earlier| earlier.min(set)));
            }
        }
        leader.unwrap_or(set)
    }
}
