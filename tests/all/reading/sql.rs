//! Dumps of WordPress databases, as dumpers write them and as accidents leave them.

use threadsift::internals::comment::Status;

use super::{Reader, check_places, comments, short_line, taken_for};

const SQL: Reader = Reader("sql");

fn lines(bytes: impl AsRef<[u8]>) -> Vec<String> {
    SQL.read(bytes.as_ref()).0.iter().map(short_line).collect()
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(lines(bytes), expected);
}

#[track_caller]
fn check_sniffed(bytes: impl AsRef<[u8]>, expected: bool) {
    let taken_for = taken_for(bytes);
    assert_eq!(taken_for == "sql", expected, "it is taken for {taken_for:?}");
}

/// The columns of the fixtures that name some.
const COLUMNS: &str = "(comment_ID,comment_post_ID,comment_author,comment_content)";

/// A whole dump: options, users behind the posts, a program, comments in two statements.
const MYSQLDUMP: &str = include_str!("../../sql/mysqldump-extended-insert.sql");

#[test]
fn the_example_is_what_the_format_promises() {
    check_sniffed(SQL.example(), true);
    check(
        SQL.example(),
        &[
            "post 1 First post https://blog.example/?p=1: How it all began.",
            "11 1>0 Ada: A first remark.",
            "12 1>11 Grace: Second thoughts & more.",
        ],
    );
}

#[test]
fn mysqldump() {
    check_sniffed(MYSQLDUMP, true);
    check(
        MYSQLDUMP,
        &[
            "5 2>0 Ada & sons: It's \"raining\"; (again),\nand again",
            "6 2>5 Ben: Bring a \\ or a 'brolly'",
            "7 9>0 A page far away: […] excerpt […]",
            "site https://garden.example",
            "post 2 Mud & rain https://garden.example/?p=2&lang=en: Every March, the path goes.",
            "post 4 Order 4 https://garden.example/?post_type=shop_order&p=4: ",
            "owner Hanna H. hanna@garden.example hanna",
        ],
    );
    let first = &SQL.comments(MYSQLDUMP)[0];
    assert_eq!(first.author.url, "http://ada.example/?a=1&b=2");
    assert_eq!((first.author.email.as_str(), first.author.ip.as_str()), ("ada@ada.example", "192.0.2.7"));
    assert_eq!((first.author.agent.as_str(), first.author.user.as_str()), ("Mozilla/5.0 (X11; Linux)", "3"));
    assert_eq!(first.date.map(|date| date.to_string()).as_deref(), Some("2010-03-08T18:36:00"));
    assert_eq!((first.status, first.declared_type.as_str()), (Status::Approved, "comment"));
    let second = &SQL.comments(MYSQLDUMP)[1];
    assert_eq!(second.date.map(|date| date.to_string()).as_deref(), Some("2010-03-09T09:02:00"));
    assert_eq!(second.status, Status::Spam);
    assert_eq!(SQL.comments(MYSQLDUMP)[2].declared_type, "pingback");
}

#[test]
fn a_row_a_line_and_a_row_a_statement() {
    check(
        format!("INSERT INTO wp_comments {COLUMNS} VALUES\n(1, 2, 'Ada', 'one'),\n(2, 2, 'Ben', 'two');\n"),
        &["1 2> Ada: one", "2 2> Ben: two"],
    );
    check(
        format!(
            "INSERT INTO wp_comments {COLUMNS} VALUES('1','2','Ada','one');\n\
             replace into wp_comments {COLUMNS} value ('2','2','Ben','two');\n\
             INSERT IGNORE INTO wp_comments {COLUMNS} VALUES (3,2,'Cem','three') ON DUPLICATE KEY UPDATE a='(4)';"
        ),
        &["1 2> Ada: one", "2 2> Ben: two", "3 2> Cem: three"],
    );
}

#[test]
fn names_in_every_dress() {
    let row = "VALUES (1,2,'Ada','one');";
    for table in ["wp_comments", "`x_7_comments`", "\"wp_comments\"", "`db`.`comments`", "db.anything"] {
        check(format!("INSERT INTO {table} {COLUMNS} {row}"), &["1 2> Ada: one"]);
    }
    let ansi = COLUMNS.replace("comment_", "\"COMMENT_").replace(',', "\",").replace(')', "\")");
    check(format!("INSERT INTO \"t\" {ansi} {row}"), &["1 2> Ada: one"]);
    check(format!("INSERT INTO t (comment_ID, comment_content) {}", "VALUES (1,'one');"), &[]);
}

#[test]
fn columns_come_from_the_table_if_not_from_the_statement() {
    check(
        "CREATE TABLE IF NOT EXISTS `blog` (\n  `comment_content` text COMMENT 'a, b',\n  `comment_ID` bigint(20) unsigned NOT NULL,\n\
         \x20 `comment_author` enum('a','b') ,\n comment_post_ID decimal(10,2),\n  PRIMARY KEY (`comment_ID`),\n KEY x (`comment_ID`,`comment_author`(10))\n\
         ) ENGINE=InnoDB;\nINSERT INTO `blog` VALUES ('one',1,'Ada',2);",
        &["1 2> Ada: one"],
    );
}

#[test]
fn columns_that_are_named_nowhere_are_those_of_wordpress() {
    let row = "(1,2,'Ada','','','','2020-01-01 00:00:00','0000-00-00 00:00:00','one',0,'0','','',0,0)";
    check(format!("INSERT INTO `my_comments` VALUES {row};"), &["1 2>0 Ada: one"]);
    check(format!("INSERT INTO `my_remarks` VALUES {row};"), &[]);
}

#[test]
fn escapes() {
    check(
        format!(
            r#"INSERT INTO t {COLUMNS} VALUES (1,2,'O''Neil \'x\' \"y\" \\ \% \_','a\nb\rc\td\Z\0\be'),(2,2,"a ""b"" 'c'",'''');"#
        ),
        &[
            "damage 1@81: comment_content has 3 control characters; they are ignored when texts are compared",
            "1 2> O'Neil 'x' \"y\" \\ \\% \\_: a\nb\rc\td\u{1a}\0\u{8}e",
            "2 2> a \"b\" 'c': '",
        ],
    );
}

#[test]
fn values_that_are_not_quoted_texts() {
    check(
        format!(
            "INSERT INTO t {COLUMNS} VALUES (1,2,_utf8mb4'Ada',0x6f6e65),(2,NULL,_binary 'Ben',X'74776F'),\
             (3,-1.5e-7,N'Cem',CONVERT(0x7468726565 USING utf8mb4)),(4,b'101','',NULL);"
        ),
        &["1 2> Ada: one", "2 > Ben: two", "3 1.5e-7> Cem: three", "4 101> : "],
    );
    // What is passed over may be longer than what is kept of it.
    let blob = "ab".repeat(500);
    check(
        format!(
            "INSERT INTO t VALUES (1,0x{blob},b'',X'{blob}');INSERT INTO t {COLUMNS} VALUES (1,2,'','x');"
        ),
        &["1 2> : x"],
    );
}

#[test]
fn comments_and_programs_are_no_data() {
    check(
        format!(
            "\u{feff}/*M!999999\\- enable the sandbox mode */ \n\
             -- it's (a comment);\n--\n# it's another\n/* INSERT INTO t {COLUMNS} VALUES (9,9,'','no'); */\n\
             /*!40101 SET NAMES utf8 */;\n\
             DELIMITER ;;\n/*!50003 CREATE TRIGGER x BEGIN\n;\nINSERT INTO t {COLUMNS} VALUES (9,9,'','no'); END */;;\nDELIMITER ;\n\
             INSERT /* in between */ INTO t {COLUMNS} VALUES -- here\n(1,2,/*!50000 'Ada' */,'# no -- comment /* here');"
        ),
        &["1 2> Ada: # no -- comment /* here"],
    );
}

#[test]
fn posts_that_are_no_pages() {
    let columns = "(ID,post_title,post_content,guid,post_type,post_status)";
    check(
        format!(
            "INSERT INTO p {columns} VALUES (1,'A','','u1','attachment','inherit'),(2,'B','','u2','revision','inherit'),\
             (3,'C','','u3','nav_menu_item','publish'),(4,'D','','u4','post','auto-draft'),(5,'E','','u5','recipe','draft');"
        ),
        &["post 5 E u5: "],
    );
}

#[test]
fn users_before_and_behind_their_posts() {
    let user = |id: u8, name: &str| {
        format!(
            "INSERT INTO wp_users (ID,user_login,user_email,display_name) VALUES ({id},'{name}','{name}@x.example','The {name}');\n"
        )
    };
    let post =
        "INSERT INTO wp_posts (ID,post_author,post_title,post_content,guid) VALUES (1,7,'T','B','u');\n";
    check(user(7, "ada") + &user(8, "ben") + post, &["post 1 T u: B", "owner The ada ada@x.example ada"]);
    check(post.to_owned() + &user(7, "ada"), &["post 1 T u: B", "owner The ada ada@x.example ada"]);
}

#[test]
fn networks_of_sites() {
    let parents = COLUMNS.replace(')', ",comment_parent)");
    let rows = |name: &str| {
        format!(
            "INSERT INTO `{name}comments` {parents} VALUES (1,3,'Ada','one',0),(2,3,'Ben','two',1);\n\
             INSERT INTO `{name}posts` (ID,post_title,post_content,guid) VALUES (3,'T','','u');\n"
        )
    };
    check(
        rows("wp_") + &rows("wp_2_") + &rows("other_"),
        &[
            "1 3>0 Ada: one",
            "2 3>1 Ben: two",
            "post 3 T u: ",
            "2:1 2:3>0 Ada: one",
            "2:2 2:3>2:1 Ben: two",
            "post 2:3 T u: ",
            "3:1 3:3>0 Ada: one",
            "3:2 3:3>3:1 Ben: two",
            "post 3:3 T u: ",
        ],
    );
    let lines: Vec<String> = lines(rows("wp_2_") + &rows("wp_"));
    assert_eq!((lines[0].as_str(), lines[3].as_str()), ("1 3>0 Ada: one", "1:1 1:3>0 Ada: one"));
}

#[test]
fn two_dumps_glued_together() {
    let all: Vec<String> = lines(format!("{MYSQLDUMP}{MYSQLDUMP}"));
    assert!(all.contains(&"5 2>0 Ada & sons: It's \"raining\"; (again),\nand again".to_owned()));
    assert!(all.contains(&"2:6 2:2>2:5 Ben: Bring a \\ or a 'brolly'".to_owned()));
    assert!(all.iter().any(|line| line.starts_with("post 2:2 Mud & rain")));
    assert!(!all.iter().any(|line| line.starts_with("damage")));
    // A dump that was cut off before the other one was glued to it.
    let end = MYSQLDUMP.find("brolly").expect("it is there");
    let all: Vec<String> = lines(format!("{}{MYSQLDUMP}", &MYSQLDUMP[..end]));
    assert_eq!(
        all[..4],
        [
            "5 2>0 Ada & sons: It's \"raining\"; (again),\nand again",
            "damage 1@1587: a row is broken; reading went on at the next complete one",
            "2:5 2:2>0 Ada & sons: It's \"raining\"; (again),\nand again",
            "2:6 2:2>2:5 Ben: Bring a \\ or a 'brolly'",
        ]
    );
}

#[test]
fn rows_that_do_not_fit_the_table() {
    check(
        format!(
            "INSERT INTO t {COLUMNS} VALUES (1,2,'Ada','one'),(2,2,'two'),(3,2,'Cem','three',''),(4,2,'Dee','four');"
        ),
        &[
            "1 2> Ada: one",
            "damage 2@99: the row has 3 values and the table 4 columns; it was left out and stays in the dump",
            "damage 3@111: the row has 5 values and the table 4 columns; it was left out and stays in the dump",
            "4 2> Dee: four",
        ],
    );
}

#[test]
fn rows_with_broken_quotes() {
    let broken = "a row is broken; reading went on at the next complete one";
    check(
        format!(
            "INSERT INTO t {COLUMNS} VALUES (1,2,'Ada','one'),(2,2,'Ben','it's'),(3,2,'Cem','three'),(4,2,'D','four');"
        ),
        &["1 2> Ada: one", &format!("damage 1@99: {broken}"), "3 2> Cem: three", "4 2> D: four"],
    );
    check(
        format!(
            "INSERT INTO t {COLUMNS} VALUES\n(1,2,'Ada',one'),\n(2,2,'Ben','two'),\n(3,2,'Cem','three');\n\
             INSERT INTO t {COLUMNS} VALUES\n(4,2,'Dee,'four');\nINSERT INTO t {COLUMNS} VALUES\n(5,2,'Eve','five');\n"
        ),
        &[
            &format!("damage 0@81: {broken}"),
            "2 2> Ben: two",
            "3 2> Cem: three",
            &format!("damage 2@220: {broken}"),
            "5 2> Eve: five",
        ],
    );
}

#[test]
fn garbage_between_the_statements() {
    check(
        format!(
            "mysqldump: [Warning] It's insecure to use a password here.\n-- MySQL dump\n\
             INSERT INTO t {COLUMNS} VALUES (1,2,'Ada','one');\n<b>Warning</b>: don't; 'panic'\n\
             INSERT INTO t {COLUMNS} VALUES (2,2,'Ben','two');\n"
        ),
        &[
            "damage 0@0: this is not SQL; reading went on at the next statement",
            "1 2> Ada: one",
            "damage 1@173: this is not SQL; reading went on at the next statement",
            "2 2> Ben: two",
        ],
    );
}

#[test]
fn a_statement_without_its_semicolon() {
    check(
        format!(
            "INSERT INTO t {COLUMNS} VALUES (1,2,'Ada','one')\nINSERT INTO t {COLUMNS} VALUES (2,2,'Ben','two');"
        ),
        &["1 2> Ada: one", "2 2> Ben: two"],
    );
}

#[test]
fn foreign_bytes_keep_to_their_fields() {
    let mut bytes = format!("INSERT INTO t {COLUMNS} VALUES (1,2,'Ren").into_bytes();
    bytes.extend(b"\xe9','\\Zcaf\xe9 \\\x93x\x94 \x1a'),(2,2,'\xc3\xbc',0x636166e9);");
    check(
        bytes,
        &[
            "damage 1@81: comment_author has 1 byte that is not UTF-8; it was read as Windows-1252",
            "damage 1@81: comment_content has 3 bytes that are not UTF-8; they were read as Windows-1252",
            "1 2> René: \u{1a}café “x” \u{1a}",
            "damage 2@110: comment_content has 1 byte that is not UTF-8; it was read as Windows-1252",
            "2 2> ü: café",
        ],
    );
}

#[test]
fn rows_longer_than_memory_should_be() {
    let text = "x".repeat(65 << 20);
    let sql = format!("INSERT INTO t {COLUMNS} VALUES (1,2,'Ada','{text}'),(2,2,'Ben','two');");
    let lines: Vec<String> = lines(sql);
    assert!(lines[0].starts_with("1 2> Ada: xxx") && lines[0].len() <= (64 << 20) + 11, "{}", lines[0].len());
    let cut = "damage 1@81: the row is longer than 64 MiB; its longest value was cut";
    assert_eq!(lines[1..], [cut, "2 2> Ben: two"]);
}

#[test]
fn a_long_line() {
    let rows: Vec<String> = (1..=50_000).map(|id| format!("({id},2,'Ada','a text of some words')")).collect();
    let all = SQL.comments(format!("INSERT INTO t {COLUMNS} VALUES {};", rows.join(",")));
    assert_eq!((all.len(), all[49_999].id.as_str()), (50_000, "50000"));
}

#[test]
fn byte_ranges_hold_the_row() {
    assert_eq!(
        SQL.extents(
            format!("INSERT INTO t {COLUMNS} VALUES\n(1,2,'ü)','(one'), ( 2,2,'',X'30' ) ;").as_bytes()
        ),
        ["(1,2,'ü)','(one')", "( 2,2,'',X'30' )"]
    );
}

#[test]
fn cut_anywhere() {
    let whole = SQL.comments(MYSQLDUMP);
    for end in 1..=MYSQLDUMP.len() {
        let (records, _) = SQL.read(&MYSQLDUMP.as_bytes()[..end]);
        let complete = whole.iter().filter(|comment| comment.end <= end as u64);
        assert!(comments(&records).eq(complete), "cut at byte {end}");
    }
    let inside = |what: &str| MYSQLDUMP.find(what).expect("it is there") + 2;
    for (at, what) in [("(6,2", "a row"), ("(`comment_ID`", "a statement"), ("VALUES (7", "a statement")] {
        let (records, _) = SQL.read(&MYSQLDUMP.as_bytes()[..inside(at)]);
        let last = short_line(&records[records.len() - 1]);
        let expected = format!("the file ends inside {what}; what was complete is kept");
        assert!(last.ends_with(&expected), "{last}");
    }
}

#[test]
fn a_flipped_bit_anywhere() {
    for at in 0..MYSQLDUMP.len() {
        let mut bytes = MYSQLDUMP.as_bytes().to_vec();
        bytes[at] ^= 1 << (at % 8);
        let (records, input) = SQL.read(&bytes);
        check_places(&records, &input);
    }
}

proptest::proptest! {
    /// Whatever the bytes, reading comes to an end, and the comments stand one behind the other.
    #[test]
    fn anything_can_be_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        let bytes = pieces.concat();
        if !bytes.is_empty() {
            let (records, input) = SQL.read(&bytes);
            check_places(&records, &input);
        }
    }
}

const PIECES: &[&[u8]] = &[
    b"INSERT INTO t (comment_ID,comment_post_ID,comment_author,comment_content) VALUES ",
    b"INSERT INTO wp_posts VALUES ",
    b"(1,2,'Ada','one')",
    b"CREATE TABLE wp_comments (a int, b int)",
    b"INSERT",
    b"\nINSERT INTO ",
    b"DELIMITER ",
    b"\n",
    b";",
    b",",
    b"(",
    b")",
    b"'",
    b"''",
    b"\"",
    b"`",
    b"\\",
    b"0x",
    b"X'",
    b"_binary ",
    b"NULL",
    b"--",
    b"-- ",
    b"#",
    b"/*",
    b"/*!40101 ",
    b"*/",
    b"x",
    b"7",
    b".",
    b"\xff",
    b"\x1a",
    b"\xc3\xbc",
    b"\xef\xbb\xbf",
    b"\0",
];

#[test]
fn sniffing() {
    check_sniffed(
        "\u{feff}\n\nSET NAMES utf8mb4;\nDROP TABLE IF EXISTS `x`;\nCREATE TABLE `x` (a int);",
        true,
    );
    check_sniffed("/*M!999999\\- enable the sandbox mode */ \ninsert into x values (1);", true);
    check_sniffed("mysqldump: [Warning] Using a password\n-- MySQL dump\n--\nCREATE TABLE x (a int);", true);
    check_sniffed("-- MySQL dump\nSET NAMES utf8;\n", false);
    check_sniffed("# How to fill a table\n\nUse this:\n\nINSERT INTO x VALUES (1);\n", false);
    check_sniffed("---\ntitle: Tables\n---\nCREATE TABLE x (a int);\n", false);
    check_sniffed("Create table mats from felt (it keeps); insert into frames.", false);
    check_sniffed("id,body\n1,\"\nINSERT INTO x VALUES (1)\"\n", false);
    check_sniffed("[{\"body\":\"\nINSERT INTO x VALUES (1)\"}]", false);
}
