"""sys.unraisablehook, and what its neighbours say of wrong arguments."""
import atexit, io, sys
def bad(): 1 / 0
def provoke():
    sys.stderr = io.StringIO()
    atexit.register(bad)
    atexit._run_exitfuncs()
    text, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
    for line in text.split('\n'):
        print('   ', line.split(' at 0x')[0])
def show(f, *a, **k):
    try: print(repr(f(*a, **k)).split(' at 0x')[0])
    except Exception as e: print(type(e).__name__, e)
provoke()
def own(u):
    print(type(u).__name__, len(u), u.exc_type, u.exc_value, u.exc_traceback.tb_lineno, u.err_msg, u.object is bad)
    raise KeyError('in the hook')
sys.unraisablehook = own; provoke()
kept = []
sys.unraisablehook = kept.append; provoke(); print(kept[0].err_msg, type(kept[0]))
sys.unraisablehook = lambda u: sys.__unraisablehook__(u); provoke()
sys.unraisablehook = None; provoke()
del sys.unraisablehook; provoke()
sys.unraisablehook = sys.__unraisablehook__
show(sys.unraisablehook, 1)
sys.stderr = io.StringIO()
sys.excepthook(1, 2, 3)
text, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
print(text)
show(sys.audit); show(sys.audit, 1); show(sys.audit, 'event', 1)
print(sys.get_asyncgen_hooks(), type(sys.get_asyncgen_hooks()) is type(sys.get_asyncgen_hooks()))
show(sys.set_asyncgen_hooks, 1); show(sys.set_asyncgen_hooks, None, 'x'); show(sys.set_asyncgen_hooks, len, None)
print(sys.get_asyncgen_hooks().firstiter); sys.set_asyncgen_hooks(None, None)
