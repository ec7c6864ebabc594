# Where a syntax error is: line, column, end and the line's text, for the mistakes people make.
cases = r"""x = 1 +
x = (1,
x = [1, 2
x = {1: 2
x = 1)
x = [1)
f(a b)
[1 2]
{1: 2 3: 4}
{1:}
{1: 2, 3}
if x = 1: pass
if x
if x:
while True
for x in y
for x in y:
def f()
def f():
class A
class A:
try:
    x\nexcept
x = 5 y
print "hello"
print x
exec "code"
1 = x
f() = 1
a + b = c
None = 1
x + 1 += 2
(a, b) += 1
f() += 1
del f()
del 1
for 1 in x: pass
with a as 1: pass
return 1
yield 1
await x
break
continue
def f(a, a): pass
def f(a=1, b): pass
def f(*): pass
def f(**k, a): pass
lambda a, a: 0
f(a=1, b)
f(**a, *b)
f(a=1, a=2)
f(x for x in y, 1)
f(a.b=1)
f(True=1)
import a b
import
from a import
from a import b,
from a import (b, c
from . import *; x y
import a as 1
global 1
nonlocal x
def f(x): global x
def f():\n    x = 1\n    global x
def f():\n    nonlocal x
x: int: str
(a, b): int
a := 1
(a.b := 1)
[x := 1 for x in y]
x = *a
*a = 1
*a, *b = c
[*x for x in y]
{**x for x in y}
x ? y
x $ y
x = “a”
x == = y
x <> y
x++
!x
'abc
"abc
'''abc
f'{a b}'
f'{'
f'{a!z}'
f'}'
f'{}'
b'é'
'\\x1'
'\\N{nope}'
0777
0b12
0xg
1_
1__0
1e
12abc
1.2.3
 x = 1
if 1:\nx = 1
if 1:\n    x\n  y
x\n    y
def f():\n\tx\n        y
class A:\n    def f(self):\n    pass
else: pass
x = 1\nelse: pass
elif x: pass
except: pass
try: pass
try: pass\nx = 1
try: pass\nexcept: pass\nexcept A: pass
try: pass\nexcept A, B: pass
match x:\n    case a: pass\n    case b: pass
match x:\n    case a | b: pass
match x:\n    case [a, a]: pass
match x:\n    case {**a, 1: 2}: pass
match x:\npass
match x:\n    case 1\n        pass
match x:\n    case 1 + 1: pass
@x
@x\ny = 1
async x
async def f(): yield from x
def f(): await x
def f(): [x async for x in y]
lambda: return 1
x if y
x = if y else z
not
a..b
a.
a[
a[]
()()( 
def f(x) return x
def f(x):: pass
class A: def f(): pass
if x: pass else: pass
while x: break; else: pass
for x in range(10) print(x)
if x then: pass
if (x: pass
foo(1, 2
x = 1 if 2 else
x = lambda
x = y = 
raise x from
assert
with open(x) as f
with open(x) as f, open(y) as g
import a.b.
from a.b. import c
x = {a, b: c}
x = a if b else c = d
print(f"{x!}")
x = 'a' b'c'
x = \\ 1
x = 1 \\
pass 1
return
x.1
def 1f(): pass
def f(1): pass
from __future__ import nope
x = 1; from __future__ import division
def f(): from a import *
__debug__ = 1
é€ = 1
x = "日本語" 5 y
héllo wörld
x = (1 +\n     2\ny = 3
if x:\n    y = [1,\n         2\n    z = 3
d = {\n    'a': 1\n    'b': 2\n}
x = [\n    1,\n    2 3,\n]
def f(\n    a,\n    b=,\n): pass
f(\n    a=1,\n    b,\n)"""

for case in cases.split("\n"):
    source = case.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
    try:
        compile(source + "\n", "f.py", "exec")
        print(f"{source!r}: ok")
    except SyntaxError as e:
        end = f"{e.end_lineno}:{e.end_offset}" if e.end_offset and e.end_offset > 0 else "none"
        print(f"{source!r}: {type(e).__name__}: {e.msg} | {e.lineno}:{e.offset} to {end} | {(e.text or '').strip()}")
