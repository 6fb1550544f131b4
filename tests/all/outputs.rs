//! Outputs: what they replace, what they leave behind, and where they end when something goes wrong.

use std::fs;
use std::process::{Output, Stdio};

use crate::shared::desk::Desk;

#[track_caller]
fn check_done(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn check_failed(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(words), "{said}");
}

/// What `clean` writes for the sample.
fn cleaned(desk: &Desk) -> String {
    check_done(&desk.run("clean dump.xml -o expected.xml -q"));
    desk.text("expected.xml")
}

#[cfg(unix)]
#[test]
fn names_of_standard_output_are_standard_output() {
    let desk = Desk::with_sample();
    let expected = cleaned(&desk);
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"] {
        if name == "link" {
            std::os::unix::fs::symlink("/dev/stdout", desk.path("link")).unwrap();
        }
        if name.starts_with("/proc") && cfg!(not(target_os = "linux")) {
            continue;
        }
        check_done(&desk.shell(&format!("$tool clean dump.xml -q -o {name} > out.xml")));
        assert_eq!(desk.text("out.xml"), expected, "{name}");
        check_done(&desk.shell(&format!("$tool clean dump.xml -q -o {name} | cat > piped.xml")));
        assert_eq!(desk.text("piped.xml"), expected, "{name}");
        // What is there before stays.
        check_done(
            &desk.shell(&format!("echo before > out.xml; $tool clean dump.xml -q -o {name} >> out.xml")),
        );
        assert_eq!(desk.text("out.xml"), format!("before\n{expected}"), "{name}");
    }
    assert!(fs::symlink_metadata("/dev/stdout").unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn another_open_file_is_appended_to() {
    let desk = Desk::with_sample();
    let expected = cleaned(&desk);
    check_done(&desk.shell("$tool clean dump.xml -q -o /dev/fd/3 3> out.xml"));
    assert_eq!(desk.text("out.xml"), expected);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_its_file_is_replaced() {
    let desk = Desk::with_sample();
    let expected = cleaned(&desk);
    fs::create_dir(desk.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere/real.xml", desk.path("link.xml")).unwrap();
    // The link leads to nothing at first, then to a file.
    for _ in 0..2 {
        check_done(&desk.run("clean dump.xml -q -o link.xml"));
        assert_eq!(desk.text("elsewhere/real.xml"), expected);
        assert!(fs::symlink_metadata(desk.path("link.xml")).unwrap().is_symlink());
    }
    std::os::unix::fs::symlink("circle", desk.path("circle")).unwrap();
    check_failed(&desk.run("clean dump.xml -q -o circle"), "cannot write circle");
}

#[cfg(unix)]
#[test]
fn permissions_are_those_of_the_file_that_is_replaced_or_of_a_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_sample();
    let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    for (name, wanted) in [("private.xml", 0o600), ("shared.xml", 0o664)] {
        fs::write(desk.path(name), "old").unwrap();
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(wanted)).unwrap();
        check_done(&desk.run(&format!("clean dump.xml -q -o {name}")));
        assert_eq!(mode(name), wanted, "{name}");
    }
    check_done(&desk.shell("umask 027; $tool clean dump.xml -q -o new.xml"));
    assert_eq!(mode("new.xml"), 0o640);
}

#[test]
fn what_the_run_reads_is_never_replaced() {
    let desk = Desk::with_sample();
    fs::write(desk.path("settings.toml"), "spam-threshold = 0.95\n").unwrap();
    fs::write(desk.path("words.txt"), "casino\n").unwrap();
    fs::write(desk.path("labels.tsv"), "1\tham\n").unwrap();
    fs::create_dir(desk.path("labels")).unwrap();
    fs::write(desk.path("labels/dump.tsv"), "1\tham\n").unwrap();
    for (command, output) in [
        ("clean dump.xml --config settings.toml -o", "settings.toml"),
        ("clean dump.xml --blocklist words.txt --decisions", "./words.txt"),
        ("triage dump.xml --blocklist words.txt -o", "words.txt"),
        ("count dump.xml --config settings.toml -o", "settings.toml"),
        ("evaluate dump.xml --labels labels.tsv -o", "labels.tsv"),
        ("evaluate dump.xml --labels labels -o", "labels/dump.tsv"),
    ] {
        let before = desk.text(output);
        check_failed(&desk.run(&format!("{command} {output} -q")), "choose another name");
        assert_eq!(desk.text(output), before, "{command}");
    }
}

#[test]
fn two_names_of_one_file_are_one_output() {
    let desk = Desk::with_sample();
    fs::create_dir(desk.path("folder")).unwrap();
    let mut names = vec!["out.xml", "./out.xml", "folder/../out.xml"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("out.xml", desk.path("link.xml")).unwrap();
        std::os::unix::fs::symlink(".", desk.path("here")).unwrap();
        names.extend(["link.xml", "here/out.xml"]);
    }
    for name in names {
        let output = desk.run(&format!("clean dump.xml -q -o out.xml --set-aside {name}"));
        check_failed(&output, "two outputs would be one file");
        assert!(!desk.path("out.xml").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_early_costs_no_other_output() {
    let desk = Desk::with_sample();
    let expected = cleaned(&desk);
    for option in ["--decisions", "--set-aside"] {
        let script =
            format!("mkfifo pipe; head -c 1 pipe > first & $tool clean dump.xml -q {option} pipe -o out.xml");
        check_done(&desk.shell(&script));
        assert_eq!(desk.text("out.xml"), expected, "{option}");
        fs::remove_file(desk.path("pipe")).unwrap();
        fs::remove_file(desk.path("out.xml")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn every_output_may_go_to_a_program_that_stops_early() {
    let desk = Desk::with_sample();
    for command in [
        "triage dump.xml --format csv",
        "triage dump.xml --format table",
        "triage dump.xml --format ndjson",
        "triage dump.xml --format ids",
        "count dump.xml --format csv",
        "convert dump.xml --to csv",
        "convert dump.xml --to ndjson",
        "convert dump.xml --to wxr",
        "explain dump.xml 2",
    ] {
        // The reader is gone before the first byte is written.
        let script = format!("($tool {command} -q; echo $? > code) | true");
        check_done(&desk.shell(&script));
        assert_eq!(desk.text("code").trim(), "0", "{command}");
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_appear_takes_the_others_back() {
    let desk = Desk::with_sample();
    fs::write(desk.path("old.xml"), "old").unwrap();
    // No file system takes a name of 300 characters.
    let long = "x".repeat(300);
    check_failed(&desk.run(&format!("clean dump.xml -q -o old.xml --decisions {long}")), "cannot write xxx");
    check_failed(
        &desk.run(&format!("clean dump.xml -q -o {long} --set-aside new.ndjson")),
        "cannot write xxx",
    );
    assert_eq!(desk.text("old.xml"), "old");
    assert_eq!(desk.files(), ["dump.xml", "old.xml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let desk = Desk::with_sample();
    // 8 KiB are less than the output.
    let output = desk.shell("ulimit -f 16; trap '' XFSZ; $tool clean dump.xml -q -o out.xml");
    check_failed(&output, "cannot write out.xml");
    assert_eq!(desk.files(), ["dump.xml"]);
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_nothing_behind() {
    let desk = Desk::with_sample();
    let dump = desk.text("dump.xml");
    fs::write(desk.path("old.xml"), "old").unwrap();
    // A reader that waits keeps the run in the middle of writing.
    for signal in ["INT", "TERM", "HUP", "KILL"] {
        check_done(&desk.shell("rm -f pipe; mkfifo pipe"));
        let mut run =
            desk.tool("clean dump.xml -q -o old.xml --decisions pipe").stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(500));
        check_done(&desk.shell(&format!("kill -{signal} {}", run.id())));
        let status = run.wait().unwrap();
        assert!(std::os::unix::process::ExitStatusExt::signal(&status).is_some(), "{signal}: {status}");
        assert_eq!(desk.files(), ["dump.xml", "old.xml", "pipe"], "{signal}");
        assert_eq!((desk.text("old.xml"), desk.text("dump.xml")), ("old".to_owned(), dump.clone()));
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let desk = Desk::with_sample();
    fs::write(desk.path(".threadsift-abandoned"), "a name, an address").unwrap();
    let in_use = fs::File::create(desk.path(".threadsift-in-use")).unwrap();
    in_use.lock().unwrap();
    check_done(&desk.run("clean dump.xml -q -o out.xml"));
    assert_eq!(desk.files(), [".threadsift-in-use", "dump.xml", "out.xml"]);
}

#[cfg(unix)]
#[test]
fn an_input_that_is_cut_while_outputs_are_written_is_an_error() {
    let desk = Desk::with_sample();
    let dump = desk.text("dump.xml");
    for command in
        ["clean dump.xml -q -o out.xml --decisions pipe", "convert dump.xml -q --to ndjson -o pipe"]
    {
        fs::write(desk.path("dump.xml"), &dump).unwrap();
        // The run writes after the pipe is opened for reading, which happens after the cut.
        let script = format!(
            "rm -f pipe; mkfifo pipe; (sleep 1; truncate -s 50000 dump.xml; cat pipe > got) & $tool {command}"
        );
        check_failed(&desk.shell(&script), "was changed while threadsift ran");
        assert!(!desk.path("out.xml").exists());
    }
}

#[cfg(unix)]
#[test]
fn more_outputs_than_open_files() {
    let desk = Desk::with_sample();
    fs::create_dir_all(desk.path("dumps")).unwrap();
    fs::create_dir_all(desk.path("clean")).unwrap();
    for number in 0..300 {
        let text = format!(
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><wp:post_id>{number}\
            </wp:post_id><wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>Paint dries slowly.\
            </wp:comment_content></wp:comment></item></channel></rss>"
        );
        fs::write(desk.path(&format!("dumps/{number}.xml")), text).unwrap();
    }
    check_done(&desk.shell("ulimit -Sn 100; $tool clean dumps -q -o clean"));
    assert_eq!(fs::read_dir(desk.path("clean")).unwrap().count(), 300);
}

#[test]
fn no_output_commands_a_terminal_or_a_spreadsheet() {
    let desk = Desk::with_sample();
    let hostile = "\u{9b}31m\u{202e}\u{61c}\u{200b}\u{feff}\u{e0041}\u{1b}]0;";
    let row = |id: usize, text: &str| {
        let text = format!("{text}{hostile} Paint dries slowly.");
        serde_json::json!({"id": id, "post_title": text, "author": text, "text": text}).to_string() + "\n"
    };
    let starts = ["", "=1+1", "\n=1+1", "＝1+1", "@SUM(1)"];
    let rows: String = starts.iter().enumerate().map(|(index, start)| row(index + 1, start)).collect();
    fs::write(desk.path("hostile.ndjson"), rows).unwrap();
    for command in [
        "triage hostile.ndjson --format table",
        "triage hostile.ndjson --format ndjson",
        "triage hostile.ndjson --format csv",
        "count hostile.ndjson --format table",
        "count hostile.ndjson --format json",
        "count hostile.ndjson --format csv",
        "explain hostile.ndjson 1",
    ] {
        let output = desk.run(command);
        // Control characters are damages of the input.
        assert_eq!(output.status.code(), Some(3), "{command}");
        for printed in [output.stdout, output.stderr] {
            let printed = String::from_utf8(printed).unwrap();
            let harmful = |char: char| {
                char.is_control() && char != '\n' || hostile[2..].contains(char) && !char.is_ascii()
            };
            assert_eq!(printed.chars().find(|char| harmful(*char)), None, "{command}");
            let mut cells = csv::ReaderBuilder::new();
            let cells = cells.flexible(true).from_reader(printed.as_bytes());
            if command.ends_with("csv") {
                for cell in cells
                    .into_records()
                    .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']),
                        "{cell:?}"
                    );
                }
            }
        }
    }
}
