# SIGQUIT and faulthandler in a deadlock of three threads: stacks, waits, and the circle by name.
normal() { sed -e 's/0x[0-9a-f]*/ADDR/g' -e 's|line [0-9]*|line N|' | grep -v 'frozen threading'; }
"$MINIPY" -c '
import faulthandler, os, signal, threading, time
def shown():
    r, w = os.pipe()
    faulthandler.dump_traceback(w)
    os.close(w)
    with open(r) as f: return f.read()
locks = [threading.Lock(), threading.RLock(), threading.Lock()]
all_hold = threading.Barrier(3)
def work(i):
    with locks[i]:
        all_hold.wait()
        with locks[(i + 1) % 3]: pass
for i in range(3): threading.Thread(target=work, args=(i,), name=f"worker-{i}", daemon=True).start()
while shown().count("is held by worker") < 6: time.sleep(0.01)      # three that wait, and once more as a circle
os.kill(os.getpid(), signal.SIGQUIT)
print("goes on", flush=True)
os._exit(0)
' 2>&1 | normal | sed -n '/^GIL/,$p' | sort
echo "-- faulthandler"
"$MINIPY" -c '
import faulthandler, os, sys, threading, time
def inside():
    faulthandler.dump_traceback(sys.stdout, all_threads=False)
inside()
def shown():
    r, w = os.pipe()
    faulthandler.dump_traceback(w)
    os.close(w)
    with open(r) as f: return f.read()
done = threading.Event()
t = threading.Thread(target=done.wait, name="waiting")
t.start()
while "waits to be notified" not in shown(): time.sleep(0.01)
faulthandler.dump_traceback(file=1)
done.set()
t.join()
print(faulthandler.is_enabled(), faulthandler.enable(sys.stdout), faulthandler.is_enabled(), faulthandler.disable(),
      faulthandler.disable())
for bad in 0, -1:
    try: faulthandler.dump_traceback_later(bad)
    except ValueError as e: print(e)
faulthandler.dump_traceback_later(1000)
faulthandler.cancel_dump_traceback_later()
faulthandler.cancel_dump_traceback_later()
' 2>&1 | normal
"$MINIPY" -c '
import faulthandler, threading
faulthandler.dump_traceback_later(0.5, exit=True)
l = threading.Lock()
l.acquire()
l.acquire()
' 2>&1 | normal
"$MINIPY" -c '
import faulthandler, os, signal
faulthandler.register(signal.SIGUSR1, all_threads=False)
os.kill(os.getpid(), signal.SIGUSR1)
print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1), flush=True)
faulthandler.enable()
faulthandler._sigsegv()
' 2>&1 | normal
