//! What is read from pages in Markdown.

use threadsift::internals::comment::{Comment, Post, Record};

use super::{Reader, check_sniffed, line};

const MARKDOWN: Reader = Reader("markdown");

/// Renders what was read: the post with its facts, a comment as `id<parent name <url> date type | body`.
fn check(page: &str, expected: &[&str]) {
    check_sniffed(page, "markdown");
    let row = |record: &Record| match record {
        Record::Post(post) => {
            let Post { id, title, authors, terms, body, .. } = &**post;
            let date = post.date.map(|date| date.to_string()).unwrap_or_default();
            format!("post {id} {title} {date} {authors:?} {terms:?} | {body}")
        }
        Record::Comment(comment) => {
            let Comment { id, parent, author, declared_type, body, .. } = &**comment;
            let quoted = &page[comment.place.byte as usize..comment.end as usize];
            let last = body.lines().last().unwrap_or_default().trim();
            assert!(quoted.trim_start().starts_with(['-', '*']) && quoted.ends_with(last), "{quoted}");
            let parent = if parent.is_empty() { String::new() } else { format!("<{parent}") };
            let date = comment.date.map(|date| date.to_string()).unwrap_or_default();
            format!("{id}{parent} {} <{}> {date} {declared_type} | {body}", author.name, author.url)
        }
        other => line(other),
    };
    let rows: Vec<String> = MARKDOWN.read(page.as_bytes()).0.iter().map(row).collect();
    assert_eq!(rows, expected);
}

#[test]
fn names_addresses_dates_and_types() {
    check(
        "---
title: \"Kettles \\\"sing\\\"\"
date: \"2009-12-31T12:00:00Z\"
author: Cy
categories:
  - kitchen
  - 'it''s steam'
tags: [noise, \"tea\"]
wp_id: 448
---

Bubbles burst.

- **Small** ones first
- **Big** _ones_: later

---

## Comments

<!-- wp-comments-start -->

- **Ada Finch** _1 Jan 2010 12:05 am_:
  Mine hums.

  Always \\
  has.
- **[Ben (again)](http://ben.example/a_(b))** _10 Jan 2010 12:36 pm_:
  Pass me the tea.
- **[On \\*kettles\\*](http://kettles.example/7)** _10 Jan 2010 7:36 pm_ _(pingback)_:
  […] bubbles burst […]

<!-- wp-comments-end -->

[Back](/)
",
        &[
            "post 448 Kettles \"sing\" 2009-12-31T12:00:00 [\"Cy\"] [\"kitchen\", \"it's steam\", \"noise\", \"tea\"] | \
             Bubbles burst.\n\n- **Small** ones first\n- **Big** _ones_: later",
            "c1 Ada Finch <> 2010-01-01T00:05:00  | Mine hums.\n\nAlways \\\nhas.",
            "c2 Ben (again) <http://ben.example/a_(b)> 2010-01-10T12:36:00  | Pass me the tea.",
            "c3 On *kettles* <http://kettles.example/7> 2010-01-10T19:36:00 pingback | […] bubbles burst […]",
        ],
    );
}

#[test]
fn indentation_is_the_tree_of_replies() {
    check(
        "# Kettles

They sing.

* **Ada** _1 January 2010 19:05_:
    Mine hums.
    * **Ben** _2 Jan 2010_:
        - really?
        - **no**
        * **Ada** _3 Jan 2010 9:00 am_: Really.
    * **Cy** _2010-01-04 10:00:00_:
* **Di** _in spring 2010_: Text on the line.
And lazily below.
",
        &[
            "post p1 Kettles  [] [] | # Kettles\n\nThey sing.",
            "c1 Ada <> 2010-01-01T19:05:00  | Mine hums.",
            "c2<c1 Ben <> 2010-01-02T00:00:00  | - really?\n- **no**",
            "c3<c2 Ada <> 2010-01-03T09:00:00  | Really.",
            "c4<c1 Cy <> 2010-01-04T10:00:00  | ",
            "c5 Di <>   | Text on the line.\nAnd lazily below.",
        ],
    );
}

#[test]
fn text_that_starts_with_a_heading() {
    check(
        "Hello.\n\n- ## **Ada** _1 Jan 2010 7:05 pm_:Big words.\n  And small ones.\n",
        &["post p1   [] [] | Hello.", "c1 Ada <> 2010-01-01T19:05:00  | Big words.\nAnd small ones."],
    );
}

#[test]
fn page_without_comments() {
    check("---\ntitle: Cut off", &["post p1   [] [] | ---\ntitle: Cut off"]);
}

#[test]
fn the_example_has_two_comments() {
    check(
        MARKDOWN.example(),
        &[
            "post p1 Mud season 2010-03-07T00:00:00 [] [] | Every March the path to the shed disappears.",
            "c1 Ada Finch <http://ada.example/> 2010-03-08T19:36:00  | Straw rots. Try bark.",
            "c2<c1 Ben Ode <> 2010-03-09T09:02:00 comment | Second thoughts & more.",
        ],
    );
}
