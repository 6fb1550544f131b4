//! The report: a page in which nothing from a dump is markup, and whose numbers are those of the decisions.

use std::fs;
use std::io::Read as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use threadsift::internals::read::FORMATS;

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED};

const SAMPLE: &str = "data/sample.wordpress.xml";

/// What hostile comments try: to end an element, to start one, to be a script, a template or a part of the policy, to
/// turn the direction of writing.
const HOSTILE: [&str; 10] = [
    "</script><script>document.title='owned'</script>",
    "<!-- <script> --!> <!--<script",
    "<img src=x onerror=\"document.title='owned'\">",
    "<a href=\"javascript:document.title='owned'\">a link</a>",
    "\u{202e}evil \u{2066}isolated\u{200b}\u{feff}",
    "a\u{0}b\u{1b}[31mc\u{7f}\u{85}",
    "]]> ]]&gt; <![CDATA[",
    "{{ policy }} {% raw %} ${document.title='owned'} <%= 1 %>",
    "</title></style></textarea></noscript><svg onload=document.title='owned'>",
    "\u{2028}\u{2029}\u{ffff}&lt;/script&gt; &#0; \\u003c/script\\u003e",
];

/// A dump in which every field is hostile.
fn hostile_dump() -> String {
    let lines = HOSTILE.iter().enumerate().map(|(number, text)| {
        let half_a_pair = if number == 0 { "\\ud83d" } else { "" };
        let line = json!({
            "id": format!("{number}{text}"), "post": text, "post_title": text,
            "post_url": format!("http://blog.example/{number}/"),
            "author": text, "url": format!("http://host{number}.example/{text}"), "date": "2010-01-02 03:04:05",
            "body": format!("{text} And some more words that a person could write, number {number}. HALF"),
        });
        line.to_string().replace("HALF", half_a_pair) + "\n"
    });
    lines.collect()
}

/// A page, taken apart.
struct Page {
    text: String,
}

impl Page {
    #[track_caller]
    fn of(desk: &Desk, arguments: &str) -> Page {
        desk.check(&format!("report {arguments} -o page.html"), DONE, &[]);
        Page::read(desk)
    }

    fn read(desk: &Desk) -> Page {
        Page { text: fs::read_to_string(desk.path("page.html")).unwrap() }
    }

    fn of_hostile_dump(desk: &Desk) -> Page {
        desk.put("hostile.ndjson", hostile_dump());
        desk.check("report hostile.ndjson -o page.html", SALVAGED, &["1 half of a character"]);
        Page::read(desk)
    }

    fn of_sample(desk: &Desk) -> Page {
        fs::copy(SAMPLE, desk.path("sample.xml")).unwrap();
        Page::of(desk, "sample.xml")
    }

    /// What is between two texts.
    #[track_caller]
    fn between(&self, start: &str, end: &str) -> &str {
        let rest = self.text.split_once(start).expect(start).1;
        rest.split_once(end).expect(end).0
    }

    /// The page up to the data.
    fn markup(&self) -> &str {
        self.text.split_once("<script type=\"text/plain\"").expect("data follows").0
    }

    /// A block of data.
    fn data(&self, id: &str) -> Value {
        let packed = self.between(&format!("<script type=\"text/plain\" id=\"{id}\">"), "</script>");
        assert!(packed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)), "{id}");
        let mut json = String::new();
        ZlibDecoder::new(&STANDARD.decode(packed).unwrap()[..]).read_to_string(&mut json).unwrap();
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{id}: {error}"))
    }
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry.as_str().unwrap()).collect()
}

fn numbers(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|entry| entry.as_i64().unwrap()).collect()
}

#[test]
fn the_policy_allows_this_script_and_this_style_and_nothing_else() {
    let page = Page::of_sample(&Desk::new());
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let script = hash(page.between("<script type=\"module\">", "</script>"));
    let style = hash(page.between("<style>", "</style>"));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri 'none'; \
         form-action 'none'"
    );
    // The template escapes the apostrophes and the signs of base64 that it knows.
    let written = page.between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let written = written.replace("&#39;", "'").replace("&#x27;", "'").replace("&#x2B;", "+");
    assert_eq!(written, policy);
    let before_script = page.text.split_once("<script").unwrap().0;
    assert!(before_script.contains("Content-Security-Policy"), "the policy comes first");
    let outside = page.markup().replace(page.between("<script type=\"module\">", "</script>"), "");
    for forbidden in [" style=", " onclick=", " onload=", "http://", "https://", "src="] {
        assert!(!outside.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn nothing_from_a_dump_is_markup() {
    let page = Page::of_hostile_dump(&Desk::new());
    let markup = page.markup();
    let script = page.between("<script type=\"module\">", "</script>");
    let outside = markup.replace(script, "");
    assert!(outside.contains("document.title"), "titles of posts and names are in the overview");
    for harmful in
        ["<script>", "<img", "<!-- <script", "<svg onload", "</title></style>", "javascript:document\">"]
    {
        assert!(!outside.contains(harmful), "{harmful}");
    }
    assert_eq!(outside.matches("</title>").count() - outside.matches("<title").count(), 0);
    let is_hidden =
        |char: &char| matches!(char, '\u{0}' | '\u{1b}' | '\u{7f}' | '\u{202e}' | '\u{2066}' | '\u{200b}');
    assert_eq!(page.text.chars().find(is_hidden), None);
    assert!(outside.contains("[U+202E]evil"), "the direction of writing is not turned");
    assert_eq!(page.text.matches("<script").count(), 4 + script.matches("<script").count());
    assert!(page.text.ends_with("</body>\n</html>\n"));
}

#[test]
fn every_text_of_a_hostile_dump_arrives() {
    let page = Page::of_hostile_dump(&Desk::new());
    let texts = page.data("data-texts");
    let text = |index: usize| match &texts[index] {
        Value::String(text) => text.clone(),
        entry => entry["text"].as_str().unwrap().to_owned(),
    };
    assert_eq!(texts.as_array().unwrap().len(), HOSTILE.len());
    assert!(text(4).starts_with("\u{202e}evil"), "{:?}", text(4));
    // An open comment or element hides what follows it, as in a browser.
    let hides = |index: usize| ["<!", "<script>"].iter().any(|start| HOSTILE[index].contains(start));
    for index in (0..HOSTILE.len()).filter(|index| !hides(*index)) {
        let words = format!("And some more words that a person could write, number {index}.");
        assert!(text(index).contains(&words), "{:?}", text(index));
    }
    let trimmed = HOSTILE.map(str::trim);
    assert_eq!(
        strings(&page.data("data-records")["authors"])[1..],
        trimmed,
        "names are as the readers give them"
    );
}

#[test]
fn the_same_dump_gives_the_same_page() {
    let desk = Desk::new();
    let page = Page::of_sample(&desk).text;
    assert_eq!(page, Page::of(&desk, "sample.xml --threads 1").text);
    assert_eq!(page, Page::of(&desk, "sample.xml --threads 3").text);
    assert_eq!(page, desk.check("report sample.xml -q", DONE, &[]), "standard output is the same");
}

#[test]
fn changes_are_kept_for_a_dump_and_not_for_its_settings() {
    let desk = Desk::new();
    let fingerprint = |page: &Page| page.data("data-records")["fingerprint"].as_str().unwrap().to_owned();
    let usual = fingerprint(&Page::of_sample(&desk));
    assert_eq!(fingerprint(&Page::of(&desk, "sample.xml --spam-threshold 0.5")), usual);
    fs::copy(SAMPLE, desk.path("copy.xml")).unwrap();
    assert_eq!(fingerprint(&Page::of(&desk, "copy.xml")), usual);
    desk.put("changed.xml", fs::read_to_string(SAMPLE).unwrap().replace("stiff starter", "soft starter"));
    assert_ne!(fingerprint(&Page::of(&desk, "changed.xml")), usual);
}

#[test]
fn the_rows_of_the_evidence_add_up_to_the_score() {
    let desk = Desk::new();
    let page = Page::of_sample(&desk);
    let records = page.data("data-records");
    let evidence = page.data("data-evidence");
    let explained = desk.check("explain sample.xml 62 -q", DONE, &[]);
    let ids = strings(&records["id"]);
    let mut n_scored = 0;
    for (index, rows) in strings(&evidence["rows"]).into_iter().enumerate() {
        let probability = numbers(&records["probability"])[index];
        assert_eq!(rows.is_empty(), probability < 0, "{}", ids[index]);
        if rows.is_empty() {
            continue;
        }
        n_scored += 1;
        let mut sum = 0.0;
        for row in rows.lines() {
            let mut parts = row.splitn(3, ' ');
            let label = &evidence["labels"][parts.next().unwrap().parse::<usize>().unwrap()];
            let log_odds = parts.next().unwrap().parse::<f64>().unwrap() / 1e4;
            sum += log_odds;
            if ids[index] == "62" {
                let (signal, seen) = (label[0].as_str().unwrap(), parts.next().unwrap());
                let printed = explained.lines().any(|line| {
                    line.contains(signal)
                        && line.trim_start().starts_with(&format!("{log_odds:+.2}"))
                        && line.contains(seen.split(' ').next().unwrap())
                });
                assert!(printed, "{log_odds:+.2} {signal} {seen}\n{explained}");
            }
        }
        let expected = 1.0 / (1.0 + (-sum).exp());
        assert!((expected - probability as f64 / 1e4).abs() < 5e-4, "{}: {sum} {probability}", ids[index]);
    }
    assert!(80 < n_scored);
}

#[test]
fn the_numbers_balance() {
    let desk = Desk::new();
    let page = Page::of_sample(&desk);
    let number = |id: &str| page.between(&format!("<b id=\"{id}\">"), "<").parse::<usize>().unwrap();
    assert_eq!((number("n-read"), number("n-kept"), number("n-set-aside")), (99, 63, 36));
    let records = page.data("data-records");
    let is_kept = |table: &str, of: i64| records[table][of as usize].as_bool().unwrap();
    let decisions = numbers(&records["kind"]).into_iter().zip(numbers(&records["verdict"]));
    let n_kept =
        decisions.filter(|(kind, verdict)| is_kept("keptKinds", *kind) && is_kept("keptVerdicts", *verdict));
    assert_eq!(n_kept.count(), 63);
    for column in [
        "source",
        "id",
        "byte",
        "post",
        "parent",
        "author",
        "site",
        "linked",
        "date",
        "status",
        "kind",
        "verdict",
        "duplicateOf",
        "cluster",
        "probability",
        "person",
        "campaign",
        "language",
        "flags",
    ] {
        assert_eq!(records[column].as_array().unwrap().len(), 99, "{column}");
    }
}

#[test]
fn clean_writes_the_report_of_what_it_keeps() {
    let desk = Desk::new();
    fs::copy(SAMPLE, desk.path("sample.xml")).unwrap();
    desk.check(
        "clean sample.xml --keep pingback -o clean.xml --report page.html",
        DONE,
        &["67 kept + 32 set aside"],
    );
    let page = Page::read(&desk);
    assert!(page.text.contains("<b id=\"n-kept\">67</b>"));
    desk.check("clean clean.xml --keep pingback --report page.html", DONE, &["67 kept + 0 set aside"]);
    let page = Page::read(&desk);
    assert!(page.text.contains("<b id=\"n-kept\">67</b>"));
    desk.check(
        "clean sample.xml -o same.html --report same.html",
        FAILED,
        &["two outputs would be one file"],
    );
    assert!(!desk.path("same.html").exists());
}

#[test]
fn the_review_queue_is_what_the_summary_names() {
    let desk = Desk::new();
    let page = Page::of_sample(&desk);
    let records = page.data("data-records");
    let ids = strings(&records["id"]);
    let mut approved: Vec<i64> = Vec::new();
    let mut certainty = 0;
    for (index, doubt) in numbers(&records["queue"]).into_iter().zip(numbers(&records["doubt"])) {
        approved.extend((doubt == 1).then_some(index));
        let distance = (numbers(&records["probability"])[index as usize] - 5000).abs();
        assert!(certainty <= distance, "the most doubtful come first");
        certainty = distance;
    }
    approved.sort_unstable();
    let approved: Vec<&str> = approved.into_iter().map(|index| ids[index as usize]).collect();
    let line = format!("5 approved comments look like spam: {}", approved.join(" "));
    desk.check("triage sample.xml --format ids", DONE, &[&line]);
}

#[test]
fn every_format_has_a_report() {
    for format in FORMATS {
        let desk = Desk::new();
        desk.put("dump", format.example);
        let page = Page::of(&desk, &format!("dump --from {}", format.name));
        let n_comments = page.data("data-records")["id"].as_array().unwrap().len();
        assert_eq!(page.data("data-texts").as_array().unwrap().len(), n_comments, "{}", format.name);
    }
}

#[test]
fn a_long_text_is_cut_and_the_page_says_by_how_much() {
    let desk = Desk::new();
    let body = "long ".repeat(5000);
    desk.put("dump.ndjson", json!({ "id": "1", "author": "Ann", "body": format!("{body}end") }).to_string());
    let page = Page::of(&desk, "dump.ndjson");
    let text = &page.data("data-texts")[0];
    assert_eq!(text["text"].as_str().unwrap().len(), 20_000);
    assert_eq!(text["cut"], 5003);
}

#[test]
fn damage_is_reported_and_shown() {
    let desk = Desk::new();
    let sample = fs::read_to_string(SAMPLE).unwrap();
    desk.put("cut.xml", &sample[..sample.len() / 2]);
    desk.check("report cut.xml -o page.html", SALVAGED, &["cut.xml, record"]);
    let page = Page::read(&desk);
    assert!(page.text.contains("Noticed while reading"));
    assert!(page.between("<ul class=\"messages\">", "</ul>").contains("cut.xml, record"));
}

#[test]
fn an_input_is_never_replaced() {
    let desk = Desk::new();
    fs::copy(SAMPLE, desk.path("sample.xml")).unwrap();
    desk.check("report sample.xml -o sample.xml", FAILED, &["inputs are never overwritten"]);
    assert_eq!(fs::read(desk.path("sample.xml")).unwrap(), fs::read(SAMPLE).unwrap());
}

#[test]
fn wrong_dates_leave_room_for_the_others() {
    let desk = Desk::new();
    let dates =
        ["1970-01-01 00:00:00", "9999-12-31 23:59:59", "2010-02-03 04:05:06", "2010-05-03 04:05:06", ""];
    let line = |(number, date): (usize, &&str)| {
        json!({ "id": number, "date": date, "author": format!("Ann {number}"), "body": format!("Words {number}") })
            .to_string()
    };
    let lines: Vec<String> = dates.iter().enumerate().map(line).collect();
    desk.put("dump.ndjson", lines.join("\n"));
    let page = Page::of(&desk, "dump.ndjson");
    let periods: Vec<&str> = page.text.split("<tr><th scope=\"row\">2010-").skip(1).collect();
    assert_eq!(periods.len(), 2, "a row for each month with comments");
    assert!(page.text.contains("3 comments without a usable date are missing."));
}

#[test]
fn large_numbers_have_their_thousands_separated() {
    let desk = Desk::new();
    let line = |number: usize| {
        json!({ "id": number, "author": "Ann", "body": format!("Words {number}") }).to_string()
    };
    desk.put("dump.ndjson", (0..1234).map(line).collect::<Vec<String>>().join("\n"));
    assert!(Page::of(&desk, "dump.ndjson").text.contains("<b id=\"n-read\">1,234</b>"));
}
