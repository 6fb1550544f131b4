//! What is read from pages of plain text.

use std::time::{Duration, Instant};

use threadsift::internals::comment::{Comment, Record};
use threadsift::internals::read::{Columns, FORMATS, Reading};

use super::{Reader, check_sniffed, line};

const TEXT: Reader = Reader("text");

/// Renders what was read: the post as `title | first words`, a comment as `id<parent name <url> | first words`.
fn rendered(page: &[u8]) -> Vec<String> {
    let words = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let rest = if 4 < words.len() { " …" } else { "" };
        format!("{}{rest}", words[..words.len().min(4)].join(" "))
    };
    let unless_empty = |text: &str, shown: String| if text.is_empty() { String::new() } else { shown };
    let row = |record: &Record| match record {
        Record::Post(post) => format!("post {} | {}", post.title, words(&post.body)),
        Record::Comment(comment) => {
            let Comment { id, post, parent, author, body, .. } = &**comment;
            let (name, url) = (&author.name, &author.url);
            assert_eq!(post, "p1", "every comment stands under the page's post");
            let parent = unless_empty(parent, format!("<{parent}"));
            let name = unless_empty(name, format!("{name} "));
            let url = unless_empty(url, format!("<{url}> "));
            format!("{id}{parent} {name}{url}| {}", words(body))
        }
        Record::Damage(damage) => format!("damage at {}: {}", damage.place.byte, damage.what),
        other => line(other),
    };
    TEXT.read(page).0.iter().map(row).collect()
}

fn check(page: &str, expected: &[&str]) {
    check_sniffed(page, "text");
    assert_eq!(rendered(page.as_bytes()), expected);
}

const REPLIES_TWO_DEEP: &str = "\
Notes from the allotment, vegetables and weather

Slugs before breakfast

slug on a spade Slugs before breakfastEvery morning at six I go out with a torch.

They are always there first.

  • http://ada.example/ Ada Finch

    Have you tried copper?

    Mine hate it.

    • http://allotment.example Gardener

      It turns green and they walk over it.

      • Ada Finch

        Then polish it.

    • Ben

      Or sand.

  • http://YourWebsite Judy | Pots2Go

    We sell pots.
";

#[test]
fn indentation_is_the_tree_of_replies() {
    check(
        REPLIES_TWO_DEEP,
        &[
            "post Slugs before breakfast | slug on a spade …",
            "c1 Ada Finch <http://ada.example/> | Have you tried copper? …",
            "c2<c1 Gardener <http://allotment.example> | It turns green and …",
            "c3<c2 Ada Finch | Then polish it.",
            "c4<c1 Ben | Or sand.",
            "c5 Judy | Pots2Go <http://YourWebsite> | We sell pots.",
        ],
    );
}

#[test]
fn a_comment_ends_before_its_replies() {
    let quotes = TEXT.extents(REPLIES_TWO_DEEP);
    assert_eq!(
        quotes[0],
        "  • http://ada.example/ Ada Finch\n\n    Have you tried copper?\n\n    Mine hate it."
    );
    assert_eq!(quotes[3], "    • Ben\n\n      Or sand.");
}

#[test]
fn the_example_has_two_comments() {
    let example = TEXT.example();
    check(
        example,
        &[
            "post Mud season | Every March the path …",
            "c1 Ada Finch <http://ada.example/> | Straw rots. Try bark.",
            "c2<c1 Ben Ode | Second thoughts & more.",
        ],
    );
}

#[test]
fn bullet_list_in_an_article() {
    check(
        "What to pack

Three things matter on a long walk:

  * Socks
  * A map
    of the right valley
  * http://weather.example The forecast

Everything else is weight, and weight is what makes you turn round at the second hut instead of the third one.
",
        &["post What to pack | Three things matter on …"],
    );
    check(
        "What to pack

  - Socks

    Two pairs.

  - Maps

    Of the right valley.

Everything else is weight, and weight is what makes you turn round at the second hut instead of the third, as I know.
",
        &["post What to pack | - Socks Two pairs. …"],
    );
    check(
        "Contents\n\n- Fruit\n  - Apples\n    - Red\n  - Pears\n- Roots\n  - Beets\n",
        &["post Contents | - Fruit - Apples …"],
    );
}

#[test]
fn tab_indentation() {
    check(
        "Rain\n\nIt rained.\n\n*\thttp://ada.example Ada\n\n\tHere too.\n\n\t*\tBen\n\n\t\tNot here.\n\n*\tCy\n\n\tNor here.\n",
        &[
            "post Rain | It rained.",
            "c1 Ada <http://ada.example> | Here too.",
            "c2<c1 Ben | Not here.",
            "c3 Cy | Nor here.",
        ],
    );
}

#[test]
fn line_ends_of_three_systems() {
    let page = "\u{feff}Rain\n\nIt rained.\n\n  • Ada\n\n    Here too.\n\n    And there.\n\n  • Ben\n\n    Not here.\n";
    let expected = ["post Rain | It rained.", "c1 Ada | Here too. And there.", "c2 Ben | Not here."];
    for line_end in ["\n", "\r\n", "\r"] {
        let page = page.replace('\n', line_end);
        check(&page, &expected);
        assert_eq!(TEXT.extents(page)[1], format!("  • Ben{line_end}{line_end}    Not here."));
    }
}

#[test]
fn missing_blank_lines() {
    check(
        "Rain\nIt rained.\n- http://ada.example Ada\n  Here too.\n  Second line.\n  - Ben\n    Not here.\n- Cy\n  Nor here.\n",
        &[
            "post Rain | It rained.",
            "c1 Ada <http://ada.example> | Here too. Second line.",
            "c2<c1 Ben | Not here.",
            "c3 Cy | Nor here.",
        ],
    );
}

#[test]
fn a_body_with_its_own_bullet_list() {
    check(
        "Rain

It rained.

  • Ada

    Three remedies:

    • an umbrella
    • a hat that is so wide that
      nobody else fits under it
    - a roof

    Or stay in.

    • Ben

      - Chairs

        are no roof.

      - Tables are.

  • Cy

    Bring • bullets.
",
        &[
            "post Rain | It rained.",
            "c1 Ada | Three remedies: • an …",
            "c2<c1 Ben | - Chairs are no …",
            "c3 Cy | Bring • bullets.",
        ],
    );
}

#[test]
fn menu_below_the_thread() {
    check(
        "Rain\n\nIt rained.\n\n  • Ada\n\n    Here too.\n\n  • http://ben.example Ben\n\n  • Cy\n\n    Not here.\n\n  • Home\n  • About\n\nImprint\n",
        &[
            "post Rain | It rained.",
            "c1 Ada | Here too.",
            "c2 Ben <http://ben.example> | ",
            "c3 Cy | Not here.",
        ],
    );
}

const DOUBLED: &str = "\
Why do kettles sing?
Because the bubbles burst before they reach the top, and every one of them clicks.
Mine only hums.
My kettle whistles in the key of C.
My kettle whistles in the key of C.
Ha
Ha
That is a very expensive kettle you have.
Pat Lowes last blog post..On toast
Ha
Ha
That is a very expensive kettle you have.
Pat Lowes last blog post..On toast
Thanks!
Thanks!
This one was written after the import.
Mine is quiet
since the cat sits on it.
Mine is quiet
since the cat sits on it.
Leave a Reply
";

#[test]
fn doubled_page() {
    check(
        DOUBLED,
        &[
            "post Why do kettles sing? | Because the bubbles burst …",
            "c1 | My kettle whistles in …",
            "c2 | My kettle whistles in …",
            "c3 | Ha Ha That is …",
            "c4 | Ha Ha That is …",
            "c5 | Thanks!",
            "c6 | Thanks!",
            "c7 | This one was written …",
            "c8 | Mine is quiet since …",
            "c9 | Mine is quiet since …",
        ],
    );
    assert_eq!(TEXT.extents(DOUBLED)[8], "Mine is quiet\nsince the cat sits on it.");
}

#[test]
fn article_with_one_repeated_passage() {
    check(
        "Bells\nThe bells ring at noon, every day.\nNobody knows who rings them.\n\
         The bells ring at noon, every day.\nNobody knows who rings them.\nI asked.\nI asked.\nNobody answered.\n",
        &["post Bells | The bells ring at …"],
    );
}

#[test]
fn song_with_a_refrain() {
    check(
        "Ferry song\nThe river is wide, the boat is small\nRow, row, row the ferry over\nRow, row, row the ferry over\n\
         The rope is wet, the lamp is dim\nThe oars are short, the night is long\nHome, home, home the ferry carries\n\
         Home, home, home the ferry carries\nAnd nobody waits\n",
        &["post Ferry song | The river is wide, …"],
    );
}

#[test]
fn page_that_says_no_comments() {
    for says_none in
        ["No comments:", "0 Comments", "Comments (0)", "No responses yet", "Be the first to comment!"]
    {
        check(
            &format!("{DOUBLED}{says_none}\nPost a comment\n"),
            &["post Why do kettles sing? | Because the bubbles burst …"],
        );
    }
    check(
        "Links\n\n  • http://ada.example Ada's page\n\n    My sister's.\n\nNo comments\n",
        &["post Links | • http://ada.example Ada's page …"],
    );
}

#[test]
fn page_without_comments() {
    check("One line", &["post One line | "]);
    let paragraph = "A long first paragraph, longer than any title would be, which goes on and on about the rain, \
                     the mud and the path to the shed.\nAnd a second.";
    check(paragraph, &["post  | A long first paragraph, …"]);
}

#[test]
fn bytes_that_are_not_utf8() {
    let page =
        b"Rain\n\nIt rained, dr\xf4le.\n\n  * Ren\xe9\n\n    Ici aussi.\n\n  * Zo\xeb\n\n    Pas ici.\n";
    assert_eq!(
        rendered(page),
        [
            "damage at 19: the page has 3 bytes that are not UTF-8; they were read as Windows-1252",
            "post Rain | It rained, drôle.",
            "c1 René | Ici aussi.",
            "c2 Zoë | Pas ici.",
        ]
    );
    assert_eq!(TEXT.extents(page)[1], "  * Zo\u{fffd}\n\n    Pas ici.");
}

#[test]
fn hostile_pages_are_read_fast() {
    let start = Instant::now();
    assert_eq!(rendered("a\n".repeat(1_000_000).as_bytes()).len(), 1);
    assert_eq!(rendered("- a\n  b\n".repeat(200_000).as_bytes()).len(), 200_001);
    let stairs: String = (0..2_000).map(|depth| format!("{0}* a\n\n{0}  b\n\n", " ".repeat(depth))).collect();
    assert_eq!(rendered(stairs.as_bytes()).len(), 2_001);
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
}

#[test]
fn a_page_too_long_is_an_error() {
    let format = FORMATS.iter().find(|format| format.name == "text").expect("the format is there");
    let mut bytes = std::io::BufReader::new(std::io::Read::take(std::io::repeat(b'a'), 1 << 25));
    let columns = Columns::default();
    let mut sink = |_| {};
    let mut reading = Reading {
        name: "log.txt",
        input: 0,
        bytes: &mut bytes,
        again: &|| Ok(Box::new(std::io::empty())),
        columns: &columns,
        sink: &mut sink,
    };
    let error = (format.read)(&mut reading).expect_err("too long").to_string();
    assert!(error.starts_with("log.txt is longer than 16 MiB"), "{error}");
}

#[test]
fn other_formats_are_not_text() {
    let text = FORMATS.iter().find(|format| format.name == "text").expect("the format is there");
    for other in [
        "",
        "  \n",
        "\u{feff}<?xml version",
        "<!DOCTYPE html>",
        " <html>",
        "{\"a\":1}",
        "[{}]",
        "PK\u{3}\u{4}",
    ] {
        assert!(!(text.sniff)(other.as_bytes()), "{other:?}");
    }
    assert!((text.sniff)("[…] a page that starts with an ellipsis".as_bytes()));
    assert!((text.sniff)(&"caf\u{e9}".as_bytes()[..4]));
}
