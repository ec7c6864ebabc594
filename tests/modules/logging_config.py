# logging.config.dictConfig: what it builds, references, incremental changes, errors.
import io
import logging
import logging.config

stream = io.StringIO()


def attempt(config):
    try:
        logging.config.dictConfig(config)
        print("ok")
    except Exception as e:
        print(type(e).__name__, e, "|", repr(e.__cause__))


old = logging.getLogger("old")
old_child = logging.getLogger("app.child")
old_child.setLevel(10)
old_child.propagate = False


def make_filter(word):
    return lambda record: word in record.getMessage()


class Shout(logging.Formatter):
    def format(self, record):
        return super().format(record).upper()


class Made(logging.StreamHandler):
    def __init__(self, sink, tags=()):
        super().__init__(sink)
        self.tags = tags


config = {
    "version": 1,
    "formatters": {
        "plain": {"format": "{levelname}:{message}", "style": "{"},
        "shout": {"()": Shout, "format": "%(name)s %(message)s"},
        "cls": {"class": "logging.Formatter", "format": "<%(message)s>", "datefmt": "%Y", "validate": False},
    },
    "filters": {"app": {"name": "app"}, "word": {"()": make_filter, "word": "yes"}},
    "handlers": {
        "a": {"class": "logging.StreamHandler", "stream": stream, "formatter": "plain", "level": "INFO",
              "filters": ["app"]},
        "b": {"()": Made, "sink": stream, "tags": ["x", "cfg://extra.list[1]", "cfg://extra.list[0].k"], "formatter": "shout",
              "filters": ["word"], ".": {"terminator": "!\n"}},
        "aa_memory": {"class": "logging.handlers.MemoryHandler", "capacity": 10, "target": "b", "level": 30},
        "null": {"class": "logging.NullHandler"},
        "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "cls"},
    },
    "loggers": {
        "app": {"level": "DEBUG", "handlers": ["a", "b"], "propagate": False},
        "app.deep": {"level": "ERROR"},
    },
    "root": {"level": "WARNING", "handlers": ["out", "aa_memory"]},
    "extra": {"list": [{"k": "v"}, "second"]},
}
attempt(config)
app = logging.getLogger("app")
print(app, app.handlers, app.propagate, logging.getLogger("app.deep"), logging.root, len(logging.root.handlers))
print(old.disabled, old_child.disabled, old_child.level, old_child.propagate)
app.info("yes, please")
app.debug("yes, but")
app.error("no")
logging.getLogger("app.deep").warning("too low")
old.error("disabled")
logging.warning("yes to the root")
b = logging._handlers["b"]
print(list(b.tags), b.terminator == "!\n", type(logging._handlers["aa_memory"].target).__name__, b.get_name())
logging._handlers["aa_memory"].flush()
print(stream.getvalue(), end="")
attempt({"version": 1, "incremental": True, "handlers": {"a": {"level": "ERROR"}},
         "loggers": {"app": {"level": "CRITICAL", "propagate": True}}, "root": {"level": "DEBUG"}})
print(logging._handlers["a"], app, app.propagate, logging.root, app.handlers)
attempt({"version": 1, "disable_existing_loggers": False})
print(old.disabled, app.disabled, logging.root.handlers and True)

bad = [
    {}, {"version": 2}, {"version": 1, "root": {"level": "NO"}}, {"version": 1, "root": {"handlers": ["x"]}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "level": "NOPE"}}},
    {"version": 1, "handlers": {"h": {"class": "no.such.Thing"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "bogus": "f"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "not ident": "f"}}},
    {"version": 1, "loggers": {"a": {"handlers": ["x"]}}}, {"version": 1, "loggers": {"a": {"filters": ["x"]}}},
    {"version": 1, "formatters": {"f": {"format": "x"}}}, {"version": 1, "formatters": {"f": {"()": "no.such"}}},
    {"version": 1, "filters": {"f": {"()": "no.such"}}}, {"version": 1, "loggers": {"a": {"level": "X"}}},
    {"version": 1, "incremental": True, "handlers": {"zz": {"level": "INFO"}}},
    {"version": 1, "incremental": True, "loggers": {"zz": {"level": "BAD"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "cfg://nope"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "ext://sys.nope"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "filters": ["q"]}}},
    {"version": 1, "handlers": {"h": {"class": "logging.handlers.MemoryHandler", "capacity": 3, "target": "q"}}},
    {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "cfg://"}}},
    {"version": 1, "x": {}, "handlers": {"h": {"class": "logging.StreamHandler", "stream": "cfg://x..y"}}},
]
for config in bad:
    attempt(config)
print(logging.config.valid_ident("a_1"), logging.config.BaseConfigurator({}).resolve("logging.handlers.QueueHandler"))
for text in "1a", "", "a b":
    try:
        logging.config.valid_ident(text)
    except ValueError as e:
        print(e)
