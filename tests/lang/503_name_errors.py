# NameError, UnboundLocalError, AttributeError, ImportError: one line a case.
import math, sys
class C:
    attr = 1
    def __init__(self): self.x = 1
    def m(self): pass
    @property
    def p(self): return self.nothing
    @staticmethod
    def s(): pass
c = C()
def f(): pass
def g(): yield
cases = """undefined
undefined()
undefined.x
undefined[0]
print(undefined)
[undefined for _ in 'a']
(lambda: undefined)()
f'{undefined}'
del undefined
undefined += 1
undefined: int; undefined
c.nothing
C.nothing
c.m.nothing
c.p
c.x.nothing
c.nothing()
c.s.x.y
f.nothing
f().x
g().nothing
math.nothing
sys.nothing
math.sin.x
None.x
True.x
(1).x
1.5.x
'a'.x
b'a'.x
[].x
().x
{}.x
set().x
range(3).x
object().x
object.x
int.x
type.x
len.x
print.x
super().x
Ellipsis.x
NotImplemented.x
(x for x in 'a').x
(lambda: 0).x
iter([]).x
{}.keys().x
Exception().x
Exception.x
slice(1).x
memoryview(b'').x
property().x
classmethod(f).x
staticmethod(f).x
c.__nothing__
c.__class__.x
f.__code__.x
sys._getframe().x
import nothing_such
import nothing.such
import math.nothing
import sys.x.y
from nothing import x
from itertools import nothing
from itertools import count, nothing
from sys import nothing as y
from . import x
from .x import y
from .. import z
import collections.nothing
import os.path.nothing
__import__('nothing')
__import__('')
del c.nothing
del C.nothing
c.p = 1
c.m.x = 1
f.__name__ = 5
None.x = 1
(1).x = 1
'a'.upper = 1
int.x = 1
len.x = 1
object().x = 1
[].x = 1
math.x = 1; math.x
del math.zzz
del len.__name__
c.__class__ = 5
c.__dict__ = 5
type(c).__name__ = 5
C.__dict__ = {}
C.__mro__ = ()
f.__globals__ = {}
[].append.x = 1
print.__name__ = 'x'
setattr(c, 1, 2)
getattr(c, 'nothing')
getattr(c, 'nothing', 5)
delattr(c, 'nothing')
hasattr(c, 1)"""
for line in cases.split("\n"):
    names = {k: v for k, v in globals().items() if k in ("math", "sys", "C", "c", "f", "g", "__builtins__", "__name__")}
    try:
        exec(line, names)
        print(f"{line}: ok")
    except Exception as e:
        print(f"{line}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
