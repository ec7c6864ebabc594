# A running process is asked from outside: dump, top, record; and it goes on undisturbed.
import json
import os
import signal
import subprocess
import sys
import tempfile

if sys.argv[1:] == ['run']:
    import threading
    import time
    stop = threading.Event()

    def busy_loop():
        while not stop.is_set():
            sum(range(100))

    def reads():
        os.read(0, 1)
        stop.set()

    threads = [threading.Thread(target=target) for target in (busy_loop, reads)]
    for thread in threads:
        thread.start()
    print('ready', flush=True)
    while not stop.is_set():
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    print('goes on to its end')
    sys.exit()


def ask(*args, timeout=60):
    run = subprocess.run([sys.executable, '-m', 'giltrace', *map(str, args)], capture_output=True, text=True, timeout=timeout)
    return run.returncode, run.stdout, run.stderr


child = subprocess.Popen([sys.executable, __file__, 'run'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(child.stdout.readline())

status, out, err = ask('dump', child.pid)
print(status, out.count('most recent call first'), 'in busy_loop' in out, 'in reads' in out, 'GIL: ' in out,
      [line.split(') ')[-1] for line in out.split('\n') if line.startswith('  Thread-2 (reads) (thread 0x')], err)

for times in 1, 3:
    status, out, err = ask('top', child.pid, '-d', '0.1', '-n', times)
    tables = out.split('\n\n')[:-1]
    print(status, len(tables), all(t.startswith(f'remote.py ({child.pid}): 3 threads, GIL held ') for t in tables) or out, err)
    print(all(len(t.split('\n')) == 5 and 'loop' in t.split('\n')[2] for t in tables) or out)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'part.json')
    print(*ask('record', child.pid, path, '-t', '0.1'))
    with open(path) as f:
        events = json.load(f)['traceEvents']
    print({e['args']['name'] for e in events if e['ph'] == 'M' and e['name'] == 'thread_name'} ==
          {'MainThread', 'Thread-1 (busy_loop)', 'Thread-2 (reads)'})
    print(ask('record', child.pid, os.path.join(folder, 'no', 'x.svg'))[0], ask('record', child.pid, 'x.png')[2])

# Many at once: each gets its own answer.
many = [subprocess.Popen([sys.executable, '-m', 'giltrace', 'dump', str(child.pid)], stdout=subprocess.PIPE) for i in range(5)]
print(sum(b'in busy_loop' in p.communicate()[0] for p in many))

child.stdin.write(b'x')
child.stdin.flush()
print(child.communicate()[0], child.returncode)

# What cannot be asked.
print(ask('dump', child.pid)[2].replace(str(child.pid), 'N'))
sleeping = subprocess.Popen(['sleep', '60'])
print(ask('top', sleeping.pid)[2].replace(str(sleeping.pid), 'N'), sleeping.poll())
sleeping.kill()
sleeping.wait()
handles = subprocess.Popen([sys.executable, '-c', 'import signal\nsignal.signal(signal.SIGQUIT, signal.SIG_DFL)\nprint(flush=True)\n'
                            'input()'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
handles.stdout.readline()
print(ask('dump', handles.pid)[2].replace(str(handles.pid), 'N'), handles.poll())
handles.communicate(b'\n')
print(ask('dump', 'x')[2].split('\n')[-2], ask()[0], ask('convert', '/nowhere')[2], sep='\n')
print([name for name in os.listdir('/dev/shm') if os.path.exists(f'/dev/shm/{name}/{child.pid}.0')])
