# Messages that nobody of the library would send, and objects of _multiprocessing in the wrong hands.
import _multiprocessing, os
r,w=os.pipe()
os.write(w,b'\0\0\0\x05\x80\x04cab')
try: print(_multiprocessing.receive_object(r))
except BaseException as e: print(repr(e))
m=_multiprocessing.message([1]*5,{})
print(type(m))
for a in (m,): _multiprocessing.send(w,a)
try: _multiprocessing.send(w,m)
except BaseException as e: print(repr(e))
print(_multiprocessing.receive_object(r))
try: type(m)()
except BaseException as e: print(repr(e))
R=_multiprocessing.MessageReader(r)
os.write(w,b'\0\0\0\0')
print(R.read(), R.tag())
try: print(R.load())
except BaseException as e: print(repr(e))
os.write(w,b'\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff'); 
try: print(R.read(),R.tag(),(os.write(w,b'x'),R.read()))
except BaseException as e: print(repr(e))
try: R.load()
except BaseException as e: print(repr(e))
os.set_blocking(r,False)
try:
  while os.read(r,100): pass
except BlockingIOError: pass
os.set_blocking(r,True)
R=_multiprocessing.MessageReader(r)
class X:
    def __reduce__(self): return (eval,('R.load()',))
_multiprocessing.send(w,_multiprocessing.message(X(),{}))
import builtins; builtins.R=R
print(R.read())
try: R.load()
except BaseException as e: print(repr(e))
import copy
try: copy.copy(m)
except BaseException as e: print(repr(e))
try: _multiprocessing.settle(len)
except BaseException as e: print(repr(e))
_multiprocessing.settle(lambda: nothing.there + os.nothing + os.path.join())
try: _multiprocessing.message(m, {})
except BaseException as e: print(repr(e))
