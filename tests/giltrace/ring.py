# A ring keeps a thread's last events and says how many it has lost; the counters have seen all.
import os
import subprocess
import sys
import tempfile

if len(sys.argv) == 1:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'ring.txt')
        run = subprocess.run([sys.executable, '-X', 'gil-ring=100', '--gil-trace', path, '--gil-report', __file__, 'run'],
                             capture_output=True, text=True, timeout=60)
        with open(path) as f:
            drawn = f.read()
    print(run.returncode, run.stdout, 'overwritten' in run.stderr, 'overwritten' in drawn)

import giltrace
import threading
from giltrace.recording import EVENT
from giltrace.states import check_exclusive, check_sums


def calls(n):
    for i in range(n):
        os.lseek(fd, 0, os.SEEK_SET)


fd = os.open('/dev/null', os.O_RDONLY)
for room in 1, 7, 100, 128, 1000, 3000:
    if sys.argv[1:] == ['run']:
        calls(1000)
        break
    with giltrace.record(events=room) as r:
        thread = threading.Thread(target=calls, args=(1000,), name='worker')
        thread.start()
        thread.join()
    worker = r.recording.threads[1]
    kept = len(worker.events) // EVENT.size
    times = [EVENT.unpack_from(worker.events, i * EVENT.size)[0] for i in range(kept)]
    print(room, kept <= worker.room <= room, kept == min(room, worker.written), worker.written == kept + worker.lost, worker.written > 2000,
          times == sorted(times), worker.calls['lseek'].count, check_sums(r.recording), check_exclusive(r.recording))
