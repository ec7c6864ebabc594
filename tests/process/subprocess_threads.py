# Programs started and waited for by several threads; fork() beside other threads.
import os
import subprocess
import sys
import threading


def all_of(threads):
    for t in threads:
        t.start()
    for t in threads:
        t.join()


results = []


def work(i):
    for _ in range(5):
        p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        out, _ = p.communicate(b"%d" % i)           # hangs if another child holds our end
        results.append(out == b"%d" % i and p.returncode == 0)


all_of([threading.Thread(target=work, args=(i,)) for i in range(6)])
print(len(results), all(results))

p = subprocess.Popen(["sh", "-c", "sleep 0.2; exit 3"])
codes = []
all_of([threading.Thread(target=lambda: codes.append(p.wait())) for _ in range(4)])
print(codes)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
reader = threading.Thread(target=lambda: codes.append(p.stdout.read()))
reader.start()
p.stdin.write(b"x" * 200000)
p.stdin.close()
print(p.wait(), reader.join(), len(codes.pop()))

n = 0
stop = False


def spin():
    global n
    while not stop:
        n += 1


t = threading.Thread(target=spin)
t.start()
subprocess.run(["sleep", "0.2"])
stop = True
t.join()
print(n > 0)

print("-- fork()")
event = threading.Event()
t = threading.Thread(target=event.wait)
t.start()


def in_child(f):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os._exit(f())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def child():
    done = []
    t = threading.Thread(target=lambda: done.append(1))
    t.start()
    t.join()
    return 10 * threading.active_count() + len(done)


def forker():
    print(in_child(child), in_child(lambda: threading.current_thread() is threading.main_thread()))


print(in_child(child), threading.active_count())
print(subprocess.run(["sh", "-c", "exit 3"], preexec_fn=lambda: None).returncode)
u = threading.Thread(target=forker)
u.start()
u.join()
event.set()
t.join()
print(threading.active_count())
