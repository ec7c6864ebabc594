# giltrace from the program.
import giltrace
import os
import tempfile
import threading
import time


def raised(fn, *args, **kwargs):
    try:
        return fn(*args, **kwargs)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


print(raised(giltrace.stats), raised(giltrace.stop), raised(giltrace.start, -1), raised(giltrace.start, 'x'), sep='\n')
print(raised(giltrace.record, 'x.png'))

giltrace.start(events=0)
print(raised(giltrace.start), raised(giltrace.record().__enter__), sep='\n')
release = threading.Event()
thread = threading.Thread(target=release.wait, name='waits')
thread.start()
time.sleep(0.01)
mine, others = giltrace.stats(threading.current_thread()), giltrace.stats(thread)
print(mine.name, mine.running > 0, mine.outside >= 0.01, mine.calls['sleep'][0], mine.calls['sleep'][1] >= 0.01, mine.taken > 0)
print(others.name, others.locked > 0, others.ident == thread.ident)
print([s.name for s in giltrace.stats()])
print(repr(mine).partition(':')[0], giltrace.holder() is threading.current_thread(), giltrace.waiters())
release.set()
thread.join()
print(giltrace.stats(threading.Thread(name='never started')))
recording = giltrace.stop()
print([t.label for t in recording.threads], [len(t.events) for t in recording.threads], recording.problems)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'part.txt')
    with giltrace.record(path) as r:
        pass
    with open(path) as f:
        print(f.readline().split()[:2], r.recording is not None)
    try:
        with giltrace.record(path):
            1 / 0
    except ZeroDivisionError as e:
        print(e, os.path.exists(path))
    print(os.listdir(folder))

# A thread that waits for the GIL is seen waiting.
stop = False


def compute():
    while not stop:
        pass


computing = threading.Thread(target=compute)
computing.start()
deadline = time.monotonic() + 10
while computing not in giltrace.waiters() and time.monotonic() < deadline:
    for i in range(1000):
        pass
print(computing in giltrace.waiters() or 'never')
stop = True
computing.join()
