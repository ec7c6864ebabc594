# logging.handlers without sockets: rotation by size and time, watched files, buffers, queues, listeners.
import datetime
import io
import logging
import logging.handlers as H
import os
import queue
import tempfile
import time


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except Exception as e:
        print(label, "->", type(e).__name__, e)


def files(d):
    return {name: open(os.path.join(d, name)).read() for name in sorted(os.listdir(d))}


log = logging.getLogger("h")
log.propagate = False
log.setLevel(10)


def use(h):
    log.handlers[:] = [h]
    return h


with tempfile.TemporaryDirectory() as d:
    h = use(H.RotatingFileHandler(os.path.join(d, "r"), maxBytes=10, backupCount=2, mode="w"))
    print(h.mode, h.maxBytes, h.backupCount)
    for i in range(6):
        log.info("line %d", i)
    h.close()
    print(files(d))
with tempfile.TemporaryDirectory() as d:
    h = use(H.RotatingFileHandler(os.path.join(d, "r"), maxBytes=30, backupCount=0, delay=True))
    for i in range(6):
        log.info("line %d", i)
    h.close()
    print(files(d))
with tempfile.TemporaryDirectory() as d:
    h = use(H.RotatingFileHandler(os.path.join(d, "r"), maxBytes=1, backupCount=3, encoding="utf-8"))
    h.namer = lambda name: name + ".old"

    def rotate(source, dest):
        with open(source) as f, open(dest, "w") as g:
            g.write(f.read().upper())
        os.remove(source)

    h.rotator = rotate
    for i in range(6):
        log.info("line %d", i)
    h.close()
    print(files(d))
    h = H.RotatingFileHandler("/dev/null", maxBytes=1)
    print(h.shouldRollover(logging.makeLogRecord({})))
    h.close()

# -- by time: the arithmetic, in UTC and local time
os.environ["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
time.tzset()
with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "t")
    for when in ("", "X", "W", "W7", "W10", "w-"):
        attempt(when, H.TimedRotatingFileHandler, path, when, delay=True)
    base = 1701800000
    for when in "s", "M", "h", "D", "midnight", "W0", "W3", "W5", "W6":
        for utc in True, False:
            for at in None, datetime.time(5, 30, 7):
                h = H.TimedRotatingFileHandler(path, when, interval=2, utc=utc, atTime=at, delay=True)
                times = [h.computeRollover(base + i * 20011) - base for i in range(8)] + [h.computeRollover(1719900000)]
                print(when, utc, at, h.interval, h.suffix, times)
                h.close()
    h = H.TimedRotatingFileHandler(path, "S", backupCount=2, utc=True)
    use(h)
    for i in range(5):
        h.rolloverAt = 1000000 * i + 1
        log.info("part %d", i)
        print(h.rolloverAt > time.time() - 1)
    h.close()
    print(files(d))
    open(path + ".1970-01-01", "w").close()
    open(path + ".other", "w").close()
    open(path + ".1970-01-01_00-00-01.gz", "w").close()
    print([os.path.basename(p) for p in h.getFilesToDelete()])
    h = H.TimedRotatingFileHandler(path, "midnight", utc=True)
    print(h.shouldRollover(None))
    h.close()
del os.environ["TZ"]

# -- watched
with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "w")
    h = use(H.WatchedFileHandler(path))
    log.info("one")
    os.rename(path, path + ".moved")
    log.info("two")
    os.remove(path)
    log.info("three")
    h.close()
    print(files(d))

# -- buffers
out = io.StringIO()
target = logging.StreamHandler(out)
h = use(H.MemoryHandler(3, target=target))
log.info("a"), log.info("b")
print(repr(out.getvalue()), len(h.buffer))
log.info("c")
print(repr(out.getvalue()), len(h.buffer))
log.error("d")
log.info("e")
print(repr(out.getvalue()), len(h.buffer))
h.close()
print(repr(out.getvalue()), h.target)
h = use(H.MemoryHandler(3, flushOnClose=False))
log.info("x")
h.flush()
print(len(h.buffer))
h.setTarget(target)
h.close()
b = use(H.BufferingHandler(2))
log.info("1")
print(len(b.buffer))
log.info("2")
print(len(b.buffer))

# -- queues
q = queue.Queue()
h = use(H.QueueHandler(q))
h.setFormatter(logging.Formatter("<%(message)s>"))
try:
    1 / 0
except ZeroDivisionError:
    log.exception("in %s", "queue")
r = q.get()
print(r.msg.split("\n")[0], r.msg.split("\n")[-1], r.message == r.msg, r.args, r.exc_info, r.exc_text, r.stack_info)
q.task_done()
out = io.StringIO()
strict = logging.StreamHandler(out)
strict.setLevel(logging.ERROR)
lenient = logging.StreamHandler(out)
for respect in False, True:
    listener = H.QueueListener(q, strict, lenient, respect_handler_level=respect)
    h = use(H.QueueHandler(q))
    listener.start()
    log.info("info %s", respect)
    log.error("error %s", respect)
    listener.stop()
    print(listener._thread, q.unfinished_tasks, q.qsize())
print(out.getvalue(), end="")
full = queue.Queue(1)
h = use(H.QueueHandler(full))
log.info("fits")
import sys
err, sys.stderr = sys.stderr, io.StringIO()
log.info("does not")
print(sys.stderr.getvalue().count("Logging error"), "queue.Full" in sys.stderr.getvalue())
sys.stderr = err
s = H.SocketHandler("localhost", 1)
print(s.address, s.sock, H.SocketHandler("/p", None).address, H.DEFAULT_TCP_LOGGING_PORT, H.SYSLOG_UDP_PORT)
print(H.SysLogHandler.encodePriority(H.SysLogHandler, "local3", "err"), H.SysLogHandler.mapPriority(H.SysLogHandler, "X"))
