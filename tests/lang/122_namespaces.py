# Namespaces that are no plain dicts in exec(); __dict__ as a property; what an AttributeError is about.
class C:
    __dict__ = property(lambda s: {'a':2})
print(C().__dict__, vars(C()))
class D(object):
    def g(s): return {'a':2}
    __dict__ = property(fget=g)
print(vars(D()))
for s in ('1\n2','def f(): pass','a = 13\nb = 187','del x\ndel y','f()\n# blah\nblah()','f()\nxy # blah\nblah()','x = 5 # comment\nx = 6\n',"c = '''\nd=1\n'''\na = 1\n\nb = 2\n"):
    try: compile(s, "<single>", "single"); print('ok', repr(s))
    except SyntaxError as e: print(e)
class NS(dict):
    def __missing__(s, k): 
        if k.startswith('__') or k in ('print','len','range'): raise KeyError(k)
        return k.upper()
    def __setitem__(s, k, v): print('set', k); dict.__setitem__(s, k, v)
    def __delitem__(s, k): print('del', k); dict.__delitem__(s, k)
exec("a = foo; print(a, bar, len('x'))\ndel a\ndef f(): return qux\nprint(f())\nfor i in range(2): j = i; print(j)\nimport sys as s\n", n := NS())
print(eval("foo + a", NS(a='x')))
print(sorted(k for k in n if k != '__builtins__'))
class GI(dict):
    def __getitem__(s, k): print('get', k); return dict.__getitem__(s, k)
exec("x = 1\nprint(x)\nfor i in 1,2: print(x)", GI())
exec("print(x)", {'__builtins__': GI(print=print, x=3)})
class A:
    def __getattr__(s, n): raise AttributeError()
try: A().foo
except AttributeError as e: print(e.name, e.obj.__class__.__name__, e.args)
class B:
    def __getattribute__(s, n): raise AttributeError(5)
try: B().foo
except AttributeError as e: print(e.name, e.args)
class P:
    @property
    def x(s): raise AttributeError('q')
try: P().x
except AttributeError as e: print(e.name, e.args, type(e.obj).__name__)
try: getattr(1, 'zz')
except AttributeError as e: print(e.name, e.obj)
