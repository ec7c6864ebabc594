# An exception that a signal handler raises belongs to where the loop stands: inside its try and with blocks.
import signal
class E(Exception): pass
def h(n, f): raise E(f.f_lineno)
signal.signal(signal.SIGALRM, h)
def arm(): signal.setitimer(signal.ITIMER_REAL, 0.02)
class CM:
    def __enter__(s): return s
    def __exit__(s, *a): print("exit", a[0]); return True
n = 1
def w1():
    arm()
    try:
        while n: pass
    except E as e: print("caught", e.__traceback__.tb_lineno == e.args[0])
def w2():
    with CM():
        arm()
        while True:
            pass
def w3():
    i = 0
    arm()
    try:
        while i < 10**12: i += 1
    except E as e: print("caught", e.__traceback__.tb_lineno == e.args[0])
def w4():
    arm()
    try:
        for i in range(10**12):
            pass
    except E as e: print("caught", e.__traceback__.tb_lineno == e.args[0])
def w5():
    arm()
    try: [0 for i in range(10**12)]
    except E as e: print("caught", e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
def w6():
    arm()
    i = 1.5
    try:
        while i: i = i * 1.0
    except E as e: print("caught", e.__traceback__.tb_lineno == e.args[0])
def w7():
    arm()
    a = b = 1
    try:
        while a == b: a = b
    except E as e: print("caught", e.__traceback__.tb_lineno == e.args[0])
def w8():
    def g():
        while True: yield 1
    arm()
    try:
        for x in g(): pass
    except E as e: print("caught")
def w9():
    arm()
    try: sum(x for x in iter(int, 1))
    except E as e: print("caught")
def w11():
    import itertools
    arm()
    try: 
        for i in itertools.count(): pass
    except E: print("caught")
def w12():
    def f(): f2()
    def f2(): pass
    arm()
    try: 
        for _ in iter(int, 1): f()
    except E: print("caught")
for f in (w1, w2, w3, w4, w5, w6, w7, w8, w9, w11, w12):
    print(f.__name__, end=' '); f()
