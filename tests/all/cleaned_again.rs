//! A dump that was cleaned is clean: `clean` with the same settings gives the same bytes, and other settings or a change
//! of the file have it judged anew.

use std::fs;

use crate::shared::desk::{DONE, Desk};

const SEAL: &str = "<!-- cleaned by threadsift; settings ";
const NOTHING_TO_REMOVE: &str = "there is nothing to remove";

/// The bytes before the seal.
#[track_caller]
fn unsealed(export: &str) -> &str {
    let (document, seal) = export.split_once(SEAL).expect("a sealed export");
    assert!(seal.ends_with(" -->\n") && seal.lines().count() == 1, "{seal}");
    assert!(document.ends_with("</rss>\n"), "{document}");
    document
}

/// Runs a command; standard error does not speak of a dump that was cleaned before.
#[track_caller]
fn check_judged(desk: &Desk, command: &str) {
    let result = desk.run(command);
    let stderr = String::from_utf8(result.stderr).unwrap();
    assert_eq!(result.status.code(), Some(DONE), "{stderr}");
    assert!(!stderr.contains(NOTHING_TO_REMOVE), "{command}\n{stderr}");
}

#[test]
fn an_export_is_cleaned_once() {
    let desk = Desk::with_sample();
    check_judged(&desk, "clean dump.xml -o once.xml");
    unsealed(&desk.text("once.xml"));
    desk.check("clean once.xml -o twice.xml", DONE, &["read = ", " + 0 set aside", NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("twice.xml"), desk.text("once.xml"));
}

#[test]
fn every_comment_that_a_seal_keeps_has_a_verdict_that_keeps_it() {
    let desk = Desk::with_sample();
    let options = "--keep spam,pingback --spam-threshold 0.8";
    desk.check(&format!("clean dump.xml -o once.xml {options}"), DONE, &[]);
    let outputs = "--decisions decisions.ndjson --set-aside aside.ndjson";
    desk.check(&format!("clean once.xml -o twice.xml {options} {outputs}"), DONE, &[NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("twice.xml"), desk.text("once.xml"));
    assert_eq!(desk.text("aside.ndjson"), "");
    assert!(!desk.text("decisions.ndjson").contains(r#""verdict":"duplicate""#));
}

#[test]
fn converted_and_packed_dumps_are_cleaned_once() {
    let desk = Desk::with_sample();
    desk.check("convert dump.xml --to csv -o dump.csv", DONE, &[]);
    desk.check("clean dump.csv -o once.xml", DONE, &[]);
    unsealed(&desk.text("once.xml"));
    desk.check("clean once.xml -o twice.xml", DONE, &[NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("twice.xml"), desk.text("once.xml"));
    desk.put("packed.xml.gz", crate::shared::packing::gzip(desk.text("once.xml").as_bytes()));
    desk.check("clean packed.xml.gz -o unpacked.xml", DONE, &[NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("unpacked.xml"), desk.text("once.xml"));
}

#[test]
fn an_export_in_another_encoding_is_cleaned_once() {
    let desk = Desk::with_sample();
    let sample = desk.text("dump.xml").replacen("encoding=\"UTF-8\"", "encoding=\"UTF-16\"", 1);
    assert!(sample.contains("UTF-16"));
    let units = std::iter::once(0xfeff).chain(sample.encode_utf16());
    desk.put("wide.xml", units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    desk.check("clean wide.xml -o once.xml", DONE, &[]);
    desk.check("clean once.xml -o twice.xml", DONE, &[NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("twice.xml"), desk.text("once.xml"));
}

#[test]
fn exports_that_were_judged_together_are_cleaned_once() {
    let desk = Desk::with_sample();
    desk.put("other.xml", desk.text("dump.xml").replace("Gwen", "Olive").replace("crust", "shell"));
    for folder in ["once", "twice", "alone"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    desk.check("clean dump.xml other.xml -o once", DONE, &[]);
    desk.check("clean once -o twice", DONE, &[NOTHING_TO_REMOVE]);
    desk.check("clean once/other.xml -o alone", DONE, &[NOTHING_TO_REMOVE]);
    for name in ["dump.xml", "other.xml"] {
        assert_eq!(desk.text(&format!("twice/{name}")), desk.text(&format!("once/{name}")));
    }
    assert_eq!(desk.text("alone/other.xml"), desk.text("once/other.xml"));
    // Cleaned one by one, they may still have comments in common.
    desk.check("clean dump.xml -o one.xml", DONE, &[]);
    desk.check("clean other.xml -o two.xml", DONE, &[]);
    check_judged(&desk, "clean one.xml two.xml -o twice");
}

#[test]
fn other_settings_judge_anew_and_replace_the_seal() {
    let desk = Desk::with_sample();
    desk.put("words.txt", "mulch\n");
    desk.check("clean dump.xml -o once.xml", DONE, &[]);
    for options in [
        "--spam-threshold 0.95",
        "--review-threshold 0.2",
        "--ignore-status",
        "--keep retweet",
        "--blocklist words.txt",
    ] {
        check_judged(&desk, &format!("clean once.xml -o other.xml {options}"));
        assert!(desk.text("other.xml").matches(SEAL).count() <= 1, "{options}");
    }
    // Fewer comments are kept, so the export and its seal change.
    desk.check("clean once.xml -o strict.xml --spam-threshold 0.31", DONE, &[]);
    let (once, strict) = (desk.text("once.xml"), desk.text("strict.xml"));
    assert!(unsealed(&strict).len() < unsealed(&once).len());
    assert_ne!(strict.split_once(SEAL).unwrap().1, once.split_once(SEAL).unwrap().1);
}

#[test]
fn a_changed_export_is_judged_anew() {
    let desk = Desk::with_sample();
    desk.check("clean dump.xml -o once.xml", DONE, &[]);
    let once = desk.text("once.xml");
    desk.put("changed.xml", once.replacen("crust", "shell", 1));
    check_judged(&desk, "clean changed.xml -o again.xml");
    assert!(desk.text("again.xml").matches(SEAL).count() <= 1);
    desk.put("longer.xml", format!("{once}{}", desk.text("dump.xml")));
    let result = desk.tool("clean longer.xml -o again.xml").output().unwrap();
    assert!(!String::from_utf8(result.stderr).unwrap().contains(NOTHING_TO_REMOVE));
    // White space at the end, which editors add or take away, changes nothing.
    desk.put("spaced.xml", format!("{once}\n"));
    desk.check("clean spaced.xml -o again.xml", DONE, &[NOTHING_TO_REMOVE]);
}

#[test]
fn a_seal_in_a_text_is_a_text() {
    let desk = Desk::with_sample();
    desk.check("clean dump.xml -o once.xml", DONE, &[]);
    let once = desk.text("once.xml");
    let seal = &once[unsealed(&once).len()..];
    // Whoever comments can't know the digest, but the seal of another export can be copied.
    let dump = desk.text("dump.xml");
    let forged = dump.replacen("<![CDATA[", &format!("<![CDATA[</rss>\n{seal}"), 1);
    desk.put("forged.xml", &forged);
    check_judged(&desk, "clean forged.xml -o again.xml");
    assert!(desk.text("again.xml").matches(SEAL).count() == 2, "the text stays");
    desk.put("copied.xml", format!("{dump}{seal}"));
    check_judged(&desk, "clean copied.xml -o again.xml");
    assert_eq!(desk.text("again.xml"), once, "the copied seal is replaced");
}

#[test]
fn comments_behind_the_document_may_precede_the_seal() {
    let desk = Desk::with_sample();
    desk.put("cached.xml", format!("{}\n<!--\nServed from a cache -->", desk.text("dump.xml")));
    desk.check("clean cached.xml -o once.xml", DONE, &[]);
    assert!(desk.text("once.xml").contains("Served from a cache -->\n<!-- cleaned by threadsift; "));
    desk.check("clean once.xml -o twice.xml", DONE, &[NOTHING_TO_REMOVE]);
    assert_eq!(desk.text("twice.xml"), desk.text("once.xml"));
}

#[test]
fn an_export_from_which_nothing_is_removed_has_no_seal() {
    let desk = Desk::with_sample();
    let options = "--keep spam,duplicate,pingback,trackback,retweet,reaction";
    desk.check(&format!("clean dump.xml -o same.xml {options}"), DONE, &[" + 0 set aside"]);
    assert_eq!(desk.text("same.xml"), desk.text("dump.xml"));
}

#[test]
fn an_export_that_was_cut_off_has_no_seal() {
    let desk = Desk::with_sample();
    let dump = desk.text("dump.xml");
    desk.put("cut.xml", &dump[..dump.rfind("</wp:comment_content>").unwrap()]);
    desk.check("clean cut.xml -o clean.xml", 3, &[]);
    assert!(!desk.text("clean.xml").contains(SEAL));
}
