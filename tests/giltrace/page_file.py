# The timeline as HTML: one file that asks for nothing, in which nothing of the program's is markup, and which has all
# events. What it looks like and does is tested in a browser: make page.
# Not with STRESS: recordings of 13,000 events and more are read event by event, and a collection comes with every hundredth
import base64
import io
import json
import os
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import recorded
from giltrace.page import write_page
from giltrace.recording import EVENT


def between(text, before, after):
    """The piece between two others, the first of which is there just once."""
    first, found, rest = text.partition(before)
    assert found and before not in rest, before
    return rest.partition(after)[0]


def events(data, packed):
    """The events of the page as records."""
    planes = zlib.decompress(base64.b64decode(packed)) if data["slots"] else b""
    slots = data["slots"]
    rows = [None] * EVENT.size
    for i, plane in enumerate(data["planes"]):
        rows[plane] = planes[i * slots:(i + 1) * slots]
    for plane, byte in data["constant"].items():
        rows[int(plane)] = bytes([byte]) * slots
    return b"".join(map(bytes, zip(*rows)))


class Verdict:
    def __init__(self, text, kind):
        self.text, self.kind = text, kind


sizes = {}
for name in synthetic.RECORDINGS:
    recording = recorded(name if name != "million" else synthetic.million(20000))
    file = io.StringIO()
    write_page(recording, file, [Verdict("It <b>waits</b> for & nothing.", "</script>"), ("Pairs do as well.", "")])
    page = file.getvalue()
    assert page.isascii(), name
    assert page.count("<script") == page.count("</script>") == 3, name
    assert page.count("<style") == page.count("</style>") == 1 and "{{" not in page, name
    for word in "http://", "https://", "@import", "url(", "eval(", "new Function", "innerHTML", "href=", 'src="':
        assert word not in page, (name, word)
    policy = between(page, 'content="default-src ', '"')
    nonce = between(policy, "script-src 'nonce-", "'")
    assert policy.startswith("'none';") and "unsafe" not in policy and len(nonce) > 20, policy
    assert page.count(f'nonce="{nonce}"') == 2 and page.count(nonce) == 4, name
    data = json.loads(between(page, ' id="data">', "</script>"))
    packed = between(page, ' id="events">', "</script>")
    assert data["verdicts"][0] == {"text": "It <b>waits</b> for & nothing.", "kind": "</script>"}, data["verdicts"]
    assert data["verdicts"][1] == {"text": "Pairs do as well.", "kind": ""}, data["verdicts"]
    whole, at = events(data, packed), 0
    for thread in recording.threads:
        size = len(thread.events)
        assert whole[at:at + size] == thread.events, (name, thread)
        at += size + EVENT.size * (size > 0)
    assert at == len(whole), name
    rows = [thread for process in data["processes"] for thread in process["threads"]]
    assert [row["label"] for row in rows] == [thread.label for thread in recording.threads], name
    for process, row in zip(recording.processes, data["processes"]):
        for place in process.places[1:]:
            line, function, source_file, _ = data["places"][row["placeNumbers"][str(place.number)]]
            named = line, data["names"][function], data["names"][source_file]
            assert named == (place.line, place.function, place.file), (name, named, place)
    sizes[name] = len(page)
    title = between(page, "<title>", "</title>")
    print(name, data["count"], data["slots"], len(data["planes"]), len(data["places"]), title)

assert max(size for name, size in sizes.items() if name not in ("million", "pool")) < 140_000, sizes
assert sizes["million"] < 400_000 and sizes["pool"] < 500_000, sizes

print("-- two pages of the same recording differ in their nonce only")
pages = []
for i in range(2):
    file = io.StringIO()
    write_page(recorded("locks"), file)
    page = file.getvalue()
    pages.append(page.replace(between(page, "script-src 'nonce-", "'"), "nonce"))
print(pages[0] == pages[1])
