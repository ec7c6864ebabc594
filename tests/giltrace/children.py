# Children that are minipy join their parent's recording, however they are started, on one clock.
import subprocess
import sys

if len(sys.argv) == 1:
    import os
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'trace.json')
        run = subprocess.run([sys.executable, '--gil-trace', path, __file__, 'run'], capture_output=True, text=True, timeout=60)
        print(run.stdout + run.stderr, end='')
        import json
        with open(path) as f:
            events = json.load(f)['traceEvents']
    names = [e['args']['name'] for e in events if e['ph'] == 'M' and e['name'] == 'process_name']
    print(len(names), 'processes in the picture')
    sys.exit()

import _giltrace
import giltrace
import multiprocessing
import os
import threading
from giltrace.recording import FORK, HOW_COMMAND, HOW_EXEC, HOW_FORK, SPAWN, Recording
from giltrace.states import check, instants


def work():
    threading.Thread(target=sum, args=(range(1000),)).start()


def forked():
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    return pid, os.waitpid(pid, 0)


def replaced():
    pid = os.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, '-c', 'import sys; sys.exit(5)'], bare)
    os.waitpid(pid, 0)
    return pid


# nothing in it but what a build with sanitizers needs
bare = {name: value for name, value in os.environ.items() if name.endswith('SAN_OPTIONS')}

if __name__ == '__main__':
    pids = {}
    pids['fork'] = forked()[0]
    pids['exec'] = replaced()
    for method in 'fork', 'spawn':
        p = multiprocessing.get_context(method).Process(target=work, name=f'by {method}')
        p.start()
        pids[p.name] = p.pid
        p.join()
    # an environment of its own, and none of our descriptors
    p = subprocess.Popen([sys.executable, '-c', 'pass'], env=bare, close_fds=True)
    p.wait()
    pids['subprocess'] = p.pid
    p = subprocess.Popen(['true'])
    p.wait()

    _giltrace.touch()
    recording = Recording(_giltrace.folder())
    us = next(p for p in recording.processes if p.pid == os.getpid())
    print(us.how == HOW_COMMAND, us.ended, recording.problems)
    for name, pid in pids.items():
        for p in recording.processes:
            if p.pid == pid:
                how = {HOW_FORK: 'fork', HOW_EXEC: 'exec'}[p.how]
                print(f'{name}: {how}, {p.name!r}, ended {p.ended}, status {p.status}, {len(p.threads)} threads',
                      p.parent is us or p.pid == pids['exec'], us.start < p.start <= p.end <= us.end)
    told = [value for ns, kind, _, _, value, _ in instants(us.threads[0]) if kind in (FORK, SPAWN)]
    print(told[:3] == [pids['fork'], pids['exec'], pids['by fork']], pids['subprocess'] in told)
    print([what for what in check(recording) if f'of {us.pid}>' not in what])
