# Not with STRESS: tens of thousands of pickles, and a collection at every hundredth allocation
"""pickle: every kind of object in every protocol, bytes as the reference writes them, and back."""
import binascii, collections, dataclasses, datetime, enum, fractions, functools, io, operator, pickle, types
from collections import *
class Color(enum.Enum):
    RED=1; BLUE='b'
class Flag(enum.IntFlag):
    A=1; B=2
@dataclasses.dataclass
class D:
    x:int; y:str='q'
@dataclasses.dataclass(frozen=True, slots=True)
class DS:
    x:int; y:str='q'
P = namedtuple('P','a b')
class C:
    def __init__(self,**k): self.__dict__.update(k)
    def m(self): pass
    @classmethod
    def cm(cls): pass
    class Inner:
        def f(self): pass
class Empty: pass
class S:
    __slots__='a','b'
class SD(S):
    pass
class L(list): pass
class DD(dict): pass
class T(tuple): pass
class St(str): pass
class I(int): pass
class Se(set): pass
class NA:
    def __new__(cls,a,b): o=super().__new__(cls); o.a=a; return o
    def __getnewargs__(self): return (self.a,2)
class NE:
    def __new__(cls,*,k): o=super().__new__(cls); o.k=k; return o
    def __getnewargs_ex__(self): return (),{'k':self.k}
class GS:
    def __init__(self): self.v=1
    def __getstate__(self): return {'zz':9}
    def __setstate__(self,s): self.got=s
class R:
    def __reduce__(self): return (R,(),{'a':1},iter([1,2]),iter([(1,2),(3,4)]))
    def extend(self,x): self.l=x
    def __setitem__(self,k,v): self.__dict__[k]=v
    def __eq__(self, o): return True
def fn(): pass
def setter(o,s): o.x=s
class RS:
    def __reduce__(self): return (RS,(),'state',None,None,setter)
class MyExc(Exception):
    def __init__(self,a,b): super().__init__(a,b); self.b=b
class Meta(type): pass
class WithMeta(metaclass=Meta): pass
s=S(); s.a=1; s.b='x'
sd=SD(); sd.a=2; sd.z=5
rec=[]; rec.append(rec)
rt=([],); rt[0].append(rt)
rd={}; rd['d']=rd
ro=C(); ro.me=ro
c2=C(a=1,b=2); c2.o=C(a=c2,b=2)
shared=['x']*3
objs = {
 'ints':[0,1,-1,255,256,65535,65536,-128,-129,2**31-1,2**31,-2**31,-2**31-1,2**62,2**63,-2**63,2**64,10**50,-10**50,2**2000,-2**2000,-255,-256,-32768,-2**39,2**2039,2**2040,-2**2039, -2**2040, -2**61,2**61-1,2**61],
 'floats':[0.0,-0.0,1.5,1e300,1e-300,float('inf'),1e16,1e22,123456789.123,5e-324],
 'cons':[None,True,False,...,NotImplemented,type(None),type(...),type(NotImplemented)],
 'strs':['','a','abc','é','日本','\U0001f600','\ud800x','a\nb\\c\r\0\x1a','x'*300, 'y'*70000, 'z'*200000],
 'bytes':[b'',b'a',bytes(range(256)),b'x'*300,b'y'*70000,bytearray(b''),bytearray(b'abc'),bytearray(b'q'*70000)],
 'tuples':[(),(1,),(1,2),(1,2,3),(1,2,3,4),((),),tuple(range(2000))],
 'lists':[[],[1],[1,2],list(range(999)),list(range(1000)),list(range(1001)),list(range(2001))],
 'dicts':[{},{1:2},{1:2,3:4},dict.fromkeys(range(1000)),dict.fromkeys(range(1001)),dict.fromkeys(range(2000)),{'a':{'b':[{}]}}],
 'sets':[set(),{1},frozenset(),frozenset([1]),frozenset([2]), set(range(1000)),set(range(1500)), frozenset(range(1500))],
 'rec':[rec,rd,ro,c2,shared,shared], 'rt': rt,
 'cls':[int,C,C.Inner,Color,Flag,D,fn,len,print,C.m,C.cm,C().m,[].append,'abc'.upper,collections.OrderedDict,WithMeta,Meta,operator.itemgetter,str.upper,dict.fromkeys,C.Inner.f, object, range, types.SimpleNamespace],
 'enum':[Color.RED,Color.BLUE,Flag.A,Flag.A|Flag.B],
 'dc':[D(1),D(2,'z'),DS(4)],
 'nt':[P(1,2)], 'od':[OrderedDict(a=1,b=2),OrderedDict(), defaultdict(int,a=1),defaultdict(list),Counter('abca'),deque([1,2,3]),deque([1],5),ChainMap({1:2},{3:4}),UserDict(a=1),UserList([1]),UserString('x')],
 'sub':[L([1,2]),DD(a=1),T((1,2)),St('abc'),I(5),Se([1])], 'sl':[s,sd],
 'na':[NA(1,2),NE(k=3),GS(),R(),RS(),Empty(),C(),C(x=1),C(x=1,y=2,z='z')],
 'exc':[ValueError('x'),KeyError('k'),OSError(2,'no'),MyExc(1,2),StopIteration(3),UnicodeDecodeError('utf-8',b'x',0,1,'bad'), FileNotFoundError(2,'No','f'), ImportError('a',name='b'), ExceptionGroup('g',[ValueError(1)]), SyntaxError('x'), SystemExit(3)],
 'range':[range(10),range(1,10,2),slice(1,2,3),complex(1,2),memoryview],
 'dt':[datetime.date(2020,1,2),datetime.datetime(2020,1,2,3,4,5,6),datetime.time(1,2),datetime.timedelta(1,2,3),datetime.timezone.utc,datetime.datetime(2020,1,2,tzinfo=datetime.timezone(datetime.timedelta(hours=1)))],
 'frac':[fractions.Fraction(1,3)],
 'part':[functools.partial(int,base=2),operator.itemgetter(1),operator.attrgetter('a.b'),operator.methodcaller('f',1,k=2)],
 'iter':[iter([1,2]),iter((1,)),iter('abc'),iter(range(3)),enumerate([1]),zip([1],[2]),map(int,['1']),reversed([1,2]),iter({1:2}), iter({5})],
 'ns':[types.SimpleNamespace(a=1)], 'many':[[C(i=i,s=str(i)) for i in range(5000)]], 'ga':[list[int],dict[str,int],int|str, type],
 'big':[b'z'*100000,'w'*100000,[b'z'*100000, 'q'*65536, 'r'*65535]*2],
}
keep=[]
def canon(o,seen=None):
    seen=seen if seen is not None else {}
    if isinstance(o,(int,float,str,bytes,bytearray,type(None),bool,complex)) and type(o) in (int,float,str,bytes,bytearray,type(None),bool,complex): return repr(o)
    if id(o) in seen: return f'#{seen[id(o)]}'
    seen[id(o)]=len(seen)
    keep.append(o)
    n=type(o).__name__
    if isinstance(o,type): return 'type '+o.__name__
    if isinstance(o,(list,tuple,collections.deque)): return n+'('+','.join(canon(x,seen) for x in o)+')'+canon(getattr(o,'__dict__',None),seen)
    if isinstance(o,(set,frozenset)): return n+repr(sorted(o))
    if isinstance(o,dict): return n+'{'+','.join(canon(k,seen)+':'+canon(v,seen) for k,v in o.items())+'}'
    if isinstance(o,BaseException): return n+canon(o.args,seen)+repr(getattr(o,'b',None))+str(o)
    if isinstance(o,(str,int,bytes)): return n+repr(o)
    if hasattr(o,'__slots__') and not hasattr(o,'__next__') and n in('S','SD'): return n+repr([(k,getattr(o,k)) for k in ('a','b') if hasattr(o,k)])
    if hasattr(o,'__next__'): return n+canon(list(o),seen)
    if hasattr(o,'__dict__') and type(o).__module__=='__main__': return n+canon(o.__dict__,seen)
    r=repr(o)
    return n+(r if ' at 0x' not in r else r.split(' at 0x')[0])

# Where equal strings are one object for one interpreter and two for the other the bytes differ.
SHARED = {("cls", 18), ("cls", 19), ("dt", 1), ("dt", 5), ("exc", 8), ("iter", 3), ("iter", 4), ("iter", 5), ("iter", 6)}
for name, values in objs.items():
    for i, value in enumerate(values):
        line = []
        for proto in range(6):
            try:
                b = pickle.dumps(value, proto)
                f = io.BytesIO()
                pickle.dump(value, f, proto)
                if f.getvalue() != b:
                    line.append("FILE")
                back = pickle.loads(b)
                f.seek(0)
                if name == "iter":
                    text = canon(back)
                else:
                    text = canon(value)
                    if canon(back) != text or canon(pickle.load(f)) != text:
                        line.append("NOT EQUAL")
                shared = (name, i) in SHARED and proto >= 4
                line.append("same" if shared else f"{len(b)}:{binascii.crc32(b):x}")
            except Exception as e:
                line.append(f"{type(e).__name__}: {e}")
        print(name, i, type(value).__name__, *line)
