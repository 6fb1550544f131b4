//! The results of an evaluation, as tables and as JSON.

use std::io::Write;

use comfy_table::{Cell, CellAlignment, Table};
use serde::Serialize;

use super::json::write_line;
use super::table::{header, new_table};
use super::{Style, for_terminal, output_failed};
use crate::error::Result;
use crate::learn::{Bin, Confusion, Figures, MeanFigures};

/// The abbreviations in the tables.
const LEGEND: &str = "AUC: area under the ROC curve. AP: average precision. R@1%, R@0.1%: recall at a false-positive \
    rate of 1 % and 0.1 %. MCC: Matthews correlation coefficient.";

/// The results of an evaluation.
pub struct Evaluation {
    /// How the blogs were scored, as a sentence without a full stop.
    pub protocol: String,
    /// The figures of each blog, with its name and where its labels come from.
    pub blogs: Vec<(String, &'static str, Figures)>,
    /// The figures of several blogs together, with a name for the group.
    pub together: Vec<(String, Figures)>,
    /// The predicted and the actual share of spam, by ranges of the probability.
    pub calibration: Vec<Bin>,
    /// The name of each signal, and how the figures of all blogs together change without it.
    pub ablation: Vec<(&'static str, [f64; 3])>,
    /// The worst mistakes.
    pub mistakes: Vec<Mistake>,
}

/// A comment whose label and probability disagree.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    /// The name of the blog.
    pub blog: String,
    /// The comment's id.
    pub id: String,
    /// Whether the label says spam.
    pub is_spam: bool,
    /// The probability of spam that the model gave.
    pub spam_probability: f32,
    /// The name of the author.
    pub author: String,
    /// The author's site.
    pub site: String,
    /// The first words of the text.
    pub says: String,
    /// The signals that fired, and what each adds to the log-odds.
    pub evidence: Vec<(&'static str, f32)>,
}

impl Evaluation {
    /// Writes tables for people.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn table(&self, style: Style, to: &mut dyn Write) -> Result<()> {
        let mut parts = vec![
            format!("{}.", self.protocol),
            format!("{}\n{}\n{LEGEND}", self.blogs_table(style), self.verdicts_table(style)),
            format!("Calibration: predicted and actual share of spam\n{}", self.calibration_table(style)),
        ];
        if let Some(means) = self.means() {
            parts.insert(2, means_line(&means));
        }
        if !self.ablation.is_empty() {
            parts.push(format!("Change of the figures without each signal\n{}", self.ablation_table(style)));
        }
        for (is_spam, title) in [
            (false, "Honest comments with the highest probability of spam"),
            (true, "Spam with the lowest probability of spam"),
        ] {
            let mistakes = self.mistakes.iter().filter(|mistake| mistake.is_spam == is_spam);
            let lines: Vec<String> = mistakes.map(Mistake::line).collect();
            if !lines.is_empty() {
                parts.push(format!("{title}\n{}", lines.join("\n")));
            }
        }
        writeln!(to, "{}", parts.join("\n\n")).map_err(output_failed)
    }

    /// The means over blogs; `None` for a single blog, because its figures are the means.
    fn means(&self) -> Option<MeanFigures> {
        let means = MeanFigures::over(self.blogs.iter().map(|(_, _, figures)| figures));
        means.filter(|means| 1 < means.n_blogs)
    }

    fn blogs_table(&self, style: Style) -> Table {
        let mut table = new_table(style);
        table.set_header(header(&[
            "Blog",
            "Labels",
            "Spam",
            "Honest",
            "AUC",
            "AP",
            "R@1%",
            "R@0.1%",
            "Spam found",
            "Honest as spam",
            "Honest in review",
        ]));
        let blogs = self.blogs.iter().map(|(name, source, figures)| (name, *source, figures));
        let together = self.together.iter().map(|(name, figures)| (name, "", figures));
        for (name, source, figures) in blogs.chain(together) {
            let cells = [
                figures.n_spam.to_string(),
                figures.n_honest.to_string(),
                decimal(figures.area_under_curve),
                decimal(figures.average_precision),
                decimal(figures.recall_at_1_percent),
                decimal(figures.recall_at_1_per_mille),
                figures.spam.true_positives.to_string(),
                figures.spam.false_positives.to_string(),
                figures.honest_in_review().to_string(),
            ];
            let start = [Cell::new(for_terminal(name)), Cell::new(source)];
            table.add_row(start.into_iter().chain(cells.map(right)));
        }
        table
    }

    fn verdicts_table(&self, style: Style) -> Table {
        let mut table = new_table(style);
        table.set_header(header(&[
            "Verdict",
            "Blogs",
            "Precision",
            "Recall",
            "F1",
            "MCC",
            "Spam found",
            "Honest hit",
            "Spam missed",
        ]));
        for (name, figures) in &self.together {
            for (verdict, counts) in [("spam", &figures.spam), ("spam or review", &figures.spam_or_review)] {
                let cells = [
                    decimal(counts.precision()),
                    decimal(counts.recall()),
                    decimal(counts.f1()),
                    decimal(counts.correlation()),
                    counts.true_positives.to_string(),
                    counts.false_positives.to_string(),
                    counts.false_negatives.to_string(),
                ];
                let start = [Cell::new(verdict), Cell::new(for_terminal(name))];
                table.add_row(start.into_iter().chain(cells.map(right)));
            }
        }
        table
    }

    fn calibration_table(&self, style: Style) -> Table {
        let mut table = new_table(style);
        table.set_header(header(&["Probability", "Comments", "Predicted", "Actual"]));
        for bin in &self.calibration {
            let range = Cell::new(format!("{:.2} to {:.2}", bin.from, bin.to));
            let shares = [bin.n_all.to_string(), percent(bin.mean_probability), percent(bin.share_of_spam)];
            table.add_row([range].into_iter().chain(shares.map(right)));
        }
        table
    }

    fn ablation_table(&self, style: Style) -> Table {
        let mut table = new_table(style);
        table.set_header(header(&["Without", "AUC", "R@1%", "R@0.1%"]));
        for (signal, changes) in &self.ablation {
            let changes = changes.map(|change| right(format!("{change:+.4}")));
            table.add_row([Cell::new(signal)].into_iter().chain(changes));
        }
        table
    }

    /// Writes one JSON object.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn json(&self, to: &mut dyn Write) -> Result<()> {
        let figures = |figures: &Figures| {
            serde_json::json!({
                "spam": figures.n_spam,
                "honest": figures.n_honest,
                "area_under_curve": figures.area_under_curve,
                "average_precision": figures.average_precision,
                "recall_at_1_percent": figures.recall_at_1_percent,
                "recall_at_1_per_mille": figures.recall_at_1_per_mille,
                "spam_verdict": counts(&figures.spam),
                "spam_or_review": counts(&figures.spam_or_review),
            })
        };
        let blogs = self.blogs.iter().map(|(name, source, of_blog)| {
            serde_json::json!({"blog": name, "labels": source, "figures": figures(of_blog)})
        });
        let together = self
            .together
            .iter()
            .map(|(name, of_blogs)| serde_json::json!({"blogs": name, "figures": figures(of_blogs)}));
        let calibration = self.calibration.iter().map(|bin| {
            serde_json::json!({
                "from": bin.from,
                "to": bin.to,
                "comments": bin.n_all,
                "spam": bin.n_spam,
                "mean_probability": bin.mean_probability,
            })
        });
        let ablation = self.ablation.iter().map(|(signal, changes)| {
            serde_json::json!({
                "without": signal,
                "area_under_curve": changes[0],
                "recall_at_1_percent": changes[1],
                "recall_at_1_per_mille": changes[2],
            })
        });
        let all = serde_json::json!({
            "protocol": self.protocol,
            "blogs": blogs.collect::<Vec<_>>(),
            "together": together.collect::<Vec<_>>(),
            "mean": self.means().map(|means| serde_json::json!({
                "blogs": means.n_blogs,
                "area_under_curve": means.area_under_curve,
                "recall_at_1_percent": means.recall_at_1_percent,
                "spam_found": means.found,
                "spam_found_or_in_review": means.found_or_review,
                "honest_as_spam": means.honest_as_spam,
                "honest_in_review": means.honest_in_review,
            })),
            "calibration": calibration.collect::<Vec<_>>(),
            "ablation": ablation.collect::<Vec<_>>(),
            "mistakes": self.mistakes,
        });
        write_line(to, &all).map_err(output_failed)
    }
}

impl Mistake {
    fn line(&self) -> String {
        let evidence: Vec<String> =
            self.evidence.iter().map(|(signal, weight)| format!("{signal} {weight:+.1}")).collect();
        format!(
            "{:>5.1} %  {} {}: {} <{}> {}\n         {}",
            100.0 * self.spam_probability,
            for_terminal(&self.blog),
            for_terminal(&self.id),
            for_terminal(&self.author),
            for_terminal(&self.site),
            for_terminal(&self.says),
            evidence.join(", "),
        )
    }
}

fn means_line(means: &MeanFigures) -> String {
    format!(
        "Mean of {} blogs with at least {} spam and {} honest comments: AUC {:.3}, R@1% {:.3}, {:.1} % of spam found \
         ({:.1} % with review), {:.2} % of honest comments as spam, {:.2} % in review.",
        means.n_blogs,
        MeanFigures::MIN_SPAM,
        MeanFigures::MIN_HONEST,
        means.area_under_curve,
        means.recall_at_1_percent,
        100.0 * means.found,
        100.0 * means.found_or_review,
        100.0 * means.honest_as_spam,
        100.0 * means.honest_in_review,
    )
}

fn counts(counts: &Confusion) -> serde_json::Value {
    serde_json::json!({
        "true_positives": counts.true_positives,
        "false_positives": counts.false_positives,
        "false_negatives": counts.false_negatives,
        "true_negatives": counts.true_negatives,
        "precision": counts.precision(),
        "recall": counts.recall(),
        "f1": counts.f1(),
        "matthews_correlation": counts.correlation(),
    })
}

fn right(text: String) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn decimal(figure: Option<f64>) -> String {
    figure.map_or("·".to_owned(), |figure| format!("{figure:.3}"))
}

fn percent(share: Option<f64>) -> String {
    share.map_or("·".to_owned(), |share| format!("{:.1} %", 100.0 * share))
}
