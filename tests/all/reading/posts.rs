//! Posts that hold their comments, for Jekyll and for Hugo: what is read, and what a cleaned copy lacks.

use std::fs;

use threadsift::internals::comment::{Comment, Record};
use threadsift::internals::read::FORMATS;

use crate::shared::desk::{DONE, Desk, SALVAGED};
use crate::shared::inputs::records;

/// The format that is recognised, the post as `id url date title authors terms | body`, and the comments as
/// `id<parent name email url date | body`.
#[track_caller]
fn check(name: &str, page: &str, format: &str, expected: &[&str]) {
    let input = threadsift::internals::read::Input::from_bytes(name, page, None).unwrap();
    assert_eq!(input.format.name, format);
    let date =
        |date: Option<jiff::civil::DateTime>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
    let line = |record: &Record| match record {
        Record::Post(post) => format!(
            "{} {} {} {:?} {:?} {:?} | {}",
            post.id,
            post.url,
            date(post.date),
            post.title,
            post.authors,
            post.terms,
            post.body.trim_end()
        ),
        Record::Comment(comment) => {
            let Comment { id, parent, author, body, .. } = &**comment;
            let (name, email, url) = (&author.name, &author.email, &author.url);
            let part = &page[comment.place.byte as usize..comment.end as usize];
            assert!(part.ends_with('\n') || page.ends_with(part), "whole lines: {part:?}");
            format!("{id}<{parent} {name} {email} {url} {} | {body}", date(comment.date))
        }
        Record::Owner(owner) => format!("owner {} {} {}", owner.name, owner.email, owner.url),
        Record::Damage(damage) => format!("damage {}: {}", damage.place.byte, damage.what),
        other => format!("{other:?}"),
    };
    let found: Vec<String> = records(&input).iter().map(line).collect();
    assert_eq!(found, expected);
}

/// As jekyll-import writes a post of WordPress.
const JEKYLL: &str = "---\r\n\
    layout: post\r\n\
    title: Mud &amp; straw\r\n\
    author:\r\n\
    \u{20} display_name: Ada Finch\r\n\
    \u{20} login: ada\r\n\
    \u{20} email: ada@shed.example\r\n\
    \u{20} url: http://shed.example/\r\n\
    author_login: ada\r\n\
    author_email: ada@shed.example\r\n\
    author_url: http://shed.example/\r\n\
    wordpress_id: 128\r\n\
    wordpress_url: http://shed.example/?p=128\r\n\
    date: 2010-06-30 00:15:09 +0200\r\n\
    date_gmt: 2010-06-29 22:15:09 +0200\r\n\
    categories:\r\n\
    - Walls\r\n\
    tags: []\r\n\
    comments:\r\n\
    - id: 5\r\n\
    \u{20} author: Zo&euml;\r\n\
    \u{20} author_email: zoe@path.example\r\n\
    \u{20} author_url: ''\r\n\
    \u{20} date: !binary |-\r\n\
    \u{20}   MjAxMC0wNy0wMiAwNjozMjoxMyArMDIwMA==\r\n\
    \u{20} date_gmt: !binary |-\r\n\
    \u{20}   MjAxMC0wNy0wMiAwNDozMjoxMyArMDIwMA==\r\n\
    \u{20} content: ! \"Straw rots.\\r\\n\\r\\nTry\r\n\
    \u{20}   bark.\"\r\n\
    - id: 6\r\n\
    \u{20} parent: 5\r\n\
    \u{20} author: Ben Ode\r\n\
    \u{20} author_email: ben@path.example\r\n\
    \u{20} author_url: http://ben.example/\r\n\
    \u{20} date: 2010-07-03 06:32:13 +0200\r\n\
    \u{20} content: |\r\n\
    \u{20}   - bark: no\r\n\
    \u{20}   parent: straw\r\n\
    - id: 7\r\n\
    \u{20} parent: 6\r\n\
    \u{20} author: Zo&euml;\r\n\
    \u{20} author_email: zoe@path.example\r\n\
    \u{20} content: As you like.\r\n\
    published: true\r\n\
    ---\r\n\
    <p>Every March the path disappears.</p>\r\n";

#[test]
fn a_post_of_jekyll_is_read_with_its_comments() {
    check(
        "_posts/2010-06-30-mud.html",
        JEKYLL,
        "jekyll",
        &[
            "owner Ada Finch ada@shed.example http://shed.example/",
            "128 http://shed.example/?p=128 2010-06-29T22:15:09 \"Mud & straw\" [\"ada\", \"Ada Finch\", \"ada\"] \
             [\"Walls\"] | <p>Every March the path disappears.</p>",
            "5< Zoë zoe@path.example  2010-07-02T04:32:13 | Straw rots.\r\n\r\nTry bark.",
            "6<5 Ben Ode ben@path.example http://ben.example/ 2010-07-03T04:32:13 | - bark: no\nparent: straw\n",
            "7<6 Zoë zoe@path.example  - | As you like.",
        ],
    );
}

#[test]
fn a_flag_is_no_list_and_a_page_without_comments_is_a_post() {
    for flag in ["true", "false", "[]", "", "~"] {
        let page = format!("---\nlayout: post\ntitle: Mud\ncomments: {flag}\n---\nQuiet.\n");
        check("2010-06-30-mud.md", &page, "jekyll", &["p1 /2010/06/30/mud.html - \"Mud\" [] [] | Quiet."]);
    }
    // Comments that the reader of another format knows.
    let page = "---\ntitle: Mud\n---\nQuiet.\n\n- **Ada** _10 Jan 2010 7:36 pm_:\n  Straw rots.\n";
    let input = threadsift::internals::read::Input::from_bytes("mud.md", page, None).unwrap();
    assert_eq!(input.format.name, "markdown");
}

#[test]
fn a_broken_comment_does_not_hide_the_others() {
    let page = "---\ntitle: Mud\ncomments:\n- id: 1\n  content: one\n- id: 2\n  content: \"two\n- id: 3\n  \
        content: three\n- just words\n- id: 4\n  author: Ben\n- id: 5\n  content: five\n  replies:\n  - id: 6\n---\nText\n";
    check(
        "mud.md",
        page,
        "jekyll",
        &[
            "p1 /mud/ - \"Mud\" [] [] | Text",
            "1<    - | one",
            "damage 48: this is not YAML (while scanning a quoted scalar, found unexpected end of stream); the \
             comment was left out, and stays in the dump",
            "3<    - | three",
            "damage 97: the item is no mapping; it was left out",
            "damage 110: the item has no text and is no comment; it was left out",
            "damage 132: the comment holds others, which were left out",
            "5<    - | five",
        ],
    );
    let flow = "---\ntitle: Mud\ncomments: [{id: 1, content: one}]\n---\nText\n";
    let flow = format!("{:?}", records(&crate::shared::inputs::open(flow.as_bytes())));
    assert!(flow.contains("comments in flow style"), "{flow}");
}

#[test]
fn posts_in_old_encodings_are_recognised() {
    for (format, page) in
        [("jekyll", JEKYLL.replace("Walls", "W@lls")), ("hugo", HUGO.replace("Walls", "W@lls"))]
    {
        let page: Vec<u8> = page.bytes().map(|byte| if byte == b'@' { 0xe4 } else { byte }).collect();
        let input = crate::shared::inputs::open(&page);
        assert_eq!(input.format.name, format);
        let found = format!("{:?}", records(&input));
        assert!(found.contains("Wälls") && found.contains("Windows-1252"), "{found}");
    }
}

#[test]
fn a_post_that_is_cut_keeps_the_comments_before() {
    let at = JEKYLL.find("- id: 7").unwrap();
    let found = format!("{:?}", records(&crate::shared::inputs::open(&JEKYLL.as_bytes()[..at])));
    assert!(found.contains("Straw rots.") && found.contains("bark: no"), "{found}");
    assert!(found.contains("the file ends inside the front matter"), "{found}");
}

/// As blog2md writes a post.
const HUGO: &str = "---\n\
    title: 'Mud season'\n\
    date: Wed, 14 Mar 2007 13:14:32 +0000\n\
    tags: [Walls, Straw]\n\
    ---\n\
    \n\
    Every March the path disappears.\n\
    ---\n\
    ### Comments:\n\
    #### [Zo&euml; \\[at home\\]](http://zoe.example \"zoe@path.example\") - <time datetime=\"2007-03-15 13:37:33\">Mar 4</time>\n\
    \n\
    \\[...\\] Straw rots.\n\
    <hr />\n\
    #### [Ben Ode]( \"\") - <time datetime=\"2007-03-16T13:37:33.000+08:00\">Mar 5</time>\n\
    \n\
    Try bark.\n\
    \n\
    #### No heading of a comment\n\
    <hr />\n\
    #### Ann - <time datetime=\"soon\">Mar 6</time>\n\
    \n\
    So be it.";

#[test]
fn a_post_for_hugo_is_read_with_its_comments() {
    check(
        "content/posts/mud.md",
        HUGO,
        "hugo",
        &[
            "p1 /mud/ 2007-03-14T13:14:32 \"Mud season\" [] [\"Walls\", \"Straw\"] | Every March the path disappears.",
            "c1< Zoë [at home] zoe@path.example http://zoe.example 2007-03-15T13:37:33 | [...] Straw rots.",
            "c2< Ben Ode   2007-03-16T05:37:33 | Try bark.\n\n#### No heading of a comment",
            "damage 416: \"soon\" is not a date; the record was kept without one",
            "c3< Ann   - | So be it.",
        ],
    );
    let toml = "+++\ntitle = \"Mud\"\ndate = 2007-03-14T13:14:32Z\nurl = \"/mud/\"\nauthors = [\"Ada\"]\n+++\nQuiet.\n";
    check("mud.md", toml, "hugo", &["p1 /mud/ 2007-03-14T13:14:32 \"Mud\" [\"Ada\"] [] | Quiet."]);
}

#[test]
fn a_cleaned_post_lacks_what_was_removed_and_nothing_else() {
    let desk = Desk::new();
    let twice = "- id: 8\r\n  author: Ben Ode\r\n  author_email: ben@path.example\r\n  \
        author_url: http://ben.example/\r\n  date: 2010-07-03 06:33:13 +0200\r\n  content: |\r\n    \
        - bark: no\r\n    parent: straw\r\n";
    let answer = "- id: 9\r\n  parent: 8\r\n  author: Zo&euml;\r\n  content: Why not?\r\n";
    let end = JEKYLL.find("published").unwrap();
    let long = format!("{}{twice}{answer}{}", &JEKYLL[..end], &JEKYLL[end..]);
    // Long enough to be a double, not only an alike courtesy.
    let text = "Bark lasts three winters here if the slope drains, and straw never does.";
    let long = long.replace("- bark: no\r\n", &format!("{text}\r\n"));
    desk.put("blog/_posts/2010-06-30-mud.md", &long);
    let other = JEKYLL.replace("128", "129").replace("- id: ", "- id: 1").replace("parent: ", "parent: 1");
    desk.put("blog/_posts/2010-07-30-dry.md", &other);
    let hugo = HUGO.replace("Try bark.", text);
    let double = format!(
        "#### [Ben Ode]( \"\") - <time datetime=\"2007-03-16T13:38:33.000+08:00\">x</time>\n\n{text}\n\n<hr />\n"
    );
    let at = hugo.find("#### Ann").unwrap();
    desk.put("blog/content/mud/index.md", format!("{}{double}{}", &hugo[..at], &hugo[at..]));
    desk.put("blog/content/dry/index.md", "---\ntitle: Dry\n---\nQuiet.\n");
    desk.put("blog/picture.png", b"\x89PNG\r\n\x1a\n\0\0");
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean blog -o clean", SALVAGED, &["skipped 1 file", "2 duplicate"]);
    let expected = long.replace(&twice.replace("- bark: no\r\n", &format!("{text}\r\n")), "");
    let expected = expected.replace("parent: 8", "parent: 6");
    let read = |name: &str| fs::read_to_string(desk.path(name)).unwrap();
    assert_eq!(read("clean/_posts/2010-06-30-mud.md"), expected);
    assert_eq!(read("clean/_posts/2010-07-30-dry.md"), other);
    assert_eq!(read("clean/content/mud/index.md"), hugo);
    assert_eq!(read("clean/content/dry/index.md"), "---\ntitle: Dry\n---\nQuiet.\n");
    // Without a folder, they become one export.
    desk.check("clean blog -o clean.xml", SALVAGED, &["It is a WordPress export"]);
    let export = read("clean.xml");
    assert_eq!(export.matches("<wp:comment>").count(), 4 + 3 + 3, "{export}");
    assert!(export.contains("Mud & straw") || export.contains("Mud &amp; straw"), "{export}");
}

#[test]
fn a_folder_of_many_posts_is_one_dump() {
    let desk = Desk::new();
    let post = FORMATS.iter().find(|format| format.name == "jekyll").unwrap().example;
    for number in 0..300 {
        desk.put(
            &format!("blog/2010-01-01-post-{number}.md"),
            post.replace("id: 1", &format!("id: {number}1")),
        );
    }
    desk.check("convert blog --to csv -o blog.csv", DONE, &["600 comments written"]);
}
