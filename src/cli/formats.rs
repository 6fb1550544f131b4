//! `threadsift formats`: what can be read and written, from the registries of readers and writers.

use serde_json::{Value, json};

use super::arguments::{Formats, ReportFormat};
use super::output;
use super::session::style;
use crate::error::Result;
use crate::read::{FORMATS, Provides};
use crate::write::{OUTPUTS, SITE_SCRIPTS, TARGETS, header, new_table};

/// Prints the lists.
pub fn run(arguments: Formats) -> Result<usize> {
    let text = match arguments.format {
        ReportFormat::Table => tables(&arguments),
        ReportFormat::Json => format!("{:#}\n", lists()),
    };
    output::print(text.as_bytes())?;
    Ok(0)
}

fn tables(arguments: &Formats) -> String {
    let style = style(&arguments.speech);
    let mut text = String::new();
    for (title, rows) in sections() {
        let mut table = new_table(style);
        table.set_header(header(&[title, "Description"]));
        for (name, about) in rows {
            table.add_row([name, about]);
        }
        text.push_str(&format!("{table}\n\n"));
    }
    let mut provided = new_table(style);
    let names = Provides::ALL.map(Provides::name);
    provided.set_header(header(&[&["Format"], &names[..]].concat()));
    for format in FORMATS {
        let cells = Provides::ALL.map(|field| if format.provides.contains(&field) { "✓" } else { "·" });
        provided.add_row([&[format.name], &cells[..]].concat());
    }
    format!("{text}What dumps in each format contain:\n{provided}\n")
}

fn lists() -> Value {
    let read = FORMATS.iter().map(|format| {
        let provides: Vec<&str> = format.provides.iter().map(|field| field.name()).collect();
        json!({ "name": format.name, "about": format.about, "provides": provides })
    });
    let mut lists = json!({ "read": read.collect::<Vec<_>>() });
    for (title, rows) in sections().into_iter().skip(1) {
        let rows = rows.into_iter().map(|(name, about)| json!({ "name": name, "about": about }));
        lists[title] = rows.collect();
    }
    lists
}

type Section = (&'static str, Vec<(&'static str, &'static str)>);

/// The option of each list, and the names and descriptions in it. What can be read comes first.
fn sections() -> [Section; 3] {
    let outputs = OUTPUTS.iter().map(|output| (output.name, output.about));
    let scripts = SITE_SCRIPTS.iter().map(|script| (script.name, script.about));
    [
        ("--from", FORMATS.iter().map(|format| (format.name, format.about)).collect()),
        ("triage --format", outputs.chain(scripts).collect()),
        ("convert --to", TARGETS.iter().map(|target| (target.name, target.about)).collect()),
    ]
}
