"""The timeline as one HTML page: write_page().

The page holds the recording's small things as JSON, and the events as they are (vm/recording.h) but turned: a plane
is the same byte of all events. That deflates to half of what one event after another does, and many planes are
constant. What draws it lies in the folder page/ beside this file. The page is ASCII throughout, asks no
server for anything, and a Content-Security-Policy sees to that; what comes from the program is data in it.
"""
import binascii
import errno
import json
import signal
import time
import zlib

from giltrace.recording import EVENT

_SCRIPTS = ("text", "model", "describe", "layout", "paint", "search", "totals", "overview", "timeline", "panel",
            "controls", "main")


def write_page(recording, file, verdicts=()):
    """Write the page to a text file. verdicts: objects with `text` and `kind`, or pairs of these, shown at the top."""
    import secrets
    nonce = secrets.token_urlsafe(16)
    script = '"use strict";\n(() => {\n' + "\n".join(_read(name + ".js") for name in _SCRIPTS) + "})();\n"
    parts = {"nonce": nonce, "css": _read("page.css"), "script": script}
    template = _read("page.html")
    events = _Events(recording)
    while template:
        before, _, template = template.partition("{{")
        file.write(before)
        if not template:
            break
        name, _, template = template.partition("}}")
        if name == "title":
            file.write(_escape(_title(recording)))
        elif name == "data":
            file.write(_json(_data(recording, events, verdicts)))
        elif name == "events":
            for piece in events.packed():
                file.write(piece)
        else:
            file.write(parts[name])


def _read(name):
    from _frozen import read
    return read("giltrace/page/" + name).decode("ascii")


def _escape(text):
    """Text between tags, in ASCII."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return "".join(c if " " <= c < "\x7f" else f"&#{ord(c)};" if c.isprintable() else "&#xfffd;" for c in text)


def _json(value):
    """JSON in which nothing can end a script element."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _title(recording):
    return f"{recording.processes[0].script}: who had the GIL" if recording.processes else "Who had the GIL"


# -- The small things -------------------------------------------------------------------------------------------

class _Tables:
    """The places of all processes, each once, and the names in them; the names of system calls."""

    def __init__(self, recording):
        self.recording = recording
        self.names, self.places, self.calls = {}, {}, {}
        self.rows = []

    def call_names(self, names):
        return self.calls.setdefault(tuple(names), len(self.calls))

    def name(self, text):
        return self.names.setdefault(text, len(self.names))

    def index(self, place):
        key = place.line, self.name(place.function), self.name(place.file)
        index = self.places.get(key)
        if index is None:
            index = self.places[key] = len(self.rows)
            self.rows.append(key + (self.recording.source(place),))
        return index


def _data(recording, events, verdicts):
    tables = _Tables(recording)
    numbers = {process: i for i, process in enumerate(recording.processes)}
    processes = [_process_row(process, numbers, tables) for process in recording.processes]
    first = recording.processes[0] if recording.processes else None
    return {
        "title": first.script if first else "Empty recording",
        "command": first.title if first else "",
        "date": (time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(recording.wall_ns / 1e9))
                 if recording.wall_ns else ""),
        "length": recording.end,
        "clock": {"origin": list(recording.origin.to_bytes(8, "little")), "rate": recording.rate},
        "slots": events.slots, "planes": events.planes, "constant": events.constant,
        "count": sum(len(thread.events) // EVENT.size for thread in recording.threads),
        "verdicts": [_verdict(verdict) for verdict in verdicts],
        "problems": list(recording.problems),
        "errors": errno.errorcode, "signals": {number.value: number.name for number in signal.Signals},
        "names": list(tables.names), "places": tables.rows, "callNames": list(tables.calls),
        "processes": processes,
    }


def _verdict(verdict):
    text, kind = verdict if isinstance(verdict, tuple) else (verdict.text, verdict.kind)
    return {"text": str(text), "kind": str(kind or "")}


def _process_row(process, numbers, tables):
    return {
        "pid": process.pid, "interp": process.interp, "parentIndex": numbers.get(process.parent, -1),
        "how": process.how,
        "label": process.label, "command": process.title, "start": process.start, "end": process.end,
        "ended": process.ended, "status": process.status, "interval": process.interval_ns, "plain": process.plain,
        # an int of 64 bits is no number of JavaScript's
        "seed": str(process.seed) if process.seed else "", "cpus": process.cpus, "lostThreads": process.lost_threads,
        "diskFull": process.disk_full, "lostPlaces": process.lost_places, "collections": process.collections,
        "callTable": tables.call_names(process.call_names),
        "placeNumbers": {place.number: tables.index(place) for place in process.places if place is not None},
        "threads": [_thread_row(thread) for thread in process.threads],
    }


def _thread_row(thread):
    hold = thread.holds
    return {
        "id": thread.id, "label": thread.label, "start": thread.start, "end": thread.end, "ended": thread.ended,
        "written": thread.written, "lost": thread.lost, "count": len(thread.events) // EVENT.size,
        "forced": thread.forced, "brokenOff": thread.broken_off,
        "sums": [[s.count, s.ns, s.longest] for s in thread.states],
        "hold": [hold.count, hold.ns, hold.longest, hold.place.number if hold.place else 0],
    }


# -- The events -------------------------------------------------------------------------------------------------

class _Events:
    """The events of all threads as planes. The page wants a slot more for each thread: the last event comes twice."""

    def __init__(self, recording):
        pieces = []
        for thread in recording.threads:
            if thread.events:
                pieces += thread.events, thread.events[-EVENT.size:]
        self.bytes = b"".join(pieces)
        self.slots = len(self.bytes) // EVENT.size
        self.planes, self.constant = [], {}
        for i in [*range(7, -1, -1), *range(8, EVENT.size)]:
            plane = self.plane(i)
            if not plane or plane.count(plane[:1]) == self.slots:
                self.constant[i] = plane[0] if plane else 0
            else:
                self.planes.append(i)

    def plane(self, i):
        return self.bytes[i::EVENT.size]

    def packed(self):
        """Pieces of base64."""
        compressor = zlib.compressobj(6)
        rest = b""
        for i in self.planes:
            packed = rest + compressor.compress(self.plane(i))
            rest = packed[len(packed) // 3 * 3:]
            yield binascii.b2a_base64(packed[:len(packed) - len(rest)], newline=False).decode("ascii")
        yield binascii.b2a_base64(rest + compressor.flush(), newline=False).decode("ascii")
