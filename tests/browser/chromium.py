"""Drives a headless Chromium through its DevTools protocol: JSON messages ended by NUL over two pipes.

    with Browser() as browser:
        page = browser.open(path)
        page.evaluate("giltrace.state()")
        page.mouse("mouseMoved", 100, 200)
        page.screenshot("shot.png")

Runs on any Python, so on minipy, too. Every wait has a limit.
"""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--mute-audio",
         "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--force-color-profile=srgb"]


def find():
    """Where Chromium is, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return None


class Error(Exception):
    pass


class Browser:
    def __init__(self, width=1440, height=900):
        self.folder = tempfile.mkdtemp(prefix="giltrace-chromium-")
        self.number, self.buffer, self.answers, self.events = 0, b"", {}, []
        commands, answers = os.pipe(), os.pipe()
        # Above 4, so that the one is not there where the other has to go.
        theirs = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (commands[0], answers[1])]
        os.close(commands[0])
        os.close(answers[1])
        self.out, self.into = commands[1], answers[0]
        command = [find(), *FLAGS, f"--window-size={width},{height}", f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL,
                                        preexec_fn=lambda: [os.dup2(fd, i + 3) for i, fd in enumerate(theirs)])
        for fd in theirs:
            os.close(fd)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (Error, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.into)
        for _ in range(20):             # its helpers may still write
            shutil.rmtree(self.folder, ignore_errors=True)
            if not os.path.exists(self.folder):
                break
            time.sleep(0.1)

    def call(self, method, params=None, session=None, limit=30):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        deadline = time.monotonic() + limit
        while self.number not in self.answers:
            self.receive(deadline, method)
        answer = self.answers.pop(self.number)
        if "error" in answer:
            raise Error(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def receive(self, deadline, what):
        ready, _, _ = select.select([self.into], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise Error(f"{what}: no answer in time")
        piece = os.read(self.into, 1 << 20)
        if not piece:
            raise Error(f"{what}: the browser is gone")
        pieces = [self.buffer, piece]
        while b"\0" not in piece:
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise Error(f"{what}: the browser is gone")
            pieces.append(piece)
        *messages, self.buffer = b"".join(pieces).split(b"\0")
        for message in messages:
            message = json.loads(message)
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.events.append(message)

    def open(self, path, **options):
        return Page(self, path, **options)


class Page:
    """A tab that shows a timeline."""

    def __init__(self, browser, path, limit=30):
        self.browser = browser
        target = browser.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.target = target
        self.session = browser.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network":
            self.call(domain + ".enable")
        self.call("Performance.enable", {"timeDomain": "threadTicks"})
        browser.events.clear()
        self.call("Page.navigate", {"url": "file://" + os.path.abspath(path)})
        deadline = time.monotonic() + limit
        while not self.evaluate("window.giltrace ? giltrace.ready : 0"):
            if time.monotonic() > deadline:
                raise Error(f"{path} is not ready: {self.complaints()}")
            time.sleep(0.02)

    def call(self, method, params=None, limit=30):
        return self.browser.call(method, params, self.session, limit)

    def close(self):
        self.browser.call("Target.closeTarget", {"targetId": self.target})

    def evaluate(self, expression, limit=30):
        answer = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True,
                                                "awaitPromise": True}, limit)
        if "exceptionDetails" in answer:
            raise Error(answer["exceptionDetails"].get("exception", {}).get("description", str(answer)))
        return answer["result"].get("value")

    def processor_time(self):
        """Seconds that the page's thread has used."""
        metrics = {m["name"]: m["value"] for m in self.call("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"]

    def complaints(self):
        """What the console got: exceptions, violations of the policy, failed requests."""
        found = []
        for event in self.browser.events:
            method, params = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details["text"])
            elif method == "Log.entryAdded":
                found.append(params["entry"]["text"])
        return found

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.browser.events
                if event["method"] == "Network.requestWillBeSent"]

    def frame(self):
        """Until what was asked for has been drawn."""
        self.evaluate("new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")

    def mouse(self, kind, x, y, button="none", modifiers=0, **more):
        self.call("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": button, "modifiers": modifiers,
                                               **more})

    def click(self, x, y, count=1, modifiers=0):
        for kind in "mousePressed", "mouseReleased":
            self.mouse(kind, x, y, "left", modifiers, clickCount=count)
        self.frame()

    def drag(self, x0, y0, x1, y1, modifiers=0, steps=5):
        self.mouse("mousePressed", x0, y0, "left", modifiers, clickCount=1)
        for i in range(1, steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            self.mouse("mouseMoved", x, y, "left", modifiers, buttons=1)
        self.mouse("mouseReleased", x1, y1, "left", modifiers, clickCount=1)
        self.frame()

    def wheel(self, x, y, dx=0, dy=0, modifiers=0):
        self.mouse("mouseWheel", x, y, modifiers=modifiers, deltaX=dx, deltaY=dy)
        self.frame()

    def key(self, key, code=0, modifiers=0):
        text = key if len(key) == 1 else "\r" if key == "Enter" else ""
        params = {"key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **params} if text else
                  {"type": "rawKeyDown", **params})
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", **params})
        self.frame()

    def type(self, text):
        self.call("Input.insertText", {"text": text})
        self.frame()

    def look(self, scheme="light", deficiency="none"):
        """Light or dark; as somebody with a colour vision deficiency sees it."""
        self.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self.call("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
        self.frame()

    def size(self, width, height, ratio=1):
        self.call("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": ratio,
                                                         "mobile": False})
        self.frame()

    def text(self, selector):
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", {"format": "png"})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
