# logging: levels, loggers, filters, formatters and styles, handlers, basicConfig, failures.
import io
import logging
import sys


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except Exception as e:
        print(label, "->", type(e).__name__, e)


# -- levels
print(logging.getLevelName(10), logging.getLevelName("ERROR"), logging.getLevelName(35), logging.getLevelName("X"))
logging.addLevelName(35, "NOTICE")
print(logging.getLevelName(35), logging.getLevelName("NOTICE"), logging.getLevelNamesMapping())
log = logging.getLogger("a")
attempt("level", log.setLevel, "NOPE")
attempt("level", log.setLevel, None)
attempt("level", log.log, "INFO", "x")
attempt("name", logging.getLogger, 3)
attempt("name", log.getChild, "b.c")

# -- the tree
root = logging.getLogger()
print(root, logging.getLogger("root") is root, logging.root is root, logging.Logger.manager.root is root)
abc = logging.getLogger("a.b.c")
print(abc.parent, logging.getLogger("a.b").parent, abc.parent, log.parent, root.parent)
xyz = logging.getLogger("x.y.z")
print(xyz.parent, type(logging.root.manager.loggerDict["x"]).__name__, logging.getLogger("x").parent, xyz.parent)
logging.getLogger("xx.yy")
logging.getLogger("x.y2")
print(logging.getLogger("x.y").parent, xyz.parent, logging.getLogger("x.y2").parent)
print(sorted(n for n in logging.root.manager.loggerDict if n[0] in "ax"))
print(log.getEffectiveLevel(), log.isEnabledFor(30), log.isEnabledFor(20))
log.setLevel("DEBUG")
print(abc.getEffectiveLevel(), abc.isEnabledFor(10), abc.level, abc)
logging.disable(20)
print(abc.isEnabledFor(20), abc.isEnabledFor(21), logging.root.manager.disable)
logging.disable(logging.NOTSET)
attempt("disable", logging.disable, "XX")
print(abc.hasHandlers(), abc.getChild("d").name, root.getChild("d").name)

# -- records go up
out = io.StringIO()
h = logging.StreamHandler(out)
h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s"))
root.addHandler(h)
root.addHandler(h)
print(len(root.handlers), abc.hasHandlers(), log.hasHandlers())
abc.debug("x=%d %s", 3, "y")
abc.info("no arguments %d")
abc.warning("%(k)s", {"k": "mapping"})
abc.error("%s", {})
abc.critical("c")
abc.fatal("f")
abc.log(35, "notice")
abc.log(11, "odd level")
abc.propagate = False
abc.error("lost on the way: %s", "last resort is not used where nobody looks")
abc.propagate = True
abc.disabled = True
abc.error("disabled")
abc.disabled = False
h.setLevel(logging.ERROR)
log.warning("below the handler's level")
h.setLevel(0)
print(out.getvalue(), end="")
out.truncate(0), out.seek(0)

# -- filters
f = logging.Filter("a.b")
names = ["a", "a.b", "a.b.c", "a.bc", ""]
print([f.filter(logging.makeLogRecord({"name": n})) for n in names], logging.Filter().filter(None))
h.addFilter(f)
h.addFilter(f)
log.error("stopped")
abc.error("passes")
h.removeFilter(f)
h.removeFilter(f)


def only_even(record):
    return record.args and record.args[0] % 2 == 0


log.addFilter(only_even)
for i in range(4):
    log.info("number %d", i)
abc.info("a logger's filter is for its own records: %d", 1)
log.removeFilter(only_even)
print(out.getvalue(), end="")
out.truncate(0), out.seek(0)

# -- styles
record = logging.makeLogRecord({"name": "n", "levelname": "INFO", "msg": "m%d", "args": (1,), "created": 0.5, "msecs": 500.0})
for fmt, style in [("%(name)s %(message)s", "%"), ("{name:>5}|{message}", "{"), ("$name ${message} $$", "$"), (None, "%"),
                   (None, "{"), (None, "$"), ("{name!r:^10}", "{"), ("%(name)10.3s!", "%")]:
    print(repr(logging.Formatter(fmt, style=style).format(record)))
bad = [("no field", "%"), ("%(name)z", "%"), ("%(name) 5d", "%"), ("%(name)*.*f", "%"), ("%()s", "%"), ("{}", "{"), ("{0}", "{"), ("{a.b[c]}", "{"),
       ("{a..b}", "{"), ("{a!x}", "{"), ("{a:d>>}", "{"), ("{a:*^+#010,.3f}", "{"), ("{a:{w}.{p}}", "{"), ("{a", "{"), ("x", "{"),
       ("{a:.}", "{"), ("$", "$"), ("$$", "$"), ("$ x", "$"), ("${a} $b", "$"), ("${a", "$"), ("$1", "$"), ("x", "x"), ("{a[]}", "{"), ("{a-b}", "{")]
for fmt, style in bad:
    attempt((fmt, style), lambda: logging.Formatter(fmt, style=style)._fmt)
print(logging.Formatter("no field", validate=False).format(record))
attempt("missing", logging.Formatter("%(nothing)s").format, record)
attempt("missing", logging.Formatter("{nothing}", style="{").format, record)
attempt("missing", logging.Formatter("$nothing", style="$").format, record)
for style, fmt in ("%", "%(ip)s %(message)s"), ("{", "{ip} {message}"), ("$", "$ip $message"):
    print(logging.Formatter(fmt, style=style, defaults={"ip": "none", "message": "?"}).format(record))
print([logging.Formatter(f, style=s).usesTime() for f, s in
       [("%(asctime)s", "%"), ("%(message)s", "%"), ("{asctime}", "{"), ("{message}", "{"), ("$asctime", "$"), ("${asctime}", "$"), ("$a", "$")]])
import time
f = logging.Formatter("%(asctime)s %(message)s")
f.converter = time.gmtime
print(f.format(record))
f.default_msec_format = "%s.%03d"
print(f.format(record))
f.default_msec_format = None
print(f.format(record))
f.datefmt = "%H:%M"
print(f.format(record))
b = logging.BufferingFormatter(logging.Formatter("<%(message)s>"))
print(b.format([record, record]), repr(b.format([])))

# -- exceptions, stacks
root.removeHandler(h)
h.setFormatter(logging.Formatter("%(levelname)s %(funcName)s %(message)s"))
root.addHandler(h)


def fail():
    try:
        {}["k"]
    except KeyError:
        log.exception("caught")
        log.error("again", exc_info=True)
    log.error("none", exc_info=True)
    log.error("given", exc_info=ValueError("v"))
    log.info("tuple", exc_info=(ValueError, ValueError("w"), None))


def where(**kwargs):
    log.info("here", **kwargs)


def around(**kwargs):
    where(**kwargs)


fail()
around()
around(stacklevel=2)
around(stacklevel=3)
around(stacklevel=99)
around(stack_info=True)
print("\n".join(l for l in out.getvalue().split("\n") if not l.lstrip().startswith(("File", "~", "^"))), end="")
out.truncate(0), out.seek(0)

# -- extra, adapters, record factory
h.setFormatter(logging.Formatter("%(message)s %(user)s", defaults={"user": "-"}))
log.info("with", extra={"user": "u"})
log.info("without")
attempt("extra", lambda: log.info("x", extra={"message": 1}))
attempt("extra", lambda: log.info("x", extra={"args": 1}))
ad = logging.LoggerAdapter(log, {"user": "adapter"})
ad.info("a %s", 1)
ad.warning("b"), ad.error("c"), ad.critical("d"), ad.debug("e"), ad.log(35, "f")
print(ad, ad.name, ad.isEnabledFor(10), ad.getEffectiveLevel(), ad.hasHandlers(), ad.manager is log.manager)
ad.setLevel(logging.ERROR)
print(log)
log.setLevel(logging.DEBUG)


class Tagging(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f"[{self.extra['tag']}] {msg}", kwargs


Tagging(log, {"tag": "t"}).info("msg")


class Record(logging.LogRecord):
    def getMessage(self):
        return "<" + super().getMessage() + ">"


old = logging.getLogRecordFactory()
logging.setLogRecordFactory(Record)
log.info("own record")
logging.setLogRecordFactory(old)
print(out.getvalue(), end="")
out.truncate(0), out.seek(0)
print(logging.makeLogRecord({"a": 1}).a, logging.LogRecord("n", 20, "/p/f.py", 7, "m %s", ("x",), None, "fn"))
r = logging.LogRecord("n", 20, "/p/f.py", 7, "m %s", ({},), None, "fn", extra=1)
print(r.args, r.filename, r.module, r.funcName, r.lineno, r.levelname, r.threadName, r.processName, r.getMessage())
r = logging.LogRecord("n", 20, None, 7, "m", ({"a": 1},), None)
print(r.args, r.filename, r.module, r.stack_info, r.exc_text)

# -- classes of loggers


class MyLogger(logging.Logger):
    pass


attempt("class", logging.setLoggerClass, int)
logging.setLoggerClass(MyLogger)
print(type(logging.getLogger("mine")).__name__, logging.getLoggerClass().__name__)
logging.setLoggerClass(logging.Logger)

# -- handlers
attempt("emit", logging.Handler().emit, None)
print(logging.Handler(), logging.NullHandler(level=20), logging.StreamHandler(out), logging.lastResort)
n = logging.Handler()
n.name = "nn"
n.set_name("mm")
print(n.name, n.get_name(), logging._handlers["mm"] is n, "nn" in logging._handlers)
n.close()
print("mm" in logging._handlers)
s = logging.StreamHandler(out)
print(s.setStream(out), s.setStream(sys.stdout) is out, s.stream is sys.stdout)


class Bad:
    def write(self, s):
        raise OSError("cannot write")


class Text(io.StringIO):
    name = "text"


print(logging.StreamHandler(Text()))
err = sys.stderr
sys.stderr = io.StringIO()
log.info("too many %d", 1, 2)
lines = sys.stderr.getvalue().split("\n")
print(lines[0], lines[1], [l for l in lines if l.startswith(("TypeError", "Call stack", "Message", "Arguments"))])
sys.stderr = io.StringIO()
b = logging.StreamHandler(Bad())
b.handle(record)
print([l for l in sys.stderr.getvalue().split("\n") if l.startswith(("OSError", "Message"))])
logging.raiseExceptions = False
sys.stderr = io.StringIO()
b.handle(record)
print(repr(sys.stderr.getvalue()))
logging.raiseExceptions = True
root.removeHandler(h)
log.warning("last %s", "resort")
log.info("not shown")
print(repr(sys.stderr.getvalue()))
logging.lastResort = None
log.warning("nobody")
log.warning("nobody")
print(repr(sys.stderr.getvalue()))
sys.stderr = err

# -- basicConfig
attempt("basic", logging.basicConfig, stream=1, filename="x")
attempt("basic", logging.basicConfig, stream=1, handlers=[])
attempt("basic", logging.basicConfig, style="x", stream=out)
attempt("basic", logging.basicConfig, stream=out, nonsense=1, other=2)
logging.basicConfig(stream=out, force=True, format="{levelname}:{message}", style="{", level="INFO")
logging.info("info")
logging.debug("debug")
logging.log(35, "log")
logging.warning("w"), logging.error("e"), logging.critical("c"), logging.fatal("f")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("x", exc_info=False)
logging.basicConfig(level="DEBUG")
print(root.level, len(root.handlers))
logging.basicConfig(handlers=[logging.StreamHandler(out), logging.NullHandler()], force=True, level=10)
logging.debug("two handlers")
import warnings
with warnings.catch_warnings():
    warnings.simplefilter("always")
    logging.captureWarnings(True)
    warnings.warn_explicit("careful", UserWarning, "file.py", 3)
    logging.captureWarnings(False)
    logging.captureWarnings(False)
print(out.getvalue(), end="")
print(logging.getLogger("py.warnings").handlers)

# -- files
import os
import tempfile
with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "log")
    logging.basicConfig(filename=path, filemode="w", encoding="utf-8", force=True, format="%(message)s")
    logging.warning("to the file \u20ac")
    fh = root.handlers[0]
    print(fh.mode, fh.encoding, fh.errors, fh.delay, os.path.basename(fh.baseFilename), repr(fh).startswith("<FileHandler /"))
    logging.shutdown()
    logging.warning("closed")
    print(open(path, encoding="utf-8").read(), end="")
    fh = logging.FileHandler(path, delay=True)
    root.handlers[:] = [fh]
    print(fh.stream)
    logging.warning("opened for it")
    fh.close()
    logging.warning("opened again")
    fh.close()
    print(open(path, encoding="utf-8").read(), end="")
    try:
        logging.FileHandler(d)
    except IsADirectoryError as e:
        print(e.strerror)
    root.handlers.clear()
