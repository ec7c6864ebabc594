# The end of programs with threads: who is waited for, statuses, atexit.
run() {
    echo "-- $1"
    "$MINIPY" -c "import threading, time, sys, os, atexit, signal
$2" 2>&1
    echo "status $?"
}
run 'threads that are no daemons are waited for' '
def f():
    time.sleep(0.05); print("late")
threading.Thread(target=f).start()
print("main ends")'
run 'also after an exception' '
def f():
    time.sleep(0.02); print("late")
threading.Thread(target=f).start()
1/0'
run 'and after sys.exit' '
def f():
    time.sleep(0.02); print("late")
threading.Thread(target=f).start()
sys.exit(3)'
run 'threads that start threads' '
def f(n):
    time.sleep(0.005)
    if n: threading.Thread(target=f, args=(n - 1,)).start()
    else: print("last")
f(5)'
run 'sys.exit in a thread ends the thread' '
def f():
    try: sys.exit(5)
    finally: print("finally")
t = threading.Thread(target=f); t.start(); t.join()
print("on")'
run 'an exception in a thread changes no status' '
def f(): raise ValueError("x")
sys.stderr = sys.stdout
t = threading.Thread(target=f, name="T"); t.start(); t.join()
print("on")' | grep -v '^  '
run 'os._exit in a thread' '
def f():
    print("now", flush=True); os._exit(7)
threading.Thread(target=f).start()
time.sleep(10)'
run 'atexit runs when the threads have ended' '
atexit.register(lambda: print("atexit", threading.active_count()))
def f():
    time.sleep(0.02); print("thread")
threading.Thread(target=f).start()
print("main")'
run 'a thread that registers' '
def f():
    time.sleep(0.01); atexit.register(print, "registered")
threading.Thread(target=f).start()'
run 'a daemon is left alone' '
def f():
    try: time.sleep(1000)
    finally: print("never")
threading.Thread(target=f, daemon=True).start()
print("main")'
run 'main_thread() in the end' '
def f():
    time.sleep(0.02)
    print(threading.main_thread().is_alive(), threading.active_count())
threading.Thread(target=f).start()'
run 'Ctrl-C ends the main thread, not the others' '
def f():
    time.sleep(0.05); print("thread")
threading.Thread(target=f).start()
try:
    os.kill(os.getpid(), signal.SIGINT); time.sleep(5)
except KeyboardInterrupt: print("interrupted")'
run 'Ctrl-C while the end waits' '
def f():
    time.sleep(0.02); os.kill(os.getpid(), signal.SIGINT); time.sleep(0.02); os._exit(9)
threading.Thread(target=f).start()
signal.signal(signal.SIGINT, lambda *a: print("handled", flush=True))'
run 'a killed process' '
threading.Thread(target=time.sleep, args=(100,)).start()
os.kill(os.getpid(), signal.SIGTERM)'
