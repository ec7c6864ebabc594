# selectors: three kinds, keys, the mapping, errors.
import selectors, os, select
from selectors import *
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__), e.__suppress_context__)
for C in SelectSelector, PollSelector, EpollSelector, DefaultSelector:
    print(C.__name__ if C is not DefaultSelector else 0, C.__mro__)
    a,b=os.pipe(); os.dup2(a,40); os.dup2(b,41); os.close(a); os.close(b); a,b=40,41
    with C() as s:
        tr(s.register,a,0); tr(s.register,a,4); tr(s.register,'x',1); tr(s.register,-1,1); tr(s.register,a,1,'d'); tr(s.register,a,1); tr(s.register,b,EVENT_WRITE|EVENT_READ)
        tr(s.unregister,99); tr(s.unregister,'x'); tr(s.modify,99,1)
        m=s.get_map(); print(len(m), list(m), a in m, 77 in m, m[a]); tr(lambda:m[77]); tr(s.get_key,b); tr(s.get_key,77); tr(lambda: m['x'])
        tr(s.select,0); tr(s.select,-1); tr(s.select)
        tr(s.modify,b,1); tr(s.modify,b,1,'new'); tr(s.modify,b,0) if C is SelectSelector else 0; 
        tr(s.select,0.01)
        os.write(b,b'x'); tr(s.select)
        if hasattr(s,'fileno'): print(type(s.fileno()))
        tr(s.unregister,a); tr(s.unregister,a)
        f=open(os.devnull); tr(s.register,f,1) if C is not SelectSelector and 0 else 0
        r,w=os.pipe(); fr=os.fdopen(r); fd=fr.fileno(); print(s.register(fr,1)[1:]==(fd,1,None)); fr.close(); print(s.unregister(fr)[1:]==(fd,1,None))
        os.close(w)
    print(s.get_map()); tr(s.get_key,b); tr(s.select,0)
    os.close(a); os.close(b)
tr(BaseSelector)
print(SelectorKey(1,2,3,4), SelectorKey._fields)
s=DefaultSelector(); f=open(os.devnull); tr(s.register,0 if 0 else f.fileno(),1); print(len(s.get_map()))
