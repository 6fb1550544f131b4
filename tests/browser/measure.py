#!/usr/bin/env python3
"""How quick a report is in headless Chromium: `measure.py REPORT [ROUNDS]`. Times are those of the document's own
clock: from the start of the navigation until every part can be used, and from a filter's change until the comments are in
the document."""

import statistics
import sys

from webdriver import Browser

FILTERS = [
    ("text", "the"),
    ("text", "no comment has this"),
    ("author", "an"),
    ("host", "example"),
    ("post", "a"),
    ("verdict", "duplicate"),
    ("kind", "comment"),
    ("sort", "author"),
    ("sort", "spam"),
    ("sort", "longest"),
]

SET_FILTER = """
    const form = document.getElementById("filters");
    form.reset();
    form.elements[arguments[0]].value = arguments[1];
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return performance.getEntriesByName("filter").at(-1).duration;"""


def main():
    page, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    opened, filtered = [], {wanted: [] for wanted in FILTERS}
    for _ in range(rounds):
        with Browser() as browser:
            browser.open(page)
            marked = "return performance.getEntriesByName('complete').length"
            browser.wait(lambda: browser.run(marked), "the page does not start")
            shown = browser.run("return performance.getEntriesByType('navigation')[0].domInteractive")
            ready = browser.run("return performance.getEntriesByName('ready')[0].startTime")
            opened.append((shown, ready))
            for wanted in FILTERS:
                filtered[wanted].append(browser.run(SET_FILTER, *wanted))
    print(f"overview shown after {statistics.median(shown for shown, _ in opened):.0f} ms")
    print(
        f"all parts usable after {statistics.median(ready for _, ready in opened):.0f} ms, "
        f"at most {max(ready for _, ready in opened):.0f} ms"
    )
    for (name, value), times in filtered.items():
        print(f"{name} = {value!r}: {statistics.median(times):.0f} ms, at most {max(times):.0f} ms")


main()
