# contextvars, sched, logging and atexit under threads.
import concurrent.futures as F
import contextvars
import io
import logging
import logging.handlers
import queue
import sched
import threading
import time

LIMIT = 30


def in_thread(f, *args):
    out = []
    t = threading.Thread(target=lambda: out.append(f(*args)), name="worker", daemon=True)
    t.start()
    t.join(LIMIT)
    return out[0] if out else "HANGS"


# -- contextvars: each thread has a context of its own
var = contextvars.ContextVar("var", default="default")
token = var.set("main")
print(in_thread(var.get), in_thread(lambda: len(contextvars.copy_context())), var.get())
ctx = contextvars.copy_context()
print(in_thread(ctx.run, var.get), in_thread(ctx.run, var.set, "changed").var is var, ctx[var], var.get())


def reset_elsewhere():
    try:
        var.reset(token)
    except ValueError as e:
        return "different Context" in str(e)


print(in_thread(reset_elsewhere))
entered, leave = threading.Event(), threading.Event()
t = threading.Thread(target=ctx.run, args=(lambda: (entered.set(), leave.wait(LIMIT)),), daemon=True)
t.start()
entered.wait(LIMIT)
try:
    ctx.run(int)
except RuntimeError as e:
    print("already entered" in str(e))
leave.set()
t.join(LIMIT)
print(ctx.run(int))


def churn(k):
    mine = contextvars.ContextVar(f"v{k}")
    for i in range(300):
        mine.set(i)
        c = contextvars.copy_context()
        c.run(mine.set, -1)
        if mine.get() != i or c[mine] != -1:
            return False
    return True


with F.ThreadPoolExecutor(4) as ex:
    print(list(ex.map(churn, range(4), timeout=LIMIT)))

# -- sched: events that another thread adds
s = sched.scheduler(time.monotonic, time.sleep)
ran = []
start = time.monotonic()
for i in range(5):
    s.enterabs(start + 0.001 * (5 - i), 1, ran.append, (i,))
adder = threading.Thread(target=lambda: [s.enter(0, 2, ran.append, ("late",)) for _ in range(3)], daemon=True)
adder.start()
adder.join(LIMIT)
s.run()
print(len(ran), [x for x in ran if x != "late"], s.empty())

# -- logging: lines stay whole, thread names are right
out = io.StringIO()
log = logging.getLogger("threads")
log.propagate = False
log.setLevel(logging.INFO)
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter("%(threadName)s %(thread)d %(message)s"))
log.addHandler(handler)


def talk(k):
    for i in range(50):
        log.info("%d-%d %s", k, i, "x" * 50)
    return threading.get_ident()


threads = [threading.Thread(target=talk, args=(k,), name=f"talker{k}", daemon=True) for k in range(4)]
for t in threads:
    t.start()
idents = {t.name: t.ident for t in threads}
for t in threads:
    t.join(LIMIT)
lines = [l.split(" ") for l in out.getvalue().splitlines()]
print(len(lines), all(len(l) == 4 and l[0] == "talker" + l[2].split("-")[0] and int(l[1]) == idents[l[0]] for l in lines))
print(all([l[2] for l in lines if l[0] == f"talker{k}"] == [f"{k}-{i}" for i in range(50)] for k in range(4)))

# a listener gets everything that was logged before stop()
q = queue.SimpleQueue()
log.handlers[:] = [logging.handlers.QueueHandler(q)]
out.truncate(0), out.seek(0)
listener = logging.handlers.QueueListener(q, logging.StreamHandler(out))
listener.start()
threads = [threading.Thread(target=talk, args=(k,), daemon=True) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join(LIMIT)
listener.stop()
print(len(out.getvalue().splitlines()), q.empty())

# loggers made by many threads at once are the same
names = [f"tree.{i % 7}.{i % 3}" for i in range(100)]
with F.ThreadPoolExecutor(4) as ex:
    made = [list(f.result(LIMIT)) for f in [ex.submit(lambda: [logging.getLogger(n) for n in names]) for _ in range(4)]]
print(all(a is b for row in made for a, b in zip(row, made[0])), logging.getLogger("tree.1.1").parent.name)
# levels change while others log
stop = threading.Event()


def flip():
    while not stop.is_set():
        log.setLevel(logging.ERROR)
        log.setLevel(logging.INFO)


t = threading.Thread(target=flip, daemon=True)
t.start()
for _ in range(200):
    log.info("x")
stop.set()
t.join(LIMIT)
log.setLevel(logging.WARNING)
print(log.isEnabledFor(logging.INFO), log.isEnabledFor(logging.WARNING))
