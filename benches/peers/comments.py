"""What the Python peers share: reading comments, a plain normalisation, naming clusters, writing them."""

import html
import json
import re
import sys
import unicodedata

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")


def read(path):
    """Yields the id and the body of every comment of an NDJSON file."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            comment = json.loads(line)
            yield comment["id"], comment["body"]


def plain_words(body):
    """The words of a body without tags and references, in compatibility form (NFKC) and lower case."""
    text = html.unescape(TAG.sub(" ", body))
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def chunks(items, size=2_000):
    """Lists of up to `size` items."""
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Clusters:
    """Disjoint sets of comments, each named by its first one."""

    def __init__(self):
        self.first = {}

    def find(self, comment):
        root = comment
        while (above := self.first.get(root, root)) != root:
            root = above
        while (above := self.first.get(comment, comment)) != root:
            self.first[comment], comment = root, above
        return root

    def join(self, one, other):
        """Puts two comments, numbered in the order of the file, together."""
        one, other = sorted((self.find(one), self.find(other)))
        self.first[other] = one


def arguments():
    """The setting, the comments and where the clusters go."""
    if len(sys.argv) != 4:
        sys.exit(f"usage: {sys.argv[0]} SETTING COMMENTS.ndjson CLUSTERS.tsv")
    return sys.argv[1:]


def write(path, ids, clusters):
    """One line a comment: its id and its cluster's."""
    with open(path, "w", encoding="utf-8") as lines:
        for number, id in enumerate(ids):
            lines.write(f"{id}\t{ids[clusters.find(number)]}\n")
