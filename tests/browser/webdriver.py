"""A browser for tests: the few commands of the W3C WebDriver protocol that they need, over HTTP to chromedriver."""

import base64
import json
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-default-browser-check",
]


class Browser:
    """Headless Chromium with a profile of its own, which is deleted at the end."""

    def __init__(self, driver="chromedriver", flags=(), preferences=None):
        self.folder = tempfile.TemporaryDirectory(prefix="browser-")
        self.downloads = pathlib.Path(self.folder.name) / "downloads"
        self.downloads.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.session = None
        try:
            self.wait(lambda: self.call("GET", "/status")["ready"], "chromedriver does not start")
            profile = f"--user-data-dir={self.folder.name}/profile"
            download = {"download.default_directory": str(self.downloads), "download.prompt_for_download": False}
            capabilities = {
                "goog:chromeOptions": {"args": [*FLAGS, profile, *flags], "prefs": download | (preferences or {})},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            }
            created = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
            self.session = f"/session/{created['sessionId']}"
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            if self.session:
                self.call("DELETE", self.session)
        finally:
            self.process.terminate()
            self.process.wait()
            self.folder.cleanup()

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message']}") from None

    def open(self, page):
        """Opens a file, or an address."""
        address = page if "://" in str(page) else pathlib.Path(page).resolve().as_uri()
        self.call("POST", f"{self.session}/url", {"url": address})

    def reload(self):
        self.call("POST", f"{self.session}/refresh", {})

    def run(self, script, *arguments):
        """Runs the body of a function in the page and returns what it returns."""
        return self.call("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def element(self, selector):
        found = self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})
        return f"{self.session}/element/{found[ELEMENT]}"

    def click(self, selector):
        # In the middle, nothing that sticks to an edge covers it.
        self.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector)
        self.call("POST", f"{self.element(selector)}/click", {})

    def type(self, selector, text):
        """Types into a field in place of what it holds."""
        element = self.element(selector)
        self.call("POST", f"{element}/clear", {})
        if text:
            self.call("POST", f"{element}/value", {"text": text})

    def press(self, *keys):
        """Presses keys one after the other, wherever the focus is."""
        actions = []
        for key in keys:
            value = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.call("POST", f"{self.session}/actions", {"actions": [source]})

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.run(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)", selector
        )

    def wait(self, condition, message, seconds=60):
        """Waits until a condition holds; returns its value."""
        end = time.monotonic() + seconds
        while True:
            try:
                value = condition()
            except (OSError, RuntimeError):
                value = None
            if value:
                return value
            if end < time.monotonic():
                raise AssertionError(message)
            time.sleep(0.02)

    def log(self, kind):
        return self.call("POST", f"{self.session}/se/log", {"type": kind})

    def devtools(self, command, **parameters):
        """Runs a command of the Chrome DevTools protocol."""
        path = f"{self.session}/goog/cdp/execute"
        return self.call("POST", path, {"cmd": command, "params": parameters})

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("GET", f"{self.session}/screenshot")))

    def print(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("POST", f"{self.session}/print", {})))
