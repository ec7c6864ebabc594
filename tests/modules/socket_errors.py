# Sockets: arguments that are wrong, and what is said of them.
import socket, _socket, os
def tr(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__, e)
S=socket.socket
s=S()
tr(s.bind); tr(s.bind,5); tr(s.bind,('a',)); tr(s.bind,(5,5)); tr(s.bind,('',70000)); tr(s.bind,('',-1)); tr(s.bind,('','x')); tr(s.bind,(None,5));tr(s.bind,('a\0b',5)); tr(s.bind,('',1<<40))
tr(s.bind,['',0]); tr(s.connect,('',0,1)); tr(s.connect,['',0]); tr(s.connect_ex,('',70000)); tr(s.connect_ex,('',"5"))
tr(s.bind,(b'127.0.0.1',0)); tr(s.bind,(bytearray(b'127.0.0.1'),0))
tr(s.listen,'x'); tr(s.listen,1<<40); tr(s.listen,-5); tr(s.listen); tr(s.listen,5,6)
tr(s.getpeername); tr(s.recv,-1); tr(s.recv); tr(s.recv,'x'); tr(s.recv,5); tr(s.recv,1,2,3); tr(s.send,'x'); tr(s.sendall,5); tr(s.send); tr(s.sendto,b'x'); tr(s.sendto,b'x',1,2,3); tr(s.sendto,'x',1); tr(s.sendto,b'x','y'); tr(s.sendto,b'x','y',('',1)); tr(s.recv_into,b'x'); tr(s.recv_into,bytearray(3),-1); tr(s.recv_into,bytearray(3),5);tr(s.recvfrom,-1); tr(s.recvfrom_into,b'x'); tr(s.recvfrom_into,bytearray(3),-1); tr(s.recvfrom_into,bytearray(3),5); tr(s.recvmsg,-1); tr(s.recvmsg,1,-1); tr(s.recvmsg,1,1<<40); tr(s.recvmsg_into,5); tr(s.recvmsg_into,[b'x']); tr(s.recvmsg_into,[bytearray(5)],-1); tr(s.sendmsg,5); tr(s.sendmsg,[5]); tr(s.sendmsg,[b'x'],5); tr(s.sendmsg,[b'x'],[5]); tr(s.sendmsg,[b'x'],[(1,2)]);tr(s.sendmsg,[b'x'],[(1,2,3)]);tr(s.sendmsg,[b'x'],[('a',2,b'')]);tr(s.sendmsg,[b'x'],[],'a'); tr(s.sendmsg,[b'x'],[],0,5); tr(s.sendmsg); tr(s.sendmsg,[b'x'],None,None,None)
tr(s.shutdown,0); tr(s.shutdown,'x'); tr(s.shutdown)
tr(s.settimeout,'x'); tr(s.settimeout,-1); tr(s.settimeout,float('nan')); tr(s.settimeout,1e30); tr(s.settimeout,1<<70);tr(s.settimeout); tr(s.settimeout,1e9); tr(s.settimeout,1e10);tr(s.settimeout,True); print(s.gettimeout()); tr(s.setblocking,'x'); tr(s.setblocking,None); print(s.gettimeout(), s.getblocking()); tr(s.setblocking,1.5)
tr(s.settimeout, 0.0000000001); print(s.gettimeout())
tr(s.setblocking,[1]); s.setblocking(True)
tr(s.getsockopt,1); tr(s.getsockopt,1,'x'); tr(s.getsockopt,1,2,-1); tr(s.getsockopt,1,2,5000); tr(s.getsockopt,1,2,1024); tr(s.getsockopt,1,2,4); tr(s.getsockopt,1,999); tr(s.setsockopt,1,2); tr(s.setsockopt,1,2,'x'); tr(s.setsockopt,1,2,None); tr(s.setsockopt,1,2,None,5); tr(s.setsockopt,1,2,1,5); tr(s.setsockopt,1,2,None,None); tr(s.setsockopt,1,2,1<<40); tr(s.setsockopt,1,2,b'x'); tr(s.setsockopt,1,2,b'\1\0\0\0');tr(s.setsockopt,1,2,1.5); tr(s.setsockopt,1,2,None,-1); tr(s.setsockopt,'a',2,1); tr(s.setsockopt,1,2,5,'x')
clean=lambda x: repr(x).replace('fd=%d,'%x.fileno(),'fd=N,').split(', laddr=')[0]
print(clean(s)); print(_socket.socket.__repr__(s)); 
tr(S,'x'); tr(S,-5); tr(S,1,999); tr(S,999); tr(S,fileno='x'); tr(S,fileno=-5); tr(S,fileno=99); tr(S,fileno=1.5); tr(S,1,2,3,4,5); tr(_socket.socket,1,2,3,-7); tr(S,fileno=0)
tr(_socket.socket,fileno='x'); tr(_socket.socket, foo=1); tr(_socket.socket,fileno=-5); tr(_socket.socket,fileno=1<<40); tr(_socket.socket,'x');tr(_socket.socket,fileno=1.5)
tr(_socket.socket,fileno='99')
u=S(socket.AF_UNIX)
tr(u.bind,5); tr(u.bind,'x'*200); tr(u.bind,b'x'*108); tr(u.bind,'\0'+'x'*108); tr(u.bind,()); tr(u.connect,'/nonexistent'); tr(u.connect_ex,'/nonexistent')
tr(u.bind,bytearray(b'\0abc%d' % os.getpid())); tr(u.bind,'again')
v=S(socket.AF_UNIX); tr(v.bind,'\udcff\ud800')
p,q=socket.socketpair(); print(clean(p)); q.close(); print(q); print(p.getpeername(),p.getsockname())
tr(q.recv,1); tr(q.fileno); tr(q.bind,'x'); tr(q.send,b'x'); tr(q.getsockname); tr(q.close); tr(q.detach); tr(p.send,b'x')
tr(q.settimeout,1); tr(q.listen); tr(q.shutdown,1);tr(q.accept); tr(q.setblocking,0)
print(p.family,p.type,p.proto, p.timeout); 
i6=S(socket.AF_INET6,socket.SOCK_DGRAM)
tr(i6.bind,()); tr(i6.bind,('::1',)); tr(i6.bind,('::1',0,1<<20)); tr(i6.bind,('::1',0,0,0,0)); tr(i6.bind,('127.0.0.1',0)); tr(i6.bind,('::1',-1)); tr(i6.bind,5); tr(i6.bind,('::1',0,-1)); 
tr(i6.bind,('::1','x')); tr(i6.bind,('::1',0,'x')); tr(i6.bind,(5,0)); tr(i6.bind,('<broadcast>',0));
tr(S().__reduce__); 
import copy
tr(copy.copy,S()); tr(S().accept)
tr(socket.socketpair,'x'); tr(socket.socketpair,2); tr(socket.socketpair,1,2,3,4)
tr(_socket.dup,'x'); tr(_socket.dup,999); tr(_socket.close,999); tr(_socket.close,-1); tr(_socket.close,'x')
