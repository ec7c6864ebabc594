# A file that was written and forgotten is complete when another process looks at it, and is not written twice.
import multiprocessing as mp
import os
import subprocess
import sys
import tempfile

name = os.path.join(tempfile.mkdtemp(), 'file')


def write(text):
    open(name, 'w').write(text)


def child(path):
    print(open(path).read(), flush=True)


if __name__ == '__main__':
    write('run')
    print(subprocess.run(['cat', name], stdout=subprocess.PIPE).stdout)
    write('system\n')
    sys.stdout.flush()
    os.system('cat ' + name)
    write('popen')
    print(os.popen('cat ' + name).read(), flush=True)
    write('posix_spawn\n')
    os.waitpid(os.posix_spawn('/bin/cat', ['cat', name], os.environ), 0)
    write('fork')
    pid = os.fork()
    if pid == 0:
        sys.exit()
    os.waitpid(pid, 0)
    print(open(name).read(), flush=True)
    for method in 'fork', 'spawn':
        open(name, 'wb').write(method.encode())
        p = mp.get_context(method).Process(target=child, args=(name,))
        p.start()
        p.join()
        print(os.path.getsize(name), flush=True)
    write('exec\n')
    os.execvp('cat', ['cat', name])
