//! The documentation's commands print what the documentation shows, and its links lead somewhere.
//!
//! A `console` block holds commands after `$ ` and what they print. A line `...` matches any lines, `...` inside a
//! line any text.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

#[test]
fn commands_print_what_the_documentation_shows() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("data")).unwrap();
    fs::copy("data/sample.wordpress.xml", place.path().join("data/sample.wordpress.xml")).unwrap();
    fs::write(place.path().join("blocklist.txt"), "cheap\noutlet\npoker\nstarter\n").unwrap();
    fs::write(place.path().join("edited.csv"), "id,verdict\n6,genuine\n62,review\n").unwrap();
    let mut n_commands = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```console\n").skip(1) {
            let block = block.split("```").next().unwrap();
            for example in block.split("$ ").skip(1) {
                let (command, expected) = example.split_once('\n').unwrap();
                check(place.path(), &page, command, expected);
                n_commands += 1;
            }
        }
    }
    assert!(8 <= n_commands, "the documentation shows its commands");
}

#[test]
fn links_lead_to_files() {
    for page in pages() {
        // Every second piece between backticks is code.
        let text: String = fs::read_to_string(&page).unwrap().split('`').step_by(2).collect();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let is_elsewhere = link.contains("://") || link.starts_with('#');
            let target = page.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(is_elsewhere || target.exists(), "{} links {link}, which is not there", page.display());
        }
    }
}

/// Whoever looks for a module finds it on the page for engineers.
#[test]
fn the_architecture_page_names_every_module() {
    let page = fs::read_to_string("docs/architecture.md").unwrap();
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let modules = lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    for module in modules.filter_map(|module| module.strip_suffix(';')) {
        assert!(page.contains(&format!("`{module}`")), "docs/architecture.md does not name `{module}`");
    }
}

/// The README and the pages in `docs/`.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut pages: Vec<PathBuf> = pages.chain([PathBuf::from("README.md")]).collect();
    pages.sort();
    pages
}

/// CI runs the README's own test command, so that it cannot break unnoticed.
#[test]
fn the_ci_runs_the_command_of_the_readme() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let ci = std::fs::read_to_string(".ci/run").unwrap();
    let command = readme.split("```sh\n").nth(2).and_then(|part| part.lines().next()).unwrap();
    assert!(command.starts_with("cargo test"), "{command}");
    assert!(ci.lines().any(|line| line == command), "{command} is in .ci/run");
}

fn check(place: &Path, page: &Path, command: &str, expected: &str) {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("threadsift"), "{command}");
    let output =
        Command::new(cargo_bin("threadsift")).args(words).current_dir(place).output().expect("it runs");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    // A command prints data or messages; each example does one of the two.
    let shown = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    let shown = String::from_utf8(shown).expect("it prints UTF-8");
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    if let Err(line) = lines_match(&shown, &expected) {
        let page = page.display();
        panic!("{command}: {page} shows {line:?}, which is not in\n{}", shown.join("\n"));
    }
}

/// Matches lines; the error is the first expected line that is not there.
fn lines_match<'a>(shown: &[&str], expected: &[&'a str]) -> Result<(), &'a str> {
    let mut rest = shown.iter();
    let mut may_skip = false;
    for line in expected {
        if *line == "..." {
            may_skip = true;
            continue;
        }
        let found = if may_skip {
            rest.any(|printed| line_matches(printed, line))
        } else {
            rest.next().is_some_and(|printed| line_matches(printed, line))
        };
        if !found {
            return Err(line);
        }
        may_skip = false;
    }
    if may_skip || rest.next().is_none() { Ok(()) } else { Err("nothing more") }
}

fn line_matches(shown: &str, expected: &str) -> bool {
    let mut pieces = expected.split("...");
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = shown.strip_prefix(first) else { return false };
    let mut is_exact = true;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = if piece.is_empty() { "" } else { &rest[at + piece.len()..] };
        is_exact = !piece.is_empty();
    }
    !is_exact || rest.is_empty()
}
