//! `threadsift formats`: what can be read and what can be written, from the lists that the readers and writers are in.

use serde_json::{Value, json};

use super::arguments::{Formats, ReportFormat};
use super::output;
use super::session::style;
use crate::error::Result;
use crate::read::{FORMATS, Provides};
use crate::write::{OUTPUTS, TARGETS, header, new_table};

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
    let mut told = new_table(style);
    let names = Provides::ALL.map(Provides::name);
    told.set_header(header(&[&["Format"], &names[..]].concat()));
    for format in FORMATS {
        let tells = Provides::ALL.map(|it| if format.provides.contains(&it) { "✓" } else { "·" });
        told.add_row([&[format.name], &tells[..]].concat());
    }
    let mut text = String::new();
    for (title, rows) in sections() {
        let mut table = new_table(style);
        table.set_header(header(&[title, "What it is"]));
        for (name, about) in rows {
            table.add_row([name, about]);
        }
        text.push_str(&format!("{table}\n\n"));
    }
    format!("{text}What dumps in a format tell:\n{told}\n")
}

fn lists() -> Value {
    let mut lists = json!({ "read": FORMATS.iter().map(|it| {
        let tells: Vec<&str> = it.provides.iter().map(|it| it.name()).collect();
        json!({ "name": it.name, "about": it.about, "tells": tells })
    }).collect::<Vec<_>>() });
    for (title, rows) in sections().into_iter().skip(1) {
        let rows: Vec<Value> =
            rows.into_iter().map(|(name, about)| json!({ "name": name, "about": about })).collect();
        lists[title] = Value::Array(rows);
    }
    lists
}

type Section = (&'static str, Vec<(&'static str, &'static str)>);

/// Each list with what it is for; first what can be read.
fn sections() -> [Section; 3] {
    [
        ("--from", FORMATS.iter().map(|it| (it.name, it.about)).collect()),
        ("triage --format", OUTPUTS.iter().map(|it| (it.name, it.about)).collect()),
        ("convert --to", TARGETS.iter().map(|it| (it.name, it.about)).collect()),
    ]
}
