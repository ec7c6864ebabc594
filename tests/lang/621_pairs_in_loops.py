class E(enumerate): pass
class Z(zip): pass
print([(a, b) for a, b in E('ab')], [(a, b) for a, b in Z('ab', 'cd')])
for it in (lambda: zip('ab', 'c', strict=True), lambda: zip([], 'c', strict=True), lambda: zip('a'), lambda: zip('a', 'b', 'c'), lambda: enumerate(5 for x in [1/0])):
    try:
        for a, b in it(): print(a, b)
    except Exception as e: print(type(e).__name__, e)
d = {1: 2, 3: 4}
try:
    for k, v in d.items(): d[k + 10] = v
except RuntimeError as e: print(e)
try:
    for k, v in reversed(d.items()): print(k, v)
except RuntimeError as e: print(e)
def g(): yield 1; raise KeyError
try:
    for a, b in zip(g(), 'xy'): print(a, b)
except KeyError: print('key')
for i, x in enumerate('ab', 2**61 - 1): print(i, x)
for a, (b, c) in zip('ab', [(1, 2), (3, 4)]): print(a, b, c)
print({a: b for a, b in zip('ab', 'cd')}, list(b for a, b in enumerate('xy')))
class I:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
for a, b in zip(I(), 'a'): pass
else: print('end')
for a, b in zip('a', I()): pass
z = zip('abc', 'def')
for a, b in z: break
print(list(z))
x = [0, 0]
for x[0], x[1] in zip([1, 2], [3, 4]): print(x)
import sys
def f():
    for i, v in enumerate([1, 2]):
        pass
ev = []
sys.settrace(lambda fr, e, a: (ev.append((e, fr.f_lineno)), None)[1] if fr.f_code.co_name != 'f' else tr(fr, e, a))
def tr(fr, e, a): ev.append((e, fr.f_lineno)); return tr
f(); sys.settrace(None); print(ev)
