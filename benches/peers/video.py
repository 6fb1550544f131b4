#!/usr/bin/env python3
"""Tells spam from honest video comments with threadsift and its peers, and prints a Markdown table.

The files are those of the UCI YouTube Spam Collection (https://archive.ics.uci.edu/dataset/380): CSV with CONTENT,
AUTHOR, DATE, CLASS and COMMENT_ID. Each file is scored by what was learned from the others; the scores of all files
are then taken together. threadsift reads the author and the date too, the peers the text alone, as their documentation
has it. A record that a file holds twice is asked for once.
"""

import argparse
import csv
import json
import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

COLUMNS = "body=CONTENT,author=AUTHOR,date=DATE,label=CLASS,id=COMMENT_ID"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=pathlib.Path, help="files of the collection, two or more")
    parser.add_argument("--threadsift", default="threadsift", help="the program (default: %(default)s)")
    options = parser.parse_args()
    if len(options.files) < 2:
        parser.error("each file is scored by what was learned from the others: name two or more")
    corpora = [read(file) for file in options.files]
    print("| tool | accuracy | MCC | AUC | recall at 1 % | spam found | missed | honest spared | wronged |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, score in tools(options).items():
        answers = []
        for left_out, corpus in enumerate(corpora):
            others = [it for it in range(len(corpora)) if it != left_out]
            scores = score([corpora[it] for it in others], corpus, [options.files[it] for it in others],
                           options.files[left_out])
            answers += [(*scores[record["COMMENT_ID"]], record["CLASS"] == "1") for record in corpus]
        print(row(name, answers), flush=True)


def read(file):
    with open(file, encoding="utf-8-sig", newline="") as lines:
        records = {record["COMMENT_ID"]: record for record in csv.DictReader(lines)}
    return list(records.values())


def tools(options):
    """Every tool that is installed: from taught and asked records to id -> (score, is it called spam?)."""
    found = {}
    if shutil.which(options.threadsift):
        found["threadsift"] = lambda _, __, taught, asked: threadsift(options.threadsift, taught, asked)
    else:
        missing(options.threadsift, "build it with `cargo build --release` and name it with --threadsift")
    try:
        import sklearn
        found[f"scikit-learn {sklearn.__version__}, LinearSVC"] = lambda *it: scikit_learn("LinearSVC", *it)
        found[f"scikit-learn {sklearn.__version__}, logistic regression"] = lambda *it: scikit_learn("logistic", *it)
    except ImportError:
        missing("scikit-learn", "`pip install scikit-learn`")
    for name, program, package, score in [
        ("bogofilter", "bogofilter", "bogofilter", bogofilter),
        ("CRM114, OSB", "crm", "crm114", lambda *it: crm114("osb unique microgroom", *it)),
        ("CRM114, OSB unigram", "crm", "crm114", lambda *it: crm114("osb unigram unique microgroom", *it)),
    ]:
        if shutil.which(program):
            found[name] = score
        else:
            missing(name, f"`apt-get install {package}` on Debian")
    return found


def missing(name, advice):
    print(f"{name} is not there and is left out: {advice}", file=sys.stderr)


def run(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", errors="replace")
    return done.returncode, done.stdout


def threadsift(program, taught, asked):
    """`train` on the other files, `triage` of this one; spam from a probability of 0.5 on."""
    with tempfile.TemporaryDirectory() as folder:
        model = f"{folder}/model.toml"
        code, _ = run([program, "train", *taught, "--columns", COLUMNS, "-o", model])
        if code != 0:
            sys.exit(f"{program} train failed with exit code {code}")
        # The labels of what is asked stay unread.
        columns = ",".join(it for it in COLUMNS.split(",") if not it.startswith("label"))
        _, lines = run([program, "triage", asked, "--columns", columns, "--model", model, "--format", "ndjson", "-q"])
    rows = map(json.loads, lines.splitlines())
    return {row["id"]: (row["spam_probability"], row["spam_probability"] >= 0.5) for row in rows}


def scikit_learn(kind, taught, asked, *_):
    """TF-IDF of words, pairs and runs of two to five letters inside words; everything else as it is by default."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC
    records = [record for corpus in taught for record in corpus]
    model = make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                   TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
        LinearSVC() if kind == "LinearSVC" else LogisticRegression(C=10, max_iter=1000))
    model.fit([record["CONTENT"] for record in records], [record["CLASS"] == "1" for record in records])
    scores = model.decision_function([record["CONTENT"] for record in asked])
    return {record["COMMENT_ID"]: (score, score > 0) for record, score in zip(asked, scores)}


def bogofilter(taught, asked, *_):
    """Registered with -s and -n, asked with -TT, which prints the spamicity alone; spam from its own 0.99 on."""
    with tempfile.TemporaryDirectory() as folder:
        program = ["bogofilter", "-C", "-d", folder]
        for record in (record for corpus in taught for record in corpus):
            run([*program, "-s" if record["CLASS"] == "1" else "-n"], message(record))
        answers = {}
        for record in asked:
            # Exit codes: 0 spam, 1 honest, 2 unsure.
            code, spamicity = run([*program, "-TT"], message(record))
            answers[record["COMMENT_ID"]] = (float(spamicity), code == 0)
    return answers


def message(record):
    """A mail of the text: a head without fields, as bogofilter expects one."""
    return "\n" + record["CONTENT"] + "\n"


def crm114(flags, taught, asked, *_):
    """Learned into a .css file a class, in the order of the records; the score is the pR that `classify` reports."""
    with tempfile.TemporaryDirectory() as folder:
        spam, honest = f"{folder}/spam.css", f"{folder}/honest.css"
        for record in (record for corpus in taught for record in corpus):
            css = spam if record["CLASS"] == "1" else honest
            run(["crm", f"-{{ learn <{flags}> ({css}) /[[:graph:]]+/ }}"], record["CONTENT"] + "\n")
        ask = (f"-{{ isolate (:stats:) // {{ classify <{flags}> ( {spam} | {honest} ) (:stats:) /[[:graph:]]+/ }} "
               "output /:*:stats:/ }")
        answers = {}
        for record in asked:
            _, stats = run(["crm", ask], record["CONTENT"] + "\n")
            line = next(it for it in stats.splitlines() if it.startswith("#0"))
            score = float(line.rsplit("pR:", 1)[1])
            answers[record["COMMENT_ID"]] = (score, score > 0)
    return answers


def row(name, answers):
    hits = sum(called and spam for _, called, spam in answers)
    misses = sum(not called and spam for _, called, spam in answers)
    wronged = sum(called and not spam for _, called, spam in answers)
    spared = len(answers) - hits - misses - wronged
    margins = (hits + wronged) * (hits + misses) * (spared + wronged) * (spared + misses)
    correlation = (hits * spared - wronged * misses) / math.sqrt(margins) if margins else 0.0
    spam = [score for score, _, is_spam in answers if is_spam]
    honest = sorted((score for score, _, is_spam in answers if not is_spam), reverse=True)
    # Ties count half.
    area = sum((one > other) + (one == other) / 2 for one in spam for other in honest) / len(spam) / len(honest)
    threshold = honest[len(honest) // 100]
    recall = sum(threshold < score for score in spam) / len(spam)
    accuracy = (hits + spared) / len(answers)
    figures = " | ".join(f"{it:.3f}" for it in (accuracy, correlation, area, recall))
    return f"| {name} | {figures} | {hits} | {misses} | {spared} | {wronged} |"


if __name__ == "__main__":
    main()
