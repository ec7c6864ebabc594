# Time limit: 60 s
# What one thread prints while another starts processes is printed once: the children do not print it again.
import multiprocessing as mp
import subprocess
import sys
import tempfile
import threading

CHILDREN = 30


def child(file):
    file.flush()                                                # and sys.stdout at its end


def write(file, prefix, done):
    n = 0
    while not done.is_set():
        print(prefix, n, file=file)
        n += 1
    print(prefix, 'end', n, file=file, flush=True)


def program():
    done = threading.Event()
    file = tempfile.TemporaryFile('w+')
    writers = [threading.Thread(target=write, args=(f, p, done)) for f, p in ((sys.stdout, 'stdout'), (file, 'file'))]
    for t in writers:
        t.start()
    for i in range(CHILDREN):
        p = mp.get_context('fork').Process(target=child, args=(file,))
        p.start()
        p.join()
        assert p.exitcode == 0
    done.set()
    for t in writers:
        t.join()
    file.seek(0)
    sys.stdout.write(file.read())


if __name__ == '__main__':
    if len(sys.argv) > 1:
        program()
    else:
        for option in [], ['-u']:
            with tempfile.NamedTemporaryFile() as out:
                subprocess.run([sys.executable, *option, __file__, 'program'], stdout=out, timeout=25)
                with open(out.name) as f:
                    lines = [line.split() for line in f]
            for prefix in 'stdout', 'file':
                mine = [line[1:] for line in lines if line[0] == prefix]
                count = int(mine[-1][1])
                print(prefix, count > CHILDREN, mine[:-1] == [[str(i)] for i in range(count)])
