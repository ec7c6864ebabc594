# Thread objects: names, daemon flags, states, what is refused.
import threading
from threading import Thread, Event, current_thread, main_thread


def shown(t):
    return repr(t).replace(str(t.ident), 'IDENT')


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def work():
    pass


print('-- names')
print(Thread().name, Thread(target=work).name, Thread(target=len).name, Thread(name='x').name, Thread(name=7).name)
print(repr(Thread(name='').name), Thread(name=None, target=work).name, Thread(target=object()).name)
t = Thread(name='a')
t.name = 3
print(repr(t.name), t.ident, t.native_id, t.daemon)
print(main_thread().name, current_thread() is main_thread())

print('-- states')
go = Event()
t = Thread(target=go.wait, name='states')
print(shown(t), t.is_alive())
print(attempt(t.join))
t.start()
print(shown(t), t.is_alive(), isinstance(t.ident, int), isinstance(t.native_id, int))
print(attempt(t.start))
print(attempt(setattr, t, 'daemon', True))
print(t.join(0), t.join(-1), t.join(0.001), t.is_alive())
print(attempt(t.join, 'x'))
print(t in threading.enumerate(), threading.active_count())
go.set()
print(t.join(), t.join(), t.join(5), t.is_alive(), shown(t))
print(attempt(t.start), t in threading.enumerate(), threading.active_count())
print(shown(main_thread()))
d = Thread(daemon=True, name='d')
print(shown(d))
d.start()
d.join()
print(shown(d))

print('-- daemon is inherited')
seen = []


def note():
    seen.append((current_thread().daemon, Thread().daemon, Thread(daemon=False).daemon, Thread(daemon=True).daemon))


for flag in False, True:
    t = Thread(target=note, daemon=flag)
    t.start()
    t.join()
t = Thread(target=note)
t.daemon = True
t.start()
t.join()
print(seen)

print('-- joins that can not be')
print(attempt(current_thread().join))
seen = []
t = Thread(target=lambda: seen.append(attempt(t.join)))
t.start()
t.join()
print(seen)
print(attempt(Thread, 1), attempt(Thread, group=3))


class Unfinished(Thread):
    def __init__(self):
        pass


u = Unfinished()
print(attempt(u.start), attempt(u.join), attempt(lambda: u.name), attempt(repr, u), attempt(u.is_alive), sep='\n')

print('-- subclasses and arguments')


class Sub(Thread):
    def run(self):
        self.result = (self is current_thread(), self.name)


s = Sub(name='sub')
s.start()
s.join()
print(s.result)
got = []
t = Thread(target=lambda *a, **k: got.append((a, k)), args=(1, 2), kwargs={'x': 3})
t.start()
t.join()
print(got, hasattr(t, '_target'))
t = Thread(target=got.append, args=[5])
t.run()
print(got)
t = Thread()
t.start()
t.join()
print('no target:', t.is_alive())

print('-- many')
ts = [Thread(target=work) for _ in range(50)]
for t in ts:
    t.start()
print(all(t.ident for t in ts), all(t.native_id for t in ts))
for t in ts:
    t.join()
print(threading.active_count(), threading.enumerate() == [main_thread()])
