# Exceptions in threads: what is printed, and threading.excepthook.
import io
import sys
import threading


def fail(message='oops'):
    raise ValueError(message)


def run(target, *args, name='T'):
    t = threading.Thread(target=target, args=args, name=name)
    t.start()
    t.join()
    return t


err = sys.stderr = io.StringIO()


def shown():
    text = err.getvalue().replace(__file__, 'FILE')
    err.seek(0)
    err.truncate()
    lines = [l for l in text.splitlines() if not l.startswith(('  ', '    '))]
    sys.stdout.write(''.join(f'| {l}\n' for l in lines))
    print('--')


run(fail)
shown()
run(fail, 'second', name='another name')
shown()
run(sys.exit, 'quiet')
run(sys.exit, 3)
shown()


def chained():
    try:
        {}['k']
    except KeyError:
        raise RuntimeError('from') from None


run(chained)
shown()

print('a hook of our own')
seen = []


def hook(args):
    seen.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))
    print(type(args).__name__, len(args), args.exc_type is args[0])


threading.excepthook = hook
run(fail, 'hooked')
run(sys.exit)
print(seen)
shown()

print('a hook that fails')


def bad(args):
    raise TypeError('in the hook')


threading.excepthook = bad
run(fail)
shown()
threading.excepthook = sys.exit
run(fail)
shown()
threading.excepthook = threading.__excepthook__
run(fail, 'the default')
shown()
threading.excepthook = threading.__excepthook__
print(threading.excepthook is threading.__excepthook__)

print('called by hand')
args = threading.ExceptHookArgs((ValueError, ValueError('by hand'), None, None))
threading.excepthook(args)
text = err.getvalue()
print(text.replace(str(threading.get_ident()), 'IDENT'), end='')
err.seek(0)
err.truncate()
threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
shown()
for bad_args in [(), (1, 2), 5]:
    try:
        threading.ExceptHookArgs(bad_args)
    except TypeError as e:
        print('TypeError')

print('without stderr')
sys.stderr = None
run(fail)
sys.stderr = err
shown()
