# contextvars: variables, tokens, contexts, failures.
import contextvars as C
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, short(str(e)))
v=C.ContextVar('v'); w=C.ContextVar('w', default=7)
def short(s): return '0x'.join(p if i==0 else p.lstrip('0123456789abcdef') for i,p in enumerate(s.split('0x')))
def r(x): return short(repr(x))
print(r(v), r(w)); t(lambda:v.get()); t(lambda: v.get(3)); print(w.get(), w.get(4))
k=v.set(5); print(r(k), r(C.copy_context()), k.var is v, k.old_value, C.Token.MISSING, k.old_value is C.Token.MISSING)
k2=v.set(6); print(r(k2), k2.old_value); v.reset(k2); print(r(k2)); t(lambda: v.reset(k2)); 
t(lambda: w.reset(k)); t(lambda: v.reset(4)); t(lambda: C.ContextVar(3)); t(lambda: C.ContextVar()); t(lambda: C.Token()); t(lambda:C.Token(1,2))
t(lambda: C.Context(1)); t(lambda: C.Context(a=2))
c=C.Context(); print(len(c), r(c), list(c), list(c.items()), list(c.keys()), list(c.values()), c==C.Context(), c!=C.copy_context())
t(lambda: c.run()); t(lambda: c.run(lambda *a,**k:(a,k),1,b=2)); t(lambda: c.run(c.run, int)); t(lambda: c[v]); t(lambda: c[3]); t(lambda:c.get(v)); t(lambda: c.get(v,9)); t(lambda:c.get('v')); t(lambda: v in c); t(lambda: 3 in c); t(lambda: hash(c)); 
c2=C.copy_context(); print(c2[v], len(c2), list(c2)==[v], list(c2.items())==[(v,5)], list(c2.values()), list(c2.keys()) == [v], next(c2.items()) == (v, 5))
c2.run(v.set, 99); print(v.get(), c2[v]); print(c2.copy()==c2, c2==C.copy_context())
t(lambda: v.name); t(lambda: setattr(v,'name',1)); t(lambda: C.ContextVar[int]); t(lambda: C.Token[int]); t(lambda: type('A',(C.ContextVar,),{})); t(lambda: type('A',(C.Context,),{})); t(lambda: type('A',(C.Token,),{}))
t(lambda: setattr(k,'var',1)); t(lambda: k==k); t(lambda: hash(v)==hash(v)); t(lambda: c.__setitem__(v,1)); t(lambda: C.ContextVar('x', default=None).get())
c3=C.Context(); k3=c3.run(v.set,1); t(lambda: v.reset(k3)); t(lambda:c3.run(v.reset,k3)); print(len(c3)); 
t(lambda: c.get()); t(lambda: c.get(v,1,2)); t(lambda: v.get(1,2)); t(lambda: v.set()); t(lambda: v.set(1,2)); t(lambda: C.copy_context(1)); t(lambda: bool(C.Context())); t(lambda: c3.copy(1))
print(sorted(x for x in dir(v) if x[:2]!='__'), sorted(x for x in dir(c) if x[:2]!='__'),[x for x in dir(c) if x not in dir(object)], [x for x in dir(v) if x not in dir(object)],[x for x in dir(k) if x not in dir(object)])
print(C.__all__, C.Token.MISSING, type(C.Token.MISSING), C.Context.__module__, C.ContextVar.__name__, C.Context.__doc__)
import collections.abc; print(isinstance(c, collections.abc.Mapping)); t(lambda: type(C.Token.MISSING)());  import copy; t(lambda: copy.copy(v))
t(lambda: c <c2); t(lambda: C.Token.__hash__); print(C.Token.old_value, C.Token.var, C.ContextVar.name)
import weakref; t(lambda: weakref.ref(v)); t(lambda: weakref.ref(k)); t(lambda: C.ContextVar(name='q', default=1).name); t(lambda: C.ContextVar('q', default=1, x=1)); x=C.ContextVar('l'); x.set(x); print(r(x))
d=C.ContextVar('d', default=[1]); print(r(d))
