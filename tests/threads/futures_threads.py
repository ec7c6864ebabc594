# concurrent.futures with threads: results, order, waiting, limits, cancelling, callbacks, shutdown, broken pools.
import concurrent.futures as F
import logging
import sys
import threading
import time

LIMIT = 30


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except BaseException as e:
        print(label, "->", type(e).__name__, e)


def square(x):
    return x * x


with F.ThreadPoolExecutor(4) as ex:
    futures = [ex.submit(square, i) for i in range(200)]
    print(sum(f.result(LIMIT) for f in futures), all(f.done() and not f.running() for f in futures))
    print(list(ex.map(pow, range(5), range(5), timeout=LIMIT)), list(ex.map(square, [], timeout=0)))
    print(sorted(f.result() for f in F.as_completed([ex.submit(square, i) for i in range(50)], LIMIT)) ==
          [i * i for i in range(50)])
    attempt("raises", ex.submit(int, "x").result, LIMIT)
    attempt("exception", ex.submit(int, "x").exception, LIMIT)
    attempt("exit", ex.submit(sys.exit, 3).result, LIMIT)
    attempt("map", lambda: list(ex.map(lambda x: 1 // x, [1, 0, 2])))
    attempt("kwargs", ex.submit(dict, a=1, fn=2, self=3).result, LIMIT)
print(len(ex._threads) <= 4, ex._shutdown)
attempt("after", ex.submit, square, 1)

# idle threads are used again; no more than asked for
with F.ThreadPoolExecutor(3, thread_name_prefix="pool") as ex:
    names = set()
    for i in range(20):
        names.add(ex.submit(lambda: threading.current_thread().name).result(LIMIT))
    print(names <= {"pool_0", "pool_1", "pool_2"}, len(ex._threads) <= 3)
    barrier = threading.Barrier(3)
    print(sorted(set(f.result(LIMIT) for f in [ex.submit(lambda: (barrier.wait(LIMIT), threading.current_thread().name)[1])
                                             for _ in range(3)])))
    attempt("kind", ex.submit(lambda: (threading.current_thread().daemon, threading.current_thread() is threading.main_thread())).result, LIMIT)

# wait, as_completed and limits
with F.ThreadPoolExecutor(4) as ex:
    gate = threading.Event()
    slow = [ex.submit(gate.wait, LIMIT) for _ in range(2)]
    quick = ex.submit(square, 3)
    bad = ex.submit(int, "x")
    done, not_done = F.wait([*slow, quick, bad], timeout=LIMIT, return_when=F.FIRST_EXCEPTION)
    print(bad in done, not_done >= set(slow))
    done, not_done = F.wait([*slow, quick], timeout=LIMIT, return_when=F.FIRST_COMPLETED)
    print(quick in done, not_done == set(slow))
    r = F.wait(slow, timeout=0.02)
    print(len(r.done), len(r.not_done), type(r).__name__)
    attempt("timeout", slow[0].result, 0.02)
    attempt("timeout", slow[0].exception, 0)
    attempt("as_completed", lambda: [f.result() for f in F.as_completed([*slow, quick], timeout=0.02)])
    attempt("map", lambda: list(ex.map(gate.wait, [LIMIT], timeout=0.02)))
    print([f.running() for f in slow])
    gate.set()
    r = F.wait(slow + [quick], timeout=LIMIT)
    print(len(r.done), len(r.not_done), [len(f._waiters) for f in slow])
    try:
        F.wait([F.Future()], return_when="X")
    except ValueError as e:
        print(e)

# cancelling
with F.ThreadPoolExecutor(1) as ex:
    gate, running = threading.Event(), threading.Event()
    blocker = ex.submit(lambda: (running.set(), gate.wait(LIMIT)))
    running.wait(LIMIT)
    waiting = [ex.submit(square, i) for i in range(4)]
    print(blocker.cancel(), waiting[0].cancel(), waiting[0].cancel(), waiting[0].cancelled(), waiting[0].done())
    attempt("result", waiting[0].result)
    waiter = threading.Thread(target=lambda: print(len(F.wait(waiting, LIMIT).done)), daemon=True)
    waiter.start()
    gate.set()
    waiter.join(LIMIT)
    print([f._state for f in waiting])

# callbacks run once, in the order they were added, whatever becomes of the future
logging.getLogger("concurrent.futures").addHandler(logging.StreamHandler(sys.stdout))
logging.getLogger("concurrent.futures").handlers[0].setFormatter(type("Short", (logging.Formatter,), {
    "format": lambda self, record: record.msg.split(" for ")[0] + " " + repr(record.exc_info[1])})())
calls = []
f = F.Future()
f.add_done_callback(lambda f: calls.append(1))
f.add_done_callback(lambda f: 1 / 0)
f.add_done_callback(lambda f: calls.append(f.result()))
f.set_running_or_notify_cancel()
f.set_result("r")
f.add_done_callback(lambda f: calls.append("late"))
f.add_done_callback(lambda f: [][0])
print(calls)
f = F.Future()
f.add_done_callback(lambda f: print("cancelled", f.cancelled()))
f.cancel()
try:
    f.set_result(1)
except F._base.InvalidStateError as e:
    print(str(e).startswith("CANCELLED: <Future at 0x"))
with F.ThreadPoolExecutor(2) as ex:
    hits = []
    for i in range(100):
        ex.submit(square, i).add_done_callback(lambda f: hits.append(f.result()))
print(sorted(hits) == [i * i for i in range(100)])

# a result that many wait for
f = F.Future()
got = []
threads = [threading.Thread(target=lambda: got.append(f.result(LIMIT)), daemon=True) for _ in range(20)]
for t in threads:
    t.start()
f.set_result("all")
for t in threads:
    t.join(LIMIT)
print(got == ["all"] * 20)

# shutdown
ex = F.ThreadPoolExecutor(1)
gate, running = threading.Event(), threading.Event()
ex.submit(lambda: (running.set(), gate.wait(LIMIT)))
running.wait(LIMIT)
rest = [ex.submit(square, i) for i in range(5)]
ex.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in rest])
attempt("after", ex.submit, square, 1)
gate.set()
ex.shutdown()
ex.shutdown()
ex = F.ThreadPoolExecutor(2)
rest = [ex.submit(square, i) for i in range(50)]
ex.shutdown(wait=False)
print(sum(f.result(LIMIT) for f in rest))

# initializers
local = threading.local()


def init(value):
    local.value = value


with F.ThreadPoolExecutor(2, initializer=init, initargs=("v",)) as ex:
    print(set(f.result(LIMIT) for f in [ex.submit(lambda: local.value) for _ in range(20)]))
gate = threading.Event()


def broken():
    gate.wait(LIMIT)
    raise ValueError("no good")


ex = F.ThreadPoolExecutor(1, initializer=broken)
fs = [ex.submit(square, i) for i in range(3)]
gate.set()
for f in fs:
    attempt("broken", f.result, LIMIT)
attempt("broken", ex.submit, square, 1)
ex.shutdown()
for args in dict(max_workers=0), dict(max_workers=-1), dict(initializer=1), dict(max_workers="x"):
    attempt(args, F.ThreadPoolExecutor, **args)

# submitting from within, from many threads
with F.ThreadPoolExecutor(2) as ex:
    outer = ex.submit(lambda: ex.submit(square, 7))
    print(outer.result(LIMIT).result(LIMIT))
with F.ThreadPoolExecutor(3) as ex:
    fs = []
    lock = threading.Lock()

    def many(k):
        for i in range(50):
            f = ex.submit(square, i)
            with lock:
                fs.append(f)

    threads = [threading.Thread(target=many, args=(k,), daemon=True) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(LIMIT)
    print(len(fs), sum(f.result(LIMIT) for f in fs))
# results that are dropped half way
with F.ThreadPoolExecutor(1) as ex:
    it = ex.map(square, range(10))
    print(next(it), next(it))
    it.close()

# the interpreter's end: an executor that nobody shut down; submitting is refused by then
left = F.ThreadPoolExecutor(2)
left.submit(square, 1).result(LIMIT)
import atexit


def late():
    attempt("at exit", left.submit, square, 1)
    print("work before the end:", final.result(LIMIT))


atexit.register(late)
final = left.submit(lambda: (time.sleep(0.02), "done")[1])
print("end of the script")
