# The JSON keeps the rules of the Chrome trace-event form, and says what the recording says.
# Not with STRESS: recordings of 13,000 events and more are read event by event, and a collection comes with every hundredth
import io
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import recorded
from giltrace.chrome import quoted, write_chrome
from giltrace.recording import RUN, STATES

NUMBER = (int, float)
# What each phase must have: the form's rules ("Trace Event Format"), and what viewers of it insist on.
FIELDS = {"X": {"name": str, "cat": str, "ts": NUMBER, "dur": NUMBER, "pid": int, "tid": int, "args": dict},
          "M": {"name": str, "pid": int, "tid": int, "args": dict},
          "i": {"name": str, "ts": NUMBER, "pid": int, "tid": int, "s": str},
          "s": {"name": str, "cat": str, "id": int, "ts": NUMBER, "pid": int, "tid": int},
          "f": {"name": str, "cat": str, "id": int, "ts": NUMBER, "pid": int, "tid": int, "bp": str}}
OPTIONAL = {"cname", "args", "cat"}
COLORS = {"good", "bad", "thread_state_iowait", "thread_state_sleeping", "rail_animation"}
METADATA = {"process_name": "name", "process_sort_index": "sort_index", "thread_name": "name", "thread_sort_index": "sort_index"}


def ns(us):
    return round(us * 1000)


def check(document):
    assert set(document) == {"traceEvents", "displayTimeUnit", "otherData"} and document["displayTimeUnit"] == "ns"
    ends, named, flows = {}, set(), {}
    for event in document["traceEvents"]:
        fields = FIELDS[event["ph"]]
        assert fields.keys() <= event.keys() <= fields.keys() | OPTIONAL | {"ph"}, event
        for name, kind in fields.items():
            assert isinstance(event[name], kind) and not isinstance(event[name], bool), event
        thread = event["pid"], event["tid"]
        assert event.get("ts", 0) >= 0 and event["name"] and event.get("cname", "good") in COLORS, event
        if event["ph"] == "X":
            start = ns(event["ts"])
            assert event["dur"] >= 0 and start >= ends.get(thread, 0), ("overlaps what is before", event)
            ends[thread] = start + ns(event["dur"])
        elif event["ph"] == "M":
            value = event["args"][METADATA[event["name"]]]
            assert isinstance(value, str if event["name"].endswith("name") else int)
            named.add((event["name"], thread))
        elif event["ph"] == "i":
            assert event["s"] in ("t", "p", "g")
        else:
            assert event["cat"] == "switch" and event.get("bp", "e") == "e"
            flows.setdefault(event["id"], []).append(event)
    for thread in ends:
        assert ("thread_name", thread) in named and ("process_name", (thread[0], 1)) in named
    for pair in flows.values():
        assert [event["ph"] for event in pair] == ["s", "f"] and pair[0]["ts"] <= pair[1]["ts"], pair
        assert len({(e["name"], e["cat"]) for e in pair}) == 1
    return ends, flows


for name in synthetic.RECORDINGS:
    recording = recorded(synthetic.million(20_000) if name == "million" else name)
    file = io.StringIO()
    write_chrome(recording, file)
    document = json.loads(file.getvalue())
    ends, flows = check(document)
    for process in recording.processes:
        for thread in process.threads:
            events = [e for e in document["traceEvents"] if e["ph"] == "X" and (e["pid"], e["tid"]) == (process.pid, thread.id)]
            if thread.lost or not thread.events:
                continue
            running = sum(ns(e["dur"]) for e in events if e["name"] == "running")
            assert abs(running - thread.states[RUN].ns) < 2000 + 2 * len(events), (running, thread.states[RUN])
            assert abs(sum(ns(e["dur"]) for e in events) - thread.span_ns) < 2000 + 2 * len(events), thread
        if name == "pool":
            break
    forced = sum(t.forced + t.broken_off for t in recording.threads)
    print(name, len(document["traceEvents"]), len(flows), len(flows) == forced or recording.lost > 0, document["otherData"]["lost"],
          len(document["otherData"]["missing"]))

print(document["otherData"].keys())
print({k: v for k, v in document["otherData"].items() if k in ("producer", "script", "command")})
for text in "plain", "\"\\", "\x00\x1f\x7f", "\u00e4\u20ac\U0001f40d", "\udcff", "":
    assert json.loads(quoted(text)) == text and quoted(text).isascii(), text
recording = recorded("locks")
file = io.StringIO()
write_chrome(recording, file)
shown = set()
for event in json.loads(file.getvalue())["traceEvents"]:
    key = event["ph"], event["name"]
    if key not in shown and event["ph"] != "M":
        shown.add(key)
        print(json.dumps(event))
