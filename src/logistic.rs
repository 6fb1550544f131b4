//! Ridge-regularised logistic regression over sparse rows, with a prior and a range for every weight.
//!
//! Cyclic coordinate descent with a trust region for each weight (Genkin, Lewis & Madigan 2007, “Large-scale Bayesian
//! logistic regression for text categorization”, section 4.2: the CLG step). Each step lowers the penalised loss,
//! whatever the order of the rows.

/// One example of a fit.
#[derive(Clone, Debug)]
pub struct Row {
    /// The numbers of its features with their values, each feature at most once.
    pub cells: Vec<(u32, f32)>,
    /// Whether it is spam.
    pub is_spam: bool,
    /// How much it counts: as much as this number of examples.
    pub weight: f32,
    /// Log-odds that are given, not fitted.
    pub offset: f64,
}

/// The prior of a weight.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    /// The mean of the prior, towards which the weight is drawn.
    pub mean: f64,
    /// The strength of the prior: the inverse of its variance.
    pub strength: f64,
    /// The least and the greatest allowed weight.
    pub range: (f64, f64),
}

impl Prior {
    /// A prior with mean zero and no bounds.
    pub fn ridge(strength: f64) -> Prior {
        Prior { mean: 0.0, strength, range: (f64::NEG_INFINITY, f64::INFINITY) }
    }
}

/// A fit ends when no weight moves by more than this in a sweep, in log-odds.
const TOLERANCE: f64 = 1e-4;

/// More sweeps than a fit of a hundred weights needs.
pub const MANY_SWEEPS: usize = 500;

/// The values of all rows, grouped by feature (compressed sparse columns).
struct Columns {
    starts: Vec<usize>,
    cells: Vec<(u32, f32)>,
}

impl Columns {
    fn new(rows: &[Row], n_features: usize) -> Columns {
        let mut starts = vec![0; n_features + 1];
        let cells = rows.iter().flat_map(|row| &row.cells);
        cells.for_each(|(feature, _)| starts[*feature as usize + 1] += 1);
        for feature in 0..n_features {
            starts[feature + 1] += starts[feature];
        }
        let mut next = starts.clone();
        let mut cells = vec![(0, 0.0); starts[n_features]];
        for (number, row) in rows.iter().enumerate() {
            for (feature, value) in &row.cells {
                cells[next[*feature as usize]] = (number as u32, *value);
                next[*feature as usize] += 1;
            }
        }
        Columns { starts, cells }
    }

    fn cells(&self, feature: usize) -> &[(u32, f32)] {
        &self.cells[self.starts[feature]..self.starts[feature + 1]]
    }
}

/// Fits one weight per prior, until no weight moves or after `max_sweeps`. The number of a feature is the position of
/// its prior.
pub fn fit(rows: &[Row], priors: &[Prior], max_sweeps: usize) -> Vec<f64> {
    let columns = Columns::new(rows, priors.len());
    let mut weights: Vec<f64> =
        priors.iter().map(|prior| prior.mean.clamp(prior.range.0, prior.range.1)).collect();
    let mut logits: Vec<f64> = rows.iter().map(|row| row.offset + dot(&row.cells, &weights)).collect();
    let mut trust = vec![1.0f64; priors.len()];
    for _ in 0..max_sweeps {
        let mut furthest = 0.0f64;
        for (feature, prior) in priors.iter().enumerate() {
            let cells = columns.cells(feature);
            let step = step(cells, rows, &logits, trust[feature], weights[feature], prior);
            trust[feature] = (2.0 * step.abs()).max(trust[feature] / 2.0);
            if step != 0.0 {
                weights[feature] += step;
                cells.iter().for_each(|(row, value)| logits[*row as usize] += step * f64::from(*value));
            }
            furthest = furthest.max(step.abs());
        }
        if furthest < TOLERANCE {
            break;
        }
    }
    weights
}

/// The log-odds of a row under some weights.
pub fn dot(cells: &[(u32, f32)], weights: &[f64]) -> f64 {
    cells.iter().map(|(feature, value)| weights[*feature as usize] * f64::from(*value)).sum()
}

/// The next step of a weight: a Newton step with the largest curvature inside the trust region.
fn step(cells: &[(u32, f32)], rows: &[Row], logits: &[f64], trust: f64, weight: f64, prior: &Prior) -> f64 {
    let mut gradient = prior.strength * (weight - prior.mean);
    let mut curvature = prior.strength;
    for (number, value) in cells {
        let (row, logit, value) = (&rows[*number as usize], logits[*number as usize], f64::from(*value));
        let n = f64::from(row.weight);
        let is_spam = f64::from(u8::from(row.is_spam));
        gradient += n * value * (probability(logit) - is_spam);
        let reach = trust * value.abs();
        let largest = match logit.abs() <= reach {
            true => 0.25,
            false => {
                let p = probability(logit.abs() - reach);
                p * (1.0 - p)
            }
        };
        curvature += n * value * value * largest;
    }
    if curvature <= 0.0 {
        return 0.0;
    }
    let step = (-gradient / curvature).clamp(-trust, trust);
    (weight + step).clamp(prior.range.0, prior.range.1) - weight
}

/// The log-odds of a probability.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The probability of these log-odds.
pub fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row per label, all with the same cells.
    fn alike(cells: &[(u32, f32)], labels: &[bool]) -> Vec<Row> {
        labels
            .iter()
            .map(|is_spam| Row { cells: cells.to_vec(), is_spam: *is_spam, weight: 1.0, offset: 0.0 })
            .collect()
    }

    fn check(rows: &[Row], priors: &[Prior], expected: &[f64]) {
        let weights = fit(rows, priors, MANY_SWEEPS);
        for (weight, expected) in weights.iter().zip(expected) {
            assert!((weight - expected).abs() < 0.01, "{weights:?} {expected:?}");
        }
    }

    #[test]
    fn without_a_penalty_the_fit_gives_the_odds_of_the_rows() {
        let rows = alike(&[(0, 1.0)], &[true, true, true, false]);
        check(&rows, &[Prior::ridge(1e-9)], &[3.0f64.ln()]);
    }

    #[test]
    fn a_row_counts_as_often_as_its_weight_says() {
        let mut rows = alike(&[(0, 1.0)], &[true, false]);
        rows[0].weight = 3.0;
        check(&rows, &[Prior::ridge(1e-9)], &[3.0f64.ln()]);
    }

    #[test]
    fn a_weight_stays_in_its_range_and_near_a_strong_prior() {
        let rows = alike(&[(0, 1.0), (1, 1.0)], &[true; 8]);
        let trust = Prior { range: (f64::NEG_INFINITY, 0.0), ..Prior::ridge(1.0) };
        let believed = Prior { mean: 2.0, strength: 1e6, ..Prior::ridge(1.0) };
        check(&rows, &[trust, believed], &[0.0, 2.0]);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let row = |row: u32| Row {
            cells: vec![(row % 3, 1.0), (3 + row % 2, 0.5)],
            is_spam: row % 7 < 3,
            weight: 1.0 + (row % 2) as f32,
            offset: 0.0,
        };
        let mut rows: Vec<Row> = (0..40u32).map(row).collect();
        let priors = [Prior::ridge(0.5); 5];
        let forth = fit(&rows, &priors, MANY_SWEEPS);
        rows.reverse();
        check(&rows, &priors, &forth);
    }

    #[test]
    fn offsets_are_not_fitted_again() {
        let mut rows = alike(&[(0, 1.0)], &[true, true, true, false]);
        rows.iter_mut().for_each(|row| row.offset = 3.0f64.ln());
        check(&rows, &[Prior::ridge(1e-9)], &[0.0]);
    }
}
