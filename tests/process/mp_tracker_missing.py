# An interpreter that has no program to start a tracker with takes away itself what nobody has unlinked.
import os
import subprocess
import sys

PROGRAM = '''
import os
from multiprocessing import resource_tracker, shared_memory, spawn
spawn.set_executable('/no/such/program')
name = f'minipy-missing-{os.getpid()}'
left = shared_memory.SharedMemory(name + '-1', True, 10)
shared_memory.SharedMemory(name + '-2', True, 10).unlink()
odd = shared_memory.SharedMemory(name + '-\\xe9\\n:', True, 10)
if os.fork() == 0:
    os._exit(0)
os.wait()
print(name, len([file for file in os.listdir('/dev/shm') if file.startswith(name)]))
for call in (lambda: resource_tracker.unregister('x', 'shared_memory'), lambda: resource_tracker.register('x', 'no type'),
             resource_tracker.ensure_running, lambda: shared_memory.SharedMemory(name + '-1', True, 1)):
    try:
        call()
    except (KeyError, ValueError, OSError) as e:
        print(type(e).__name__, str(e).replace(name, 'NAME'))
'''

done = subprocess.run([sys.executable, '-c', PROGRAM], capture_output=True, text=True, timeout=60)
name, rest = done.stdout.split(' ', 1)
print(done.returncode, rest, [line.split('Warning: ')[-1] for line in done.stderr.splitlines() if 'Warning: ' in line])
print([file for file in os.listdir('/dev/shm') if file.startswith(name)])
