"""Compares the threads of a file in Isso's generic format with the database that Isso made of it."""

import calendar
import json
import sqlite3
import sys
import time

path, database = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    threads = json.load(file)


def seconds(created):
    return calendar.timegm(time.strptime(created, "%Y-%m-%d %H:%M:%S"))


expected = sorted(
    (thread["id"], thread["title"], comment["author"], comment["email"], comment["website"],
     comment["remote_addr"], seconds(comment["created"]), comment["text"])
    for thread in threads
    for comment in thread["comments"]
)
rows = sqlite3.connect(database).execute(
    "SELECT uri, title, author, email, website, remote_addr, created, text"
    " FROM comments JOIN threads ON threads.id = comments.tid WHERE mode = 1 AND parent IS NULL"
)
found = sorted((*row[:6], int(row[6]), row[7]) for row in rows)
if not expected or found != expected:
    sys.exit(f"Isso has {len(found)} comments, the file {len(expected)}; they differ")
print(f"Isso imported all {len(found)} comments")
