# _thread with one thread: locks, RLock, _local.
import _thread
L=_thread.allocate_lock
for s in ['_thread.stack_size(1)','_thread.stack_size(-1)','_thread.stack_size(40000)','_thread.stack_size()','_thread.stack_size(0)','L().acquire(1,-2)','L().acquire(0,2)','L().acquire(1,1e30)','L().acquire(1,1e10)','L().acquire(1,\"a\")','_thread._local(1)','_thread._local(a=1)','_thread.LockType()','_thread.RLock()._acquire_restore(1)','_thread.RLock()._acquire_restore((3,1))','_thread.RLock()._release_save()','_thread.RLock().release()','_thread.allocate_lock(1)','_thread._local().x','_thread.RLock()._recursion_count()', 'L().release()','L().acquire(False)', 'L().acquire(timeout=0)','L().acquire(1.5)','L().acquire(\"\")','L().acquire(x=1)','_thread._count()','_thread.TIMEOUT_MAX','_thread.error','_thread.exit()','_thread.exit(1)','_thread.RLock().acquire(1.5)', '_thread.stack_size(1,2)','_thread.get_ident(1)','type(L()).__name__, type(L()).__module__,_thread.RLock.__module__,_thread._local.__module__','_thread._local().__dict__','L().__enter__()','L().__exit__()','L().__exit__(1,2,3,4)', 'L().acquire(True, 3, 4)', 'type(_thread.RLock(a=1))', 'repr(L())[:20], repr(_thread.RLock())[:46]']:
  try: print(s, eval(s))
  except BaseException as e: print(s, repr(e))
x=_thread._local()
try: x.__dict__={}
except Exception as e: print(repr(e))
class B(_thread._local):
  def __init__(self,*a,**k): print(a,k)
b=B(1,b=2)
b.x=5; print(b.x, b.__dict__, vars(x))
l=L(); l.acquire()
import time
t=time.time(); print(l.acquire(timeout=0.1), 0.09<time.time()-t<0.5, l.locked(), l.acquire(False))
l.release(); print(l.acquire())
r=_thread.RLock()
with r:
    with r: print(repr(r).split(' at ')[0].split('owner')[0], r._recursion_count(), r._is_owned())
    s=r._release_save(); print(r, s[0]) if 0 else print(s[0]); r._acquire_restore(s)
r.acquire()
