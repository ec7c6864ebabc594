# What is recorded can be true: the states of a thread make up its life, nobody has the GIL beside another one, and the
# counters say what the events say; under each rule of hand-over.
# Not with STRESS: it starts many programs that record, each of them slowly
import subprocess
import sys

if len(sys.argv) == 1:
    for options in [], ['-X', 'gil=cpython'], ['-X', 'gil-seed=7'], ['-X', 'switch-interval=0.0001']:
        run = subprocess.run([sys.executable, *options, __file__, 'run'], capture_output=True, text=True, timeout=60)
        print(*options, run.returncode, run.stdout + run.stderr, sep='\n', end='')
    sys.exit()

import giltrace
import gc
import socket
import threading
import time
from giltrace.recording import DIRECT, FORK, REQUEST, RUN, THREAD
from giltrace.states import check, instants, stays

lock = threading.Lock()
changed = threading.Condition()


def compute(n):
    x = 0
    for i in range(n):
        x += i


def sleep():
    for i in range(30):
        time.sleep(0.0005)


def take_turns():
    for i in range(50):
        with lock:
            time.sleep(0.0002)


def ask(end):
    for i in range(300):
        end.send(b'x')
        end.recv(1)


def answer(end):
    while end.recv(1):
        end.send(b'y')


def make_garbage():
    for i in range(10):
        [[j] for j in range(20000)]
    gc.collect()


def wait_to_be_told():
    with changed:
        changed.wait(0.05)


with giltrace.record() as r:
    one, other = socket.socketpair()
    answering = threading.Thread(target=answer, args=(other,), name='answer')
    jobs = [(compute, (300000,))] * 3 + [(sleep, ()), (take_turns, ()), (take_turns, ()), (ask, (one,)), (make_garbage, ()),
                                         (wait_to_be_told, ())]
    threads = [answering] + [threading.Thread(target=target, args=args) for target, args in jobs]
    for thread in threads:
        thread.start()
    for thread in threads[1:]:
        thread.join()
    one.close()
    answering.join()

recording = r.recording
print(check(recording), recording.problems)
process, = recording.processes
print(len(process.threads), [t.label for t in process.threads if t.name in ('MainThread', 'answer')])
by_name = {t.name.partition(' ')[2]: t for t in process.threads}
print(all(t.ended for t in process.threads), all(t.lost == 0 for t in process.threads))
print(by_name['(sleep)'].calls['sleep'].count, by_name['(ask)'].calls['send'].count, by_name['(ask)'].calls['recv'].count >= 300)
print(by_name['(make_garbage)'].collect.count > 0, by_name['(wait_to_be_told)'].locks[1].count)
print(sum(kind == THREAD for _, kind, *_ in instants(process.threads[0])) == len(threads))
# Who asked is served after the one that was asked.
asked = [(ns, t.id, other) for t in process.threads for ns, kind, _, _, _, other in instants(t) if kind == REQUEST]
print(all(any(t.id == asker for t in process.threads) and other != asker for _, asker, other in asked))
# Who gets the GIL directly gets it from one who has let it go by then.
ends = {t.id: [b for a, b, state, *_ in stays(t) if state == RUN] for t in process.threads}
direct = [(a, other) for t in process.threads for a, b, state, _, flags, _, _, other, _ in stays(t)
          if state == RUN and flags & DIRECT]
print(all(any(end <= at for end in ends[giver]) for at, giver in direct))
