//! The README's commands do what the README shows.
//!
//! A `console` block holds commands behind `$ ` and what they print; a line `...` stands for any lines, `...` inside a
//! line for any text.

use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

#[test]
fn commands_print_what_the_readme_shows() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("data")).unwrap();
    std::fs::copy("data/sample.wordpress.xml", place.path().join("data/sample.wordpress.xml")).unwrap();
    std::fs::write(place.path().join("blocklist.txt"), "cheap\noutlet\npoker\nstarter\n").unwrap();
    let mut n_commands = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for example in block.split("$ ").skip(1) {
            let (command, expected) = example.split_once('\n').unwrap();
            check(place.path(), command, expected);
            n_commands += 1;
        }
    }
    assert!(5 <= n_commands, "the README shows its commands");
}

/// The command that tests are run with is the one that the README names, or nobody would notice that it broke.
#[test]
fn the_ci_runs_the_command_of_the_readme() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let ci = std::fs::read_to_string(".ci/run").unwrap();
    let command = readme.split("```sh\n").nth(2).and_then(|it| it.lines().next()).unwrap();
    assert!(command.starts_with("cargo test"), "{command}");
    assert!(ci.lines().any(|line| line == command), "{command} is in .ci/run");
}

fn check(place: &Path, command: &str, expected: &str) {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("threadsift"), "{command}");
    let output =
        Command::new(cargo_bin("threadsift")).args(words).current_dir(place).output().expect("it runs");
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    // A command prints its data or speaks to the person; the README's examples do one of the two.
    let shown = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    let shown = String::from_utf8(shown).expect("it prints UTF-8");
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
    if let Err(line) = lines_match(&shown, &expected) {
        panic!("{command}: the README shows {line:?}, which is not in\n{}", shown.join("\n"));
    }
}

/// Do the lines match? Else the first expected line that does not.
fn lines_match<'a>(shown: &[&str], expected: &[&'a str]) -> Result<(), &'a str> {
    let mut rest = shown.iter();
    let mut may_skip = false;
    for line in expected {
        if *line == "..." {
            may_skip = true;
            continue;
        }
        let found = if may_skip {
            rest.any(|it| line_matches(it, line))
        } else {
            rest.next().is_some_and(|it| line_matches(it, line))
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
