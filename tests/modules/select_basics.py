# select(), poll and epoll objects: what is ready, arguments, errors.
import select, os
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok', repr(r).split(' at 0x')[0])
    except BaseException as e: print(type(e).__name__, e)
s=select.select
tr(s); tr(s,1,2,3); tr(s,[],[],[],'x'); tr(s,[],[],[],-1); tr(s,[],[],[],float('nan')); tr(s,[],[],[],1e30)
tr(s,[1.5],[],[]); tr(s,['a'],[],[],0);tr(s,[-1],[],[],0); tr(s,[5000],[],[],0); tr(s,[1<<40],[],[],0)
tr(s,[],[],[],10**400); tr(s,[],[],[],10**12)
tr(s,[],[],[],-0.5)
tr(s,[],[],[],10**10)
class F: 
    def __init__(s,v): s.v=v
    def fileno(s): return s.v
    def __repr__(s): return 'F(%r)'%s.v
tr(s,[F('x')],[],[],0); tr(s,[F(-3)],[],[],0); tr(s,[F(True)],[],[],0)
a,b=os.pipe(); os.dup2(a,40); os.dup2(b,41); os.close(a); os.close(b); a,b=40,41
tr(s,[F(a)],[F(b)],[],0)
tr(s,[],iter([F(b)]),(),0)
tr(s,[True],[],[],0)
p=select.poll()
print(type(p), )
tr(select.poll,1)
tr(type(p))
tr(p.register); tr(p.register,'a'); tr(p.register,a,-1); tr(p.register,a,70000); tr(p.register,a,'x'); tr(p.modify,77,1); tr(p.unregister,77); tr(p.unregister,-1)
tr(p.register, a, 1); tr(p.register,b); tr(p.poll,0); tr(p.poll,'x'); tr(p.poll,-5) if 0 else 0; tr(p.poll,1.5); tr(p.poll,1<<40);tr(p.poll,float('nan')); tr(p.poll,1e30); tr(p.poll,1<<31)
tr(p.register,a,1<<70); tr(p.poll,0,1); tr(p.modify,a,70000)
tr(p.unregister,b); os.write(b,b'x'); tr(p.poll,None); tr(p.poll)
tr(p.modify,a,0)
p.register(999); print(p.poll())
e=select.epoll
tr(e,'x'); tr(e,-1); tr(e,0); tr(e,-2); tr(e,1,5); tr(e,sizehint=5,flags=0); tr(e,-1,select.EPOLL_CLOEXEC); tr(e,flags='x')
x=e()
print(repr(x)[:20], x.closed)
tr(x.register,'a'); tr(x.register,a,-1); tr(x.register,a,1); tr(x.register,a,1); tr(x.modify,b,1); tr(x.unregister,b); tr(x.unregister,999); tr(x.unregister,a); tr(x.unregister,a)
tr(x.register,-1)
tr(x.poll,'x'); tr(x.poll,0); tr(x.poll,0,-5); tr(x.poll,0,0); tr(x.poll,0,-1); tr(x.poll,float('nan')); tr(x.poll,1e30); tr(x.poll,0,'x')
x.register(a); x.register(b)
tr(x.poll,0); tr(x.poll,0,1); tr(x.poll,timeout=0,maxevents=3)
with x as y: print(x is y)
print(x.closed); tr(x.fileno); tr(x.poll); tr(x.register,a); tr(x.close); tr(x.__enter__); tr(x.modify,a,1);tr(x.unregister,a)
tr(e.fromfd,'x'); tr(e.fromfd,-1); y=e.fromfd(0); print(type(y),y.fileno()); 
tr(e.fromfd,3.5)
y=None
print(os.fstat(0) and 1) if 0 else 0
print(select.PIPE_BUF, select.error)
d=open('/dev/null'); tr(e().register,d)
print(select.epoll.__doc__ and 1, select.epoll.__mro__, select.EPOLLIN, type(select.EPOLLIN))
tr(setattr,x,'foo',1)
tr(setattr,p,'foo',1)
