"""The timeline as JSON in the Chrome trace-event form, which Perfetto (ui.perfetto.dev) and chrome://tracing open.

Each state is a complete event ("X") of its thread, each forced switch an arrow ("s" and "f") from the thread that gave
way to the one that got the GIL, what happens at one moment an instant ("i"). Times are microseconds with fractions.
"""
from .recording import CALL, DIRECT, FORK, INSTANT_NAMES, KEPT, LOCK, REQUEST, RUN, SIGNAL, SPAWN, THREAD, WAIT
from .report import missing
from .states import instants, stays

# How many events are put into one write.
BATCH = 2000

_ESCAPES = {'"': '\\"', "\\": "\\\\"}
_LOCK_WORDS = {"lock": "waiting for a lock", "notify": "waiting to be notified", "join": "joining a thread",
               "start": "starting a thread", "import": "waiting for an import"}


def quoted(text):
    """A JSON string of ASCII characters."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    parts = []
    for c in text:
        n = ord(c)
        if c in _ESCAPES:
            parts.append(_ESCAPES[c])
        elif 32 <= n < 127:
            parts.append(c)
        elif n < 0x10000:
            parts.append(f"\\u{n:04x}")
        else:
            n -= 0x10000
            parts.append(f"\\u{0xd800 + (n >> 10):04x}\\u{0xdc00 + (n & 0x3ff):04x}")
    return '"' + "".join(parts) + '"'


def write_chrome(recording, file):
    """Writes to a text file, piece by piece."""
    file.write('{"traceEvents":[\n')
    _Writer(recording, file).all()
    notes = ",".join(quoted(line) for line in missing(recording))
    first = recording.processes[0] if recording.processes else None
    file.write(f'],\n"displayTimeUnit":"ns",\n"otherData":{{"producer":"minipy",'
               f'"script":{quoted(first.script if first else "")},"command":{quoted(first.title if first else "")},'
               f'"clock":"CLOCK_MONOTONIC - {recording.origin_ns} ns","wallClockAtStart":{recording.wall_ns},'
               f'"events":{recording.written},"lost":{recording.lost},"missing":[{notes}]}}}}\n')


class _Writer:
    def __init__(self, recording, file):
        self.recording, self.file = recording, file
        self.lines = []
        self.started = False
        self.flow = 0

    def put(self, line):
        self.lines.append(line)
        if len(self.lines) >= BATCH:
            self.flush()

    def flush(self):
        if self.lines:
            self.file.write((",\n" if self.started else "") + ",\n".join(self.lines))
            self.started = True
            self.lines = []

    def all(self):
        # Processes of the same number (interpreters) would be one for the viewer.
        seen = {}
        numbers = []
        for process in self.recording.processes:
            pid = process.pid
            while pid in seen:
                pid += 1_000_000_000
            seen[pid] = process
            numbers.append(pid)
        for i, (pid, process) in enumerate(zip(numbers, self.recording.processes)):
            self.names(i, pid, process)
        for pid, process in zip(numbers, self.recording.processes):
            for thread in process.threads:
                self.thread(pid, thread)
        self.flush()

    def names(self, i, pid, process):
        self.put(f'{{"ph":"M","name":"process_name","pid":{pid},"tid":1,"args":{{"name":{quoted(process.script)}}}}}')
        self.put(f'{{"ph":"M","name":"process_sort_index","pid":{pid},"tid":1,"args":{{"sort_index":{i}}}}}')
        for j, thread in enumerate(process.threads):
            head = f'"pid":{pid},"tid":{thread.id},"args":'
            self.put(f'{{"ph":"M","name":"thread_name",{head}{{"name":{quoted(thread.label)}}}}}')
            self.put(f'{{"ph":"M","name":"thread_sort_index",{head}{{"sort_index":{j}}}}}')

    def thread(self, pid, thread):
        put = self.put
        head = f'"pid":{pid},"tid":{thread.id}'
        places = {}
        for start, end, state, name, flags, place, value, other, result in stays(thread):
            where = places.get(place)
            if where is None:
                where = places[place] = (f'"function":{quoted(place.function)},"line":{quoted(str(place))}'
                                         if place else '"function":""')
            length = end - start
            times = f'"ts":{start // 1000}.{start % 1000:03},"dur":{length // 1000}.{length % 1000:03}'
            if state == RUN:
                more = f',"result":{value}' if value else ""
                if result:
                    more += f',"errno":{result}'
                if flags & DIRECT:
                    more += f',"from":{other}'
                put(f'{{"ph":"X","name":"running","cat":"gil",{head},{times},"cname":"good","args":{{{where}{more}}}}}')
            elif state == WAIT:
                put(f'{{"ph":"X","name":"waiting for the GIL","cat":"gil",{head},{times},"cname":"bad",'
                    f'"args":{{{where},"after":{quoted(name)},"of":{other}}}}}')
                if name == "forced" and other:
                    self.flow += 1
                    at = f'"ts":{start // 1000}.{start % 1000:03}'
                    flow = f'"name":"forced switch","cat":"switch","id":{self.flow},"pid":{pid}'
                    put(f'{{"ph":"s",{flow},"tid":{thread.id},{at}}}')
                    put(f'{{"ph":"f","bp":"e",{flow},"tid":{other},{at}}}')
            elif state == CALL:
                more = "" if value is None else f',"value":{value}'
                kept = "true" if flags & KEPT else "false"
                put(f'{{"ph":"X","name":{quoted(name)},"cat":"call",{head},{times},"cname":"thread_state_iowait",'
                    f'"args":{{{where}{more},"kept the GIL":{kept}}}}}')
            elif state == LOCK:
                more = f',"lock":"{value:#x}"' if value else ""
                put(f'{{"ph":"X","name":{quoted(_LOCK_WORDS.get(name, name))},"cat":"lock",{head},{times},'
                    f'"cname":"thread_state_sleeping","args":{{{where}{more},"owner":{other}}}}}')
            else:
                put(f'{{"ph":"X","name":"collecting","cat":"gc",{head},{times},"cname":"rail_animation",'
                    f'"args":{{{where}}}}}')
        for ns, kind, flags, place, value, other in instants(thread):
            details = f'"of":{other}' if kind == REQUEST else (
                f'"thread":{other}' if kind == THREAD else f'"number":{value}' if kind == SIGNAL else
                f'"child":{value}' if kind in (FORK, SPAWN) else "")
            put(f'{{"ph":"i","s":"t","name":{quoted(INSTANT_NAMES.get(kind, "event"))},"cat":"event",{head},'
                f'"ts":{ns // 1000}.{ns % 1000:03},"args":{{{details}}}}}')
