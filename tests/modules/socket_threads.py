# Sockets and select among threads and signals: who waits lets others run, memory is pinned, waits go on after EINTR.
import socket, threading, select, time, os, signal, selectors
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, e)
# echo server with threads
srv=socket.create_server(('127.0.0.1',0)); addr=srv.getsockname()
def serve(n):
    for _ in range(n):
        c,_=srv.accept()
        threading.Thread(target=echo,args=(c,)).start()
def echo(c):
    with c:
        while True:
            d=c.recv(65536)
            if not d: return
            c.sendall(d)
N=8
st=threading.Thread(target=serve,args=(N,)); st.start()
res=[]
def client(i):
    s=socket.create_connection(addr,timeout=10)
    f=s.makefile('rwb')
    for k in range(50):
        f.write(b'%d-%d\n'%(i,k)); f.flush(); 
        assert f.readline()==b'%d-%d\n'%(i,k)
    big=os.urandom(300000)
    got=[]
    def rd():
        n=0
        while n<len(big):
            d=s.recv(100000); got.append(d); n+=len(d)
    t=threading.Thread(target=rd); t.start(); s.sendall(big); t.join(); assert b''.join(got)==big
    f.close(); s.close(); res.append(i)
ts=[threading.Thread(target=client,args=(i,)) for i in range(N)]
[t.start() for t in ts]; [t.join() for t in ts]; st.join(); print(sorted(res)); srv.close()
# select woken by other thread
a,b=socket.socketpair()
for how in ('select','poll','epoll','recv','recvt','sel','selP','selS'):
    def late(): time.sleep(0.02); b.send(b'x')
    t=threading.Thread(target=late); t0=time.monotonic(); t.start()
    if how=='select': r=select.select([a],[],[],5)[0]==[a]
    elif how=='poll': p=select.poll(); p.register(a,1); r=p.poll(5000)==[(a.fileno(),1)]
    elif how=='epoll': p=select.epoll(); p.register(a,1); r=p.poll(5)==[(a.fileno(),1)]
    elif how=='recv': a.settimeout(None); r=a.recv(1,socket.MSG_PEEK)
    elif how=='recvt': a.settimeout(5); r=a.recv(1,socket.MSG_PEEK)
    else:
        s={'sel':selectors.DefaultSelector,'selP':selectors.PollSelector,'selS':selectors.SelectSelector}[how](); s.register(a,1,'d'); r=[(k.data,e) for k,e in s.select(5)]
    t.join(); print(how, r, time.monotonic()-t0<3); a.recv(1)
# concurrent poll
p=select.poll(); p.register(a,1); t=threading.Thread(target=p.poll,args=(3000,)); t.start(); time.sleep(0.05); tr(p.poll,0); b.send(b'x'); t.join(); a.recv(1)
# bytearray pinned
ba=bytearray(10)
t=threading.Thread(target=a.recv_into,args=(ba,)); t.start(); time.sleep(0.05)
tr(ba.extend,b'x'*100); b.send(b'hello'); t.join(); print(ba); ba.extend(b'y'); print(ba)
big=bytearray(b'z'*5_000_000)
t=threading.Thread(target=lambda: b.sendall(big)); t.start(); time.sleep(0.05); tr(big.clear)
n=0
while n<5_000_000: n+=len(a.recv(1<<20))
t.join(); big.clear(); print(len(big))
# signals while waiting
hits=[]
signal.signal(signal.SIGALRM, lambda *x: hits.append(1))
for f in (lambda: select.select([a],[],[],0.15), lambda: p.poll(150), lambda: select.epoll().poll(0.15)):
    hits.clear(); signal.setitimer(signal.ITIMER_REAL,0.03,0.03); t0=time.monotonic(); r=f(); dt=time.monotonic()-t0; signal.setitimer(signal.ITIMER_REAL,0); print(r, dt>=0.149, len(hits)>1)
a.settimeout(0.15); hits.clear(); signal.setitimer(signal.ITIMER_REAL,0.03,0.03); t0=time.monotonic(); tr(a.recv,1); print(time.monotonic()-t0>=0.149, len(hits)>1); signal.setitimer(signal.ITIMER_REAL,0)
def boom(*x): raise KeyError('handler')
signal.signal(signal.SIGALRM,boom)
a.settimeout(None)
for f in (lambda: select.select([a],[],[]), p.poll, select.epoll().poll, lambda: a.recv(1), lambda: a.recv_into(bytearray(5)), lambda: a.recvmsg(5), socket.create_server(('127.0.0.1',0)).accept, lambda: b.sendall(bytes(1<<26))):
    signal.setitimer(signal.ITIMER_REAL,0.03); tr(f)
