//! Databases of Isso, made here as Isso 0.13 makes them.

use rusqlite::Connection;
use threadsift::internals::comment::Status;
use threadsift::internals::read::Input;

use super::Reader;

const READER: Reader = Reader("isso");

/// The tables of `isso/db/threads.py` and `isso/db/comments.py`.
const TABLES: &str = "
    CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
    CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
        modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR NOT NULL, author VARCHAR, email VARCHAR,
        website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
        notification INTEGER DEFAULT 0);
    INSERT INTO threads VALUES (1, '/mud-season', 'Mud season');";

/// The bytes of a database that was made so.
fn database(sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let database = Connection::open(file.path()).expect("a database");
    database.execute_batch(&format!("PRAGMA page_size = 512; {sql}")).expect("it is SQL");
    drop(database);
    std::fs::read(file.path()).expect("the database was written")
}

fn comment(id: u32, parent: &str, mode: u32, text: &str) -> String {
    format!(
        "INSERT INTO comments VALUES (1, {id}, {parent}, 1250848931.25, NULL, {mode}, '192.0.2.0', {text}, 'Ada',
             'ada@ada.example', 'http://ada.example', 0, 0, x'0001ff', 0);"
    )
}

#[test]
fn the_example_is_an_unpacked_database() {
    READER.check_example(["11", "12"]);
}

#[test]
fn comments_have_their_threads_modes_and_parents() {
    let rows = [
        comment(1, "NULL", 1, "'So *much* mud.'"),
        comment(2, "1", 2, "'Second thoughts & more.'"),
        comment(3, "NULL", 4, "''"),
    ];
    let bytes = database(&(TABLES.to_owned() + &rows.concat()));
    READER.check(
        &bytes,
        &[
            "post 1 Mud season /mud-season [] []: ",
            "1 1> Ada approved: So *much* mud.",
            "2 1>1 Ada pending: Second thoughts & more.",
            "3 1> Ada deleted: ",
        ],
    );
    let first = &READER.comments(&bytes)[0];
    assert_eq!(first.date.map(|date| date.to_string()), Some("2009-08-21T10:02:11".to_owned()));
    assert_eq!(
        (first.author.email.as_str(), first.author.url.as_str()),
        ("ada@ada.example", "http://ada.example")
    );
    assert_eq!((first.author.ip.as_str(), first.status), ("192.0.2.0", Status::Approved));
}

#[test]
fn the_place_of_a_comment_is_its_line_among_the_rows() {
    let bytes = database(&(TABLES.to_owned() + &comment(7, "NULL", 1, "'So much mud.'")));
    let (records, input) = READER.read(&bytes);
    let Some(threadsift::internals::comment::Record::Comment(comment)) = records.last() else {
        panic!("{records:?}")
    };
    let line = input.source().bytes(comment.place.byte..comment.end).expect("it can be read again");
    let line = String::from_utf8(line).expect("the line is text");
    assert!(line.starts_with(r#"{"comment":{"id":"7","#) && line.ends_with("}\n"), "{line}");
}

#[test]
fn a_database_older_than_its_newest_columns_is_read() {
    let sql = "
        CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE);
        CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, text VARCHAR, author VARCHAR);
        INSERT INTO threads VALUES (1, '/mud-season');
        INSERT INTO comments VALUES (1, 5, 'So much mud.', 'Ada');";
    READER.check(database(sql), &["post 1  /mud-season [] []: ", "5 1> Ada other: So much mud."]);
}

#[test]
fn text_that_is_not_utf8_is_read_as_windows_1252() {
    let bytes = database(&(TABLES.to_owned() + &comment(1, "NULL", 1, "CAST(x'636166e9' AS TEXT)")));
    let lines = READER.read(&bytes).0.iter().map(super::line).collect::<Vec<_>>();
    assert_eq!(lines.last().map(String::as_str), Some("1 1> Ada approved: café"));
    assert!(lines[1].ends_with("the row has 1 byte that is not UTF-8; it was read as Windows-1252"));
}

#[test]
fn what_lies_behind_a_damaged_page_is_read_from_the_other_end() {
    let rows: Vec<String> = (1..=400).map(|id| comment(id, "NULL", 1, &format!("'Mud {id}.'"))).collect();
    let mut bytes = database(&(TABLES.to_owned() + &rows.concat()));
    let page = memchr::memmem::find(&bytes, b"Mud 200.").expect("the row is there") / 512 * 512;
    bytes[page..page + 512].fill(0xff);
    let ids: Vec<u32> =
        READER.comments(&bytes).iter().filter_map(|comment| comment.id.parse().ok()).collect();
    assert!(390 < ids.len() && ids.contains(&1) && ids.contains(&400) && !ids.contains(&200), "{ids:?}");
    let damages: Vec<String> =
        READER.read(&bytes).0.iter().map(super::line).filter(|line| line.starts_with("damage")).collect();
    assert_eq!(damages.len(), 1, "{damages:?}");
    assert!(damages[0].contains("the table comments is damaged after row "), "{damages:?}");
}

#[test]
fn no_flipped_byte_and_no_cut_stops_the_tool() {
    let rows: Vec<String> = (1..=20).map(|id| comment(id, "NULL", 1, &format!("'Mud {id}.'"))).collect();
    let whole = database(&(TABLES.to_owned() + &rows.concat()));
    let read = |bytes: &[u8]| {
        // What SQLite can't even open is an error, not a dump.
        if let Ok(input) = Input::from_bytes("input", bytes, None) {
            let _ = input.read(0, &threadsift::internals::read::Columns::default(), &mut |_| {});
        }
    };
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        read(&damaged);
        read(&whole[..=at]);
    }
}

#[test]
fn a_database_of_another_program_is_refused_with_its_tables() {
    let bytes = database("CREATE TABLE comments (body); CREATE TABLE pages (id);");
    let error = Input::from_bytes("input", bytes, None).err().expect("it is not a dump").to_string();
    assert!(
        error.contains("not an Isso database")
            && error.contains("(it has: comments, pages)")
            && !error.contains('\n'),
        "{error}"
    );
}

#[test]
fn nothing_is_written_beside_the_database() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("comments.db");
    let sql = format!("PRAGMA journal_mode = WAL; {TABLES}{}", comment(1, "NULL", 1, "'So much mud.'"));
    Connection::open(&path).and_then(|connection| connection.execute_batch(&sql)).expect("a database");
    let before = std::fs::read(&path).expect("it can be read");
    Input::open(&path, None).expect("it is a dump");
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(std::fs::read(&path).expect("it can be read"), before);
}

#[test]
fn two_threads_of_one_page_are_one() {
    let rows = [
        "INSERT INTO threads VALUES (2, '/mud-season/', 'Mud season');".to_owned(),
        comment(1, "NULL", 1, "'One.'"),
        comment(2, "NULL", 1, "'Two.'").replace("VALUES (1,", "VALUES (2,"),
    ];
    let bytes = database(&(TABLES.to_owned() + &rows.concat()));
    READER.check(
        &bytes,
        &["post 1 Mud season /mud-season [] []: ", "1 1> Ada approved: One.", "2 1> Ada approved: Two."],
    );
}

#[test]
fn the_write_ahead_log_beside_a_database_is_read_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("isso.db");
    let writer = Connection::open(&path).expect("a database");
    let rows = [comment(1, "NULL", 1, "'One.'"), comment(2, "NULL", 1, "'Two.'")];
    let sql = format!("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; {TABLES}");
    writer.execute_batch(&sql).expect("it is SQL");
    writer.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("it is SQL");
    writer.execute_batch(&rows.concat()).expect("it is SQL");
    let log = folder.path().join("isso.db-wal");
    let before = (std::fs::read(&path).expect("it is there"), std::fs::read(&log).expect("it is there"));
    let input = Input::open(&path, None).expect("it is a database");
    let mut ids = Vec::new();
    let mut sink = |record| {
        if let threadsift::internals::comment::Record::Comment(comment) = record {
            ids.push(comment.id);
        }
    };
    input.read(0, &threadsift::internals::read::Columns::default(), &mut sink).expect("it can be read");
    assert_eq!(ids, ["1", "2"]);
    let after = (std::fs::read(&path).expect("it is there"), std::fs::read(&log).expect("it is there"));
    assert_eq!(before, after);
}
