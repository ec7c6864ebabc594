# Process objects, queues, pipes and locks between them, values and arrays in shared memory.
import multiprocessing as mp
import multiprocessing.connection
import multiprocessing.queues
import os
import sys

LIMIT = 15


def report(q, lock, value, array, conn):
    me = mp.current_process()
    with lock:
        parent = mp.parent_process().pid == os.getppid()
        q.put((me.name, me.daemon, me.pid == os.getpid(), parent, value.value, array[:]))
    value.value += 1
    array[0] = 99
    conn.send("from the child")
    conn.close()


class Sub(mp.Process):
    def __init__(self, q):
        super().__init__()
        self.q = q

    def run(self):
        self.q.put("subclass")


def leave(how):
    if how == "raise":
        sys.stderr = open(os.devnull, "w")
        raise ValueError("no")
    sys.exit(how)


def shown(p):
    return repr(p).replace(str(p.pid), "PID").replace(str(os.getpid()), "PARENT")


def main():
    q, lock, value, array = mp.Queue(), mp.Lock(), mp.Value("i", 5), mp.Array("d", [1, 2, 3])
    ours, theirs = mp.Pipe()
    p = mp.Process(target=report, args=(q, lock, value, array, theirs), daemon=True)
    print(p.exitcode, p.pid, p.is_alive(), p.name, shown(p))
    p.start()
    print(q.get(timeout=LIMIT))
    p.join(LIMIT)
    print(p.exitcode, p.is_alive(), shown(p), value, array[:], ours.recv())
    s = Sub(q)
    s.start()
    print(q.get(timeout=LIMIT))
    s.join(LIMIT)
    for how in (None, 0, 3, "text", "raise"):
        p = mp.Process(target=leave, args=(how,))
        sys.stderr.flush()
        saved = os.dup(2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        p.start()
        os.dup2(saved, 2)
        p.join(LIMIT)
        print(how, p.exitcode)
    ours, theirs = mp.Pipe()
    p = mp.Process(target=theirs.recv)
    p.start()
    print(mp.active_children() == [p], mp.connection.wait([p.sentinel], 0))
    p.terminate()
    print(mp.connection.wait([p.sentinel], LIMIT) == [p.sentinel])
    p.join(LIMIT)
    print(p.exitcode, shown(p), mp.active_children())
    p.close()
    for call in (p.is_alive, p.join, lambda: p.exitcode, lambda: p.sentinel):
        try:
            call()
        except ValueError as exc:
            print(exc)
    fresh = mp.Process()
    for call in (fresh.join, lambda: fresh.sentinel):
        try:
            call()
        except (AssertionError, ValueError) as exc:
            print(type(exc).__name__, exc)
    print(mp.Lock(), mp.RLock(), mp.Semaphore(3), mp.BoundedSemaphore(2), mp.Condition())
    r = mp.RLock()
    r.acquire()
    print(r, r.acquire(), r.release(), r.release())
    try:
        r.release()
    except AssertionError as exc:
        print(exc)
    try:
        mp.BoundedSemaphore(1).release()
    except ValueError as exc:
        print(exc)
    print(mp.Lock().acquire(timeout=0.01), lock.acquire(False), lock.acquire(False), lock.acquire(timeout=0.01))
    e = mp.Event()
    print(e.is_set(), e.wait(0.01), e.set(), e.wait(LIMIT))
    print(mp.get_start_method(), mp.get_all_start_methods(), mp.get_context("spawn").get_start_method())
    try:
        mp.get_context("no")
    except ValueError as exc:
        print(exc)
    v = mp.RawValue("h")
    v.value = 70000
    print(v.value, mp.Array("c", b"abc").value, mp.RawArray("i", 3)[:], mp.Value("d", 2.5),
          mp.Array("u", 2)[:] == "\0\0")
    try:
        lock.__reduce_ex__(2)
        import pickle
        pickle.dumps(lock)
    except RuntimeError as exc:
        print(exc)
    q = mp.Queue(1)
    q.put(1)
    try:
        q.put(2, timeout=0.01)
    except mp.queues.Full:
        print("full", q.full(), q.qsize())
    print(q.get(timeout=LIMIT))
    try:
        q.get(timeout=0.01)
    except mp.queues.Empty:
        print("empty")
    j = mp.JoinableQueue()
    j.put(1)
    j.get(timeout=LIMIT)
    j.task_done()
    j.join()
    try:
        j.task_done()
    except ValueError as exc:
        print(exc)
    a, b = mp.Pipe(duplex=False)
    print(a.readable, a.writable, b.readable, b.writable)
    for call in (lambda: a.send(1), b.recv, lambda: b.send_bytes(b"x", 2), lambda: a.poll(0.01)):
        try:
            print(call())
        except (OSError, ValueError) as exc:
            print(type(exc).__name__, exc)
    b.send_bytes(b"abcdef", 2, 3)
    buf = bytearray(5)
    print(a.recv_bytes_into(buf, 1), buf)
    b.send_bytes(b"0123456789")
    try:
        a.recv_bytes_into(buf)
    except mp.BufferTooShort as exc:
        print(exc.args)
    b.close()
    try:
        a.recv()
    except EOFError as exc:
        print(repr(exc))


if __name__ == "__main__":
    main()
