# Time limit: 120 s
# ProcessPoolExecutor where CPython's may hang: shutdown while others submit, large arguments, results that cannot be
# sent or made again, initializers that end the worker. A future always ends.
import logging
import os
import random
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, CancelledError, wait
from concurrent.futures.process import BrokenProcessPool

LIMIT = 30


def same(x):
    return x


def size(data):
    return len(data)


def leave_exit():
    sys.exit(3)


def leave_at_once():
    os._exit(3)


def leave_killed():
    os.kill(os.getpid(), signal.SIGKILL)


def leave_raising():
    raise ValueError("not today")


class NoPickle:
    def __reduce__(self):
        raise TypeError("cannot be sent")


class NoUnpickle:
    def __reduce__(self):
        return explode, ()


def explode():
    raise ArithmeticError("cannot be made again")


class TwoArguments(Exception):
    def __init__(self, a, b):
        super().__init__(a)


def give(kind):
    return kind()


def throw():
    raise TwoArguments(1, 2)


def how_it_ended(future):
    try:
        future.result(LIMIT)
    except (CancelledError, RuntimeError, ArithmeticError, TypeError, ValueError) as exc:
        return type(exc).__name__
    return "result"


def shutdown_during_submit(n, cancel, kill, data):
    """Three threads submit until they are told to stop: how their futures and their last submit ended."""
    ended, refused = set(), set()
    ex = ProcessPoolExecutor(2)
    ex.submit(same, 0).result(LIMIT)
    begun = threading.Barrier(4)

    def submit():
        futures = []
        begun.wait(LIMIT)
        try:
            while len(futures) < n:
                futures.append(ex.submit(size, data))
        except RuntimeError as exc:
            refused.add(type(exc).__name__)
        done, not_done = wait(futures, LIMIT)
        ended.update(map(how_it_ended, done))
        ended.update("never" for future in not_done)

    threads = [threading.Thread(target=submit) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait(LIMIT)
    for _ in range(random.randrange(20)):
        ex.submit(same, 0)
    if kill:
        os.kill(next(iter(ex._processes)), signal.SIGKILL)
    ex.shutdown(wait=random.random() < 0.5, cancel_futures=cancel)
    for thread in threads:
        thread.join(2 * LIMIT)
    ex.shutdown()
    return ended, refused


def submit_from_callback():
    ex = ProcessPoolExecutor(1)
    seen = []

    def again(future):
        try:
            ex.submit(same, 1)
        except RuntimeError as exc:
            seen.append(str(exc))

    futures = [ex.submit(same, i) for i in range(200)]
    for future in futures:
        future.add_done_callback(again)
    ex.shutdown(wait=True, cancel_futures=True)
    print("callback:", len(wait(futures, LIMIT).not_done), set(seen) <= {"cannot schedule new futures after shutdown"})


def main():
    allowed = {"result", "CancelledError", "BrokenProcessPool"}
    for cancel in False, True:
        for kill in False, True:
            ok = True
            for i in range(4):
                ended, refused = shutdown_during_submit(400, cancel, kill, b"x")
                ok = ok and ended <= allowed and refused <= {"RuntimeError", "BrokenProcessPool"}
                if not (cancel or kill):
                    ok = ok and ended <= {"result"}
            print("cancel" if cancel else "finish", "killed" if kill else "", ok)
    ended, refused = shutdown_during_submit(3, True, False, bytes(20_000_000))
    print("large:", ended <= allowed, refused <= {"RuntimeError"})
    submit_from_callback()
    with ProcessPoolExecutor(2) as ex:
        print([future.result(LIMIT) for future in [ex.submit(size, bytes(30_000_000)) for _ in range(4)]])
        print(how_it_ended(ex.submit(same, NoPickle())), how_it_ended(ex.submit(give, NoPickle)))
        print(how_it_ended(ex.submit(same, 1)))
    with ProcessPoolExecutor(1) as ex:
        futures = [ex.submit(give, NoUnpickle), ex.submit(throw), ex.submit(same, 2)]
        print("answers that cannot be read:", len(wait(futures, LIMIT).not_done), futures[0].exception() is not None)
    logging.disable()
    for initializer in leave_exit, leave_at_once, leave_killed, leave_raising:
        ex = ProcessPoolExecutor(2, initializer=initializer)
        futures = []
        try:
            for i in range(5):
                futures.append(ex.submit(same, i))
        except BrokenProcessPool:
            pass
        print(initializer.__name__, {how_it_ended(future) for future in futures} <= {"BrokenProcessPool"}, end=" ")
        try:
            ex.submit(same, 1)
        except BrokenProcessPool:
            print("refused")
        ex.shutdown()


if __name__ == "__main__":
    main()
