# Not with SAN: the code of such builds leaves more on the stack that looks like an object in use
# A file that is locked and forgotten gives its lock back: a child gets it while its parent waits for the child.
import fcntl
import os
import signal
import subprocess
import sys
import tempfile

signal.alarm(15)


def lock(path, take):
    take(open(path, 'w'), fcntl.LOCK_EX)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'lock')
    for name in 'flock', 'lockf':
        lock(path, getattr(fcntl, name))
        p = subprocess.Popen([sys.executable, '-c', 'import fcntl, sys; fcntl.%s(open(sys.argv[1], "w"), fcntl.LOCK_EX); '
                              'print("has it")' % name, path], stdout=subprocess.PIPE)
        print(name, p.wait(), p.stdout.read())
        p.stdout.close()
