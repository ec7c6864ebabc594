# Sockets: TCP, UDP, Unix, timeouts, descriptors that travel, copies of a socket.
import socket, os, time, errno, io, tempfile, select
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, e)
# tcp
srv=socket.create_server(('127.0.0.1',0)); port=srv.getsockname()[1]
print(srv.getsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR), srv.getsockopt(socket.SOL_SOCKET,socket.SO_ACCEPTCONN), srv.type, srv.family)
c=socket.create_connection(('127.0.0.1',port),timeout=5); s,addr=srv.accept()
print(addr==c.getsockname(), s.getpeername()==addr, c.gettimeout(), s.gettimeout())
c.sendall(b'hello world'); print(s.recv(5), s.recv(100))
s.setsockopt(socket.IPPROTO_TCP,socket.TCP_NODELAY,1); print(s.getsockopt(socket.IPPROTO_TCP,socket.TCP_NODELAY))
print(s.getsockopt(socket.SOL_SOCKET,socket.SO_LINGER,8)); s.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,b'\1\0\0\0\0\0\0\0'); print(s.getsockopt(socket.SOL_SOCKET,socket.SO_LINGER,8))
c.shutdown(socket.SHUT_WR); print(s.recv(1)); s.close()
tr(c.recv,1); c.close(); tr(c.recv,1)
srv.settimeout(0.02); tr(srv.accept); srv.setblocking(False); tr(srv.accept); srv.close()
x=socket.socket(); x.bind(('127.0.0.1',0))     # bound, but not listening
tr(socket.create_connection,x.getsockname(),2); y=socket.socket(); print(y.connect_ex(x.getsockname())); x.close(); y.close()
# nonblocking connect
srv=socket.create_server(('127.0.0.1',0)); x=socket.socket(); x.setblocking(0); e=x.connect_ex(srv.getsockname()); print(errno.errorcode.get(e,e)); select.select([],[x],[],5); print(x.getsockopt(socket.SOL_SOCKET,socket.SO_ERROR), x.connect_ex(srv.getsockname()))
tr(x.recv,1); s,_=srv.accept(); print(s.getblocking())
x.settimeout(0.01); tr(x.recv,10); tr(x.recv_into,bytearray(4)); tr(x.recvfrom,4); tr(x.recvmsg,4)
# big send
x.settimeout(None); big=bytes(range(256))*40
print(x.send(big)); got=b''
while len(got)<len(big): got+=s.recv(65536)
print(got==big)
s.settimeout(0.05); 
try:
    s.sendall(b'x'*(1<<26))
except TimeoutError as e: print('TimeoutError',e)
s.close(); x.close(); srv.close()
# udp
a=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); a.bind(('127.0.0.1',0)); b=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); b.bind(('127.0.0.1',0))
print(a.sendto(b'one',b.getsockname()), a.sendto(b'two',0,b.getsockname())); d,f=b.recvfrom(10); print(d, f==a.getsockname()); buf=bytearray(6); n,f=b.recvfrom_into(buf); print(n,buf,f==a.getsockname())
print(a.sendmsg([b'ab',bytearray(b'cd'),memoryview(b'ef')],[],0,b.getsockname())); print(b.recvmsg(3)[0::2]); a.connect(b.getsockname()); a.send(b'12345'); x1=bytearray(2);x2=bytearray(10); r=b.recvmsg_into([x1,x2]); print(r[:3], r[3]==a.getsockname(),x1,x2)
a.send(b''); print(b.recv(10)); tr(b.recv,10,socket.MSG_DONTWAIT)
a.send(b'trunc'); print(b.recv(2,socket.MSG_PEEK), b.recv(0))
a.close(); b.close()
# unix
d=tempfile.mkdtemp(); p=os.path.join(d,'s'); l=socket.socket(socket.AF_UNIX); l.bind(p); l.listen(); c=socket.socket(socket.AF_UNIX); c.connect(p); s,ad=l.accept(); print(repr(ad), l.getsockname()==p, c.getpeername()==p)
tr(socket.socket(socket.AF_UNIX).bind,p); os.unlink(p); os.rmdir(d)
l.close(); c.close(); s.close()
l=socket.socket(socket.AF_UNIX); l.bind(b'\0mine%d'%os.getpid()); l.listen(1); c=socket.socket(socket.AF_UNIX); c.connect(l.getsockname()); print(l.getsockname()[:5], c.getpeername()[:5]); c.close(); l.close()
l=socket.socket(socket.AF_UNIX); l.bind(''); print(len(l.getsockname())); l.close()
# fds
a,b=socket.socketpair(); r,w=os.pipe(); print(socket.send_fds(a,[b'x',b'y'],[r,w])); m=socket.recv_fds(b,10,5); print(m[0],len(m[1]),m[2:]); os.write(m[1][1],b'via'); print(os.read(r,5)); print([os.get_inheritable(f) for f in m[1]])
socket.send_fds(a,[b'q'],[r,w]); m=socket.recv_fds(b,10,1); print(m[0],len(m[1]),m[2])
a.sendmsg([b'z'],[(socket.SOL_SOCKET,socket.SCM_CREDENTIALS,__import__('struct').pack('iii',os.getpid(),os.getuid(),os.getgid()))]) if 0 else None
print(b.recvmsg(10,0,socket.MSG_DONTWAIT) if 0 else '')
a.close(); b.close(); a,b=socket.socketpair()
# dup, fromfd, detach, inheritable
c=a.dup(); print(c.fileno()!=a.fileno(), c.gettimeout(), c.family); c.send(b'dup'); print(b.recv(9)); fd=c.detach(); tr(c.send,b'x'); e=socket.socket(fileno=fd); print(e.family,e.type,e.proto); e.send(b'again'); print(b.recv(9)); e.close()
e=socket.fromfd(a.fileno(),socket.AF_UNIX,socket.SOCK_STREAM); print(e.get_inheritable()); e.set_inheritable(True); print(e.get_inheritable()); e.close()
with a as q: print(q is a)
print(a._closed, a)
tr(a.__enter__)
a,b=socket.socketpair(socket.AF_UNIX,socket.SOCK_DGRAM); a.send(b'd'); print(b.recvfrom(5)); a.close(); b.close()
a,b=socket.socketpair(socket.AF_UNIX,socket.SOCK_SEQPACKET); a.send(b'd'); print(b.recvfrom(5), a.type); a.close()
print(b.recv(1)); b.close()
n=socket.socket(socket.AF_INET,socket.SOCK_STREAM|socket.SOCK_NONBLOCK); print(n.type, n.gettimeout(), n.getblocking()); n.close()
ba=bytearray(10); a,b=socket.socketpair(); a.send(b'abc'); print(b.recv_into(memoryview(ba)[2:5]), ba); a.send(b'abcdef'); print(b.recv_into(ba,3), ba); ba.extend(b'x'); print(b.recv_into(ba), ba)
a.send(b'q'*20); print(b.recv(1<<20)); a.send(memoryview(b'hello')[1:3]); print(b.recv(9)); tr(a.send,memoryview(b'hello')[::2])
tr(a.recv, 1<<62)
b.close(); tr(a.send,b'x'); tr(a.sendall,b'x')
class S2(socket.socket):
    pass
z=S2(); z.attr=5; print(z.attr); z.close(); print(type(z.dup) and z)
tr(setattr,a,'foo',1); tr(setattr,a,'family',1); tr(setattr,a,'timeout',3); tr(lambda: socket.socket.family.fget(a))
import weakref; print(weakref.ref(a)() is a)
alg=socket.socket(socket.AF_ALG,socket.SOCK_SEQPACKET,0) if 0 else None
