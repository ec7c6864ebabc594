# A worker that never gets a task: whatever one can see of it is as if it had begun at once.
import os
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import Pool, active_children, get_context, util
from multiprocessing.context import ForkContext, ForkProcess


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def lines(path):
    with open(path) as file:
        return sorted(file.read().split())


def note(path, word):
    with open(path, 'a') as file:
        file.write(word + '\n')


def square(x):
    return x * x


class NoisyProcess(ForkProcess):
    def run(self):
        note(place, 'run')
        super().run()


class NoisyContext(ForkContext):
    Process = NoisyProcess


class Owner:
    pass


def main():
    global place
    folder = tempfile.TemporaryDirectory()
    place = os.path.join(folder.name, 'place')

    # it ends by itself when the pool is closed, also while workers of another pool, forked later, have its socket
    first = Pool(3)
    second = Pool(3)
    workers = active_children()
    first.close()
    first.join()
    print('closed', sorted(w.exitcode for w in workers if w.exitcode is not None), len(active_children()))
    print('the other one', second.map(square, range(5)), second.apply(square, (7,)))
    second.close()
    second.join()
    print('closed too', sorted(w.exitcode for w in workers), active_children())

    # terminated, or left
    with Pool(4) as pool:
        workers = active_children()
    pool.join()
    print('terminated', [w.exitcode for w in workers], active_children())

    # a signal
    pool = Pool(1)
    worker, = active_children()
    os.kill(worker.pid, signal.SIGKILL)
    print('another one', pool.apply(square, (3,)))
    pool.terminate()
    pool.join()

    # a handler of the program's runs in the worker, which knows who it is
    def handler(number, frame):
        from multiprocessing import current_process
        note(place, current_process().name.split('-')[0])
        os._exit(7)
    old = signal.signal(signal.SIGUSR1, handler)
    pool = Pool(2)
    workers = active_children()
    for w in workers:
        os.kill(w.pid, signal.SIGUSR1)
    print('signalled', until(lambda: os.path.exists(place) and len(lines(place)) == 2), lines(place))
    print('their end', [w.join(20) or w.exitcode for w in workers], pool.map(square, range(3)))
    pool.terminate()
    pool.join()
    signal.signal(signal.SIGUSR1, old)

    # what is to be done in each child is done at once
    os.remove(place)
    pool = Pool(2, initializer=note, initargs=(place, 'initializer'))
    print('initializers', until(lambda: os.path.exists(place) and len(lines(place)) == 2), lines(place))
    pool.terminate()
    pool.join()
    os.remove(place)
    pool = NoisyContext().Pool(2)
    print('its own run()', until(lambda: os.path.exists(place) and len(lines(place)) == 2), lines(place))
    pool.terminate()
    pool.join()
    os.remove(place)
    owner = Owner()
    util.register_after_fork(owner, lambda obj: note(place, 'forked'))
    pool = Pool(2)
    print('register_after_fork', until(lambda: os.path.exists(place) and len(lines(place)) == 2), lines(place))
    pool.terminate()
    pool.join()
    os.remove(place)
    os.register_at_fork(after_in_child=lambda: note(place, 'hook'))
    pool = Pool(2)
    print('register_at_fork', until(lambda: os.path.exists(place) and len(lines(place)) == 4), lines(place))
    pool.terminate()
    pool.join()


# the parent is killed: idle workers end, also those whose socket somebody else has
def orphans():
    pool = Pool(3)
    if (sleeper := os.fork()) == 0:
        os.closerange(0, 3)
        time.sleep(60)
        os._exit(0)
    print(sleeper, *[w.pid for w in active_children()], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def alive(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


if __name__ == '__main__':
    if sys.argv[1:]:
        orphans()
    main()
    for _ in range(3):
        child = subprocess.run([sys.executable, '-W', 'ignore', __file__, 'orphans'], capture_output=True, text=True)
        sleeper, *pids = map(int, child.stdout.split())
        print('killed', child.returncode, len(pids), until(lambda: not any(map(alive, pids))), child.stderr)
        os.kill(sleeper, signal.SIGKILL)
