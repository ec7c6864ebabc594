# fcntl: numbers, bytes and buffers as arguments, and locks that wait while other threads run.
import array
import fcntl
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading

print({name: value for name, value in sorted(vars(fcntl).items()) if name.isupper()})
for f in (fcntl.fcntl, fcntl.ioctl, fcntl.flock, fcntl.lockf):
    print(f.__name__, f.__text_signature__)


def attempt(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


FIONREAD = 0x541B
FIONBIO = 0x5421
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "file")
file = open(path, "wb+")
r, w = os.pipe()

print("-- fcntl")
print(fcntl.fcntl(r, fcntl.F_GETFD), fcntl.fcntl(r, fcntl.F_SETFD, 0), fcntl.fcntl(r, fcntl.F_GETFD))
print(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR)
flags = fcntl.fcntl(r, fcntl.F_GETFL)
print(fcntl.fcntl(r, fcntl.F_SETFL, flags | os.O_NONBLOCK), os.get_blocking(r))
attempt(os.read, r, 1)
os.set_blocking(r, True)
new = fcntl.fcntl(r, fcntl.F_DUPFD, 100)
print(new >= 100, os.get_inheritable(new))
os.close(new)
new = fcntl.fcntl(r, fcntl.F_DUPFD_CLOEXEC, 100)
print(new >= 100, os.get_inheritable(new))
os.close(new)
print(fcntl.fcntl(w, fcntl.F_GETPIPE_SZ) > 0, fcntl.fcntl(w, fcntl.F_SETPIPE_SZ, 4096))
attempt(fcntl.fcntl, w, fcntl.F_SETPIPE_SZ, 1 << 31)
lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 10, 0)
answer = fcntl.fcntl(file, fcntl.F_GETLK, lock)
print(type(answer), len(answer) == len(lock), struct.unpack("hhqqi4x", answer)[0] == fcntl.F_UNLCK)
print(fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock) == lock)
second = open(path, "rb+")
print(struct.unpack("hhqqi4x", fcntl.fcntl(second, fcntl.F_OFD_GETLK, lock)))
attempt(fcntl.fcntl, second, fcntl.F_OFD_SETLK, lock)
fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_UNLCK, os.SEEK_SET, 0, 0, 0))
print(fcntl.fcntl(second, fcntl.F_OFD_SETLK, lock) == lock)
second.close()
memory = os.memfd_create("sealed", os.MFD_ALLOW_SEALING)
print(fcntl.fcntl(memory, fcntl.F_GET_SEALS), fcntl.fcntl(memory, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE))
attempt(os.write, memory, b"x")
os.close(memory)

print("-- fcntl: what it does not take")
for args in [(-1, 1), ("a", 1), (r,), (), (r, 1, 2, 3), (r, 1.5), (r, 1 << 40), (1 << 40, 1), (9999, 1), ([], 1),
             (None, 1), (r, 1, 1.5), (r, 1, None), (r, 1, bytearray(4)), (r, 1, memoryview(b"abcd")), (r, 1, "\udc80"),
             (r, 1, b"x" * 1025), (r, 1, "\xe4" * 513), (r, 12345), (r, 1 << 31)]:
    attempt(fcntl.fcntl, *args)
for args in [(r, 1, 1 << 40), (r, 1, -1), (r, 1, -(1 << 70)), (r, 1, b"x" * 1024), (r, 1, "\xe4" * 512),
             (r, 1, b""), (r, 1, "")]:
    attempt(fcntl.fcntl, *args)


class HasIndex:
    def __index__(self):
        return fcntl.F_GETFD


class HasFileno:
    def __init__(self, n):
        self.n = n

    def fileno(self):
        return self.n


class Wrong:
    def __index__(self):
        raise KeyError("no index")

    def fileno(self):
        raise KeyError("no fileno")


attempt(fcntl.fcntl, HasFileno(r), HasIndex())
attempt(fcntl.fcntl, HasFileno("x"), 1)
attempt(fcntl.fcntl, HasFileno(-3), 1)
attempt(fcntl.fcntl, Wrong(), 1)
attempt(fcntl.fcntl, r, Wrong())
attempt(fcntl.fcntl, r, 1, Wrong())
attempt(fcntl.fcntl, r, 1, HasIndex())

print("-- ioctl")
os.write(w, b"12345")
print(fcntl.ioctl(r, FIONREAD, b"\0" * 4))
print(fcntl.ioctl(r, FIONREAD, bytes(6)), fcntl.ioctl(r, FIONREAD, "abcdefgh"))
for make in (bytearray, lambda b: array.array("B", b), lambda b: memoryview(bytearray(b))):
    for n in (4, 1024, 1025, 5000):
        for mutate in (True, False):
            buf = make(bytes(n))
            try:
                result = fcntl.ioctl(r, FIONREAD, buf, mutate)
                print(n, mutate, result if mutate else result[:6], bytes(buf[:6]))
            except ValueError as e:
                print(n, mutate, e, bytes(buf[:6]))
buf = bytearray(4)
print(fcntl.ioctl(r, FIONREAD, buf), buf, fcntl.ioctl(r, FIONREAD, buf, 1), fcntl.ioctl(r, FIONREAD, buf, []))
buf.append(1)
print(len(buf))
words = array.array("i", [0])
print(fcntl.ioctl(HasFileno(r), FIONREAD, words), words)
print(fcntl.ioctl(r, FIONBIO, struct.pack("i", 1)), os.get_blocking(r), fcntl.ioctl(r, FIONBIO, struct.pack("i", 0)))
print(fcntl.ioctl(r, FIONREAD + (1 << 32), bytes(4)), fcntl.ioctl(r, FIONREAD - (1 << 32), bytes(4)))

print("-- ioctl: what it does not take")
for args in [(-1, 1), (r,), (r, "a"), (r, 1.5), (r, 1, 1.5), (r, 1, None), (r, FIONREAD, "x" * 1025),
             (r, FIONREAD, b"x" * 1025), (r, FIONREAD, memoryview(bytes(8))[::2]), (r, 1, 0, 1, 2),
             (9999, FIONREAD, bytes(4)),
             (r, 1), (r, 1, b""), (r, 1, bytearray(3)), (r, 1, bytearray(1025)), (r, 1, "\ud800"), (Wrong(), 1),
             (r, Wrong()), (r, 1, Wrong())]:
    attempt(fcntl.ioctl, *args)
buf = bytearray(4)
attempt(fcntl.ioctl, r, 1, buf)
buf.append(1)
print(fcntl.ioctl(r, FIONREAD, memoryview(bytes(4))))

print("-- lockf")
other = """if 1:
    import fcntl, sys
    f = open(sys.argv[1], 'rb+')
    for line in sys.stdin:
        try: print(fcntl.lockf(f, *eval(line)), flush=True)
        except Exception as e: print(type(e).__name__, e, flush=True)
"""
child = subprocess.Popen([sys.executable, "-c", other, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(*args):
    child.stdin.write(repr(args) + "\n")
    child.stdin.flush()


def answer_of(*args):
    ask(*args)
    return child.stdout.readline().rstrip()


EX, SH, UN, NB = fcntl.LOCK_EX, fcntl.LOCK_SH, fcntl.LOCK_UN, fcntl.LOCK_NB
file.write(b"x" * 100)
file.flush()
print(fcntl.lockf(file, EX, 10))
print(answer_of(EX | NB), answer_of(EX | NB, 10), answer_of(EX | NB, 10, 10), answer_of(UN, 0, 0))
print(fcntl.lockf(file, UN), fcntl.lockf(file, SH, 0, 50, os.SEEK_SET))
print(answer_of(SH | NB), answer_of(UN), answer_of(EX | NB, 50), answer_of(EX | NB, 1, 99), answer_of(UN))
print(fcntl.lockf(file, EX | NB, 10, -10, os.SEEK_END), answer_of(EX | NB, 1, 95), answer_of(EX | NB, 1, 105))
print(answer_of(UN), fcntl.lockf(file.fileno(), UN))
for args in [(file, 0), (file, NB), (file, 16), (file, 1, "a"), (file, 1, None), (file, 1, 1 << 70), (file, 1, 0, 1.5),
             (file, 1, 0, 0, 7), (file, 1, 0, -1), (file, "a"), (file,), (), (9999, 1), (-1, 1), (file, 1, 0, 0, 0, 0),
             (file, 1, 0, 0, 1 << 40), (r, 1 << 40), (Wrong(), 1), (file, 9, 0, Wrong()), (w, SH)]:
    attempt(fcntl.lockf, *args)

print("-- locks that wait: other threads go on, handlers run")
print(answer_of(EX))
got = threading.Event()


def take():
    fcntl.lockf(file, EX)
    got.set()


def handler(signum, frame):
    print("handler", signal.Signals(signum).name)
    if interrupt:
        raise InterruptedError("enough")
    print(answer_of(UN))


thread = threading.Thread(target=take)
thread.start()
print(got.is_set())
print(answer_of(UN), got.wait(20))
thread.join(20)
fcntl.lockf(file, UN)
signal.signal(signal.SIGALRM, handler)
for interrupt in (True, False):
    print(answer_of(EX))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    attempt(fcntl.lockf, file, EX)
    print(answer_of(UN) if interrupt else fcntl.lockf(file, UN))
child.stdin.close()
print(child.wait(20))
child.stdout.close()

print("-- flock")
second = open(path, "rb+")
print(fcntl.flock(file, EX), fcntl.flock(file, EX))
attempt(fcntl.flock, second, EX | NB)
attempt(fcntl.flock, second, SH | NB)
print(fcntl.flock(file, SH), fcntl.flock(second, SH | NB))
attempt(fcntl.flock, second, EX | NB)
print(fcntl.flock(second, UN), fcntl.flock(file, UN), fcntl.flock(second, UN))
for args in [(file, 0), (file, 77), (file, 1.5), (file,), (9999, 1), ("x", 1), (file, 1 << 40), (Wrong(), 1)]:
    attempt(fcntl.flock, *args)
fcntl.flock(file, EX)
got.clear()


def take():
    fcntl.flock(second, EX)
    got.set()


thread = threading.Thread(target=take)
thread.start()
print(got.is_set(), fcntl.flock(file, UN), got.wait(20))
thread.join(20)
fcntl.flock(second, UN)
second.close()
for interrupt in (True,):
    fcntl.flock(file, EX)
    second = open(path, "rb+")
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    attempt(fcntl.flock, second, EX)
second.close()
file.close()
folder.cleanup()
