# The resource tracker: what nobody unlinks is gone when the last process of the program has ended, however it ended.
# Time limit: 60 s (CPython needs half of that)
import os
import subprocess
import sys
import tempfile

HEAD = '''
import multiprocessing as mp, os, signal, sys, time
from multiprocessing import resource_tracker, shared_memory
def make(name):
    return shared_memory.SharedMemory(name, create=True, size=100)
def attach(name):
    shm = shared_memory.SharedMemory(name)
    shm.buf[0] += 1
    shm.close()
def make_and_leave(name):
    make(name).close()
def unlink(name):
    shared_memory.SharedMemory(name).unlink()
'''


def name_of(i):
    return f'minipy-tracker-{os.getpid()}-{i}'


def there(name):
    return os.path.exists('/dev/shm/' + name)


def clean(text, name):
    # what is said, without places in files, and in order
    lines = {line.split('Warning: ')[-1].replace(name, 'NAME') for line in text.splitlines()
             if 'Warning: ' in line or line[:1].isalpha()}
    return sorted(lines)


def run(title, program, name, *, method='spawn'):
    program = HEAD + f'name = {name!r}\nmethod = {method!r}\n' + program
    file = os.path.join(tempfile.gettempdir(), name + '.py')
    with open(file, 'w') as f:
        f.write(program)
    # its stderr ends with the tracker
    done = subprocess.run([sys.executable, file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    os.unlink(file)
    print(title, done.returncode, done.stdout.split(), clean(done.stderr, name), 'there' if there(name) else 'gone')
    if there(name):
        os.unlink('/dev/shm/' + name)


NORMAL = '''
if __name__ == '__main__':
    shm = make(name)
'''
KILLED = '''
if __name__ == '__main__':
    shm = make(name)
    print(os.path.exists('/dev/shm/' + name))
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
'''
UNREGISTERED = '''
if __name__ == '__main__':
    shm = make(name)
    resource_tracker.unregister(shm._name, 'shared_memory')
'''
UNLINKED = '''
if __name__ == '__main__':
    shm = make(name)
    shm.close()
    shm.unlink()
    try:
        shm.unlink()
    except FileNotFoundError as e:
        print(e.errno)
'''
ATTACHED = '''
if __name__ == '__main__':
    shm = make(name)
    ctx = mp.get_context(method)
    for i in range(3):
        p = ctx.Process(target=attach, args=(name,))
        p.start()
        p.join()
    print(p.exitcode, shm.buf[0], os.path.exists('/dev/shm/' + name))
    shm.close()
    shm.unlink()
'''
CHILD_MAKES = '''
if __name__ == '__main__':
    ctx = mp.get_context(method)
    if method == 'fork':
        resource_tracker.ensure_running()
    p = ctx.Process(target=make_and_leave, args=(name,))
    p.start()
    p.join()
    shm = shared_memory.SharedMemory(name)
    print(p.exitcode, shm.size)
    shm.close()
    if name[-1] in '02468':
        shm.unlink()
'''
CHILD_UNLINKS = '''
if __name__ == '__main__':
    ctx = mp.get_context(method)
    shm = make(name)
    p = ctx.Process(target=unlink, args=(name,))
    p.start()
    p.join()
    print(p.exitcode, os.path.exists('/dev/shm/' + name))
'''
BY_HAND = '''
if __name__ == '__main__':
    open('/dev/shm/' + name, 'w').close()
    resource_tracker.register('/' + name, 'shared_memory')
    resource_tracker.register('/' + name, 'shared_memory')
    resource_tracker.register('/nobody-has-this', 'shared_memory')
    resource_tracker.register('x', 'noop')
    resource_tracker.unregister('x', 'noop')
    try:
        resource_tracker.register('a' * 512, 'shared_memory')
    except ValueError as e:
        print(e)
'''
MISTAKES = '''
if __name__ == '__main__':
    resource_tracker.register('x', 'unknown')
    resource_tracker.unregister('x', 'shared_memory')
'''
SIGNALS = '''
if __name__ == '__main__':
    shm = make(name)
    pid = resource_tracker._resource_tracker._pid
    for number in signal.SIGINT, signal.SIGTERM:
        os.kill(pid, number)
    resource_tracker.ensure_running()
    print(pid == resource_tracker._resource_tracker._pid)
    shm.unlink()
'''
DIES = '''
if __name__ == '__main__':
    resource_tracker.ensure_running()
    pid = resource_tracker._resource_tracker._pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    shm = make(name)
    print(pid != resource_tracker._resource_tracker._pid)
'''
STOPPED = '''
if __name__ == '__main__':
    shm = make(name)
    resource_tracker._resource_tracker._stop()
    print(os.path.exists('/dev/shm/' + name), resource_tracker._resource_tracker._pid)
    sys.exit(3)
'''
NONE = '''
if __name__ == '__main__':
    print(resource_tracker._resource_tracker._fd, resource_tracker._resource_tracker._pid, resource_tracker.__all__)
'''
SURVIVES = '''
if __name__ == '__main__':
    # a child that is still there keeps it
    shm = make(name)
    r, w = os.pipe()
    if os.fork() == 0:
        os.read(r, 1)
        print(os.path.exists('/dev/shm/' + name), flush=True)
        os._exit(0)
    os.write(w, b'x')
    os.kill(os.getpid(), signal.SIGKILL)
'''

run('at the end', NORMAL, name_of(1))
run('killed', KILLED, name_of(2))
run('unregistered', UNREGISTERED, name_of(3))
run('unlinked', UNLINKED, name_of(4))
run('a child of a killed one', SURVIVES, name_of(5))
for i, method in enumerate(('fork', 'spawn', 'forkserver')):
    run('attached ' + method, ATTACHED, name_of(10 + i), method=method)
    run('made by a child ' + method, CHILD_MAKES, name_of(20 + 2 * i), method=method)
    run('left by a child ' + method, CHILD_MAKES, name_of(31 + 2 * i), method=method)
    run('unlinked by a child ' + method, CHILD_UNLINKS, name_of(40 + i), method=method)
run('by hand', BY_HAND, name_of(50))
run('mistakes', MISTAKES, name_of(51))
run('signals', SIGNALS, name_of(52))
run('dies', DIES, name_of(53))
run('stopped', STOPPED, name_of(54))
run('not needed', NONE, name_of(55))
