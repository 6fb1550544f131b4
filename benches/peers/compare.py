#!/usr/bin/env python3
"""Runs threadsift and its peers on the same comments, by turns, and prints Markdown tables.

Every tool goes from the NDJSON file to clusters in a file of its own, in a process of its own. Wall time is taken
around the process; CPU time and peak memory are what the kernel counted for it and its threads. threadsift does its
whole `triage` run: reading, normalising, joining, judging and writing every decision with its evidence.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import threading
import time
import venv

PEERS = pathlib.Path(__file__).resolve().parent
ROOT = PEERS.parent.parent
# Python peers write no caches into the repository.
ENVIRONMENT = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}


def main():
    options = parse()
    cache = options.cache.expanduser().resolve()
    if cache.is_relative_to(ROOT) and not cache.is_relative_to(ROOT / "target"):
        sys.exit(f"--cache {cache} lies inside the repository; name a folder outside of it")
    cache.mkdir(parents=True, exist_ok=True)
    programs = build(cache)
    tools = commands(cache, programs)
    if options.only:
        tools = {name: command for name, command in tools.items() if any(it in name for it in options.only)}
    for size in options.comments:
        corpus = generate(programs, cache, "blog", size, options.seed)
        rows = measure(tools, corpus, programs, options)
        print_speed(size, rows, options.runs)
        print_joins(size, joins(cache, programs), corpus, options)
    if options.pairs:
        corpus = generate(programs, cache, "evasions", options.pairs, options.seed)
        options.runs = 1
        rows = measure(tools, corpus, programs, options)
        print_evasions(options.pairs, rows)


def parse():
    home = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path(home) / "threadsift-peers",
                        help="folder for the installed peers, the corpora and the clusters (default: %(default)s)")
    parser.add_argument("--comments", type=int, nargs="*", default=[200_000], help="sizes of corpora (default: 200000)")
    parser.add_argument("--pairs", type=int, default=500, help="pairs for each evasion; 0 for none (default: 500)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the corpora (default: 1)")
    parser.add_argument("--runs", type=int, default=1, help="repetitions; medians are printed (default: 1)")
    parser.add_argument("--timeout", type=int, default=900, help="seconds after which a run is stopped (default: 900)")
    parser.add_argument("--only", nargs="*", help="only tools whose names contain one of these words")
    return parser.parse_args()


def run(*command, **options):
    subprocess.run([str(it) for it in command], check=True, stdout=sys.stderr, **options)


def build(cache):
    """Installs the peers at their pinned versions and builds threadsift, the generator and the scorer."""
    if not (cache / "venv/bin/pip").exists():
        venv.create(cache / "venv", with_pip=True)
    run(cache / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", "-r", PEERS / "requirements.txt")
    gaoya = ["--manifest-path", PEERS / "gaoya/Cargo.toml", "--target-dir", cache / "gaoya"]
    run("cargo", "build", "--release", "--locked", "-q", *gaoya)
    run("cargo", "build", "--release", "--locked", "-q", "--workspace", "--target-dir", cache / "threadsift", cwd=ROOT)
    built = cache / "threadsift/release"
    return {name: built / name for name in ("threadsift", "generate", "score", "join")}


def commands(cache, programs):
    """The command of every tool; `{source}` and `{target}` stand for the comments and the clusters."""
    python = cache / "venv/bin/python"

    def peer(script, setting):
        return [python, PEERS / script, setting, "{source}", "{target}"]

    def gaoya(setting):
        return [cache / "gaoya/release/gaoya-peer", setting, "{source}", "{target}"]

    triage = [programs["threadsift"], "triage", "{source}", "--format", "ndjson", "-q", "-o", "{target}"]
    return {
        "threadsift triage (whole run)": triage,
        "rensa, normalised, 0.7": peer("rensa_peer.py", "best"),
        "rensa, as its README": peer("rensa_peer.py", "readme"),
        "gaoya, normalised, 0.7, small containers": gaoya("best"),
        "gaoya, normalised, 0.7": gaoya("normalised"),
        "gaoya, as its README": gaoya("readme"),
        "datasketch, normalised, 0.7": peer("datasketch_peer.py", "best"),
        "datasketch, defaults": peer("datasketch_peer.py", "defaults"),
        "polars, exact, normalised": peer("polars_peer.py", "normalised"),
        "polars, exact": peer("polars_peer.py", "exact"),
    }


def joins(cache, programs):
    """The commands that time their join alone, without reading and normalising, and say how long it took."""
    rensa = [cache / "venv/bin/python", PEERS / "rensa_peer.py", "best", "{source}", "{target}"]
    return {"threadsift": [programs["join"], "{source}", "-o", "{target}"], "rensa, normalised, 0.7": rensa}


def generate(programs, cache, what, size, seed):
    """The comments and their truth, made if they are not there or another generator made them."""
    stem = cache / f"{what}-{size}-{seed}"
    source, truth = stem.with_suffix(".ndjson"), stem.with_suffix(".tsv")
    made = source.exists() and truth.exists() and source.stat().st_mtime > programs["generate"].stat().st_mtime
    if not made:
        run(programs["generate"], what, "-n", size, "--seed", seed, "-o", source, "--truth", truth)
    return source, truth


def measure(tools, corpus, programs, options):
    """Medians of time and memory of all tools, which run by turns, and the scores of their last clusters; no score when
    a run was stopped."""
    source, truth = corpus
    target = source.with_suffix(".clusters")
    times = {name: [] for name in tools}
    rows = {name: {"name": name} for name in tools}
    for number in range(options.runs):
        for name, command in tools.items():
            if "stopped" in rows[name]:
                continue
            print(f"{name}, {source.name}, run {number + 1} of {options.runs}", file=sys.stderr)
            target.unlink(missing_ok=True)
            usage = watch([str(it).format(source=source, target=target) for it in command], options.timeout)
            if usage is None:
                rows[name]["stopped"] = options.timeout
                continue
            times[name].append(usage)
            if number == options.runs - 1:
                scored = [programs["score"], truth, target, "--json"]
                rows[name] |= json.loads(subprocess.run(scored, check=True, capture_output=True).stdout)
    for name, row in rows.items():
        if "stopped" not in row:
            row["wall"], row["cpu"], row["memory"] = map(statistics.median, zip(*times[name]))
    return list(rows.values())


def watch(command, timeout):
    """Wall and CPU seconds and peak megabytes of a process; `None` when it took too long."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=ENVIRONMENT)
    timer = threading.Timer(timeout, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        if timeout <= wall:
            return None
        sys.exit(f"{command[0]} ended with {process.returncode}; its message is above")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def print_joins(size, tools, corpus, options):
    source, _ = corpus
    seconds = {name: [] for name in tools}
    for _ in range(options.runs):
        for name, command in tools.items():
            command = [str(it).format(source=source, target=source.with_suffix(".clusters")) for it in command]
            said = subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True)
            seconds[name].append(float(re.search(r"([\d.]+) CPU seconds", said.stdout + said.stderr)[1]))
    print(f"\nThe join alone, {size:,} comments")
    rows = [[name, f"{statistics.median(it):.1f}", f"{min(it):.1f} to {max(it):.1f}"] for name, it in seconds.items()]
    table(["tool", "CPU s", "of all runs"], rows)


def table(head, rows):
    print("\n| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def print_speed(size, rows, runs):
    print(f"\n{size:,} comments, median of {runs}" if 1 < runs else f"\n{size:,} comments, one run")
    head = ["tool", "wall s", "CPU s", "peak MB", "precision", "recall", "F1", "distinct texts merged"]
    lines = []
    for it in rows:
        if "stopped" in it:
            lines.append([it["name"], f"stopped after {it['stopped']}", *6 * ["–"]])
            continue
        speed = [f"{it['wall']:.1f}", f"{it['cpu']:.1f}", f"{it['memory']:,.0f}"]
        quality = [f"{it[key]:.5f}" for key in ("precision", "recall", "f1")]
        lines.append([it["name"], *speed, *quality, str(it["merged_texts"])])
    table(head, lines)


def print_evasions(pairs, rows):
    rows = [it for it in rows if "stopped" not in it]
    print(f"\nRecall per evasion, {pairs} pairs each")
    evasions = list(rows[0]["by_kind"]) if rows else []
    lines = [
        [evasion, *(f"{it['by_kind'][evasion]['found'] / it['by_kind'][evasion]['total']:.3f}" for it in rows)]
        for evasion in evasions
    ]
    lines.append(["distinct texts merged", *(str(it["merged_texts"]) for it in rows)])
    table(["evasion", *(it["name"] for it in rows)], lines)


main()
