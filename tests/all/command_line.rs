//! The command line: usage, bad input, and what is left behind when something goes wrong.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED, SAMPLE, USAGE};

/// The command is refused, and the input is what it was.
#[track_caller]
fn check_refused(desk: &Desk, command: &str, code: i32, words: &[&str]) {
    let files = desk.files();
    let stdout = desk.check(command, code, words);
    assert_eq!(stdout, "", "nothing is printed when nothing is done");
    assert_eq!(desk.files(), files, "nothing is left behind");
    assert!(is_same(&desk.path("dump.xml"), Path::new(SAMPLE)), "the input is never changed");
}

fn is_same(one: &Path, other: &Path) -> bool {
    fs::read(one).unwrap() == fs::read(other).unwrap()
}

fn ids(ndjson: &str, of: impl Fn(&Value) -> &Value) -> Vec<String> {
    ndjson.lines().map(|line| of(&serde_json::from_str(line).unwrap()).as_str().unwrap().to_owned()).collect()
}

#[test]
fn without_a_command_there_is_help() {
    Desk::with_sample().check("", USAGE, &["Usage: threadsift", "triage", "explain"]);
    assert!(Desk::with_sample().check("--help", DONE, &[]).contains("Usage: threadsift"));
    assert!(Desk::with_sample().check("--version", DONE, &[]).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_cannot_be_read_is_named() {
    let desk = Desk::with_sample();
    desk.put("nothing.xml", "");
    desk.put(
        "picture.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\x01\x2c\x08\x06\0\0\0\xff\xfe\xfd",
    );
    desk.put("table.csv", "id,name,date\n1,Ann,2009-03-01\n");
    fs::create_dir(desk.path("folder")).unwrap();
    fs::copy(desk.path("picture.png"), desk.path("folder/picture.png")).unwrap();
    for command in ["triage", "clean", "count", "convert --to ndjson"] {
        check_refused(
            &desk,
            &format!("{command} absent.xml"),
            FAILED,
            &["cannot read absent.xml", "check that it is there"],
        );
        check_refused(
            &desk,
            &format!("{command} nothing.xml"),
            FAILED,
            &["nothing.xml is empty", "export", "again"],
        );
        check_refused(
            &desk,
            &format!("{command} picture.png"),
            FAILED,
            &["picture.png", "none of the formats", "--from"],
        );
        check_refused(
            &desk,
            &format!("{command} folder"),
            FAILED,
            &["folder", "no dump", "name the export file"],
        );
        check_refused(
            &desk,
            &format!("{command} table.csv"),
            FAILED,
            &["table.csv", "name, date", "--columns body="],
        );
    }
    check_refused(&desk, "triage dump.xml --blocklist absent.txt", FAILED, &["cannot read absent.txt"]);
}

#[test]
fn what_cannot_be_meant_is_explained() {
    let desk = Desk::with_sample();
    desk.put("config.toml", "spam-treshold = 0.9\n");
    desk.put("off.toml", "off = [\"author-is-evil\"]\n");
    desk.put("list.txt", "poker\n");
    desk.put("model.toml", "base = -1.0\nping-base = -1.0\n[caps]\n[weights]\nauthor-is-evil = 1.0\n");
    for (command, words) in [
        (
            "clean dump.xml -o out.xml --keep pingback,likes",
            &["--keep", "\"likes\"", "retweet", "duplicate"][..],
        ),
        ("triage dump.xml --from word", &["--from", "word", "wxr", "csv"]),
        ("triage dump.xml --format xml", &["--format", "ndjson", "csv"]),
        (
            "triage dump.xml --spam-threshold 0.2 --review-threshold 0.6",
            &["review-threshold (0.6)", "spam-threshold (0.2)"],
        ),
        ("triage dump.xml --spam-threshold 80", &["between 0 and 1"]),
        ("triage dump.xml --columns body", &["--columns", "body=CONTENT"]),
        ("triage dump.xml --columns text=CONTENT", &["\"text\"", "fields:", "body"]),
        ("triage dump.xml --config config.toml", &["spam-treshold", "spam-threshold"]),
        ("triage dump.xml --config off.toml", &["off.toml", "author-is-evil", "did you mean"]),
        ("triage dump.xml --model model.toml", &["author-is-evil"]),
        ("evaluate dump.xml --blocklist list.txt", &["--blocklist", "measured without"]),
        ("triage", &["<INPUT>", "Usage"]),
        ("explain dump.xml", &["no comment is named", "the id of a comment"]),
        ("explain 812", &["812 is not the path of a dump", "export.xml 812"]),
        ("convert dump.xml", &["--to"]),
        ("completions tcsh", &["bash", "zsh"]),
    ] {
        check_refused(&desk, command, USAGE, words);
    }
    check_refused(
        &desk,
        "explain dump.xml 4711",
        FAILED,
        &["no comment has the id 4711", "triage --format table"],
    );
}

#[test]
fn an_input_is_never_overwritten() {
    let desk = Desk::with_sample();
    fs::create_dir(desk.path("folder")).unwrap();
    let outputs = ["dump.xml", "./dump.xml", "folder/../dump.xml", "link.xml"];
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("dump.xml"), desk.path("link.xml")).unwrap();
    #[cfg(not(unix))]
    let outputs = &outputs[..3];
    for output in outputs {
        for command in [
            "clean dump.xml -o",
            "triage dump.xml -o",
            "count dump.xml -o",
            "convert dump.xml --to ndjson -o",
        ] {
            check_refused(
                &desk,
                &format!("{command} {output}"),
                FAILED,
                &["is an input too", "choose another name"],
            );
        }
        for option in ["--set-aside", "--decisions"] {
            check_refused(&desk, &format!("clean dump.xml {option} {output}"), FAILED, &["is an input too"]);
        }
    }
    // A folder for the clean dumps that is the folder of the inputs.
    check_refused(&desk, "clean dump.xml -o .", FAILED, &["is an input too"]);
    #[cfg(unix)]
    check_refused(&desk, "clean link.xml -o dump.xml", FAILED, &["is an input too"]);
}

#[test]
fn no_output_overwrites_another() {
    let desk = Desk::with_sample();
    for folder in ["a", "b", "clean"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    fs::copy(SAMPLE, desk.path("a/dump.xml")).unwrap();
    fs::copy(SAMPLE, desk.path("b/dump.xml")).unwrap();
    let words = ["two outputs", "a name of its own"];
    check_refused(&desk, "clean dump.xml -o out.xml --set-aside ./out.xml", FAILED, &words);
    check_refused(&desk, "clean dump.xml --decisions aside --set-aside aside", FAILED, &words);
    check_refused(&desk, "clean a/dump.xml b/dump.xml -o clean", FAILED, &words);
    assert!(!desk.path("clean/dump.xml").exists());
}

#[test]
fn a_failed_run_leaves_nothing_behind() {
    let desk = Desk::with_sample();
    desk.put("comments.csv", "id,body\n1,Two thin coats.\n");
    for command in [
        "clean dump.xml -o absent/out.xml",
        "clean dump.xml --set-aside absent/aside.ndjson",
        "clean dump.xml --decisions absent/decisions.csv",
        "triage dump.xml -o absent/out.csv",
        "count dump.xml -o absent/out.csv",
        "convert dump.xml --to ndjson -o absent/out.ndjson",
    ] {
        check_refused(&desk, command, FAILED, &["cannot write absent/", "its folder exists", "name another"]);
    }
    check_refused(
        &desk,
        "clean dump.xml comments.csv -o out.xml",
        FAILED,
        &["2 inputs", "existing folder", "-o"],
    );
}

#[test]
fn nothing_is_written_without_a_name() {
    let desk = Desk::with_sample();
    let files = desk.files();
    desk.check("clean dump.xml", DONE, &["read =", "Nothing was written", "-o FILE"]);
    assert_eq!(desk.files(), files);
}

#[test]
fn nothing_vanishes_between_the_outputs() {
    let desk = Desk::with_sample();
    desk.check("clean dump.xml -o clean.xml --set-aside aside.ndjson --decisions all.csv", DONE, &["read ="]);
    let all = ids(&desk.check("triage dump.xml", DONE, &[]), |row| &row["id"]);
    let aside = ids(&desk.text("aside.ndjson"), |row| &row["comment"]["id"]);
    let kept = ids(&desk.check("triage clean.xml", DONE, &[]), |row| &row["id"]);
    let mut together = [kept.clone(), aside.clone()].concat();
    let mut wanted = all.clone();
    together.sort();
    wanted.sort();
    assert_eq!(together, wanted);
    assert!(!kept.is_empty() && !aside.is_empty());
    desk.check(
        "clean dump.xml -o again.xml",
        DONE,
        &[&format!("{} read = {} kept + {} set aside", all.len(), kept.len(), aside.len())],
    );
    let mut table = csv::Reader::from_path(desk.path("all.csv")).unwrap();
    let decided: Vec<String> = table.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert_eq!(decided, all, "the decisions are in the order of the dump");
}

#[test]
fn what_is_kept_can_be_widened() {
    let desk = Desk::with_sample();
    let everything = "pingback,trackback,retweet,reaction,duplicate,spam";
    desk.check(&format!("clean dump.xml -o all.xml --keep {everything}"), DONE, &["+ 0 set aside"]);
    assert!(
        is_same(&desk.path("all.xml"), &desk.path("dump.xml")),
        "nothing was removed, so no byte differs"
    );
}

#[test]
fn inputs_come_in_many_ways() {
    let desk = Desk::with_sample();
    let wanted = ids(&desk.check("triage dump.xml", DONE, &[]), |row| &row["id"]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&fs::read(SAMPLE).unwrap()).unwrap();
    let packed = packed.finish().unwrap();
    desk.put("dump.xml.gz", &packed);
    fs::create_dir(desk.path("folder")).unwrap();
    fs::copy(SAMPLE, desk.path("folder/dump.xml")).unwrap();
    desk.put("folder/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe");
    let plain = fs::read(SAMPLE).unwrap();
    for (command, fed) in [
        ("triage dump.xml.gz", &b""[..]),
        ("triage folder", b""),
        ("triage -", &plain),
        ("triage -", &packed),
    ] {
        let found = ids(&desk.check_fed(command, fed, DONE, &[]), |row| &row["id"]);
        assert_eq!(found, wanted, "{command}");
    }
    desk.check_fed("clean - -o from-pipe.xml", &plain, DONE, &[]);
    desk.check("clean dump.xml.gz -o from-gz.xml", DONE, &[]);
    desk.check("clean dump.xml -o from-file.xml", DONE, &[]);
    assert!(is_same(&desk.path("from-pipe.xml"), &desk.path("from-file.xml")));
    assert!(is_same(&desk.path("from-gz.xml"), &desk.path("from-file.xml")));
    desk.check_fed("triage -", b"", FAILED, &["standard input is empty"]);
    desk.put("cut.xml.gz", &packed[..packed.len() / 2]);
    let salvaged = ids(
        &desk.check("triage cut.xml.gz", SALVAGED, &["packed file is broken", "fetch it again"]),
        |row| &row["id"],
    );
    assert!(!salvaged.is_empty() && wanted.starts_with(&salvaged), "what could be unpacked is read");
}

#[test]
fn several_inputs_become_as_many_clean_dumps() {
    let desk = Desk::with_sample();
    fs::copy(SAMPLE, desk.path("other.xml")).unwrap();
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean dump.xml other.xml -o clean", DONE, &["read ="]);
    assert!(desk.path("clean/dump.xml").exists() && desk.path("clean/other.xml").exists());
}

#[test]
fn an_explanation_adds_up_and_quotes() {
    let desk = Desk::with_sample();
    let page = desk.check("explain dump.xml 65", DONE, &[]);
    for word in ["Comment 65", "Log-odds", "= sum", "SHA-256"] {
        assert!(page.contains(word), "{page}");
    }
    assert!(desk.check("explain dump.xml 6", DONE, &[]).contains("Duplicate of comment 5 by"));
}

#[test]
fn quiet_runs_say_nothing() {
    let result = Desk::with_sample().tool("clean dump.xml -o out.xml -q").output().unwrap();
    assert!(result.status.success() && result.stdout.is_empty() && result.stderr.is_empty());
}

#[test]
fn shells_and_manuals_are_served() {
    let desk = Desk::with_sample();
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.check(&format!("completions {shell}"), DONE, &[]).contains("threadsift"));
    }
    let manual = desk.check("man", DONE, &[]);
    assert!(manual.starts_with(".ie") && manual.contains("set\\-aside"), "every command has its page");
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let desk = Desk::with_sample();
    let many = fs::read_to_string(SAMPLE).unwrap();
    for number in 0..4 {
        desk.put(&format!("dump{number}.xml"), &many);
    }
    for command in
        ["triage dump0.xml dump1.xml dump2.xml dump3.xml", "convert dump.xml dump1.xml --to ndjson", "man"]
    {
        let quiet = if command == "man" { "" } else { "-q" };
        let mut tool = desk.tool(&format!("{command} {quiet}"));
        let mut child = tool.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let result = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(result.stderr).unwrap();
        assert_eq!((result.status.code(), stderr.as_str()), (Some(DONE), ""), "{command}");
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_with_a_name_is_written_to_and_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let desk = Desk::with_sample();
    let pipe = desk.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    desk.check("triage dump.xml -o pipe -q", DONE, &[]);
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo(), "no file took its place");
    assert_eq!(reader.join().unwrap(), desk.check("triage dump.xml", DONE, &[]));
}

#[test]
fn what_can_be_read_and_written_is_listed() {
    let desk = Desk::with_sample();
    let table = desk.check("formats", DONE, &[]);
    let list: Value = serde_json::from_str(&desk.check("formats --format json", DONE, &[])).unwrap();
    for name in threadsift::internals::read::FORMATS.iter().map(|format| format.name) {
        let n_rows = table.lines().filter(|line| line.split_whitespace().next() == Some(name)).count();
        assert!(2 <= n_rows, "{name} is in both lists of\n{table}");
        assert!(list["read"].as_array().unwrap().iter().any(|format| format["name"] == name), "{name}");
    }
    for name in threadsift::internals::write::OUTPUTS.iter().map(|output| output.name) {
        assert!(table.lines().any(|line| line.split_whitespace().next() == Some(name)), "{name}");
    }
}

#[test]
fn what_a_conversion_loses_is_said_for_the_input_at_hand() {
    let desk = Desk::with_sample();
    desk.put("one.csv", "id,post,author,agent,body\n1,4,Ada,Mozilla/5.0,\"=1+1\"\n");
    desk.check("convert one.csv --to wxr -o one.xml", DONE, &["1 comment written", "1 user agent left out"]);
    desk.check("convert one.csv --to ndjson -o one.ndjson -q", DONE, &[]);
    desk.check("convert one.xml --to csv -o two.csv", DONE, &["1 comment written"]);
    assert!(fs::read_to_string(desk.path("two.csv")).unwrap().contains("'=1+1"));
    desk.check("convert one.csv two.csv --to csv -o one.csv", FAILED, &["never overwritten"]);
    let broken = fs::read_to_string(SAMPLE).unwrap();
    desk.put("cut.xml", &broken[..broken.len() / 2]);
    desk.check("convert cut.xml --to wxr -o cut.wxr", SALVAGED, &["comments written"]);
    assert!(fs::read_to_string(desk.path("cut.wxr")).unwrap().ends_with("</rss>\n"));
}

/// Two pages; on the first a double post with a reply below each copy.
const DOUBLED: &str = "id,post,post_title,parent,author,email,date,body
11,1,Mud season,,Ada,ada@path.example,2009-08-21 10:02:11,Every March the path to the shed disappears under the mud again.
12,1,,,Ada,ada@path.example,2009-08-21 10:03:40,Every March the path to the shed disappears under the mud again.
13,1,,12,Ben,ben@ode.example,2009-08-21 11:30:00,Straw rots. Try bark instead and tell me how it goes.
21,2,Dry season,,Cem,cem@dry.example,2009-09-01 08:00:00,And now there is nothing but dust.
";

#[test]
fn a_dump_in_any_format_is_cleaned_to_a_wordpress_export() {
    let desk = Desk::with_sample();
    desk.put("comments.csv", DOUBLED);
    let said = &["4 read = 3 kept + 1 set aside", "It is a WordPress export", "3 comments written"];
    desk.check("clean comments.csv -o clean.xml", DONE, said);
    let decisions = desk.check("triage clean.xml --format csv -q", DONE, &[]);
    let rows: Vec<Vec<&str>> =
        decisions.lines().skip(1).map(|row| row.split(',').take(3).collect()).collect();
    assert_eq!(rows, [["11", "1", "0"], ["13", "1", "11"], ["21", "2", "0"]]);
    assert!(!decisions.contains(",duplicate,"), "{decisions}");
}

#[test]
fn dumps_in_other_formats_become_one_export_or_one_each() {
    let desk = Desk::with_sample();
    desk.put("one.csv", DOUBLED);
    desk.put("two.csv", DOUBLED.replace("season", "cellar").replace("2009", "2010").replace("path", "stair"));
    desk.check("clean one.csv two.csv -o clean.xml", DONE, &["8 read = 6 kept + 2", "renumbered"]);
    let n_posts = fs::read_to_string(desk.path("clean.xml")).unwrap().matches("<item>").count();
    assert_eq!(n_posts, 4);
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean dump.xml one.csv two.csv -o clean", DONE, &["3 comments written"]);
    let mut names: Vec<_> =
        fs::read_dir(desk.path("clean")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["dump.xml", "one.xml", "two.xml"]);
    for name in ["one", "two"] {
        let ids = desk.check(&format!("triage clean/{name}.xml --format csv -q"), DONE, &[]);
        let rows: Vec<Vec<&str>> = ids.lines().skip(1).map(|row| row.split(',').take(3).collect()).collect();
        assert_eq!(rows, [["11", "1", "0"], ["13", "1", "11"], ["21", "2", "0"]]);
    }
    desk.put("one.xml", "");
    desk.check("clean one.csv one.csv -o clean", FAILED, &["two outputs would be one file"]);
}

/// Progress is for people: a terminal shows it, a file of messages has none of it.
#[cfg(target_os = "linux")]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
#[test]
fn progress_is_shown_on_a_terminal_only() {
    let desk = Desk::new();
    desk.put("sample.xml", std::fs::read("data/sample.wordpress.xml").unwrap());
    // `script` of util-linux gives a command a terminal.
    let tool = env!("CARGO_BIN_EXE_threadsift");
    let command = format!("{tool} triage sample.xml --format ndjson -o out.ndjson");
    let on_terminal = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(desk.path(""))
        .env("TERM", "xterm")
        .output();
    match on_terminal {
        Err(_) => eprintln!("skipped: there is no `script` to make a terminal"),
        Ok(output) => {
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(shown.contains("judging 99 comments"), "{shown}");
            assert!(shown.contains("99 read ="), "{shown}");
        }
    }
    let messages = desk.tool("triage sample.xml --format ndjson -o out.ndjson").output().unwrap();
    assert!(!String::from_utf8_lossy(&messages.stderr).contains("judging"));
}
