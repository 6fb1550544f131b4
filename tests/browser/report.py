#!/usr/bin/env python3
"""The report in a real browser: `report.py THREADSIFT`, with chromedriver on the path."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from webdriver import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = "data/sample.wordpress.xml"
THREADSIFT = "threadsift"

# What a comment tries: each would set a title or a global, load something, or end an element.
PAYLOADS = [
    "</script><script>document.title='owned';window.owned=1</script>",
    "<!--<script>document.title='owned'</script>-->",
    "<img src=x onerror=\"document.title='owned';window.owned=1\">",
    "<img src=http://tracker.example/pixel.gif>",
    "<a href=\"javascript:document.title='owned'\">a link</a>",
    '<svg onload="window.owned=1"></svg></title></style>',
    '<iframe src="http://frame.example/"></iframe><link rel=stylesheet href=http://style.example/a.css>',
    "\u202eevil\u202c \u2066isolated\u200b",
    "a\u0000b\u001b[31mc",
    "${window.owned=1} {{window.owned=1}} ]]>",
    '<meta http-equiv=refresh content="0;url=http://elsewhere.example/">',
    "<style>*{display:none}</style><base href=http://base.example/>",
]


def threadsift(*arguments, codes=(0,)):
    done = subprocess.run([THREADSIFT, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in codes, f"{arguments}: {done.returncode}\n{done.stderr}"
    return done.stdout


def hostile_dump():
    """A dump with a payload in every field; each comment has a copy and a reply."""
    for number, payload in enumerate(PAYLOADS):
        for copy in range(2):
            identity = number * 3 + copy
            yield {
                "id": f"{identity}{payload}",
                "post": payload,
                "post_title": payload,
                "author": payload,
                "post_url": f"http://blog.example/{number}/",
                "url": f"http://host{number}.example/{payload}",
                "date": f"2010-01-02 03:{identity:02}:05",
                "body": f"{payload} and words enough for a comment that is not too short, number {number}. {payload}",
            }
        yield {
            "id": str(number * 3 + 2),
            "post": payload,
            "author": "Ann",
            "date": f"2010-01-03 03:{number:02}:05",
            "parent": f"{number * 3}{payload}",
            "body": f"I reply to this: {payload}",
            "post_url": f"http://blog.example/{number}/",
        }


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="report-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.place = pathlib.Path(cls.folder.name)
        cls.sample = cls.place / "sample.html"
        threadsift("report", SAMPLE, "-q", "-o", str(cls.sample))
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.devtools(
            "Emulation.setDeviceMetricsOverride", width=1200, height=900, deviceScaleFactor=1, mobile=False
        )
        self.open(self.sample)
        self.browser.run("localStorage.clear()")
        # What the browser itself loaded when it started.
        self.browser.log("performance")
        self.open(self.sample)

    def tearDown(self):
        errors = [entry["message"] for entry in self.browser.log("browser")]
        self.assertEqual(errors, [], "the console has messages")
        for entry in self.browser.log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                address = event["params"]["request"]["url"]
                self.assertTrue(address.startswith(("file://", "blob:", "data:", "about:")), address[:200])

    def open(self, page):
        self.browser.open("about:blank")
        self.browser.open(page)
        self.ready()

    def ready(self):
        ready = "return performance.getEntriesByName('complete').length"
        self.browser.wait(lambda: self.browser.run(ready), "the page does not start")

    def go(self, view):
        self.browser.run("location.hash = arguments[0]", f"#{view}")
        self.browser.wait(
            lambda: not self.browser.run("return document.getElementById(arguments[0]).hidden", view), view
        )

    def filter(self, name, value):
        set_field = """
            const field = document.getElementById("filters").elements[arguments[0]];
            if (field.type === "checkbox") field.checked = arguments[1]; else field.value = arguments[1];
            field.dispatchEvent(new Event("input", { bubbles: true }));"""
        self.browser.run(set_field, name, value)
        return self.browser.text("#all-list .summary")

    def clear_filters(self):
        self.browser.click("#clear-filters")

    def current(self):
        """The text of the current card in the view that is shown."""
        return self.browser.run("return document.querySelector('.view:not([hidden]) .current')?.textContent ?? ''")

    def download(self, button):
        for old in self.browser.downloads.iterdir():
            old.unlink()
        self.browser.click(button)
        file = self.browser.downloads / "decisions.ndjson"
        self.browser.wait(lambda: file.exists() and file.stat().st_size > 0, "nothing was downloaded")
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()], file

    # --- What is shown ---

    def test_the_overview_balances(self):
        balance = self.browser.text("#balance").split()
        self.assertEqual(balance, ["99", "read", "=", "63", "kept", "+", "36", "set", "aside"])
        self.assertEqual(self.browser.texts("#views .count"), ["6", "10", "1", "99"])
        for name in ["genuine", "duplicate", "ping", "tweet", "spam", "review"]:
            self.assertIn(name, self.browser.texts(".timeline .label"))
        self.assertEqual(self.browser.texts("#overview .ranked tbody td")[:2], ["14", "21"])

    def test_the_evidence_adds_up(self):
        self.go("review")
        self.browser.press("j")
        sums = self.browser.run("""
            const numbers = [...document.querySelectorAll(".current .evidence .number")]
                .map((cell) => Number(cell.textContent.replace("−", "-")));
            const sum = numbers.pop();
            return [sum, numbers.reduce((all, number) => all + number, 0), numbers.length];""")
        self.assertAlmostEqual(sums[0], sums[1], delta=0.01 * sums[2])
        self.assertGreater(sums[2], 3)
        explained = threadsift("explain", SAMPLE, "87", "-q")
        for signal in self.browser.texts(".current .evidence tbody th"):
            self.assertIn(signal, explained)
        self.assertIn("(share of spam)", self.current())

    def test_a_reply_is_shown_in_its_thread(self):
        self.go("all")
        self.filter("text", "Do you mean the jar or the dough")
        if self.browser.text("#all-list .summary") != "1 comment":
            self.filter("text", "")
        replies = self.browser.run("""
            const cards = document.querySelectorAll("#all-list .card");
            for (const card of cards) {
                card.querySelector(".toggle").click();
                const thread = card.querySelector(".thread h4");
                if (thread?.textContent === "Thread") return card.querySelectorAll(".thread ol ol li").length;
            }
            return 0;""")
        self.assertGreater(replies, 0)

    def test_duplicates_show_their_differences(self):
        self.go("duplicates")
        self.assertEqual(self.browser.text("#duplicates-list .summary"), "10 duplicates")
        marks = self.browser.texts("#duplicates-list .text mark")
        self.assertEqual(marks[:2], ["untill", "until"])
        same = self.browser.run("""
            const pairs = [...document.querySelectorAll(".pair")];
            return pairs.every((pair) => {
                const [left, right] = [...pair.querySelectorAll(".text")].map((text) => {
                    const copy = text.cloneNode(true);
                    copy.querySelectorAll("mark").forEach((mark) => mark.remove());
                    return copy.textContent;
                });
                return left === right;
            });""")
        self.assertTrue(same, "what is not marked is the same on both sides")

    def test_a_campaign_has_hosts_names_and_members(self):
        self.go("campaigns")
        text = self.browser.text("#campaigns-list")
        for word in ["reclinerdepot.example", "Jason Miller", "Melissa Grant", "4 comments on 4 posts"]:
            self.assertIn(word, text)

    # --- Filters ---

    def test_filters_leave_what_they_say(self):
        self.go("all")
        self.assertEqual(self.filter("verdict", "duplicate"), "10 comments")
        self.assertEqual(self.filter("kind", "pingback"), "1 comment")
        self.clear_filters()
        self.assertEqual(self.filter("host", "RECLINERDEPOT"), "4 comments")
        self.assertEqual(self.filter("author", "melissa"), "1 comment")
        self.clear_filters()
        self.assertEqual(self.filter("text", "reclining sofa"), "4 comments")
        self.clear_filters()
        self.assertEqual(self.filter("post", "rye starter"), "22 comments")
        self.clear_filters()
        self.assertEqual(self.filter("campaign", "1"), "4 comments")
        self.clear_filters()
        self.assertEqual(self.filter("text", "no comment has this text"), "0 comments")

    def test_orders_and_pages(self):
        self.go("all")
        self.filter("sort", "oldest")
        self.assertEqual(self.browser.text("#all-list .summary"), "1 to 50 of 99 comments")
        dates = self.browser.texts("#all-list .card header time")
        self.assertEqual(dates, sorted(dates))
        self.browser.press("n")
        self.assertEqual(self.browser.text("#all-list .summary"), "51 to 99 of 99 comments")
        self.assertGreaterEqual(self.browser.texts("#all-list .card header time")[0], dates[-1])
        self.filter("sort", "spam")
        percents = self.browser.texts("#all-list .card .percent")
        numbers = [float(percent.split()[0]) for percent in percents]
        self.assertEqual(numbers, sorted(numbers, reverse=True))

    # --- Changes ---

    def test_keys_change_verdicts_and_apply_uses_them(self):
        self.go("review")
        self.browser.press("j", "g", "g", "u")
        self.assertEqual(self.browser.text("#changes"), "1 change")
        self.assertEqual(self.browser.text("#n-kept"), "63", "a comment for review was kept already")
        self.browser.press("g", "g")
        self.browser.wait(lambda: self.browser.text("#n-kept") == "65", "two that looked like spam are kept")
        self.browser.reload()
        self.ready()
        self.assertEqual(self.browser.text("#changes"), "3 changes")
        decisions, file = self.download("#download-changes")
        self.assertEqual([decision["verdict"] for decision in decisions], ["genuine"] * 3)
        self.assertEqual(decisions[0]["source"], SAMPLE)
        self.assertEqual(set(decisions[0]), {"source", "id", "byte", "verdict"})
        clean = self.place / "clean.xml"
        threadsift("apply", str(file), SAMPLE, "-q", "-o", str(clean))
        text = clean.read_text(encoding="utf-8")
        self.assertEqual(text.count("<wp:comment_id>"), 65)
        for decision in decisions:
            self.assertIn(f"<wp:comment_id>{decision['id']}</wp:comment_id>", text)

    def test_all_decisions_are_those_of_triage(self):
        decisions, file = self.download("#download-all")
        rows = [json.loads(line) for line in threadsift("triage", SAMPLE, "--format", "ndjson", "-q").splitlines()]
        members = ["source", "id", "byte", "verdict", "duplicate_of"]
        wanted = [{name: row[name] for name in members if row[name] is not None} for row in rows]
        self.assertEqual(decisions, wanted)
        same, plain = self.place / "same.xml", self.place / "plain.xml"
        threadsift("apply", str(file), SAMPLE, "-q", "-o", str(same))
        threadsift("clean", SAMPLE, "-q", "-o", str(plain))
        self.assertEqual(same.read_bytes(), plain.read_bytes())

    def test_a_filter_is_changed_in_bulk_and_undone(self):
        self.go("all")
        self.filter("verdict", "spam")
        self.browser.click("#all-list .bulk button.genuine")
        self.assertEqual(self.browser.text("#changes"), "14 changes")
        self.assertEqual(self.browser.text("#n-kept"), "77")
        self.assertEqual(self.browser.text("#status"), "14 comments are now genuine")
        self.clear_filters()
        self.assertEqual(self.filter("changed", True), "14 comments")
        self.browser.click("#all-list .bulk button.duplicate")
        self.browser.reload()
        self.ready()
        self.assertEqual(self.browser.text("#changes"), "14 changes")
        self.browser.click("#undo")
        self.assertEqual(self.browser.text("#n-kept"), "77", "the last step is undone, also after a reload")
        self.browser.click("#undo")
        self.assertEqual(self.browser.text("#changes"), "No changes")
        self.assertEqual(self.browser.text("#n-kept"), "63")
        self.assertIsNone(self.browser.run("return localStorage.length === 0 ? null : localStorage.key(0)"))

    def test_what_is_untouched_stays_so(self):
        self.go("all")
        self.browser.click("#all-list .bulk button.spam")
        self.assertIn("1 record is never removed", self.browser.text("#status"))
        decisions, _ = self.download("#download-all")
        self.assertEqual([row["verdict"] for row in decisions].count("untouched"), 1)

    def test_a_campaign_is_changed_with_one_key(self):
        self.go("campaigns")
        self.browser.press("j", "g")
        self.assertEqual(self.browser.text("#changes"), "4 changes")
        self.assertIn("4 genuine", self.browser.text("#campaigns-list"))

    def test_one_copy_stays(self):
        self.go("all")
        self.filter("text", "Quick question about the stiff starter")
        self.browser.click("#all-list .bulk button.duplicate")
        self.assertIn("the copy that stays", self.browser.text("#status"))
        self.assertEqual(self.browser.text("#changes"), "No changes")
        self.go("duplicates")
        self.browser.run("""
            const find = (elements, text) => [...elements].find((each) => each.textContent.includes(text));
            const pair = find(document.querySelectorAll(".pair"), "stiff starter");
            find(pair.querySelectorAll("button"), "Keep this copy instead").click();""")
        self.assertEqual(self.browser.text("#changes"), "2 changes")
        decisions, file = self.download("#download-changes")
        verdicts = [(row["id"], row["verdict"], row.get("duplicate_of")) for row in decisions]
        self.assertEqual(verdicts, [("5", "duplicate", "6"), ("6", "genuine", None)])
        clean = self.place / "other-copy.xml"
        threadsift("apply", str(file), SAMPLE, "-q", "-o", str(clean))
        text = clean.read_text(encoding="utf-8")
        self.assertIn("<wp:comment_id>6</wp:comment_id>", text)
        self.assertNotIn("<wp:comment_id>5</wp:comment_id>", text)
        self.go("all")
        self.browser.click("#all-list .bulk button.duplicate")
        self.assertEqual(self.browser.text("#changes"), "2 changes", "the other copy stays too")
        self.browser.click("#undo")
        self.assertEqual(self.browser.text("#changes"), "No changes", "both are undone together")

    def test_whatever_is_a_duplicate_apply_accepts_it(self):
        self.go("all")
        self.browser.click("#all-list .bulk button.duplicate")
        self.browser.click("#all-list .bulk button.spam")
        self.filter("text", "e")
        self.browser.click("#all-list .bulk button.duplicate")
        _, file = self.download("#download-all")
        threadsift("apply", str(file), SAMPLE, "-q", "-o", str(self.place / "nearly-nothing.xml"))

    def test_changes_belong_to_a_dump(self):
        other = self.place / "other.html"
        dump = self.place / "other.ndjson"
        dump.write_text('{"id":"1","author":"Ann","body":"Something else"}\n', encoding="utf-8")
        threadsift("report", str(dump), "-q", "-o", str(other))
        self.go("review")
        self.browser.press("j", "g")
        self.open(other)
        self.assertEqual(self.browser.text("#changes"), "No changes")
        self.open(self.sample)
        self.assertEqual(self.browser.text("#changes"), "1 change")

    def test_a_browser_without_storage_says_so(self):
        preferences = {"profile.default_content_setting_values.cookies": 2}
        with Browser(preferences=preferences) as browser:
            browser.open(self.sample)
            ready = "return performance.getEntriesByName('complete').length"
            browser.wait(lambda: browser.run(ready), "the page does not start")
            self.assertFalse(browser.run("return document.getElementById('storage-note').hidden"))
            browser.run("location.hash = '#review'")
            browser.press("j", "g")
            self.assertEqual(browser.text("#changes"), "1 change")

    # --- Hostile dumps ---

    def test_no_comment_is_markup_or_script(self):
        dump = self.place / "hostile.ndjson"
        lines = [json.dumps(line) + "\n" for line in hostile_dump()]
        dump.write_text("".join(lines).replace("isolated", "\\ud800isolated"), encoding="utf-8")
        page = self.place / "hostile.html"
        threadsift("report", str(dump), "-q", "-o", str(page), codes=(0, 3))
        self.open(page)
        title = self.browser.run("return document.title")
        for view in ["review", "duplicates", "campaigns", "all"]:
            self.go(view)
            self.browser.press("j", "o", "j", "o")
            self.browser.run(
                "document.querySelectorAll('.view:not([hidden]) .toggle').forEach((each) => each.click())"
            )
        self.filter("text", "words enough")
        self.browser.click("#all-list .bulk button.genuine")
        found = "return [document.title, window.owned ?? null, document.querySelectorAll(arguments[0]).length]"
        elements = ", ".join(
            f"main {tag}" for tag in ["img", "iframe", "script", "style", "link", "base", "meta", "a[href^=java]"]
        )
        self.assertEqual(self.browser.run(found, elements), [title, None, 0])
        self.assertIn("U+202E", self.browser.text("#all-list"))
        self.assertIn("U+0000", self.browser.text("#all-list"))
        self.assertNotIn("\u202e", self.browser.text("main"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('#all-list a').length"), 0)
        decisions, file = self.download("#download-all")
        rows = threadsift("triage", str(dump), "--format", "ndjson", "-q", codes=(0, 3)).splitlines()
        self.assertEqual([row["id"] for row in decisions], [json.loads(row)["id"] for row in rows])
        threadsift("apply", str(file), str(dump), "-q", "-o", str(self.place / "hostile.xml"), codes=(0, 3))

    # --- Everybody can use it ---

    def test_every_control_has_a_name(self):
        for view in ["overview", "review", "duplicates", "campaigns", "all"]:
            self.go(view)
            self.browser.press("j")
            nodes = self.browser.devtools("Accessibility.getFullAXTree")["nodes"]
            shown = [node for node in nodes if not node.get("ignored")]
            roles = {node["role"]["value"] for node in shown}
            self.assertLessEqual({"banner", "main", "navigation"}, roles, view)
            for node in shown:
                is_control = node["role"]["value"] in {
                    "button",
                    "link",
                    "textbox",
                    "searchbox",
                    "combobox",
                    "checkbox",
                    "region",
                    "image",
                }
                self.assertTrue(not is_control or node.get("name", {}).get("value"), (view, node))

    def test_the_keyboard_reaches_everything(self):
        self.browser.press("Tab")
        self.assertEqual(self.browser.run("return document.activeElement.textContent"), "Skip to the content")
        self.browser.press("?")
        self.assertTrue(self.browser.run("return document.getElementById('help').open"))
        self.browser.press("Escape", "2", "j")
        self.assertEqual(self.browser.run("return location.hash"), "#review")
        first = self.current()
        self.browser.press("j")
        self.assertNotEqual(self.current(), first)
        self.browser.press("k")
        self.assertEqual(self.current(), first)
        self.assertTrue(self.browser.run("return document.activeElement.matches('.current > .card')"))
        self.browser.press("/", "g")
        self.assertEqual(
            self.browser.run("return document.activeElement.value"), "g", "a field takes its keys itself"
        )
        self.assertEqual(self.browser.text("#changes"), "No changes")

    def test_text_has_contrast_in_light_and_dark(self):
        lowest = """
            const luminance = (color) => {
                const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(Number).map((part) => part / 255)
                    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const background = (element) => {
                for (let at = element; at; at = at.parentElement) {
                    const color = getComputedStyle(at).backgroundColor;
                    if (!/, 0\\)$|transparent/.test(color)) return color;
                }
                return "rgb(255, 255, 255)";
            };
            let lowest = [99, ""];
            for (const element of document.querySelectorAll("body *")) {
                const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                const isShown = element.getClientRects().length > 0 &&
                    !element.closest("svg, script, style, :disabled, [hidden]");
                if (!hasText || !isShown) continue;
                const [one, other] = [luminance(getComputedStyle(element).color), luminance(background(element))];
                const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                if (ratio < lowest[0]) lowest = [ratio, element.outerHTML.slice(0, 200)];
            }
            return lowest;"""
        for scheme in ["light", "dark"]:
            self.browser.devtools(
                "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
            )
            for view in ["overview", "review", "duplicates", "campaigns", "all"]:
                self.go(view)
                self.browser.press("j")
                ratio, element = self.browser.run(lowest)
                self.assertGreaterEqual(ratio, 4.5, f"{scheme}, {view}: {element}")
        self.browser.devtools("Emulation.setEmulatedMedia", features=[])

    def test_a_phone_scrolls_only_down(self):
        self.browser.devtools(
            "Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True
        )
        for view in ["overview", "review", "duplicates", "campaigns", "all"]:
            self.go(view)
            self.browser.press("j")
            width = self.browser.run("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, 390, view)

    def test_without_a_script_the_overview_is_there(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.sample)
            text = self.browser.call("GET", f"{self.browser.session}/source")
            self.assertIn("Posts by genuine discussion", text)
        finally:
            self.browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


if __name__ == "__main__":
    THREADSIFT = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
